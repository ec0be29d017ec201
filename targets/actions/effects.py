"""Ask for the effect of a measure."""

from django.db import transaction

from countries import audit, bell
from countries.models import User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import ENDED_STATES, JobState, Run
from targets.models import Measure, MeasureEffect
from targets.neutrality.effect import BELL


class NotAskable(Exception):  # noqa: N818 - it says what is so
    """The measure has no polygon or no first year, or no run has succeeded."""


def newest_run(measure: Measure) -> Run | None:
    """The Party's newest run that has succeeded, without its long documents."""
    runs = Run.objects.filter(party=measure.party_id, job_state=JobState.SUCCEEDED)
    return runs.light().order_by("-number").first()


@transaction.atomic
def ask_effect(measure: Measure, *, by: User) -> MeasureEffect:
    """Lay a job that compares the measure's polygon with its surroundings, or return the one
    that waits already. Raises PermissionDenied, NotAskable.
    """
    require(by, Permission.RUN, measure.party)
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    waiting = MeasureEffect.objects.filter(measure=held).exclude(job_state__in=ENDED_STATES).first()
    if waiting is not None:
        return waiting
    run = newest_run(measure)
    if held.geometry is None or held.start_year is None or run is None:
        raise NotAskable
    row = MeasureEffect.objects.create(
        measure=held, run=run, geometry=held.geometry, start_year=held.start_year, created_by=by
    )
    audit.record(
        "effect.asked", by=by, party=measure.party, target=row, measure=held.number, run=run.number
    )
    bell.ring(BELL, row.pk)
    return row
