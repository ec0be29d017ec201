"""A section through its page: what is typed comes back, what follows is worked out."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.baseline.derived import derive
from indicators.baseline.keys import Key
from indicators.models import Observation, Origin, ReportState, Unit
from tests.factories import make_user
from tests.indicators.baseline.record_making import (
    make_worked_report,
    post_section,
    record_of,
    section_url,
    w1_land_cover,
    w1_profile,
)

pytestmark = pytest.mark.django_db


def test_w1_comes_out_exactly_through_the_forms(client: Any) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    client.force_login(user)

    # Act
    first = post_section(client, report, "profile", w1_profile())
    second = post_section(client, report, "land_cover", w1_land_cover())
    page = client.get(section_url(report, "land_cover")).content.decode()

    # Assert
    assert (first.status_code, second.status_code) == (302, 302)
    derived = derive(record_of(report))
    states = {s: derived[Key("land_cover", "status", "baseline", s)] for s in STATES}
    assert states == {"degraded": 55, "stable": 1120, "improved": 30}
    assert derived[Key("profile", "area", "2015", "country")] == 1235
    share = derived[Key("land_cover", "share_of_land", "baseline", "degraded")]
    assert share.quantize(Decimal("0.001")) == Decimal("4.564")
    assert "4.564" in page
    assert "4.453" in page
    assert "does not add up" not in page


STATES = ("degraded", "stable", "improved")


def test_a_number_that_cannot_be_read_is_kept_as_typed_and_nothing_else_is_lost(
    client: Any,
) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    client.force_login(user)
    fields = {"profile.area.2000.land": "12oo", "profile.area.2000.water": "30"}

    # Act
    answer = post_section(client, report, "profile", fields)
    page = client.get(section_url(report, "profile")).content.decode()

    # Assert
    assert answer.status_code == 302
    assert 'value="12oo"' in page
    assert "could not be read as a number" in page
    assert record_of(report).value(Key("profile", "area", "2000", "water")) == 30
    assert record_of(report).value(Key("profile", "area", "2000", "land")) is None


def test_a_text_that_is_put_right_replaces_what_could_not_be_read(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "12oo"})

    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})

    assert report.sections.get(key="profile").unread == {}
    assert record_of(report).value(Key("profile", "area", "2000", "land")) == 1200


def test_hectares_are_stored_in_square_kilometres_and_shown_as_typed(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)

    post_section(client, report, "profile", {"profile.area.2000.land": "120500.5"}, unit="ha")

    row = Observation.objects.get()
    assert (row.value, row.entered_value, row.entered_unit) == (
        Decimal("1205.005"),
        Decimal("120500.5"),
        Unit.HA,
    )
    page = client.get(section_url(report, "profile") + "?unit=ha").content.decode()
    assert 'value="120500.5"' in page


def test_tonnes_become_tonnes_per_hectare_of_their_area_and_follow_it(client: Any) -> None:
    # Arrange: W5
    _party, report, user = make_worked_report()
    client.force_login(user)
    key = Key("carbon", "stock", "2000", "cropland")
    post_section(client, report, "land_cover", {"land_cover.area.2000.cropland": "500"})

    # Act
    post_section(client, report, "carbon", {key.path: "5 000 000"}, stock_unit="t")

    # Assert
    assert record_of(report).value(key) == 100
    post_section(client, report, "land_cover", {"land_cover.area.2000.cropland": "250"})
    assert record_of(report).value(key) == 200


def test_emptying_a_field_removes_its_number(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})

    post_section(client, report, "profile", {"profile.area.2000.land": ""})

    assert not Observation.objects.exists()


def test_saving_what_is_there_already_changes_nothing(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    version = report.sections.get(key="profile").version

    post_section(client, report, "profile", w1_profile())

    assert report.sections.get(key="profile").version == version


def test_two_people_get_both_values_side_by_side(client: Any) -> None:
    # Arrange: Awa saves 1200 after both have opened the page
    party, report, user = make_worked_report()
    other = make_user("contributor", party, full_name="Awa Diallo")
    client.force_login(other)
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})

    # Act
    client.force_login(user)
    fields = {"profile.area.2000.land": "1300", "profile.area.2000.water": "30"}
    answer = client.post(section_url(report, "profile"), {"version": 0, "unit": "km2", **fields})

    # Assert
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Awa Diallo" in page
    assert 'value="1300"' in page
    assert 'value="1200"' in page
    assert 'name="profile.area.2000.water" value="30"' in page
    assert record_of(report).value(Key("profile", "area", "2000", "land")) == 1200


def test_what_two_people_wrote_into_different_fields_is_all_kept(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})

    late = {"version": 0, "profile.area.2000.water": "30"}
    answer = client.post(section_url(report, "profile"), late)

    assert answer.status_code == 302
    assert record_of(report).value(Key("profile", "area", "2000", "water")) == 30
    assert record_of(report).value(Key("profile", "area", "2000", "land")) == 1200


def test_autosave_answers_with_what_a_script_needs(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    headers = {"X-Autosave": "1", "Accept": "application/json"}

    answer = post_section(client, report, "profile", w1_profile(), headers=headers).json()

    assert answer["version"] == 1
    assert answer["saved"].startswith("Saved ")
    assert answer["values"]["profile.area.2015.country"] == "1\xa0235.00"
    assert answer["errors"] == {}


def test_autosave_that_crosses_another_names_the_field_and_the_person(client: Any) -> None:
    party, report, user = make_worked_report()
    client.force_login(make_user("contributor", party, full_name="Awa Diallo"))
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})
    client.force_login(user)

    answer = client.post(
        section_url(report, "profile"),
        {"version": 0, "profile.area.2000.land": "1300"},
        headers={"X-Autosave": "1"},
    )

    assert answer.status_code == 409
    conflict = answer.json()["conflicts"]["profile.area.2000.land"]
    assert conflict == {"theirs": "1200", "theirs_text": "1200", "by": "Awa Diallo"}


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.IN_REVIEW])
def test_a_locked_report_is_not_changed_and_says_why(client: Any, state: str) -> None:
    _party, report, user = make_worked_report()
    report.state = state
    report.save()
    client.force_login(user)

    answer = client.post(
        section_url(report, "profile"), {"profile.area.2000.land": "1"}, follow=True
    )

    assert not Observation.objects.exists()
    page = answer.content.decode()
    assert "can be changed again if" in page
    assert 'name="profile.area.2000.land"' not in page


def test_an_overridden_number_is_national_and_asks_for_its_source(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})

    page = client.get(section_url(report, "profile")).content.decode()
    assert "1 national number has no source or no comment" in page
    sources = section_url(report, "profile") + "sources/"
    source = {"source_title": "Statistical yearbook", "comment": "Official figure"}
    client.post(sources, {"numbers": ["profile.area.2000.land"], **source})

    row = Observation.objects.get()
    assert (row.origin, row.source_title, row.comment) == (
        Origin.NATIONAL,
        "Statistical yearbook",
        "Official figure",
    )
    assert "no source" not in client.get(section_url(report, "profile")).content.decode()


def test_the_actual_year_goes_with_the_numbers_of_its_column(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    fields = {"land_cover.area.2023.cropland": "5", "land_cover.actual_year.2023": "2022"}

    post_section(client, report, "land_cover", fields)

    assert Observation.objects.get().actual_year == 2022
    assert "data of 2022" in client.get(section_url(report, "land_cover")).content.decode()


def test_a_changed_sign_changes_what_is_degraded(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    fields = w1_land_cover() | {"land_cover.meaning.tree-covered.cropland": "0"}

    post_section(client, report, "land_cover", fields)

    derived = derive(record_of(report))
    assert derived[Key("land_cover", "status", "baseline", "degraded")] == 15


def test_a_check_leads_to_the_field_and_says_what_to_do(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    fields = w1_land_cover() | {"land_cover.area.2015.wetland": ""}

    answer = post_section(client, report, "land_cover", fields, query="?then=check")
    page = client.get(answer.url).content.decode()

    assert "check=1" in answer.url
    assert "add up to 1\xa0185\xa0km², but the land area is 1\xa0205\xa0km²" in page
    assert "Check Wetland, which is empty." in page
    assert 'href="#land_cover.area.2015.wetland"' in page


def test_a_warning_is_explained_and_the_explanation_stays(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "carbon", {"carbon.stock.2000.wetland": "1400"})
    finding = "R11:carbon.stock.2000.wetland"

    client.post(section_url(report, "carbon") + "explain/", {"finding": finding, "reason": "Peat."})

    assert report.sections.get(key="carbon").explanations == {finding: "Peat."}
    page = client.get(section_url(report, "carbon") + "?check=1").content.decode()
    assert "Explained: Peat." in page


def test_done_marks_the_section_and_a_later_change_reopens_it(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)

    post_section(client, report, "profile", w1_profile(), query="?then=done")
    assert report.sections.get(key="profile").state == "complete"

    post_section(client, report, "profile", {"profile.area.2000.land": "1206"})
    assert report.sections.get(key="profile").state == "draft"


def test_a_number_tells_its_story(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "1200"})
    post_section(client, report, "profile", {"profile.area.2000.land": "1210"})

    url = section_url(report, "profile") + "numbers/profile.area.2000.land/"
    page = client.get(url).content.decode()

    assert "Land area, 2000" in page
    assert ">1200</td><td" in page
    assert "national" in page


@pytest.mark.parametrize("section", ["profile", "land_cover", "productivity", "carbon", "sdg"])
def test_a_section_takes_few_queries_and_few_bytes(
    client: Any, django_assert_max_num_queries: Any, section: str
) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    post_section(client, report, "land_cover", w1_land_cover())

    with django_assert_max_num_queries(15):
        page = client.get(section_url(report, section))

    assert page.status_code == 200
    assert len(page.content) < 200_000
