"""An address of tiles for the test of countries.maps."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path(
        "tiles/<int:run>/<int:z>/<int:x>/<int:y>.png",
        lambda request, **place: HttpResponse(),
        name="tile",
    )
]
