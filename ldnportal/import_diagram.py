"""Draw the project's imports from the code itself, as a Mermaid diagram."""

PACKAGES = ("ldnportal", "targets", "indicators", "countries")
_LAYERS = {
    "views": "pages",
    "forms": "pages",
    "urls": "pages",
    "api": "pages",
    "features": "pages",
    "actions": "actions",
    "tasks": "tasks",
    "models": "models",
    "science": "science",
}
_LEFT_OUT = {"migrations", "management", "templatetags", "formats"}


def import_diagram() -> str:
    """Return the Mermaid text of imports between the layers of each package.

    A module that is no page, action, task, model or science belongs to its package's `domain`.
    Needs grimp, which comes with import-linter.
    """
    import grimp

    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    arrows = {
        (layer_of(module), layer_of(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if not {_part(module), _part(imported)} & _LEFT_OUT
    }
    drawn = sorted((a, b) for a, b in arrows if a != b)
    rooms = sorted({end for ends in drawn for end in ends})
    lines = ["flowchart TD"]
    for package in PACKAGES:
        lines += [f"    subgraph {package}"]
        lines += [f"        {_id(room)}[{room[1]}]" for room in rooms if room[0] == package]
        lines += ["    end"]
    lines += [f"    {_id(a)} --> {_id(b)}" for a, b in drawn]
    return "\n".join(lines) + "\n"


def layer_of(module: str) -> tuple[str, str]:
    """The package and the layer that a module belongs to."""
    part = _part(module)
    layer = "pages" if part.endswith("_urls") else _LAYERS.get(part, "domain")
    return module.split(".", maxsplit=1)[0], layer


def _part(module: str) -> str:
    return [*module.split("."), ""][1]


def _id(room: tuple[str, str]) -> str:
    return "_".join(room)
