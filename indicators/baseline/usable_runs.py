"""Which runs have numbers for a scope of a report."""

from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import JobState, Report, Run, ZoneFile
from indicators.models.runs import RunQuerySet


def runs_with(file: ZoneFile | None, report: Report) -> RunQuerySet:
    """Finished runs that were computed with a file of zones, newest first."""
    runs = _finished(report)
    return runs.filter(manifest__zones=file.storage_key) if file else runs.none()


def usable_runs(report: Report, scope: Scope = NATIONAL) -> RunQuerySet:
    """Finished runs of the report's cycle, newest first.

    A zone's are only those that were computed with the very file that the report's zones come
    from; the affected areas have none.
    """
    if scope.is_affected:
        return Run.objects.none()
    if scope.zone:
        return runs_with(ZoneFile.objects.filter(report=report).first(), report)
    return _finished(report)


def _finished(report: Report) -> RunQuerySet:
    return Run.objects.filter(
        party=report.party_id, cycle=report.cycle_id, job_state=JobState.SUCCEEDED
    ).order_by("-number")


def newest_run(report: Report, scope: Scope = NATIONAL) -> Run | None:
    """The run that a scope's computed numbers come from."""
    return usable_runs(report, scope).first()
