"""How large S must be in each profile, and what share of pure noise each calls a trend."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.canvas import Canvas
from indicators.science.profiles import GPG2, PRAIS4, TRENDS_EARTH, Profile
from indicators.science.significance import critical_s, exact_p, unreachable_s
from ldnportal.science_figures.drawing import Drawing
from ldnportal.science_figures.plot import (
    DASHED,
    DOTTED,
    SOLID,
    THIN,
    Axis,
    Box,
    Plot,
    Point,
    Style,
    key,
    number,
)

YEARS = range(4, 31)
PERIOD = 16
"""Years of a period's productivity in the reporting manual."""

WIDTH = 760.0
BOX = Box(58, 40, 660, 300)


@dataclass(frozen=True)
class Line:
    """A profile and how it is drawn."""

    profile: Profile
    style: Style


LINES = (Line(TRENDS_EARTH, DASHED), Line(GPG2, DOTTED), Line(PRAIS4, SOLID))


def smallest_s(profile: Profile, years: int) -> int | None:
    """Smallest |S| that counts as a trend (95 %), None where no series can reach it."""
    s = critical_s(profile.significance, years).k95
    return None if s >= unreachable_s(years) else s


def flagged(profile: Profile, years: int) -> float:
    """Percent of series without trend or ties that a profile calls rising or falling, exactly."""
    s = smallest_s(profile, years)
    return 0.0 if s is None else float(100 * exact_p(years, s))


def thresholds() -> str:
    """Smallest |S| at 95 % by years and profile."""
    return Drawing(
        name="significance-thresholds",
        title="Smallest |S| that counts as a trend, by number of years and profile",
        description=(
            f"Lines for 4 to 30 years. At {PERIOD} years trends.earth asks for "
            f"{smallest_s(TRENDS_EARTH, PERIOD)}, gpg2 for {smallest_s(GPG2, PERIOD)} and prais4 "
            f"for {smallest_s(PRAIS4, PERIOD)}."
        ),
        width=WIDTH,
        draw=_draw_thresholds,
    ).svg()


def white_noise() -> str:
    """Share of white noise that is called a trend, by years and profile."""
    shares = [f"{line.profile.name} {_percent(line.profile)}" for line in LINES]
    return Drawing(
        name="white-noise",
        title="Share of pure noise that is called a trend, by number of years and profile",
        description=(
            "Lines for 4 to 30 years around the 5 percent that a test at 5 percent allows. At "
            f"{PERIOD} years: {', '.join(shares)}."
        ),
        width=WIDTH,
        draw=_draw_white_noise,
    ).svg()


def _percent(profile: Profile) -> str:
    return f"{number(flagged(profile, PERIOD), 1)} %"


def _draw_thresholds(canvas: Canvas) -> None:
    y = Axis(0, 120, range(0, 121, 20), "smallest |S| that counts as rising or falling")
    plot = Plot(canvas, BOX, Axis(4, 30, range(4, 31, 2), "years in the series"), y)
    plot.axes()
    for line in LINES:
        found = [(float(n), smallest_s(line.profile, n)) for n in YEARS]
        plot.curve([(n, float(s)) for n, s in found if s is not None], line.style)
    _keys(canvas, [f"{i.profile.name}: {smallest_s(i.profile, PERIOD)}" for i in LINES])
    _at_sixteen(plot)
    canvas.height = BOX.bottom + 56


def _draw_white_noise(canvas: Canvas) -> None:
    y = Axis(0, 20, range(0, 21, 5), "percent of series without any trend")
    plot = Plot(canvas, BOX, Axis(4, 30, range(4, 31, 2), "years in the series"), y)
    plot.axes()
    plot.curve([(4, 5), (30, 5)], THIN)
    plot.note((30, 5), "what 5 % means", dx=-4, dy=-6, anchor="end")
    for line in LINES:
        points: Sequence[Point] = [(float(n), flagged(line.profile, n)) for n in YEARS]
        plot.curve(points, line.style)
    _keys(canvas, [f"{i.profile.name}: {_percent(i.profile)}" for i in LINES])
    _at_sixteen(plot)
    canvas.height = BOX.bottom + 56


def _keys(canvas: Canvas, words: Sequence[str]) -> None:
    left, top = (BOX.left + 20, BOX.top + 14)
    canvas.text(left, top, f"at {PERIOD} years", bold=True)
    for number_of, (line, text) in enumerate(zip(LINES, words, strict=True), start=1):
        key(canvas, left, top + 22 * number_of - 4, line.style, text)


def _at_sixteen(plot: Plot) -> None:
    plot.curve([(PERIOD, plot.y.low), (PERIOD, plot.y.high)], Style(THIN.colour, "1 4", "", 1.0))
