"""The same pixels give the same figures, however they are cut, shared and stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.science.engine import (
    Plan,
    compute,
    finish,
    first_pass,
    load_manifest,
    merge_first,
    plan_run,
    run_passes,
    second_pass,
)
from tests.science.engine.country import write_country
from tests.science.engine.made import read_raster

LAYOUTS: dict[str, dict[str, Any]] = {
    "strips of one row": {"blockysize": 1},
    "strips of 32 rows, LZW": {"blockysize": 32, "compress": "lzw"},
    "tiles of 16, ZSTD": {
        "tiled": True, "blockxsize": 16, "blockysize": 16, "compress": "zstd",
    },
    "tiles of 64, DEFLATE, bands apart": {
        "tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate",
        "interleave": "band", "predictor": 2,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    (folder / "manifest.json").write_text(json.dumps(write_country(folder)))
    return folder


@pytest.fixture(scope="module")
def whole(country: Path) -> Path:
    """The reference: one chunk, one worker."""
    compute(country / "manifest.json", country / "whole", workers=1)
    return country / "whole"


def run_in_small_chunks(plan: Plan, folder: Path, workers: int) -> Path:
    out, scratch = folder / "out", folder / "scratch"
    run_passes(plan, scratch, workers=workers)
    finish(plan, scratch, out)
    return out


def assert_same_pixels(one: Path, other: Path) -> None:
    names = sorted(path.name for path in one.glob("*.tif"))
    assert names == sorted(path.name for path in other.glob("*.tif"))
    assert len(names) == 15
    for name in names:
        assert np.array_equal(read_raster(one / name), read_raster(other / name)), name


@pytest.mark.parametrize(("chunk_pixels", "workers"), [(1024, 1), (1024, 3), (3000, 2)])
def test_chunks_and_workers_change_no_byte_of_the_summary(
    country: Path, whole: Path, chunk_pixels: int, workers: int, tmp_path: Path
) -> None:
    manifest = load_manifest(country / "manifest.json")
    plan = plan_run(manifest, chunk_pixels=chunk_pixels, block=16)

    out = run_in_small_chunks(plan, tmp_path, workers)

    assert len(plan.chunks) > 1
    assert (out / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()
    assert_same_pixels(out, whole)


def test_chunks_may_be_done_in_any_order_and_twice(
    country: Path, whole: Path, tmp_path: Path
) -> None:
    plan = plan_run(load_manifest(country / "manifest.json"), chunk_pixels=1024, block=16)
    travelled = Plan.from_json(plan.to_json())
    scratch = tmp_path / "scratch"

    for chunk in (*reversed(travelled.chunks), travelled.chunks[1]):
        first_pass(travelled, chunk, scratch)
    merge_first(travelled, scratch)
    for chunk in (*travelled.chunks[2:], *travelled.chunks):
        second_pass(travelled, chunk, scratch)
    finish(travelled, scratch, tmp_path / "out")

    assert (tmp_path / "out/summary.json").read_bytes() == (whole / "summary.json").read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_blocks_and_compression_change_no_table_and_no_pixel(
    layout: str, whole: Path, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(write_country(tmp_path, **LAYOUTS[layout])))

    manifest = load_manifest(tmp_path / "manifest.json")
    out = run_in_small_chunks(plan_run(manifest, chunk_pixels=2048, block=16), tmp_path, 2)

    one, other = (json.loads((path / "summary.json").read_text()) for path in (out, whole))
    for summary in (one, other):
        del summary["method"]["inputs"]
    assert json.dumps(one) == json.dumps(other)
    assert_same_pixels(out, whole)


def test_a_plan_survives_the_journey_as_json(country: Path) -> None:
    plan = plan_run(load_manifest(country / "manifest.json"))

    assert Plan.from_json(plan.to_json()).to_json() == plan.to_json()
