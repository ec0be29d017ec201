"""The whole record on one page, for print and for reading through."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.baseline.frame import Frame
from indicators.baseline.notation import Notation
from indicators.baseline.page import SectionPage, compared_with
from indicators.baseline.parts import ALL, Part, part_of, parts_of
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import Observation, Origin, Report
from indicators.rules.findings import Finding
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

    @property
    def findings(self) -> list[Finding]:
        """What the check found, on a sheet of a large section only what is about it."""
        page = self.page
        if not page.part:
            return page.findings
        frame = page.record.frame
        return [f for f in page.findings if part_of(f.field, page.key, frame) == page.part]

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


def _compared(asked: str, frame: Frame) -> Q:
    """Which numbers of the report before a sheet shows; a small record shows them all."""
    if not frame.is_large:
        return Q()
    section, _colon, part = asked.partition(":")
    known = section if section in SECTIONS else next(iter(SECTIONS))
    return compared_with(known, part, "", frame)


@dataclass(frozen=True)
class PrintedSheet:
    """One sheet of a large record: a section, or a part of it."""

    section: str
    part: str
    title: str
    words: str

    @property
    def name(self) -> str:
        return f"{self.section}:{self.part}" if self.part else self.section

    @property
    def label(self) -> str:
        return f"{self.title}: {self.words}" if self.words else self.title


@dataclass(frozen=True)
class PrintedRecord:
    """Everything a report says, read once; one of many classes or regions in sheets."""

    record: Record
    asked: str = ""
    """Which sheet is asked for, "land_cover:change-r1.baseline"; the first if it is none."""

    @classmethod
    def load(cls, report: Report, asked: str = "", scope: Scope = NATIONAL) -> "PrintedRecord":
        return cls(Record.load_beside(report, scope, partial(_compared, asked)), asked)

    @cached_property
    def sheets(self) -> list[PrintedSheet]:
        """Sections and their parts, one to print after the other; none where one page has all."""
        frame = self.record.frame
        if not frame.is_large:
            return []
        return [
            PrintedSheet(key, part.key, str(SECTIONS[key].title), part.title)
            for key in SECTIONS
            for part in parts_of(key, frame) or [Part(ALL, "")]
        ]

    @property
    def place(self) -> int:
        """Which sheet is shown, counted from nought."""
        names = [sheet.name for sheet in self.sheets]
        return names.index(self.asked) if self.asked in names else 0

    @property
    def before(self) -> PrintedSheet | None:
        return self.sheets[self.place - 1] if self.place else None

    @property
    def after(self) -> PrintedSheet | None:
        return next(iter(self.sheets[self.place + 1 :]), None)

    @property
    def here(self) -> PrintedSheet | None:
        return self.sheets[self.place] if self.sheets else None

    @cached_property
    def sections(self) -> list[PrintedSection]:
        notation = Notation().for_reader()
        shown = [(s.section, s.part) for s in [self.here] if s] or [(k, ALL) for k in SECTIONS]
        pages = [SectionPage(self.record, key, notation, part, True) for key, part in shown]
        for page in pages[1:]:
            page.share(pages[0])
        return [PrintedSection(SECTIONS[page.key], page) for page in pages]

    @property
    def is_empty(self) -> bool:
        return not self.record.observations

    @property
    def title(self) -> str:
        report = self.record.report
        title = _("%(name)s: report %(year)s") % {
            "name": report.party.name,
            "year": report.cycle.year,
        }
        return title if self.record.scope.is_national else f"{title}, {self.record.scope.label}"
