"""What people say about a raster: its description, and the meaning of its codes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.actions import datasets as actions
from indicators.datasets import facts
from indicators.datasets.legends import codes_of, legends_of, likely_preset
from indicators.forms.datasets import DescriptionForm, MeaningForm
from indicators.models import Dataset, DatasetKind, Legend
from indicators.runs.inputs import unmapped_codes
from indicators.views.dataset_access import accepted_dataset, crumbs_to, page


@page
@party_page(Permission.UPLOAD)
def dataset_edit(request: SignedInRequest, party: Party, pk: str) -> HttpResponse:
    dataset = accepted_dataset(request, party, pk)
    form = DescriptionForm(request.POST or None, instance=dataset)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.describe_dataset(dataset, form.values, seen=seen, by=request.user)
        except actions.ChangedMeanwhileError as error:
            return _conflict(request, party, form, error.current)
        messages.success(request, _("The description is saved."))
        return redirect(dataset)
    return _edit_page(request, party, form)


def _edit_page(
    request: HttpRequest, party: Party, form: DescriptionForm, **more: Any
) -> HttpResponse:
    dataset = Dataset.objects.select_related("party").get(pk=form.instance.pk)
    report = facts.report_of(dataset)
    context = {
        "party": party,
        "dataset": dataset,
        "form": form,
        "remarks": facts.remarks_of(report) if report else [],
        "crumbs": crumbs_to(party, dataset),
        **more,
    }
    status = 409 if more else 200
    return render(request, "indicators/datasets/edit.html", context, status=status)


def _conflict(
    request: HttpRequest, party: Party, form: DescriptionForm, current: Dataset
) -> HttpResponse:
    """Both values of what two people changed; sending again saves what now stands in the form."""
    differing = [
        (form[name].label, getattr(current, name))
        for name, value in form.values.items()
        if name in form.fields and getattr(current, name) != value
    ]
    again = request.POST.copy()
    again["seen"] = actions.description_digest(current)
    form = DescriptionForm(again, instance=form.instance)
    return _edit_page(request, party, form, differing=differing)


@page
@party_page(Permission.UPLOAD)
def dataset_legend(request: SignedInRequest, party: Party, pk: str) -> HttpResponse:
    dataset = accepted_dataset(request, party, pk)
    if dataset.kind != DatasetKind.LAND_COVER:
        return redirect(dataset)
    legend, preset = _chosen_legend(request, dataset)
    codes = codes_of(dataset, legend, preset)
    form = MeaningForm(request.POST or None, codes=codes, is_new=legend is None)
    if request.method == "POST" and form.is_valid():
        saved = _save_legend(request, dataset, form, legend, preset)
        if saved is not None:
            return redirect(dataset)
    elif request.method != "POST" and legend is None:
        form.initial["name"] = _("Land cover legend")
    context = {
        "party": party,
        "dataset": dataset,
        "form": form,
        "legend": legend,
        "preset": preset,
        "presets": Legend.Preset.choices[:-1],
        "likely": likely_preset([row.code for row in codes if not row.is_fill]),
        "legends": legends_of(dataset),
        "shared_with": _others_with(legend, dataset),
        "crumbs": crumbs_to(party, dataset),
    }
    return render(request, "indicators/datasets/legend.html", context)


def _chosen_legend(request: HttpRequest, dataset: Dataset) -> tuple[Legend | None, str]:
    """The legend to fill in: `?legend=` (or `new`), else the dataset's; and `?preset=`."""
    preset = request.GET.get("preset", "")
    preset = preset if preset in Legend.Preset.values[:-1] else ""
    asked = request.GET.get("legend", "")
    if asked == "new":
        return None, preset
    if asked.isdecimal():
        return get_object_or_404(legends_of(dataset), pk=int(asked[:12])), preset
    return dataset.legend, preset


def _others_with(legend: Legend | None, dataset: Dataset) -> int:
    if legend is None:
        return 0
    return Dataset.objects.filter(legend=legend).current().exclude(pk=dataset.pk).count()


def _save_legend(
    request: SignedInRequest,
    dataset: Dataset,
    form: MeaningForm,
    legend: Legend | None,
    preset: str,
) -> Legend | None:
    try:
        saved = actions.map_legend(
            dataset,
            form.meanings,
            legend=legend,
            name=form.cleaned_data.get("name", ""),
            preset=preset or (legend.preset if legend else Legend.Preset.OWN),
            by=request.user,
        )
    except ValidationError as error:
        form.add_error("name", error)
        return None
    _say_what_is_open(request, Dataset.objects.select_related("legend").get(pk=dataset.pk))
    return saved


def _say_what_is_open(request: HttpRequest, dataset: Dataset) -> None:
    left = unmapped_codes(dataset)
    if not left:
        messages.success(request, _("The legend is saved: every code has its class."))
        return
    text = _("The legend is saved, but these codes have no class yet: %(codes)s.")
    messages.warning(request, text % {"codes": ", ".join(map(str, left))})
