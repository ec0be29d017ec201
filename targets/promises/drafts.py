"""A target or measure as texts: what its form shows, and putting changed texts into it."""

from collections.abc import Iterable, Mapping

from indicators.baseline.reading import stored
from indicators.models import Unit
from targets.models import Entry, Measure, Quantity, Target
from targets.promises import measure_fields, quantities, target_fields
from targets.promises.field_draft import Texts
from targets.promises.fields import SEPARATOR, answers
from targets.promises.placed_draft import PlacedDraft
from targets.promises.quantities import in_km2
from targets.records.drafts import EntryDraft


class TargetDraft(PlacedDraft):
    """A target with its statements and quantities."""

    fields = target_fields.FIELDS
    row: Target

    def own_texts(self, posted: Iterable[str]) -> Texts:
        texts = {
            target_fields.statement_path(code): str(self.row.statements.get(code, ""))
            for code, _label in target_fields.LANGUAGES
        }
        rows = quantities.by_index(self.row) if self.row.pk else {}
        for index in sorted({*rows, *quantities.posted_rows(posted)}):
            texts |= quantities.row_texts(rows.get(index), index, self.sign)
        return texts

    def put_own(self, path: str, text: str) -> None:
        language = target_fields.statement_language(path)
        if language:
            statements = {**self.row.statements, language: text}
            self.row.statements = {code: said for code, said in statements.items() if said}
        self._probe_quantity(path, text)

    def _probe_quantity(self, path: str, text: str) -> None:
        """Learn whether a text of a quantity can be read; it is written after the target."""
        spot = quantities.split_path(path)
        if spot:
            quantities.put(Quantity(), spot[1], text, self.sign)

    def after_save(self, changed: Mapping[str, str]) -> None:
        rows = quantities.by_index(self.row)
        touched: dict[int, dict[str, str]] = {}
        for path, text in changed.items():
            spot = quantities.split_path(path)
            if spot:
                touched.setdefault(spot[0], {})[spot[1]] = text
        for index, texts in touched.items():
            row = rows.get(index) or Quantity(target=self.row, order=index, kind="")
            self._write_quantity(row, index, texts)

    def _write_quantity(self, row: Quantity, index: int, texts: Mapping[str, str]) -> None:
        known = dict(quantities.AREA_UNITS)
        area_unit = texts.get("area_unit", row.unit if row.unit in known else Unit.HA.value)
        for name, text in texts.items():
            if quantities.path_of(index, name) not in self.row.unread:
                quantities.put(row, name, text, self.sign)
        quantities.settle(row, area_unit)
        kept_text = any(path.startswith(f"quantities.{index}.") for path in self.row.unread)
        if not quantities.is_empty(row) or kept_text:
            row.save()
        elif row.pk:
            row.delete()


class MeasureDraft(PlacedDraft):
    """A measure with the targets it serves."""

    fields = measure_fields.FIELDS
    row: Measure

    @property
    def several(self) -> set[str]:
        return super().several | {measure_fields.TARGETS}

    def own_texts(self, posted: Iterable[str]) -> Texts:
        numbers = [t.number for t in self.row.targets.all()] if self.row.pk else []
        return {measure_fields.TARGETS: SEPARATOR.join(map(str, sorted(numbers)))}

    def put_own(self, path: str, text: str) -> None:
        """The targets are written after the measure; an unknown number is left out there."""

    def put(self, changed: Mapping[str, str]) -> None:
        super().put(changed)
        entered = self.row.entered_area
        self.row.area_km2 = (
            None if entered is None else stored(in_km2(entered, self.row.entered_unit))
        )

    def after_save(self, changed: Mapping[str, str]) -> None:
        if measure_fields.TARGETS not in changed:
            return
        numbers = [int(text) for text in answers(changed[measure_fields.TARGETS]) if text.isdigit()]
        own = Target.objects.filter(party=self.row.party_id, number__in=numbers)
        self.row.targets.set(own.current())


def draft_of(row: Target | Measure | Entry, sign: str) -> PlacedDraft:
    """The texts of a target, of a measure, or of an entry of a list."""
    if isinstance(row, Entry):
        return EntryDraft(row, sign)
    return TargetDraft(row, sign) if isinstance(row, Target) else MeasureDraft(row, sign)
