"""Runs of the Party XAA, made without computing: waiting, failed, and finished with one raster."""

import hashlib
from pathlib import Path

import numpy as np
import rasterio
from django.utils import timezone
from rasterio.transform import from_origin

from countries.models import Party, User
from indicators.models import Cycle, JobState, Report, Run
from indicators.storage import local_path
from targets.models import ResponseMap, ResponsePatch
from tests.factories import SQUARE
from tests.indicators.baseline.record_making import w1_summary

LAYER = "baseline_sdg"
WINDOWS = ("land_cover", "carbon", "productivity")


def make_runs(party: Party, cycle: Cycle, person: User | None) -> dict[str, Run]:
    """Make one that nobody else may see, and two that a submission rests on."""
    common = {"party": party, "cycle": cycle, "created_by": person, "method_version": "1"}
    cited = common | {"cited_at": timezone.now()}
    finished = Run.objects.create(
        number=3,
        manifest={"periods": [{"key": "baseline", **{key: [2000, 2015] for key in WINDOWS}}]},
        job_state=JobState.SUCCEEDED,
        summary=_summary(),
        **cited,
    )
    _write_layer(finished)
    return {
        "run": Run.objects.create(number=1, manifest={}, **common),
        "failed_run": Run.objects.create(
            number=2,
            manifest={},
            job_state=JobState.FAILED,
            error_code="worker_died",
            error_params={"attempts": 3},
            **cited,
        ),
        "finished_run": finished,
    }


def _summary() -> dict[str, object]:
    return {
        "periods": {"baseline": {"sdg": w1_summary()["periods"]["baseline"]["sdg"]}},
        "method": {"parameters": {"baseline": "baseline"}},
    }


def make_response_map(report: Report, run: Run) -> tuple[ResponseMap, ResponsePatch]:
    """A finished map of where to act with one patch."""
    row = ResponseMap.objects.create(
        report=report, run=run, period="baseline", job_state=JobState.SUCCEEDED
    )
    for layer in ("response", "land_type"):
        _write(local_path(f"{row.folder}/{layer}.tif"), [[1, 2], [3, 3]])
    patch = ResponsePatch.objects.create(
        map=row,
        number=1,
        response="reverse",
        land_type="cropland",
        area_km2=1,
        longitude=11,
        latitude=11,
        geometry=SQUARE,
    )
    return row, patch


def _write(path: Path, codes: list[list[int]]) -> None:
    grid = {"crs": "EPSG:4326", "transform": from_origin(10, 12, 1, 1), "width": 2, "height": 2}
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="int8", **grid) as file:
        file.write(np.array(codes, np.int8), 1)


def _write_layer(run: Run) -> None:
    path = local_path(f"{run.output_key}/{LAYER}.tif")
    _write(path, [[-1, 0], [1, 1]])
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    run.outputs = [{"name": path.name, "bytes": len(content), "sha256": digest}]
    run.save(update_fields=["outputs"])
