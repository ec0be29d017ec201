"""The charts of a finished run: one question each, the answer in the title."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.class_bars import ClassBars, ClassRow, Series
from indicators.charts.diverging import Balance, DivergingBars
from indicators.charts.figure import Chart, Scale
from indicators.charts.sankey import CoverClass, Sankey, Transition
from indicators.runs.results.numbers import (
    INDICATORS,
    PeriodResult,
    Results,
    decimal,
    km2_scale,
    share,
)
from indicators.runs.results.shares import shares_chart
from indicators.science.classes import LandCover

_COVERS = {member.key: int(member) for member in LandCover}
_SEPARATE = "--"


def charts_of(results: Results) -> dict[str, Chart]:
    """Every chart that the run has numbers for, by the key that its address holds."""
    made: dict[str, Chart] = {}
    for indicator in INDICATORS:
        made |= _named(f"shares{_SEPARATE}{indicator}", shares_chart(results, indicator))
    for period in results.with_table("land_cover_change"):
        made[f"change{_SEPARATE}{period.key}"] = change_chart(period)
    made |= _named("lpd", lpd_chart(results))
    made |= _named("carbon", carbon_chart(results))
    for period in results.with_table("status"):
        made[f"status{_SEPARATE}{period.key}"] = status_chart(period)
    for period in results.with_table("balance"):
        made[f"balance{_SEPARATE}{period.key}"] = balance_chart(period)
    return made


def _named(key: str, chart: Chart | None) -> dict[str, Chart]:
    return {} if chart is None else {key: chart}


# --- Land cover ---------------------------------------------------------------------------------


def change_chart(period: PeriodResult) -> Sankey:
    """What became of each land cover class."""
    matrix = [[decimal(cell) for cell in row] for row in period.table("land_cover_change")]
    first, last = period.pair("land_cover")
    kinds = tuple(
        CoverClass(str(classes.cover(key).label), classes.cover(key).colour) for key in _COVERS
    )
    flows = tuple(
        Transition(before, after, area)
        for before, row in enumerate(matrix)
        for after, area in enumerate(row)
        if area
    )
    changed = [flow for flow in flows if flow.before != flow.after]
    return Sankey(
        title=_change_answer(kinds, changed, first, last),
        description=_("Areas that changed from one land cover class to another."),
        classes=kinds,
        transitions=flows,
        before_label=first,
        after_label=last,
        scale=km2_scale(cell for row in matrix for cell in row),
    )


def _change_answer(
    kinds: tuple[CoverClass, ...], changed: list[Transition], first: str, last: str
) -> str:
    if not changed:
        return _("No land cover changed between %(first)s and %(last)s") % {
            "first": first,
            "last": last,
        }
    most = max(changed, key=lambda flow: flow.area)
    return _(
        "%(area)s changed between %(first)s and %(last)s, most of it from %(before)s to %(after)s"
    ) % {
        "area": quantity_text.km2(sum((flow.area for flow in changed), Decimal(0))),
        "first": first,
        "last": last,
        "before": in_sentence(kinds[most.before].label),
        "after": in_sentence(kinds[most.after].label),
    }


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence, its first letter small."""
    return label[:1].lower() + label[1:]


# --- Productivity and carbon --------------------------------------------------------------------


def lpd_chart(results: Results) -> ClassBars | None:
    """Area of each class of land productivity dynamics, a bar for each period."""
    periods = results.with_table("lpd")
    tables = [period.areas("lpd") or {} for period in periods]
    if not periods:
        return None
    rows = tuple(
        ClassRow(
            str(classes.lpd(key).label),
            tuple(table.get("no_data" if key == "no-data" else key) for table in tables),
            classes.lpd(key).colour,
        )
        for key in classes.LPD
    )
    decline = ("declining", "moderate-decline")
    falling = sum((tables[-1].get(key, Decimal(0)) for key in decline), Decimal(0))
    whole = sum((area for key, area in tables[-1].items() if key != "water"), Decimal(0))
    title = _("Productivity declines, strongly or moderately, on %(area)s (%(share)s), %(years)s")
    return ClassBars(
        title=title
        % {
            "area": quantity_text.km2(falling),
            "share": quantity_text.percent(share(falling, whole)),
            "years": periods[-1].years("productivity") or periods[-1].label,
        },
        description=_("Area of each class of land productivity dynamics, without water."),
        rows=rows,
        series=_period_series(periods, "productivity"),
        scale=km2_scale(value for table in tables for value in table.values()),
        class_header=_("Productivity dynamics"),
    )


_SHADES = ("accent-light", "accent", "neutral")


def _period_series(periods: list[PeriodResult], indicator: str) -> tuple[Series, ...]:
    return tuple(
        Series(period.years(indicator) or period.label, _SHADES[number % len(_SHADES)])
        for number, period in enumerate(periods)
    )


def carbon_chart(results: Results) -> ClassBars | None:
    """Mean stock of each land cover class in the first and last year of the newest period."""
    periods = results.with_table("carbon_by_cover")
    if not periods:
        return None
    means = periods[-1].table("carbon_by_cover")
    first, last = periods[-1].pair("carbon")
    rows = tuple(
        ClassRow(
            str(classes.cover(key).label),
            tuple(_or_none(means[year].get(key)) for year in (first, last)),
            classes.cover(key).colour,
        )
        for key in classes.LAND
    )
    return ClassBars(
        title=_carbon_answer(periods[-1], first, last),
        description=_("Mean stock of soil organic carbon, 0 to 30 cm deep, by land cover."),
        rows=rows,
        series=(Series(first, "accent-light"), Series(last, "accent")),
        scale=Scale(_("t/ha"), 1),
        class_header=_("Land cover"),
    )


def _carbon_answer(period: PeriodResult, first: str, last: str) -> str:
    tonnes = period.table("carbon_tonnes_by_cover")
    before, after = (sum(map(decimal, tonnes[year].values()), Decimal(0)) for year in (first, last))
    change = share(after - before, before) or Decimal(0)
    params = {"first": first, "last": last, "change": quantity_text.percent(abs(change), 2)}
    if not change:
        return _("The soil holds as much carbon in %(last)s as in %(first)s") % params
    if change < 0:
        return _("The soil lost %(change)s of its carbon between %(first)s and %(last)s") % params
    return _("The soil gained %(change)s of carbon between %(first)s and %(last)s") % params


def _or_none(value: float | None) -> Decimal | None:
    return None if value is None else decimal(value)


# --- Status and balance -------------------------------------------------------------------------


def status_chart(period: PeriodResult) -> ClassBars:
    """Area of the seven classes of status against the baseline."""
    areas = period.areas("status", "seven_class") or {}
    recent = areas["recent-degradation"]
    title = _("%(area)s became degraded after the baseline (%(period)s)")
    rows = tuple(
        ClassRow(str(classes.seven(key).label), (areas[key],), classes.seven(key).colour)
        for key in classes.SEVEN
    )
    return ClassBars(
        title=title % {"area": quantity_text.km2(recent), "period": period.label},
        description=_("Area of the seven classes of status against the baseline, without water."),
        rows=rows,
        series=(Series(period.label, "accent"),),
        scale=km2_scale(areas.values()),
        class_header=_("Status"),
    )


def balance_chart(period: PeriodResult) -> DivergingBars:
    """Gains and losses of each land type against the baseline."""
    sheet = period.table("balance")
    types = {key: row for key, row in sheet["land_types"].items() if row["gains"] or row["losses"]}
    rows = tuple(
        Balance(
            str(classes.cover(key).label),
            decimal(row["losses"]),
            decimal(row["gains"]),
            _("neutral") if row["neutral"] else _("not neutral"),
        )
        for key, row in types.items()
    )
    areas = [decimal(row[side]) for row in types.values() for side in ("gains", "losses")]
    return DivergingBars(
        title=balance_answer(period),
        description=_("Gains and losses against the baseline, like for like by land type."),
        rows=rows,
        scale=km2_scale(areas),
        row_header=_("Land type"),
    )


def balance_answer(period: PeriodResult) -> str:
    """Whether every land type is neutral, and which are not."""
    sheet = period.table("balance")
    if sheet["neutral"]:
        return _("Every land type is neutral: gains make up for losses (%(period)s)") % {
            "period": period.label
        }
    names = ", ".join(in_sentence(str(classes.cover(key).label)) for key in sheet["not_neutral"])
    return _("Not neutral: losses exceed gains in %(names)s (%(period)s)") % {
        "names": names,
        "period": period.label,
    }
