"""Use the numbers of a run in all zones at once."""

from dataclasses import dataclass

from django.db import transaction

from countries import audit
from countries.models import User
from indicators.actions.baseline import RunNotUsableError, use_run
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.run_numbers import Found, numbers_for
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.usable_runs import usable_runs
from indicators.locks import require_baseline, require_editable
from indicators.models import Origin, Report, Run


@dataclass(frozen=True)
class ZoneOffer:
    """What a run would do in one zone."""

    scope: Scope
    new: int = 0
    same: int = 0
    changed: int = 0
    typed: int = 0
    """Numbers that a person entered, or that could not be read: kept unless asked otherwise."""

    @property
    def total(self) -> int:
        return self.new + self.same + self.changed + self.typed


def offers(report: Report, run: Run) -> list[ZoneOffer]:
    """What a run has for each zone of the file, beside what stands there; nothing is changed."""
    records = Record.load_all(report)
    frame = records[NATIONAL].frame.without_regions()
    scopes = [Scope.of_zone(zone) for zone in report.zones.light().filter(in_file=True)]
    return [_offer(scope, records.get(scope), _numbers(scope, run, frame)) for scope in scopes]


def _numbers(scope: Scope, run: Run, frame: Frame) -> dict[Key, Found]:
    """Those that the record has a place for: in own classes, sums of these cannot be written."""
    found = numbers_for(scope, run, frame)
    return {key: number for key, number in found.items() if frame.holds(key)}


def _offer(scope: Scope, record: Record | None, numbers: dict[Key, Found]) -> ZoneOffer:
    if record is None:
        return ZoneOffer(scope, new=len(numbers))
    kinds = [_kind(record, key, found) for key, found in numbers.items()]
    return ZoneOffer(scope, *(kinds.count(k) for k in ("new", "same", "changed", "typed")))


def _kind(record: Record, key: Key, found: Found) -> str:
    row = record.observations.get(key)
    if record.unread(key.path) or (row is not None and row.origin == Origin.NATIONAL):
        return "typed"
    if row is None:
        return "new"
    return "same" if row.value == found.value else "changed"


@transaction.atomic
def use_run_in_zones(report: Report, run: Run, *, by: User, replace_typed: bool = False) -> int:
    """Write a run's numbers into every zone of the file; returns how many are now the run's.

    Numbers that a person entered are kept, or with `replace_typed` replaced. All or nothing.
    Raises LockedError, and RunNotUsableError for a run that was computed with other zones.
    """
    require_editable(report)
    require_baseline(by, report.party)
    zones = list(report.zones.light().filter(in_file=True))
    if not zones or not usable_runs(report, Scope.of_zone(zones[0])).filter(pk=run.pk).exists():
        raise RunNotUsableError(str(run.pk))
    frame = Record.load(report).frame.without_regions()
    count = 0
    for scope in map(Scope.of_zone, zones):
        found = numbers_for(scope, run, frame)
        replace = [key.path for key in found] if replace_typed else []
        count += use_run(report, run, by=by, replace=replace, scope=scope).written
    audit.record(
        "zones.computed",
        by=by,
        party=report.party,
        target=report,
        run=run.number,
        run_id=str(run.pk),
        zones=len(zones),
        numbers=count,
    )
    return count
