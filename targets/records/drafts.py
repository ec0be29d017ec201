"""An entry of a list as texts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from indicators.baseline.reading import stored
from indicators.models import Unit
from targets.models import Entry
from targets.promises.placed_draft import PlacedDraft
from targets.promises.quantities import in_km2
from targets.records.declaration import AREA, AREA_KM2, AREA_UNIT
from targets.records.registry import RECORD_TYPES


class EntryDraft(PlacedDraft):
    """An entry: its fields are those that its list declares."""

    row: Entry

    def __init__(self, row: Entry, sign: str) -> None:
        super().__init__(row, sign)
        declared = RECORD_TYPES[row.kind].fields
        self.is_placed = RECORD_TYPES[row.kind].is_placed
        self.fields = tuple(replace(field, store="answers") for field in declared)

    def put(self, changed: Mapping[str, str]) -> None:
        super().put(changed)
        if RECORD_TYPES[self.row.kind].has_area:
            self._settle_area()
        # What is confirmed is what was read then: a change asks again.
        self.row.confirmed_at = self.row.confirmed_by = None

    def _settle_area(self) -> None:
        answers = dict(self.row.answers)
        answers.pop(AREA_KM2, None)
        if AREA in answers:
            unit = answers.setdefault(AREA_UNIT, Unit.HA.value)
            answers[AREA_KM2] = str(stored(in_km2(Decimal(answers[AREA]), unit)))
        self.row.answers = answers

    def empty_row(self) -> Entry:
        return Entry(kind=self.row.kind, party_id=self.row.party_id, number=self.row.number)
