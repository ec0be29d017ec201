"""How far a run is, in a share, in words and in the time that is left."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import JobState, Run, RunChunk, Stage

# What each stage takes of the whole, roughly, from runs of a few hundred million pixels.
WEIGHTS = {
    Stage.PLAN: 4,
    Stage.FIRST: 52,
    Stage.MERGE: 2,
    Stage.SECOND: 32,
    Stage.FINISH: 10,
}
_TOO_EARLY_PERCENT = 5
_TOO_EARLY_SECONDS = 5


@dataclass(frozen=True)
class Progress:
    """Percent done, what is being done, and how long the rest may take."""

    percent: int
    words: str
    left: str


def progress_of(run: Run, *, now: datetime | None = None) -> Progress:
    """Look how far an unfinished run is."""
    states = Counter(
        RunChunk.objects.filter(run_id=run.pk, stage=run.stage).values_list("job_state", flat=True)
    )
    done, total = states[JobState.SUCCEEDED], sum(states.values()) or 1
    stage = Stage(run.stage)
    before = sum(weight for other, weight in WEIGHTS.items() if _comes_before(other, stage))
    percent = int(before + WEIGHTS[stage] * done / total)
    working = states[JobState.RUNNING] > 0 or done > 0
    return Progress(percent, _words(run, stage, done, total, working), _left(run, percent, now))


def _comes_before(one: Stage, other: Stage) -> bool:
    stages = list(Stage)
    return stages.index(one) < stages.index(other)


def _words(run: Run, stage: Stage, done: int, total: int, working: bool) -> str:
    if not working and run.job_state == JobState.QUEUED:
        return _("Waiting for a worker")
    names = {
        Stage.PLAN: _("Checking the inputs and planning"),
        Stage.FIRST: _("Reading the rasters and computing"),
        Stage.MERGE: _("Putting the parts together"),
        Stage.SECOND: _("Combining the indicators and drawing the maps"),
        Stage.FINISH: _("Writing the results"),
    }
    if total == 1:
        return names[stage]
    params = {"what": names[stage], "done": done, "total": total}
    return _("%(what)s: %(done)s of %(total)s parts done") % params


def _left(run: Run, percent: int, now: datetime | None) -> str:
    """The time that the rest takes at the pace so far; nothing while that says nothing."""
    if run.started_at is None or percent < _TOO_EARLY_PERCENT:
        return ""
    gone = ((now or timezone.now()) - run.started_at).total_seconds()
    if gone < _TOO_EARLY_SECONDS:
        return ""
    return about(timedelta(seconds=gone * (100 - percent) / percent))


def about(left: timedelta) -> str:
    """A length of time as one would say it."""
    minutes = round(left.total_seconds() / 60)
    if left.total_seconds() < 60:
        return _("less than a minute left")
    if minutes < 100:
        text = ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes)
        return text % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


def lasted(run: Run) -> timedelta | None:
    """How long a run took from its first step to its end."""
    if run.started_at is None or run.finished_at is None:
        return None
    return run.finished_at - run.started_at
