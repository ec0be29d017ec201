"""A run of sixteen pixels of 1 km2 each, whose tables can be counted in the margin.

Land cover (T tree, G grass, C crop, W water), productivity flat, stocks 50 t/ha, f 0.8:

    2000        2015        baseline    2019        2016-2019
    T T G W     C C T W     D D I W     C C T W     S S S W
    T T G T     T T G T     S S S S     T T G T     S S S S
    T T T T     T T T C     S S S D     T T T C     S S S S
    C T T T     C T T T     S S S S     C T T C     S S S D

Baseline: degraded 3, stable 11, improved 1, water 1. Status of the period: 4, 10, 1.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from pyproj import Transformer

from countries.models import Party, User
from indicators.models import Cycle, Dataset, DatasetKind, JobState, Legend, LegendClass, Run
from indicators.runs import steps
from indicators.science.profiles import METHOD_VERSION
from indicators.storage import local_path

EQUAL_AREA = "EPSG:6933"
WEST, NORTH = 1_013_000, 1_390_000  # 10.5 degrees east, 11 degrees north, or nearly
COVER = {
    2000: ["1127", "1121", "1111", "3111"],
    2015: ["3317", "1121", "1113", "3111"],
    2016: ["3317", "1121", "1113", "3111"],
    2019: ["3317", "1121", "1113", "3113"],
}
SERIES = range(2000, 2020)


def make_quad(party: Party, cycle: Cycle, by: User | None = None) -> Run:
    """Write the rasters and begin the run; `work()` does it."""
    legend = Legend.objects.create(party=party, name="Quad", preset=Legend.Preset.UNCCD7)
    for code in range(1, 8):
        LegendClass.objects.create(legend=legend, code=code, unccd_class=code)
    cover = {
        year: _dataset(party, f"cover_{year}", _codes(rows), year, DatasetKind.LAND_COVER, legend)
        for year, rows in COVER.items()
    }
    flat = np.full((len(SERIES), 4, 4), 5000, np.int16)
    series = _dataset(party, "series", flat, SERIES[0], DatasetKind.PRODUCTIVITY)
    stocks = np.full((1, 4, 4), 50, np.float32)
    carbon = _dataset(party, "stocks", stocks, None, DatasetKind.CARBON)
    run = Run.objects.create(
        party=party,
        cycle=cycle,
        number=1 + Run.objects.filter(party=party).count(),
        manifest=manifest({year: d.cog_key for year, d in cover.items()}, series, carbon),
        identity="0" * 64,
        method_version=METHOD_VERSION,
        created_by=by,
    )
    run.datasets.set([*cover.values(), series, carbon])
    steps.begin(run)
    return run


def manifest(cover: dict[int, str], series: Dataset, carbon: Dataset) -> dict[str, Any]:
    baseline = {name: [2000, 2015] for name in ("land_cover", "carbon", "productivity")}
    report = {"land_cover": [2016, 2019], "carbon": [2016, 2019], "productivity": [2004, 2019]}
    return {
        "profile": "prais4",
        "land_cover": {
            "legend": "unccd7",
            "years": {str(year): key for year, key in cover.items()},
            "degradation": None,
        },
        "productivity": {"stack": series.cog_key, "first_year": SERIES[0]},
        "ecological_units": {"cover": cover[2000]},
        "carbon": {"soc": carbon.cog_key, "f": 0.8},
        "corrections": None,
        "periods": [{"key": "baseline", **baseline}, {"key": "report_1", **report}],
    }


def _codes(rows: list[str]) -> Any:
    return np.array([[[int(code) for code in row] for row in rows]], np.uint8)


def _dataset(
    party: Party,
    name: str,
    bands: Any,
    year: int | None,
    kind: DatasetKind,
    legend: Legend | None = None,
) -> Dataset:
    key = f"datasets/{party.iso3}/quad-{name}.tif"
    _write(local_path(key), bands)
    codes = [{"code": int(c), "pixels": 1, "km2": 1.0} for c in np.unique(bands)]
    return Dataset.objects.create(
        party=party,
        kind=kind,
        title=name,
        original_name=f"{name}.tif",
        state=Dataset.State.ACCEPTED,
        job_state=JobState.SUCCEEDED,
        cog_key=key,
        cog_sha256=hashlib.sha256(local_path(key).read_bytes()).hexdigest(),
        first_year=year,
        last_year=year and year + len(bands) - 1,
        legend=legend,
        found={"codes": codes} if legend else {},
    )


def _write(path: Path, bands: Any) -> None:
    transform = Affine(1000, 0, WEST, 0, -1000, NORTH)
    with rasterio.open(
        path, "w", driver="GTiff", count=len(bands), height=4, width=4, dtype=bands.dtype,
        crs=EQUAL_AREA, transform=transform,
    ) as file:  # fmt: skip
        file.write(bands)


def pixels(rows: slice, columns: slice) -> dict[str, Any]:
    """A polygon around some pixels, 100 m inside their edge, in longitude and latitude."""
    edge = 100
    left, right = WEST + 1000 * columns.start + edge, WEST + 1000 * columns.stop - edge
    top, bottom = NORTH - 1000 * rows.start - edge, NORTH - 1000 * rows.stop + edge
    corners = [(left, top), (left, bottom), (right, bottom), (right, top), (left, top)]
    to_degrees = Transformer.from_crs(EQUAL_AREA, "OGC:CRS84", always_xy=True)
    ring = [list(to_degrees.transform(x, y)) for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def degrees_of(row: int, column: int) -> tuple[float, float]:
    """Longitude and latitude of a pixel's centre."""
    to_degrees = Transformer.from_crs(EQUAL_AREA, "OGC:CRS84", always_xy=True)
    x, y = WEST + 1000 * column + 500, NORTH - 1000 * row - 500
    longitude, latitude = to_degrees.transform(x, y)
    return longitude, latitude
