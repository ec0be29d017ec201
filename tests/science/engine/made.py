"""Small rasters and manifests for the engine's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import ArrayLike, NDArray

DEGREE_HUNDREDTHS = Affine(0.01, 0, 10.0, 0, -0.01, 5.0)
"""Upper left corner at 10 degrees east, 5 degrees north; a hundredth of a degree a pixel."""

SQUARE_KILOMETRES = Affine(1000, 0, 0, 0, -1000, 50_000)
"""Pixels of exactly 1 km2 in the equal-area system EPSG:6933."""


def write_raster(
    path: Path,
    bands: ArrayLike,
    *,
    dtype: str | None = None,
    nodata: float | None = None,
    transform: Affine = DEGREE_HUNDREDTHS,
    crs: str = "EPSG:4326",
    **options: Any,
) -> str:
    """Write one band (rows, columns) or several; returns the file's name."""
    pixels = np.asarray(bands)
    pixels = pixels[np.newaxis] if pixels.ndim == 2 else pixels
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=pixels.shape[0],
        height=pixels.shape[1],
        width=pixels.shape[2],
        dtype=dtype or pixels.dtype,
        nodata=nodata,
        transform=transform,
        crs=crs,
        **options,
    ) as dataset:
        dataset.write(pixels.astype(dtype or pixels.dtype))
    return path.name


def read_raster(path: Path) -> NDArray[Any]:
    """First band of a raster."""
    with rasterio.open(path) as dataset:
        return dataset.read(1)


def series(values: Sequence[Sequence[int]], shape: tuple[int, int]) -> NDArray[np.int16]:
    """Bands from one list of years for each pixel."""
    return np.array(values, np.int16).T.reshape(-1, *shape)


def rectangle(
    west: float, south: float, east: float, north: float, **properties: Any
) -> dict[str, Any]:
    """A GeoJSON feature with one rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features)}
