"""Open a GeoTIFF so that it can reach nothing else, and check what its header announces.

Everything here happens before the first pixel is read: a header of 200 bytes can announce
gigabytes.
"""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from rasterio.enums import MaskFlags
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from countries.sandbox.refusal import Refusal
from indicators.ingest.kinds import Expectation
from indicators.ingest.problems import RasterProblem
from indicators.ingest.signature import check_signature

_MIB = 1024 * 1024
_DTYPES = frozenset({"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"})
_CODECS = frozenset({"NONE", "LZW", "DEFLATE", "ZSTD", "PACKBITS", "LZMA"})
_LERC = "LERC"


@dataclass(frozen=True)
class HeaderLimits:
    """What a header may announce. Sizes in pixels; a block in bytes, with all its bands."""

    max_pixels: int = 12_000_000_000
    max_block_bytes: int = 256 * _MIB
    max_blocks: int = 2_000_000
    finest_pixel_m: float = 10.0
    # A raster may be larger than its Party: a region, or a tile of a global product.
    room_around_party: float = 3.0
    always_allowed_pixels: int = 25_000_000


@dataclass(frozen=True)
class GeoTiff:
    """An open file for reading pixels, its transform (None: it has none), its bands' names."""

    source: Any
    transform: Affine | None
    band_names: list[str]


@contextmanager
def open_geotiff(path: Path) -> Iterator[GeoTiff]:
    """Open one local GeoTIFF: no other driver, no sidecar, no overviews of the file's choosing.

    Tag 42112 of a valid GeoTIFF may name an OVERVIEW_FILE, which GDAL opens or fetches for
    decimated reads; OVERVIEW_LEVEL=NONE switches that off. It also loses the bands' names, and
    leaves the transform of a file that has none uninitialised (GDAL 3.10), so these two are asked
    for without it.
    """
    check_signature(path)
    try:
        with _open(path) as source:
            transform = None if source.transform == Affine.identity() else source.transform
            names = [name or "" for name in source.descriptions]
        source = _open(path, OVERVIEW_LEVEL="NONE")
    except RasterioError as error:
        detail = " ".join(str(error).replace(str(path), path.name).split())[:200]
        raise Refusal(RasterProblem.CANNOT_OPEN, detail=detail) from error
    with source:
        yield GeoTiff(source, transform, names)


def _open(path: Path, **options: str) -> Any:
    with warnings.catch_warnings():
        # A file without georeference gets a sentence, not a warning.
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        return rasterio.open(path, driver="GTiff", GEOREF_SOURCES="INTERNAL", **options)


def check_header(source: Any, expected: Expectation, max_pixels: int, limits: HeaderLimits) -> None:
    """Refuse what the header announces and we do not read. Raises `Refusal`."""
    _check_bands(source, expected)
    _check_size(source, max_pixels, limits)
    _check_dtype(source, expected)
    _check_codec(source, expected)
    if len(source.subdatasets) > 1:
        raise Refusal(RasterProblem.SEVERAL_IMAGES, count=len(source.subdatasets))
    _check_mask(source)


def allowed_pixels(party_km2: float | None, limits: HeaderLimits) -> int:
    """How many pixels a raster may have, for the area of the Party's bounding box."""
    if party_km2 is None:
        return limits.max_pixels
    finest = party_km2 * 1e6 / limits.finest_pixel_m**2 * limits.room_around_party
    return min(limits.max_pixels, max(limits.always_allowed_pixels, int(finest)))


def _check_bands(source: Any, expected: Expectation) -> None:
    if not 1 <= source.count <= expected.max_bands:
        raise Refusal(RasterProblem.BAND_COUNT, found=source.count, expected=expected.max_bands)


def _check_size(source: Any, max_pixels: int, limits: HeaderLimits) -> None:
    pixels = source.width * source.height
    if pixels > max_pixels:
        raise Refusal(
            RasterProblem.TOO_MANY_PIXELS,
            width=source.width,
            height=source.height,
            megapixels=round(pixels / 1e6),
            limit=max(1, max_pixels // 1_000_000),
        )
    height, width = source.block_shapes[0]
    blocks = math.ceil(source.width / width) * math.ceil(source.height / height) * source.count
    if blocks > limits.max_blocks:
        raise Refusal(RasterProblem.TOO_MANY_BLOCKS, count=blocks, limit=limits.max_blocks)
    if block_bytes(source) > limits.max_block_bytes:
        raise Refusal(
            RasterProblem.TOO_LARGE_BLOCKS,
            width=width,
            height=height,
            mebibytes=round(block_bytes(source) / _MIB),
            limit=limits.max_block_bytes // _MIB,
        )


def block_bytes(source: Any) -> int:
    """Bytes that one block unpacks to, all bands together where they are interleaved."""
    height, width = source.block_shapes[0]
    structure = source.tags(ns="IMAGE_STRUCTURE")
    bands = source.count if structure.get("INTERLEAVE") == "PIXEL" else 1
    return int(height * width * bands * _sample_bytes(source.dtypes[0]))


def _sample_bytes(dtype: str) -> int:
    return {"complex_int16": 4, "complex64": 8, "complex128": 16}.get(dtype) or max(
        1, int("".join(c for c in dtype if c.isdigit()) or 8) // 8
    )


def _check_dtype(source: Any, expected: Expectation) -> None:
    found = sorted(set(source.dtypes))
    if len(found) > 1 or found[0] not in _DTYPES:
        raise Refusal(RasterProblem.DTYPE, found=list(found))
    if expected.categorical and "int" not in found[0]:
        raise Refusal(RasterProblem.CODES_NOT_INTEGER, found=found[0])


def _check_codec(source: Any, expected: Expectation) -> None:
    codec = source.tags(ns="IMAGE_STRUCTURE").get("COMPRESSION", "NONE").upper()
    if codec in _CODECS:
        return
    if not codec.startswith(_LERC):
        problem = RasterProblem.LOSSY_CODES if expected.categorical else RasterProblem.CODEC
        raise Refusal(problem, found=codec)


def _check_mask(source: Any) -> None:
    taken = {MaskFlags.all_valid, MaskFlags.nodata}
    for band, flags in enumerate(source.mask_flag_enums, start=1):
        if not set(flags) <= taken:
            raise Refusal(RasterProblem.MASK_BAND, band=band)
