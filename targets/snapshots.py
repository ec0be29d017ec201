"""The snapshot of a report: making it, and proving that a kept one is still what was signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countries.models import Party
from indicators.snapshot_content import baseline_content, names_content
from targets.canonical import canonical, sha256_of
from targets.models import Submission
from targets.neutrality.content import neutrality_content
from targets.records.content import records_content
from targets.remarks import Remark
from targets.snapshot_content import targets_content
from targets.working_copy import WorkingCopy

SCHEMA = "ldn-report"
SCHEMA_VERSION = 2
"""Raised when the shape of a snapshot changes; readers keep the older shapes."""


@dataclass(frozen=True)
class Signature:
    """Who puts a name to a version, and when."""

    name: str
    title: str
    at: datetime


def freeze(
    copy: WorkingCopy,
    *,
    signature: Signature,
    remarks: list[Remark],
    previous: Submission | None,
) -> str:
    """Write down everything that a working copy says, in canonical form, as its next version."""
    return canonical(
        {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "party": _party(copy.party),
            "cycle": copy.report.cycle.year,
            "version": next_version(previous),
            "previous": _previous(previous),
            "signed": {
                "name": signature.name,
                "title": signature.title,
                "at": signature.at,
            },
            "remarks": [remark.as_content() for remark in remarks],
            "baseline": baseline_content(copy.report, copy.records, copy.zones),
            **targets_content(copy.targets, copy.measures),
            **records_content(copy.entries),
            "neutrality": neutrality_content(copy.neutrality),
        }
    )


def next_version(previous: Submission | None) -> int:
    """The number of the version after `previous`."""
    return previous.version + 1 if previous else 1


def _party(party: Party) -> dict[str, Any]:
    return {
        "iso3": party.iso3,
        "m49": party.m49,
        "names": names_content(party),
        "is_fictional": party.is_fictional,
    }


def _previous(submission: Submission | None) -> dict[str, Any] | None:
    """Link a version to the one before it, so that a history cannot be rewritten unseen."""
    if submission is None:
        return None
    return {"version": submission.version, "sha256": submission.sha256}


@dataclass(frozen=True)
class Broken:
    """A kept version that is no longer what was signed."""

    submission: Submission
    reason: str


def broken_versions() -> Iterator[Broken]:
    """Walk all versions of all reports and yield those that fail a check, oldest first."""
    digests: dict[tuple[int, int], str] = {}
    versions = Submission.objects.select_related("report__party", "report__cycle")
    for submission in versions.order_by("report", "version").iterator(chunk_size=20):
        digests[submission.report_id, submission.version] = submission.sha256
        reason = why_broken(submission, digests.get((submission.report_id, submission.version - 1)))
        if reason:
            yield Broken(submission, reason)


def why_broken(submission: Submission, previous_sha256: str | None) -> str:
    """Say what is wrong with a kept version, or return an empty text."""
    found = sha256_of(submission.snapshot)
    if found != submission.sha256:
        return f"the SHA-256 is {found}, the receipt says {submission.sha256}"
    content = submission.content
    if canonical(content) != submission.snapshot:
        return "the snapshot is not in canonical form"
    if content["version"] != submission.version:
        return f"the snapshot says version {content['version']}"
    linked = content["previous"]["sha256"] if content["previous"] else None
    if linked != previous_sha256:
        return f"it follows a version with SHA-256 {linked}, kept is {previous_sha256}"
    return ""
