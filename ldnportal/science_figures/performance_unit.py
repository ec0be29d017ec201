"""Performance: the means of one ecological unit, their 90th percentile, and half of it."""

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.charts.palette import Fill, fill
from indicators.science.performance import (
    mean_histogram,
    performance,
    unit_percentiles,
)
from ldnportal.science_figures.drawing import Drawing
from ldnportal.science_figures.plot import Axis, Box, Plot, Style, number

STEP = 250
COUNTS = {
    1500: 6, 1750: 10, 2000: 14, 2250: 20, 2500: 28, 2750: 36, 3000: 48, 3250: 60, 3500: 74,
    3750: 86, 4000: 96, 4250: 98, 4500: 90, 4750: 76, 5000: 58, 5250: 40, 5500: 24, 5750: 12,
    6000: 6, 6250: 2,
}  # fmt: skip
"""Pixels of a made-up unit by the lower edge of their mean, NDVI x 10000."""


def means() -> np.ndarray:
    """Means of the pixels, spread evenly inside each step."""
    spread = [low + STEP * np.arange(n) // n for low, n in COUNTS.items()]
    return np.concatenate(spread).astype(np.int32)


def p90() -> float:
    """90th percentile of the unit by the kernel, NDVI x 10000."""
    units = np.ones(means().size, np.int32)
    return float(unit_percentiles(mean_histogram(means(), units)).p90_tenths[0]) / 10


def flagged() -> int:
    """Pixels that the kernel finds degraded."""
    units = np.ones(means().size, np.int32)
    limits = unit_percentiles(mean_histogram(means(), units))
    return int(np.count_nonzero(performance(means(), units, limits) == -1))


def figure() -> str:
    """A histogram with both limits."""
    return Drawing(
        name="performance-unit",
        title=f"Performance in one ecological unit: {flagged()} of {means().size} pixels are low",
        description=(
            "A histogram of the pixels' mean NDVI over a period. The 90th percentile is "
            f"{number(p90() / 10_000, 4)}; pixels at or below half of it, "
            f"{number(p90() / 20_000, 4)}, are degraded."
        ),
        width=760,
        draw=_draw,
    ).svg()


def _draw(canvas: Canvas) -> None:
    x = Axis(0.1, 0.7, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7), "mean NDVI of the period", 1)
    y = Axis(0, 120, range(0, 121, 20), "pixels of the unit")
    plot = Plot(canvas, Box(58, 40, 660, 260), x, y)
    plot.axes()
    for low, count in COUNTS.items():
        split = min(max(p90() / 2, low), low + STEP)
        _bar(plot, (low, split), count, fill("degraded"))
        _bar(plot, (split, low + STEP), count, Fill("#dfe5e4", "#75828a"))
    for value, words, side in (
        (p90() / 20_000, f"half of it: {number(p90() / 20_000, 4)}", "end"),
        (p90() / 10_000, f"p90: {number(p90() / 10_000, 4)}", "start"),
    ):
        plot.curve([(value, 0), (value, 116)], Style("#1b2a2f", "6 3"))
        plot.note((value, 112), words, dx=-8 if side == "end" else 8, anchor=side)
    canvas.height = 356


def _bar(plot: Plot, span: tuple[float, float], count: int, look: Fill) -> None:
    """A bar over a span of means, if it has any width."""
    left, top = plot.place((span[0] / 10_000, count))
    right, bottom = plot.place((span[1] / 10_000, 0))
    if right > left:
        plot.canvas.rect(left, top, right - left, bottom - top, look)
