"""Charts of targets, measures, finance and commitments in a region."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from indicators.charts.class_bars import ClassBars, ClassRow, Series
from indicators.charts.figure import Chart, Scale
from ldnportal.regions.promise_tables import ordered
from ldnportal.regions.promises import Tally
from ldnportal.regions.records import EntryTally
from ldnportal.regions.summary import Summary
from targets.drivers import DRIVERS
from targets.models.vocabularies import Commitment, Hierarchy, SlmGroup
from targets.records.finance import FundingSource
from targets.records.pledges import Goal

Choices = Iterable[tuple[Any, Any]]


def hierarchy_chart(summary: Summary) -> Chart | None:
    """How many targets avoid, reduce and reverse."""
    found = summary.promises.by_hierarchy
    if not found:
        return None
    parts = [
        f"{quantity_text.number(one.count)} {label.lower()}"
        for _key, label, one in ordered(Hierarchy.choices, found)
    ]
    title = _("Targets by what they do: %(parts)s") % {"parts": ", ".join(parts)}
    return _counted(title, _("Targets by response hierarchy."), Hierarchy.choices, found)


def slm_chart(summary: Summary) -> Chart | None:
    """Planned area and area done of measures by group of practice."""
    found = {key: one for key, one in summary.promises.measures_by_group.items() if one.area}
    if not found:
        return None
    total = summary.promises.measures
    title = _("Measures are planned on %(area)s; %(done)s are reported done") % {
        "area": quantity_text.km2(total.area),
        "done": quantity_text.km2(total.done),
    }
    if total.done is None:
        title = _("Measures are planned on %(area)s; nobody reports yet what is done") % {
            "area": quantity_text.km2(total.area)
        }
    return ClassBars(
        title=title,
        description=_("Area of measures by group of practice (WOCAT)."),
        rows=tuple(
            ClassRow(label, (one.area, one.done))
            for _key, label, one in ordered(SlmGroup.choices, found)
        ),
        series=(Series(_("planned"), "accent-light"), Series(_("done"), "accent")),
        scale=Scale(_("km²")),
        class_header=_("Group of practice"),
    )


def driver_chart(summary: Summary) -> Chart | None:
    """How many measures address each driver."""
    found = summary.promises.measures_by_driver
    if not found:
        return None
    most = max(found, key=lambda key: found[key].count)
    title = _("The driver that most measures address: %(driver)s") % {
        "driver": dict(DRIVERS).get(most, most)
    }
    return _counted(title, _("Measures by the driver they address."), DRIVERS, found)


def finance_chart(summary: Summary) -> Chart | None:
    """How many needs and offers there are by source of the money."""
    records = summary.records
    if not records.money:
        return None
    needs, offers = _count(records.needs), _count(records.offers)
    keys = [*records.needs, *(key for key in records.offers if key not in records.needs)]
    both = {
        key: (records.needs.get(key, EntryTally()), records.offers.get(key, EntryTally()))
        for key in keys
    }
    return ClassBars(
        title=_("%(needs)s needs and %(offers)s offers of finance are published")
        % {"needs": needs, "offers": offers},
        description=_("Needs and offers of finance by source of the money."),
        rows=tuple(
            ClassRow(label, (Decimal(need.count), Decimal(offer.count)))
            for _key, label, (need, offer) in ordered(FundingSource.choices, both)
        ),
        series=(Series(_("needs"), "accent-light"), Series(_("offers"), "accent")),
        scale=Scale("", 0),
        class_header=_("Source of the money"),
    )


def commitment_chart(summary: Summary) -> Chart | None:
    """How many other commitments the same land is promised to."""
    found = summary.records.commitments
    if not found:
        return None
    title = ngettext(
        "%(count)s other commitment is published",
        "%(count)s other commitments are published",
        _count(found),
    ) % {"count": _count(found)}
    return _counted(title, _("Other commitments by kind."), Commitment.choices, found)


def business_chart(summary: Summary) -> Chart | None:
    """Goals of confirmed business commitments."""
    found = summary.records.goals
    if not found:
        return None
    title = _("Goals of the business commitments that Parties have confirmed")
    return _counted(title, _("Business commitments by goal."), Goal.choices, found)


def _counted(
    title: str, description: str, choices: Choices, found: Mapping[str, Tally | EntryTally]
) -> Chart:
    return ClassBars(
        title=title,
        description=description,
        rows=tuple(
            ClassRow(label, (Decimal(one.count),), "accent")
            for _key, label, one in ordered(choices, found)
        ),
        series=(Series(_("Number"), "accent"),),
        scale=Scale("", 0),
        class_header=_("Kind"),
    )


def _count(tallies: Mapping[str, EntryTally]) -> int:
    return sum(one.count for one in tallies.values())
