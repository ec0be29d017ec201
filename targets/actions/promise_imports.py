"""Targets, measures and lists, brought in from workbooks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Party, User
from indicators.models import Report, Unit
from indicators.offline.arrival import Arrival
from indicators.offline.importers import Download, Downloads
from indicators.offline.keys_sheet import Cells
from indicators.offline.preview import SectionChanges
from indicators.offline.texts import as_decimal
from targets.actions import promises as actions
from targets.actions.progress import Done, report_progress
from targets.models import Entry, Measure, Target
from targets.offline.changes import Address, Preview, Row, Saved
from targets.offline.filled import PROMISES, read_filled
from targets.offline.sheets import BOOKS, EVERYTHING, PROGRESS, QUANTITIES
from targets.offline.workbook import MARK
from targets.promises import quantities
from targets.promises.fields import SEPARATOR, answers
from targets.sections import MEASURES, TARGETS

Texts = dict[str, str]


class PromisesImporter:
    """Workbooks of targets, measures and lists: each row is saved as its form would save it."""

    kinds: Collection[str] = (PROMISES,)
    mark = MARK
    has_source = False

    def read(self, report: Report, sheets: Mapping[str, Cells]) -> Arrival:
        """Compare a workbook with what it held. Raises Refusal."""
        return read_filled(report, sheets)

    def preview(self, report: Report, arrival: Arrival) -> list[SectionChanges]:
        """The changes of each sheet."""
        return Preview(report.party, arrival).groups

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
        """Save the ticked cells; a new row of the file becomes a new draft."""
        rows: dict[str, Texts] = {}
        for group in groups:
            for change in group.changes:
                if change.path in taken:
                    address = Address.of(change.path)
                    rows.setdefault(address.row, {})[address.rest] = change.text
        return _Saving(report.party, versions, by).save(rows)

    def downloads(self, report: Report) -> Downloads:
        """A workbook of everything, or of one list."""
        party = report.party
        return Downloads(
            _("Targets, measures and supporting information"),
            _(
                "The workbook has a sheet for each list with what is saved, lists to choose from, "
                "and empty rows for new entries."
            ),
            Download(
                _("Download all targets, measures and lists (XLSX)"), _files(party, EVERYTHING)
            ),
            [Download(title, _files(party, key)) for key, title in BOOKS.items()],
        )


def _files(party: Party, book: str) -> dict[str, str]:
    return {"xlsx": reverse("promise_workbook", args=[party.iso3, book])}


@dataclass
class _Saving:
    """Saves the rows of one import; `made` holds the numbers that new rows were given."""

    party: Party
    versions: Mapping[str, int]
    by: User
    made: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def save(self, rows: Mapping[str, Texts]) -> int:
        """Save all rows: targets first, since others name them, and progress reports last."""
        saved = Saved(self.party)
        order = [TARGETS, MEASURES]
        for row_id, texts in sorted(rows.items(), key=lambda pair: _rank(pair[0], order)):
            address = Address.of(f"{row_id}.")
            if address.key == PROGRESS:
                self._report(address, texts)
            else:
                self._row(address, saved.row(address) or self._begin(address), texts)
        return self.count

    def _begin(self, address: Address) -> Row:
        """Make a new row of a list."""
        models: dict[str, type[Row]] = {TARGETS: Target, MEASURES: Measure}
        model = models.get(address.key, Entry)
        of = {"kind": address.key} if model is Entry else {}
        row: Row = actions.create(model, self.party, by=self.by, **of)
        self.made[address.row] = row.number
        return row

    def _row(self, address: Address, row: Row, texts: Texts) -> None:
        row.party = self.party
        own = self._placed(row, texts) if isinstance(row, Target) else texts
        named = {path: self._named(address, path, text) for path, text in own.items()}
        version = row.version if address.is_new else self.versions.get(address.row, 0)
        self.count += len(actions.save(row, named, version=version, by=self.by).changed)

    def _named(self, address: Address, path: str, text: str) -> str:
        """Put the numbers of new rows where the file names their lines."""
        of = Address(address.key, address.token, path).field.of
        if not of:
            return text
        numbers = [self._number(of, token) for token in answers(text)]
        return SEPARATOR.join(str(number) for number in numbers if number is not None)

    def _number(self, key: str, token: str) -> int | None:
        return self.made.get(f"{key}.{token}") if token.startswith("+") else int(token)

    def _placed(self, row: Target, texts: Texts) -> Texts:
        """Give new quantities the places after those that are there, as far as there is room."""
        first = max(quantities.by_index(row), default=-1) + 1
        tokens = dict.fromkeys(_quantity(path)[0] for path in texts)
        new = [token for token in tokens if token.startswith("+")]
        places = {token: first + number for number, token in enumerate(new)}
        found = {}
        for path, text in texts.items():
            token, name = _quantity(path)
            if token not in places:
                found[path] = text
            elif places[token] < quantities.MOST_ROWS:
                found[quantities.path_of(places[token], name)] = text
        return found

    def _report(self, address: Address, texts: Texts) -> None:
        """Add the new progress reports of a measure."""
        number = self._number(MEASURES, address.token)
        if number is None:
            return
        measure = Measure.objects.filter(party=self.party, number=number).current().first()
        lines: dict[str, Texts] = {}
        for path, text in texts.items():
            place, _dot, name = path.partition(".")
            lines.setdefault(place, {})[name] = text
        for line in lines.values():
            if measure is not None and line.get("date") and line.get("status"):
                measure.party = self.party
                report_progress(measure, _done(line), by=self.by)
                self.count += len(line)


def _quantity(path: str) -> tuple[str, str]:
    """The token of a quantity and the name of its field; nothing for another field."""
    prefix, _dot, rest = path.partition(".")
    token, _dot, name = rest.partition(".")
    return (token, name) if prefix == QUANTITIES else ("", "")


def _rank(row_id: str, first: Sequence[str]) -> tuple[int, bool]:
    key = row_id.partition(".")[0]
    rank = first.index(key) if key in first else len(first)
    return rank, key == PROGRESS


def _done(texts: Texts) -> Done:
    return Done(
        date.fromisoformat(texts["date"]),
        texts["status"],
        as_decimal(texts.get("area", "")),
        texts.get("area_unit") or Unit.HA.value,
        texts.get("comment", ""),
    )
