"""What each field of a section shows now: the texts that a page's inputs hold."""

from decimal import Decimal

from indicators.baseline.fields import AREA, LAND_COVER, STOCK
from indicators.baseline.keys import Key
from indicators.baseline.notation import Notation
from indicators.baseline.record import Record


def shown_texts(record: Record, section: str, notation: Notation) -> dict[str, str]:
    """Give the text of every field of a section; what could not be read stands as it was typed."""
    unread = record.section(section).unread
    texts = {key.path: number_text(record, key, notation) for key in record.fields(section)}
    texts.update({path: record.answer(path) for path in record.questions(section)})
    return {path: str(unread.get(path, text)) for path, text in texts.items()}


def number_text(record: Record, key: Key, notation: Notation) -> str:
    """Give the text of a number that could be read."""
    return notation.text(record.observations.get(key), area_under(record, key))


def area_under(record: Record, key: Key) -> Decimal | None:
    """The land cover area, km2, that a stock of carbon stands on; None for other numbers."""
    if key.measure != STOCK:
        return None
    return record.value(Key(LAND_COVER, AREA, key.when, key.category))
