"""The engine: from a manifest to rasters and summary.json.

Planning, two passes over chunks and finishing are separate calls that only share a scratch folder,
so that one machine can run them in threads, and many machines chunk by chunk. `compute` drives
the same calls on one machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from numpy.typing import NDArray

from indicators.science import performance
from indicators.science.bundle import write_bundle
from indicators.science.crew import Cancel, Crew, Progress, Task, Ticks
from indicators.science.digest import DigestWork
from indicators.science.first_pass import histograms_name, read_histograms, run_first_pass
from indicators.science.gathering import gathered_in
from indicators.science.inputs import Inputs
from indicators.science.manifest import Manifest
from indicators.science.parsing import load_manifest
from indicators.science.plan import DEFAULT_CHUNK_PIXELS, Chunk, Plan
from indicators.science.preparation import input_files, plan_run
from indicators.science.rasters import write_raster
from indicators.science.reaggregation import (
    UNCHANGED,
    counts_are_kept,
    first_pass_is_kept,
    load_plan,
    preview,
    replan,
    same_counts,
    save_plan,
    tables_of,
)
from indicators.science.second_pass import THRESHOLDS, raster_names, run_second_pass
from indicators.science.sources import Readers, gdal_environment
from indicators.science.storage import LocalStorage, Overlay, Storage, open_storage, write_json
from indicators.science.summary import build_summary, provenance

__all__ = [
    "Chunk", "Manifest", "Plan", "compute", "counts_are_kept", "finish", "first_pass",
    "first_pass_is_kept", "load_manifest", "merge_first",
    "plan_run", "preview", "reaggregate", "replan", "revise", "run_passes", "same_counts",
    "save_plan", "second_pass", "tables_of",
]  # fmt: skip

Place = str | Path | Storage
FIRST, SECOND = "first pass", "second pass"
MERGE_AT_ONCE = 16
SUMMARY = "summary.json"
RUN = "run.json"


def first_pass(
    plan: Plan,
    chunk: Chunk,
    scratch: Place,
    *,
    cancelled: Cancel | None = None,
    readers: Readers | None = None,
) -> None:
    """Decode the annual series of a chunk, once: trend, state, means and their histograms.

    Publishes the chunk's files in `scratch` whole or not at all; doing it again changes nothing.
    Raises InputError naming file and place for a block that cannot be read, Cancelled if asked.
    """
    with gdal_environment(remote=plan.remote), _readers(readers) as opened:
        inputs = Inputs(plan.grid, opened)
        run_first_pass(plan, chunk, open_storage(scratch), inputs, cancelled or _never)


def merge_first(plan: Plan, scratch: Place) -> None:
    """Merge the chunks' histograms into the percentiles of every ecological unit."""
    store = open_storage(scratch)
    arrays: dict[str, NDArray[Any]] = {}
    for period in plan.periods:
        if not period.performance:
            continue
        merged = _merged_histogram(plan, store, period.key)
        found = performance.unit_percentiles(merged)
        arrays[f"{period.key}.units"] = found.units
        arrays[f"{period.key}.p90"] = found.p90_tenths
    if arrays:
        with store.writing(THRESHOLDS) as path:
            write_bundle(path, arrays)


def _merged_histogram(plan: Plan, store: Storage, key: str) -> performance.MeanHistogram:
    waiting: list[performance.MeanHistogram] = []
    for chunk in plan.chunks:
        with store.reading(histograms_name(chunk)) as path:
            waiting.append(read_histograms(path, key))
        if len(waiting) >= MERGE_AT_ONCE:
            waiting = [performance.merge_histograms(waiting)]
    return performance.merge_histograms(waiting)


def second_pass(
    plan: Plan,
    chunk: Chunk,
    scratch: Place,
    *,
    cancelled: Cancel | None = None,
    readers: Readers | None = None,
) -> None:
    """All indicators of a chunk: its tiles of every raster and its counts, as one file."""
    with gdal_environment(remote=plan.remote), _readers(readers) as opened:
        inputs = Inputs(plan.grid, opened)
        run_second_pass(plan, chunk, open_storage(scratch), inputs, cancelled or _never)


def finish(
    plan: Plan,
    scratch: Place,
    out: Place,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> dict[str, Any]:
    """Merge the counts, lay out the rasters and write summary.json last; returns the summary."""
    store, target = open_storage(scratch), open_storage(out)
    target.remove(SUMMARY)
    names = raster_names(plan)
    with gathered_in(plan, store) as (gathered, paths), Crew(_threads(workers), cancelled) as crew:
        summary = build_summary(plan, gathered)
        tags = provenance(plan)
        tasks = [partial(write_raster, plan, name, paths, target, tags) for name in names]
        try:
            crew.run(tasks, Ticks(progress, len(tasks), "rasters"))
        except BaseException:
            for name in names:
                target.remove(f"{name}.tif")
            raise
    write_json(target, SUMMARY, summary)
    return summary


def compute(
    manifest: Manifest | dict[str, Any] | str | Path,
    out: Place,
    *,
    workers: int | None = None,
    chunk_pixels: int | None = None,
    scratch: Place | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> dict[str, Any]:
    """Run all steps on this machine; `workers` threads share the chunks (default: one a core).

    `scratch` keeps the intermediate files there; by default they live beside the output and are
    removed. `progress(done, total, stage)` is called in the calling thread.
    """
    started, threads = time.perf_counter(), _threads(workers)
    loaded = manifest if isinstance(manifest, Manifest) else load_manifest(manifest)
    plan = plan_run(loaded, chunk_pixels=chunk_pixels or DEFAULT_CHUNK_PIXELS, known_digests=())
    with _scratch_folder(scratch, out) as folder:
        work = DigestWork(input_files(plan))
        with Readers() as readers, Crew(threads, cancelled) as crew:
            _passes(plan, folder, crew, readers, progress, beside=work.tasks())
        plan = replace(plan, digests=work.digests())
        save_plan(plan, open_storage(folder))
        summary = finish(plan, folder, out, workers=threads, progress=progress, cancelled=cancelled)
    seconds = round(time.perf_counter() - started, 3)
    timing = {"seconds": seconds, "workers": threads, "chunks": len(plan.chunks)}
    write_json(open_storage(out), RUN, timing)
    return summary


def reaggregate(
    scratch: Place,
    out: Place,
    *,
    legend: Any = UNCHANGED,
    degradation: Any = UNCHANGED,
    corrections: Any = UNCHANGED,
    workers: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> dict[str, Any]:
    """Tables and rasters of a kept run under another legend, other matrices or corrections.

    Repeats the second pass on this machine; the series is not opened. `scratch` must be the
    folder that `compute` was given. Raises EngineError if it holds no run.
    """
    store = open_storage(scratch)
    plan = replan(load_plan(store), legend=legend, degradation=degradation, corrections=corrections)
    with Readers() as readers, Crew(_threads(workers), cancelled) as crew:
        tasks = _chunk_tasks(second_pass, plan, store, crew, readers)
        crew.run(tasks, Ticks(progress, len(tasks), SECOND))
    save_plan(plan, store)
    return finish(plan, store, out, workers=workers, progress=progress, cancelled=cancelled)


def revise(
    plan: Plan,
    kept: Place,
    scratch: Place,
    out: Place,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> dict[str, Any]:
    """Tables and rasters of a plan changed by `replan`, on the first pass that `kept` holds.

    Nothing that is in `kept` is changed; what is worked out goes to `scratch`. Where the first
    pass is not kept any more it is done again and left there, which reads the series. Returns the
    summary.
    """
    beneath = open_storage(kept)
    store = Overlay(open_storage(scratch), beneath)
    with Readers() as readers, Crew(_threads(workers), cancelled) as crew:
        if not first_pass_is_kept(plan, beneath):
            tasks = _chunk_tasks(first_pass, plan, beneath, crew, readers)
            crew.run(tasks, Ticks(progress, len(tasks), FIRST))
            merge_first(plan, beneath)
        tasks = _chunk_tasks(second_pass, plan, store, crew, readers)
        crew.run(tasks, Ticks(progress, len(tasks), SECOND))
    return finish(plan, store, out, workers=workers, progress=progress, cancelled=cancelled)


@contextmanager
def _scratch_folder(scratch: Place | None, out: Place) -> Iterator[Place]:
    """The caller's folder, or one beside the output that is removed afterwards."""
    if scratch is not None:
        yield scratch
        return
    target = open_storage(out)
    parent = target.root if isinstance(target, LocalStorage) else None
    with TemporaryDirectory(prefix=".scratch-", dir=parent) as folder:
        yield folder


def run_passes(
    plan: Plan,
    scratch: Place,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> None:
    """Both passes over every chunk, in threads: one decodes while another computes."""
    with Readers() as readers, Crew(_threads(workers), cancelled) as crew:
        _passes(plan, scratch, crew, readers, progress)


def _passes(
    plan: Plan,
    scratch: Place,
    crew: Crew,
    readers: Readers,
    progress: Progress | None,
    beside: Sequence[Task] = (),
) -> None:
    """Both passes; the tasks `beside` are shared out with the first pass, first of all."""
    tasks = [*beside, *_chunk_tasks(first_pass, plan, scratch, crew, readers)]
    crew.run(tasks, Ticks(progress, len(tasks), FIRST))
    merge_first(plan, scratch)
    tasks = _chunk_tasks(second_pass, plan, scratch, crew, readers)
    crew.run(tasks, Ticks(progress, len(tasks), SECOND))


def _chunk_tasks(
    step: Callable[..., None], plan: Plan, scratch: Place, crew: Crew, readers: Readers
) -> list[Task]:
    return [
        partial(step, plan, chunk, scratch, cancelled=crew.stopping, readers=readers)
        for chunk in plan.chunks
    ]


def _threads(workers: int | None) -> int:
    return workers or os.cpu_count() or 1


def _readers(given: Readers | None) -> AbstractContextManager[Readers]:
    return Readers() if given is None else nullcontext(given)


def _never() -> bool:
    return False
