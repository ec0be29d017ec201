"""Twenty years of carbon after tree-covered land became cropland, by the year the change is put."""

from dataclasses import dataclass

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.science.carbon import annual_chain
from indicators.science.classes import LandCover
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

FIRST, LAST, END_OF_BASELINE = 2000, 2030, 2015
DRY, MOIST = 0.80, 0.48
"""f of temperate dry and of tropical moist climates."""


@dataclass(frozen=True)
class Loss:
    """One line: the last year as tree-covered land, the factor, the style and the words."""

    last_as_trees: int
    f: float
    style: Style
    words: str

    def stocks(self) -> list[float]:
        """t/ha of every year from 100 t/ha in the first."""
        years = range(FIRST, LAST + 1)
        trees, crops = LandCover.TREE_COVERED, LandCover.CROPLAND
        cover = [int(trees if year <= self.last_as_trees else crops) for year in years]
        chain = np.array(cover, np.int8)[:, None]
        found = annual_chain(np.array([100], np.float32), chain, f=self.f)
        return [float(stock) for stock in found[:, 0]]

    @property
    def at_the_end_of_the_baseline(self) -> float:
        return self.stocks()[END_OF_BASELINE - FIRST]


MIDDLE = FIRST + (END_OF_BASELINE - FIRST) // 2
"""Where a change between the two dates is put: 2007."""

LOSSES = (
    Loss(FIRST, DRY, SOLID, "annual, change in 2000-2001, f 0.80"),
    Loss(MIDDLE, DRY, DASHED, "two dates, change put in 2007, f 0.80"),
    Loss(FIRST, MOIST, Style(SOLID.colour, "", "triangle"), "annual, change in 2000-2001, f 0.48"),
    Loss(MIDDLE, MOIST, Style("#0b6e6e", "2 3", "square"), "two dates, change put in 2007, f 0.48"),
)


def figure() -> str:
    """Stocks from 2000 to 2030, land cover known every year or at two dates only."""
    parts = [f"{loss.words}: {_percent(loss)} by {END_OF_BASELINE}" for loss in LOSSES]
    return Drawing(
        name="carbon-line",
        title="Soil organic carbon after tree-covered land became cropland",
        description=(
            "Four straight lines from 100 t/ha, each falling for twenty years and level after "
            f"that. {'; '.join(parts)}."
        ),
        width=760,
        draw=_draw,
    ).svg()


def _percent(loss: Loss) -> str:
    return f"{number(loss.at_the_end_of_the_baseline - 100, 1)} %"


def _draw(canvas: Canvas) -> None:
    x = Axis(FIRST, LAST, range(FIRST, LAST + 1, 5), "year")
    y = Axis(40, 100, range(40, 101, 10), "t/ha, from 100 t/ha in 2000")
    plot = Plot(canvas, Box(58, 40, 660, 320), x, y)
    plot.axes()
    plot.curve([(FIRST, 90), (LAST, 90)], Style("#4a5a5f", "6 3", "", 1.0))
    plot.note((LAST, 90), "−10 %: below, degraded", dx=-4, dy=-6, anchor="end")
    for loss in LOSSES:
        stocks = loss.stocks()
        plot.curve([(FIRST + n, stock) for n, stock in enumerate(stocks)], _bare(loss.style))
        plot.mark((END_OF_BASELINE, loss.at_the_end_of_the_baseline), loss.style)
        place = (END_OF_BASELINE, loss.at_the_end_of_the_baseline)
        plot.note(place, _percent(loss), dx=8, dy=-6)
    plot.curve([(END_OF_BASELINE, 40), (END_OF_BASELINE, 100)], Style("#4a5a5f", "1 4", "", 1.0))
    plot.note((END_OF_BASELINE, 40), "end of the baseline", dx=8, dy=-8)
    for number_of, loss in enumerate(LOSSES):
        key(canvas, 58 + 350 * (number_of // 2), 424 + 24 * (number_of % 2), loss.style, loss.words)
    canvas.height = 472


def _bare(style: Style) -> Style:
    return Style(style.colour, style.dash, "", style.width)
