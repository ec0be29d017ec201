"""Default, computed and published numbers beside those of a section, and taking them."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from countries.models import AuditEvent
from indicators.actions.defaults import load_defaults, read_table
from indicators.actions.observations import mark_published
from indicators.actions.sections import save_section
from indicators.baseline.keys import Key
from indicators.models import DefaultNumber, Observation, Origin, ReportState
from ldnportal.demo.stage import DEFAULTS
from tests.factories import make_cycle, make_party, make_report
from tests.indicators.baseline.record_making import (
    KM2,
    make_run,
    make_worked_report,
    post_section,
    record_of,
    section_url,
    w1_summary,
)

pytestmark = pytest.mark.django_db
LAND = "profile.area.2000.land"
HEAD = "iso3,cycle,key,value,source_title,actual_year,licence\n"


@pytest.fixture
def report(client: Any) -> Any:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report


def compare_url(report: Any, section: str = "profile") -> str:
    return reverse("baseline_compare", args=[report.party.iso3, report.cycle.year, section])


def give_default(report: Any, path: str = LAND, value: str = "1210") -> None:
    row = {"iso3": report.party.iso3, "cycle": str(report.cycle.year), "key": path}
    load_defaults([row | {"value": value, "source_title": "World areas"}], by=None)


def publish_before(report: Any, year: int, **numbers: str) -> Any:
    """A report of an earlier cycle with published numbers, path with dots as __."""
    earlier = make_report(report.party, make_cycle(year))
    for name, value in numbers.items():
        texts = {name.replace("__", "."): value}
        section = name.partition("__")[0]
        _type(earlier, section, texts)
    mark_published(earlier)
    return earlier


def _type(report: Any, section: str, texts: dict[str, str]) -> None:
    """Write into a report that is not the current one, as it was when it was."""
    with patch("indicators.actions.sections.require_editable"):
        save_section(report, section, texts, version=0, notation=KM2, by=None)


# ---- Loading ----


def load(tmp_path: Path, text: str) -> None:
    path = tmp_path / "defaults.csv"
    path.write_text(text, encoding="utf-8")
    call_command("load_defaults", str(path))


def test_a_table_is_loaded_and_loading_it_again_changes_nothing(
    report: Any, tmp_path: Path, capsys: Any
) -> None:
    text = f"{HEAD}XAA,2026,{LAND},1210.5,World areas,2001,open\n"

    load(tmp_path, text)
    load(tmp_path, text)
    load(tmp_path, text.replace("1210.5", "1211"))

    row = DefaultNumber.objects.get()
    assert (row.value, row.actual_year, row.source_title) == (1211, 2001, "World areas")
    said = capsys.readouterr().out
    assert "1 numbers added, 0 changed, 0 as they were." in said
    assert "0 numbers added, 0 changed, 1 as they were." in said
    assert "0 numbers added, 1 changed, 0 as they were." in said
    assert AuditEvent.objects.filter(kind="defaults.loaded").count() == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"XZZ,2026,{LAND},1,World,,", "'XZZ' is not the code of a Party"),
        (f"XAA,1999,{LAND},1,World,,", "'1999' is not the year of a cycle"),
        ("XAA,2026,profile.area.1900.land,1,World,,", "is not the key of a number"),
        (f"XAA,2026,{LAND},12oo,World,,", "could not be read as a number"),
        (f"XAA,2026,{LAND},,World,,", "the value is empty"),
        (f"XAA,2026,{LAND},1,,,", "the source has no title"),
        (f"XAA,2026,{LAND},1,World,15,", "could not be read as a year"),
        (f"XAA,2026,{LAND},1,World,,free", "the licence 'free' is none of"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(
    report: Any, tmp_path: Path, line: str, said: str
) -> None:
    good = "XAA,2026,profile.area.2015.land,1205,World areas,,\n"

    with pytest.raises(CommandError) as refused:
        load(tmp_path, f"{HEAD}{good}{line}\n")

    assert "Line 3:" in str(refused.value)
    assert said in str(refused.value)
    assert not DefaultNumber.objects.exists()


def test_a_table_without_its_columns_is_refused(report: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="columns key, value, source_title are missing"):
        load(tmp_path, "iso3,cycle\nXAA,2026\n")


def test_the_demonstration_set_can_be_loaded() -> None:
    make_cycle()
    for iso3 in ("XAR", "XDE", "XMO", "XSV", "XLA"):
        make_party(iso3, boundary=False)

    loaded = load_defaults(read_table(DEFAULTS), by=None)

    assert loaded.added == DefaultNumber.objects.count() > 300


# ---- Beside, and taken ----


def test_all_that_could_stand_there_is_shown_with_the_difference(client: Any, report: Any) -> None:
    post_section(client, report, "profile", {LAND: "1200"})
    give_default(report)
    make_run(report.party, report.cycle, w1_summary())
    publish_before(report, 2022, profile__area__2000__land="1190")

    page = client.get(compare_url(report)).content.decode()

    for number in ("1\xa0200.00", "1\xa0210.00", "1\xa0205.00", "1\xa0190.00"):
        assert number in page
    for difference in ("+10.00", "+5.00", "−10.00"):
        assert difference in page
    assert "Default numbers: World areas." in page


@pytest.mark.parametrize(
    ("origin", "value"),
    [(Origin.DEFAULT, 1210), (Origin.COMPUTED, 1205), (Origin.CARRIED_OVER, 1190)],
)
def test_one_click_takes_one(client: Any, report: Any, origin: Origin, value: int) -> None:
    post_section(client, report, "profile", {LAND: "1200", "profile.area.2000.water": "9"})
    give_default(report)
    make_run(report.party, report.cycle, w1_summary())
    publish_before(report, 2022, profile__area__2000__land="1190")

    client.post(compare_url(report), {"take": f"{origin.value}:{LAND}", "version": "1"})

    row = report.observations.get(category="land", year=2000)
    assert (row.value, row.origin) == (value, origin)
    assert report.observations.get(category="water", year=2000).value == 9
    assert report.sections.get(key="profile").version == 2


def test_a_default_brings_its_source(client: Any, report: Any) -> None:
    give_default(report)

    client.post(compare_url(report), {"take": f"default:{LAND}", "version": "0"})

    row = report.observations.get()
    assert (row.origin, row.source_title) == (Origin.DEFAULT, "World areas")
    event = AuditEvent.objects.get(kind="section.taken")
    assert event.data["changes"] == {LAND: ["", "1210.000000"]}


def test_a_number_that_is_overridden_loses_the_source_of_the_default(
    client: Any, report: Any
) -> None:
    give_default(report)
    client.post(compare_url(report), {"take": f"default:{LAND}", "version": "0"})

    post_section(client, report, "profile", {LAND: "1215"})

    row = report.observations.get()
    assert (row.origin, row.source_title) == (Origin.NATIONAL, "")


def test_filling_touches_only_what_is_empty(client: Any, report: Any) -> None:
    post_section(client, report, "profile", {LAND: "1200", "profile.area.2000.water": "3o"})
    for path in (LAND, "profile.area.2000.water", "profile.area.2015.land"):
        give_default(report, path)

    client.post(compare_url(report), {"fill": "default", "version": "1"})

    values = {(o.year, o.category): o.value for o in report.observations.all()}
    assert values == {(2000, "land"): 1200, (2015, "land"): 1210}
    assert "profile.area.2000.water" in report.sections.get(key="profile").unread


def test_what_somebody_changed_meanwhile_is_not_replaced(client: Any, report: Any) -> None:
    give_default(report)
    post_section(client, report, "profile", {LAND: "1200"})

    answer = client.post(
        compare_url(report), {"take": f"default:{LAND}", "version": "0"}, follow=True
    )

    assert "nothing was taken" in answer.content.decode()
    assert report.observations.get().value == 1200


def test_a_locked_report_takes_nothing(client: Any, report: Any) -> None:
    give_default(report)
    report.state = ReportState.SUBMITTED
    report.save()

    client.post(compare_url(report), {"take": f"default:{LAND}", "version": "0"})

    assert not Observation.objects.filter(report=report).exists()


def test_nonsense_takes_nothing(client: Any, report: Any) -> None:
    give_default(report)
    for data in ({}, {"take": "other:x"}, {"take": "default"}, {"fill": "national"}):
        assert client.post(compare_url(report), {"version": "0", **data}).status_code == 302

    assert not report.observations.exists()


# ---- The report before ----


def test_the_published_value_stands_beside_the_input_with_the_difference(
    client: Any, report: Any
) -> None:
    publish_before(report, 2022, profile__area__2000__land="1190")
    post_section(client, report, "profile", {LAND: "1200"})

    page = client.get(section_url(report, "profile")).content.decode()

    assert "last report: 1\xa0190.00 (+10.00)" in page
    assert f'name="keep" value="{LAND}"' in page


def test_keep_saves_what_is_typed_and_takes_the_published_value(client: Any, report: Any) -> None:
    publish_before(report, 2022, profile__area__2000__land="1190")

    answer = post_section(
        client, report, "profile", {LAND: "1200", "profile.area.2000.water": "30"}, keep=LAND
    )

    assert answer.url.endswith(f"#{LAND}")
    row = report.observations.get(category="land")
    assert (row.value, row.origin) == (1190, Origin.CARRIED_OVER)
    assert record_of(report).value(Key("profile", "area", "2000", "water")) == 30
    page = client.get(section_url(report, "profile")).content.decode()
    assert 'name="keep"' not in page


def test_a_period_is_compared_only_with_one_of_the_same_years(client: Any, report: Any) -> None:
    earlier = publish_before(report, 2022, sdg__status__report_1__degraded="80")
    page = client.get(section_url(report, "sdg")).content.decode()
    assert "last report: 80.00" in page

    earlier.cycle.periods.filter(key="report_1").update(first_year=2012)

    page = client.get(section_url(report, "sdg")).content.decode()
    assert "last report" not in page


def test_what_was_never_published_is_not_offered(client: Any, report: Any) -> None:
    earlier = publish_before(report, 2022, profile__area__2000__land="1190")
    earlier.observations.update(published_value=None)

    assert "last report" not in client.get(section_url(report, "profile")).content.decode()


def test_stocks_in_tonnes_follow_a_taken_area(client: Any, report: Any) -> None:
    key = Key("carbon", "stock", "2000", "cropland")
    area = "land_cover.area.2000.cropland"
    post_section(client, report, "land_cover", {area: "500"})
    post_section(client, report, "carbon", {key.path: "5000000"}, stock_unit="t")
    give_default(report, area, "250")

    client.post(compare_url(report, "land_cover"), {"take": f"default:{area}", "version": "1"})

    assert record_of(report).value(key) == Decimal(200)


@pytest.mark.parametrize("section", ["land_cover", "productivity"])
def test_the_page_takes_few_queries_and_few_bytes(
    client: Any, report: Any, django_assert_max_num_queries: Any, section: str
) -> None:
    for path in ("2000", "2015"):
        give_default(report, f"land_cover.area.{path}.cropland")
    make_run(report.party, report.cycle, w1_summary())

    with django_assert_max_num_queries(15):
        page = client.get(compare_url(report, section))

    assert len(page.content) < 200_000


def test_the_trail_tells_what_stood_there_before_a_run_was_used(client: Any, report: Any) -> None:
    post_section(client, report, "profile", {LAND: "1200"})
    make_run(report.party, report.cycle, w1_summary())

    client.post(compare_url(report), {"take": f"computed:{LAND}", "version": "1"})

    event = AuditEvent.objects.get(kind="section.computed")
    assert event.data["changes"] == {LAND: ["1200.000000", "1205.000000"]}
