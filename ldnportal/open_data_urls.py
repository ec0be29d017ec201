"""Addresses of open data: the catalogue, maps, files of regions, the interfaces for programs."""

from django.urls import URLPattern, URLResolver, include, path

from ldnportal.views import exports, open_data, region_files

urlpatterns: list[URLPattern | URLResolver] = [
    path("open-data/", open_data.open_data, name="open_data"),
    path("open-data/catalogue.jsonld", open_data.open_data_catalogue, name="open_data_catalogue"),
    path("open-data/terms/", open_data.open_data_terms, name="open_data_terms"),
    path(
        "open-data/maps/<uuid:run>/<slug:layer>.tif", open_data.open_data_map, name="open_data_map"
    ),
    path(
        "open-data/maps/<uuid:run>/<slug:layer>.json",
        open_data.open_data_provenance,
        name="open_data_provenance",
    ),
    path(
        "open-data/maps/<uuid:run>/<slug:layer>/<int:z>/<int:x>/<int:y>.png",
        open_data.open_data_tile,
        name="open_data_tile",
    ),
    path("open-data/<slug:iso3>/<int:year>/", open_data.open_data_report, name="open_data_report"),
    path(
        "open-data/<slug:iso3>/<int:year>/dataset.jsonld",
        open_data.open_data_report_jsonld,
        name="open_data_report_jsonld",
    ),
    path("regions/<slug:slug>/files/<str:name>", region_files.region_file, name="region_file"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:pk>/", exports.export_detail, name="export_detail"),
    path("exports/<uuid:pk>/progress/", exports.export_progress, name="export_progress"),
    path("exports/<uuid:pk>/cancel/", exports.export_cancel, name="export_cancel"),
    path("exports/<uuid:pk>/repeat/", exports.export_repeat, name="export_repeat"),
    path("exports/<uuid:pk>/file", exports.export_file, name="export_file"),
    path("api/v1/", include("ldnportal.api.urls")),
    path("ogc/", include("ldnportal.features.urls")),
]
