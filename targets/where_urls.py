"""Addresses of where to act."""

from django.urls import URLPattern, URLResolver, path

from targets.views import where

_HERE = "parties/<str:iso3>/<int:year>/where-to-act/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_HERE, where.where_to_act, name="where_to_act"),
    path(f"{_HERE}patches/", where.where_patches, name="where_patches"),
    path(f"{_HERE}point/", where.where_point, name="where_point"),
    path(f"{_HERE}measure/", where.where_measure, name="where_measure"),
    path(
        f"{_HERE}<int:pk>/<slug:layer>/<int:z>/<int:x>/<int:y>",
        where.where_tile,
        name="where_tile",
    ),
]
