"""A run's numbers in a record of own classes: a real run on 3 x 3 pixels of 1 km2."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import User
from indicators.actions.taking import take
from indicators.baseline.alternatives import Alternatives
from indicators.baseline.derived import derive
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY
from indicators.baseline.keys import Key
from indicators.baseline.run_codes import RunCodes
from indicators.baseline.run_numbers import numbers_for
from indicators.baseline.scope import Scope
from indicators.models import Observation, Origin, OwnLegend, Report, Run
from indicators.rules.check import check_record
from indicators.science.engine import compute
from tests.indicators.baseline.own_cover import TWO_FORESTS, give_legend, version_of
from tests.indicators.baseline.record_making import make_run, make_worked_report, record_of
from tests.science.engine.made import SQUARE_KILOMETRES, write_raster

pytestmark = pytest.mark.django_db

CODES = {
    "dense-forest": [10],
    "open-forest": [11, 12],
    "pasture": [20],
    "fields": [30],
    "marsh": [40],
    "towns": [50],
    "rock": [60],
    "lakes": [70],
}
UNCCD = {10: 1, 11: 1, 12: 1, 20: 2, 30: 3, 40: 4, 50: 5, 60: 6, 70: 7}
# 10 dense forest, 11 and 12 open forest, 20 pasture, 30 fields, 50 towns, 70 lakes.
#   2000        2015        LPD      land cover
#   10 10 11    10 11 30    4 4 1    0 0 -
#   12 20 30    11 30 50    3 2 4    0 + -
#   30 70 20    30 70 12    4 4 5    0 0 +
COVER = {
    2000: [[10, 10, 11], [12, 20, 30], [30, 70, 20]],
    2015: [[10, 11, 30], [11, 30, 50], [30, 70, 12]],
}
LPD = [[4, 4, 1], [3, 2, 4], [4, 4, 5]]
SEVEN = {str(code): code for code in range(1, 8)}


def summary_of(folder: Path, legend: dict[str, int] | None = None) -> dict[str, Any]:
    place = {"transform": SQUARE_KILOMETRES, "crs": "EPSG:6933"}
    of = legend or {str(code): unccd for code, unccd in UNCCD.items()}
    for year, codes in COVER.items():
        drawn = codes if legend is None else [[UNCCD[code] for code in row] for row in codes]
        write_raster(folder / f"lc_{year}.tif", drawn, dtype="uint8", nodata=0, **place)
    write_raster(folder / "lpd.tif", LPD, dtype="uint8", nodata=0, **place)
    soc = [[60.0, 40.0, 50.0]] * 3
    write_raster(folder / "soc.tif", soc, dtype="float32", nodata=-1, **place)
    years = (2000, 2015)
    names = ("land_cover", "carbon", "productivity")
    document = {
        "land_cover": {"legend": of, "years": {str(y): f"lc_{y}.tif" for y in years}},
        "lpd": {"baseline": "lpd.tif"},
        "carbon": {"soc": "soc.tif", "f": 0.58},
        "periods": [{"key": "baseline"} | {name: list(years) for name in names}],
    }
    (folder / "manifest.json").write_text(json.dumps(document))
    return compute(folder / "manifest.json", folder / "out", workers=1)


@pytest.fixture
def worked() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    return report, user


@pytest.fixture
def run(worked: tuple[Report, User], tmp_path: Path) -> Run:
    report, _user = worked
    return make_run(report.party, report.cycle, summary_of(tmp_path))


def legend_with(
    report: Report, by: User, codes: dict[str, list[int]] | None = None, **changed: list[int]
) -> OwnLegend:
    own = give_legend(report, by, TWO_FORESTS)
    for row in own.classes.all():
        row.codes = ((codes or CODES) | changed).get(row.key, [])
        row.save()
    return own


def page_of(report: Report, run: Run) -> str:
    return reverse("use_run", args=[report.party.iso3, report.cycle.year, run.pk])


def change(first: str, last: str) -> Key:
    return Key(LAND_COVER, "change", "baseline", first, last)


def area(year: int, key: str) -> Key:
    return Key(LAND_COVER, "area", str(year), key)


def lpd(name: str, key: str) -> Key:
    return Key(PRODUCTIVITY, "lpd", "baseline", name, key)


def test_the_button_fills_own_classes_and_the_rules_hold(
    client: Client, worked: tuple[Report, User], run: Run
) -> None:
    # Arrange
    report, user = worked
    client.force_login(user)
    legend_with(report, user)

    # Act
    preview = client.get(page_of(report, run)).content.decode()
    client.post(page_of(report, run))

    # Assert: as in the margin
    record = record_of(report)
    expected = {
        area(2000, "dense-forest"): 2,
        area(2000, "open-forest"): 2,
        area(2000, "marsh"): 0,
        area(2015, "open-forest"): 3,
        change("dense-forest", "open-forest"): 1,
        change("open-forest", "open-forest"): 1,
        change("open-forest", "fields"): 1,
        change("pasture", "open-forest"): 1,
        change("fields", "towns"): 1,
        change("lakes", "lakes"): 1,
        change("lakes", "fields"): 0,
        lpd("stressed", "open-forest"): 1,
        lpd("increasing", "open-forest"): 1,
        lpd("moderate-decline", "fields"): 1,
    }
    assert {key: record.value(key) for key in expected} == expected
    assert "Your own classes cannot be filled" not in preview
    rows = Observation.objects.filter(indicator=LAND_COVER, category="open-forest")
    assert {(row.origin, row.run_id) for row in rows} == {(Origin.COMPUTED, run.pk)}
    # Sums over own classes are the run's own tables of the seven; R2 and R3 find nothing, R4 holds.
    tables = run.summary["periods"]["baseline"]
    derived = derive(record)
    seven = tables["land_cover_by_year"]["2015"]
    assert record.value(area(2015, "tree-covered")) == Decimal(str(seven["tree-covered"])) == 4
    for state, km2 in (("degraded", 2), ("stable", 4), ("improved", 2)):
        assert derived[Key(LAND_COVER, "status", "baseline", state)] == km2
        assert tables["land_cover"][state] == km2
    assert not [f for f in check_record(record) if f.rule in ("R2", "R3", "R4")]


def test_a_mean_stock_is_there_only_where_a_class_is_all_of_one_of_the_convention(
    client: Client, worked: tuple[Report, User], run: Run
) -> None:
    report, user = worked
    client.force_login(user)
    legend_with(report, user)

    page = client.get(page_of(report, run)).content.decode()
    client.post(page_of(report, run))

    record = record_of(report)
    stocks = run.summary["periods"]["baseline"]["carbon_by_cover"]["2000"]
    # Fields in 2000: 50 at the end of the second row, 60 at the start of the third.
    assert record.value(Key(CARBON, "stock", "2000", "fields")) == 55 == stocks["cropland"]
    assert record.value(Key(CARBON, "stock", "2000", "dense-forest")) is None
    assert record.value(Key(CARBON, "stock", "2000", "open-forest")) is None
    assert "a class that is only a part of one keeps its stock" in page


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ({"towns": []}, "code 50 of its rasters belongs to none of them"),
        ({"towns": [], "open-forest": [12]}, "codes 11, 50 of its rasters belong to none of them"),
        ({"marsh": [40, 50]}, "stand under several of them: 50."),
    ],
)
def test_codes_that_do_not_fit_are_named_and_nothing_is_filled(
    client: Client,
    worked: tuple[Report, User],
    run: Run,
    codes: dict[str, list[int]],
    sentence: str,
) -> None:
    report, user = worked
    client.force_login(user)
    legend_with(report, user, CODES | codes)

    page = client.get(page_of(report, run)).content.decode()
    client.post(page_of(report, run))

    assert sentence in page
    assert reverse("baseline_legend", args=[report.party.iso3, report.cycle.year]) in page
    assert Observation.objects.filter(indicator="sdg")
    assert not Observation.objects.filter(measure__in=["area", "change"], indicator=LAND_COVER)
    assert not Observation.objects.filter(indicator=PRODUCTIVITY)


def test_an_older_run_says_that_it_has_only_the_seven(
    client: Client, worked: tuple[Report, User], run: Run
) -> None:
    report, user = worked
    client.force_login(user)
    legend_with(report, user)
    tables = run.summary["periods"]["baseline"]
    for name in [name for name in tables if name.endswith("_codes")]:
        del tables[name]
    run.save()

    page = client.get(page_of(report, run)).content.decode()

    assert "This run kept areas of the seven classes only" in page


def test_own_names_for_the_seven_are_filled_from_a_run_of_the_seven(
    worked: tuple[Report, User], tmp_path: Path
) -> None:
    report, user = worked
    run = make_run(report.party, report.cycle, summary_of(tmp_path, SEVEN))
    order = ("dense-forest", "pasture", "fields", "marsh", "towns", "rock", "lakes")
    legend_with(report, user, {key: [code] for code, key in enumerate(order, start=1)})
    record = record_of(report)

    codes = RunCodes.of(run, record.frame.legend)
    offered = Alternatives(record, run).numbers[Origin.COMPUTED]

    assert codes.fit
    assert not codes.why_not
    assert offered[area(2015, "dense-forest")].value == 4
    assert offered[change("dense-forest", "fields")].value == 1
    assert offered[lpd("stressed", "dense-forest")].value == 1
    # No code of the run belongs to open forest: the run says nothing about it.
    assert area(2015, "open-forest") not in offered


def test_compare_takes_one_own_class_and_says_why_it_cannot(
    client: Client, worked: tuple[Report, User], run: Run
) -> None:
    # Arrange
    report, user = worked
    client.force_login(user)
    own = legend_with(report, user)
    url = reverse("baseline_compare", args=[report.party.iso3, report.cycle.year, LAND_COVER])
    path = area(2015, "open-forest").path

    # Act
    data = {"version": version_of(report), "take": f"computed:{path}"}
    said = client.post(url, data, follow=True).content.decode()

    # Assert
    row = Observation.objects.get()
    assert (row.category, row.value, row.run_id) == ("open-forest", 3, run.pk)
    assert "1 number is taken over." in said

    own.classes.filter(key="towns").update(codes=[])
    page = client.get(url).content.decode()
    assert f"computed:{path}" not in page
    assert "code 50 of its rasters belongs to none of them" in page


def test_a_national_number_of_an_own_class_is_kept_unless_it_is_ticked(
    client: Client, worked: tuple[Report, User], run: Run
) -> None:
    report, user = worked
    client.force_login(user)
    legend_with(report, user)
    key = area(2015, "open-forest")
    take(report, LAND_COVER, Origin.COMPUTED, [key.path], version=version_of(report), by=user)
    Observation.objects.update(origin=Origin.NATIONAL, run=None, value=5)

    client.post(page_of(report, run))
    kept = record_of(report).value(key)
    client.post(page_of(report, run), {"replace": [key.path]})

    assert (kept, record_of(report).value(key)) == (5, 3)


def test_zones_have_the_numbers_of_their_own_tables_by_code(
    worked: tuple[Report, User], run: Run
) -> None:
    report, user = worked
    legend_with(report, user)
    half = json.loads(json.dumps(run.summary["periods"]))
    half["baseline"]["land_cover_by_year_codes"]["2015"] |= {"11": 1.5, "12": 0.25}
    run.summary["zones"] = [{"name": "North", "periods": half}]

    found = numbers_for(Scope(zone="North"), run, record_of(report).frame)

    assert found[area(2015, "open-forest")].value == Decimal("1.75")
