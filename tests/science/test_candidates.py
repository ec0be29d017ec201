"""Response classes of a run's map: their areas, and the patches they hang together in."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import CRS, Geod

from indicators.science import engine
from indicators.science.candidates import at_risk, map_candidates
from indicators.science.classes import NODATA
from indicators.science.errors import InputError
from indicators.science.grid import Grid, Window
from indicators.science.patches import patches_of, sampled
from indicators.science.plan import Plan
from indicators.science.storage import open_storage
from tests.science.drawn import drawn
from tests.science.engine.country import write_country
from tests.science.engine.made import SQUARE_KILOMETRES, read_raster, rectangle

EQUAL_AREA = CRS.from_epsg(6933).to_wkt()
GRID = Grid(12, 8, tuple(SQUARE_KILOMETRES)[:6], EQUAL_AREA)  # type: ignore[arg-type]
AVOID, REDUCE, REVERSE, WATER = 1, 2, 3, 4


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path, dict[str, Any]]:
    """The made country of the engine's tests, with its results."""
    folder = tmp_path_factory.mktemp("country")
    manifest = write_country(folder)
    loaded = engine.load_manifest(manifest, base=str(folder))
    summary = engine.compute(loaded, str(folder / "out"), workers=1)
    return engine.plan_run(loaded), folder, summary


def test_the_areas_to_reverse_are_those_that_the_run_counts_as_degraded(
    computed: tuple[Plan, Path, dict[str, Any]], tmp_path: Path
) -> None:
    plan, folder, summary = computed
    key = plan.reports[-1].key

    found = map_candidates(plan, str(folder / "out"), key, open_storage(tmp_path), {})

    three = summary["status"][key]["three_class"]
    totals = found.zones.sum(axis=(0, 1))
    assert totals[REVERSE] == pytest.approx(three["degraded"], abs=1e-6)
    known = three["stable"] + three["improved"]
    assert totals[AVOID] + totals[REDUCE] == pytest.approx(known, abs=1e-6)


def test_in_the_baseline_degraded_is_what_the_period_itself_says(
    computed: tuple[Plan, Path, dict[str, Any]], tmp_path: Path
) -> None:
    plan, folder, summary = computed

    found = map_candidates(plan, str(folder / "out"), "baseline", open_storage(tmp_path), {})

    degraded = summary["periods"]["baseline"]["sdg"]["degraded"]
    assert found.zones.sum(axis=(0, 1))[REVERSE] == pytest.approx(degraded, abs=1e-6)


def test_the_raster_holds_the_classes_that_were_added_up(
    computed: tuple[Plan, Path, dict[str, Any]], tmp_path: Path
) -> None:
    plan, folder, _summary = computed
    key = plan.reports[-1].key

    map_candidates(plan, str(folder / "out"), key, open_storage(tmp_path), {})

    response, status = (
        read_raster(tmp_path / "response.tif"),
        read_raster(folder / "out" / f"{key}_status.tif"),
    )
    assert ((response == REVERSE) == np.isin(status, [1, 2, 3])).all()
    assert ((response == WATER) == (status == 8)).all()
    assert ((response == NODATA) == (status == NODATA)).all()


def test_areas_inside_a_polygon_are_added_up_apart(
    computed: tuple[Plan, Path, dict[str, Any]], tmp_path: Path
) -> None:
    plan, folder, _summary = computed
    everything = rectangle(9, 3, 12, 6)["geometry"]
    nowhere = rectangle(20, 3, 21, 6)["geometry"]
    shapes = {"all": [everything], "none": [nowhere]}

    found = map_candidates(
        plan, str(folder / "out"), plan.reports[-1].key, open_storage(tmp_path), shapes
    )

    whole = found.zones.sum(axis=0)[:, 1:]
    assert found.inside["all"][:, 1:] == pytest.approx(whole, abs=1e-9)
    assert found.inside["none"].sum() == 0


def test_a_period_without_a_map_is_refused(
    computed: tuple[Plan, Path, dict[str, Any]], tmp_path: Path
) -> None:
    plan, folder, _summary = computed
    with pytest.raises(InputError, match="no map"):
        map_candidates(plan, str(folder / "out"), "report_9", open_storage(tmp_path), {})


def test_land_is_at_risk_where_productivity_falls() -> None:
    lpd, state = drawn("1 2 3 4 5 ."), drawn("= = = - - .")
    assert at_risk(lpd, None).tolist() == [True, True, False, False, False, False]
    assert at_risk(lpd, state).tolist() == [True, True, False, True, True, False]


# --- Patches: pixels of 1 km2 ---------------------------------------------------------------------

LAND_TYPE = np.full((8, 12), 3, np.int8)


def _patches(response: Any, **changes: Any) -> list[Any]:
    codes = np.asarray(response, np.int8)
    small = sampled(GRID, changes.pop("pixels", 1 << 24))
    land_type = changes.pop("land_type", LAND_TYPE)
    zone = np.repeat(np.arange(12) // 6 + 1, 1)[None].repeat(8, 0).astype(np.uint16)
    for window in GRID.window.pieces(3, 5):
        rows, cols = window.within(GRID.window)
        small.put(window, *(a[rows, cols].ravel() for a in (codes, land_type, zone)))
    limits = {"smallest_km2": 1.0, "land_km2": 96.0, "most": 10} | changes
    return patches_of(small, GRID, **limits)


def _areas(patches: list[Any]) -> list[int]:
    geod = Geod(ellps="WGS84")
    return [round(abs(geod.geometry_area_perimeter(p.geometry)[0]) / 1e6) for p in patches]


def _ground() -> Any:
    return np.full((8, 12), AVOID, np.int8)


def test_patches_come_largest_first_within_each_response() -> None:
    land = _ground()
    land[1:3, 1:3] = REVERSE
    land[4:7, 6:9] = REVERSE
    land[0:2, 9:12] = REDUCE

    found = _patches(land)

    assert [(p.response, p.zone) for p in found] == [
        (REVERSE, 2), (REVERSE, 1), (REDUCE, 2), (AVOID, 1),
    ]  # fmt: skip
    assert _areas(found) == [9, 4, 6, 96 - 19]


def test_what_is_smaller_than_the_floor_goes_into_its_surroundings() -> None:
    land = _ground()
    land[2, 2] = REVERSE
    land[5, 5:8] = REVERSE

    assert _areas(_patches(land)) == [96]


def test_a_patch_ends_where_the_land_type_does() -> None:
    land, cover = _ground(), LAND_TYPE.copy()
    land[2:4, 2:8] = REVERSE
    cover[:, 5:] = 2

    found = [p for p in _patches(land, land_type=cover) if p.response == REVERSE]

    assert [(p.land_type, a) for p, a in zip(found, _areas(found), strict=True)] == [(3, 6), (2, 6)]


def test_a_patch_never_grows_over_water_or_missing_data() -> None:
    land = _ground()
    land[:, 6:] = NODATA
    land[:, 5] = WATER
    land[0:2, 0:2] = REVERSE

    assert _areas(_patches(land, land_km2=40.0)) == [4, 36]


def test_a_hole_in_a_patch_stays_a_hole() -> None:
    land = np.full((8, 12), REVERSE, np.int8)
    land[2:4, 4:8] = AVOID

    (around, hole) = _patches(land)

    assert (len(around.geometry.interiors), _areas([around, hole])) == (1, [88, 8])


def test_a_large_map_is_looked_at_in_steps_and_keeps_its_place() -> None:
    land = _ground()
    land[0:4, 0:6] = REVERSE

    found = _patches(land, pixels=24)

    assert _areas(found) == [24, 72]


def test_at_most_so_many_of_each_response() -> None:
    land = _ground()
    land[0:2, 0:2] = land[0:2, 4:6] = land[4:6, 4:6] = REVERSE

    found = _patches(land, most=2)

    assert [p.response for p in found] == [REVERSE, REVERSE, AVOID]


def test_nothing_known_gives_no_patches() -> None:
    assert _patches(np.full((8, 12), NODATA, np.int8)) == []


def test_windows_of_any_size_fill_the_same_sample() -> None:
    generator = np.random.default_rng(3)
    codes = generator.integers(1, 4, (8, 12)).astype(np.int8)
    whole, pieces = sampled(GRID, 11), sampled(GRID, 11)
    zone = np.zeros((8, 12), np.uint16)
    whole.put(GRID.window, *(a.ravel() for a in (codes, LAND_TYPE, zone)))
    for window in GRID.window.pieces(3, 5):
        rows, cols = window.within(Window(0, 8, 0, 12))
        pieces.put(window, *(a[rows, cols].ravel() for a in (codes, LAND_TYPE, zone)))

    assert whole.step == 3
    assert (whole.codes == pieces.codes).all()
