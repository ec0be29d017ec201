"""The effect of measures through the pages and a real worker, on a country that is known."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from countries.models import Boundary
from indicators.models import Run
from ldnportal.demo.landscape import RESTORED_FROM
from targets.models import Measure, MeasureEffect
from targets.neutrality.effect import points_of
from targets.promises.place import set_geometry
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.indicators.runs.station import portal_worker, wait_for
from tests.ldnportal.demo.test_effect import DISTRICT, LAND, PLACEBO, maps, polygon, with_maps

__all__ = ["maps"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def measure_at(run: Run, geometry: dict[str, Any], title: str) -> Measure:
    number = Measure.objects.count() + 1
    row = Measure(party=run.party, number=number, title=title, start_year=RESTORED_FROM)
    set_geometry(row, geometry)
    row.save()
    return row


def ended(row: Measure) -> bool:
    return MeasureEffect.objects.filter(measure=row, finished_at__isnull=False).exists()


def test_pages_and_worker_find_the_restored_district_and_nothing_in_a_placebo(
    client: Any, maps: Path, tmp_path: Path
) -> None:
    # Arrange: a neighbour works right beside the restored district.
    party = make_party()
    Boundary.objects.filter(party=party).delete()
    make_report(party, make_cycle())
    run = with_maps(party, maps)
    run.manifest["boundary"] = {
        "type": "Polygon",
        "coordinates": [[list(c) for c in LAND.outline]],
    }
    run.save()
    restored = measure_at(run, DISTRICT, "Rest")
    placebo = measure_at(run, PLACEBO, "Placebo")
    neighbour = measure_at(run, polygon((0.3, 0.0)), "Neighbour")
    user = make_focal_point(party)
    client.force_login(user)

    # Act
    with portal_worker(tmp_path):
        for row in (restored, placebo):
            client.post(reverse("measure_effect", args=["XAA", row.pk]))
        wait_for(lambda: ended(restored) and ended(placebo), "both effects")

    # Assert
    there, elsewhere = (MeasureEffect.objects.get(measure=row) for row in (restored, placebo))
    assert (there.error_code, elsewhere.error_code) == ("", "")
    found = points_of(there.result["productivity"])
    assert found is not None
    assert found > 80
    nothing = points_of(elsewhere.result["productivity"])
    assert nothing is not None
    assert abs(nothing) < 5
    assert neighbour.number in there.left_out
    page = client.get(reverse("measure_effect", args=["XAA", restored.pk])).content.decode()
    for words in (
        "Pixels compared",
        "without the polygons of other measures",
        "A comparison, not a proof.",
        "percentage points",
    ):
        assert words in page
