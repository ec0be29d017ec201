"""What the pixels say, with the answers in the margin."""

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from countries.sandbox import Refusal
from indicators.ingest.examine import COG_NAME
from indicators.ingest.report import CodeFound, FillFound, Report
from indicators.science.area import row_areas_km2
from tests.indicators.ingest.rasters import TENTH, look_at, write

COVER = np.array([[1, 1, 2], [3, 3, 255]], np.uint8)


def clean_copy(folder: Path) -> Any:
    return rasterio.open(folder / COG_NAME)


def test_codes_are_counted_and_measured(tmp_path: Path) -> None:
    report = look_at(write(tmp_path / "a.tif", COVER, nodata=255), "land_cover")

    upper, lower = row_areas_km2(rasterio.CRS.from_epsg(4326), TENTH, 3, 2).km2
    assert report.codes == [
        CodeFound(1, 2, pytest.approx(2 * upper, abs=1e-6)),
        CodeFound(2, 1, pytest.approx(upper, abs=1e-6)),
        CodeFound(3, 2, pytest.approx(2 * lower, abs=1e-6)),
    ]
    assert report.missing_share == pytest.approx(1 / 6)
    assert report.fills == []


def test_an_undeclared_255_among_codes_is_proposed_as_fill(tmp_path: Path) -> None:
    report = look_at(write(tmp_path / "a.tif", COVER), "land_cover")

    assert [row.code for row in report.codes] == [1, 2, 3, 255]
    assert report.fills == [FillFound(255.0, 1, pytest.approx(1 / 6))]


def test_signed_codes_are_counted_like_unsigned_ones(tmp_path: Path) -> None:
    signed = np.where(COVER == 255, -128, COVER).astype(np.int8)

    one = look_at(write(tmp_path / "a.tif", COVER, nodata=255), "land_cover")
    other = look_at(write(tmp_path / "b.tif", signed, nodata=-128), "land_cover")

    assert one.codes == other.codes
    assert other.dtype == "int8"


def test_the_counts_of_a_large_raster_equal_a_plain_count(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    values = rng.integers(0, 12, (1300, 1100), dtype=np.int16) - 3
    grid = Affine(0.001, 0, 10, 0, -0.001, 20)
    path = write(tmp_path / "a.tif", values, transform=grid, compress="lzw", nodata=-3)

    report = look_at(path, "land_cover")

    codes, counts = np.unique(values[values != -3], return_counts=True)
    assert {row.code: row.pixels for row in report.codes} == dict(
        zip(codes.tolist(), counts.tolist(), strict=True)
    )
    whole = row_areas_km2(rasterio.CRS.from_epsg(4326), grid, 1100, 1300).km2
    expected = ((values != -3).sum(axis=1) * whole).sum()
    assert sum(row.km2 for row in report.codes) == pytest.approx(expected, rel=1e-9)


def test_too_many_codes_are_no_classes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.arange(400, dtype=np.int16).reshape(20, 20))

    with pytest.raises(Refusal) as caught:
        look_at(path, "land_cover")

    assert (caught.value.code, caught.value.params["expected"]) == ("too_many_codes", 100)


def test_ready_made_lpd_has_its_own_codes(tmp_path: Path) -> None:
    good = look_at(write(tmp_path / "a.tif", np.array([[1, 5, 15]], np.uint8)), "lpd")
    odd = look_at(write(tmp_path / "b.tif", np.array([[1, 5, 9]], np.uint8)), "lpd")
    with pytest.raises(Refusal) as caught:
        look_at(write(tmp_path / "c.tif", np.array([[40, 50]], np.uint8)), "lpd")

    assert good.remarks == []
    assert [(r.code, r.params) for r in odd.remarks] == [("odd_codes", {"codes": [9]})]
    assert caught.value.code == "wrong_codes"


def test_statistics_leave_nodata_and_fill_values_out(tmp_path: Path) -> None:
    # The first year is 1..12 with a mean of 6.5, the second 101..112 with a mean of 106.5.
    fills = [[65533, 65535, 65535], [65533, 65533, 65535]]
    years = [[*range(1, 13), *fills[0]], [*range(101, 113), *fills[1]]]
    series = np.array(years, np.uint16)[:, np.newaxis]
    path = write(tmp_path / "a.tif", series, nodata=65535, names=("2001", "2002"))

    report = look_at(path, "productivity")

    assert report.years == [2001, 2002]
    assert report.fills == [FillFound(65533.0, 3, pytest.approx(0.1))]
    assert report.missing_share == pytest.approx(0.1)
    first, second = report.bands
    assert (first["valid"], first["min"], first["max"], first["mean"]) == (12, 1, 12, 6.5)
    assert (second["valid"], second["mean"]) == (12, 106.5)
    assert sum(first["histogram"]["counts"]) == 12


def test_not_a_number_is_missing(tmp_path: Path) -> None:
    values = np.array([[1.0, np.nan, np.inf, 3.0]], np.float32)

    report = look_at(write(tmp_path / "a.tif", values, nodata=float("nan")), "carbon")

    assert report.nodata == "nan"
    assert report.missing_share == 0.5
    assert report.bands[0]["mean"] == 2.0


def test_a_nodata_value_that_cannot_occur_is_left_out_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", COVER, nodata=255)
    # The text of the nodata tag, replaced by one of the same length.
    path.write_bytes(path.read_bytes().replace(b"255\x00", b"1.5\x00"))

    report = look_at(path, "land_cover")

    assert report.nodata is None
    assert "nodata_impossible" in [remark.code for remark in report.remarks]


def test_only_nodata_is_refused(tmp_path: Path) -> None:
    for kind, dtype in (("land_cover", np.uint8), ("carbon", np.float32)):
        path = write(tmp_path / "a.tif", np.full((4, 4), 9, dtype), nodata=9)
        with pytest.raises(Refusal) as caught:
            look_at(path, kind)
        assert caught.value.code == "no_data"


def test_carbon_in_another_unit_is_refused_with_its_range(tmp_path: Path) -> None:
    per_mille = np.linspace(900, 9000, 100, dtype=np.float32).reshape(10, 10)

    with pytest.raises(Refusal) as caught:
        look_at(write(tmp_path / "a.tif", per_mille), "carbon")

    assert caught.value.code == "out_of_range"
    assert (caught.value.params["lowest"], caught.value.params["highest"]) == (900.0, 9000.0)


def test_some_odd_values_are_told(tmp_path: Path) -> None:
    values = np.linspace(1, 1001, 100, dtype=np.float32).reshape(10, 10)

    report = look_at(write(tmp_path / "a.tif", values), "carbon")

    assert [(r.code, r.params["share"]) for r in report.remarks] == [("some_out_of_range", 1.0)]


def test_a_south_up_raster_is_turned_over(tmp_path: Path) -> None:
    north_up = np.arange(1, 1301, dtype=np.uint16).repeat(3).reshape(1300, 3)
    grid = Affine(0.001, 0, 10, 0, -0.001, 20)
    turned = Affine(0.001, 0, 10, 0, 0.001, 18.7)

    plain = look_at(write(tmp_path / "a.tif", north_up, transform=grid), "productivity")
    with clean_copy(tmp_path) as copy:
        expected = copy.read()
    flipped = look_at(write(tmp_path / "b.tif", north_up[::-1], transform=turned), "productivity")

    with clean_copy(tmp_path) as copy:
        assert np.array_equal(copy.read(), expected)
        assert np.array_equal(copy.read(1), north_up)
        assert copy.transform.almost_equals(grid)
    assert flipped.bands == plain.bands
    assert [remark.code for remark in flipped.remarks if remark.code == "south_up"]


@pytest.mark.parametrize("kind", ["land_cover", "productivity"])
def test_the_clean_copy_is_a_cog_with_the_same_pixels_and_nothing_else(
    tmp_path: Path, kind: str
) -> None:
    rng = np.random.default_rng(3)
    values = rng.integers(1, 7, (1400, 1100)).astype(np.uint8)
    path = write(
        tmp_path / "a.tif", values, transform=Affine(0.001, 0, 10, 0, -0.001, 20), nodata=0
    )
    with rasterio.open(path, "r+") as source:
        source.update_tags(SECRET="tag", TIFFTAG_ARTIST="somebody")
        source.update_tags(1, NOTE="band")
        source.write_colormap(1, {1: (1, 2, 3, 255)})

    report = look_at(path, kind)

    with clean_copy(tmp_path) as copy:
        assert np.array_equal(copy.read(1), values)
        assert copy.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert copy.tags(ns="IMAGE_STRUCTURE")["COMPRESSION"] == "ZSTD"
        assert copy.block_shapes[0] == (512, 512)
        assert copy.overviews(1) == [2, 4]
        assert copy.tags().keys() <= {"AREA_OR_POINT", "OVR_RESAMPLING_ALG"}
        assert copy.tags(1) == {}
        assert copy.nodata == 0
        with pytest.raises(ValueError, match="color table"):
            copy.colormap(1)
    content = (tmp_path / COG_NAME).read_bytes()
    assert b"somebody" not in content
    assert report.cog_sha256 == hashlib.sha256(content).hexdigest()
    assert report.cog_size == len(content)
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not (tmp_path / "plain.tif").exists()


def test_overviews_of_classes_hold_no_invented_class(tmp_path: Path) -> None:
    board = (np.indices((1200, 1200)).sum(axis=0) % 2 * 9 + 1).astype(np.uint8)
    path = write(tmp_path / "a.tif", board, transform=Affine(0.001, 0, 10, 0, -0.001, 20))

    look_at(path, "land_cover")

    with clean_copy(tmp_path) as copy:
        assert set(np.unique(copy.read(1, out_shape=(300, 300)))) <= {1, 10}


def test_overviews_do_not_mix_undeclared_fill_into_values(tmp_path: Path) -> None:
    values = np.full((1200, 1200), 100, np.uint16)
    values[::2, ::2] = 65533
    values[0, 1:5] = [99, 98, 97, 96]
    path = write(tmp_path / "a.tif", values, transform=Affine(0.001, 0, 10, 0, -0.001, 20))

    look_at(path, "productivity")

    with clean_copy(tmp_path) as copy:
        assert set(np.unique(copy.read(1, out_shape=(600, 600)))) <= {96, 97, 98, 99, 100, 65533}


def test_a_broken_block_is_named_with_band_pixel_and_place(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(0, 200, (2, 512, 768)).astype(np.uint8)
    path = write(
        tmp_path / "a.tif",
        values,
        tiled=True,
        blockxsize=256,
        blockysize=256,
        compress="deflate",
        interleave="band",
        transform=Affine(0.01, 0, 10, 0, -0.01, 20),
    )
    # Tile 4 of band 2 (row 256, column 256) is number 6 + 4 of twelve.
    content = bytearray(path.read_bytes())
    offset = tile_offsets(content)[10]
    content[offset : offset + 40] = b"\xff" * 40
    path.write_bytes(content)

    with pytest.raises(Refusal) as caught:
        look_at(path, "productivity")

    assert caught.value.code == "broken_block"
    assert caught.value.params == {
        "band": 2, "row": 256, "column": 256, "lon": 12.565, "lat": 17.435
    }  # fmt: skip


def tile_offsets(content: bytes) -> tuple[int, ...]:
    """Read tag 324 of a little-endian classic TIFF."""
    (start,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, start)
    for index in range(entries):
        code, _, count, value = struct.unpack_from("<HHII", content, start + 2 + 12 * index)
        if code == 324:
            return struct.unpack_from(f"<{count}I", content, value)
    raise AssertionError("no tiles")


def test_a_report_survives_its_way_through_json(tmp_path: Path) -> None:
    report = look_at(write(tmp_path / "a.tif", COVER), "land_cover", filename="lc_2010.tif")

    again = Report.from_json(json.loads(json.dumps(report.to_json(), allow_nan=False)))

    assert again == report
    assert again.years == [2010]
