"""Addresses of the data interface, version 1."""

from django.urls import URLPattern, URLResolver, path

from ldnportal.api import documents, exports, questions, records, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Root.as_view(), name="api_root"),
    path("schema/", documents.SchemaView.as_view(), name="api_schema"),
    path("docs/", documents.documentation, name="api_docs"),
    path("parties/", views.PartyList.as_view(), name="api_party_list"),
    path("parties/<str:iso3>/", views.PartyDetail.as_view(), name="api_party_detail"),
    path("regions/", views.RegionList.as_view(), name="api_region_list"),
    path("regions/<str:slug>/", views.RegionDetail.as_view(), name="api_region_detail"),
    path("cycles/", views.CycleList.as_view(), name="api_cycle_list"),
    path("cycles/<str:year>/", views.CycleDetail.as_view(), name="api_cycle_detail"),
    path("facts/", views.FactList.as_view(), name="api_fact_list"),
    path("targets/", views.TargetList.as_view(), name="api_target_list"),
    path("targets/<str:name>/", views.TargetDetail.as_view(), name="api_target_detail"),
    path("measures/", views.MeasureList.as_view(), name="api_measure_list"),
    path("measures/<str:name>/", views.MeasureDetail.as_view(), name="api_measure_detail"),
    path("records/", records.RecordList.as_view(), name="api_record_list"),
    path("records/<str:name>/", records.RecordDetail.as_view(), name="api_record_detail"),
    path("exports/", exports.ExportList.as_view(), name="api_export_list"),
    path("exports/<str:pk>/", exports.ExportDetail.as_view(), name="api_export_detail"),
    path("exports/<str:pk>/file", exports.ExportFile.as_view(), name="api_export_file"),
    path("questions/", questions.QuestionList.as_view(), name="api_question_list"),
    path("questions/<str:pk>/", questions.QuestionDetail.as_view(), name="api_question_detail"),
    path("submissions/", views.SubmissionList.as_view(), name="api_submission_list"),
    path("submissions/<str:pk>/", views.SubmissionDetail.as_view(), name="api_submission_detail"),
    path(
        "submissions/<str:pk>/snapshot/",
        views.SubmissionSnapshot.as_view(),
        name="api_submission_snapshot",
    ),
]
