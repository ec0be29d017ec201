"""Worked examples of the text, computed by the kernels each time the documents are written."""

from functools import cache
from math import comb

import numpy as np
import pyproj
from affine import Affine

from indicators.science.area import row_areas_km2
from indicators.science.carbon import annual_chain, percent_change, two_date_chain
from indicators.science.classes import LandCover
from indicators.science.land_cover import areas_from_change_matrix
from indicators.science.profiles import PRAIS4
from indicators.science.state import state_class_change, state_from_class_change

TREES, GRASS, CROPS, WETLAND, ARTIFICIAL, OTHER = (
    LandCover.TREE_COVERED, LandCover.GRASSLAND, LandCover.CROPLAND, LandCover.WETLAND,
    LandCover.ARTIFICIAL, LandCover.OTHER_LAND,
)  # fmt: skip
CHANGES = {
    (TREES, TREES): 500, (TREES, CROPS): 40, (GRASS, GRASS): 300, (GRASS, TREES): 10,
    (GRASS, CROPS): 20, (CROPS, CROPS): 200, (CROPS, ARTIFICIAL): 15, (OTHER, OTHER): 100,
    (WETLAND, WETLAND): 20,
}  # fmt: skip
"""The land of a small country by initial and final land cover, km2."""
COUNTRY_WATER = 30.0
"""Its water, km2."""
TIED = (
    0.44, 0.55, 0.59, 0.49, 0.35, 0.49, 0.52, 0.32, 0.45, 0.45, 0.49, 0.44, 0.58, 0.58, 0.52, 0.37,
)  # fmt: skip
"""A series whose mean is exactly a percentile."""


@cache
def small_country() -> dict[str, float]:
    """Degraded, stable and improved land of the small country, and two shares."""
    areas = np.zeros((7, 7))
    for (initial, final), km2 in CHANGES.items():
        areas[initial - 1, final - 1] = km2
    found, land = areas_from_change_matrix(areas), float(areas.sum())
    return {
        **found._asdict(),
        "land": land,
        "share_of_land": 100 * found.degraded / land,
        "share_of_country": 100 * found.degraded / (land + COUNTRY_WATER),
    }


def annual_percent(f: float) -> float:
    """Change from 2000 to 2015 of trees that became cropland in 2000-2001, in percent."""
    covers = np.array([TREES, *[CROPS] * 15], np.int8)[:, None]
    stocks = annual_chain(np.array([100], np.float32), covers, f=f, keep=[0, 15])
    return float(percent_change(stocks[0], stocks[1])[0])


def two_date_stock(
    f: float,
    *covers: LandCover,
    start: float = 100.0,
    years: tuple[int, ...] = (2000, 2015, 2019),
) -> list[float]:
    """Stocks of the years for the land covers of as many of them."""
    years = years[: len(covers)]
    chain = np.array(covers, np.int8)[:, None]
    stocks = two_date_chain(np.array([start], np.float32), chain, years, f=f)
    return [float(stock) for stock in stocks[:, 0]]


def whole_tonnes_percent() -> float:
    """What a stock of 4.6 t/ha that loses 8 % would change by in whole tonnes, percent."""
    before, after = (round(stock) for stock in two_date_stock(0.8, TREES, CROPS, start=4.6))
    return 100.0 * (after - before) / before


def mercator_excess(latitude: float) -> float:
    """How many times too large the nominal pixel of web Mercator is."""
    system = pyproj.CRS.from_epsg(3857)
    to_map = pyproj.Transformer.from_crs(4326, system, always_xy=True)
    _, y = to_map.transform(0.0, latitude)
    areas = row_areas_km2(system, Affine(300, 0, 0, 0, -300, y), 4, 4)
    return 300 * 300 / 1e6 / float(areas.km2[0])


def float_state() -> int:
    """State class change of the tied series with percentiles and means in floating point."""
    history, recent = np.array(TIED[:13]), np.array(TIED[13:])
    spread = 0.05 * (history.max() - history.min())
    sample = np.concatenate([history, [history.min() - spread, history.max() + spread]])
    percentiles = np.percentile(sample, range(10, 100, 10))
    above = (int((values.mean() > percentiles).sum()) for values in (recent, history))
    return next(above) - next(above)


def exact_state() -> tuple[int, int]:
    """State class change and state of the tied series by the kernel."""
    stored = np.array([round(10_000 * v) for v in TIED], np.int16)[:, None]
    change = state_class_change(stored, floor=PRAIS4.stored_state_floor(0.0001))
    return int(change[0]), int(state_from_class_change(change)[0])


def sampled_p90(pixels: int, sampled: int) -> tuple[float, float]:
    """Between which percentiles of a unit the p90 of a sample lies with 95 % probability.

    The k-th smallest of n pixels drawn out of N has rank r with probability
    C(r-1, k-1) C(N-r, n-k) / C(N, n).
    """
    k, total, below = round(0.9 * sampled), comb(pixels, sampled), 0.0
    found: list[float] = []
    for rank in range(k, pixels - sampled + k + 1):
        below += comb(rank - 1, k - 1) * comb(pixels - rank, sampled - k) / total
        passed = sum(below >= limit for limit in (0.025, 0.975))
        found += [100 * rank / pixels] * (passed - len(found))
    return found[0], found[1]
