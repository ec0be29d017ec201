"""The effect of a measure on a made-up country, whose restored district is known."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from countries.models import Party, User
from indicators.models import JobState, Run
from indicators.science import engine
from indicators.storage import list_folder, local_path, location
from ldnportal.demo.landscape import FIRST_YEAR, LAST_YEAR, RESTORED_FROM, Landscape
from ldnportal.demo.rasters import write_rasters
from targets.actions.effects import NotAskable, ask_effect
from targets.models import Measure, MeasureEffect
from targets.neutrality import effect
from targets.neutrality.effect import points_of
from targets.promises.place import set_geometry
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.targets.reports import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LAND = Landscape(seed=1531, west=-30.0, north=13.0, rows=240, cols=300, cell=1 / 180)
PERIODS = {"baseline": (FIRST_YEAR, RESTORED_FROM - 1), "report_2": (RESTORED_FROM, LAST_YEAR)}


def polygon(shift: tuple[float, float] = (0.0, 0.0)) -> dict[str, Any]:
    """The restored district, or the same shape somewhere else."""
    ring = np.array(LAND.restored_district) + np.array(shift)
    return {"type": "Polygon", "coordinates": [ring.tolist()]}


DISTRICT, PLACEBO = polygon(), polygon((0.0, -0.45))


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trend of productivity before and after the restoration."""
    folder = tmp_path_factory.mktemp("maps")
    files = write_rasters(LAND, folder / "in")
    outline = {"type": "Polygon", "coordinates": [[list(c) for c in LAND.outline]]}
    manifest = {
        "profile": "prais4",
        "boundary": outline,
        "land_cover": {
            "legend": "esa_cci",
            "years": {str(y): str(files[f"land_cover_{y}"]) for y in (2000, 2015)},
            "degradation": None,
        },
        "productivity": {
            "stack": str(files["productivity"]),
            "first_year": FIRST_YEAR,
            "scale": 0.0001,
            "fill": [-32768],
            "calibration": None,
        },
        "periods": [
            {"key": key, "land_cover": [2000, 2015], "productivity": list(years), "recent_years": 3}
            for key, years in PERIODS.items()
        ],
    }
    engine.compute(engine.load_manifest(manifest, base=str(folder)), str(folder / "out"))
    return folder / "out"


@pytest.fixture
def party() -> Party:
    party = make_party()
    make_report(party, make_cycle())
    return party


@pytest.fixture
def run(party: Party, maps: Path) -> Run:
    return with_maps(party, maps)


def with_maps(party: Party, maps: Path) -> Run:
    """A finished run with these maps as its results."""
    run = make_run(party, party.reports.get().cycle)
    for path in maps.glob("*_trend.tif"):
        local_path(f"{run.output_key}/{path.name}").write_bytes(path.read_bytes())
    run.manifest = {
        "periods": [{"key": k, "productivity": list(years)} for k, years in PERIODS.items()]
    }
    run.outputs = list_folder(run.output_key)
    run.save()
    return run


@pytest.fixture
def measure(party: Party) -> Callable[..., Measure]:
    def make(geometry: dict[str, Any], start: int = RESTORED_FROM) -> Measure:
        number = Measure.objects.count() + 1
        fields = {"geometry": geometry, "geometry_area_km2": 100, "start_year": start}
        return Measure.objects.create(party=party, number=number, title="Rest", **fields)

    return make


@pytest.fixture
def user(party: Party) -> User:
    return make_focal_point(party)


def worked_out(measure: Measure, user: User) -> MeasureEffect:
    row = ask_effect(measure, by=user)
    effect.perform(row.pk)
    row.refresh_from_db()
    return row


def test_the_effect_is_positive_in_the_restored_district_and_near_nought_in_a_placebo(
    run: Run, measure: Callable[..., Measure], user: User
) -> None:
    restored = worked_out(measure(DISTRICT), user)
    placebo = worked_out(measure(PLACEBO), user)

    assert (restored.job_state, placebo.job_state) == (JobState.SUCCEEDED, JobState.SUCCEEDED)
    there, elsewhere = (points_of(e.result["productivity"]) for e in (restored, placebo))
    assert there is not None
    assert there > 80
    assert elsewhere is not None
    assert abs(elsewhere) < 5
    assert restored.result["productivity"]["after"]["inside"]["improved"] > 2000


def test_without_a_map_from_before_the_lead_now_is_given_and_said_to_be(
    client: Any, run: Run, measure: Callable[..., Measure], user: User
) -> None:
    early = measure(DISTRICT, start=2005)
    row = worked_out(early, user)
    client.force_login(user)

    page = client.get(reverse("measure_effect", args=["XAA", early.pk])).content.decode()

    assert set(row.result["productivity"]) == {"after"}
    assert "there is no map from before its start" in page
    assert "A comparison, not a proof." in page


def test_the_page_shows_points_and_pixel_counts_within_fifteen_queries(
    client: Any, run: Run, measure: Callable[..., Measure], user: User,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    asked = measure(DISTRICT)
    address = reverse("measure_effect", args=["XAA", asked.pk])
    client.force_login(user)
    client.post(address)
    assert "A worker compares the maps" in client.get(address).content.decode()

    effect.perform(MeasureEffect.objects.get().pk)

    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    assert "percentage points" in page
    assert "Pixels compared" in page
    assert "were revised since" not in page
    Run.objects.update(revised_at=timezone.now())
    assert "were revised since" in client.get(address).content.decode()


def test_asking_twice_lays_one_job(run: Run, measure: Callable[..., Measure], user: User) -> None:
    asked = measure(DISTRICT)
    assert ask_effect(asked, by=user) == ask_effect(asked, by=user)


def test_a_polygon_beside_the_maps_fails_with_what_to_do(
    client: Any, run: Run, measure: Callable[..., Measure], user: User
) -> None:
    asked = measure(polygon((50.0, 20.0)))

    row = worked_out(asked, user)

    assert (row.job_state, row.error_code) == (JobState.FAILED, "effect_place")
    client.force_login(user)
    page = client.get(reverse("measure_effect", args=["XAA", asked.pk])).content.decode()
    assert "Draw a larger one" in page


def test_a_file_that_is_gone_is_tried_again_and_then_fails(
    run: Run, measure: Callable[..., Measure], user: User
) -> None:
    row = ask_effect(measure(DISTRICT), by=user)
    for path in Path(location(run.output_key)).glob("*.tif"):
        path.unlink()

    for _attempt in range(settings.JOB_MAX_ATTEMPTS):
        effect.perform(row.pk)

    row.refresh_from_db()
    assert (row.job_state, row.error_code) == (JobState.FAILED, "unexpected")


def test_nothing_is_compared_without_a_run(measure: Callable[..., Measure], user: User) -> None:
    with pytest.raises(NotAskable):
        ask_effect(measure(DISTRICT), by=user)


def test_few_pixels_are_said_to_be_few(
    client: Any, run: Run, measure: Callable[..., Measure], user: User
) -> None:
    west, south = LAND.restored_district[0]
    ring = [[west, south], [west + 0.02, south], [west + 0.02, south + 0.02], [west, south]]
    small = measure({"type": "Polygon", "coordinates": [ring]})
    worked_out(small, user)
    client.force_login(user)

    page = client.get(reverse("measure_effect", args=["XAA", small.pk])).content.decode()

    assert "pixels with a class: take the figures lightly" in page


def test_other_measures_are_left_out_of_the_ring_and_named(
    client: Any, run: Run, measure: Callable[..., Measure], user: User
) -> None:
    asked = measure(DISTRICT)
    alone = worked_out(asked, user)
    other = measure(polygon((0.15, 0.0)))
    set_geometry(other, other.geometry or {})
    other.save()

    again = worked_out(asked, user)

    rings = [e.result["productivity"]["after"]["ring"] for e in (alone, again)]
    assert (alone.left_out, again.left_out) == ([], [other.number])
    assert sum(rings[1].values()) < sum(rings[0].values())
    client.force_login(user)
    page = client.get(reverse("measure_effect", args=["XAA", asked.pk])).content.decode()
    assert "without the polygons of other measures: 2" in page
