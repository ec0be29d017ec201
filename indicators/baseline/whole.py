"""The whole record on one page, for print and for reading through."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.baseline.notation import Notation
from indicators.baseline.page import SectionPage
from indicators.baseline.record import Record, earlier_numbers
from indicators.models import Observation, Origin, Report
from indicators.sections import SECTIONS, SectionInfo


class Cited(NamedTuple):
    """A source, and how many numbers of the section rest on it."""

    title: str
    author: str
    licence: str
    comment: str
    numbers: int


@dataclass(frozen=True)
class PrintedSection:
    """A section with its tables, charts, sources and what the rules say about it."""

    info: SectionInfo
    page: SectionPage

    @cached_property
    def sources(self) -> list[Cited]:
        """The sources of national, default and carried-over numbers, each once."""
        counted: dict[tuple[str, str, str, str], int] = {}
        for row in self._rows():
            if row.origin != Origin.COMPUTED and (row.source_title or row.comment):
                licence = row.get_licence_display() if row.licence else ""
                facts = (row.source_title, row.source_author, licence, row.comment)
                counted[facts] = counted.get(facts, 0) + 1
        return [Cited(*facts, numbers) for facts, numbers in sorted(counted.items())]

    @cached_property
    def origins(self) -> list[tuple[str, int]]:
        """How many numbers there are of each origin."""
        counts = dict.fromkeys(Origin.values, 0)
        for row in self._rows():
            counts[row.origin] += 1
        return [(origin, count) for origin, count in counts.items() if count]

    def _rows(self) -> Iterator[Observation]:
        for key, row in self.page.record.observations.items():
            if key.indicator == self.page.key:
                yield row


@dataclass(frozen=True)
class PrintedRecord:
    """Everything a report says, read once."""

    record: Record

    @classmethod
    def load(cls, report: Report) -> "PrintedRecord":
        record = Record.load(report)
        record.earlier = earlier_numbers(report)
        return cls(record)

    @cached_property
    def sections(self) -> list[PrintedSection]:
        notation = Notation().for_reader()
        pages = [SectionPage(self.record, key, notation) for key in SECTIONS]
        for page in pages[1:]:
            page.share(pages[0])
        return [PrintedSection(SECTIONS[page.key], page) for page in pages]

    @property
    def is_empty(self) -> bool:
        return not self.record.observations

    @property
    def title(self) -> str:
        report = self.record.report
        return _("%(name)s: report %(year)s") % {
            "name": report.party.name,
            "year": report.cycle.year,
        }
