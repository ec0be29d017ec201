"""One measurement in a process of its own, so that memory and start-up are not mixed up.

`python -m bench.child MODE FOLDER WORKERS OUT` prints one JSON object. MODE is `run` (the whole
engine) or `floor` (the same input and output with nothing between; needs an earlier run in OUT).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()


def measure(mode: str, folder: Path, workers: int, out: Path) -> dict[str, Any]:
    """Seconds on the wall and on the processors by stage, and this process's peak memory."""
    from indicators.science import engine

    imported = time.perf_counter() - BEGUN
    _warm_up(engine, folder)
    found = (_run if mode == "run" else _floor)(engine, folder, workers, out)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    peak = usage.ru_maxrss / 1024
    return {**found, "imports": imported, "peak_mib": peak}


def _warm_up(engine: Any, folder: Path) -> None:
    """Load the compiled code on a tiny landscape: start-up is measured by itself."""
    for tiny in folder.parent.glob("landscape-0.01-*/manifest.json"):
        if tiny.parent != folder:
            engine.compute(tiny, tiny.parent / "out", workers=1)


class Clock:
    """Wall and processor time since the last look."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def look(self) -> dict[str, float]:
        """Both times since the last look, in seconds."""
        wall, processor = time.perf_counter(), time.process_time()
        passed = {"wall": wall - self.wall, "cpu": processor - self.processor}
        self.wall, self.processor = wall, processor
        return passed


def _run(engine: Any, folder: Path, workers: int, out: Path) -> dict[str, Any]:
    stages: dict[str, float] = {}
    started = time.perf_counter()

    def told(done: int, total: int, stage: str) -> None:
        if done == total:
            stages[stage] = time.perf_counter() - started - sum(stages.values())

    clock = Clock()
    engine.compute(folder / "manifest.json", out, workers=workers, progress=told)
    return {"total": clock.look(), "stages": stages}


def _floor(engine: Any, folder: Path, workers: int, out: Path) -> dict[str, Any]:
    from bench import floor

    plan = engine.plan_run(engine.load_manifest(folder / "manifest.json"), known_digests=())
    clock = Clock()
    floor.read_inputs(plan, workers)
    read = clock.look()
    drawn = floor.load_outputs(plan, out)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        clock.look()
        floor.write_outputs(plan, drawn, Path(scratch), Path(scratch) / "out", workers)
        written = clock.look()
    total = {key: read[key] + written[key] for key in read}
    return {"total": total, "stages": {"read": read["wall"], "write": written["wall"]}}


if __name__ == "__main__":
    MODE, FOLDER, WORKERS, OUT = sys.argv[1:5]
    sys.stdout.write(json.dumps(measure(MODE, Path(FOLDER), int(WORKERS), Path(OUT))) + "\n")
