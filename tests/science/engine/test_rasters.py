"""The output rasters as other programs see them."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from indicators.science.classes import NODATA
from indicators.science.engine import compute, finish, load_manifest, plan_run, run_passes
from indicators.science.tiff import TileLevel, framed, longs, palette_tag, write_layout
from indicators.science.tiles import TileRun, compressed_tile, level_sizes
from tests.science.engine.country import PLACE, write_country


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    (folder / "manifest.json").write_text(json.dumps(write_country(folder)))
    plan = plan_run(load_manifest(folder / "manifest.json"), chunk_pixels=1024, block=16)
    run_passes(plan, folder / "scratch", workers=1)
    finish(plan, folder / "scratch", folder / "out")
    return folder


def test_rasters_are_cloud_optimised_int8_with_the_contracts_nodata(folder: Path) -> None:
    with rasterio.open(folder / "out" / "baseline_sdg.tif") as dataset:
        structure = dataset.tags(ns="IMAGE_STRUCTURE")
        assert (dataset.driver, dataset.dtypes, dataset.nodata) == ("GTiff", ("int8",), NODATA)
        assert structure["LAYOUT"] == "COG"
        assert (dataset.crs.to_epsg(), dataset.transform) == (4326, PLACE)
        assert dataset.block_shapes == [(16, 16)]
        assert dataset.overviews(1) == [2, 4, 8]


def test_overviews_are_every_second_pixel_of_the_level_before(folder: Path) -> None:
    path = folder / "out" / "report_1_lpd.tif"
    with rasterio.open(path) as dataset:
        full = dataset.read(1)
    for level, factor in enumerate((2, 4, 8)):
        with rasterio.open(path, OVERVIEW_LEVEL=level) as overview:
            assert np.array_equal(overview.read(1), full[::factor, ::factor]), factor


def test_each_code_has_a_colour_and_a_name(folder: Path) -> None:
    with rasterio.open(folder / "out" / "baseline_land_cover.tif") as dataset:
        colours, tags = dataset.colormap(1), dataset.tags()

    # a signed byte's place in the colour table is the code modulo 256
    assert colours[255][:3] == (0x9B, 0x27, 0x79)
    assert colours[0][:3] == (0xF3, 0xF0, 0xD7)
    assert colours[1][:3] == (0x00, 0x65, 0x2E)
    assert tags["CLASS_-1"] == "degraded #9b2779"


def test_each_raster_says_where_it_comes_from(folder: Path) -> None:
    summary = json.loads((folder / "out" / "summary.json").read_text())
    with rasterio.open(folder / "out" / "report_1_status.tif") as dataset:
        tags = dataset.tags()

    assert tags["PROFILE"] == "prais4"
    assert tags["METHOD_VERSION"] == summary["method"]["version"]
    assert summary["method"]["inputs"][0]["sha256"] in tags["INPUTS_SHA256"]
    assert tags["CLASS_8"].startswith("water")


def test_counts_in_the_raster_are_the_pixels_of_the_area_of_interest(folder: Path) -> None:
    summary = json.loads((folder / "out" / "summary.json").read_text())
    with rasterio.open(folder / "out" / "baseline_sdg.tif") as dataset:
        codes = dataset.read(1)

    known = summary["periods"]["baseline"]["sdg"]
    pixel = summary["grid"]["area_of_interest_km2"] / summary["grid"]["area_of_interest_pixels"]
    for code, key in ((-1, "degraded"), (0, "stable"), (1, "improved"), (2, "water")):
        assert np.count_nonzero(codes == code) * pixel == pytest.approx(known[key], rel=1e-3)


def test_the_same_run_writes_the_same_bytes_again(folder: Path, tmp_path: Path) -> None:
    compute(folder / "manifest.json", tmp_path / "one", workers=1)
    compute(folder / "manifest.json", tmp_path / "two", workers=2)

    for path in (tmp_path / "one").glob("*.tif"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_file_beyond_four_gigabytes_gets_the_wider_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.science.tiff.CLASSIC_LIMIT", 10)
    codes = np.arange(40 * 20, dtype=np.int64).reshape(20, 40).astype(np.int8)
    tiles = [
        compressed_tile(codes[r : r + 16, c : c + 16], 16)
        for r in range(0, 20, 16)
        for c in range(0, 40, 16)
    ]
    level = TileLevel(40, 20, [len(tile) for tile in tiles])

    with (tmp_path / "big.tif").open("wb") as stream:
        write_layout(stream, [level], 16, palette_tag({0: (1, 2, 3)}), {})
        stream.writelines(map(framed, tiles))

    assert (tmp_path / "big.tif").read_bytes()[:4] == b"II+\0"
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        dataset = rasterio.open(tmp_path / "big.tif")
    with dataset:
        assert np.array_equal(dataset.read(1), codes)
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


def test_levels_halve_down_to_one_tile() -> None:
    assert level_sizes(565, 769, 512) == [(565, 769), (283, 385)]
    assert level_sizes(512, 3, 512) == [(512, 3)]
    assert level_sizes(5, 5, 2) == [(5, 5), (3, 3), (2, 2)]


def test_tiles_are_numbered_by_their_place_in_the_whole_level() -> None:
    from indicators.science.grid import Window

    run = TileRun()
    run.add(np.zeros((4, 5), np.int8), Window(4, 8, 2, 7), block=2, level_width=7)

    assert run.numbers == [9, 10, 11, 13, 14, 15]


def test_tags_longer_than_a_field_are_written_aside() -> None:
    tag = longs([1, 2, 3], wide=False)
    assert struct.unpack("<3I", tag.data) == (1, 2, 3)


def test_colours_and_place_hold_for_a_rotated_grid_too(tmp_path: Path) -> None:
    from indicators.science.grid import Grid
    from indicators.science.rasters import place_tags

    turned = Affine.translation(5, 6) * Affine.rotation(20)
    wkt = rasterio.crs.CRS.from_epsg(32631).to_wkt()
    grid = Grid(3, 3, tuple(turned)[:6], wkt)

    tags = place_tags(grid, {"A": "b"}, "name")

    assert 34264 in tags
    assert 42112 in tags
