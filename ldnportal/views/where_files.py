"""Where to act as files: areas and patches as CSV, both as XLSX, outlines as GeoJSON."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from countries.models import Party
from indicators.views.baseline import report_of
from ldnportal.exports import csv_file, xlsx_file
from ldnportal.exports.sheets import Column, Sheet
from targets.models import ResponseArea, ResponseMap, ResponsePatch
from targets.views.where import newest_done, reading_page

_ZONE: Column[Any] = Column(
    "zone", _("Name of the zone; empty outside every zone"), lambda r: r.zone
)
_LAND_TYPE: Column[Any] = Column(
    "land_type", _("Land type at the beginning of the period"), lambda r: r.land_type
)
_AREAS: tuple[Column[ResponseArea], ...] = (
    _ZONE,
    _LAND_TYPE,
    Column("reverse_km2", _("Degraded land"), lambda r: r.reverse_km2, "km2"),
    Column("reduce_km2", _("Not degraded, but stressed or at risk"), lambda r: r.reduce_km2, "km2"),
    Column("avoid_km2", _("The rest of the land"), lambda r: r.avoid_km2, "km2"),
)
_PATCHES: tuple[Column[ResponsePatch], ...] = (
    Column("number", _("Number of the patch"), lambda r: r.number),
    Column("response", _("Response that it calls for"), lambda r: r.response),
    _LAND_TYPE,
    _ZONE,
    Column("area_km2", _("Area on the ellipsoid"), lambda r: r.area_km2, "km2"),
    Column("latitude", _("Latitude of its middle"), lambda r: str(r.latitude), "degrees"),
    Column("longitude", _("Longitude of its middle"), lambda r: str(r.longitude), "degrees"),
)


def _areas(row: ResponseMap) -> Sheet[ResponseArea]:
    return Sheet("areas", _("Candidate areas"), _AREAS, row.areas.order_by("pk"))


def _patches(row: ResponseMap) -> Sheet[ResponsePatch]:
    rows = row.patches.defer("geometry").order_by("number")
    return Sheet("patches", _("Patches"), _PATCHES, rows)


def _csv(sheet: Sheet[Any]) -> HttpResponse:
    return HttpResponse("".join(csv_file.csv_lines(sheet)), content_type=csv_file.CONTENT_TYPE)


def _xlsx(row: ResponseMap) -> HttpResponse:
    content = xlsx_file.xlsx_bytes([_areas(row), _patches(row)])
    return HttpResponse(content, content_type=xlsx_file.CONTENT_TYPE)


def _geojson(row: ResponseMap) -> HttpResponse:
    keys = ("number", "response", "land_type", "zone")
    features = [
        {
            "type": "Feature",
            "properties": {key: getattr(patch, key) for key in keys}
            | {"area_km2": float(patch.area_km2)},
            "geometry": patch.geometry,
        }
        for patch in row.patches.order_by("number")
    ]
    content = {"type": "FeatureCollection", "features": features}
    return JsonResponse(content, content_type="application/geo+json")


FILES: dict[str, Callable[[ResponseMap], HttpResponse]] = {
    "areas.csv": lambda row: _csv(_areas(row)),
    "patches.csv": lambda row: _csv(_patches(row)),
    "patches.geojson": _geojson,
    "where-to-act.xlsx": _xlsx,
}


@require_GET
@reading_page
def where_file(request: HttpRequest, party: Party, year: int, name: str) -> HttpResponse:
    """One of the files of the report's newest finished map."""
    row = newest_done(report_of(party, year))
    if row is None or name not in FILES:
        raise Http404(name)
    response = FILES[name](row)
    disposition = f'attachment; filename="{party.iso3}-{year}-{name}"'
    response["Content-Disposition"] = disposition
    return response
