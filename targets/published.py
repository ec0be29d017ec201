"""Rows of published targets and measures, taken from a snapshot."""

from collections.abc import Iterator
from typing import Any

from targets.bounds import bounds_columns
from targets.models import PublishedPromise, Submission

_Topic = PublishedPromise.Topic
_APART = frozenset({"path", "number", "place", "geometry", "geometry_area_km2", "explanations"})
"""What has a column of its own, and the words that were meant for reviewers."""


def promises_of(submission: Submission) -> list[PublishedPromise]:
    """Return the targets and measures that the snapshot of `submission` states, not yet saved."""
    content = submission.content
    return [
        *(_row(submission, _Topic.TARGET, t, _years_of_target(t)) for t in content["targets"]),
        *(_row(submission, _Topic.MEASURE, m, _years_of_measure(m)) for m in content["measures"]),
    ]


Years = tuple[int | None, int | None]


def _row(
    submission: Submission, topic: str, entry: dict[str, Any], years: Years
) -> PublishedPromise:
    report = submission.report
    return PublishedPromise(
        submission=submission,
        party_id=report.party_id,
        cycle_id=report.cycle_id,
        version=submission.version,
        topic=topic,
        number=entry["number"],
        content={name: value for name, value in entry.items() if name not in _APART},
        place=entry["place"],
        geometry=entry["geometry"],
        geometry_area_km2=entry["geometry_area_km2"],
        first_year=years[0],
        last_year=years[1],
        **bounds_columns(entry["geometry"]),
    )


def _years_of_target(target: dict[str, Any]) -> Years:
    """From its adoption to the last year that one of its quantities is promised for."""
    return target["adopted_year"], max(_target_years(target), default=None)


def _target_years(target: dict[str, Any]) -> Iterator[int]:
    for quantity in target["quantities"]:
        if quantity["target_year"] is not None:
            yield quantity["target_year"]


def _years_of_measure(measure: dict[str, Any]) -> Years:
    return measure["start_year"], measure["end_year"]
