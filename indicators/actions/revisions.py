"""Ask for a revision of a run, let the run show it, and go back to how it was first computed."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from countries import audit, bell
from countries.models import Party, User
from countries.permissions import require
from countries.roles import Permission
from indicators.actions.baseline import RunNotUsableError, use_run
from indicators.baseline.record import key_of
from indicators.baseline.scope import Scope
from indicators.jobs import Claim
from indicators.locks import LockedError, require_baseline, require_editable
from indicators.models import JobState, Observation, Origin, Report, Revision, Run, Stage
from indicators.runs import revising, steps
from indicators.runs.choice import Manifest, identity
from indicators.runs.notices import tell_of_revision
from indicators.science.parsing import load_manifest
from indicators.science.profiles import METHOD_VERSION
from indicators.storage import remove_folder

UNCHANGED: Any = object()
SHOWN = (
    "manifest", "identity", "method_version", "plan", "summary", "outputs", "results_key",
)  # fmt: skip


class NothingToReviseError(Exception):
    """The run shows exactly this already."""


class BusyError(Exception):
    """Another revision of the run is being worked out."""


class NoResultsError(Exception):
    """The run has not succeeded."""


@transaction.atomic
def revise_run(
    run: Run,
    *,
    by: User,
    corrections: Any = UNCHANGED,
    legend: Any = UNCHANGED,
    degradation: Any = UNCHANGED,
) -> Revision:
    """Ask for the run's tables and maps under other corrections, another legend or matrix.

    Values are as in the engine's manifest. Raises LockedError where the report cannot be edited,
    NoResultsError, BusyError, NothingToReviseError, and ManifestError for values that cannot be.
    """
    held = _held(run, by)
    if held.revisions.unfinished().exists():
        raise BusyError(str(held.pk))
    manifest = _revised(held.manifest, corrections, legend, degradation)
    if manifest == held.manifest and held.method_version == METHOD_VERSION:
        raise NothingToReviseError(str(held.pk))
    load_manifest(manifest)
    last = held.revisions.aggregate(last=Max("number"))["last"]
    revision = Revision(
        run=held,
        number=(last or 0) + 1,
        manifest=manifest,
        identity=_identity(held, manifest),
        method_version=METHOD_VERSION,
        created_by=by,
    )
    revision.results_key = f"revisions/{revision.pk}"
    revision.save(force_insert=True)
    # What it needs must not be cleared away while it waits.
    root = held.revises_id or held.pk
    until = steps.keep_until(timezone.now())
    Run.objects.filter(pk=root).update(kept_until=until, scratch_cleared_at=None)
    bell.ring(revising.BELL, str(revision.pk))
    audit.record("run.revising", by=by, party=held.party, target=held, number=held.number)
    return revision


def _held(run: Run, by: User) -> Run:
    """The run, held until the transaction ends, after its report: in the order of a submission."""
    require(by, Permission.RUN, run.party)
    require(by, Permission.EDIT_RECORD, run.party)
    for report in Report.objects.filter(party=run.party_id, cycle=run.cycle_id):
        require_editable(report)
    require_baseline(by, run.party)
    held = Run.objects.select_for_update().select_related(None).get(pk=run.pk)
    if held.job_state != JobState.SUCCEEDED:
        raise NoResultsError(str(run.pk))
    return held


def _revised(manifest: Manifest, corrections: Any, legend: Any, degradation: Any) -> Manifest:
    revised = dict(manifest)
    if corrections is not UNCHANGED:
        revised["corrections"] = corrections or None
    for name, value in (("legend", legend), ("degradation", degradation)):
        if value is not UNCHANGED and revised.get("land_cover"):
            revised["land_cover"] = {**revised["land_cover"], name: value}
    return revised


def _identity(run: Run, manifest: Manifest) -> str:
    digests = dict(run.datasets.values_list("cog_key", "cog_sha256"))
    return identity(manifest, digests, METHOD_VERSION)


@transaction.atomic
def show_revision(revision: Revision, results: revising.Results, *, job: Claim) -> Run:
    """Let the run show what a revision came to; a cited run stays, and a run of its own shows it.

    The numbers that the record has taken from the run follow. Raises JobLost.
    """
    reports = _reports_held(revision.run)
    run = Run.objects.select_for_update().get(pk=revision.run_id)
    job.succeed(plan=results.plan, summary=results.summary, outputs=results.outputs)
    revision.refresh_from_db()
    if run.cited_at is not None:
        shown = _run_of_its_own(run, revision)
        Revision.objects.filter(pk=revision.pk).update(became=shown)
    else:
        shown = run
        _keep_first(run)
        _show(run, revision, by=revision.created_by)
    numbers = _follow(reports, run, shown, by=revision.created_by)
    audit.record(
        "run.revised",
        by=revision.created_by,
        party=run.party,
        target=shown,
        number=shown.number,
        revision=revision.number,
        corrections=len(shown.corrections),
        identity=shown.identity,
        numbers=numbers,
    )
    tell_of_revision(shown, revision)
    return shown


def _reports_held(run: Run) -> list[Report]:
    reports = Report.objects.select_for_update(of=("self",)).select_related("party", "cycle")
    return list(reports.filter(party=run.party_id, cycle=run.cycle_id))


def _keep_first(run: Run) -> None:
    """Keep the run as it was first computed, as its revision 0."""
    if run.revisions.filter(number=0).exists():
        return
    Revision.objects.create(
        run=run,
        number=0,
        **{name: getattr(run, name) for name in SHOWN} | {"results_key": run.output_key},
        job_state=JobState.SUCCEEDED,
        created_by=run.created_by,
        created_at=run.created_at,
        finished_at=run.finished_at,
        scratch_cleared_at=timezone.now(),
    )


def _show(run: Run, revision: Revision, *, by: User | None) -> None:
    before, left = run.revision, run.output_key
    for name in SHOWN:
        setattr(run, name, getattr(revision, name))
    run.revision, run.revised_at, run.revised_by = revision.number, timezone.now(), by
    run.save(update_fields=[*SHOWN, "revision", "revised_at", "revised_by"])
    if before not in (0, revision.number):
        run.revisions.filter(number=before).update(outputs=[])
        transaction.on_commit(partial(remove_folder, left))


def _run_of_its_own(run: Run, revision: Revision) -> Run:
    """A new run that shows the revision, on the first pass of the one that is cited."""
    Party.objects.select_for_update().get(pk=run.party_id)  # one number at a time
    last = Run.objects.filter(party=run.party_id).aggregate(last=Max("number"))["last"]
    now = timezone.now()
    own = Run(
        party=run.party,
        cycle=run.cycle,
        number=(last or 0) + 1,
        profile=run.profile,
        choices=run.choices,
        stage=Stage.FINISH,
        job_state=JobState.SUCCEEDED,
        created_by=revision.created_by,
        started_at=revision.started_at,
        finished_at=now,
        revises=run.revises or run,
        kept_until=run.kept_until,
        **{name: getattr(revision, name) for name in SHOWN},
    )
    own.save(force_insert=True)
    own.datasets.set(run.datasets.all())
    return own


def _follow(reports: list[Report], source: Run, shown: Run, *, by: User | None) -> int:
    """Restate the numbers that reports have taken from a run; a locked report keeps its own."""
    written = 0
    for report in reports:
        for scope, paths in _paths_from(report, source).items():
            try:
                used = use_run(report, shown, by=by, only=paths, scope=scope)
            except (LockedError, RunNotUsableError):  # other zones since: theirs stay as they are
                continue
            written += used.written
    return written


def _paths_from(report: Report, run: Run) -> dict[Scope, set[str]]:
    """The addresses of the numbers that stand in a report as this run computed them, by scope."""
    periods = dict(report.cycle.periods.values_list("pk", "key"))
    found: dict[Scope, set[str]] = {}
    for row in Observation.objects.filter(report=report, run=run, origin=Origin.COMPUTED):
        found.setdefault(Scope.of_row(row), set()).add(key_of(row, periods).path)
    return found


@transaction.atomic
def restore_run(run: Run, *, by: User) -> Run:
    """Let a run show again how it was first computed; the numbers taken from it follow.

    Raises LockedError, NoResultsError, BusyError, NothingToReviseError; a cited run is not
    restored, since it must stay as its readers know it: NothingToReviseError too.
    """
    held = _held(run, by)
    if held.revisions.unfinished().exists():
        raise BusyError(str(held.pk))
    first = held.revisions.filter(number=0).first()
    if first is None or held.revision == 0 or held.cited_at is not None:
        raise NothingToReviseError(str(held.pk))
    _show(held, first, by=by)
    reports = _reports_held(held)
    numbers = _follow(reports, held, held, by=by)
    audit.record(
        "run.restored", by=by, party=held.party, target=held, number=held.number, numbers=numbers
    )
    return held
