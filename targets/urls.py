"""Addresses of a Party's home, its targets and its measures."""

from django.urls import URLPattern, URLResolver, path

from targets.views import calendar, corrections, offline, promises, records, report


def _promises(kind: str) -> list[URLPattern]:
    """The same pages for targets and for measures."""
    base = f"parties/<str:iso3>/{kind}s/"
    pages = [
        ("", promises.promise_list, "list"),
        ("new/", promises.promise_new, "new"),
        ("done/", promises.promise_done, "done"),
        ("features.geojson", promises.promise_features, "features"),
        ("<int:pk>/", promises.promise_detail, "detail"),
        ("<int:pk>/edit/", promises.promise_edit, "edit"),
        ("<int:pk>/upload/", promises.promise_upload, "upload"),
        ("<int:pk>/remove/", promises.promise_remove, "remove"),
        ("<int:pk>/explain/", promises.promise_explain, "explain"),
    ]
    return [path(base + rest, view, {"kind": kind}, f"{kind}_{name}") for rest, view, name in pages]


_RECORDS = "parties/<str:iso3>/supporting/<slug:kind>/"


urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", calendar.cycle_calendar, name="cycle_calendar"),
    path("calendar/cycles.ics", calendar.cycle_calendar_file, name="cycle_calendar_file"),
    path("parties/<str:iso3>/", report.party_home, name="party_home"),
    path("parties/<str:iso3>/<int:year>/", report.report_home, name="report_home"),
    path("parties/<str:iso3>/<int:year>/start/", report.report_start, name="report_start"),
    *_promises("target"),
    *_promises("measure"),
    path(
        "parties/<str:iso3>/workbooks/<slug:book>.xlsx",
        offline.promise_workbook,
        name="promise_workbook",
    ),
    path(
        "parties/<str:iso3>/corrections/<uuid:run_id>/apply/",
        corrections.corrections_apply,
        name="corrections_apply",
    ),
    path(_RECORDS, records.record_list, name="record_list"),
    path(_RECORDS + "list.csv", records.record_csv, name="record_csv"),
    path(_RECORDS + "new/", records.record_new, name="record_new"),
    path(_RECORDS + "done/", records.record_done, name="record_done"),
    path(_RECORDS + "<int:pk>/", records.record_detail, name="record_detail"),
    path(_RECORDS + "<int:pk>/edit/", records.record_edit, name="record_edit"),
    path(_RECORDS + "features.geojson", records.record_features, name="record_features"),
    path(_RECORDS + "<int:pk>/upload/", records.record_place, name="record_place"),
    path(_RECORDS + "<int:pk>/remove/", records.record_remove, name="record_remove"),
    path(_RECORDS + "<int:pk>/explain/", records.record_explain, name="record_explain"),
    path(_RECORDS + "<int:pk>/confirm/", records.record_confirm, name="record_confirm"),
]
