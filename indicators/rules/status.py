"""Rules on SDG indicator 15.3.1: R8 one out, all out, and R9 the status matrix."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import (
    SUM_TOLERANCE_PERCENT,
    column_sums,
    is_off,
    possible_degraded,
    possible_improved,
    row_sums,
)
from indicators.baseline import classes
from indicators.baseline.answers import ONE_OUT_ALL_OUT
from indicators.baseline.classes import STATES
from indicators.baseline.derived import Derived, land_of, states_of
from indicators.baseline.fields import CARBON, CHANGE, LAND_COVER, PRODUCTIVITY, SDG, STATUS
from indicators.baseline.keys import Key
from indicators.baseline.labels import when
from indicators.baseline.record import Record
from indicators.models import Period
from indicators.rules.findings import Finding, Km2, Level, Plain

PARTS = (LAND_COVER, PRODUCTIVITY, CARBON)
DEGRADED = _(
    "%(when)s: degraded land is %(found)s. By one out, all out it is at least the worst of the "
    "three indicators and at most their sum: %(low)s to %(high)s. Correct it, or declare the "
    "other method."
)
IMPROVED = _(
    "%(when)s: improved land is %(found)s. By one out, all out it is at most the sum of the three "
    "indicators: %(high)s. Correct it, or declare the other method."
)
NO_METHOD = _("%(when)s: another method is declared but not described. Describe it.")
NO_MATRIX = _(
    "%(when)s: the status matrix is empty, so degraded land cannot be judged against the "
    "baseline. Fill it in, or use the numbers of a run."
)
MARGIN = _(
    "%(when)s: the status matrix holds %(found)s of land that was %(state)s in the %(side)s, but "
    "only %(expected)s is recorded as %(state)s there (%(allowed)s %% is allowed). Correct one of "
    "them."
)
BASELINE_SIDE, PERIOD_SIDE = _("baseline"), _("period")


def one_out_all_out(record: Record, derived: Derived) -> Iterator[Finding]:
    """R8: max Di <= D <= min(L, sum Di) and I <= sum Ii, unless another method is declared."""
    for period in record.frame.periods:
        if record.answer(f"{SDG}.method.{period.key}") == ONE_OUT_ALL_OUT:
            yield from _bounds(record, derived, period)
        elif not record.answer(f"{SDG}.method_note.{period.key}"):
            yield _finding(record, period, NO_METHOD, f"{SDG}.method_note.{period.key}")


def _bounds(record: Record, derived: Derived, period: Period) -> Iterator[Finding]:
    parts = [states_of(record, derived, indicator, period.key) for indicator in PARTS]
    land = land_of(record, period)
    whole = states_of(record, derived, SDG, period.key)
    if land is None or not all("degraded" in part for part in parts):
        return
    if "degraded" in whole:
        possible = possible_degraded((part["degraded"] for part in parts), land)
        if not possible.holds(whole["degraded"]):
            yield _state(record, period, DEGRADED, "degraded", whole, *possible)
    if "improved" in whole:
        possible = possible_improved(part.get("improved", Decimal(0)) for part in parts)
        if not possible.holds(whole["improved"]):
            yield _state(record, period, IMPROVED, "improved", whole, *possible)


def _state(
    record: Record,
    period: Period,
    text: object,
    state: str,
    whole: dict[str, Decimal],
    low: Decimal,
    high: Decimal,
) -> Finding:
    field = Key(SDG, STATUS, period.key, state).path
    return _finding(
        record, period, text, field, found=Km2(whole[state]), low=Km2(low), high=Km2(high)
    )


def _finding(
    record: Record, period: Period, text: object, field: str, rule: str = "R8", **params: object
) -> Finding:
    return Finding(
        rule=rule,
        level=Level.ERROR,
        section=SDG,
        field=field,
        text=text,  # type: ignore[arg-type]
        params={"when": when(period.key, record.frame), **params},
    )


def status_matrix(record: Record, derived: Derived) -> Iterator[Finding]:
    """R9: the matrix is there, and holds no more of a state than the period or the baseline."""
    baseline = record.frame.baseline
    for period in record.frame.reporting:
        cells = record.matrix(SDG, CHANGE, period.key)
        now = states_of(record, derived, SDG, period.key)
        if not cells and "degraded" in now:
            field = Key(SDG, CHANGE, period.key, "degraded", "degraded").path
            yield _finding(record, period, NO_MATRIX, field, rule="R9")
        before = states_of(record, derived, SDG, baseline.key) if baseline else {}
        yield from _margins(record, period, row_sums(cells), before, BASELINE_SIDE)
        yield from _margins(record, period, column_sums(cells), now, PERIOD_SIDE)


def _margins(
    record: Record,
    period: Period,
    sums: dict[str, Decimal],
    recorded: dict[str, Decimal],
    side: object,
) -> Iterator[Finding]:
    for state in STATES:
        found, expected = sums.get(state), recorded.get(state)
        if found is None or expected is None or found <= expected:
            continue
        if is_off(found, expected, SUM_TOLERANCE_PERCENT):
            yield _finding(
                record,
                period,
                MARGIN,
                Key(SDG, CHANGE, period.key, state, state).path,
                rule="R9",
                found=Km2(found),
                expected=Km2(expected),
                allowed=Plain(SUM_TOLERANCE_PERCENT),
                state=classes.state(state).label,
                side=side,
            )
