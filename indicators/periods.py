"""The years of a period, and what rests on them already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from indicators.models import Observation, Period, Report, ReportState, Run

Years = tuple[int, int]
PAIRS = ("", "land_cover_", "carbon_", "productivity_")
"""Of the period as a whole, and of each indicator inside it."""


@dataclass(frozen=True)
class Window:
    """A period and the years that each indicator uses inside it, first and last."""

    key: str
    years: Years
    land_cover: Years
    productivity: Years
    is_baseline: bool = False
    carbon: Years | None = None
    """Those of land cover, if not said otherwise."""
    recent_years: int = 3

    @classmethod
    def of(cls, period: Period) -> "Window":
        return cls(
            period.key,
            (period.first_year, period.last_year),
            (period.land_cover_first, period.land_cover_last),
            (period.productivity_first, period.productivity_last),
            period.is_baseline,
            (period.carbon_first, period.carbon_last),
            period.recent_years,
        )

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a period."""
        carbon = self.carbon or self.land_cover
        return {
            "key": self.key,
            "is_baseline": self.is_baseline,
            "first_year": self.years[0],
            "last_year": self.years[1],
            "land_cover_first": self.land_cover[0],
            "land_cover_last": self.land_cover[1],
            "carbon_first": carbon[0],
            "carbon_last": carbon[1],
            "productivity_first": self.productivity[0],
            "productivity_last": self.productivity[1],
            "recent_years": self.recent_years,
        }


@dataclass(frozen=True)
class Use:
    """What rests on the years of a period."""

    numbers: int = 0
    parties: int = 0
    handed_in: int = 0
    """Reports of the cycle that have been submitted: their versions were judged by these years."""
    runs: int = 0

    def __bool__(self) -> bool:
        return bool(self.numbers or self.handed_in)


def use_of(period: Period) -> Use:
    """Count what rests on a period (three queries)."""
    reports = Report.objects.filter(cycle=period.cycle_id)
    counted = Observation.objects.filter(_asked_by(period)).aggregate(
        numbers=Count("pk"), parties=Count("report", distinct=True)
    )
    return Use(
        counted["numbers"],
        counted["parties"],
        reports.exclude(state=ReportState.DRAFT).count(),
        Run.objects.filter(cycle=period.cycle_id).count(),
    )


def _asked_by(period: Period) -> Q:
    """The numbers of a period, and those of the years that only this period asks for."""
    others = period.cycle.periods.exclude(pk=period.pk)
    shared = {year for other in others for year in _years(other)}
    own = set(_years(period)) - shared
    return Q(period=period) | Q(report__cycle=period.cycle_id, year__in=own)


def _years(period: Period) -> Iterator[int]:
    for indicator in ("land_cover", "carbon"):
        yield getattr(period, f"{indicator}_first")
        yield getattr(period, f"{indicator}_last")
