"""What if: planned areas moved between land types and zones. The plans themselves stay as they are.

A plan is an area in a zone (or in none: "") on a land type. The country is judged land type by
land type over all zones; the zones are shown beside, and none of them decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline.classes import LAND
from indicators.models import Run
from indicators.quantity_text import as_decimal
from targets.neutrality.lines import NOUGHT, Assumptions, Line, Plans, Sheet, Verdict, total
from targets.neutrality.planned import Plans as Planned
from targets.neutrality.sheet import Neutrality
from targets.neutrality.words import in_sentence, land_type

GAINS, LOSSES = "gains", "losses"
NO_ZONE = ""
Cell = tuple[str, str]
"""Zone and land type."""
Pair = tuple[Decimal, Decimal]
ZonedPlans = Mapping[Cell, Pair]
"""Planned gains and losses by zone and land type, km2."""


class MoveError(ValueError):
    """A move that cannot be made; the message says what there is, and what to do."""


@dataclass(frozen=True)
class Move:
    """So much of what is planned, from one zone and land type to another, km2."""

    what: str
    km2: Decimal
    source: Cell
    target: Cell


def moved(plans: ZonedPlans, move: Move) -> dict[Cell, Pair]:
    """The plans after a move. Raises MoveError where less is planned than shall be moved."""
    column = (GAINS, LOSSES).index(move.what)
    there = plans.get(move.source, (NOUGHT, NOUGHT))[column]
    if move.source == move.target:
        raise MoveError(_("The area would stay where it is. Choose two different places."))
    if move.km2 > there:
        raise MoveError(
            _("Only %(there)s are planned on %(name)s. Move at most that much.")
            % {"there": quantity_text.km2(there), "name": _cell_words(move.source)}
        )
    after = dict(plans)
    for key, change in ((move.source, -move.km2), (move.target, move.km2)):
        pair = list(after.get(key, (NOUGHT, NOUGHT)))
        pair[column] += change
        after[key] = (pair[0], pair[1])
    return after


def _cell_words(cell: Cell) -> str:
    zone, key = cell
    name = in_sentence(land_type(key))
    return _("%(name)s in %(zone)s") % {"name": name, "zone": zone} if zone else name


# --- From and to the sheet, forms and rows ------------------------------------------------------


def zones_of(run: Run | None) -> tuple[str, ...]:
    """The zones of the run that a report's numbers come from."""
    return tuple(zone["name"] for zone in (run.summary.get("zones") or [])) if run else ()


def plans_now(planned: Planned, zones: Sequence[str]) -> dict[Cell, Pair]:
    """What is planned now; in a zone where the place of a target or measure is its name."""
    by_name = {zone.casefold(): zone for zone in zones}
    cells = dict.fromkeys(all_cells(zones), (NOUGHT, NOUGHT))
    for item in planned.counted:
        if item.is_gain:
            zone = by_name.get(item.row.place.strip().casefold(), NO_ZONE)
            gains, losses = cells[zone, item.land_type]
            cells[zone, item.land_type] = gains + item.km2, losses
    for loss in planned.losses:
        if loss.land_type in LAND:
            gains, losses = cells[NO_ZONE, loss.land_type]
            cells[NO_ZONE, loss.land_type] = gains, losses + loss.area_km2
    return cells


def all_cells(zones: Iterable[str]) -> list[Cell]:
    return [(zone, key) for zone in (NO_ZONE, *zones) for key in LAND]


def by_land_type(plans: ZonedPlans) -> Plans:
    """The plans of all zones together."""
    sums: dict[str, Pair] = dict.fromkeys(LAND, (NOUGHT, NOUGHT))
    for (_zone, key), (gains, losses) in plans.items():
        before = sums[key]
        sums[key] = before[0] + gains, before[1] + losses
    return sums


def as_rows(plans: ZonedPlans) -> list[list[str]]:
    """The plans as plain data; what is nought is left out."""
    return [
        [zone, key, f"{gains.normalize():f}", f"{losses.normalize():f}"]
        for (zone, key), (gains, losses) in plans.items()
        if gains or losses
    ]


def from_rows(rows: Iterable[Sequence[str]], zones: Sequence[str]) -> dict[Cell, Pair]:
    """Read plans back; a zone that the run no longer has keeps its areas."""
    plans = dict.fromkeys(all_cells(zones), (NOUGHT, NOUGHT))
    for zone, key, gains, losses in rows:
        if key in LAND:
            plans[zone, key] = _number(gains), _number(losses)
    return plans


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return NOUGHT


def zones_in(plans: ZonedPlans, zones: Sequence[str]) -> tuple[str, ...]:
    """The run's zones, and after them those that only the plans know."""
    others = dict.fromkeys(zone for zone, _key in plans if zone and zone not in zones)
    return (*zones, *others)


# --- What a scenario comes to -------------------------------------------------------------------


@dataclass(frozen=True)
class ZoneOutcome:
    """One zone by the last year: its land types, of which none decides for the country."""

    zone: str
    sheet: Sheet

    @property
    def observed(self) -> Decimal | None:
        return self.sheet.net

    @property
    def gains(self) -> Decimal:
        return sum((p.planned_gains for p in self.sheet.projections), NOUGHT)

    @property
    def losses(self) -> Decimal:
        return sum((p.planned_losses for p in self.sheet.projections), NOUGHT)

    @property
    def net(self) -> Decimal | None:
        return total(p.net for p in self.sheet.projections)

    @property
    def below(self) -> tuple[str, ...]:
        """The land types whose balance in the zone is below nought."""
        return self.sheet.projected_not_neutral


@dataclass(frozen=True)
class Scenario:
    """Plans and assumptions, and what the balance would become."""

    found: Neutrality
    plans: ZonedPlans
    assumed: Assumptions

    @property
    def zones(self) -> tuple[str, ...]:
        return zones_in(self.plans, zones_of(self.found.observed.run))

    @cached_property
    def sheet(self) -> Sheet:
        """The whole country, land type by land type."""
        sheet = replace(self.found.sheet, assumed=self.assumed)
        return sheet.with_plans(by_land_type(self.plans))

    @property
    def verdict(self) -> Verdict:
        return self.sheet.projected_verdict

    @cached_property
    def zone_outcomes(self) -> list[ZoneOutcome]:
        """Each zone, and last the plans that lie in none."""
        return [
            *(ZoneOutcome(zone, self._zone_sheet(zone)) for zone in self.zones),
            *([ZoneOutcome(NO_ZONE, self._zone_sheet(NO_ZONE))] if self.zones else []),
        ]

    def _zone_sheet(self, zone: str) -> Sheet:
        tables = self._observed.get(zone, {})
        lines = tuple(self._zone_line(zone, key, tables.get(key)) for key in LAND)
        return Sheet(lines, self.found.observed.years, self.assumed)

    def _zone_line(self, zone: str, key: str, row: Mapping[str, Any] | None) -> Line:
        gains, losses = self.plans.get((zone, key), (NOUGHT, NOUGHT))
        known = zone == NO_ZONE
        return Line(
            key,
            gains=as_decimal(row["gains"]) if row else NOUGHT if known else None,
            losses=as_decimal(row["losses"]) if row else NOUGHT if known else None,
            planned_gains=gains,
            planned_losses=losses,
        )

    @cached_property
    def _observed(self) -> dict[str, Mapping[str, Any]]:
        """The observed balance of each zone of the run, by land type."""
        run, period = self.found.observed.run, self.found.observed.period
        if run is None or period is None:
            return {}
        return {
            zone["name"]: zone.get("balance", {}).get(period.key, {}).get("land_types", {})
            for zone in run.summary.get("zones") or []
        }
