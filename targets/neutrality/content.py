"""What a submitted version freezes of the balance sheet: plain data, readable alone."""

from dataclasses import asdict
from typing import Any

from indicators.baseline.reading import stored
from targets.models import PlannedLoss
from targets.neutrality.lines import Projection
from targets.neutrality.sheet import Neutrality
from targets.sections import BALANCE

_LOSS_FIELDS = (
    "number",
    "land_type",
    "area_km2",
    "entered_area",
    "entered_unit",
    "reason",
    "source",
)


def neutrality_content(found: Neutrality) -> dict[str, Any]:
    """Return the sheet with its verdicts, plans and assumptions as on the day of submission."""
    observed, sheet = found.observed, found.sheet
    return {
        "path": BALANCE,
        "period": observed.period.key if observed.period else "",
        "run": observed.run.pk if observed.run else None,
        "verdict": sheet.verdict,
        "projected_verdict": sheet.projected_verdict,
        "assumptions": asdict(sheet.assumed),
        "exception": {"acknowledged": found.said.is_excepted, "reason": found.said.reason},
        "land_types": [_land_type(projection) for projection in sheet.projections],
        "planned_losses": [_loss(loss) for loss in found.plans.losses],
    }


def _land_type(projection: Projection) -> dict[str, Any]:
    return {
        **asdict(projection.line),
        "verdict": projection.line.verdict,
        "projected": None if projection.net is None else stored(projection.net),
        "projected_verdict": projection.verdict,
    }


def _loss(loss: PlannedLoss) -> dict[str, Any]:
    path = f"{BALANCE}.losses.{loss.number}"
    return {"path": path} | {name: getattr(loss, name) for name in _LOSS_FIELDS}
