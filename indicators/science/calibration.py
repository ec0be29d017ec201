"""Climate calibration of productivity: residuals from rain, rain- and water-use efficiency.

Results are fixed-point integers, int32, so that the trend of a calibrated series is decided by
integers too: a series with ``units`` (100 by default) times finer steps than the original. Its
trend rule is that of the scale divided by ``units``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from indicators.science.compiled import TILE, kernel
from indicators.science.series import Prepared, Series, prepared

Calibration = Literal["restrend", "rue", "wue"]

CALIBRATED_UNITS: Final = 100.0
"""Steps of a calibrated series to one stored unit of NDVI x 10000; see ``units_for``."""

CALIBRATED_NODATA: Final = -(2**31)

_LARGEST: Final = 2.0**31 - 1.0


def units_for(slope_floor: Fraction) -> int:
    """Whole number of steps to one stored unit that makes the slope floor about a thousand steps.

    *slope_floor* is in stored units a year, above 0: 10 of NDVI x 10000 gives 100 steps, 0.001 of
    NDVI as it is a million. A step is then 1e-6 NDVI either way.
    """
    return max(1, round(1000 / slope_floor))


def calibrated(
    values: Series,
    climate: NDArray[np.float32],
    method: Calibration,
    *,
    nodata: float | None = None,
    units: float = CALIBRATED_UNITS,
) -> NDArray[np.int32]:
    """The series calibrated by *method*; its nodata is ``CALIBRATED_NODATA``."""
    if method == "restrend":
        return restrend_residuals(values, climate, nodata=nodata, units=units)
    return use_efficiency(values, climate, nodata=nodata, units=units)


def restrend_residuals(
    values: Series,
    rain: NDArray[np.float32],
    *,
    nodata: float | None = None,
    units: float = CALIBRATED_UNITS,
) -> NDArray[np.int32]:
    """Residuals of the pixel's least-squares line of productivity on rain, ``(n_years, n_pixels)``.

    *rain* is annual rain (any unit), NaN where missing; both series have the same shape. Missing
    in either makes the year ``CALIBRATED_NODATA`` and leaves it out of the line. Without
    variation of rain the residuals are the deviations from the mean. Source: Evans and Geerken
    2004; Trends.Earth ``p_restrend``.
    """
    series, out = _pair(values, rain, nodata)
    _residuals(series.values, rain, series.marked, series.mark, units, out)
    return out


def use_efficiency(
    values: Series,
    water_mm: NDArray[np.float32],
    *,
    nodata: float | None = None,
    units: float = CALIBRATED_UNITS,
) -> NDArray[np.int32]:
    """Productivity per metre of rain (RUE) or of evapotranspiration (WUE), ``(n_years, n_pixels)``.

    *water_mm* is annual rain or evapotranspiration in mm, NaN where missing; a year without any
    (<= 0) is ``CALIBRATED_NODATA``.
    """
    series, out = _pair(values, water_mm, nodata)
    _efficiency(series.values, water_mm, series.marked, series.mark, units, out)
    return out


def _pair(
    values: Series, climate: NDArray[np.float32], nodata: float | None
) -> tuple[Prepared, NDArray[np.int32]]:
    if values.shape != climate.shape:
        msg = f"Productivity {values.shape} and climate {climate.shape} differ in years or pixels."
        raise ValueError(msg)
    return prepared(values, nodata), np.empty(values.shape, np.int32)


@kernel
def _fixed(value: float, units: float) -> Any:
    """*value* in steps, rounded, and kept within int32."""
    return np.int32(min(max(np.rint(value * units), -_LARGEST), _LARGEST))


@kernel
def _residuals(
    values: Series,
    rain: NDArray[np.float32],
    marked: bool,
    mark: Any,
    units: float,
    out: NDArray[np.int32],
) -> None:
    years = values.shape[0]
    v, x, valid = np.empty((years, TILE)), np.empty((years, TILE)), np.empty((years, TILE))
    for start in range(0, values.shape[1], TILE):
        n = min(TILE, values.shape[1] - start)
        for i in range(years):
            for j in range(n):
                y, r = values[i, start + j], rain[i, start + j]
                known = (y == y) & (r == r) & ~(marked & (y == mark))  # noqa: PLR0124 - NaN
                v[i, j] = np.float64(y) if known else 0.0
                x[i, j] = np.float64(r) if known else 0.0
                valid[i, j] = np.float64(known)
        _centre(v, valid)
        _centre(x, valid)
        _subtract_line(v, x)
        for i in range(years):
            for j in range(n):
                fixed = _fixed(v[i, j], units)
                out[i, start + j] = fixed if valid[i, j] > 0 else CALIBRATED_NODATA


@kernel
def _centre(values: NDArray[np.float64], valid: NDArray[np.float64]) -> None:
    """Subtract each pixel's mean over its valid years."""
    total, count = np.zeros(TILE), np.zeros(TILE)
    for i in range(values.shape[0]):
        for j in range(TILE):
            total[j] += values[i, j]
            count[j] += valid[i, j]
    for i in range(values.shape[0]):
        for j in range(TILE):
            values[i, j] = (values[i, j] - total[j] / max(count[j], 1.0)) * valid[i, j]


@kernel
def _subtract_line(v: NDArray[np.float64], x: NDArray[np.float64]) -> None:
    """Subtract from centred *v* its least-squares line on centred *x*."""
    product, square = np.zeros(TILE), np.zeros(TILE)
    for i in range(v.shape[0]):
        for j in range(TILE):
            product[j] += v[i, j] * x[i, j]
            square[j] += x[i, j] * x[i, j]
    for i in range(v.shape[0]):
        for j in range(TILE):
            v[i, j] -= product[j] / square[j] * x[i, j] if square[j] > 0 else 0.0


@kernel
def _efficiency(
    values: Series,
    water_mm: NDArray[np.float32],
    marked: bool,
    mark: Any,
    units: float,
    out: NDArray[np.int32],
) -> None:
    for i in range(values.shape[0]):
        for p in range(values.shape[1]):
            v, water = values[i, p], np.float64(water_mm[i, p])
            known = (v == v) and water > 0 and not (marked and v == mark)  # noqa: PLR0124 - NaN
            metres = water / 1000.0 if known else 1.0
            fixed = _fixed(np.float64(v) / metres, units) if known else CALIBRATED_NODATA
            out[i, p] = fixed
