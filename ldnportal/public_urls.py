"""Addresses that everybody may open: countries and regions, as published."""

from django.urls import URLPattern, URLResolver, path

from ldnportal.views import public, region_files, regions, regions_chosen, register, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.search, name="search"),
    path("countries/", public.country_list, name="country_list"),
    path("countries/<str:iso3>/", public.country_detail, name="country_detail"),
    path("measures/", register.register, name="register"),
    path("measures/places.geojson", register.register_features, name="register_features"),
    path("regions/", regions.region_list, name="region_list"),
    path("regions/choose/", regions_chosen.region_choose, name="region_choose"),
    path("regions/compare/", regions_chosen.region_compare, name="region_compare"),
    path("regions/<slug:slug>/", regions.region_detail, name="region_detail"),
    path("regions/<slug:slug>/summary.xlsx", region_files.region_xlsx, name="region_xlsx"),
    path("regions/<slug:slug>/<slug:sheet>.csv", region_files.region_csv, name="region_csv"),
    path(
        "regions/<slug:slug>/charts/<slug:key>.svg",
        regions.region_chart_svg,
        name="region_chart_svg",
    ),
    path(
        "regions/<slug:slug>/charts/<slug:key>.csv",
        regions.region_chart_csv,
        name="region_chart_csv",
    ),
]
