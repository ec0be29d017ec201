"""Addresses of working offline with a report."""

from django.urls import URLPattern, URLResolver, include, path

from indicators.views import offline

_import: list[URLPattern | URLResolver] = [
    path("", offline.offline_import, name="offline_import"),
    path("discard/", offline.offline_discard, name="offline_discard"),
]
_offline: list[URLPattern | URLResolver] = [
    path("", offline.offline_page, name="offline"),
    path("<section:section>.xlsx", offline.offline_workbook, name="offline_workbook"),
    path("<section:section>.csv", offline.offline_tables, name="offline_tables"),
    path("imports/<uuid:pk>/", include(_import)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("parties/<str:iso3>/<int:year>/offline/", include(_offline)),
]
