"""What the raster pages share: which raster a page is about, and the way to it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest
from countries.models import Party
from indicators.models import Dataset

page = require_http_methods(["GET", "HEAD", "POST"])


def crumbs_to(party: Party, dataset: Dataset | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs of the raster pages."""
    crumbs = [
        (party.name, party.get_absolute_url()),
        (_("Rasters"), reverse("dataset_list", args=[party.iso3])),
    ]
    return [*crumbs, (str(dataset), dataset.get_absolute_url())] if dataset else crumbs


def visible_dataset(request: SignedInRequest, iso3: str, pk: str) -> Dataset:
    """A dataset that this person may see, with its Party and its legend; else a 404."""
    rows = Dataset.objects.visible_to(request.user).filter(
        party__iso3=iso3, removed_at__isnull=True
    )
    return get_object_or_404(
        rows.select_related("party", "legend", "supersedes", "uploaded_by").prefetch_related(
            "legend__classes"
        ),
        pk=pk,
    )


def own_dataset(request: SignedInRequest, party: Party, pk: str) -> Dataset:
    """A current dataset of the Party that the page is for."""
    rows = Dataset.objects.visible_to(request.user).filter(party=party).current()
    return get_object_or_404(rows.select_related("party", "legend"), pk=pk)


def accepted_dataset(request: SignedInRequest, party: Party, pk: str) -> Dataset:
    """The same, once it has been accepted."""
    dataset = own_dataset(request, party, pk)
    accepted = Dataset.objects.filter(pk=dataset.pk).accepted()
    return get_object_or_404(
        accepted.select_related("party", "legend").prefetch_related("legend__classes"), pk=pk
    )


def band_of(request: HttpRequest, dataset: Dataset) -> int:
    """The band that `?band=` asks for; the first when it asks for none there is."""
    asked = request.GET.get("band", "")
    count = int(dataset.found.get("band_count", 1))
    return int(asked) if asked.isdecimal() and 1 <= int(asked[:4]) <= count else 1
