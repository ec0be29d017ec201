"""Addresses of the lists of supporting information as workbooks."""

from django.urls import URLPattern, URLResolver, path

from ldnportal.views import record_sheets

_RECORDS = "parties/<str:iso3>/supporting/<slug:kind>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_RECORDS + "list.xlsx", record_sheets.record_xlsx, name="record_xlsx"),
    path(_RECORDS + "upload/", record_sheets.record_upload, name="record_upload"),
]
