"""What each field of a section shows now: the texts that a page's inputs hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.baseline.fields import AREA, LAND_COVER, STOCK
from indicators.baseline.keys import Key
from indicators.baseline.notation import Notation
from indicators.baseline.record import Record


@dataclass(frozen=True)
class FieldTexts:
    """The texts of a section's fields, worked out as they are asked for: a page shows a part."""

    record: Record
    section: str
    notation: Notation

    def get(self, path: str, default: str = "") -> str:
        """The text of a field; what could not be read stands as it was typed."""
        unread = self.record.section(self.section).unread
        if path in unread:
            return str(unread[path])
        if path in self.record.questions(self.section):
            return self.record.answer(path)
        key = self.record.field_at(self.section, path)
        return default if key is None else number_text(self.record, key, self.notation)


def shown_texts(
    record: Record, section: str, notation: Notation, paths: Iterable[str] | None = None
) -> dict[str, str]:
    """Give the texts of the fields of a section, all or those among `paths` that it has."""
    if paths is None:
        paths = [*(key.path for key in record.fields(section)), *record.questions(section)]
    texts = FieldTexts(record, section, notation)
    return {path: texts.get(path) for path in paths if record.asks(section, path)}


def number_text(record: Record, key: Key, notation: Notation) -> str:
    """Give the text of a number that could be read."""
    return notation.text(record.observations.get(key), area_under(record, key))


def area_under(record: Record, key: Key) -> Decimal | None:
    """The land cover area, km2, that a stock of carbon stands on; None for other numbers."""
    if key.measure != STOCK:
        return None
    return record.value(Key(LAND_COVER, AREA, key.when, key.category))
