"""The calendar of the cycles, on its page and as a file for other calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from countries.roles import RoleKey
from indicators.models import Cycle
from targets.calendar import as_ics, days_of
from tests.factories import make_cycle, make_focal_point, make_party, make_report, make_user
from tests.web_pages import read_page

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def test_a_cycle_has_its_three_dates_and_the_days_of_the_reminders() -> None:
    cycle = make_cycle()

    days = days_of(cycle)

    due = cycle.due_on
    assert [(day.key, day.on) for day in days] == [
        ("opens", cycle.opens_on),
        ("reminder-30", due - timedelta(days=30)),
        ("reminder-7", due - timedelta(days=7)),
        ("reminder-1", due - timedelta(days=1)),
        ("due", due),
        ("closes", cycle.closes_on),
    ]


def test_no_reminder_is_announced_before_the_cycle_opens() -> None:
    cycle = make_cycle()
    cycle.opens_on = cycle.due_on - timedelta(days=10)

    assert "reminder-30" not in [day.key for day in days_of(cycle)]


@pytest.mark.parametrize("role", [RoleKey.CONTRIBUTOR, RoleKey.REVIEWER, RoleKey.OBSERVER])
def test_everybody_who_signed_in_reads_the_calendar(client: Client, role: str) -> None:
    cycle, party = make_cycle(), make_party()
    client.force_login(make_user(role, party if role == RoleKey.CONTRIBUTOR else None))

    page = read_page(client.get(reverse("cycle_calendar"))).text.replace("\xa0", " ")

    assert f"Reports of the cycle 2026 are due {date_format(cycle.due_on, 'DATE_FORMAT')}" in page
    assert "in 60 days" in page
    assert "30 days ago" in page
    assert ("Report of Testland XAA" in page) == (role == RoleKey.CONTRIBUTOR)


def test_the_home_pages_lead_there(client: Client) -> None:
    report = make_report(make_party())
    client.force_login(make_focal_point(report.party))
    for address in (reverse("home"), reverse("report_home", args=["XAA", 2026])):
        page = read_page(client.get(address))
        assert [a for a in page.all("main")[0].all("a") if a["href"] == reverse("cycle_calendar")]


def test_the_file_has_a_whole_day_for_each_date(client: Client) -> None:
    cycle = make_cycle()
    client.force_login(make_user(RoleKey.OBSERVER))

    answer = client.get(reverse("cycle_calendar_file"))

    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 6
    assert f"DTSTART;VALUE=DATE:{cycle.due_on:%Y%m%d}" in lines
    assert f"DTEND;VALUE=DATE:{cycle.due_on + timedelta(days=1):%Y%m%d}" in lines
    assert len({line for line in lines if line.startswith("UID:")}) == 6


def test_an_event_keeps_its_address_when_its_date_moves() -> None:
    cycle = make_cycle()
    first = as_ics(days_of(cycle), host="portal", at=AT)
    cycle.due_on += timedelta(days=1)
    second = as_ics(days_of(cycle), host="portal", at=AT)

    def addresses(text: str) -> set[str]:
        return {line for line in text.split("\r\n") if line.startswith("UID:")}

    assert addresses(first) == addresses(second)
    assert first != second


def test_long_lines_are_folded_between_characters_and_signs_are_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("targets.calendar._", lambda text: text.replace("opens", "é" * 60 + ", ;"))
    day = next(day for day in days_of(make_cycle()) if day.key == "opens")

    text = as_ics([day], host="portal", at=AT)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "é" * 60 + "\\, \\;" in text.replace("\r\n ", "")


def test_without_a_cycle_the_page_says_who_opens_one(client: Client) -> None:
    client.force_login(make_user(RoleKey.OBSERVER))
    assert not Cycle.objects.exists()
    page = read_page(client.get(reverse("cycle_calendar")))
    assert "The secretariat opens it" in page.text
