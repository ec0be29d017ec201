"""What all tables of a section draw from: the record, the page's notation, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from indicators.baseline.answers import Question
from indicators.baseline.cells import Ask, Cell, Row, Table, Tag
from indicators.baseline.derived import Derived
from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.notation import Notation
from indicators.baseline.record import Record
from indicators.baseline.texts import FieldTexts
from indicators.models import Observation, Origin, Unit
from indicators.rules.findings import Finding

DERIVED_PLACES = 2
MOST_SENTENCES = 8
_ABOUT_TOTALS = ("R2", "R3", "R6")


@dataclass(frozen=True)
class Sheet:
    """A section about to be shown."""

    record: Record
    derived: Derived
    notation: Notation
    texts: FieldTexts
    problems: Mapping[str, str]
    findings: Iterable[Finding]
    iso3: str
    part: str = ""
    """The part of the section that is shown; empty for all of it."""

    def shows(self, part: str) -> bool:
        return self.part in ("", part)

    # ---- Cells ----

    def entry(self, key: Key, *, before: Key | None = None, sign: str = "", name: str = "") -> Cell:
        """An input for a number; `before` is the number it is compared with in small type.

        `name` is what it is called in its table, where the caption says the rest.
        """
        row = self.record.observations.get(key)
        return Cell(
            path=key.path,
            text=self.texts.get(key.path, ""),
            label=name or label(key, self.record.frame),
            tag=self.tag(row) if row else None,
            notes=tuple(self._notes(key, before)),
            problem=self.problems.get(key.path, ""),
            sign=sign,
            keep=self._can_keep(key),
        )

    def _can_keep(self, key: Key) -> bool:
        last = self.record.earlier.get(key)
        published = last.published_value if last else None
        return published is not None and published != self.record.value(key)

    def tag(self, row: Observation) -> Tag:
        """The origin of a number, leading to its run."""
        if row.origin == Origin.COMPUTED and row.run is not None:
            words = _("run %(number)s") % {"number": row.run.number}
            return Tag(row.origin, words, self.run_url(row))
        return Tag(row.origin)

    def run_url(self, row: Observation) -> str:
        return reverse("run_detail", args=[self.iso3, row.run_id])

    def _notes(self, key: Key, before: Key | None) -> Iterable[str]:
        value = self.record.value(key)
        if before is not None and value is not None:
            earlier = self.record.value(before)
            if earlier is not None and value != earlier:
                yield self.difference(value - earlier, key)
        last = self.record.earlier.get(key)
        if last is not None and last.published_value is not None:
            yield self._published(key, last.published_value, value)

    def _published(self, key: Key, published: Decimal, value: Decimal | None) -> str:
        """What the report before published, and how far this number is from it."""
        words = _("last report: %(number)s") % {"number": self.plain(published, key)}
        if value is None or value == published:
            return words
        return f"{words} ({self.difference(value - published, key)})"

    def difference(self, value: Decimal, key: Key) -> str:
        return quantity_text.number(self.scaled(value, key), DERIVED_PLACES, sign=True)

    def plain(self, value: Decimal, key: Key) -> str:
        return quantity_text.number(self.scaled(value, key), DERIVED_PLACES)

    def scaled(self, value: Decimal, key: Key | None = None) -> Decimal:
        """Turn a stored area into the page's unit; stocks stay t/ha."""
        hectares = self.notation.area == Unit.HA and (key is None or key.measure != "stock")
        return value * quantity_text.HECTARES_PER_KM2 if hectares else value

    def area(self, key: Key, *, signed: bool = False) -> Cell:
        """A derived area in the page's unit; a dash where it cannot be worked out."""
        value = self.derived.get(key)
        if value is None:
            return Cell(text="–", value_key=key.path)
        words = quantity_text.number(self.scaled(value), DERIVED_PLACES, sign=signed)
        return Cell(text=words, value_key=key.path)

    def density(self, key: Key) -> Cell:
        """A derived stock of carbon, t/ha."""
        value = self.derived.get(key)
        words = "–" if value is None else quantity_text.number(value, DERIVED_PLACES)
        return Cell(text=words, value_key=key.path)

    def percent(self, key: Key, *, places: int = 3) -> Cell:
        """A derived share in percent."""
        value = self.derived.get(key)
        words = "–" if value is None else quantity_text.percent(value, places)
        return Cell(text=words, value_key=key.path)

    # ---- Rows and tables ----

    def areas(self, head: object, keys: Iterable[Key], **row: object) -> Row:
        return Row(head=head, cells=tuple(map(self.area, keys)), **row)  # type: ignore[arg-type]

    def percents(self, head: object, keys: Iterable[Key], **row: object) -> Row:
        return Row(head=head, cells=tuple(map(self.percent, keys)), **row)  # type: ignore[arg-type]

    @property
    def unit(self) -> str:
        return str(self.notation.area.label)

    def finished(self, table: Table) -> Table:
        """Lift an origin that all cells share to the caption, and add what does not add up."""
        inputs = [cell for row in table.rows for cell in row.cells if cell.is_input]
        tags = {cell.tag for cell in inputs if cell.text}
        shared = _in_full(next(iter(tags))) if len(tags) == 1 else None
        rows = tuple(_untagged(row) for row in table.rows) if shared else table.rows
        cells = (cell for row in table.rows for cell in row.cells)
        paths = {cell.path or cell.value_key for cell in cells}
        wrong = [finding for finding in self._shown_beneath if finding.field in paths]
        return replace(
            table,
            rows=rows,
            tag=shared,
            sentences=_sentences(wrong),
            is_off=any(finding.rule in _ABOUT_TOTALS for finding in wrong),
        )

    @cached_property
    def _shown_beneath(self) -> list[Finding]:
        return [f for f in self.findings if f.rule in (*_ABOUT_TOTALS, "R5", "R8", "R9")]

    # ---- Questions ----

    def ask(
        self, question: Question, *, label_text: object = "", tone: str = "", words: str = ""
    ) -> Ask:
        """A question with what is answered now."""
        return Ask(
            path=question.path,
            label=label_text or question.label,  # type: ignore[arg-type]
            text=self.texts.get(question.path, ""),
            choices=question.choices,
            problem=self.problems.get(question.path, ""),
            long=question.long,
            is_year=question.is_year,
            tone=tone,
            words=words,
        )

    def question(self, path: str) -> Question:
        return self.record.questions(path.partition(".")[0])[path]


def _sentences(wrong: list[Finding]) -> tuple[str, ...]:
    """What does not add up; of much only the beginning, the check has all."""
    said = [finding.message for finding in wrong[:MOST_SENTENCES]]
    if more := len(wrong) - len(said):
        words = ngettext(
            "%(count)s more sum does not agree. Press Check to see all.",
            "%(count)s more sums do not agree. Press Check to see all.",
            more,
        )
        said.append(words % {"count": more})
    return tuple(said)


def _in_full(tag: Tag | None) -> Tag | None:
    """The words of a caption have room: "computed by run 3" """
    if tag is None or tag.origin != Origin.COMPUTED:
        return tag
    return replace(tag, label=_("computed by %(run)s") % {"run": tag.label})


def _untagged(row: Row) -> Row:
    return replace(row, cells=tuple(replace(cell, tag=None) for cell in row.cells))
