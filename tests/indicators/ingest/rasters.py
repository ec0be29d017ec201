"""Small rasters made for the tests."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from indicators.ingest.examine import Order, examine
from indicators.ingest.header import HeaderLimits
from indicators.ingest.kinds import Kind
from indicators.ingest.report import Report

SINUSOIDAL = (
    'PROJCS["unnamed",GEOGCS["sphere",DATUM["sphere",SPHEROID["sphere",6371007.181,0]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Sinusoidal"],'
    'PARAMETER["longitude_of_center",0],PARAMETER["false_easting",0],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)
TENTH = Affine(0.1, 0, 10.0, 0, -0.1, 20.0)


def write(path: Path, values: Any, **profile: Any) -> Path:
    """Write an array (rows, columns) or (bands, rows, columns) as GeoTIFF; 0.1 degree at 10 E."""
    array = np.asarray(values)
    if array.ndim == 2:
        array = array[np.newaxis]
    names = profile.pop("names", None)
    settings = {"crs": "EPSG:4326", "transform": TENTH} | profile
    count, height, width = array.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=count,
        height=height,
        width=width,
        dtype=array.dtype,
        **settings,
    ) as target:
        target.write(array)
        if names:
            target.descriptions = names
    return path


def look_at(
    path: Path,
    kind: str,
    *,
    filename: str = "x.tif",
    outline: Any = None,
    limits: HeaderLimits | None = None,
) -> Report:
    """Examine in this process, with the clean copy beside the file."""
    return examine(Order(path, path.parent, Kind(kind), filename, outline), limits)
