"""What a map page says about its map: layers, legend, limits; drawn by static/js/portal-map.js."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

WORLD: Bounds = (-180.0, -60.0, 180.0, 84.0)


@dataclass(frozen=True)
class LegendEntry:
    """A class of a layer: its word, and the key of a known colour or a colour of its own."""

    label: str
    key: str = ""
    colour: str = ""


@dataclass(frozen=True)
class RasterLayer:
    """Tiles from our own host; `url` holds {z}, {x} and {y}.

    Layers of one `group` after each other fold together in the list, under the group's name;
    `label` is then what the list says in place of the full name.
    """

    key: str
    name: str
    url: str
    legend: tuple[LegendEntry, ...] = ()
    visible: bool = False
    opacity: float = 1.0
    max_native_zoom: int = 14
    group: str = ""
    label: str = ""
    kind: str = "raster"


@dataclass(frozen=True)
class VectorLayer:
    """GeoJSON, inline or from an address of ours; `look` is outline, target, measure, problem,
    or added, removed and kept between two versions.

    `title_property` names the property shown when a shape is chosen, `link_property` the one
    that holds the address of its page, `key_property` the one that holds the key of its colour.
    """

    key: str
    name: str
    url: str = ""
    data: Mapping[str, Any] | None = None
    look: str = "outline"
    legend: tuple[LegendEntry, ...] = ()
    visible: bool = True
    title_property: str = "title"
    link_property: str = ""
    key_property: str = ""
    group: str = ""
    label: str = ""
    kind: str = "vector"


@dataclass(frozen=True)
class Map:
    """A map of a page; `key` makes its ids unique.

    `ask_url` answers "what is here": it holds {lat} and {lon}, and its JSON is
    {"rows": [{"layer", "class", "year", "run"}], "note"}. `swipe` names the layers to the left and
    to the right of the divider at the start.
    """

    key: str
    title: str
    bounds: Bounds
    layers: tuple[RasterLayer | VectorLayer, ...]
    source: str = ""
    ask_url: str = ""
    swipe: tuple[str, str] | None = None
    max_zoom: int = 16

    @property
    def rasters(self) -> tuple[RasterLayer, ...]:
        """Layers that can be compared with the divider."""
        return tuple(layer for layer in self.layers if isinstance(layer, RasterLayer))

    @property
    def can_compare(self) -> bool:
        """Whether there are two layers to lay beside each other."""
        return len(self.rasters) > 1

    def config(self) -> dict[str, Any]:
        """Give what the script needs, as plain data for json_script."""
        return {
            "bounds": self.bounds,
            "maxZoom": self.max_zoom,
            "layers": [asdict(layer) for layer in self.layers],
            "askUrl": self.ask_url,
            "swipe": self.swipe,
            "texts": _texts(),
        }


def _texts() -> dict[str, str]:
    return {
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothing": _("No layer has a value here."),
        "failed": _("The portal did not answer. Check the connection and try again."),
        "year": _("year"),
        "open": pgettext("link in a map", "Open"),
        "loadFailed": _("A layer could not be loaded:"),
    }


def tile_url(view: str, *args: object, suffix: str = "") -> str:
    """Give the address of a view of tiles with {z}, {x} and {y} in place of its last arguments."""
    probe = reverse(view, args=[*args, 0, 0, 0])
    head, _found, tail = probe.rpartition("/0/0/0")
    return f"{head}/{{z}}/{{x}}/{{y}}{tail}{suffix}"
