"""Every hostile file ends within its limits in a readable refusal or a correct acceptance.

The expected outcome of each file was written by hand from what is odd with it.
"""

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio

from countries.sandbox import Limits, Refusal, SandboxMode, run_sandboxed
from countries.sandbox.command import bubblewrap_works
from indicators.ingest.report import Report
from indicators.ingest.sentences import refusal_sentence
from tests.indicators.ingest.rasters import look_at, write
from tests.listening import Listener, listening

pytestmark = pytest.mark.realdata

LIMITS = Limits(wall_seconds=20, cpu_seconds=15, memory_bytes=1 << 30, file_bytes=64 << 20)
MOST_SECONDS = 20.0  # what LIMITS allow; a busy machine takes its time

# (kind it is uploaded as, refusal code) by file
REFUSED = {
    "bomb__bug1488.tif": ("productivity", "codec"),  # WEBP
    "bomb__excessive-memory-TIFFFillStrip2.tif": ("productivity", "band_count"),
    "bomb__huge4GB.tif": ("land_cover", "crs_missing"),  # before its 4 Gpx would be read
    "bomb__many_blocks_truncated.tif": ("land_cover", "too_many_blocks"),
    "bomb__strip_larger_than_2GB_header.tif": ("land_cover", "too_large_blocks"),
    "bomb__toomanyblocks.tif": ("land_cover", "cannot_open"),
    "corrupt__byte_zstd_corrupted.tif": ("land_cover", "broken_block"),
    "corrupt__corrupt.tif": ("productivity", "codec"),  # three bands of JPEG
    "corrupt__corrupted_gtiff_tags.tif": ("land_cover", "crs_missing"),
    "corrupt__missing_tilebytecounts_and_offsets.tif": ("land_cover", "crs_missing"),
    "corrupt__tiled_bad_offset.tif": ("productivity", "crs_missing"),
    "dtype__cfloat64.tif": ("productivity", "dtype"),
    "dtype__int64_full_range.tif": ("land_cover", "dtype"),
    "dtype__twoimages.tif": ("land_cover", "several_images"),
    "georef__byte_gcp.tif": ("land_cover", "gcp_only"),
    "georef__byte_rpc.tif": ("land_cover", "rpc_only"),
    "georef__cog_nonearth.tif": ("productivity", "crs_not_earth"),
    "georef__float.tif": ("productivity", "crs_missing"),
    "georef__invalid_semimajoraxis_compound.tif": ("land_cover", "crs_missing"),
    "georef__tile1_utm49s.tif": ("land_cover", "no_data"),  # every pixel is -128
    "nodata__empty_nodata.tif": ("land_cover", "crs_missing"),
    "nodata__float32_with_nodata_slightly_above_float_max.tif": ("carbon", "crs_missing"),
    "nodata__image_missing_nodata.tif": ("land_cover", "too_many_codes"),  # it is no class map
    "nodata__stats_nodata_neginf.tif": ("carbon", "crs_missing"),
    "nodata__test_nodatavalues.tif": ("productivity", "mask_band"),
    "path__test_deflate_2GB.vrt": ("land_cover", "looks_like"),
    "path__white-gemini-iv.vrt": ("productivity", "looks_like"),
    "unsupported__uint33.tif": ("land_cover", "cannot_open"),
}

# (kind, remarks, undeclared fill values, share of missing pixels) by file
ACCEPTED = {
    "dtype__cog_scale_epsg4326.tif": ("productivity", {"scale_tag", "years_unknown"}, [], 0.0352),
    "georef__cog_dateline.tif": ("land_cover", {"antimeridian", "years_unknown"}, [], 0.0),
    "georef__nz_habitat_anticross_4326_1deg.tif": ("productivity", {"years_unknown"}, [], 0.9592),
    "nodata__float_raster_with_extra_nodata.tif": ("carbon", set(), [], 0.8409),
    "nodata__image_missing_nodata.tif": (
        "productivity",
        {"fill_suspected", "years_unknown"},
        [-9999.0],
        0.0,
    ),
}


@pytest.fixture(params=list(SandboxMode)[1:])
def mode(request: pytest.FixtureRequest) -> SandboxMode:
    if request.param is SandboxMode.BWRAP and not bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    return request.param


@pytest.fixture
def upload(tmp_path: Path, mode: SandboxMode) -> Callable[[Path, str], Report]:
    def examine(path: Path, kind: str) -> Report:
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        request = {"path": str(path), "folder": str(folder), "kind": kind, "filename": path.name}
        answer = run_sandboxed(
            "indicators.ingest.examine",
            request,
            read=[path],
            write=folder,
            limits=LIMITS,
            mode=mode,
        )
        return Report.from_json(answer)

    return examine


def test_every_hostile_file_has_an_expected_outcome(shared_data: Path) -> None:
    with (shared_data / "hostile" / "INDEX.csv").open(encoding="utf-8") as stream:
        listed = {row["file"] for row in csv.DictReader(stream)}

    assert listed == set(REFUSED) | set(ACCEPTED)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_hostile_file_is_refused_with_a_sentence(
    shared_data: Path, upload: Callable[[Path, str], Report], name: str
) -> None:
    kind, code = REFUSED[name]
    started = time.monotonic()

    with pytest.raises(Refusal) as caught:
        upload(shared_data / "hostile" / name, kind)

    assert caught.value.code == code
    assert time.monotonic() - started < MOST_SECONDS
    sentence = refusal_sentence(caught.value.code, caught.value.params)
    assert len(sentence) > 60
    assert "%(" not in sentence
    assert str(shared_data) not in sentence


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_an_odd_but_honest_file_is_accepted_with_what_is_odd(
    shared_data: Path, upload: Callable[[Path, str], Report], name: str
) -> None:
    kind, remarks, fills, missing = ACCEPTED[name]

    report = upload(shared_data / "hostile" / name, kind)

    assert {remark.code for remark in report.remarks} == remarks
    assert [fill.value for fill in report.fills] == fills
    assert report.missing_share == pytest.approx(missing, abs=1e-4)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Another Party's raster: every pixel is 99."""
    folder = tmp_path / "other-party"
    folder.mkdir()
    return write(folder / "secret.tif", np.full((512, 512), 99, np.uint8))


def forge(path: Path, target: str) -> Path:
    """A valid GeoTIFF whose tag 42112 sends decimated reads to another place."""
    write(path, np.full((1024, 1024), 7, np.uint8), tiled=True, blockxsize=256, blockysize=256)
    with rasterio.open(path, "r+") as source:
        source.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=target)
    return path


def values_at_every_size(path: Path) -> set[int]:
    with rasterio.open(path) as copy:
        sizes = [(1024, 1024), (512, 512), (256, 256), (64, 64)]
        return {int(v) for size in sizes for v in np.unique(copy.read(1, out_shape=size))}


def test_the_forged_file_is_a_real_attack(tmp_path: Path, secret: Path) -> None:
    forged = forge(tmp_path / "forged.tif", str(secret))

    assert 99 in values_at_every_size(forged)


def test_a_forged_overview_shows_nothing_of_another_raster_even_without_a_sandbox(
    tmp_path: Path, secret: Path
) -> None:
    forged = forge(tmp_path / "forged.tif", str(secret))

    report = look_at(forged, "productivity")

    assert report.bands[0]["max"] == 7
    assert values_at_every_size(tmp_path / "clean.tif") == {7}
    assert b"OVERVIEW_FILE" not in (tmp_path / "clean.tif").read_bytes()


def test_a_forged_overview_shows_nothing_of_another_raster_in_the_sandbox(
    tmp_path: Path, secret: Path, upload: Callable[[Path, str], Report]
) -> None:
    forged = forge(tmp_path / "forged.tif", str(secret))

    report = upload(forged, "productivity")

    assert report.bands[0]["max"] == 7
    assert values_at_every_size(tmp_path / "folder" / "clean.tif") == {7}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def test_the_forged_address_is_a_real_attack(tmp_path: Path, listener: Listener) -> None:
    forged = forge(tmp_path / "forged.tif", f"/vsicurl/http://127.0.0.1:{listener.port}/x.tif")

    values_at_every_size(forged)

    assert listener.came


def test_no_request_leaves_the_sandbox(
    tmp_path: Path,
    listener: Listener,
    upload: Callable[[Path, str], Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Even the black hole, were it asked, would be heard of.
    monkeypatch.setattr(
        "countries.sandbox.environment.GDAL_SAFETY",
        {"GDAL_HTTP_PROXY": f"http://127.0.0.1:{listener.port}"},
    )
    forged = forge(tmp_path / "forged.tif", f"/vsicurl/http://127.0.0.1:{listener.port}/x.tif")
    vrt = tmp_path / "disguised.tif"
    vrt.write_text(
        '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1">'
        f"<SimpleSource><SourceFilename>/vsicurl/http://127.0.0.1:{listener.port}/x.tif</SourceFilename>"
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )

    upload(forged, "productivity")
    with pytest.raises(Refusal) as caught:
        upload(vrt, "productivity")

    assert caught.value.code == "looks_like"
    assert listener.came == []


def test_a_sparse_bomb_is_read_in_bounded_memory_and_time(
    tmp_path: Path, upload: Callable[[Path, str], Report]
) -> None:
    path = tmp_path / "sparse.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=200_000, height=200_000, count=1, dtype="uint8",
        crs="EPSG:4326", transform=rasterio.transform.from_origin(0, 40, 1e-4, 1e-4),
        tiled=True, blockxsize=512, blockysize=512, sparse_ok=True, bigtiff="yes", nodata=255,
    ):  # fmt: skip
        pass
    assert path.stat().st_size < 4 << 20
    started = time.monotonic()

    with pytest.raises(Refusal) as caught:
        upload(path, "productivity")

    # 40 000 million pixels: more than any Party is given.
    assert caught.value.code == "too_many_pixels"
    assert time.monotonic() - started < MOST_SECONDS


def test_a_bomb_within_the_announced_limits_ends_with_its_processor_time(
    tmp_path: Path, mode: SandboxMode
) -> None:
    path = tmp_path / "sparse.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=100_000, height=100_000, count=1, dtype="uint8",
        crs="EPSG:4326", transform=rasterio.transform.from_origin(0, 40, 1e-4, 1e-4),
        tiled=True, blockxsize=512, blockysize=512, sparse_ok=True, nodata=255,
    ):  # fmt: skip
        pass
    folder = tmp_path / "folder"
    folder.mkdir()
    request = {"path": str(path), "folder": str(folder), "kind": "carbon", "filename": "x"}

    with pytest.raises(Refusal) as caught:
        run_sandboxed(
            "indicators.ingest.examine", request, read=[path], write=folder,
            limits=Limits(wall_seconds=8, cpu_seconds=3, memory_bytes=1 << 30), mode=mode,
        )  # fmt: skip

    assert caught.value.code == "out_of_time"
    assert refusal_sentence(caught.value.code, caught.value.params).startswith("Reading the file")


def test_a_huge_tile_in_a_tiny_image_is_refused_unread(
    tmp_path: Path, upload: Callable[[Path, str], Report]
) -> None:
    path = write(
        tmp_path / "a.tif", np.ones((1, 1), np.uint8), tiled=True, blockxsize=32768,
        blockysize=32768, sparse_ok=True,
    )  # fmt: skip

    with pytest.raises(Refusal) as caught:
        upload(path, "productivity")

    assert (caught.value.code, caught.value.params["mebibytes"]) == ("too_large_blocks", 1024)
