"""A part of the country, affected areas or a zone, is not larger than the whole: a warning."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import SUM_TOLERANCE_PERCENT, is_off
from indicators.baseline.derived import Derived
from indicators.baseline.fields import unit_of
from indicators.baseline.keys import Key
from indicators.baseline.labels import label, when
from indicators.baseline.record import SECTIONS, Record
from indicators.models import Unit
from indicators.rules.findings import Finding, Km2, Level, Plain

RULE = "PART"
LARGER = _(
    "%(when)s: larger than in the whole country: %(count)s numbers, the first being %(name)s with "
    "%(found)s here and %(whole)s in the country (%(allowed)s %% is allowed). A part cannot be "
    "larger than the whole: correct one of them, or explain the difference."
)


def larger_than_the_country(record: Record, _derived: Derived) -> Iterator[Finding]:
    """One finding for each table's column in which a part exceeds the national number."""
    larger = [
        key for section in SECTIONS for key in record.fields(section) if _exceeds(record, key)
    ]
    for (section, _measure, moment), keys in groupby(larger, _column):
        yield _finding(record, section, moment, list(keys))


def _column(key: Key) -> tuple[str, str, str]:
    return (key.indicator, key.measure, key.when)


def _exceeds(record: Record, key: Key) -> bool:
    value, whole = record.value(key), record.whole.get(key)
    if value is None or whole is None or unit_of(key) != Unit.KM2:
        return False
    return value > whole and is_off(value, whole, SUM_TOLERANCE_PERCENT)


def _finding(record: Record, section: str, moment: str, keys: list[Key]) -> Finding:
    first = keys[0]
    params = {
        "when": when(moment, record.frame),
        "count": len(keys),
        "name": label(first, record.frame),
        "found": Km2(record.value(first) or Decimal(0)),
        "whole": Km2(record.whole[first]),
        "allowed": Plain(SUM_TOLERANCE_PERCENT),
    }
    return Finding(RULE, Level.WARNING, section, first.path, LARGER, params)
