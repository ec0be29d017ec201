"""Addresses of a report's baseline."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from indicators.baseline.scope import SectionConverter
from indicators.views import affected, baseline, compare, own_cover, printing, use_run, zones

register_converter(SectionConverter, "section")

_section: list[URLPattern | URLResolver] = [
    path("", baseline.baseline_section, name="baseline_section"),
    path("here/", baseline.baseline_here, name="baseline_here"),
    path("sources/", baseline.baseline_sources, name="baseline_sources"),
    path("compare/", compare.baseline_compare, name="baseline_compare"),
    path("explain/", baseline.baseline_explain, name="baseline_explain"),
    path("numbers/<str:path>/", baseline.baseline_number, name="baseline_number"),
]
_zones: list[URLPattern | URLResolver] = [
    path("", zones.zone_list, name="zone_list"),
    path("features.geojson", zones.zone_features, name="zone_features"),
    path("upload/", zones.zone_upload, name="zone_upload"),
    path("column/", zones.zone_column, name="zone_column"),
    path("remove/", zones.zone_remove, name="zone_remove"),
    path("use-run/<uuid:run_id>/", zones.zone_use_run, name="zone_use_run"),
]
_report: list[URLPattern | URLResolver] = [
    path("baseline/zones/", include(_zones)),
    path("baseline/affected/", affected.affected_areas, name="affected_areas"),
    path("baseline/affected/place/", affected.affected_place, name="affected_place"),
    path("land-cover/legend/", own_cover.baseline_legend, name="baseline_legend"),
    path("land-cover/regions/", own_cover.baseline_regions, name="baseline_regions"),
    path("land-cover/regions/new/", own_cover.baseline_region, name="baseline_region_new"),
    path(
        "land-cover/regions/<int:number>/", own_cover.baseline_region, name="baseline_region_edit"
    ),
    path("baseline/<section:section>/", include(_section)),
    path("print/", printing.record_print, name="baseline_print"),
    path("use-run/<uuid:run_id>/", use_run.use_run_page, name="use_run"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("parties/<str:iso3>/<int:year>/", include(_report)),
]
