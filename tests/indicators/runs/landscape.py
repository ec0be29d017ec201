"""A small country with every raster that a run can use, as accepted datasets in the storage."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin

from countries.models import Party
from indicators.models import Dataset, DatasetKind, JobState, Legend, LegendClass
from indicators.storage import local_path

WEST, NORTH, DEGREES = 10.0, 12.0, 0.02  # the square of tests.factories is 100 x 100 such pixels
SIZE = 100
SERIES = range(2000, 2020)
COVER_YEARS = (2000, 2015, 2016, 2019)


def make_landscape(party: Party, size: int = SIZE) -> list[Dataset]:
    """Land cover of four years, 20 years of NDVI and of rain, units, stocks and climate zones.

    `size` is the number of rows and columns over the same two degrees.
    """
    random = np.random.default_rng(7)
    legend = make_legend(party)
    made = []
    cover = random.integers(1, 8, (size, size)).astype(np.uint8)
    for year in COVER_YEARS:
        made.append(
            make_dataset(
                party, DatasetKind.LAND_COVER, cover, first_year=year, nodata=255, legend=legend
            )
        )
        changed = random.random((size, size)) < 0.1
        cover = np.where(changed, random.integers(1, 8, (size, size)), cover).astype(np.uint8)
    base = random.integers(2000, 6000, (size, size))
    drift = random.integers(-120, 121, (size, size))
    for year in SERIES:
        noise = random.integers(-300, 301, (size, size))
        ndvi = (base + drift * (year - 2000) + noise).clip(0, 10000).astype(np.int16)
        made.append(
            make_dataset(
                party, DatasetKind.PRODUCTIVITY, ndvi, first_year=year, nodata=-32768, scale=0.0001
            )
        )
        rain = random.normal(400, 60, (size, size)).clip(1).astype(np.float32)
        made.append(make_dataset(party, DatasetKind.RAIN, rain, first_year=year))
    blocks = np.add.outer(np.arange(size) // 20 * 10, np.arange(size) // 20).astype(np.uint8) + 1
    made.append(make_dataset(party, DatasetKind.ECOLOGICAL_UNITS, blocks, nodata=0))
    stocks = random.uniform(20, 90, (size, size)).astype(np.float32)
    made.append(make_dataset(party, DatasetKind.CARBON, stocks))
    zones = random.integers(1, 13, (size, size)).astype(np.uint8)
    made.append(make_dataset(party, DatasetKind.CLIMATE_ZONE, zones, nodata=0))
    return made


def make_legend(party: Party) -> Legend:
    legend = Legend.objects.create(party=party, name="UNCCD", preset=Legend.Preset.UNCCD7)
    for code in range(1, 8):
        LegendClass.objects.create(legend=legend, code=code, unccd_class=code)
    return legend


def make_dataset(
    party: Party, kind: DatasetKind, pixels: Any, *, nodata: float | None = None, **fields: Any
) -> Dataset:
    """Write `pixels` over the square of two degrees and record them as an accepted raster."""
    year = fields.get("first_year", "")
    key = f"datasets/{party.iso3}/{kind}{year}.tif"
    path = local_path(key)
    _write(path, pixels, nodata)
    codes = [{"code": int(c), "pixels": 1, "km2": 1.0} for c in np.unique(pixels)[:40]]
    return Dataset.objects.create(
        party=party,
        kind=kind,
        title=f"{DatasetKind(kind).label} {year}".strip(),
        original_name=path.name,
        state=Dataset.State.ACCEPTED,
        job_state=JobState.SUCCEEDED,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        cog_key=key,
        cog_size=path.stat().st_size,
        cog_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        found={"codes": codes} if kind == DatasetKind.LAND_COVER else {},
        **fields,
    )


def _write(path: Path, pixels: Any, nodata: float | None) -> None:
    size = pixels.shape[-1]
    profile = {
        "driver": "GTiff",
        "height": size,
        "width": size,
        "count": 1,
        "dtype": pixels.dtype,
        "crs": "EPSG:4326",
        "transform": from_origin(WEST, NORTH, 2.0 / size, 2.0 / size),
        "nodata": nodata,
        "tiled": True,
        "blockxsize": 32,
        "blockysize": 32,
        "compress": "deflate",
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(pixels, 1)
