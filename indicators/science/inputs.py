"""Input pixels on the run's grid: read as they are, or resampled, with one mark for no data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science import resample, series
from indicators.science.grid import Grid, Window, pixel_offset
from indicators.science.sources import RasterSource, Readers, read_file

MAX_SOURCE_PIXELS = 1 << 22
"""Most source pixels held at once while a finer raster is averaged."""

Mask = NDArray[np.bool_]


def fitted(source: RasterSource, grid: Grid) -> RasterSource:
    """The source with the way in which its pixels reach the grid.

    Codes: the nearest pixel. Values: bilinear from coarser pixels, the average of finer ones.
    """
    offset = pixel_offset(grid, source.grid)
    if offset is not None:
        return replace(source, method="none", offset=offset)
    if source.kind == "codes":
        return replace(source, method="nearest")
    finer = resample.size_ratio(grid, source.grid) > 1.0 + 1e-6
    return replace(source, method="average" if finer else "bilinear")


@dataclass(frozen=True)
class AnnualSeries:
    """Bands of an annual series in the order of years, and what in them means no data."""

    sources: tuple[tuple[RasterSource, int], ...]
    fill: tuple[float, ...]

    @cached_property
    def dtype(self) -> np.dtype[Any]:
        """The type in which the kernels get the series."""
        if any(source.method != "none" for source, _ in self.sources):
            return np.dtype(np.float32)
        common = np.result_type(*(np.dtype(source.dtype) for source, _ in self.sources))
        if common in series.SERIES_TYPES:
            return common
        small = common.kind in "iu" and common.itemsize == 1
        if small:
            return np.dtype(np.int16)
        return np.dtype(np.float64 if common.itemsize > 4 or common.kind == "f" else np.int32)

    @cached_property
    def nodata(self) -> float:
        """The one value that marks missing years."""
        if self.dtype.kind == "f":
            return float("nan")
        declared = [s.nodata for s, _ in self.sources if s.nodata is not None]
        for value in (*declared, *self.fill):
            if _representable(self.dtype, value):
                return value
        info = np.iinfo(self.dtype)
        return float(info.min if info.min < 0 else info.max)


@dataclass(frozen=True)
class Inputs:
    """Reading for one task: the run's grid and the open files. Not to be shared by threads."""

    grid: Grid
    readers: Readers
    _last: dict[str, Any] = field(default_factory=dict)

    def codes(self, source: RasterSource, window: Window) -> tuple[NDArray[Any], Mask | None]:
        """Codes of a window in the file's own type, and where they are data (None: everywhere)."""
        if source.method == "none":
            codes, covered = self._direct(source, window, source.bands[:1])
            known = None if covered == window else _mask(covered, window)
            found = codes[0]
        else:
            found, known = self._nearest(source, window)
        if source.nodata is None or not _representable(found.dtype, source.nodata):
            return found, known
        given = found != found.dtype.type(source.nodata)
        return found, given if known is None else given & known

    def values(
        self, source: RasterSource, window: Window, band: int = 1, fill: Sequence[float] = ()
    ) -> NDArray[np.float32]:
        """Values of a window as float32, NaN where there is no data."""
        if source.method == "none":
            values, covered = self._direct(source, window, (band,))
            floats = _floats(values[0], source.nodata, fill)
            if covered != window:
                floats[~_mask(covered, window)] = np.nan
            return floats
        out = np.full(window.shape, np.nan, np.float32)
        for piece in self._bounded_pieces(source, window):
            out[piece.within(window)] = self._resampled(source, piece, band, fill)
        return out

    def series(self, annual: AnnualSeries, window: Window) -> NDArray[Any]:
        """An annual series ``(n_years, n_pixels)`` with `annual.nodata` where a year is missing."""
        if annual.dtype.kind == "f":
            return self._float_series(annual, window)
        parts = []
        for source, bands in _runs(annual.sources):
            values, covered = self._direct(source, window, bands)
            _mark_missing(values, source.nodata, annual)
            part = values if values.dtype == annual.dtype else _converted(values, source, annual)
            if covered != window:
                part[:, ~_mask(covered, window)] = annual.nodata
            parts.append(part)
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return whole.reshape(len(annual.sources), window.pixels)

    def _float_series(self, annual: AnnualSeries, window: Window) -> NDArray[Any]:
        out = np.empty((len(annual.sources), window.pixels), annual.dtype)
        for year, (source, band) in enumerate(annual.sources):
            out[year] = self.values(source, window, band, annual.fill).ravel()
        return out

    def _direct(
        self, source: RasterSource, window: Window, bands: Sequence[int]
    ) -> tuple[NDArray[Any], Window]:
        """Pixels that share the grid's lattice, and the part of the window that the file covers."""
        row, col = source.offset
        file = Window(-row, source.grid.height - row, -col, source.grid.width - col)
        covered = window.shared(file)
        there = Window(
            covered.row0 + row, covered.row1 + row, covered.col0 + col, covered.col1 + col
        )
        if covered == window:
            return read_file(self.readers, source, there, bands), covered
        out = np.zeros((len(bands), *window.shape), source.dtype)
        if covered.height > 0 and covered.width > 0:
            rows, cols = covered.within(window)
            out[:, rows, cols] = read_file(self.readers, source, there, bands)
        return out, covered

    def _places(self, source: Grid, window: Window) -> resample.Places:
        """Where a window's pixels fall; kept for the next year's raster on the same grid."""
        if self._last.get("for") != (source, window):
            self._last["at"] = resample.places(self.grid, source, window)
            self._last["for"] = source, window
        found: resample.Places = self._last["at"]
        return found

    def _nearest(self, source: RasterSource, window: Window) -> tuple[NDArray[Any], Mask]:
        at = self._places(source.grid, window)
        part = at.source_window(source.grid)
        if part is None:
            return np.zeros(window.shape, source.dtype), np.zeros(window.shape, np.bool_)
        values = read_file(self.readers, source, part, source.bands[:1])[0]
        return resample.nearest(values, at, part)

    def _resampled(
        self, source: RasterSource, window: Window, band: int, fill: Sequence[float]
    ) -> NDArray[np.float32]:
        at = self._places(source.grid, window)
        part = at.source_window(source.grid)
        if part is None:
            return np.full(window.shape, np.nan, np.float32)
        values = read_file(self.readers, source, part, (band,))[0]
        floats = _floats(values, source.nodata, fill)
        way = resample.average if source.method == "average" else resample.bilinear
        return way(floats, at, part)

    def _bounded_pieces(self, source: RasterSource, window: Window) -> Iterator[Window]:
        ratio = max(1.0, resample.size_ratio(self.grid, source.grid))
        side = max(16, int((MAX_SOURCE_PIXELS**0.5) / ratio) // 16 * 16)
        return window.pieces(side, side)


def _runs(
    bands: Sequence[tuple[RasterSource, int]],
) -> Iterator[tuple[RasterSource, list[int]]]:
    """Bands that follow each other in one file, so that each file is asked once."""
    for _, run in groupby(bands, key=lambda pair: pair[0].location):
        listed = list(run)
        yield listed[0][0], [band for _, band in listed]


def _mask(covered: Window, window: Window) -> Mask:
    mask = np.zeros(window.shape, np.bool_)
    if covered.height > 0 and covered.width > 0:
        mask[covered.within(window)] = True
    return mask


def _mark_missing(values: NDArray[Any], nodata: float | None, annual: AnnualSeries) -> None:
    """Write the series' one mark over a file's nodata and fill values, where its type can."""
    if not _representable(values.dtype, annual.nodata):
        return
    others = [nodata, *annual.fill] if nodata is not None else list(annual.fill)
    usable = [value for value in others if _representable(values.dtype, value)]
    series.replace_fills(values, usable, annual.nodata)


def _converted(values: NDArray[Any], source: RasterSource, annual: AnnualSeries) -> NDArray[Any]:
    out = values.astype(annual.dtype)
    if not _representable(values.dtype, annual.nodata):
        missing = np.zeros(values.shape, np.bool_)
        for value in (source.nodata, *annual.fill):
            if value is not None and _representable(values.dtype, value):
                missing |= values == values.dtype.type(value)
        out[missing] = annual.nodata
    return out


def _floats(
    values: NDArray[Any], nodata: float | None, fill: Sequence[float]
) -> NDArray[np.float32]:
    """float32 with NaN for nodata and fills; compared in the file's own type."""
    floats = values.astype(np.float32)
    for value in (nodata, *fill):
        if value is not None and _representable(values.dtype, value):
            floats[values == values.dtype.type(value)] = np.nan
    return floats


def _representable(dtype: np.dtype[Any], value: float) -> bool:
    if dtype.kind == "f":
        return True
    info = np.iinfo(dtype)
    return value == int(value) and info.min <= value <= info.max if np.isfinite(value) else False
