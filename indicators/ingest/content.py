"""Read every pixel once: counts of codes, or statistics without the fill values.

While it is read, the raster is copied tile by tile; the statistics of continuous rasters come
from a second pass over that copy, when the fill values are known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from countries.sandbox.refusal import Refusal
from indicators.ingest import blocks, rewrite
from indicators.ingest.counting import CodeCounts, FirstLook, Summary, nodata_mask
from indicators.ingest.fill import suspected_fills
from indicators.ingest.kinds import Expectation
from indicators.ingest.place import Place
from indicators.ingest.problems import RasterProblem, RasterRemark
from indicators.ingest.report import CodeFound, FillFound, Remark
from indicators.science.area import row_areas_km2

_MOST_OUTSIDE = 0.5
_AREA_ROUNDING = 6
_MANY_CODES = 1000


@dataclass(frozen=True)
class Subject:
    """The open file with what its header said."""

    source: Any
    band_names: list[str]
    place: Place
    expected: Expectation
    nodata: float | None
    party_share: float | None


@dataclass
class Content:
    """What the pixels said."""

    missing_share: float
    codes: list[CodeFound]
    bands: list[dict[str, Any]]
    fills: list[FillFound]
    remarks: list[Remark]


def read_content(subject: Subject, plain: Path) -> Content:
    """Read all pixels, copy them north up to `plain`, and tell what they say.

    Raises `Refusal` for a broken block, no data at all, or values that cannot be of this kind.
    """
    with rewrite.plain_copy(plain, subject.place, subject.source, subject.nodata) as target:
        if subject.expected.categorical:
            return _read_codes(subject, target)
        first = _first_look(subject, target)
    return _summarise(subject, first, plain)


def _copy_pieces(
    subject: Subject, target: Any, look: Callable[[NDArray[Any], blocks.Piece], None]
) -> None:
    source, place = subject.source, subject.place
    pixel_bytes = source.count * np.dtype(source.dtypes[0]).itemsize
    for piece in blocks.pieces(place.width, place.height, pixel_bytes):
        for band in range(1, source.count + 1):
            pixels = blocks.read_piece(source, place, band, piece)
            look(pixels, piece)
            target.write(pixels, band, window=piece.window)


def _read_codes(subject: Subject, target: Any) -> Content:
    place, counts = subject.place, CodeCounts()
    areas = row_areas_km2(subject.source.crs, place.transform, place.width, place.height)

    def look(pixels: NDArray[Any], piece: blocks.Piece) -> None:
        km2 = areas.window(piece.row, piece.column, piece.height, piece.width)
        each = km2 if areas.per_pixel else np.repeat(km2, piece.width)
        valid = ~nodata_mask(pixels, subject.nodata)
        counts.add(pixels[valid], each.reshape(pixels.shape)[valid])
        if len(counts.pixels) > subject.expected.max_codes:
            found, most = len(counts.pixels), subject.expected.max_codes
            raise Refusal(RasterProblem.TOO_MANY_CODES, found=found, expected=most)

    _copy_pieces(subject, target, look)
    return _content_of_codes(subject, counts)


def _content_of_codes(subject: Subject, counts: CodeCounts) -> Content:
    pixels = subject.place.width * subject.place.height
    valid = sum(counts.pixels.values())
    if not valid:
        raise Refusal(RasterProblem.NO_DATA)
    codes = [
        CodeFound(code, counts.pixels[code], round(counts.km2[code], _AREA_ROUNDING))
        for code in sorted(counts.pixels)
    ]
    remarks = _check_codes(codes, subject.expected)
    return Content(1 - valid / pixels, codes, [], _fill_codes(subject, codes, pixels), remarks)


def _check_codes(codes: list[CodeFound], expected: Expectation) -> list[Remark]:
    if expected.codes is None:
        return []
    odd = [row.code for row in codes if row.code not in expected.codes]
    if len(odd) == len(codes):
        raise Refusal(RasterProblem.WRONG_CODES, found=odd[:10], expected=sorted(expected.codes))
    return [Remark(RasterRemark.ODD_CODES, {"codes": odd[:10]})] if odd else []


def _fill_codes(subject: Subject, codes: list[CodeFound], pixels: int) -> list[FillFound]:
    """Codes that customarily mean "no data": the ends of the pixel type, and -9999."""
    if subject.expected.max_codes > _MANY_CODES:
        return []
    limits = np.iinfo(subject.source.dtypes[0])
    customary = {limits.max, -9999} | ({limits.min} if limits.min < 0 else set())
    return [
        FillFound(float(row.code), row.pixels, row.pixels / pixels)
        for row in codes
        if row.code in customary
    ]


def _first_look(subject: Subject, target: Any) -> FirstLook:
    look = FirstLook()
    _copy_pieces(subject, target, lambda pixels, _: look.add(pixels, subject.nodata))
    if look.missing == look.pixels:
        raise Refusal(RasterProblem.NO_DATA)
    return look


def _summarise(subject: Subject, first: FirstLook, plain: Path) -> Content:
    fills = suspected_fills(first.edges)
    kept = [v for v in (*first.edges.low, *first.edges.high) if v not in fills]
    if not kept:
        raise Refusal(RasterProblem.NO_DATA)
    with rasterio.open(plain, driver="GTiff") as copy:
        bands = [
            _summarise_band(subject, copy, band, fills, Summary(min(kept), max(kept)))
            for band in range(1, copy.count + 1)
        ]
    remarks = _check_range(subject, bands)
    return Content(
        first.missing / first.pixels,
        [],
        [summary.to_json(number) for number, summary in enumerate(bands, start=1)],
        [FillFound(value, count, count / first.pixels) for value, count in fills.items()],
        remarks,
    )


def _summarise_band(
    subject: Subject, copy: Any, band: int, fills: dict[float, int], summary: Summary
) -> Summary:
    plausible = _plausible_values(subject)
    itemsize = np.dtype(copy.dtypes[0]).itemsize
    for piece in blocks.pieces(copy.width, copy.height, itemsize):
        summary.add(copy.read(band, window=piece.window), subject.nodata, fills, plausible)
    return summary


def _plausible_values(subject: Subject) -> tuple[float, float]:
    """The plausible range in the file's own numbers: unit = number x scale + offset."""
    scale, offset = subject.source.scales[0] or 1.0, subject.source.offsets[0]
    low, high = subject.expected.low, subject.expected.high
    return (
        -np.inf if low is None else (low - offset) / scale,
        np.inf if high is None else (high - offset) / scale,
    )


def _check_range(subject: Subject, bands: list[Summary]) -> list[Remark]:
    valid, outside = sum(b.valid for b in bands), sum(b.outside for b in bands)
    if not outside:
        return []
    facts = {
        "share": round(100 * outside / valid, 1),
        "low": subject.expected.low,
        "high": subject.expected.high,
        "lowest": min(b.lowest for b in bands),
        "highest": max(b.highest for b in bands),
    }
    if outside > _MOST_OUTSIDE * valid:
        raise Refusal(RasterProblem.OUT_OF_RANGE, **facts)
    return [Remark(RasterRemark.SOME_OUT_OF_RANGE, facts)]
