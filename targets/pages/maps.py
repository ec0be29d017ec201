"""Maps beside a snapshot: layers of the runs it rests on, and the places of its promises."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import shape

from countries.languages import in_current_language
from countries.maps import Bounds, Map, RasterLayer, VectorLayer
from indicators.models import JobState, Run
from indicators.runs.results.numbers import results_of
from indicators.runs.results.page import ResultsPage

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
    """Targets and measures with a polygon, on the Party's outline; None where there is none."""
    layers = [layer for topic in topics for layer in _promise_layer(content, topic)]
    if not layers:
        return None
    boundary = content["baseline"]["boundary"]
    if boundary:
        outline = _collection([_feature(boundary["geometry"], "")])
        layers.append(VectorLayer("outline", _("Outline"), data=outline))
    names = content["party"]["names"]
    return Map(
        key="places",
        title=_("Where targets and measures are"),
        bounds=_bounds(layers),
        layers=tuple(layers),
        source=in_current_language(names),
    )


def _promise_layer(content: Content, topic: str) -> Iterator[VectorLayer]:
    name, look, title = {
        "targets": (_("Targets"), "target", _("Target %(number)s")),
        "measures": (_("Measures"), "measure", _("Measure %(number)s")),
    }[topic]
    features = [
        _feature(row["geometry"], title % {"number": row["number"]})
        for row in content[topic]
        if row["geometry"]
    ]
    if features:
        yield VectorLayer(topic, name, data=_collection(features), look=look)


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
