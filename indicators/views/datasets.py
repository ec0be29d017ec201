"""The Party's rasters: the list, what was found in each, examining again, removal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission
from indicators.actions import datasets as actions
from indicators.datasets import facts
from indicators.datasets.preview import Preview
from indicators.models import Dataset, DatasetKind
from indicators.runs.inputs import unmapped_codes
from indicators.views.dataset_access import band_of, crumbs_to, own_dataset, page, visible_dataset


@require_safe
@party_page()
def dataset_list(request: SignedInRequest, party: Party) -> HttpResponse:
    kind = request.GET.get("kind", "")
    rows = Dataset.objects.visible_to(request.user).filter(party=party, removed_at__isnull=True)
    if kind in DatasetKind.values:
        rows = rows.filter(kind=kind)
    if request.GET.get("show") != "all":
        rows = rows.current()
    shown = page_of(request, _with_everything(rows))
    context = {
        "party": party,
        "page": shown,
        "rows": [facts.Standing(dataset) for dataset in shown],
        "kinds": DatasetKind.choices,
        "kind": kind,
        "show_all": request.GET.get("show") == "all",
        "may_upload": may(request.user, Permission.UPLOAD, party),
        "crumbs": [(party.name, party.get_absolute_url())],
    }
    return render(request, "indicators/datasets/list.html", context)


def _with_everything(rows: Any) -> Any:
    related = rows.select_related("party", "legend", "uploaded_by")
    return related.prefetch_related("legend__classes").order_by(
        "kind", "first_year", "-uploaded_at"
    )


@require_safe
@login_required
def dataset_detail(request: SignedInRequest, iso3: str, pk: str) -> HttpResponse:
    dataset = visible_dataset(request, iso3, pk)
    context = {"party": dataset.party, **_state_context(request, dataset)}
    if dataset.state == Dataset.State.ACCEPTED:
        context |= _found_context(request, dataset)
    return render(request, "indicators/datasets/detail.html", context)


@require_safe
@login_required
def dataset_status(request: SignedInRequest, iso3: str, pk: str) -> HttpResponse:
    """The part of the page that renews itself while a raster is examined."""
    dataset = visible_dataset(request, iso3, pk)
    context = {"party": dataset.party, **_state_context(request, dataset)}
    response = render(request, "indicators/datasets/_status.html", context)
    if dataset.has_ended:
        response["HX-Refresh"] = "true"
    return response


def _state_context(request: SignedInRequest, dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "row": facts.Standing(dataset),
        "crumbs": crumbs_to(dataset.party),
        "refusal": facts.refusal_of(dataset),
        "successor": dataset.superseded_by.filter(removed_at__isnull=True).last(),
        "may_change": may(request.user, Permission.UPLOAD, dataset.party)
        and dataset.superseded_at is None,
        "file_facts": facts.file_facts(dataset),
    }


def _found_context(request: SignedInRequest, dataset: Dataset) -> dict[str, Any]:
    report = facts.report_of(dataset)
    if report is None:
        return {}
    preview = Preview(dataset, band_of(request, dataset))
    categorical = preview.is_categorical
    return {
        "report": report,
        "remarks": facts.remarks_of(report),
        "grid_facts": facts.grid_facts(report),
        "value_facts": facts.value_facts(report),
        "table": facts.code_table(preview.codes)
        if categorical
        else facts.band_table(dataset, report),
        "codes": categorical,
        "description_facts": facts.description_facts(dataset),
        "years_missing": facts.Standing(dataset).years_missing,
        "unmapped": unmapped_codes(dataset),
        "is_cover": dataset.kind == DatasetKind.LAND_COVER,
        "map": preview.map(),
        "band": preview.band,
        "bands": [(n, Preview(dataset, n).band_name) for n in range(1, report.band_count + 1)],
    }


@require_POST
@party_page(Permission.UPLOAD)
def dataset_examine_again(request: SignedInRequest, party: Party, pk: str) -> HttpResponse:
    dataset = own_dataset(request, party, pk)
    if actions.examine_again(dataset, by=request.user):
        messages.success(request, _("The raster is being examined again."))
    return redirect(dataset)


@page
@party_page(Permission.UPLOAD)
def dataset_remove(request: SignedInRequest, party: Party, pk: str) -> HttpResponse:
    dataset = own_dataset(request, party, pk)
    if request.method == "POST":
        if actions.remove_dataset(dataset, by=request.user):
            messages.success(request, _("“%(name)s” is removed.") % {"name": dataset})
        return redirect("dataset_list", party.iso3)
    context = {
        "party": party,
        "dataset": dataset,
        "runs": dataset.runs.count(),
        "crumbs": crumbs_to(party, dataset),
    }
    return render(request, "indicators/datasets/remove.html", context)
