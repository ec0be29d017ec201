"""Maps beside a snapshot: layers of the runs it rests on, and the places of its promises."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import shape

from countries.languages import in_current_language
from countries.maps import Bounds, Map, RasterLayer, VectorLayer
from indicators.models import JobState, Run
from indicators.runs.results.numbers import results_of
from indicators.runs.results.page import ResultsPage
from targets.records.registry import RECORD_TYPES
from targets.records.words import entry_name

Content = Mapping[str, Any]

_LAYERS: Mapping[str, tuple[str, ...]] = {
    "land_cover": ("land_cover",),
    "productivity": ("lpd", "trend", "state", "performance"),
    "carbon": ("carbon",),
    "sdg": ("sdg", "status"),
}
"""Which layers of a run belong beside which page."""


def run_map(run: Run, key: str) -> Map | None:
    """The map of a run with the layers of one indicator; None where it has none."""
    results = results_of(run) if run.job_state == JobState.SUCCEEDED else None
    whole = ResultsPage(run, results) if results else None
    if whole is None or whole.map is None:
        return None
    wanted = {layer.key for layer in whole.layers if layer.kind in _LAYERS.get(key, ())}
    rasters = [layer for layer in whole.map.rasters if layer.key in wanted]
    if not rasters:
        return None
    others = [layer for layer in whole.map.layers if not isinstance(layer, RasterLayer)]
    shown = [replace(layer, visible=number == 0) for number, layer in enumerate(rasters)]
    title = _("What %(run)s computed, on the map") % {"run": run}
    return replace(whole.map, key=f"map-{key}", title=title, layers=(*shown, *others))


def places_map(content: Content, *topics: str) -> Map | None:
    """Targets, measures or lists with polygons, on the Party's outline; None without any."""
    layers = [layer for topic in topics for layer in _layer(content, topic)]
    if not layers:
        return None
    boundary = content["baseline"]["boundary"]
    if boundary:
        outline = _collection([_feature(boundary["geometry"], "")])
        layers.append(VectorLayer("outline", _("Outline"), data=outline))
    names = content["party"]["names"]
    return Map(
        key="places",
        title=_title(topics),
        bounds=_bounds(layers),
        layers=tuple(layers),
        source=in_current_language(names),
    )


def _title(topics: tuple[str, ...]) -> str:
    is_promises = any(topic in _TOPICS for topic in topics)
    return _("Where targets and measures are") if is_promises else _("Where it is")


def _layer(content: Content, topic: str) -> Iterator[VectorLayer]:
    """The places of the targets, of the measures, or of a list of supporting information."""
    name, look, found = _TOPICS[topic](content) if topic in _TOPICS else _entries(content, topic)
    features = [_feature(geometry, title) for geometry, title in found]
    if features:
        yield VectorLayer(topic, name, data=_collection(features), look=look)


Found = tuple[str, str, list[tuple[Mapping[str, Any], str]]]


def _targets(content: Content) -> Found:
    return _("Targets"), "target", _numbered(content["targets"], _("Target %(number)s"))


def _measures(content: Content) -> Found:
    return _("Measures"), "measure", _numbered(content["measures"], _("Measure %(number)s"))


def _numbered(rows: list[Content], title: str) -> list[tuple[Mapping[str, Any], str]]:
    return [(r["geometry"], title % {"number": r["number"]}) for r in rows if r["geometry"]]


def _entries(content: Content, key: str) -> Found:
    """Entries of a list; versions from before entries had places have none."""
    kind = RECORD_TYPES[key]
    rows = [r for r in content.get("records", []) if r["kind"] == key and r.get("geometry")]
    named = [(r["geometry"], entry_name(kind, r["answers"], r["number"])) for r in rows]
    return str(kind.title), "target", named


_TOPICS: Mapping[str, Callable[[Content], Found]] = {"targets": _targets, "measures": _measures}


def _feature(geometry: Mapping[str, Any], title: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"title": title}, "geometry": geometry}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _bounds(layers: list[VectorLayer]) -> Bounds:
    boxes = [
        shape(feature["geometry"]).bounds
        for layer in layers
        for feature in (layer.data or {}).get("features", [])
    ]
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))
