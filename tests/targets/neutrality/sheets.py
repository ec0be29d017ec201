"""Reports with a run that has a balance, as small as they can be."""

from typing import Any

from countries.models import Party, User
from indicators.actions.baseline import use_run
from indicators.baseline.classes import LAND
from indicators.models import Report, Run
from tests.indicators.baseline.record_making import make_run, make_worked_report, w1_summary
from tests.targets.reports import add_number, make_filled_report

W3 = {"cropland": (60, 10), "wetland": (0, 20)}
"""Gains and losses by land type: a total of +30 km2 that hides a loss of 20."""
PERIOD = "report_1"


def balance(moved: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """What the engine writes of gains and losses by land type."""
    rows = {key: moved.get(key, (0, 0)) for key in LAND}
    return {
        "land_types": {
            key: {"gains": g, "losses": lost, "delta": g - lost, "neutral": g >= lost}
            for key, (g, lost) in rows.items()
        },
        "neutral": all(g >= lost for g, lost in rows.values()),
        "not_neutral": [key for key, (g, lost) in rows.items() if g < lost],
    }


def make_complete_report(moved: dict[str, tuple[float, float]]) -> Report:
    """A report without errors whose run has a balance."""
    report = make_filled_report()
    Run.objects.update(summary={"balance": {PERIOD: balance(moved)}})
    return report


def make_balanced_report(
    moved: dict[str, tuple[float, float]] | None = None,
) -> tuple[Party, Report, User, Run]:
    """W1 in the baseline, the status of W2 after it, and a balance (W3 if not said otherwise)."""
    party, report, user = make_worked_report()
    summary = w1_summary() | {"balance": {PERIOD: balance(W3 if moved is None else moved)}}
    run = make_run(party, report.cycle, summary)
    use_run(report, run, by=user)
    add_number(report, "profile.area.2019.land", "1205")
    return party, report, user, run
