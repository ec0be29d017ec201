"""While Redis is down people sign in, wrong passwords are still counted, and the log says so."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as NoConnection

from ldnportal import cache as portal_cache
from ldnportal.cache import FallbackRedisCache
from tests.factories import PASSWORD, make_user


def closed_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def settled(folder: Path) -> dict[str, Any]:
    return {
        "BACKEND": "ldnportal.cache.FallbackRedisCache",
        "LOCATION": f"redis://127.0.0.1:{closed_port()}/0",
        "OPTIONS": {"FALLBACK_FOLDER": str(folder), "socket_connect_timeout": 1},
    }


@pytest.fixture
def broken(tmp_path: Path) -> FallbackRedisCache:
    given = settled(tmp_path / "cache")
    return FallbackRedisCache(given.pop("LOCATION"), given)


@pytest.fixture
def redis_is_down(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.CACHES = {"default": settled(tmp_path / "cache")}
    yield
    caches.close_all()


@pytest.mark.django_db
def test_people_sign_in_while_redis_is_down(
    client: Client, redis_is_down: None, caplog: pytest.LogCaptureFixture
) -> None:
    person = make_user()

    page = client.get(reverse("account_login"))
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    )

    assert (page.status_code, answer.status_code) == (200, 200)
    assert answer.context["user"] == person
    assert "Redis does not answer" in caplog.text


@pytest.mark.django_db
def test_wrong_passwords_are_counted_while_redis_is_down(
    client: Client, redis_is_down: None
) -> None:
    person = make_user()
    wrong = {"login": person.email, "password": "not this one at all"}

    for _attempt in range(10):
        client.post(reverse("account_login"), wrong)
    right = client.post(reverse("account_login"), {**wrong, "password": PASSWORD}, follow=True)

    assert right.status_code in (200, 429)
    assert not right.context or not right.context["user"].is_authenticated


@pytest.mark.django_db
def test_the_data_interface_answers_while_redis_is_down(
    client: Client, redis_is_down: None
) -> None:
    assert client.get("/api/v1/parties/").status_code == 200


def test_every_call_is_answered_from_the_folder(broken: FallbackRedisCache) -> None:
    assert broken.add("a", 1)
    assert not broken.add("a", 2)
    broken.set("b", [2], timeout=60)
    broken.set_many({"c": 3, "d": 4})
    assert broken.get("a") == 1
    assert broken.incr("a") == 2
    assert broken.decr("a") == 1
    assert broken.get_many(["b", "c"]) == {"b": [2], "c": 3}
    assert broken.touch("b", 120)
    assert "d" in broken
    assert broken.delete("d")
    broken.delete_many(["c"])
    assert broken.get("c", "gone") == "gone"
    broken.clear()
    assert broken.get("a") is None


def test_another_process_of_the_machine_counts_on(
    broken: FallbackRedisCache, tmp_path: Path
) -> None:
    given = settled(tmp_path / "cache")
    other = FallbackRedisCache(given.pop("LOCATION"), given)

    broken.set("attempts", 4)

    assert other.get("attempts") == 4


def test_redis_is_left_alone_for_a_while_and_then_asked_again(
    broken: FallbackRedisCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Arrange: a clock that stands still, and a Redis that counts how often it is asked
    now = [100.0]
    asked: list[str] = []

    def refuse(_self: object, key: str, *_args: object, **_kwargs: object) -> None:
        asked.append(key)
        raise NoConnection("refused")

    monkeypatch.setattr(portal_cache.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(portal_cache.RedisCache, "get", refuse)

    # Act
    for key in ("one", "two", "three"):
        broken.get(key)
    now[0] += portal_cache.ASK_AGAIN_SECONDS
    broken.get("four")

    # Assert
    assert asked == ["one", "four"]
    assert caplog.text.count("Redis does not answer") == 2


def test_once_it_answers_redis_is_used_again(
    broken: FallbackRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken.set("a", "from the folder")
    monkeypatch.setattr(portal_cache, "ASK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(broken, "_left_alone_until", 0.0)
    monkeypatch.setattr(portal_cache.RedisCache, "get", lambda *_a, **_k: "from Redis")

    assert broken.get("a") == "from Redis"
