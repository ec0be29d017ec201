"""What the Party does with its report as a whole: submit, recall, start a revision."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from countries.models import User
from indicators.models import Dataset, Report, Run
from targets.actions.transitions import conclude, take_step
from targets.attention import counted, notices
from targets.canonical import sha256_of
from targets.models import Submission
from targets.pages.build import pages_of
from targets.policies import Refusal, Refused
from targets.readiness import remarks_on
from targets.remarks import Remark
from targets.snapshots import Signature, freeze, next_version
from targets.workflow import Action
from targets.working_copy import WorkingCopy


@transaction.atomic
def submit(
    report: Report,
    *,
    by: User,
    signed_name: str,
    signed_title: str,
    explanations: Mapping[str, str] | None = None,
) -> Submission:
    """Freeze `report` as its next version and hand it to the reviewers.

    `explanations` holds the Party's words on warnings, by `Remark.key`. Raises PermissionDenied,
    or Refused when the report is not the Party's to submit now or rules find errors in it.
    """
    take_step(Action.SUBMIT, report, by=by)
    copy = WorkingCopy.load(report)
    remarks = _explained(remarks_on(copy), explanations or {})
    errors = sum(remark.is_error for remark in remarks)
    if errors:
        raise Refused(Refusal.ERRORS_OPEN, count=errors)
    signature = Signature(signed_name, signed_title, timezone.now())
    submission = _create_version(copy, signature, remarks, by=by)
    _cite_runs(submission)
    conclude(Action.SUBMIT, submission, by=by, remarks=len(remarks))
    return submission


def _explained(remarks: list[Remark], explanations: Mapping[str, str]) -> list[Remark]:
    return [
        replace(remark, explanation=explanations.get(remark.key, "").strip() or remark.explanation)
        for remark in remarks
    ]


def _create_version(
    copy: WorkingCopy, signature: Signature, remarks: list[Remark], *, by: User
) -> Submission:
    previous = copy.report.submissions.order_by("-version").first()
    snapshot = freeze(copy, signature=signature, remarks=remarks, previous=previous)
    content = json.loads(snapshot)
    found = notices(content, previous.content if previous else None)
    seen = counted(found, pages_of(content))
    return Submission.objects.create(
        report=copy.report,
        version=next_version(previous),
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        submitted_at=signature.at,
        submitted_by=by,
        signed_name=signature.name,
        signed_title=signature.title,
        remarks_by_page=seen,
        remark_count=sum(seen.values()),
    )


def _cite_runs(submission: Submission) -> None:
    """Open the maps of the runs behind a version to the people who read it."""
    runs = Run.objects.filter(observations__report=submission.report).distinct()
    submission.runs.set(runs)
    _cite(runs, submission.submitted_at)


def _cite(runs: QuerySet[Run], at: datetime | None) -> None:
    keys = list(runs.values_list("pk", flat=True))
    Run.objects.filter(pk__in=keys).update(cited_at=at)
    Dataset.objects.filter(runs__in=keys).update(cited_at=at)


@transaction.atomic
def recall(submission: Submission, *, by: User) -> None:
    """Take a version back before its review starts; reviewers no longer see it."""
    take_step(Action.RECALL, submission.report, by=by, submission=submission)
    now = timezone.now()
    Submission.objects.filter(pk=submission.pk).update(recalled_at=now, recalled_by=by)
    kept = Submission.objects.filter(recalled_at__isnull=True)
    _cite(submission.runs.exclude(submissions__in=kept), None)
    conclude(Action.RECALL, submission, by=by)


@transaction.atomic
def start_revision(submission: Submission, *, by: User) -> None:
    """Open the working copy again; the published version stays public."""
    take_step(Action.REVISE, submission.report, by=by, submission=submission)
    conclude(Action.REVISE, submission, by=by)
