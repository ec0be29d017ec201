"""Cycles, periods and windows are data that the secretariat edits on pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from countries.audit_texts import Telling
from countries.models import AuditEvent, Message
from countries.roles import RoleKey
from indicators.models import Cycle, Observation, Period, Report
from tests.factories import make_cycle, make_focal_point, make_party, make_report, make_user
from tests.targets.reports import add_number
from tests.web_pages import Element, fill_in, read_page

pytestmark = pytest.mark.django_db
DATES = {"opens_on": "2030-01-01", "due_on": "2030-06-30", "closes_on": "2030-12-31"}
NEXT_WINDOWS = {
    "first_year": "2016",
    "last_year": "2027",
    "land_cover_first": "2016",
    "land_cover_last": "2027",
    "carbon_first": "2016",
    "carbon_last": "2026",
    "productivity_first": "2012",
    "productivity_last": "2027",
    "recent_years": "4",
}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(RoleKey.SECRETARIAT, email="lena@example.org"))
    return client


def text(page: Element) -> str:
    return page.text.replace("\xa0", " ")


def get(client: Client, name: str, *args: Any) -> Element:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return read_page(answer)


def told() -> str:
    return Telling(AuditEvent.objects.latest("pk")).text


# ---- Cycles ----


def test_the_first_cycle_has_the_periods_of_the_manual_and_is_announced(office: Client) -> None:
    focal_point = make_focal_point(make_party())

    fill_in(office, reverse("cycle_new"), {"year": "2030", **DATES})

    cycle = Cycle.objects.get()
    assert (cycle.year, cycle.due_on) == (2030, date(2030, 6, 30))
    assert [str(period) for period in cycle.periods.all()] == [
        "Baseline 2000–2015",
        "Reporting period 2016–2019",
        "Reporting period 2016–2023",
    ]
    message = Message.objects.get(recipient=focal_point)
    assert "reporting cycle 2030 opens on 1 January 2030" in message.subject
    assert "reports are due on 30 June 2030" in message.body
    assert (
        told()
        == "lena@example.org opened the cycle 2030 with the periods baseline, report_1, report_2."
    )


def test_another_cycle_begins_with_the_windows_of_the_newest(office: Client) -> None:
    before = make_cycle(2026)
    before.periods.filter(key="report_2").update(carbon_last=2022, recent_years=5)

    page = fill_in(office, reverse("cycle_new"), {"year": "2030", **DATES})

    assert "Look at its periods" in text(read_page(page))
    columns = [f.name for f in Period._meta.concrete_fields if f.name not in ("id", "cycle")]
    copied, old = (list(c.periods.values_list(*columns)) for c in Cycle.objects.all())
    assert copied == old


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due_on": "2029-01-01"}, "opens, falls due and closes, in that order"),
        ({"year": "2026"}, "Cycle with this Year already exists"),
        ({"year": "20"}, "greater than or equal to 1970"),
        ({"opens_on": "soon"}, "Enter a valid date"),
    ],
)
def test_a_mistake_in_a_cycle_is_said_and_what_was_typed_is_kept(
    office: Client, fields: dict[str, str], words: str
) -> None:
    make_cycle(2026)

    page = read_page(fill_in(office, reverse("cycle_new"), {"year": "2030", **DATES, **fields}))

    assert words in text(page)
    (due,) = [e for e in page.walk() if e["name"] == "due_on"]
    assert due["value"] == fields.get("due_on", "2030-06-30")
    assert Cycle.objects.count() == 1


def test_when_a_date_moves_the_focal_points_are_told(office: Client) -> None:
    cycle, focal_point = make_cycle(), make_focal_point(make_party())
    due = cycle.due_on + timedelta(days=7)

    fill_in(office, reverse("cycle_detail", args=[2026]), {"due_on": due.isoformat()})

    cycle.refresh_from_db()
    assert cycle.due_on == due
    assert (
        "dates of the reporting cycle 2026 have changed"
        in Message.objects.get(recipient=focal_point).subject
    )
    assert told() == "lena@example.org changed the cycle 2026: due_on."
    event = AuditEvent.objects.latest("pk").data
    assert event["after"] == {"due_on": due.isoformat()}


def test_saving_what_is_there_tells_nobody(office: Client) -> None:
    cycle = make_cycle()
    make_focal_point(make_party())

    same = {"opens_on": cycle.opens_on.isoformat()}
    fill_in(office, reverse("cycle_detail", args=[2026]), same)

    assert not Message.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_year_stands_once_a_report_has_been_started(office: Client) -> None:
    make_report(make_party())
    address = reverse("cycle_detail", args=[2026])

    page = read_page(office.get(address))
    office.post(address, {"year": "2027", **DATES})

    assert "names reports that have been started" in text(page)
    assert Cycle.objects.get().year == 2026


# ---- Periods ----


def test_a_period_is_added_with_every_window_and_stands_in_order(office: Client) -> None:
    make_cycle()

    fill_in(office, reverse("period_new", args=[2026]), NEXT_WINDOWS)

    period = Period.objects.get(key="report_3")
    assert (period.carbon_last, period.productivity_first, period.recent_years) == (2026, 2012, 4)
    assert [p.key for p in Cycle.objects.get().periods.all()] == [
        "baseline",
        "report_1",
        "report_2",
        "report_3",
    ]
    assert told() == "lena@example.org added the period 2016–2027 to the cycle 2026."
    row = next(r for r in get(office, "cycle_detail", 2026).all("tr") if "2027" in r.text)
    assert "2016 → 2026" in row.text


def test_a_report_asks_for_the_years_of_a_new_period_at_once(office: Client) -> None:
    party = make_party()
    report = make_report(party)
    fill_in(office, reverse("period_new", args=[2026]), NEXT_WINDOWS)

    client = Client()
    client.force_login(make_focal_point(party))
    page = get(client, "baseline_section", "XAA", report.cycle.year, "profile")

    assert page.with_id("profile.area.2027.land") is not None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"land_cover_last": "2016"}, "Land cover: the last year, 2016, is not after the first"),
        ({"first_year": "2030"}, "the last year, 2027, is not after the first, 2030"),
        ({"recent_years": "16"}, "at least one of the years of productivity"),
        ({"recent_years": "0"}, "at least one of the years of productivity"),
        ({"carbon_first": "16"}, "greater than or equal to 1970"),
        ({"is_baseline": "on"}, "A cycle has one baseline period."),
    ],
)
def test_a_mistake_in_a_period_is_said(office: Client, fields: dict[str, str], words: str) -> None:
    make_cycle()

    page = read_page(fill_in(office, reverse("period_new", args=[2026]), NEXT_WINDOWS | fields))

    assert words in text(page)
    assert Period.objects.count() == 3


@pytest.mark.parametrize("column", ["last_year", "land_cover_last", "productivity_last"])
def test_the_database_refuses_years_that_run_backwards(column: str) -> None:
    make_cycle()
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(key="report_1").update(**{column: 1999})


def test_the_windows_of_a_period_that_nobody_used_change_freely(office: Client) -> None:
    make_cycle()

    fill_in(office, reverse("period_edit", args=[2026, "report_2"]), {"carbon_last": "2022"})

    assert Period.objects.get(key="report_2").carbon_last == 2022
    assert told() == "lena@example.org changed the period report_2 of the cycle 2026: carbon_last."
    assert AuditEvent.objects.latest("pk").data["before"] == {"carbon_last": 2023}


def filled() -> Report:
    report = make_report(make_party())
    add_number(report, "carbon.status.report_2.degraded", 40)
    add_number(report, "land_cover.area.2023.cropland", 5)
    return report


def test_years_with_numbers_change_only_when_it_is_meant_and_the_party_is_told(
    office: Client,
) -> None:
    # Arrange
    report = filled()
    person = make_focal_point(report.party)
    address = reverse("period_edit", args=[2026, "report_2"])

    # Act
    page = read_page(fill_in(office, address, {"land_cover_last": "2022"}))

    # Assert
    assert "Numbers recorded for this period: 2 (Parties: 1). They stay with it" in text(page)
    assert Period.objects.get(key="report_2").land_cover_last == 2023
    (typed,) = [e for e in page.walk() if e["name"] == "land_cover_last"]
    assert typed["value"] == "2022"

    # Act
    fill_in(office, address, {"land_cover_last": "2022", "confirmed": "on"})

    # Assert
    assert Period.objects.get(key="report_2").land_cover_last == 2022
    assert Observation.objects.count() == 2
    message = Message.objects.get(recipient=person)
    assert "years of Reporting period 2016–2023 have changed" in message.subject
    assert message.path == report.get_absolute_url()


def test_years_that_a_submitted_report_was_judged_by_stay(office: Client) -> None:
    report = filled()
    Report.objects.filter(pk=report.pk).update(state="in_review")
    address = reverse("period_edit", args=[2026, "report_2"])

    page = read_page(office.get(address))
    again = read_page(fill_in(office, address, {"land_cover_last": "2022"}))

    for shown in (page, again):
        assert "Reports that have been submitted with these years: 1." in text(shown)
    assert Period.objects.get(key="report_2").land_cover_last == 2023
    fill_in(office, reverse("period_new", args=[2026]), NEXT_WINDOWS)
    assert Period.objects.filter(key="report_3").exists()


def test_a_period_without_numbers_is_removed_and_one_with_numbers_is_not(office: Client) -> None:
    filled()

    refused = get(office, "period_remove", 2026, "report_2")
    office.post(reverse("period_remove", args=[2026, "report_2"]))
    office.post(reverse("period_remove", args=[2026, "report_1"]))
    office.post(reverse("period_remove", args=[2026, "baseline"]))

    assert "Numbers recorded for this period: 2 (Parties: 1). It cannot be removed." in text(
        refused
    )
    assert set(Period.objects.values_list("key", flat=True)) == {"baseline", "report_2"}
    assert told() == "lena@example.org removed the period 2016–2019 from the cycle 2026."


def test_the_name_of_a_removed_period_is_given_again_only_once_it_is_free(office: Client) -> None:
    make_cycle()
    office.post(reverse("period_remove", args=[2026, "report_1"]))

    fill_in(office, reverse("period_new", args=[2026]), NEXT_WINDOWS)

    assert set(Period.objects.values_list("key", flat=True)) == {
        "baseline",
        "report_1",
        "report_2",
    }


def test_the_pages_take_few_queries(office: Client, django_assert_max_num_queries: Any) -> None:
    for year in (2018, 2022, 2026):
        make_report(make_party(f"X{year % 100}"), make_cycle(year))
    pages = (
        reverse("cycle_list"),
        reverse("cycle_detail", args=[2026]),
        reverse("period_edit", args=[2026, "report_2"]),
        reverse("cycle_calendar"),
    )
    for address in pages:
        with django_assert_max_num_queries(12):
            assert office.get(address).status_code == 200


def test_an_unknown_cycle_or_period_is_a_404(office: Client) -> None:
    make_cycle()
    for name, args in (("cycle_detail", [1999]), ("period_edit", [2026, "nothing"])):
        assert office.get(reverse(name, args=args)).status_code == 404
