"""State: one made-up series, its percentiles, and the classes of its two means."""

from fractions import Fraction
from itertools import pairwise

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.charts.palette import LINE
from indicators.science.profiles import PRAIS4
from indicators.science.state import RECENT_YEARS, state_class_change, state_from_class_change
from ldnportal.science_figures.drawing import Drawing
from ldnportal.science_figures.plot import (
    DASHED,
    SOLID,
    Axis,
    Box,
    Plot,
    Style,
    key,
    number,
)

FIRST_YEAR = 2000
NDVI = (
    0.412, 0.447, 0.431, 0.395, 0.458, 0.420, 0.439, 0.402, 0.466, 0.428, 0.451, 0.409, 0.435,
    0.398, 0.411, 0.402,
)  # fmt: skip
"""Annual NDVI of 2000 to 2015, made up."""

STORED = np.array([round(value * 10_000) for value in NDVI], np.int16)
HISTORY = STORED[: len(STORED) - RECENT_YEARS]
RECENT = STORED[len(STORED) - RECENT_YEARS :]


def percentiles() -> list[Fraction]:
    """P10..P90 of the history widened by 5 % of its range, in stored units, exactly."""
    ordered = sorted(map(int, HISTORY))
    spread = Fraction(ordered[-1] - ordered[0], 20)
    sample = [ordered[0] - spread, *map(Fraction, ordered), ordered[-1] + spread]
    found = []
    for percent in range(10, 100, 10):
        place = Fraction(percent * (len(sample) - 1), 100)
        low = int(place)
        found.append(sample[low] + (place - low) * (sample[low + 1] - sample[low]))
    return found


def class_of(values: np.ndarray) -> int:
    """Class 1..10 of the mean of some years."""
    mean = Fraction(int(values.sum()), len(values))
    return 1 + sum(mean > percentile for percentile in percentiles())


def change() -> int:
    """Difference of the classes by the kernel, which must be that of the classes shown."""
    floor = PRAIS4.stored_state_floor(Fraction(1, 10_000))
    return int(state_class_change(STORED[:, None], floor=floor)[0])


def figure() -> str:
    """The percentile classes of one series."""
    old, new = class_of(HISTORY), class_of(RECENT)
    return Drawing(
        name="state-classes",
        title=f"State of one series: the recent mean falls from class {old} to class {new}",
        description=(
            "Annual NDVI of 2000 to 2015 with the ten classes that the percentiles of 2000 to 2012 "
            f"make. The mean of 2000 to 2012 lies in class {old}, the mean of 2013 to 2015 in "
            f"class {new}: a change of {change()}, which is degraded."
        ),
        width=760,
        draw=_draw,
    ).svg()


def _draw(canvas: Canvas) -> None:
    last = FIRST_YEAR + len(NDVI) - 1
    x = Axis(FIRST_YEAR - 0.5, last + 0.5, range(FIRST_YEAR, last + 1, 3), "year")
    y = Axis(0.38, 0.48, (0.38, 0.40, 0.42, 0.44, 0.46, 0.48), "annual NDVI", 2)
    plot = Plot(canvas, Box(58, 40, 580, 330), x, y)
    _classes(plot)
    plot.axes()
    years = range(FIRST_YEAR, last + 1)
    plot.curve([(n, v) for n, v in zip(years, NDVI, strict=True)], SOLID)
    _mean(plot, HISTORY, FIRST_YEAR, Style(DASHED.colour, "10 4", "", 3))
    _mean(plot, RECENT, last - RECENT_YEARS + 1, Style(DASHED.colour, "3 3", "", 3))
    _keys(canvas)
    canvas.height = 482


def _classes(plot: Plot) -> None:
    """A thin line for each percentile, and the number of the class between two of them."""
    canvas, box = plot.canvas, plot.box
    heights = [float(p) / 10_000 for p in percentiles()]
    for value in heights:
        _, y = plot.place((plot.x.low, value))
        canvas.line(box.left, y, box.right, y, colour="#75828a", dash="1 3")
    edges = [0.384, *heights, 0.477]
    for number_of, (low, high) in enumerate(pairwise(edges), start=1):
        plot.note((plot.x.high, (low + high) / 2), f"class {number_of}", dx=10, dy=4)
    _, bottom = plot.place((plot.x.low, plot.y.low))
    split, _ = plot.place((FIRST_YEAR + len(HISTORY) - 0.5, plot.y.low))
    canvas.line(split, box.top, split, bottom, colour=LINE)


def _mean(plot: Plot, values: np.ndarray, first: int, style: Style) -> None:
    mean = float(values.sum()) / len(values) / 10_000
    plot.curve([(first - 0.4, mean), (first + len(values) - 0.6, mean)], style)


def _keys(canvas: Canvas) -> None:
    old, new = class_of(HISTORY), class_of(RECENT)
    outcome = int(state_from_class_change(np.array([change()], np.int8))[0])
    key(canvas, 58, 430, Style(DASHED.colour, "10 4", "", 3), f"mean of the history: class {old}")
    words = f"mean of the three recent years: class {new}"
    key(canvas, 300, 430, Style(DASHED.colour, "3 3", "", 3), words)
    key(canvas, 58, 454, Style("#75828a", "1 3", "", 1), "percentiles P10 to P90 of the history")
    result = f"change {number(change())}, so the state is {number(outcome)}"
    canvas.text(342, 458, result, bold=True)
