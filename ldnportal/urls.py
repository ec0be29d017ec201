"""All addresses. Every one of them stands in the authorisation matrix of the tests."""

from django.urls import URLPattern, URLResolver, include, path

from ldnportal.views import home, tour

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("tour/", tour.tour, name="tour"),
    path("", include("ldnportal.public_urls")),
    path("", include("ldnportal.open_data_urls")),
    path("", include("countries.urls")),
    path("", include("indicators.urls")),
    path("", include("targets.submission_urls")),
    path("", include("targets.neutrality_urls")),
    path("", include("targets.where_urls")),
    path("", include("targets.urls")),
    path("", include("ldnportal.where_urls")),
]
