"""What can be brought in from files: who reads, previews and saves each kind of content.

The pages, the row that waits and its audit trail are the same for all of them. Other apps add
their own importers when they are ready (`register`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from countries.models import User
from countries.sandbox import Refusal
from indicators.models import Report
from indicators.offline.arrival import Arrival
from indicators.offline.bounds import FileProblem
from indicators.offline.keys_sheet import TITLE, Cells
from indicators.offline.preview import SectionChanges

Words = str | Promise


@dataclass(frozen=True)
class Download:
    """A file to fill in: what it holds, and its address by format."""

    title: Words
    files: Mapping[str, str]


@dataclass(frozen=True)
class Downloads:
    """Files under one heading: one with everything, and its parts."""

    title: Words
    why: Words
    whole: Download
    parts: Sequence[Download]


class Importer(Protocol):
    """Brings one kind of content in and out."""

    kinds: Collection[str]
    """Of arrivals (`Arrival.kind`)."""
    mark: str
    """First cell of the hidden sheet of its workbooks."""
    has_source: bool
    """Whether what comes in is asked for its source."""

    def read(self, report: Report, sheets: Mapping[str, Cells]) -> Arrival:
        """Read a workbook. Raises Refusal."""

    def preview(self, report: Report, arrival: Arrival) -> list[SectionChanges]:
        """Set what a file offers beside what is saved."""

    def save(
        self,
        report: Report,
        groups: Sequence[SectionChanges],
        *,
        taken: Collection[str],
        versions: Mapping[str, int],
        source: Mapping[str, str],
        by: User,
    ) -> int:
        """Save the ticked changes; return how many fields changed."""

    def downloads(self, report: Report) -> Downloads:
        """The files that can be filled in."""


_IMPORTERS: list[Importer] = []


def register(importer: Importer) -> None:
    """Add an importer; one with the same mark takes the place of the former."""
    _IMPORTERS[:] = [known for known in _IMPORTERS if known.mark != importer.mark]
    _IMPORTERS.append(importer)


def importers() -> Iterator[Importer]:
    """All importers: those of numbers first, then in the order in which they were added."""
    yield from sorted(_IMPORTERS, key=lambda importer: not importer.has_source)


def importer_of(kind: str) -> Importer:
    """The importer of an arrival."""
    return next(importer for importer in _IMPORTERS if kind in importer.kinds)


def read_workbook(report: Report, sheets: Mapping[str, Cells]) -> Arrival:
    """Read a workbook by the mark in its hidden sheet. Raises Refusal."""
    mark = sheets.get(TITLE, {}).get("A1", ("s", ""))[1]
    for importer in _IMPORTERS:
        if importer.mark == mark:
            return importer.read(report, sheets)
    raise Refusal(FileProblem.NO_KEYS)
