"""Runs of the Party XAA, made without computing: waiting, failed, and finished with one raster."""

import hashlib

import numpy as np
import rasterio
from django.utils import timezone
from rasterio.transform import from_origin

from countries.models import Party, User
from indicators.models import Cycle, JobState, Run
from indicators.storage import local_path
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


def _write_layer(run: Run) -> None:
    path = local_path(f"{run.output_key}/{LAYER}.tif")
    grid = {"crs": "EPSG:4326", "transform": from_origin(10, 12, 1, 1), "width": 2, "height": 2}
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="int8", **grid) as file:
        file.write(np.array([[-1, 0], [1, 1]], np.int8), 1)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    run.outputs = [{"name": path.name, "bytes": len(content), "sha256": digest}]
    run.save(update_fields=["outputs"])
