"""Addresses of the Party's rasters."""

from django.urls import URLPattern, URLResolver, include, path

from indicators.views import dataset_meaning, dataset_tiles, dataset_upload, datasets

_one: list[URLPattern | URLResolver] = [
    path("", datasets.dataset_detail, name="dataset_detail"),
    path("status/", datasets.dataset_status, name="dataset_status"),
    path("edit/", dataset_meaning.dataset_edit, name="dataset_edit"),
    path("legend/", dataset_meaning.dataset_legend, name="dataset_legend"),
    path("examine-again/", datasets.dataset_examine_again, name="dataset_examine_again"),
    path("remove/", datasets.dataset_remove, name="dataset_remove"),
    path("value/", dataset_tiles.dataset_value, name="dataset_value"),
    path("tiles/<int:z>/<int:x>/<int:y>.png", dataset_tiles.dataset_tile, name="dataset_tile"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("parties/<str:iso3>/rasters/", datasets.dataset_list, name="dataset_list"),
    path("parties/<str:iso3>/rasters/upload/", dataset_upload.dataset_upload, name="dataset_new"),
    path("parties/<str:iso3>/rasters/<uuid:pk>/", include(_one)),
]
