"""What the examination found, as facts and tables to read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.charts.table import Row, Table
from indicators.datasets.legends import CodeRow
from indicators.ingest.kinds import EXPECTATIONS, Kind
from indicators.ingest.report import Report, plain_number
from indicators.ingest.sentences import refusal_sentence, remark_sentence
from indicators.models import Dataset, JobState, LandCoverClass
from indicators.quantity_text import bytes_size, number, percent
from indicators.runs.inputs import unmapped_codes

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """Where a dataset stands: a key of countries.states, its word where it needs another."""

    dataset: Dataset

    @property
    def state(self) -> str:
        """The key of the state's look."""
        dataset = self.dataset
        if dataset.superseded_at is not None:
            return "superseded"
        if dataset.state == Dataset.State.UPLOADED:
            return "examining" if dataset.job_state == JobState.RUNNING else dataset.job_state
        if dataset.state == Dataset.State.ACCEPTED and self.is_incomplete:
            return "has_warnings"
        return dataset.state

    @property
    def label(self) -> str:
        """A word in place of the state's own."""
        return _("Needs your answer") if self.state == "has_warnings" else ""

    @property
    def is_incomplete(self) -> bool:
        """Whether an accepted raster still lacks its years or the meaning of codes."""
        return self.years_missing or bool(unmapped_codes(self.dataset))

    @property
    def years_missing(self) -> bool:
        """Whether a yearly raster has no year yet."""
        return EXPECTATIONS[Kind(self.dataset.kind)].yearly and not self.dataset.years

    @property
    def years(self) -> str:
        """One year, or the first and the last."""
        years = self.dataset.years
        if not years:
            return ""
        return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def description_facts(dataset: Dataset) -> Facts:
    """What people say about a raster."""
    facts = [
        (_("Years"), Standing(dataset).years),
        (_("Fill values"), "; ".join(str(value) for value in dataset.fill_values) or _("none")),
        (_("Source"), dataset.source_title),
        (_("Author"), dataset.source_author),
        (_("Citation"), dataset.source_citation),
        (_("Licence"), str(dataset.get_licence_display()) if dataset.licence else ""),
        (_("Comment"), dataset.comment),
    ]
    if not EXPECTATIONS[Kind(dataset.kind)].categorical:
        facts.insert(1, (_("Scale"), f"{dataset.scale:g}" if dataset.scale else ""))
    return facts


def report_of(dataset: Dataset) -> Report | None:
    """What was found, once the raster has been accepted."""
    return Report.from_json(dataset.found) if dataset.found else None


def refusal_of(dataset: Dataset) -> str:
    """Why the raster was refused, or why its examination broke off; empty otherwise."""
    if dataset.state == Dataset.State.REFUSED:
        return refusal_sentence(dataset.error_code, dataset.error_params)
    if dataset.job_state != JobState.FAILED:
        return ""
    return _(
        "The examination broke off %(attempts)s times without a result, so it was given up. "
        "Nothing is lost: have it examined again, or save the raster again with your GIS and "
        "upload the new file."
    ) % {"attempts": dataset.attempt}


def remarks_of(report: Report) -> list[str]:
    """What the reader should know about an accepted raster, in words."""
    return [remark_sentence(remark) for remark in report.remarks]


def grid_facts(report: Report) -> Facts:
    """Coordinate system, grid and place."""
    west, south, east, north = report.bounds
    system = report.crs_name + (f" (EPSG:{report.epsg})" if report.epsg else "")
    return [
        (_("Coordinate system"), system),
        (_("Pixels"), _pixels(report)),
        (_("Size of a pixel"), _pixel_size(report)),
        (_("Longitude"), f"{number(west, 3)}° … {number(east, 3)}°"),
        (_("Latitude"), f"{number(south, 3)}° … {number(north, 3)}°"),
        (_("Share of the country inside"), percent(100 * report.party_share)
         if report.party_share is not None else ""),
    ]  # fmt: skip


def _pixels(report: Report) -> str:
    size = f"{number(report.width)} × {number(report.height)}"
    bands = ngettext("%(count)s band", "%(count)s bands", report.band_count)
    return f"{size}, {bands % {'count': report.band_count}}"


def _pixel_size(report: Report) -> str:
    x, y = report.pixel_m
    return f"{number(x)} m × {number(y)} m"


def value_facts(report: Report) -> Facts:
    """Type of the pixels, nodata and fill values."""
    nodata = report.nodata
    if isinstance(nodata, float | int):
        nodata = f"{plain_number(nodata)}"
    fills = "; ".join(f"{fill.value:g} ({percent(100 * fill.share)})" for fill in report.fills)
    return [
        (_("Type of the values"), report.dtype),
        (_("Declared nodata value"), nodata or _("none")),
        (_("Pixels without data"), percent(100 * report.missing_share)),
        (_("Probably fill values, not declared"), fills or _("none")),
    ]


def file_facts(dataset: Dataset) -> Facts:
    """The file that arrived and the copy that is kept."""
    facts = [
        (_("Name of the file"), dataset.original_name),
        (_("Size of the file"), bytes_size(dataset.size)),
        (_("SHA-256 of the file"), dataset.sha256),
    ]
    if dataset.cog_sha256:
        facts += [
            (_("Size of the copy that is kept"), bytes_size(dataset.cog_size)),
            (_("SHA-256 of the copy that is kept"), dataset.cog_sha256),
        ]
    return facts


def band_table(dataset: Dataset, report: Report) -> Table:
    """Valid pixels, smallest, mean and largest value of each band."""
    years = dataset.years
    rows = []
    for band in report.bands:
        place = band["band"] - 1
        name = str(years[place]) if place < len(years) else str(band["band"])
        rows.append(Row(name, _statistics(band)))
    return Table(
        caption=_("Values without nodata and fill values"),
        headers=(_("Band or year"), _("Valid pixels"), _("Smallest"), _("Mean"), _("Largest")),
        rows=tuple(rows),
        unit=_("as stored in the file"),
    )


def _statistics(band: dict[str, Any]) -> tuple[str, ...]:
    parts = (band.get("min"), band.get("mean"), band.get("max"))
    return (number(band["valid"]), *(number(part) for part in parts))


def code_table(codes: list[CodeRow]) -> Table:
    """Every code found, with its class and its area."""
    rows = tuple(_code_row(row) for row in codes)
    total = Row(
        _("Together"),
        ("", number(sum(row.pixels for row in codes)), number(sum(row.km2 for row in codes), 1)),
        is_total=True,
    )
    return Table(
        caption=_("Codes found in the raster"),
        headers=(_("Code"), _("Class"), _("Pixels"), _("Area (km²)")),
        rows=(*rows, total),
        words=(0, 1),
    )


def _code_row(row: CodeRow) -> Row:
    cells = (_meaning(row), number(row.pixels), number(row.km2, 1))
    key = f"cover-{row.unccd_class}" if row.unccd_class else ""
    return Row(f"{row.code} {row.label}".strip(), cells, key=key)


def _meaning(row: CodeRow) -> str:
    if row.is_fill:
        return _("No data")
    return str(LandCoverClass(row.unccd_class).label) if row.unccd_class else "–"
