"""What a report is asked about: the years and periods of its cycle, its classes and regions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from indicators.baseline.keys import Key
from indicators.baseline.legend import UNCCD, CoverLegend
from indicators.models import Indicator, OwnClass, Period, Region, Report, Zone

M = TypeVar("M", bound=Model)

CHANGE = "change"
STATUS = "status"


@dataclass(frozen=True)
class Frame:
    """Periods in their order, the nominal years at which areas and stocks are asked, the classes
    that land cover is recorded in, and the regions that have matrices of their own.
    """

    periods: tuple[Period, ...]
    legend: CoverLegend = UNCCD
    regions: tuple[Region, ...] = ()
    every_class: tuple[OwnClass, ...] = field(default=(), compare=False)
    """The classes of all own legends, in use or not, with their legends."""
    every_region: tuple[Region, ...] = field(default=(), compare=False)
    """All regions, those that were taken out as well; without their polygons."""

    @classmethod
    def of(cls, report: Report) -> "Frame":
        """Read it (three queries; of a `marked` report only those that find something)."""
        return cls.of_each([report])[0]

    @classmethod
    def of_each(cls, reports: Sequence[Report]) -> "list[Frame]":
        """Read those of several reports, in the same three queries."""
        periods = Period.objects.filter(cycle__in=[r.cycle_id for r in reports])
        by_cycle = _by("cycle_id", periods.order_by("order", "pk"))
        own = [report for report in reports if getattr(report, "has_own_classes", True)]
        classes = OwnClass.objects.filter(report__in=own).select_related("legend__source")
        by_report = _by("report_id", classes.order_by("legend__number", "order", "pk"))
        parted = [report for report in reports if getattr(report, "has_regions", True)]
        regions = Region.objects.filter(report__in=parted).defer("geometry", "sketch")
        divided = _by("report_id", regions.order_by("number"))
        return [
            cls(
                tuple(by_cycle[report.cycle_id]),
                _legend([c for c in by_report[report.pk] if c.legend.is_current and c.is_listed]),
                tuple(region for region in divided[report.pk] if region.is_listed),
                tuple(by_report[report.pk]),
                tuple(divided[report.pk]),
            )
            for report in reports
        ]

    def without_regions(self) -> "Frame":
        """The same for a part of the country, whose change is not recorded by region."""
        return replace(self, regions=())

    @property
    def is_large(self) -> bool:
        """Whether the tables of land cover need a page each."""
        return bool(self.regions) or self.has_many_classes

    @property
    def has_many_classes(self) -> bool:
        return len(self.legend.keys) > len(UNCCD.keys) + 1

    @cached_property
    def change_measures(self) -> tuple[str, ...]:
        """Under which measures change matrices are entered: one, or one a region."""
        return tuple(change_of(r.key) for r in self.regions) or (CHANGE,)

    @cached_property
    def region_by_measure(self) -> dict[str, Region]:
        """Regions by the measures of their numbers."""
        return {f"{m}-{r.key}": r for r in self.regions for m in (CHANGE, STATUS)}

    def holds(self, key: Key) -> bool:
        """Whether a number is asked for in these classes and regions; else it is set aside."""
        legend = self.legend.by_key
        if key.indicator == Indicator.LAND_COVER:
            if key.measure.startswith(CHANGE):
                asked = key.measure in self.change_measures
                return asked and key.category in legend and key.category_to in legend
            return key.measure != "area" or key.category in legend
        if key.indicator == Indicator.PRODUCTIVITY and key.category_to:
            return key.category_to in legend
        return (key.indicator, key.measure) != (Indicator.CARBON, "stock") or (
            key.category in legend
        )

    @property
    def cover_years(self) -> tuple[int, ...]:
        """The years of land cover, and so of the country profile."""
        return _years((p.land_cover_first, p.land_cover_last) for p in self.periods)

    @property
    def carbon_years(self) -> tuple[int, ...]:
        return _years((p.carbon_first, p.carbon_last) for p in self.periods)

    @property
    def baseline(self) -> Period | None:
        return next((p for p in self.periods if p.is_baseline), None)

    @property
    def reporting(self) -> tuple[Period, ...]:
        """The periods that are compared with the baseline."""
        return tuple(p for p in self.periods if not p.is_baseline)

    @cached_property
    def by_key(self) -> dict[str, Period]:
        return {p.key: p for p in self.periods}

    @cached_property
    def by_id(self) -> dict[int, Period]:
        return {p.pk: p for p in self.periods}

    def land_year(self, period: Period) -> int:
        """The year whose land area is the denominator of a period's shares (R10)."""
        return period.land_cover_last


def change_of(region: str) -> str:
    """The measure of a region's change matrices."""
    return f"{CHANGE}-{region}"


def status_of(region: str) -> str:
    """The measure of a region's degraded, stable and improved land."""
    return f"{STATUS}-{region}"


def _legend(rows: list[OwnClass]) -> CoverLegend:
    return CoverLegend.of(rows[0].legend, rows) if rows else UNCCD


def _by(column: str, rows: Iterable[M]) -> defaultdict[int, list[M]]:
    found: defaultdict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _years(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sorted({year for pair in pairs for year in pair}))


def marked(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Let reports know whether they have own classes, regions, zones, and a report before them.

    What they do not have is then not asked for again: an empty list costs no query.
    """
    return reports.annotate(
        has_own_classes=Exists(OwnClass.objects.filter(report=OuterRef("pk"))),
        has_regions=Exists(Region.objects.filter(report=OuterRef("pk"))),
        has_zones=Exists(Zone.objects.filter(report=OuterRef("pk"))),
        has_earlier=Exists(
            Report.objects.filter(party=OuterRef("party"), cycle__year__lt=OuterRef("cycle__year"))
        ),
    )
