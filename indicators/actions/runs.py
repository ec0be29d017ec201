"""Start, cancel and repeat a run."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from countries import audit
from countries.models import Party, User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import Cycle, Dataset, JobState, Run
from indicators.runs import steps
from indicators.runs.choice import Choice, Manifest, identity
from indicators.science.profiles import METHOD_VERSION


@dataclass(frozen=True)
class Started:
    """The run that answers a request, and whether it was there before."""

    run: Run
    is_earlier: bool = False


@transaction.atomic
def start_run(
    choice: Choice, *, by: User, remembered: dict[str, object] | None = None, again: bool = False
) -> Started:
    """Begin a run of `choice`, or return the one that has computed or is computing the same.

    `again` computes in any case. `remembered` is kept to fill the form of the next run with.
    """
    require(by, Permission.RUN, choice.party)
    manifest = choice.manifest()
    digest = _identity(manifest, choice.datasets)
    earlier = None if again else _earlier(choice.party, choice.cycle, digest)
    if earlier is not None:
        return Started(earlier, is_earlier=True)
    run = Run(
        party=choice.party,
        cycle=choice.cycle,
        profile=choice.profile,
        manifest=manifest,
        identity=digest,
        choices=remembered or {},
        created_by=by,
    )
    return Started(_begin(run, choice.datasets))


@transaction.atomic
def repeat_run(run: Run, *, by: User) -> Run:
    """Compute the same again, as a run of its own."""
    require(by, Permission.RUN, run.party)
    twin = Run(
        party=run.party,
        cycle=run.cycle,
        profile=run.profile,
        manifest=run.manifest,
        identity=_identity(run.manifest, list(run.datasets.all())),
        choices=run.choices,
        created_by=by,
    )
    return _begin(twin, list(run.datasets.all()))


@transaction.atomic
def cancel_run(run: Run, *, by: User) -> bool:
    """End an unfinished run; False when it had ended already."""
    require(by, Permission.RUN, run.party)
    if not steps.cancel(run):
        return False
    audit.record("run.cancelled", by=by, party=run.party, target=run, number=run.number)
    return True


def _identity(manifest: Manifest, datasets: list[Dataset]) -> str:
    return identity(manifest, {d.cog_key: d.cog_sha256 for d in datasets}, METHOD_VERSION)


def _earlier(party: Party, cycle: Cycle, digest: str) -> Run | None:
    same = Run.objects.filter(party=party, cycle=cycle, identity=digest)
    return same.exclude(job_state__in=(JobState.FAILED, JobState.CANCELLED)).first()


def _begin(run: Run, datasets: list[Dataset]) -> Run:
    Party.objects.select_for_update().get(pk=run.party_id)  # one number at a time
    last = Run.objects.filter(party=run.party).aggregate(last=Max("number"))["last"]
    run.number = (last or 0) + 1
    run.method_version = METHOD_VERSION
    run.save(force_insert=True)
    run.datasets.set(datasets)
    steps.begin(run)
    audit.record("run.started", by=run.created_by, party=run.party, target=run, number=run.number)
    return run
