"""A country of 40 x 40 pixels of exactly 1 km2, whose degraded land is known, and its run.

Cropland to the west, grassland to the east, a row of water in the south. Nothing was degraded in
the baseline. In the period a block of 100 km2 of cropland in the north, one of 25 km2 of
grassland in the south, and a single pixel of grassland decline; 16 km2 of southern cropland are
stressed.
"""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from affine import Affine
from pyproj import Transformer

from countries.models import Party
from indicators.actions.sections import start_report
from indicators.models import Cycle, JobState, Report, Run
from indicators.science import engine
from indicators.storage import list_folder, local_path, location
from tests.factories import make_cycle, make_party
from tests.science.engine.made import collection, rectangle, write_raster

SIZE = 40
CROPLAND, GRASSLAND, WATER = 3, 2, 7
STABLE, DECLINING, STRESSED = 4, 1, 3
CRS = "EPSG:6933"
_TO_METRES = Transformer.from_crs("OGC:CRS84", CRS, always_xy=True)
_TO_DEGREES = Transformer.from_crs(CRS, "OGC:CRS84", always_xy=True)
WEST, NORTH = (round(v, -3) for v in _TO_METRES.transform(10.5, 11.5))
PLACE = Affine(1000, 0, WEST, 0, -1000, NORTH)


def corner(column: float, row: float) -> tuple[float, float]:
    """Longitude and latitude of a pixel's upper left corner."""
    lon, lat = _TO_DEGREES.transform(WEST + 1000 * column, NORTH - 1000 * row)
    return float(lon), float(lat)


def block(column: float, row: float, columns: float, rows: float) -> dict[str, Any]:
    """Some pixels as a GeoJSON polygon."""
    west, north = corner(column, row)
    east, south = corner(column + columns, row + rows)
    geometry: dict[str, Any] = rectangle(west, south, east, north)["geometry"]
    return geometry


DEGRADED_CROPLAND = block(3, 4, 10, 10)


def _cover() -> np.ndarray[Any, Any]:
    cover = np.full((SIZE, SIZE), GRASSLAND, np.uint8)
    cover[:, : SIZE // 2] = CROPLAND
    cover[-1] = WATER
    return cover


def _dynamics() -> np.ndarray[Any, Any]:
    lpd = np.full((SIZE, SIZE), STABLE, np.uint8)
    lpd[4:14, 3:13] = DECLINING
    lpd[20:25, 25:30] = DECLINING
    lpd[30, 30] = DECLINING
    lpd[28:32, 5:9] = STRESSED
    return lpd


def _manifest() -> dict[str, Any]:
    windows = {"baseline": [2000, 2015], "report_1": [2016, 2019]}
    return {
        "profile": "prais4",
        "land_cover": {
            "legend": "unccd7",
            "years": dict.fromkeys(("2000", "2015", "2016", "2019"), "cover.tif"),
        },
        "lpd": {"baseline": "stable.tif", "report_1": "lpd.tif"},
        "carbon": {"soc": "soc.tif", "climate_zone": None, "f": 0.8, "chain": "two_date"},
        "zones": "zones.geojson",
        "periods": [
            {"key": key, "land_cover": years, "carbon": years, "productivity": years}
            for key, years in windows.items()
        ],
    }


@cache
def _inputs() -> TemporaryDirectory[str]:
    """The rasters, written once; the folder goes when Python ends."""
    kept = TemporaryDirectory(prefix="squares-")
    folder, place = Path(kept.name), {"transform": PLACE, "crs": CRS}
    stable = np.where(_dynamics() > 0, STABLE, 0).astype(np.uint8)
    write_raster(folder / "cover.tif", _cover(), nodata=0, **place)
    write_raster(folder / "stable.tif", stable, nodata=0, **place)
    write_raster(folder / "lpd.tif", _dynamics(), nodata=0, **place)
    write_raster(folder / "soc.tif", np.full((SIZE, SIZE), 50, np.float32), nodata=-1, **place)
    (folder / "zones.geojson").write_text(json.dumps(_zones()), "utf-8")
    return kept


def _zones() -> dict[str, Any]:
    half = SIZE // 2
    return collection(
        *(
            {"type": "Feature", "properties": {"name": name}, "geometry": block(0, row, SIZE, half)}
            for name, row in (("North", 0), ("South", half))
        )
    )


def make_square_report(party: Party | None = None) -> tuple[Report, Run]:
    """A started report of a Party with a run of these rasters, done by the real engine."""
    party = party or make_party()
    cycle = Cycle.objects.first() or make_cycle()
    report = start_report(party, cycle, by=None)
    return report, make_square_run(report)


def make_square_run(report: Report) -> Run:
    """A finished run with its plan, its summary and its rasters in the storage."""
    number = Run.objects.filter(party=report.party).count() + 1
    run = Run.objects.create(
        party=report.party,
        cycle=report.cycle,
        number=number,
        manifest={},
        identity=f"{number:064}",
        method_version="1",
    )
    manifest = _manifest()
    loaded = engine.load_manifest(manifest, base=_inputs().name)
    local_path(f"{run.output_key}/any")
    run.plan = engine.plan_run(loaded, block=16).to_json()
    run.summary = engine.compute(loaded, location(run.output_key), workers=1)
    run.manifest = manifest
    run.outputs = list_folder(run.output_key)
    run.job_state = JobState.SUCCEEDED
    run.save()
    return run
