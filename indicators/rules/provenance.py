"""Rules on where numbers come from and what is said about them: R11, R13, R18."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from indicators.baseline.derived import Derived
from indicators.baseline.fields import CARBON, SDG, STOCK
from indicators.baseline.keys import Key
from indicators.baseline.labels import label, when
from indicators.baseline.record import SECTIONS, Record
from indicators.models import Licence, Observation, Origin
from indicators.rules.findings import Finding, Level, Plain

MOST_T_PER_HA = Decimal(1000)

STOCK_RANGE = _(
    "%(name)s: %(found)s t/ha of soil organic carbon; more than 0 and less than 1000 is usual. "
    "Check the unit, or explain the number."
)
STOCK_AREA = _(
    "%(name)s: the stock was entered in tonnes, but the land cover area it stands on is missing. "
    "Enter that area, or enter t/ha."
)
NO_SOURCE = _(
    "%(when)s: %(count)s national numbers have no source or no comment, the first being %(name)s. "
    "Say where they come from."
)
NO_PERMISSION = _(
    "%(name)s: the data are under a licence that restricts sharing, and no permission to publish "
    "is recorded. Record it, or use other data."
)
NO_REASON = _("%(when)s: confidence is %(level)s. Give the reason.")
CHANGED = _(
    "%(name)s was published as %(before)s and is now %(found)s. Say in its comment why it changed."
)


def stocks(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R11: a stock of soil organic carbon lies between 0 and 1000 t/ha."""
    for key in record.fields(CARBON):
        row = record.observations.get(key)
        if key.measure != STOCK or row is None or record.unread(key.path):
            continue
        name = label(key, record.frame)
        if row.value is None:
            params: dict[str, object] = {"name": name}
            yield Finding("R11", Level.ERROR, CARBON, key.path, STOCK_AREA, params)
        elif not 0 < row.value < MOST_T_PER_HA:
            params = {"name": name, "found": Plain(row.value)}
            yield Finding("R11", Level.WARNING, CARBON, key.path, STOCK_RANGE, params)


def sources(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R18: national numbers have a source and a comment; one finding for each table's column."""
    lacking = [(key, row) for key, row in _national(record) if not has_source(row)]
    for (section, _measure, moment), rows in groupby(lacking, lambda pair: _column(pair[0])):
        keys = [key for key, _row in rows]
        params = {
            "when": when(moment, record.frame),
            "count": len(keys),
            "name": label(keys[0], record.frame),
        }
        yield Finding("R18", Level.ERROR, section, keys[0].path, NO_SOURCE, params)


def _column(key: Key) -> tuple[str, str, str]:
    return (key.indicator, key.measure, key.when)


def _national(record: Record) -> Iterator[tuple[Key, Observation]]:
    for section in SECTIONS:
        for key in record.fields(section):
            row = record.observations.get(key)
            if row is not None and row.origin == Origin.NATIONAL:
                yield key, row


def has_source(row: Observation) -> bool:
    """Return whether a national number says where it comes from, and why it stands."""
    return bool(row.source_title and row.comment)


def permissions(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R18: share-alike and custom licences come with a permission to publish."""
    for key, row in _national(record):
        if row.licence in (Licence.SHARE_ALIKE, Licence.CUSTOM) and not row.permission:
            params = {"name": label(key, record.frame)}
            yield Finding("R18", Level.ERROR, key.indicator, key.path, NO_PERMISSION, params)


def confidence(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R18: low or medium confidence has a reason."""
    for period in record.frame.periods:
        path = f"{SDG}.confidence.{period.key}"
        reason = f"{SDG}.confidence_reason.{period.key}"
        said = record.answer(path)
        if said in ("low", "medium") and not record.answer(reason):
            level = dict(record.questions(SDG)[path].choices)[said]
            params = {"when": when(period.key, record.frame), "level": level}
            yield Finding("R18", Level.ERROR, SDG, reason, NO_REASON, params)


def published(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R13: a value that was published for the same year and has changed has a comment."""
    for key, row in record.observations.items():
        before = _published_value(record, key, row)
        if before is None or row.value is None or before == row.value or row.comment:
            continue
        params = {
            "name": label(key, record.frame),
            "before": Plain(before),
            "found": Plain(row.value),
        }
        yield Finding("R13", Level.ERROR, key.indicator, key.path, CHANGED, params)


def _published_value(record: Record, key: Key, row: Observation) -> Decimal | None:
    if row.published_value is not None:
        return row.published_value
    earlier = record.earlier.get(key) if key.year is not None else None
    return earlier.published_value if earlier else None
