"""The tables of a finished run, with their units and denominators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.table import Row, Table
from indicators.runs.results.numbers import (
    STATES,
    PeriodResult,
    Results,
    column_places,
    decimal,
)
from indicators.runs.results.shares import degraded_share
from indicators.science.classes import LandCover

COVERS = [member.key for member in LandCover]
_STATUS_STATES = STATES[:3]
_THRESHOLDS = ("exact", "trends_earth")


@dataclass(frozen=True)
class Texts:
    """Numbers of one table as texts with the same decimals."""

    places: int

    @classmethod
    def of(cls, values: Iterable[Decimal | None]) -> "Texts":
        return cls(column_places(values))

    def row(self, values: Iterable[Decimal | None]) -> tuple[str, ...]:
        return tuple(quantity_text.number(value, self.places) for value in values)


def change_table(period: PeriodResult) -> Table:
    """Land cover of the first year by that of the last, km2, with the sums of both."""
    matrix = [[decimal(cell) for cell in row] for row in period.table("land_cover_change")]
    first, last = period.pair("land_cover")
    caption = _("%(period)s: land cover of %(first)s (rows) and of %(last)s (columns)")
    return _matrix(
        caption % {"period": period.label, "first": first, "last": last},
        matrix,
        [str(classes.cover(key).label) for key in COVERS],
        [classes.cover(key).colour for key in COVERS],
    )


def status_crosstab(period: PeriodResult) -> Table:
    """15.3.1 in the baseline by 15.3.1 in the period, km2."""
    crosstab = period.table("status")["crosstab"]
    labels = [str(classes.state(key).label) for key in _STATUS_STATES]
    return _matrix(
        _("Baseline (rows) and %(period)s (columns)") % {"period": period.label},
        [[decimal(cell) for cell in row] for row in crosstab],
        labels,
        [classes.state(key).colour for key in _STATUS_STATES],
    )


def _matrix(
    caption: str, matrix: list[list[Decimal]], labels: Sequence[str], keys: Sequence[str]
) -> Table:
    sums = [sum(column, Decimal(0)) for column in zip(*matrix, strict=True)]
    texts = Texts.of([*sums, *(sum(row, Decimal(0)) for row in matrix)])
    rows = [
        Row(label, texts.row([*row, sum(row, Decimal(0))]), key)
        for label, key, row in zip(labels, keys, matrix, strict=True)
    ]
    total = Row(_("Total"), texts.row([*sums, sum(sums, Decimal(0))]), is_total=True)
    headers = (_("From / to"), *labels, _("Total"))
    return Table(caption, headers, (*rows, total), _("km²"))


def cover_table(results: Results) -> Table | None:
    """Area of each land cover class in every year that a period begins or ends with."""
    years: dict[str, Mapping[str, float]] = {}
    for period in results.with_table("land_cover_by_year"):
        years |= period.table("land_cover_by_year")
    if not years:
        return None
    listed = sorted(years)
    keys = [*COVERS, "no_data"]
    areas = {key: [decimal(years[year].get(key, 0)) for year in listed] for key in keys}
    sums = [sum(column, Decimal(0)) for column in zip(*areas.values(), strict=True)]
    texts = Texts.of(sums)
    rows = [Row(_cover_label(key), texts.row(areas[key]), _cover_colour(key)) for key in keys]
    total = Row(_("Country area"), texts.row(sums), is_total=True)
    return Table(_("Land cover by year"), (_("Land cover"), *listed), (*rows, total), _("km²"))


def _cover_label(key: str) -> str:
    return str(classes.state(key).label if key == "no_data" else classes.cover(key).label)


def _cover_colour(key: str) -> str:
    return classes.state(key).colour if key == "no_data" else classes.cover(key).colour


def lpd_by_cover_table(period: PeriodResult) -> Table:
    """Land productivity dynamics of each land cover class, km2."""
    by_cover = period.table("lpd_by_cover")
    keys = ["no_data" if key == "no-data" else key for key in classes.LPD]
    rows = {c: [decimal(by_cover[c].get(key, 0)) for key in keys] for c in by_cover}
    sums = [sum(column, Decimal(0)) for column in zip(*rows.values(), strict=True)]
    texts = Texts.of([*sums, sum(sums, Decimal(0))])
    body = [
        Row(_cover_label(c), texts.row([*row, sum(row, Decimal(0))]), _cover_colour(c))
        for c, row in rows.items()
        if any(row)
    ]
    total = Row(_("Total"), texts.row([*sums, sum(sums, Decimal(0))]), is_total=True)
    caption = _("%(period)s: productivity dynamics by land cover of %(year)s")
    return Table(
        caption % {"period": period.label, "year": period.pair("land_cover")[1]},
        (_("Land cover"), *(str(classes.lpd(key).label) for key in classes.LPD), _("Total")),
        (*body, total),
        _("km²"),
    )


def carbon_table(period: PeriodResult) -> Table:
    """Mean stock (t/ha) of each land cover class in the first and last year."""
    means = period.table("carbon_by_cover")
    years = list(period.pair("carbon"))
    rows = tuple(
        Row(
            str(classes.cover(key).label),
            tuple(_density(means[year].get(key)) for year in years),
            classes.cover(key).colour,
        )
        for key in classes.LAND
    )
    caption = _("%(period)s: mean stock, 0 to 30 cm deep") % {"period": period.label}
    return Table(caption, (_("Land cover"), *years), rows, _("t/ha"))


def tonnes_table(period: PeriodResult) -> Table:
    """Stock (million tonnes) of each land cover class in the first and last year."""
    tonnes = period.table("carbon_tonnes_by_cover")
    years = list(period.pair("carbon"))
    stocks = {
        key: [decimal(tonnes[year].get(key) or 0) / 1_000_000 for year in years]
        for key in classes.LAND
    }
    sums = [sum(column, Decimal(0)) for column in zip(*stocks.values(), strict=True)]
    texts = Texts.of(sums)
    rows = [
        Row(str(classes.cover(k).label), texts.row(row), classes.cover(k).colour)
        for k, row in stocks.items()
    ]
    total = Row(_("Total"), texts.row(sums), is_total=True)
    return Table(_("Stock, 0 to 30 cm"), (_("Land cover"), *years), (*rows, total), _("million t"))


def _density(value: float | None) -> str:
    return "–" if value is None else quantity_text.number(decimal(value), 1)


def states_table(results: Results) -> Table:
    """Land by state for each indicator and period, with the degraded share of it."""
    found = [
        (period, name, period.on_land(name))
        for name in ("land_cover", "productivity", "carbon", "sdg")
        for period in results.periods
    ]
    known = [(period, name, areas) for period, name, areas in found if areas]
    texts = Texts.of(value for _period, _name, areas in known for value in areas.values())
    rows = tuple(
        Row(
            f"{indicator_name(name)}, {period.label}",
            (
                *texts.row(areas[state] for state in STATES),
                *texts.row([sum(areas.values(), Decimal(0))]),
                quantity_text.percent(degraded_share(period, name)),
            ),
        )
        for period, name, areas in known
    )
    states = (str(classes.state(state).label) for state in STATES)
    headers = (_("Indicator and period"), *states, _("Land"), _("Degraded share of land"))
    return Table(_("Land area without water, by state"), headers, rows, _("km²"))


def indicator_name(name: str) -> str:
    """The name of an indicator, as headings have it."""
    return {
        "land_cover": _("Land cover"),
        "productivity": _("Land productivity"),
        "carbon": _("Carbon stocks"),
        "sdg": _("SDG indicator 15.3.1"),
    }[name]


def sensitivity_table(results: Results) -> Table | None:
    """Area of falling and rising trends under both thresholds of significance, side by side."""
    found = [
        (period, [period.areas("sensitivity", f"{name}_threshold") or {} for name in _THRESHOLDS])
        for period in results.with_table("sensitivity")
    ]
    if not found:
        return None
    texts = Texts.of(area for _period, both in found for table in both for area in table.values())
    rows = tuple(
        Row(
            _row_head(period, label),
            texts.row([table[state] for table in both]),
            classes.state(state).colour,
        )
        for period, both in found
        for state, label in _trend_words().items()
    )
    headers = (_("Trend"), _("Exact test, 5 % (PRAIS 4)"), _("Trends.Earth's table"))
    return Table(_("Productivity trend under both thresholds"), headers, rows, _("km²"))


def _trend_words() -> dict[str, str]:
    return {
        "degraded": _("falling"),
        "stable": _("no significant trend"),
        "improved": _("rising"),
    }


def _row_head(period: PeriodResult, label: str) -> str:
    return _("%(years)s: %(what)s") % {"years": period.years("productivity"), "what": label}


def zones_table(results: Results) -> Table | None:
    """Area and degraded share of every zone, by period."""
    zones = results.summary.get("zones") or []
    if not zones:
        return None
    name = "sdg" if results.newest.areas("sdg") else "land_cover"
    texts = Texts.of(decimal(zone["area_km2"]) for zone in zones)
    rows = tuple(
        Row(
            zone["name"],
            (
                *texts.row([decimal(zone["area_km2"])]),
                *(
                    quantity_text.percent(degraded_share(period.within(zone), name))
                    for period in results.periods
                ),
            ),
        )
        for zone in zones
    )
    caption = _("Zones: area (km²) and share of their land that is degraded, by %(indicator)s")
    headers = (_("Zone"), _("Area"), *(period.label for period in results.periods))
    return Table(caption % {"indicator": indicator_name(name)}, headers, rows)
