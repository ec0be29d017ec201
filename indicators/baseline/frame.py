"""What a report is asked about: the years and periods of its cycle, its classes and regions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.baseline.keys import Key
from indicators.baseline.legend import UNCCD, CoverLegend
from indicators.models import Indicator, OwnClass, Period, Region, Report

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

    @classmethod
    def of(cls, report: Report) -> "Frame":
        """Read it (three queries)."""
        regions = report.regions.filter(is_listed=True).defer("geometry", "sketch")
        return cls(
            tuple(report.cycle.periods.order_by("order", "pk")),
            _legend_of(report),
            tuple(regions.order_by("number")),
        )

    def without_regions(self) -> "Frame":
        """The same for a part of the country, whose change is not recorded by region."""
        return replace(self, regions=())

    @property
    def is_large(self) -> bool:
        """Whether the tables of land cover need a page each."""
        return bool(self.regions) or len(self.legend.keys) > len(UNCCD.keys) + 1

    @property
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


def _legend_of(report: Report) -> CoverLegend:
    rows = OwnClass.objects.filter(report=report, legend__is_current=True, is_listed=True)
    listed = list(rows.select_related("legend").order_by("order", "pk"))
    return CoverLegend.of(listed[0].legend, listed) if listed else UNCCD


def _years(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sorted({year for pair in pairs for year in pair}))
