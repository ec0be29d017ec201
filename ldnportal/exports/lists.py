"""The sheets of what Parties list beside their targets: finance, and commitments of others."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ldnportal.exports.sheets import Column, Sheet
from ldnportal.regions.records import EntryTally
from ldnportal.regions.summary import Summary
from targets.records.finance import Direction


class ListRow(NamedTuple):
    """A line: which entries, what they are sorted by, and what they come to."""

    of: str
    sorted_by: str
    category: str
    tally: EntryTally


_COUNT: Column[ListRow] = Column(
    "count", _("How many entries; one of several kinds counts in each"), lambda r: r.tally.count
)
_PARTIES: Column[ListRow] = Column(
    "parties", _("Of how many Parties"), lambda r: len(r.tally.parties)
)


def finance_sheet(summary: Summary) -> Sheet[ListRow]:
    """Needs and offers: amounts by currency, which are never added up, and numbers by source."""
    return Sheet(
        "finance",
        _("Needs and offers of money, by currency and by source"),
        (
            Column("direction", _("need or offer; empty where it is not said"), lambda r: r.of),
            Column("sorted_by", _("What they are sorted by: currency or source"), _sorted_by),
            Column(
                "category",
                _("The currency by its ISO 4217 code, or the source; empty where it is not said"),
                lambda r: r.category,
            ),
            _COUNT,
            _PARTIES,
            Column(
                "amount",
                _(
                    "Sum of the amounts in the currency of the line; empty where none is stated,"
                    " and by source, as amounts in different currencies are not added"
                ),
                lambda r: r.tally.sum,
            ),
        ),
        list(_finance(summary)),
    )


def commitments_sheet(summary: Summary) -> Sheet[ListRow]:
    """Other commitments of Parties, and the confirmed ones of businesses."""
    records = summary.records
    return Sheet(
        "commitments",
        _("Other commitments, and those of businesses"),
        (
            Column(
                "topic",
                _("party for other commitments of Parties, business for those of businesses"),
                lambda r: r.of,
            ),
            Column("sorted_by", _("What they are sorted by"), _sorted_by),
            Column("category", _("The kind; empty where it is not said"), lambda r: r.category),
            _COUNT,
            _PARTIES,
            Column(
                "area_km2",
                _("Area that they state; empty where none does"),
                lambda r: r.tally.sum,
                "km2",
            ),
        ),
        [
            *_rows("party", "kind", records.commitments),
            *_rows("business", "goal", records.goals),
            *_rows("business", "value_chain", records.chains),
        ],
    )


def _sorted_by(row: ListRow) -> str:
    return row.sorted_by


def _finance(summary: Summary) -> Iterator[ListRow]:
    records = summary.records
    for (direction, currency), tally in sorted(records.money.items()):
        yield ListRow(direction, "currency", currency, tally)
    yield from _rows(Direction.NEED.value, "source", records.needs)
    yield from _rows(Direction.OFFER.value, "source", records.offers)


def _rows(of: str, sorted_by: str, tallies: Mapping[str, EntryTally]) -> Iterator[ListRow]:
    for category, tally in sorted(tallies.items()):
        yield ListRow(of, sorted_by, category, tally)
