"""Tables of targets, measures, finance and commitments of a region's page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.table import Row, Table
from ldnportal.regions.promises import Tally
from ldnportal.regions.records import EntryTally
from ldnportal.regions.summary import Summary
from targets.drivers import DRIVERS
from targets.models.vocabularies import (
    Commitment,
    Hierarchy,
    QuantityKind,
    SlmGroup,
    TargetStatus,
)
from targets.records.finance import Direction, FundingSource
from targets.records.pledges import Goal, ValueChain

Choices = Iterable[tuple[Any, Any]]


def target_tables(summary: Summary) -> list[Table]:
    """Targets by hierarchy with how far they are, by kind and by status."""
    found = summary.promises
    tables = [
        _standing(summary),
        _targets(_("Quantities of targets by kind"), QuantityKind.choices, found.by_kind),
        _targets(_("Targets by status"), TargetStatus.choices, found.by_status),
    ]
    return _with_rows(tables)


def _standing(summary: Summary) -> Table:
    """Levels of the hierarchy against what became of the targets."""
    found = summary.promises
    seen = {status for _level, status in found.standing}
    statuses = [(key, label) for key, label in TargetStatus.choices if key in seen]
    return Table(
        caption=_("Targets by response hierarchy and how far they are"),
        headers=(
            _("Response"),
            _("Targets"),
            _("Parties"),
            _("Area, km²"),
            *(str(label) for _key, label in statuses),
        ),
        rows=tuple(
            Row(
                label,
                (
                    quantity_text.number(one.count),
                    quantity_text.number(len(one.parties)),
                    quantity_text.number(one.area),
                    *(
                        quantity_text.number(found.standing.get((key, status), 0))
                        for status, _label in statuses
                    ),
                ),
            )
            for key, label, one in ordered(Hierarchy.choices, found.by_hierarchy)
        ),
    )


def _targets(caption: str, choices: Choices, tallies: Mapping[str, Tally]) -> Table:
    return Table(
        caption=caption,
        headers=(_("Kind"), _("Number"), _("Parties"), _("Area, km²")),
        rows=tuple(
            Row(
                label,
                (
                    quantity_text.number(one.count),
                    quantity_text.number(len(one.parties)),
                    quantity_text.number(one.area),
                ),
            )
            for _key, label, one in ordered(choices, tallies)
        ),
    )


def measure_tables(summary: Summary) -> list[Table]:
    """Measures by group of practice, by driver and by hierarchy, with the area done."""
    found = summary.promises
    return _with_rows(
        [
            _measures(
                _("Measures by group of practice"), SlmGroup.choices, found.measures_by_group
            ),
            _measures(_("Measures by driver"), DRIVERS, found.measures_by_driver),
            _measures(
                _("Measures by response hierarchy"), Hierarchy.choices, found.measures_by_hierarchy
            ),
        ]
    )


def _measures(caption: str, choices: Choices, tallies: Mapping[str, Tally]) -> Table:
    return Table(
        caption=caption,
        headers=(
            _("Kind"),
            _("Number"),
            _("Parties"),
            _("Planned, km²"),
            _("Done, km²"),
            _("Done of planned"),
        ),
        rows=tuple(
            Row(label, _measure_cells(one)) for _key, label, one in ordered(choices, tallies)
        ),
    )


def _measure_cells(one: Tally) -> tuple[str, ...]:
    return (
        quantity_text.number(one.count),
        quantity_text.number(len(one.parties)),
        quantity_text.number(one.area),
        quantity_text.number(one.done),
        quantity_text.percent(one.progress),
    )


def finance_tables(summary: Summary) -> list[Table]:
    """Needs and offers: amounts in each currency apart, and how many of each source."""
    records = summary.records
    return _with_rows(
        [
            Table(
                caption=_("Finance by currency; amounts are added within one currency alone"),
                headers=(_("What"), _("Currency"), _("Number"), _("Parties"), _("Amount")),
                rows=tuple(_money_rows(records.money)),
                words=(1,),
            ),
            _entries(_("Needs by source of the money"), FundingSource.choices, records.needs),
            _entries(_("Offers by source of the money"), FundingSource.choices, records.offers),
        ]
    )


def _money_rows(money: Mapping[tuple[str, str], EntryTally]) -> Iterator[Row]:
    labels = {str(key): str(label) for key, label in Direction.choices}
    for (direction, currency), one in sorted(money.items()):
        yield Row(
            labels.get(direction, direction) or _("not said"),
            (
                currency or _("not said"),
                quantity_text.number(one.count),
                quantity_text.number(len(one.parties)),
                quantity_text.number(one.sum),
            ),
        )


def commitment_tables(summary: Summary) -> list[Table]:
    """Other commitments and those of businesses."""
    records = summary.records
    return _with_rows(
        [
            _entries(
                _("Other commitments by kind"), Commitment.choices, records.commitments, areas=True
            ),
            _entries(_("Business commitments by goal"), Goal.choices, records.goals, areas=True),
            _entries(
                _("Business commitments by value chain"),
                ValueChain.choices,
                records.chains,
                areas=True,
            ),
        ]
    )


def _entries(
    caption: str, choices: Choices, tallies: Mapping[str, EntryTally], *, areas: bool = False
) -> Table:
    more = (_("Area, km²"),) if areas else ()
    return Table(
        caption=caption,
        headers=(_("Kind"), _("Number"), _("Parties"), *more),
        rows=tuple(
            Row(
                label,
                (
                    quantity_text.number(one.count),
                    quantity_text.number(len(one.parties)),
                    *((quantity_text.number(one.sum),) if areas else ()),
                ),
            )
            for _key, label, one in ordered(choices, tallies)
        ),
    )


def _with_rows(tables: Iterable[Table]) -> list[Table]:
    return [table for table in tables if table.rows]


def ordered(choices: Choices, found: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Key, label and what was found, in the order of the vocabulary; the unknown last."""
    labels = {str(key): str(label) for key, label in choices}
    for key in (*labels, *(key for key in found if key not in labels)):
        if key in found:
            yield key, labels.get(key, key) or _("not said"), found[key]
