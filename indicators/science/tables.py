"""The method's lookups, factors and critical values as arrays, read from ``data/*.json``.

Each file names its own source. Arrays are read-only.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA

LpdTable = Literal["prais4", "gpg1", "gpg2"]
"""Which guidance decides the three classes of a combination of trend, state and performance."""

N_LAND_COVER: Final = 7


@cache
def _data(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data", f"{name}.json").read_text("utf-8")
    return dict(json.loads(text))


def _frozen(values: Any, dtype: type[np.generic]) -> NDArray[Any]:
    array = np.array(values, dtype)
    array.flags.writeable = False
    return array


@cache
def land_cover_degradation() -> NDArray[np.int8]:
    """Default degradation matrix ``(7, 7)``: -1, 0, +1 by initial and final class (1..7)."""
    return _frozen(_data("land_cover")["land_cover_degradation"]["values"], np.int8)


@cache
def legend(name: str) -> dict[int, int]:
    """Codes of a built-in legend (``unccd7``, ``esa_cci``, ``igbp``) to UNCCD classes 1..7.

    Raises ValueError for a legend that is not built in.
    """
    if name == "unccd7":
        return {code: code for code in range(1, N_LAND_COVER + 1)}
    if name not in LEGEND_NAMES:
        known = ", ".join(LEGEND_NAMES)
        msg = f"There is no legend called {name!r}; built in are {known}."
        raise ValueError(msg)
    groups = _data("land_cover")[f"{name}_to_unccd"]
    return {code: int(key) for key, codes in groups.items() if key != "note" for code in codes}


LEGEND_NAMES: Final = ("unccd7", "esa_cci", "igbp")


@cache
def lpd_lookup() -> NDArray[np.int8]:
    """LPD class 1..5 by ``[trend + 1, state + 1, performance + 1]``, shape ``(3, 3, 2)``."""
    table = np.full((3, 3, 2), NODATA, np.int8)
    for row in _data("productivity")["lpd_lookup"]:
        table[row["trend"] + 1, row["state"] + 1, row["performance"] + 1] = row["lpd5"]
    table.flags.writeable = False
    return table


@cache
def lpd_change_lookup(name: LpdTable) -> NDArray[np.int8]:
    """-1, 0, +1 by ``[trend + 1, state + 1, performance + 1]`` in one guidance's reading."""
    table = np.full((3, 3, 2), NODATA, np.int8)
    for row in _data("productivity")["lpd_lookup"]:
        place = row["trend"] + 1, row["state"] + 1, row["performance"] + 1
        table[place] = row["class3"][name]
    table.flags.writeable = False
    return table


@cache
def soc_factor_rules() -> tuple[tuple[str, ...], ...]:
    """The land-use factors as written, with f for the climate's factor, by initial and final."""
    rows = _data("carbon")["soc_land_use_factor"]["values"]
    return tuple(tuple(str(cell) for cell in row) for row in rows)


@cache
def soc_factors(f: Fraction) -> NDArray[np.float64]:
    """Land-use factors of soil organic carbon ``(7, 7)`` by initial and final class.

    *f* is the cropland factor of the climate zone (IPCC 2006, volume 4); dimensionless.
    """
    rows = [[float(_factor(cell, f)) for cell in row] for row in soc_factor_rules()]
    return _frozen(rows, np.float64)


def _factor(text: str, f: Fraction) -> Fraction:
    """Evaluate one cell of the factor table: a number, ``f``, ``1/f`` or ``1/number``."""
    if text.startswith("1/"):
        return 1 / _factor(text[2:], f)
    return f if text == "f" else Fraction(text)


@cache
def f_by_climate_zone() -> dict[int, Fraction]:
    """Cropland factor f by IPCC climate zone 1..12; zone 0 has none."""
    zones = _data("carbon")["soc_land_use_factor"]["f_by_ipcc_zone"]
    return {int(zone): Fraction(str(f)) for zone, f in zones.items()}


@cache
def f_by_climate() -> dict[str, Fraction]:
    """Cropland factor f by the name of the climate."""
    climates = _data("carbon")["soc_land_use_factor"]["f_by_climate"]
    return {name: Fraction(str(f)) for name, f in climates.items()}


@cache
def kendall_s_trends_earth() -> dict[int, tuple[int, int, int | None]]:
    """Trends.Earth's critical S for 90, 95 and 99 % by number of years, 4..60.

    The 99 % list lacks its last entry (60 years), which is None here.
    """
    table = _data("kendall")["kendall_s_trends_earth"]
    first, k99 = table["first_n"], [*table["99"], None]
    return {
        first + i: (k90, k95, k99[i])
        for i, (k90, k95) in enumerate(zip(table["90"], table["95"], strict=True))
    }


@cache
def kendall_s_exact() -> dict[int, int]:
    """Smallest |S| with exact two-sided p <= 0.05 for some numbers of years (check values)."""
    table = _data("kendall")["kendall_s_exact_two_sided_5_percent"]
    return {int(n): s for n, s in table.items() if n != "note"}


@cache
def status_matrix() -> NDArray[np.int8]:
    """Seven-class status ``(3, 3)`` by ``[baseline + 1, period + 1]``."""
    return _frozen(_data("status")["status_matrix"]["seven_class"], np.int8)


@cache
def status_to_change() -> dict[int, int]:
    """Three-class status by seven-class status 1..7."""
    return {int(k): v for k, v in _data("status")["status_matrix"]["three_class"].items()}


@cache
def cell_areas_wgs84() -> dict[str, Any]:
    """Published check values of cell areas on the WGS 84 ellipsoid, km2."""
    return dict(_data("cell_area")["cell_area_wgs84_km2"])
