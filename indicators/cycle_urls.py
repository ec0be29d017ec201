"""Addresses of reporting cycles and their periods, for the secretariat."""

from django.urls import URLPattern, URLResolver, include, path

from indicators.views import cycles

_period: list[URLPattern | URLResolver] = [
    path("new/", cycles.period_new, name="period_new"),
    path("<slug:key>/", cycles.period_edit, name="period_edit"),
    path("<slug:key>/remove/", cycles.period_remove, name="period_remove"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycles.cycle_list, name="cycle_list"),
    path("new/", cycles.cycle_new, name="cycle_new"),
    path("<int:year>/", cycles.cycle_detail, name="cycle_detail"),
    path("<int:year>/periods/", include(_period)),
]
