"""Who is here: seen by the others of the same section, gone soon after leaving."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from countries.models import User
from indicators.baseline.scope import AFFECTED, NATIONAL
from indicators.models import Report
from indicators.presence import GONE_SECONDS, RENEW_SECONDS, come, place_of, words_of
from tests.factories import make_user
from tests.indicators.baseline.record_making import make_worked_report, post_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 4, tzinfo=UTC)


@pytest.fixture
def report() -> Report:
    return make_worked_report()[1]


def person(report: Report, name: str) -> User:
    return make_user("contributor", report.party, full_name=name)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def here(place: str, user: User, seconds: float) -> list[str]:
    return [other.name for other in come(place, user, now=at(seconds))]


def test_two_people_see_each_other_and_not_themselves(report: Report) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    place = place_of(report, NATIONAL, "sdg")

    assert here(place, amina, 0) == []
    assert here(place, benoit, 1) == ["Amina Diallo"]
    assert here(place, amina, 2) == ["Benoît Kaboré"]


def test_other_sections_and_other_parts_are_other_places(report: Report) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    here(place_of(report, NATIONAL, "sdg"), amina, 0)

    assert here(place_of(report, AFFECTED, "sdg"), benoit, 1) == []
    assert here(place_of(report, NATIONAL, "profile"), benoit, 1) == []


def test_whoever_leaves_is_gone_within_a_minute_and_whoever_stays_is_not(report: Report) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    place = place_of(report, NATIONAL, "sdg")
    here(place, amina, 0)

    assert RENEW_SECONDS < GONE_SECONDS < 60
    assert here(place, benoit, GONE_SECONDS - 1) == ["Amina Diallo"]
    assert here(place, benoit, GONE_SECONDS + 1) == []


def test_it_is_said_since_when_and_coming_back_counts_anew(report: Report) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    place = place_of(report, NATIONAL, "sdg")
    for seconds in range(0, 121, 15):
        come(place, amina, now=at(seconds))

    stayed = come(place, benoit, now=at(121))
    come(place, amina, now=at(400))
    again = come(place, benoit, now=at(401))

    assert [one.since for one in stayed] == [at(0)]
    assert [one.since for one in again] == [at(400)]
    assert words_of(stayed) == "\u2068Amina Diallo\u2069 is here too, since 12:04."


def test_somebody_whom_the_list_lost_is_back_with_the_next_sign_of_life(report: Report) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    place = place_of(report, NATIONAL, "sdg")
    here(place, amina, 0)
    cache.set(place, [benoit.pk])  # two workers wrote the list at once

    here(place, amina, 15)

    assert here(place, benoit, 16) == ["Amina Diallo"]


def test_a_crowd_is_counted(report: Report) -> None:
    place = place_of(report, NATIONAL, "sdg")
    people = [person(report, f"Person {n}") for n in range(6)]
    for number, one in enumerate(people):
        come(place, one, now=at(number))

    words = words_of(come(place, people[0], now=at(10)))

    assert words.count("is here too") == 3
    assert words.endswith("And 2 other people.")


def test_the_page_says_it_without_a_script_and_the_poll_with_one(
    report: Report, client: Client
) -> None:
    # Arrange
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    other = Client()
    client.force_login(amina)
    other.force_login(benoit)
    section = reverse("baseline_section", args=["XAA", 2026, "profile"])
    poll = reverse("baseline_here", args=["XAA", 2026, "profile"])

    # Act
    alone = client.get(section).content.decode()
    joined = other.get(section).content.decode()
    told: Any = client.get(poll).json()

    # Assert
    assert "is here too" not in alone
    assert f'data-here="{poll}"' in alone
    assert 'aria-live="polite"' in alone
    assert "Amina Diallo\u2069 is here too, since" in joined
    assert "Benoît Kaboré\u2069 is here too, since" in told["here"]


def test_an_autosave_tells_it_too(report: Report, client: Client) -> None:
    amina, benoit = person(report, "Amina Diallo"), person(report, "Benoît Kaboré")
    come(place_of(report, NATIONAL, "profile"), amina)
    client.force_login(benoit)

    answer = post_section(client, report, "profile", {}, headers={"X-Autosave": "1"}).json()

    assert "Amina Diallo\u2069 is here too" in answer["here"]


def test_a_poll_asks_little(report: Report, client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(person(report, "Amina Diallo"))
    poll = reverse("baseline_here", args=["XAA", 2026, "profile"])

    with django_assert_num_queries(5):
        client.get(poll)
