"""What a run leaves: files, tiles, point values, charts, its outline and its manifest."""

import csv
import json
import math
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import tiles
from indicators.charts.figure import standalone
from indicators.models import JobState, Run
from indicators.runs.results.charts import charts_of
from indicators.runs.results.layers import KINDS, Layer, kind_of, layers_of, style_of
from indicators.runs.results.numbers import Results, results_of
from indicators.science.storage import open_storage
from indicators.storage import location
from indicators.views.run_access import run_page

_TYPES = {".tif": "image/tiff; application=geotiff", ".json": "application/json"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _results(run: Run) -> Results:
    results = results_of(run) if run.job_state == JobState.SUCCEEDED else None
    if results is None:
        raise Http404("no results")
    return results


def _output(run: Run, name: str) -> dict[str, Any]:
    """The record of one of the run's files: a name that is not listed is a 404."""
    if run.job_state == JobState.SUCCEEDED:
        for entry in run.outputs:
            if entry["name"] == name:
                found: dict[str, Any] = entry
                return found
    raise Http404(name)


def _download_name(run: Run, name: str) -> str:
    return f"{run.party.iso3}-run-{run.number}-{name}"


@require_safe
@run_page(light=True)
def run_file(request: HttpRequest, run: Run, name: str) -> HttpResponseBase:
    """Send one file of the results as it was written."""
    entry = _output(run, name)
    with open_storage(location(run.output_key)).reading(name) as path:
        content = open(path, "rb")  # noqa: PTH123, SIM115 - the response closes it
    kind = next((t for suffix, t in _TYPES.items() if name.endswith(suffix)), "")
    return FileResponse(
        content,
        as_attachment=True,
        filename=_download_name(run, name),
        content_type=kind or "application/octet-stream",
        headers={"ETag": quote_etag(entry["sha256"])},
    )


@require_safe
@run_page()
def run_manifest(request: HttpRequest, run: Run) -> HttpResponse:
    """The manifest, for the same computation from the command line."""
    return _attached(
        json.dumps(run.manifest, indent=1, ensure_ascii=False) + "\n",
        _download_name(run, "manifest.json"),
        "application/json",
    )


@require_safe
@run_page(light=True)
def run_tile(
    request: HttpRequest, run: Run, layer: str, z: int, x: int, y: int
) -> HttpResponseBase:
    """A tile of one layer of the map."""
    kind = kind_of(layer)
    entry = _output(run, f"{layer}.tif")
    if kind is None:
        raise Http404(layer)
    etag = quote_etag(f"{entry['sha256'][:16]}-{z}-{x}-{y}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    place = location(f"{run.output_key}/{entry['name']}")
    try:
        content = tiles.render_tile(place, z, x, y, style_of(kind))
    except ValueError as error:
        raise Http404(str(error)) from error
    headers = {"ETag": etag, "Cache-Control": "private, max-age=86400"}
    return HttpResponse(content, content_type=tiles.CONTENT_TYPE, headers=headers)


@require_safe
@run_page()
def run_point(request: HttpRequest, run: Run) -> HttpResponse:
    """What is at a place: the class of every layer there, with its years and its run."""
    longitude, latitude = _coordinate(request, "lon", 180), _coordinate(request, "lat", 90)
    results = _results(run)
    if longitude is None or latitude is None:
        message = _("Give the latitude (-90 to 90) and the longitude (-180 to 180) in degrees.")
        return JsonResponse({"rows": [], "note": message}, status=400)
    rows = []
    for layer in layers_of(run, results):
        place = location(f"{run.output_key}/{layer.file_name}")
        value = tiles.value_at(place, longitude, latitude)
        if value is not None:
            rows.append(_answer(run, layer, int(value)))
    return JsonResponse({"rows": rows})


def _answer(run: Run, layer: Layer, code: int) -> dict[str, str]:
    return {
        "layer": str(KINDS[layer.kind]),
        "class": layer.word(code),
        "year": layer.years,
        "run": str(run),
    }


def _coordinate(request: HttpRequest, name: str, limit: float) -> float | None:
    try:
        value = float(request.GET.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= limit else None


@require_safe
@run_page()
def run_outline(request: HttpRequest, run: Run) -> HttpResponse:
    """The outline that the run counted in, as GeoJSON."""
    geometry = run.manifest.get("boundary")
    features = [{"type": "Feature", "properties": {}, "geometry": geometry}] if geometry else []
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        headers={"Cache-Control": "private, max-age=3600"},
    )


@require_safe
@run_page()
def run_chart(request: HttpRequest, run: Run, key: str, suffix: str) -> HttpResponse:
    """A chart of the results as SVG, or its numbers as CSV."""
    chart = charts_of(_results(run)).get(key)
    if chart is None:
        raise Http404(key)
    name = _download_name(run, f"{key}.{suffix}")
    if suffix == "svg":
        return _attached(standalone(chart), name, "image/svg+xml")
    response = _attached("\ufeff", name, "text/csv; charset=utf-8")
    table = chart.table()
    writer = csv.writer(response)
    writer.writerow([_plain(f"{table.caption} ({table.unit})" if table.unit else table.caption)])
    writer.writerow(map(_plain, table.headers))
    writer.writerows([_plain(row.head), *map(_plain, row.cells)] for row in table.rows)
    return response


def _plain(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _attached(content: str, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
