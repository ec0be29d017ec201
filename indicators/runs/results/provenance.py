"""Where a run's figures come from: inputs with their digests, method, parameters, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.models import Dataset, Profile, Run
from indicators.runs.progress import lasted
from indicators.runs.results.layers import find_layer
from indicators.runs.results.numbers import Results

Fact = tuple[str, str]


@dataclass(frozen=True)
class InputFile:
    """One file that went in: what it served, the dataset it is, its digest."""

    entry: str
    name: str
    dataset: Dataset | None
    sha256: str
    size: str


@dataclass(frozen=True)
class OutputFile:
    """One file to download, with what it is."""

    name: str
    label: str
    size: str
    sha256: str


def input_files(run: Run, results: Results) -> list[InputFile]:
    """The inputs in the order of the manifest, each with its dataset where there is one."""
    datasets = {dataset.cog_key: dataset for dataset in run.datasets.select_related("party")}
    return [
        InputFile(
            entry=entry["entry"],
            name=str(datasets.get(entry["file"]) or entry["file"].rpartition("/")[2]),
            dataset=datasets.get(entry["file"]),
            sha256=entry["sha256"],
            size=quantity_text.bytes_size(entry["bytes"]),
        )
        for entry in results.summary["method"]["inputs"]
    ]


def output_files(run: Run, results: Results) -> list[OutputFile]:
    """The files of the results: the rasters by name, and the summary."""
    return [
        OutputFile(
            name=entry["name"],
            label=_file_label(run, results, entry["name"]),
            size=quantity_text.bytes_size(entry["bytes"]),
            sha256=entry["sha256"],
        )
        for entry in run.outputs
    ]


def _file_label(run: Run, results: Results, name: str) -> str:
    layer = find_layer(run, results, name.removesuffix(".tif"))
    return layer.name if layer else _("All tables, as JSON")


def method_facts(run: Run, results: Results) -> list[Fact]:
    """Profile, version and the parameters that the figures depend on."""
    method = results.summary["method"]
    parameters = method["parameters"]
    took = lasted(run)
    grid = results.summary["grid"]
    return [
        (_("Profile"), str(Profile(run.profile).label)),
        (_("Method version"), f"{method['version']} ({method['profile_version']})"),
        (_("Trend"), _significance(parameters["trend_significance"])),
        (_("State"), _state(parameters["state_method"])),
        *_productivity_facts(parameters.get("productivity")),
        *_carbon_facts(parameters.get("carbon")),
        (_("Denominator"), _denominator(parameters["denominator"])),
        (
            _("Area of interest"),
            quantity_text.area(grid["area_of_interest_km2"]),
        ),
        (_("Grid"), _grid(grid)),
        (_("Identity of the run"), run.identity),
        (_("Computing took"), _seconds(took.total_seconds()) if took else ""),
    ]


def _seconds(seconds: float) -> str:
    return _("%(seconds)s s") % {"seconds": quantity_text.number(round(seconds, 1), 1)}


def _significance(value: str) -> str:
    return {
        "exact": _("Mann-Kendall, exact two-sided test at 5 %"),
        "trends.earth": _("Mann-Kendall, critical values of Trends.Earth"),
        "tau-z": _("Mann-Kendall, z of tau beyond 1.96"),
    }.get(value, value)


def _state(value: str) -> str:
    return {
        "percentiles": _("classes by percentiles of the history"),
        "z-score": _("z-score against the history"),
    }.get(value, value)


def _denominator(value: str) -> str:
    return {
        "land-without-water": _("land area without water"),
        "as-computed": _("area for which the indicator could be computed"),
    }.get(value, value)


def _productivity_facts(given: Mapping[str, Any] | None) -> list[Fact]:
    if not given:
        return []
    calibration = {"restrend": "RESTREND", "rue": "RUE", "wue": "WUE"}
    return [
        (_("Scale of the series"), str(given["scale"])),
        (_("Values taken as no data"), ", ".join(f"{v:g}" for v in given["fill"]) or _("none")),
        (_("Smallest slope that counts"), _threshold(given["slope_floor"])),
        (_("Smallest difference of means that counts"), _threshold(given["state_floor"])),
        (_("Calibration"), calibration.get(given["calibration"] or "", _("none"))),
    ]


def _threshold(value: float | None) -> str:
    return _("none") if value is None else f"{value:g}"


def _carbon_facts(given: Mapping[str, Any] | None) -> list[Fact]:
    if not given:
        return []
    chain = {"two_date": _("first and last year"), "annual": _("year by year")}
    factor = _("by climate zone") if given["f"] is None else f"{given['f']:g}"
    return [
        (_("Land-use factor f"), factor),
        (_("Land-cover change followed by"), chain.get(given["chain"], given["chain"])),
    ]


def _grid(grid: Mapping[str, Any]) -> str:
    size = {
        "width": quantity_text.number(grid["width"]),
        "height": quantity_text.number(grid["height"]),
    }
    return _("%(width)s × %(height)s pixels") % size


@dataclass(frozen=True)
class Correction:
    """One correction that the tables and maps hold."""

    name: str
    recodes: str
    periods: str
    reason: str
    changed: str
    sha256: str


def corrections(run: Run, results: Results) -> list[Correction]:
    """The corrections in their order, each with what it changes, where and why."""
    applied = results.summary["method"]["parameters"].get("corrections") or []
    reasons = [str(given.get("reason") or "") for given in run.corrections]
    reasons += [""] * (len(applied) - len(reasons))
    labels = {period.key: period.label for period in results.periods}
    return [
        Correction(
            name=row["name"],
            recodes=_recodes(row["recode"]),
            periods=", ".join(labels.get(key, key) for key in row["periods"]),
            reason=reason,
            changed=_changed(results, number, row["periods"]),
            sha256=row.get("polygon_sha256") or "",
        )
        for number, (row, reason) in enumerate(zip(applied, reasons, strict=False))
    ]


def _changed(results: Results, number: int, keys: Sequence[str]) -> str:
    """What a correction changes in each of its periods; empty for a run that did not count it."""
    applied = results.summary["method"]["parameters"]["corrections"]
    found = []
    for period in results.periods:
        rows = period.table("corrections")
        if rows and period.key in keys:
            before = [row for row in applied[:number] if period.key in row["periods"]]
            found.append(quantity_text.area(rows[len(before)]["changed"]))
    return "; ".join(found)


def _recodes(table: Mapping[str, int]) -> str:
    """What becomes what, in words."""
    names = {-1: "degraded", 0: "stable", 1: "improved"}

    def word(code: int) -> str:
        return str(classes.state(names[code]).label)

    text = _("%(shown)s becomes %(real)s")
    return "; ".join(text % {"shown": word(int(a)), "real": word(b)} for a, b in table.items())


def resampled(run: Run, results: Results) -> list[str]:
    """What was brought onto the grid of the land cover, and how, in sentences."""
    titles = {dataset.cog_key: str(dataset) for dataset in run.datasets.all()}
    methods = {
        "nearest": _("%(name)s: the nearest pixel"),
        "bilinear": _("%(name)s: between the four nearest pixels"),
        "average": _("%(name)s: the average of the pixels inside"),
    }
    return [
        methods.get(row["method"], "%(name)s") % {"name": titles.get(row["file"], row["file"])}
        for row in results.summary["grid"]["resampled"]
    ]
