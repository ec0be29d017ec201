"""Who asks: access tokens, sessions, limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from countries.actions.tokens import create_token, revoke_token
from countries.models import ApiToken, User
from countries.roles import RoleKey
from indicators.models import Report
from tests.factories import make_focal_point, make_user
from tests.targets.reports import make_filled_report, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make_filled_report()


@pytest.fixture
def focal_point(report: Report) -> User:
    person = make_focal_point(report.party)
    submit_as(report, person)
    return person


def ask(client: Client, secret: str, scheme: str = "Bearer") -> Any:
    headers = {"Authorization": f"{scheme} {secret}"}
    return client.get(reverse("api_submission_list"), headers=headers)


def test_a_token_reads_what_its_owner_may_read(client: Client, focal_point: User) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    found = ask(client, secret).json()["results"]

    assert [row["state"] for row in found] == ["submitted"]
    assert client.get(reverse("api_submission_list")).json()["count"] == 0


def test_the_word_before_a_token_may_be_written_in_any_case(
    client: Client, focal_point: User
) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    assert ask(client, secret, scheme="bEARER").json()["count"] == 1


@pytest.mark.parametrize("secret", ["", "ldn_wrong", "wrong", "ldn_ö", "two words"])
def test_a_wrong_token_is_refused_and_never_taken_for_nobody(client: Client, secret: str) -> None:
    response = ask(client, secret)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_opens_nothing(client: Client, focal_point: User) -> None:
    token, secret = create_token(by=focal_point, name="Script", days=30)
    past = timezone.now() - timedelta(days=1)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=past - timedelta(days=1), expires_at=past
    )

    assert ask(client, secret).status_code == 401


def test_a_revoked_token_opens_nothing_from_then_on(client: Client, focal_point: User) -> None:
    token, secret = create_token(by=focal_point, name="Script", days=30)
    before = ask(client, secret).status_code

    revoke_token(token, by=focal_point)

    assert (before, ask(client, secret).status_code) == (200, 401)


def test_the_token_of_somebody_who_left_opens_nothing(client: Client, focal_point: User) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    User.objects.filter(pk=focal_point.pk).update(is_active=False)

    assert ask(client, secret).status_code == 401


def test_a_lost_role_is_lost_to_the_token_too(client: Client, focal_point: User) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    focal_point.memberships.all().delete()

    assert ask(client, secret).json()["count"] == 0


def test_a_token_cannot_sign_in_to_pages(client: Client, focal_point: User) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    response = client.get(reverse("inbox"), headers={"Authorization": f"Bearer {secret}"})

    assert response.status_code == 302


def test_the_secretariat_reads_all_submissions(client: Client, focal_point: User) -> None:
    _token, secret = create_token(by=make_user(RoleKey.SECRETARIAT), name="Script", days=30)

    assert ask(client, secret).json()["count"] == 1


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests a minute for everybody, four with a token."""
    cache.clear()
    rates = {"anon": "2/min", "user": "4/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)


def _times(client: Client, count: int, **headers: str) -> list[int]:
    return [
        client.get(reverse("api_cycle_list"), headers=headers).status_code for _n in range(count)
    ]


def test_too_many_requests_are_told_to_wait(client: Client, strict: None) -> None:
    answers = _times(client, 3)

    refused = client.get(reverse("ogc_landing"))

    assert answers == [200, 200, 429]
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_with_a_token_one_may_ask_more_often(
    client: Client, focal_point: User, strict: None
) -> None:
    _token, secret = create_token(by=focal_point, name="Script", days=30)

    assert _times(client, 5, Authorization=f"Bearer {secret}") == [200, 200, 200, 200, 429]


def test_nobody_hides_behind_a_header_that_anybody_can_write(client: Client, strict: None) -> None:
    answers = [
        client.get(
            reverse("api_cycle_list"), headers={"X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(3)
    ]

    assert answers == [200, 200, 429]
