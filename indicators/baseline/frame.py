"""The years and periods that a report is about, from its cycle."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from indicators.models import Period, Report


@dataclass(frozen=True)
class Frame:
    """Periods in their order, and the nominal years at which areas and stocks are asked."""

    periods: tuple[Period, ...]

    @classmethod
    def of(cls, report: Report) -> "Frame":
        return cls(tuple(report.cycle.periods.order_by("order", "pk")))

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


def _years(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sorted({year for pair in pairs for year in pair}))
