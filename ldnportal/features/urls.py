"""Addresses of OGC API Features."""

from django.urls import URLPattern, URLResolver, path

from ldnportal.features import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Landing.as_view(), name="ogc_landing"),
    path("conformance", views.Conformance.as_view(), name="ogc_conformance"),
    path("collections", views.CollectionList.as_view(), name="ogc_collections"),
    path("collections/<str:collection>", views.CollectionDetail.as_view(), name="ogc_collection"),
    path("collections/<str:collection>/items", views.Items.as_view(), name="ogc_items"),
    path("collections/<str:collection>/items/<str:name>", views.Item.as_view(), name="ogc_item"),
]
