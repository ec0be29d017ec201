"""Ask where to act, and make a measure of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from countries import audit, bell
from countries.models import Party, User
from countries.permissions import require
from countries.roles import Permission
from indicators.baseline import classes
from indicators.models import ENDED_STATES, JobState, Report, Run
from targets.actions import promises
from targets.models import Measure, ResponseMap
from targets.models.vocabularies import Hierarchy
from targets.neutrality.observed import run_behind
from targets.where.work import BELL


class NoMapError(Exception):
    """No run of the Party has a map of SDG indicator 15.3.1."""


@dataclass(frozen=True)
class MapOfRun:
    """The run and the period whose map is taken."""

    run: Run
    period: str


def map_for(report: Report) -> MapOfRun | None:
    """The run behind the report's numbers, else the newest one, and its newest period on a map."""
    runs = Run.objects.filter(party=report.party_id, job_state=JobState.SUCCEEDED).light()
    known = run_behind(report)
    run = (runs.filter(pk=known) if known else runs.order_by("-number")).first()
    if run is None:
        return None
    period = _newest_period(run, report)
    return MapOfRun(run, period) if period else None


def _newest_period(run: Run, report: Report) -> str:
    names = {entry["name"] for entry in run.outputs}
    periods = list(report.cycle.periods.order_by("is_baseline", "-order", "-pk"))
    drawn = (p.key for p in periods if {f"{p.key}_sdg.tif", f"{p.key}_lpd.tif"} <= names)
    return next(drawn, "")


@transaction.atomic
def ask_where(report: Report, *, by: User) -> ResponseMap:
    """Lay a job that draws where to act, or return the one that waits already.

    Raises PermissionDenied, NoMapError.
    """
    require(by, Permission.RUN, report.party)
    Report.objects.select_for_update().get(pk=report.pk)
    waiting = report.response_maps.exclude(job_state__in=ENDED_STATES).first()
    if waiting is not None:
        return waiting
    found = map_for(report)
    if found is None:
        raise NoMapError
    row = ResponseMap.objects.create(
        report=report, run=found.run, period=found.period, created_by=by
    )
    audit.record("responses.asked", by=by, party=report.party, target=row, run=found.run.number)
    bell.ring(BELL, row.pk)
    return row


@dataclass(frozen=True)
class Candidate:
    """Land to act on: what a measure there begins with."""

    response: str
    land_type: str
    zone: str
    km2: Decimal
    geometry: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        """ "Reverse: Cropland, North", in the words of whoever makes the measure."""
        place = f", {self.zone}" if self.zone else ""
        land_type = classes.cover(self.land_type).label
        return f"{Hierarchy(self.response).label}: {land_type}{place}"


@transaction.atomic
def measure_here(party: Party, candidate: Candidate, *, by: User) -> Measure:
    """Begin a measure on candidate land, with its response, land type, zone, area and polygon.

    Raises LockedError.
    """
    row: Any = promises.create(Measure, party, by=by)
    if candidate.geometry is not None:
        row = promises.set_place(row, candidate.geometry, by=by)
    texts = {
        "title": candidate.title,
        "description": _("Candidate area from the map of where to act."),
        "hierarchy": candidate.response,
        "land_types": candidate.land_type,
        "area": f"{candidate.km2.normalize():f}",
        "area_unit": "km2",
        "place": candidate.zone,
    }
    saved = promises.save(row, texts, version=row.version, by=by)
    assert isinstance(saved.row, Measure)
    return saved.row
