"""A section as a page shows it: its blocks, its findings, and the texts a script renews."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from django.db.models import Q

from indicators.actions.sections import problems
from indicators.baseline.cells import Block, Cell
from indicators.baseline.charts import charts
from indicators.baseline.derived import Derived, derive
from indicators.baseline.frame import Frame
from indicators.baseline.notation import Notation
from indicators.baseline.parts import ALL, Part, grouped, known_part, parts_of
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.sheet import Sheet
from indicators.baseline.tables import blocks
from indicators.baseline.texts import FieldTexts
from indicators.models import Origin, Report, Section
from indicators.rules.check import check_record
from indicators.rules.findings import Finding
from indicators.rules.provenance import has_source


def compared_with(section: str, part: str, field: str, frame: Frame) -> Q:
    """Which numbers of the report before a page needs: its own, and those of years (R13)."""
    shown = known_part(part, field, section, frame)
    period = frame.by_key.get(shown.partition(".")[2])
    own = Q(indicator=section)
    if period is not None:
        own &= Q(period__first_year=period.first_year, period__last_year=period.last_year)
    elif shown:
        own &= Q(category_to="")
    return own | Q(year__isnull=False)


@dataclass(frozen=True)
class SectionPage:
    """Everything that a section's page shows, worked out once."""

    record: Record
    key: str
    notation: Notation
    part: str = ALL
    """Which part of a large section it shows; all of it by default."""
    checked: bool = False
    """Whether the rules that ask the database again are run too (R12)."""

    @classmethod
    def load(
        cls,
        report: Report,
        key: str,
        notation: Notation,
        scope: Scope = NATIONAL,
        *,
        part: str = "",
        field: str = "",
        checked: bool = False,
    ) -> "SectionPage":
        """Read a section; of one that is shown in parts, `part` or that with `field`."""
        wanted = partial(compared_with, key, part, field)
        record = Record.load_beside(report, scope, wanted)
        page = cls.of(record, key, notation, part=part, field=field)
        return replace(page, checked=checked)

    @classmethod
    def of(
        cls, record: Record, key: str, notation: Notation, *, part: str = "", field: str = ""
    ) -> "SectionPage":
        """A section of a record that has been read."""
        shown = known_part(part, field, key, record.frame)
        return cls(record, key, notation.for_reader(), shown)

    @property
    def parts(self) -> list[tuple[str, list[Part]]]:
        """The parts of the section by what they are about; none where one page shows it all."""
        return grouped(parts_of(self.key, self.record.frame))

    def share(self, other: "SectionPage") -> None:
        """Take over what another section's page of the same record has worked out already."""
        self.__dict__["derived"] = other.derived
        self.__dict__["all_findings"] = other.all_findings

    @property
    def section(self) -> Section:
        return self.record.section(self.key)

    @cached_property
    def derived(self) -> Derived:
        return derive(self.record)

    @cached_property
    def all_findings(self) -> list[Finding]:
        """Those of the section itself; those on the Party's legends too where it is checked."""
        return check_record(self.record, self.derived, legends=self.checked)

    @cached_property
    def findings(self) -> list[Finding]:
        return [finding for finding in self.all_findings if finding.section == self.key]

    @cached_property
    def problems(self) -> dict[str, str]:
        return problems(self.record, self.key, self.notation)

    @cached_property
    def blocks(self) -> list[Block]:
        sheet = Sheet(
            record=self.record,
            derived=self.derived,
            notation=self.notation,
            texts=FieldTexts(self.record, self.key, self.notation),
            problems=self.problems,
            findings=self.findings,
            iso3=self.record.report.party.iso3,
            part=self.part,
        )
        return blocks(self.key, sheet)

    @cached_property
    def charts(self) -> list[Any]:
        return charts(self.key, self.record, self.derived, self.part)

    @property
    def without_source(self) -> int:
        """How many national numbers of the section lack a source or a comment (R18)."""
        return sum(
            1
            for key, row in self.record.observations.items()
            if key.indicator == self.key and row.origin == Origin.NATIONAL and not has_source(row)
        )

    @property
    def has_national(self) -> bool:
        return any(
            key.indicator == self.key and row.origin == Origin.NATIONAL
            for key, row in self.record.observations.items()
        )

    def _cells(self) -> Iterator[Cell]:
        for block in self.blocks:
            for table in block.tables:
                for row in table.rows:
                    yield from row.cells

    def values(self) -> dict[str, str]:
        """The texts of derived cells by their keys."""
        return {cell.value_key: cell.text for cell in self._cells() if cell.value_key}

    def signs(self) -> dict[str, str]:
        """What each answer of the degradation matrices that are shown says, in words."""
        return {
            ask.path: ask.words
            for block in self.blocks
            if block.grid is not None
            for _head, _colour, asks in block.grid.rows
            for ask in asks
            if ask is not None
        }

    def sentences(self) -> dict[str, dict[str, Any]]:
        """What does not add up, by table, and whether it is the table's total."""
        return {
            table.key: {"words": list(table.sentences), "off": table.is_off}
            for block in self.blocks
            for table in block.tables
        }
