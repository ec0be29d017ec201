"""Write the clean copy: our own tiles, our own overviews, nothing of the upload's metadata."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio
import rasterio.shutil

from countries.sandbox.refusal import Refusal
from indicators.ingest.blocks import TILE
from indicators.ingest.place import Place
from indicators.ingest.problems import RasterProblem

_READ_BYTES = 1 << 20


@contextmanager
def plain_copy(path: Path, place: Place, source: Any, nodata: float | None) -> Iterator[Any]:
    """A north-up tiled GeoTIFF to be filled tile by tile; only the grid is taken over."""
    profile = {
        "driver": "GTiff",
        "width": place.width,
        "height": place.height,
        "count": source.count,
        "dtype": source.dtypes[0],
        "crs": source.crs,
        "transform": place.transform,
        "nodata": nodata,
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "interleave": "band",
        "compress": "zstd",
        "zstd_level": 1,
        "bigtiff": "if_safer",
    }
    with rasterio.open(path, "w", **profile) as target:
        yield target


def write_cog(plain: Path, cog: Path, *, resampling: str, predictor: bool) -> None:
    """Turn the plain copy into a COG (ZSTD, blocks of 512) with overviews of our making.

    Raises `Refusal` when it cannot be written, which is a matter of disk space or of its limit.
    """
    options = {
        "COMPRESS": "ZSTD",
        "LEVEL": "9",
        "BLOCKSIZE": str(TILE),
        "OVERVIEWS": "IGNORE_EXISTING",
        "OVERVIEW_RESAMPLING": resampling,
        "PREDICTOR": "YES" if predictor else "NO",
        "BIGTIFF": "IF_SAFER",
        "STATISTICS": "NO",
        "NUM_THREADS": "1",
    }
    try:
        rasterio.shutil.copy(plain, cog, driver="COG", **options)
    except MemoryError:
        raise
    except Exception as error:
        detail = " ".join(str(error).replace(str(cog.parent), "").split())[:200]
        raise Refusal(RasterProblem.CANNOT_REWRITE, detail=detail) from error


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_READ_BYTES):
            digest.update(part)
    return digest.hexdigest()
