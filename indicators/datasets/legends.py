"""Legends of land cover rasters: what is mapped, what is missing, and which legend fits."""

from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.datasets.presets import label_of
from indicators.models import Dataset, DatasetKind, Legend


@dataclass(frozen=True)
class CodeRow:
    """One code that was found in a raster, with what is known about it."""

    code: int
    pixels: int
    km2: float
    label: str
    unccd_class: int | None
    is_fill: bool

    @property
    def is_decided(self) -> bool:
        """Whether the code has a class, or is said to mean no data."""
        return self.is_fill or self.unccd_class is not None


def codes_of(dataset: Dataset, legend: Legend | None, preset: str = "") -> list[CodeRow]:
    """The codes found in a raster as a legend, or a built-in one, maps them."""
    known = {row.code: row for row in legend.classes.all()} if legend else {}
    built_in = preset_mapping(preset) if preset else {}
    rows = []
    for found in dataset.found.get("codes", []):
        code = found["code"]
        entry = known.get(code)
        mapped = built_in.get(code) or (entry.unccd_class if entry and not preset else None)
        label = entry.label if entry and entry.label else label_of(preset, code)
        is_fill = code in dataset.fill_values and mapped is None
        rows.append(CodeRow(code, found["pixels"], found["km2"], label, mapped, is_fill))
    return rows


def preset_mapping(preset: str) -> dict[int, int]:
    """Code -> UNCCD class of a built-in legend."""
    from indicators.science.tables import legend as built_in

    return dict(built_in(preset))


def likely_preset(codes: list[int]) -> str:
    """The smallest built-in legend that knows every code, or nothing."""
    fitting = [
        (len(preset_mapping(preset)), preset)
        for preset in (Legend.Preset.UNCCD7, Legend.Preset.IGBP, Legend.Preset.ESA_CCI)
        if codes and set(codes) <= set(preset_mapping(preset))
    ]
    return str(min(fitting)[1]) if fitting else ""


def legends_of(dataset: Dataset) -> QuerySet[Legend]:
    """The legends of the dataset's Party, the one changed last first."""
    return (
        Legend.objects.filter(party=dataset.party_id)
        .prefetch_related("classes")
        .order_by("-updated_at", "pk")
    )


def adopt_legend(dataset: Dataset) -> None:
    """Give a new land cover raster the legend that the Party used last, if it knows every code.

    Codes that the legend's other rasters take for no data are taken so here too.
    """
    if dataset.kind != DatasetKind.LAND_COVER or dataset.legend_id is not None:
        return
    used = (
        Dataset.objects.filter(party=dataset.party_id, kind=dataset.kind, legend__isnull=False)
        .current()
        .accepted()
        .select_related("legend")
        .order_by("-uploaded_at")
        .first()
    )
    if used is None or used.legend is None:
        return
    codes = {row["code"] for row in dataset.found.get("codes", [])}
    fills = (codes & set(used.fill_values)) | set(dataset.fill_values)
    if codes - fills <= set(used.legend.as_mapping()):
        Dataset.objects.filter(pk=dataset.pk).update(legend=used.legend, fill_values=sorted(fills))
