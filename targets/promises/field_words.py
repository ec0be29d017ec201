"""What a field holds, in the reader's language."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import quantity_text
from targets.promises.fields import Field, Sort


def field_words(field: Field, kept: Any) -> str:
    """An answer in the reader's language; nothing where there is none."""
    if kept is None or kept in ("", []):
        return ""
    if field.of or field.offers:
        return ", ".join(_named(field.of, part) for part in kept)
    if field.choices:
        return chosen(field, kept if isinstance(kept, list) else [kept])
    if field.sort == Sort.NUMBER:
        return quantity_text.number(Decimal(kept))
    if field.sort == Sort.DAY:
        return date_format(date.fromisoformat(kept), "DATE_FORMAT")
    return str(kept)


def chosen(field: Field, keys: Iterable[str]) -> str:
    """The labels of chosen answers; a key that nobody knows any more is shown as it is."""
    labels = dict(field.choices)
    return ", ".join(str(labels.get(key, key)) for key in keys)


def _named(section: str, part: Any) -> str:
    """A target or measure by its number, a period by its years."""
    if not section:
        return str(part).replace("-", "–")
    text = _("Target %(number)s") if section == "targets" else _("Measure %(number)s")
    return text % {"number": part}
