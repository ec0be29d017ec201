"""The sheets of a regional summary. Keys of columns are a contract: tests keep them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from indicators.baseline.classes import STATES_AND_GAPS
from indicators.models import Period
from ldnportal.exports.counting import counted
from ldnportal.exports.lists import commitments_sheet, finance_sheet
from ldnportal.exports.sheets import NOT_REPORTED, REPORTED, Column, Sheet
from ldnportal.regions.promises import Tally
from ldnportal.regions.summary import IndicatorSum, PartyRow, Summary
from ldnportal.regions.sums import StateSum
from targets.models import Fact, Submission

ALL_ORIGINS = "all"


@dataclass(frozen=True)
class _Sum:
    """A line of the sheet of indicators: one indicator, period and origin."""

    row: IndicatorSum
    origin: str
    sums: StateSum


def regional_sheets(summary: Summary) -> list[Sheet[Any]]:
    """All sheets of a region's workbook but the dictionary."""
    keys = [party.pk for party in summary.coverage.with_data]
    return [
        coverage_sheet(summary),
        indicators_sheet(summary),
        parties_sheet(summary),
        land_cover_sheet(summary),
        promises_sheet(summary),
        finance_sheet(summary),
        commitments_sheet(summary),
        facts_sheet(summary),
        provenance_sheet(keys, summary),
    ]


def _status(reported: bool) -> str:
    return REPORTED if reported else NOT_REPORTED


def coverage_sheet(summary: Summary) -> Sheet[Summary]:
    found = summary.coverage
    return Sheet(
        "coverage",
        _("How much of the region has reported"),
        (
            Column("region", _("The region"), lambda s: s.region.name),
            Column("cycle", _("The reporting cycle"), lambda s: s.cycle.year),
            Column("parties", _("Parties in the region"), lambda _s: found.total),
            Column(
                "parties_with_data", _("Parties with a published report"), lambda _s: found.count
            ),
            Column(
                "land_with_data_km2",
                _(
                    "Land of the Parties with a published report: the area inside the outline,"
                    " inland water included; without an outline, the land area published"
                ),
                lambda _s: found.land_with_data,
                "km2",
            ),
            Column(
                "land_known_km2",
                _("Land of all Parties whose land area is known, measured in the same way"),
                lambda _s: found.land_known,
                "km2",
            ),
            Column(
                "parties_of_unknown_area",
                _("Parties left out of the share of the land"),
                lambda _s: found.parties_of_unknown_area,
            ),
            Column(
                "share_of_land_percent",
                _("land_with_data_km2 over land_known_km2"),
                lambda _s: found.share,
                "%",
            ),
            Column(
                "unions_not_added",
                _(
                    "Unions of Parties, by ISO code, whose numbers are in no sum as members of"
                    " theirs have published too"
                ),
                lambda s: " ".join(union.iso3 for union in s.alone),
            ),
        ),
        [summary],
    )


def indicators_sheet(summary: Summary) -> Sheet[_Sum]:
    """Areas summed and shares of land, in all and for each origin apart."""
    return Sheet(
        "indicators",
        _("The three indicators and 15.3.1, areas summed over Parties"),
        (
            Column(
                "indicator",
                _("land_cover, productivity, carbon, or sdg for 15.3.1"),
                lambda r: r.row.indicator,
            ),
            Column("period", _("Key of the period"), lambda r: r.row.period.key),
            Column("first_year", _("First year of the period"), lambda r: r.row.period.first_year),
            Column("last_year", _("Last year of the period"), lambda r: r.row.period.last_year),
            Column(
                "origin",
                _("Origin of the numbers; “all” is the sum of all origins"),
                lambda r: r.origin,
            ),
            Column(
                "status", _("Whether any Party reported it"), lambda r: _status(r.sums.is_reported)
            ),
            Column("parties", _("Parties that reported it"), lambda r: len(r.sums.parties)),
            *(_state_column(state) for state in STATES_AND_GAPS),
            Column(
                "land_km2",
                _("Land area of those Parties: the denominator of the share"),
                lambda r: r.sums.land,
                "km2",
            ),
            Column(
                "degraded_percent",
                _("Degraded land over land, of the Parties that reported both"),
                lambda r: r.sums.share,
                "%",
            ),
        ),
        list(_sums(summary)),
    )


def _state_column(state: str) -> Column[_Sum]:
    value: Callable[[_Sum], Decimal | None] = lambda r: r.sums.states.get(state)  # noqa: E731
    return Column(f"{state}_km2", _("Area in this state"), value, "km2")


def _sums(summary: Summary) -> Iterator[_Sum]:
    for row in (*summary.reported, *summary.indicators):
        yield _Sum(row, ALL_ORIGINS, row.total)
        for origin, sums in row.by_origin.items():
            yield _Sum(row, origin, sums)


def parties_sheet(summary: Summary) -> Sheet[PartyRow]:
    """A line for each Party, those without data too."""
    return Sheet(
        "parties",
        _("15.3.1 of each Party"),
        (
            Column("iso3", _("ISO 3166-1 code of the Party"), lambda r: r.party.iso3),
            Column("party", _("Name of the Party"), lambda r: r.party.name),
            Column(
                "status",
                _("Whether the Party has a published report"),
                lambda r: _status(r.has_data),
            ),
            Column(
                "land_km2",
                _("Land area as published, else the area inside the outline"),
                lambda r: r.land,
                "km2",
            ),
            *_period_columns(summary.periods),
        ),
        summary.parties,
    )


def _period_columns(periods: Iterable[Period]) -> Iterator[Column[PartyRow]]:
    for index, period in enumerate(periods):
        yield Column(
            f"degraded_km2_{period.key}",
            _("15.3.1: degraded land in the period"),
            _at("degraded", index),
            "km2",
        )
        yield Column(
            f"degraded_percent_{period.key}",
            _("15.3.1: degraded land over land"),
            _at("shares", index),
            "%",
        )


def _at(name: str, index: int) -> Callable[[PartyRow], Any]:
    return lambda row: getattr(row, name)[index]


def land_cover_sheet(summary: Summary) -> Sheet[tuple[str, str, int, Decimal | None]]:
    rows = [
        (cover.category, year, parties, area)
        for cover in summary.cover
        for year, parties, area in zip(
            summary.cover_years, summary.cover_parties, cover.areas, strict=True
        )
    ]
    return Sheet(
        "land_cover",
        _("Land cover, areas summed over Parties"),
        (
            Column("category", _("Land cover class"), lambda r: r[0]),
            Column("year", _("Year"), lambda r: int(r[1])),
            Column("parties", _("Parties that reported the year"), lambda r: r[2]),
            Column("area_km2", _("Area of the class"), lambda r: r[3], "km2"),
        ),
        rows,
    )


def promises_sheet(summary: Summary) -> Sheet[tuple[str, str, str, Tally]]:
    found = summary.promises
    groups: tuple[tuple[str, str, dict[str, Tally]], ...] = (
        ("target", "total", {"": found.targets}),
        ("target", "hierarchy", found.by_hierarchy),
        ("target", "quantity", found.by_kind),
        ("target", "status", found.by_status),
        ("measure", "total", {"": found.measures}),
        ("measure", "slm_group", found.measures_by_group),
        ("measure", "hierarchy", found.measures_by_hierarchy),
    )
    rows = [(t, by, key, tally) for t, by, tallies in groups for key, tally in tallies.items()]
    return Sheet(
        "targets_measures",
        _("Targets and measures by kind"),
        (
            Column("topic", _("target or measure"), lambda r: r[0]),
            Column("sorted_by", _("What they are sorted by"), lambda r: r[1]),
            Column("category", _("The kind"), lambda r: r[2]),
            Column(
                "count", _("How many; one of several kinds counts in each"), lambda r: r[3].count
            ),
            Column("parties", _("Of how many Parties"), lambda r: len(r[3].parties)),
            Column(
                "area_km2",
                _("Area that they state; empty where none does"),
                lambda r: r[3].area,
                "km2",
            ),
        ),
        rows,
    )


class FactRow(NamedTuple):
    """A published number as it is written: light, for there are hundreds of thousands."""

    iso3: str
    party: str
    cycle: int
    status: str
    version: int | None = None
    topic: str = ""
    item: str = ""
    measure: str = ""
    category: str = ""
    category_to: str = ""
    period: str = ""
    year: int | None = None
    value: Decimal | None = None
    unit: str = ""
    origin: str = ""
    licence: str = ""


_OF_A_FACT = FactRow._fields[4:]
_MEANINGS: dict[str, Any] = {
    "iso3": _("ISO 3166-1 code of the Party"),
    "party": _("Name of the Party"),
    "cycle": _("The reporting cycle"),
    "status": _("Whether the Party has a published report"),
    "version": _("Published version of the report"),
    "topic": _("Indicator, target or measure; affected for numbers of the affected areas"),
    "item": _("Which target or measure"),
    "measure": _("What is counted"),
    "category": _("Class"),
    "category_to": _("Second class of a two-way table"),
    "period": _("Key of the period"),
    "year": _("Year"),
    "value": _("The number; empty where nothing was reported"),
    "unit": _("Unit of the number"),
    "origin": _("default, national, computed, carried_over, or mixed"),
    "licence": _("Licence of the number's source, where one was named"),
}
FACT_COLUMNS: tuple[Column[FactRow], ...] = tuple(
    Column(name, _MEANINGS[name], attrgetter(name)) for name in FactRow._fields
)


def facts_sheet(summary: Summary) -> Sheet[Any]:
    """Every published number of the region, and a row for each Party without any."""
    return Sheet("facts", _("All published numbers"), FACT_COLUMNS, counted(_facts(summary)))


def _facts(summary: Summary) -> Iterator[FactRow]:
    year = summary.cycle.year
    heads = {p.pk: (p.iso3, p.name, year, REPORTED) for p in summary.coverage.with_data}
    facts = Fact.objects.current().filter(cycle=summary.cycle, party__in=list(heads))
    rows = facts.order_by("party__iso3", "pk").values_list("party_id", *_OF_A_FACT)
    for party, *values in rows.iterator(chunk_size=2000):
        yield FactRow(*heads[party], *values)
    for silent in summary.coverage.without_data:
        yield FactRow(silent.iso3, silent.name, year, NOT_REPORTED)


def provenance_sheet(parties: list[int], summary: Summary) -> Sheet[Submission]:
    """Which published versions the summary was made from."""
    versions = (
        Submission.objects.published()
        .without_snapshot()
        .filter(report__party__in=parties, report__cycle=summary.cycle)
        .select_related("report__party", "report__cycle")
        .order_by("report__party__iso3")
    )
    return Sheet(
        "provenance",
        _("The published versions that this was made from"),
        (
            Column("iso3", _("ISO 3166-1 code of the Party"), lambda s: s.report.party.iso3),
            Column("cycle", _("The reporting cycle"), lambda s: s.report.cycle.year),
            Column("version", _("Version of the report"), lambda s: s.version),
            Column(
                "published_on",
                _("Day of publication"),
                lambda s: s.published_at.date().isoformat() if s.published_at else "",
            ),
            Column("sha256", _("SHA-256 of the version's snapshot"), lambda s: s.sha256),
        ),
        versions,
    )
