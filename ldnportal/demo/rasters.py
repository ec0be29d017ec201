"""Write a made-up country's rasters as GeoTIFF files, as a national agency would send them."""

from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

from ldnportal.demo.landscape import FIRST_YEAR, LAST_YEAR, Landscape

LAND_COVER_YEARS = (2000, 2015, 2016, 2019, 2023)


def _write(path: Path, bands: NDArray[np.generic], land: Landscape, nodata: int) -> Path:
    bands = bands.reshape(-1, land.rows, land.cols)
    profile = {
        "driver": "GTiff",
        "count": bands.shape[0],
        "height": land.rows,
        "width": land.cols,
        "dtype": bands.dtype.name,
        "crs": "EPSG:4326",
        "transform": from_origin(land.west, land.north, land.cell, land.cell),
        "nodata": nodata,
        "compress": "deflate",
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
    }
    with rasterio.open(path, "w", **profile) as target:
        target.write(bands)
    return path


def write_rasters(land: Landscape, folder: Path) -> dict[str, Path]:
    """Write every input of a run into `folder` and return the files by what they hold.

    Land cover is uint8 with ESA CCI codes (nodata 0), productivity a stack of int16 with one
    band a year from 2000 (NDVI x 10000, nodata -32768), carbon int16 in t/ha (nodata -1).
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        f"land_cover_{year}": _write(
            folder / f"land_cover_{year}.tif", land.land_cover(year), land, 0
        )
        for year in LAND_COVER_YEARS
    }
    stack = np.stack([land.productivity(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)])
    name = f"ndvi_{FIRST_YEAR}_{LAST_YEAR}.tif"
    files["productivity"] = _write(folder / name, stack, land, -32768)
    files["carbon"] = _write(folder / "soc_2000.tif", land.carbon(), land, -1)
    files["climate_zone"] = _write(folder / "climate_zones.tif", land.climate_zone(), land, 0)
    files["ecological_units"] = _write(folder / "soil_units.tif", land.soil_units(), land, 0)
    return files
