"""A made country of 70 x 90 pixels with every kind of input, written in any layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from tests.science.engine.made import rectangle, write_raster

SHAPE = (70, 90)
PLACE = Affine(0.01, 0, 10.0, 0, -0.01, 5.0)
COVER_YEARS = (2000, 2010, 2015, 2019)
SERIES_YEARS = tuple(range(2008, 2020))


def write_country(folder: Path, **layout: Any) -> dict[str, Any]:
    """Write the rasters in a layout (GDAL creation options); returns the manifest."""
    generator = np.random.default_rng(20261120)
    cover = generator.integers(1, 8, SHAPE).astype(np.uint8)
    for year in COVER_YEARS:
        moved = generator.random(SHAPE) < 0.1
        cover = np.where(moved, generator.integers(0, 8, SHAPE), cover).astype(np.uint8)
        write_raster(folder / f"cover_{year}.tif", cover, nodata=0, transform=PLACE, **layout)
    rasters = {
        "series": (_series(generator), -9999),
        "soil": (generator.integers(1, 5, SHAPE).astype(np.uint8), 0),
        "climate": (generator.integers(0, 13, SHAPE).astype(np.uint8), 0),
        "soc": ((generator.random(SHAPE) * 90).astype(np.float32), -1),
    }
    for name, (values, nodata) in rasters.items():
        write_raster(folder / f"{name}.tif", values, nodata=nodata, transform=PLACE, **layout)
    return manifest()


def manifest() -> dict[str, Any]:
    """Two periods, a boundary with a slanted edge, two zones and a correction."""
    triangle = {
        "type": "Polygon",
        "coordinates": [[[10.03, 4.98], [10.03, 4.33], [10.871, 4.352], [10.4, 4.98],
                         [10.03, 4.98]]],
    }  # fmt: skip
    west, east = rectangle(10, 4, 10.4, 5), rectangle(10.4, 4, 10.8, 5)
    years = {str(year): f"cover_{year}.tif" for year in COVER_YEARS}
    return {
        "boundary": triangle,
        "land_cover": {"legend": "unccd7", "years": years},
        "productivity": {"stack": "series.tif", "first_year": SERIES_YEARS[0]},
        "ecological_units": {"soil": "soil.tif", "cover": "cover_2000.tif"},
        "carbon": {"soc": "soc.tif", "climate_zone": "climate.tif"},
        "corrections": [
            {"polygon": west, "from": "degraded", "to": "stable", "periods": ["report_1"]},
            {"polygon": east, "from": "stable", "to": "improved", "periods": ["report_1"]},
        ],
        "periods": [
            {"key": "baseline", "land_cover": [2000, 2015], "carbon": [2000, 2015],
             "productivity": [2008, 2017]},
            {"key": "report_1", "land_cover": [2015, 2019], "carbon": [2015, 2019],
             "productivity": [2010, 2019]},
        ],
    }  # fmt: skip


def _series(generator: np.random.Generator) -> NDArray[np.int16]:
    base = generator.integers(1000, 8000, SHAPE)
    slope = generator.integers(-150, 150, SHAPE)
    bands = [
        base + slope * n + generator.integers(-200, 200, SHAPE) for n in range(len(SERIES_YEARS))
    ]
    values = np.array(bands).astype(np.int16)
    values[3][generator.random(SHAPE) < 0.05] = -9999
    return values
