"""Addresses of the balance sheet and of what follows from it."""

from django.urls import URLPattern, URLResolver, path

from targets.views import effect, neutrality, progress, scenario

REPORT = "parties/<str:iso3>/<int:year>/balance/"
MEASURE = "parties/<str:iso3>/measures/<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(REPORT, neutrality.balance, name="balance"),
    path(f"{REPORT}assume/", neutrality.balance_assume, name="balance_assume"),
    path(f"{REPORT}except/", neutrality.balance_except, name="balance_except"),
    path(f"{REPORT}losses/new/", neutrality.balance_loss_new, name="balance_loss_new"),
    path(
        f"{REPORT}losses/<int:number>/remove/",
        neutrality.balance_loss_remove,
        name="balance_loss_remove",
    ),
    path(f"{REPORT}done/", neutrality.balance_done, name="balance_done"),
    path(f"{REPORT}scenario/", scenario.scenario, name="scenario"),
    path(f"{REPORT}scenario/compare/", scenario.scenario_compare, name="scenario_compare"),
    path(f"{REPORT}scenario/<int:pk>/remove/", scenario.scenario_remove, name="scenario_remove"),
    path("parties/<str:iso3>/progress/", progress.target_progress, name="target_progress"),
    path(f"{MEASURE}effect/", effect.measure_effect, name="measure_effect"),
    path(f"{MEASURE}progress/", progress.measure_progress, name="measure_progress"),
    path(
        f"{MEASURE}progress/<int:number>/remove/",
        progress.measure_progress_remove,
        name="measure_progress_remove",
    ),
    path(
        f"{MEASURE}progress/<int:number>/evidence/",
        progress.measure_evidence,
        name="measure_evidence",
    ),
]
