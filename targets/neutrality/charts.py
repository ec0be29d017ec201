"""The charts of the balance sheet; the title of each is its answer."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.diverging import Balance, DivergingBars
from indicators.charts.figure import Chart
from indicators.charts.waterfall import Step, Waterfall
from indicators.runs.results.numbers import km2_scale
from targets.neutrality.lines import Line, Projection, Sheet
from targets.neutrality.words import (
    VERDICTS,
    land_type,
    projected_sentence,
    verdict_sentence,
)


def observed_chart(sheet: Sheet) -> Chart | None:
    """Observed gains and losses, land type by land type; None where nothing is known."""
    return _diverging(verdict_sentence(sheet), sheet.lines)


def projected_chart(sheet: Sheet) -> Chart | None:
    """Gains and losses by the last year of the projection."""
    return _diverging(projected_sentence(sheet), sheet.projections)


def _diverging(title: str, rows: Iterable[Line | Projection]) -> Chart | None:
    bars = [(row, row.losses, row.gains) for row in rows]
    known = [(row, lost, won) for row, lost, won in bars if lost is not None and won is not None]
    if not known:
        return None
    moved = [(row, lost, won) for row, lost, won in known if lost or won] or known
    return DivergingBars(
        title=title,
        description=_("Losses and gains of each land type, like for like."),
        rows=tuple(
            Balance(land_type(_key(row)), lost, won, str(VERDICTS[row.verdict]))
            for row, lost, won in moved
        ),
        scale=km2_scale(value for _row, *pair in moved for value in pair),
    )


def _key(row: Line | Projection) -> str:
    return row.land_type if isinstance(row, Line) else row.line.land_type


def weakest(sheet: Sheet) -> Projection | None:
    """The land type whose projected balance is worst."""
    known = [p for p in sheet.projections if p.net is not None]
    return min(known, key=lambda p: p.net or Decimal(0), default=None)


def waterfall(sheet: Sheet) -> Chart | None:
    """How the worst balance of all land types comes about, step by step."""
    worst = weakest(sheet)
    if worst is None or worst.net is None:
        return None
    steps = _steps(worst)
    until = sheet.assumed.until
    return Waterfall(
        title=_("%(name)s: %(net)s in %(year)s, the weakest of all land types")
        % {
            "name": land_type(worst.line.land_type),
            "net": quantity_text.km2(worst.net, sign=True),
            "year": until,
        },
        description=_("From observed gains and losses over what is assumed and planned."),
        steps=steps,
        end_label=_("Balance in %(year)s") % {"year": until},
        scale=km2_scale(step.change for step in steps),
    )


def _steps(worst: Projection) -> tuple[Step, ...]:
    line = worst.line
    return (
        Step(_("Observed gains"), line.gains or Decimal(0)),
        Step(_("Observed losses"), -(line.losses or Decimal(0))),
        Step(_("Gains that go on"), worst.further_gains),
        Step(_("Losses that go on"), -worst.further_losses),
        Step(_("Planned gains"), worst.planned_gains),
        Step(_("Planned losses"), -worst.planned_losses),
    )
