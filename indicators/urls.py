"""Addresses of datasets, runs and the numbers of reports."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from indicators.views import revisions, run_files, run_page, runs

_run: list[URLPattern | URLResolver] = [
    path("", run_page.run_detail, name="run_detail"),
    path("progress/", run_page.run_progress, name="run_progress"),
    path("cancel/", runs.run_cancel, name="run_cancel"),
    path("repeat/", runs.run_repeat, name="run_repeat"),
    path("renew/", revisions.run_renew, name="run_renew"),
    path("restore/", revisions.run_restore, name="run_restore"),
    path("revision/", revisions.run_revision, name="run_revision"),
    path("manifest.json", run_files.run_manifest, name="run_manifest"),
    path("files/<str:name>", run_files.run_file, name="run_file"),
    path("outline/", run_files.run_outline, name="run_outline"),
    path("point/", run_files.run_point, name="run_point"),
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.png", run_files.run_tile, name="run_tile"),
    re_path(
        r"^charts/(?P<key>[\w-]+)\.(?P<suffix>svg|csv)$", run_files.run_chart, name="run_chart"
    ),
]

_runs: list[URLPattern | URLResolver] = [
    path("", runs.run_list, name="run_list"),
    path("new/", runs.run_new, name="run_new"),
    path("<uuid:pk>/", include(_run)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("indicators.dataset_urls")),
    path("", include("indicators.baseline_urls")),
    path("", include("indicators.offline_urls")),
    path("cycles/", include("indicators.cycle_urls")),
    path("parties/<str:iso3>/runs/", include(_runs)),
]
