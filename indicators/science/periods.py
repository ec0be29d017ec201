"""What can be computed for each period, and the reason for everything that cannot."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.science import tables
from indicators.science.errors import ManifestError
from indicators.science.manifest import Manifest, Period
from indicators.science.plan import LeftOut, PeriodPlan
from indicators.science.profiles import YEARS_NEEDED


@dataclass
class _Gaps:
    """Reasons collected while one period is looked over."""

    period: str
    items: list[LeftOut] = field(default_factory=list)

    def note(self, indicator: str, reason: str) -> None:
        self.items.append(LeftOut(self.period, indicator, reason))


def planned_periods(
    manifest: Manifest, series_years: tuple[int, ...]
) -> tuple[tuple[PeriodPlan, ...], tuple[LeftOut, ...]]:
    """The periods with what their inputs allow, and what is left out with its reason.

    Raises ManifestError where a period asks for years that a given series does not have.
    """
    plans, gaps = [], []
    for number, period in enumerate(manifest.periods):
        reasons = _Gaps(period.key)
        plans.append(_planned(manifest, number, period, series_years, reasons))
        gaps += reasons.items
    return tuple(plans), tuple(gaps)


def _planned(
    manifest: Manifest, number: int, period: Period, years: tuple[int, ...], gaps: _Gaps
) -> PeriodPlan:
    land_cover = _land_cover(manifest, period, gaps)
    ready = period.key in manifest.lpd
    series = None if ready else _series(manifest, number, period, years, gaps)
    performance = series is not None and manifest.units is not None
    if series is not None and not performance:
        gaps.note("performance", "ecological_units is not given.")
        gaps.note("productivity", "performance is missing, and land productivity needs it.")
    carbon, chain = _carbon(manifest, period, gaps)
    plan = PeriodPlan(
        key=period.key,
        recent_years=period.recent_years,
        land_cover=land_cover,
        series=series,
        ready_lpd=ready,
        performance=performance,
        carbon=carbon,
        carbon_years=chain,
    )
    missing = [
        name for name in ("land_cover", "productivity", "carbon") if name not in plan.indicators
    ]
    if missing:
        gaps.note("sdg", f"it needs all three indicators; missing: {', '.join(missing)}.")
    return plan


def _land_cover(manifest: Manifest, period: Period, gaps: _Gaps) -> tuple[int, int] | None:
    if manifest.land_cover is None:
        gaps.note("land_cover", "land_cover is not given.")
        return None
    if period.land_cover is None:
        gaps.note("land_cover", "the period names no years of land cover.")
    return period.land_cover


def _series(
    manifest: Manifest, number: int, period: Period, years: tuple[int, ...], gaps: _Gaps
) -> tuple[int, int] | None:
    if manifest.productivity is None:
        gaps.note("productivity", "neither productivity nor a ready-made lpd is given.")
        return None
    if period.productivity is None:
        gaps.note("productivity", "the period names no years of productivity.")
        return None
    first, last = period.productivity
    entry = f"periods[{number}].productivity"
    absent = [str(year) for year in range(first, last + 1) if year not in years]
    if absent:
        raise ManifestError(
            entry,
            f"the series has no {', '.join(absent)}; its years are {years[0]} to {years[-1]}.",
        )
    needed = max(YEARS_NEEDED, period.recent_years + 1)
    if last - first + 1 < needed:
        raise ManifestError(
            entry,
            f"{first} to {last} are too few years; at least {needed} are needed with "
            f"{period.recent_years} recent ones.",
        )
    longest = max(tables.kendall_s_trends_earth())
    if last - first + 1 > longest:
        raise ManifestError(
            entry,
            f"{first} to {last} are {last - first + 1} years; at most {longest} can be judged, "
            "the end of the table of critical S that every result is compared with.",
        )
    _check_climate(manifest, first, last, entry)
    return years.index(first), years.index(last) + 1


def _check_climate(manifest: Manifest, first: int, last: int, entry: str) -> None:
    productivity = manifest.productivity
    if productivity is None or productivity.calibration is None:
        return
    given = productivity.calibration.years
    absent = [str(year) for year in range(first, last + 1) if year not in given]
    if absent:
        raise ManifestError(entry, f"productivity.calibration.years has no {', '.join(absent)}.")


def _carbon(
    manifest: Manifest, period: Period, gaps: _Gaps
) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """The period's two years and the years of the chain that leads to them."""
    reason = ""
    if manifest.carbon is None:
        reason = "carbon is not given."
    elif manifest.land_cover is None:
        reason = "land_cover is not given, and carbon follows land-cover change."
    elif period.carbon is None:
        reason = "the period names no years of carbon."
    if reason or manifest.carbon is None or manifest.land_cover is None or period.carbon is None:
        gaps.note("carbon", reason)
        return None, ()
    chain = _chain(manifest, period.carbon, annual=manifest.carbon.chain == "annual")
    absent = [str(year) for year in chain if year not in manifest.land_cover.years]
    if absent:
        gaps.note("carbon", f"there is no land cover of {', '.join(absent)}.")
        return None, ()
    return period.carbon, chain


def _chain(manifest: Manifest, own: tuple[int, int], *, annual: bool) -> tuple[int, ...]:
    """Years of earlier periods that end before this one starts, then its own two.

    A change of an earlier period goes on in this one until this one's own middle year.
    """
    earlier = [
        period.carbon
        for period in manifest.periods
        if period.carbon is not None and period.carbon[1] <= own[0]
    ]
    years = sorted({year for pair in (*earlier, own) for year in pair})
    return tuple(range(years[0], own[1] + 1)) if annual else tuple(years)
