"""Addresses of where to act as files."""

from django.urls import URLPattern, URLResolver, path

from ldnportal.views import where_files

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "parties/<str:iso3>/<int:year>/where-to-act/files/<str:name>",
        where_files.where_file,
        name="where_file",
    ),
]
