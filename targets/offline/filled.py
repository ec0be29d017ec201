"""A workbook of targets, measures and lists that came back: which cells were changed, into what.

Addresses of cells: "targets.3.statement.en", "targets.3.quantities.0.value"; of new rows with a
plus and the line of the sheet instead of the number: "targets.+9.scope",
"targets.3.quantities.+12.value", "progress.4.+5.date" (of measure 4).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from countries.models import Party
from countries.sandbox import Refusal
from countries.spreadsheet_text import plain
from indicators.baseline.reading import UnreadableError
from indicators.models import Report
from indicators.offline.arrival import Arrival, Offered, Unread
from indicators.offline.bounds import FileProblem
from indicators.offline.keys_sheet import TITLE, Cells
from targets.offline.cell_text import digest, posted_text
from targets.offline.sheets import NUMBER, OF, PROGRESS, QUANTITIES, SHEETS, PromiseSheet
from targets.offline.workbook import FIRST_ROW, FORMAT, HELD, ID, KEY_ROW, MARK, VERSION
from targets.promises.fields import SEPARATOR, Field, answers

PROMISES = "promises"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_ROWS = 3_000
Line = Mapping[str, tuple[str, str]]
"""The cells of one line by the key of their column."""


def read_filled(report: Report, sheets: Mapping[str, Cells]) -> Arrival:
    """Compare a workbook with what it held. Raises Refusal for that of another report."""
    heads = [sheets[TITLE].get(f"{column}1", ("s", ""))[1] for column in "ABCDE"]
    expected = f"{report.party.iso3} {report.cycle.year}"
    found = f"{heads[2]} {heads[3]}"
    if heads[:2] != [MARK, FORMAT]:
        raise Refusal(FileProblem.NO_KEYS)
    if found != expected:
        raise Refusal(FileProblem.FOREIGN, found=found, expected=expected)
    language = heads[4] if heads[4] in dict(settings.LANGUAGES) else "en"
    reader = _Reader(report.party, Arrival(PROMISES), language)
    pages = [
        (SHEETS[key], title, _lines(sheets[title]))
        for key, title in _titles(sheets[TITLE])
        if key in SHEETS and title in sheets
    ]
    for sheet, _title, lines in pages:
        reader.learn_numbers(sheet, lines)
    for sheet, title, lines in pages:
        reader.read(sheet, title, lines)
    return reader.arrival


def _titles(cells: Cells) -> Iterator[tuple[str, str]]:
    number = 2
    while f"A{number}" in cells:
        key, title = (cells.get(f"{column}{number}", ("s", ""))[1] for column in "BC")
        yield key, title
        number += 1


def _lines(cells: Cells) -> dict[int, dict[str, tuple[str, str]]]:
    """The lines of a sheet, their cells by the key of the column."""
    keys: dict[str, str] = {}
    lines: dict[int, dict[str, tuple[str, str]]] = {}
    for place, cell in cells.items():
        match = _PLACE.fullmatch(place)
        if match is not None and int(match[2]) == KEY_ROW:
            keys[match[1]] = cell[1].strip()
    for place, (kind, text) in cells.items():
        match = _PLACE.fullmatch(place)
        if match is not None and int(match[2]) >= FIRST_ROW and match[1] in keys:
            lines.setdefault(int(match[2]), {})[keys[match[1]]] = (kind, text)
    return dict(sorted(lines.items())[:_MOST_ROWS])


def _text(line: Line, key: str) -> str:
    return plain(line.get(key, ("s", ""))[1]).strip()


def whole(text: str) -> int | None:
    """A number that counts, as a spreadsheet may have written it; None for anything else."""
    text = text.strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


@dataclass
class _Reader:
    """Reads the sheets of one workbook into an arrival."""

    party: Party
    arrival: Arrival
    language: str
    numbers: dict[str, dict[int, str]] = field(default_factory=dict)
    """Of targets and measures: each number that other sheets can name, and its token."""

    def learn_numbers(self, sheet: PromiseSheet, lines: Mapping[int, Line]) -> None:
        """Note which numbers of targets or measures there are, new ones of the file too."""
        if sheet.owner or not sheet.takes_rows:
            return
        known = self.numbers.setdefault(sheet.key, {})
        for place, line in lines.items():
            number = whole(_text(line, NUMBER))
            if number is not None and not _text(line, ID):
                known.setdefault(number, f"+{place}")

    def read(self, sheet: PromiseSheet, title: str, lines: Mapping[int, Line]) -> None:
        """Read one sheet."""
        standing = {row.id: row for row in sheet.rows(self.party)}
        seen: set[str] = set()
        for place, line in lines.items():
            row_id = _text(line, ID)
            if row_id and row_id in standing and row_id not in seen:
                seen.add(row_id)
                if standing[row_id].is_open:
                    self._changed(sheet, title, place, line)
            elif row_id:
                self._say(_place(title, place), row_id, _gone())
            elif sheet.takes_rows:
                self._new(sheet, title, place, line)

    def _changed(self, sheet: PromiseSheet, title: str, place: int, line: Line) -> None:
        """Offer the cells of a row that differ from what it held."""
        row_id, marks = _text(line, ID), _text(line, HELD).split()
        owner = ".".join(row_id.split(".")[:2])
        version = whole(_text(line, VERSION))
        self.arrival.versions[owner] = version or 0
        if len(marks) != len(sheet.fields):
            self._say(_place(title, place), row_id, _gone())
            return
        for one, mark in zip(sheet.fields, marks, strict=True):
            self._cell(sheet, one, f"{row_id}.{one.path}", (title, place), line, mark)

    def _new(self, sheet: PromiseSheet, title: str, place: int, line: Line) -> None:
        """Offer what stands in an empty row."""
        if not any(_text(line, one.path) for one in sheet.fields):
            return
        if sheet.key == PROGRESS and not (_text(line, "date") and _text(line, "status")):
            self._say(_place(title, place), "", _undated())
            return
        row_id = self._new_id(sheet, title, place, line)
        if row_id:
            for one in sheet.fields:
                if _text(line, one.path):
                    self._cell(sheet, one, f"{row_id}.{one.path}", (title, place), line)

    def _new_id(self, sheet: PromiseSheet, title: str, place: int, line: Line) -> str:
        if not sheet.owner:
            return f"{sheet.key}.+{place}"
        owner = self._token(sheet.owner, whole(_text(line, OF)))
        if not owner:
            words = _("The row does not say which %(what)s it belongs to. Write its number.")
            what = str(sheet.owner_words).lower()
            self._say(_place(title, place), _text(line, OF), words % {"what": what})
            return ""
        if sheet.key == PROGRESS:
            return f"{PROGRESS}.{owner}.+{place}"
        return f"{sheet.owner}.{owner}.{QUANTITIES}.+{place}"

    def _token(self, key: str, number: int | None) -> str:
        """The number of a row that is there, or the token of a new one in the file; or nothing."""
        if number is None:
            return ""
        if number in self._saved(key):
            return str(number)
        return self.numbers.get(key, {}).get(number, "")

    def _saved(self, key: str) -> set[int]:
        if key not in self._cache:
            self._cache[key] = {row.number for row in SHEETS[key].rows(self.party)}
        return self._cache[key]

    _cache: dict[str, set[int]] = field(default_factory=dict)

    def _cell(
        self,
        sheet: PromiseSheet,
        one: Field,
        path: str,
        where: tuple[str, int],
        line: Line,
        mark: str = "",
    ) -> None:
        """Offer one cell, or say why it cannot be read."""
        kind, text = line.get(one.path, ("s", ""))
        place = _place(*where)
        if mark and digest(one, plain(text)) == mark:
            return  # what could not be read before it went out is no news
        try:
            posted = self._posted(one, kind, text)
            if (mark and digest(one, posted) == mark) or (one.has_default and not posted):
                return
            offered = self._named(one, posted) if one.of else posted
        except UnreadableError as error:
            self._say(f"{place}, {one.label}", text, error.message)
        else:
            self.arrival.offered.append(Offered(path, offered, place))

    def _posted(self, one: Field, kind: str, text: str) -> str:
        """The text that the form would post, once it can be read. Raises UnreadableError."""
        with override(self.language):  # its lists, and its decimal sign
            posted = posted_text(one, kind, text)
        one.read(posted, ".")
        return posted

    def _named(self, one: Field, posted: str) -> str:
        """Numbers of rows that are there, tokens of new ones. Raises UnreadableError."""
        tokens = [(text, self._token(one.of, whole(text))) for text in answers(posted)]
        for text, token in tokens:
            if not token:
                raise UnreadableError(_unknown(), text)
        return SEPARATOR.join(token for _text, token in tokens)

    def _say(self, place: str, found: str, sentence: str) -> None:
        self.arrival.unread.append(Unread(place, found, sentence))


def _place(title: str, line: int) -> str:
    """Where something stands in the file."""
    return _("%(sheet)s, line %(line)s") % {"sheet": title, "line": line}


def _gone() -> str:
    return _(
        "This row is not, or no longer, one of the report, so it was left out. Write it into an "
        "empty row if it should be added."
    )


def _undated() -> str:
    return _("A progress report needs a date and a status, and this row lacks one. Write both.")


def _unknown() -> str:
    return _("“%(found)s” is not the number of a target or measure here. Check it.")
