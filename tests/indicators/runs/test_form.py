"""What the form of a run proposes, refuses, and turns into a manifest."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.datastructures import MultiValueDict

from countries.models import Party
from indicators.forms.run_request import RunRequest
from indicators.models import Cycle, Dataset, DatasetKind, LegendClass, Period
from indicators.runs.inputs import inputs_of
from tests.factories import make_report
from tests.indicators.baseline.zone_making import make_zones
from tests.indicators.runs.landscape import make_dataset, make_landscape

pytestmark = pytest.mark.django_db
Ask = Callable[..., RunRequest]


def errors_of(asked: RunRequest) -> str:
    assert not asked.is_valid()
    return " ".join(
        str(error) for form in asked.forms for errors in form.errors.values() for error in errors
    )


def manifest_of(asked: RunRequest) -> dict[str, Any]:
    assert asked.is_valid(), [form.errors for form in asked.forms]
    return asked.choice().manifest()


def test_it_proposes_the_years_of_the_cycle_and_the_nearest_where_there_is_no_raster(
    ask: Ask, party: Party
) -> None:
    make_landscape(party)  # land cover of 2000, 2015, 2016, 2019

    baseline, _, report = manifest_of(ask())["periods"]

    assert baseline["land_cover"] == [2000, 2015]
    assert report["key"] == "report_2"
    assert report["land_cover"] == [2016, 2019]  # the cycle asks for 2016 to 2023
    assert report["productivity"] == [2008, 2019]


def test_windows_can_be_chosen_anew_for_each_run(ask: Ask, party: Party) -> None:
    make_landscape(party)

    asked = ask(
        **{
            "period-baseline-land_cover_last": 2016,
            "period-baseline-productivity_first": 2003,
            "period-baseline-recent_years": 4,
        }
    )

    baseline = manifest_of(asked)["periods"][0]
    assert baseline["land_cover"] == [2000, 2016]
    assert baseline["productivity"] == [2003, 2015]
    assert baseline["recent_years"] == 4


def test_a_period_that_is_not_ticked_is_left_out(ask: Ask, party: Party) -> None:
    make_landscape(party)

    periods = manifest_of(ask(**{"period-report_1-use": None}))["periods"]

    assert [period["key"] for period in periods] == ["baseline", "report_2"]


def test_the_manifest_names_files_by_their_storage_keys_and_scale(ask: Ask, party: Party) -> None:
    make_landscape(party)

    manifest = manifest_of(ask())

    assert manifest["land_cover"]["years"]["2015"] == "datasets/XAA/land_cover2015.tif"
    assert manifest["land_cover"]["legend"] == "unccd7"
    assert manifest["productivity"]["scale"] == 0.0001
    assert manifest["ecological_units"] == {
        "soil": "datasets/XAA/ecological_units.tif",
        "cover": "datasets/XAA/land_cover2000.tif",
    }
    assert manifest["carbon"]["climate_zone"] == "datasets/XAA/climate_zone.tif"
    assert manifest["boundary"]["type"] == "Polygon"


def test_without_units_performance_is_judged_within_land_cover(ask: Ask, party: Party) -> None:
    make_landscape(party)

    assert manifest_of(ask(units=None))["ecological_units"] == {
        "cover": "datasets/XAA/land_cover2000.tif"
    }


def test_a_legend_that_is_not_a_built_in_one_is_written_out(ask: Ask, party: Party) -> None:
    make_landscape(party)
    LegendClass.objects.filter(code=7).update(unccd_class=6)

    legend = manifest_of(ask())["land_cover"]["legend"]

    assert legend == {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 6}


def test_land_cover_with_an_unmapped_code_is_not_offered(ask: Ask, party: Party) -> None:
    make_landscape(party)
    LegendClass.objects.filter(code=3).delete()

    inputs = inputs_of(party)

    assert inputs.usable_land_cover == []
    assert len(inputs.of(DatasetKind.LAND_COVER)) == 4


def test_a_stack_goes_in_as_a_stack(ask: Ask, party: Party) -> None:
    make_landscape(party)
    Dataset.objects.filter(kind=DatasetKind.PRODUCTIVITY).exclude(first_year=2000).delete()
    Dataset.objects.filter(kind=DatasetKind.PRODUCTIVITY).update(last_year=2019)

    productivity = manifest_of(ask())["productivity"]

    assert productivity["stack"] == "datasets/XAA/productivity2000.tif"
    assert productivity["first_year"] == 2000


def test_a_ready_made_raster_takes_the_place_of_the_series(ask: Ask, party: Party) -> None:
    make_landscape(party)
    lpd = make_dataset(party, DatasetKind.LPD, np.ones((100, 100), np.uint8), nodata=0)
    answers = {f"period-{key}-lpd": lpd.pk for key in ("baseline", "report_1", "report_2")}

    manifest = manifest_of(ask(**answers))

    assert manifest["lpd"]["report_1"] == lpd.cog_key
    assert manifest["productivity"] is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"period-baseline-land_cover_last": None}, "Choose both years"),
        ({"period-baseline-land_cover_first": 2015}, "2015 does not come after 2015"),
        ({"period-baseline-productivity_first": 2013}, "are 3 years; at least 4 are needed"),
        ({"period-baseline-recent_years": 15}, None),
        ({"period-baseline-recent_years": 16}, "at least 17 are needed"),
        ({"climate_zone": None}, "Carbon needs climate zones or a factor f"),
        ({"f": "0.8"}, "Choose either climate zones or one factor f"),
        ({"calibration": "rue", "rain": None}, "There is no rain"),
        ({"period-baseline-use": None}, "compared with the baseline, which is not ticked"),
        ({"land_cover": None, "productivity": None}, "Nothing can be computed"),
        (
            {f"period-{key}-use": None for key in ("baseline", "report_1", "report_2")},
            "No period is ticked",
        ),
    ],
)
def test_what_does_not_fit_together_is_said_in_words(
    ask: Ask, party: Party, answers: dict[str, Any], words: str | None
) -> None:
    make_landscape(party)

    asked = ask(**answers)

    if words is None:
        assert asked.is_valid()
    else:
        assert words in errors_of(asked)


def test_a_year_without_its_raster_in_the_series_is_named(ask: Ask, party: Party) -> None:
    make_landscape(party)
    Dataset.objects.filter(kind=DatasetKind.PRODUCTIVITY, first_year=2007).delete()

    assert "There is no productivity raster of 2007" in errors_of(ask())


def test_a_year_whose_raster_is_not_ticked_is_named(ask: Ask, party: Party) -> None:
    make_landscape(party)
    cover = Dataset.objects.filter(kind=DatasetKind.LAND_COVER).exclude(first_year=2015)

    asked = ask(land_cover=[str(dataset.pk) for dataset in cover])

    assert "The raster of 2015 is not ticked" in errors_of(asked)


def test_two_rasters_of_one_year_are_refused_and_the_newer_is_proposed(
    ask: Ask, party: Party
) -> None:
    make_landscape(party)
    old = Dataset.objects.get(kind=DatasetKind.LAND_COVER, first_year=2015)
    new = Dataset.objects.get(pk=old.pk)
    new.pk, new.cog_key = None, "datasets/XAA/newer.tif"
    new.uploaded_at = old.uploaded_at.replace(year=old.uploaded_at.year + 1)
    new.save()

    both = Dataset.objects.filter(kind=DatasetKind.LAND_COVER)

    assert manifest_of(ask())["land_cover"]["years"]["2015"] == "datasets/XAA/newer.tif"
    refused = ask(land_cover=[str(dataset.pk) for dataset in both])
    assert "More than one raster is ticked for 2015" in errors_of(refused)


def test_rasters_of_different_scales_make_no_series(ask: Ask, party: Party) -> None:
    make_landscape(party)
    Dataset.objects.filter(kind=DatasetKind.PRODUCTIVITY, first_year=2010).update(scale=0.01)

    assert "different scales" in errors_of(ask())


def test_rain_that_does_not_reach_as_far_as_productivity_is_named(ask: Ask, party: Party) -> None:
    make_landscape(party)
    Dataset.objects.filter(kind=DatasetKind.RAIN, first_year=2001).delete()

    assert "There is no rain or evapotranspiration of 2001" in errors_of(
        ask(calibration="restrend")
    )


def test_rain_in_a_stack_cannot_calibrate(ask: Ask, party: Party) -> None:
    make_landscape(party)
    Dataset.objects.filter(kind=DatasetKind.RAIN).exclude(first_year=2000).delete()
    Dataset.objects.filter(kind=DatasetKind.RAIN).update(last_year=2019)

    assert "holds several years in one file" in errors_of(ask(calibration="restrend"))


def test_the_rasters_of_another_party_cannot_be_chosen(
    ask: Ask, party: Party, cycle: Cycle
) -> None:
    from tests.factories import make_party

    make_landscape(party)
    foreign = make_landscape(make_party("XBB"))[0]

    assert "is not one of the available choices" in errors_of(ask(land_cover=[str(foreign.pk)]))


@pytest.fixture
def upload() -> Iterator[Callable[..., Any]]:
    """Make what a form gets when a file is uploaded in one of its fields."""
    made: list[TemporaryUploadedFile] = []

    def make(field: str, content: bytes, name: str = "file.geojson") -> MultiValueDict[str, Any]:
        file = TemporaryUploadedFile(name, "application/json", len(content), None)
        file.write(content)
        file.seek(0)
        made.append(file)
        return MultiValueDict({field: [file]})

    yield make
    for file in made:
        file.close()


ZONES = b"""{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"id": 1, "NAME_1": "West"}, "geometry":
   {"type": "Polygon", "coordinates": [[[10, 10], [11, 10], [11, 12], [10, 12], [10, 10]]]}},
  {"type": "Feature", "properties": {"id": 2, "NAME_1": "East"}, "geometry":
   {"type": "Polygon", "coordinates": [[[11, 10], [12, 10], [12, 12], [11, 12], [11, 10]]]}}]}"""


def test_zones_are_kept_under_what_is_in_them(ask: Ask, party: Party, upload: Any) -> None:
    make_landscape(party)

    keys = [
        manifest_of(ask(upload("zones", ZONES, name)))["zones"]
        for name in ("one.geojson", "two.geojson")
    ]

    assert keys[0] == keys[1]
    assert keys[0].startswith("zones/XAA/")


def test_the_zones_of_the_report_are_used_if_no_others_are_given(
    ask: Ask, party: Party, upload: Any
) -> None:
    make_landscape(party)
    report = make_report(party, Cycle.objects.get())
    make_zones(report, 2)

    own = manifest_of(ask())["zones"]
    others = manifest_of(ask(upload("zones", ZONES, "zones.geojson")))["zones"]

    assert own == report.zone_file.storage_key
    assert others not in (None, own)


def test_zones_without_names_are_refused(ask: Ask, party: Party, upload: Any) -> None:
    make_landscape(party)
    nameless = ZONES.replace(b'"West"', b'"East"')

    asked = ask(upload("zones", nameless, "zones.geojson"))

    assert "no column that names each of them once" in errors_of(asked)


def test_an_outline_of_ones_own_takes_the_place_of_the_countrys(
    ask: Ask, party: Party, upload: Any
) -> None:
    make_landscape(party)

    manifest = manifest_of(ask(upload("boundary", ZONES, "outline.json")))

    assert manifest["boundary"]["type"] in ("Polygon", "MultiPolygon")
    assert manifest["boundary"] != party.boundary.geometry


def test_a_broken_outline_is_refused_with_a_sentence(ask: Ask, party: Party, upload: Any) -> None:
    make_landscape(party)

    asked = ask(upload("boundary", b"{", "outline.json"))

    assert "cannot be read" in errors_of(asked)


def test_the_next_form_begins_with_what_was_chosen(ask: Ask, party: Party, cycle: Cycle) -> None:
    make_landscape(party)
    asked = ask(profile="gpg2", **{"period-baseline-land_cover_last": 2016})
    assert asked.is_valid()

    after = RunRequest(party, cycle, inputs_of(party), remembered=asked.remembered())

    assert after.main["profile"].value() == "gpg2"
    assert after.windows[0]["land_cover_last"].value() == 2016


def test_a_cycle_with_other_periods_asks_for_those(ask: Ask, party: Party, cycle: Cycle) -> None:
    make_landscape(party)
    Period.objects.filter(key="report_1").delete()

    assert [p["key"] for p in manifest_of(ask())["periods"]] == ["baseline", "report_2"]
