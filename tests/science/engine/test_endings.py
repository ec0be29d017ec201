"""How a run can end otherwise: damaged files, cancellation, failures; and what it leaves behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from indicators.science import engine
from indicators.science.engine import compute, first_pass, load_manifest, plan_run, second_pass
from indicators.science.errors import Cancelled, EngineError
from indicators.science.tiff import read_first_directory
from tests.science.engine.country import write_country
from tests.science.engine.made import write_raster


@pytest.fixture
def country(tmp_path: Path) -> Path:
    layout = {"tiled": True, "blockxsize": 16, "blockysize": 16, "compress": "deflate"}
    (tmp_path / "manifest.json").write_text(json.dumps(write_country(tmp_path, **layout)))
    return tmp_path


def damage_block(path: Path, number: int) -> None:
    """Overwrite the middle of one compressed block."""
    content = bytearray(path.read_bytes())
    tags = read_first_directory(bytes(content))
    at = int(np.frombuffer(tags[324].data, "<u4")[number])
    sizes = np.frombuffer(tags[325].data, {3: "<u2", 4: "<u4"}[tags[325].kind])
    size = int(sizes[number])
    content[at : at + size] = b"\xff" * size
    path.write_bytes(bytes(content))


def leftovers(folder: Path) -> list[str]:
    out = folder / "out"
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


def test_a_broken_block_in_the_series_is_named_with_band_rows_and_columns(country: Path) -> None:
    # 90 columns are 6 tiles of 16: tile 8 is the third of the second row.
    damage_block(country / "series.tif", 8)

    with pytest.raises(
        EngineError,
        match=r"series.tif: band \d+, rows 16 to 31, columns 32 to 47 cannot be read .* damaged",
    ):
        compute(country / "manifest.json", country / "out", workers=2)

    assert leftovers(country) == []


def test_a_broken_block_found_in_the_second_pass_leaves_nothing_either(country: Path) -> None:
    damage_block(country / "cover_2019.tif", 20)

    with pytest.raises(
        EngineError, match=r"cover_2019.tif: band 1, rows 48 to 63, columns 32 to 4"
    ):
        compute(country / "manifest.json", country / "out", workers=2)

    assert leftovers(country) == []


def test_a_broken_block_outside_the_country_harms_nobody(country: Path) -> None:
    manifest = json.loads((country / "manifest.json").read_text())
    manifest["boundary"]["coordinates"] = [[[10.4, 4.9], [10.4, 4.7], [10.6, 4.7], [10.4, 4.9]]]
    damage_block(country / "series.tif", 29)

    plan = plan_run(load_manifest(manifest, str(country)), chunk_pixels=1, block=16)
    for chunk in plan.chunks:
        first_pass(plan, chunk, country / "scratch")

    assert len(plan.chunks) < 9


def test_a_file_cut_short_is_refused_and_named(country: Path) -> None:
    content = (country / "soc.tif").read_bytes()
    (country / "soc.tif").write_bytes(content[: len(content) // 2])

    with pytest.raises(EngineError, match=r"soc.tif"):
        compute(country / "manifest.json", country / "out")

    assert leftovers(country) == []


@pytest.mark.parametrize("stage", ["first pass", "second pass", "rasters"])
def test_a_cancelled_run_ends_as_cancelled_and_leaves_nothing(stage: str, country: Path) -> None:
    seen: list[str] = []
    previous = {"first pass": None, "second pass": "first pass", "rasters": "second pass"}[stage]

    with pytest.raises(Cancelled):
        compute(
            country / "manifest.json",
            country / "out",
            workers=2,
            progress=lambda _done, _total, name: seen.append(name),
            cancelled=lambda: previous is None or previous in seen,
        )

    assert stage not in seen
    assert leftovers(country) == []


def test_a_pass_asks_whether_it_is_cancelled_before_it_publishes(country: Path) -> None:
    plan = plan_run(load_manifest(country / "manifest.json"))
    scratch = country / "scratch"

    with pytest.raises(Cancelled):
        first_pass(plan, plan.chunks[0], scratch, cancelled=lambda: True)

    assert list(scratch.iterdir()) == []


def test_progress_counts_to_the_end_of_every_stage(country: Path) -> None:
    told: list[tuple[int, int, str]] = []

    compute(
        country / "manifest.json",
        country / "out",
        progress=lambda done, total, stage: told.append((done, total, stage)),
    )

    ends = [(stage, done == total) for done, total, stage in told if done == total]
    assert ends == [("first pass", True), ("second pass", True), ("rasters", True)]
    assert [done for done, _, stage in told if stage == "rasters"] == list(range(1, 16))


def test_the_first_failure_stops_the_chunks_that_have_not_begun(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_run(load_manifest(country / "manifest.json"), chunk_pixels=1024, block=16)
    begun: list[int] = []
    gate = threading.Event()

    def failing(_plan: Any, chunk: Any, _scratch: Any, **_: Any) -> None:
        begun.append(chunk.index)
        gate.wait(0.05)
        raise EngineError("full disk")

    monkeypatch.setattr(engine, "first_pass", failing)

    with pytest.raises(EngineError, match="full disk"):
        engine.run_passes(plan, country / "scratch", workers=1)

    assert len(begun) < len(plan.chunks)


def test_a_failed_raster_leaves_no_summary_that_speaks_of_it(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute(country / "manifest.json", country / "out")

    def failing(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "write_raster", failing)
    with pytest.raises(OSError, match="No space left"):
        compute(country / "manifest.json", country / "out")

    assert "summary.json" not in leftovers(country)
    assert not [name for name in leftovers(country) if name.startswith(".")]


def test_intermediate_files_that_were_cut_short_are_found_out(country: Path) -> None:
    plan = plan_run(load_manifest(country / "manifest.json"))
    scratch, chunk = country / "scratch", plan.chunks[0]
    first_pass(plan, chunk, scratch)
    engine.merge_first(plan, scratch)
    planes = scratch / "first-0.planes"
    planes.write_bytes(planes.read_bytes()[:-1000])

    with pytest.raises(EngineError, match=r"first-0.planes: this intermediate file is cut short"):
        second_pass(plan, chunk, scratch)


def hostile_uses() -> dict[str, Callable[[Path], None]]:
    def vrt_named_tif(folder: Path) -> None:
        (folder / "soil.tif").write_text('<VRTDataset rasterXSize="1" rasterYSize="1"/>')

    def png_named_tif(folder: Path) -> None:
        with rasterio.open(
            folder / "soil.tif", "w", driver="PNG", width=1, height=1, count=1, dtype="uint8"
        ) as dataset:
            dataset.write(np.ones((1, 1, 1), np.uint8))

    return {"a VRT": vrt_named_tif, "a PNG": png_named_tif}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("kind", hostile_uses())
def test_only_geotiff_is_opened_whatever_the_name_says(kind: str, country: Path) -> None:
    hostile_uses()[kind](country)

    with pytest.raises(EngineError, match=r"soil\.tif: the file cannot be opened as a GeoTIFF"):
        compute(country / "manifest.json", country / "out")


def test_overviews_that_a_file_points_to_elsewhere_are_never_read(tmp_path: Path) -> None:
    write_raster(tmp_path / "secret.tif", np.full((64, 64), 5, np.uint8))
    codes = np.ones((64, 64), np.uint8)
    write_raster(tmp_path / "a.tif", codes)
    with rasterio.open(tmp_path / "a.tif", "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=str(tmp_path / "secret.tif"))
    document = {
        "land_cover": {"legend": "unccd7", "years": {"2000": "a.tif", "2015": "a.tif"}},
        "periods": [{"key": "baseline", "land_cover": [2000, 2015]}],
    }

    summary = compute(load_manifest(document, str(tmp_path)), tmp_path / "out")

    by_year = summary["periods"]["baseline"]["land_cover_by_year"]["2000"]
    assert by_year["artificial"] == 0
