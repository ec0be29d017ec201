"""Which files are too large to be made while somebody waits."""

from collections.abc import Iterable

from django.conf import settings

from indicators.models import Cycle
from ldnportal.exports.region_files import RegionFile
from ldnportal.regions.scope import Scope
from targets.models import Fact, Submission

HEAVY = ("xlsx", "gpkg", "pdf")
"""Formats that are packed or laid out: of everything they are always prepared."""
BY_ROW = ("facts.csv", "facts.jsonl", "summary.xlsx", "summary.json", "summary.gpkg")
"""The files that hold a row for every published number."""


def rows_of(scope: Scope, cycle: Cycle) -> int:
    """About how many rows a file of all published numbers has: one for each fact."""
    published = Submission.objects.published().filter(
        report__cycle=cycle, report__party__in=scope.parties().order_by().values("pk")
    )
    return Fact.objects.filter(submission__in=published.order_by().values("pk")).count()


def is_prepared(file: RegionFile, scope: Scope, rows: int) -> bool:
    """Whether a file is prepared by a worker; others stream at once."""
    if scope.is_world and file.format in HEAVY:
        return True
    return file.name in BY_ROW and rows > settings.EXPORT_STREAM_ROWS


def prepared(files: Iterable[RegionFile], scope: Scope, rows: int) -> set[str]:
    """The names of the files that a worker prepares."""
    return {file.name for file in files if is_prepared(file, scope, rows)}
