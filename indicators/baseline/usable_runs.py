"""Which runs have numbers for a scope of a report."""

from django.db.models import QuerySet

from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import JobState, Report, Run, ZoneFile


def usable_runs(report: Report, scope: Scope = NATIONAL) -> QuerySet[Run]:
    """Finished runs of the report's cycle, newest first.

    A zone's are only those that were computed with the very file that the report's zones come
    from; the affected areas have none.
    """
    runs = Run.objects.filter(
        party=report.party_id, cycle=report.cycle_id, job_state=JobState.SUCCEEDED
    ).order_by("-number")
    if scope.is_affected:
        return runs.none()
    if scope.zone:
        file = ZoneFile.objects.filter(report=report).first()
        return runs.filter(manifest__zones=file.storage_key) if file else runs.none()
    return runs


def newest_run(report: Report, scope: Scope = NATIONAL) -> Run | None:
    """The run that a scope's computed numbers come from."""
    return usable_runs(report, scope).first()
