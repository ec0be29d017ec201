"""Every address answers every actor as the hand-written tables say."""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.ldnportal.authorisation import world as worlds
from tests.ldnportal.authorisation.table import ACTORS, APPS, Row, all_rows, rows_of

UNSAFE = ("PUT", "PATCH", "DELETE")
STRONGEST = ("anonymous", "focal_point", "secretariat")  # whoever is refused, so are the others
REFUSALS = (302, 401, 403, 404, 405)


def _named(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or f'(no name: {pattern.pattern})'}"


def test_every_address_has_a_name_of_its_own() -> None:
    counted = Counter(_named(get_resolver().url_patterns))

    assert not [name for name in counted if "(no name" in name]
    assert not [name for name, times in counted.items() if times > 1]


def test_every_address_stands_in_the_matrix() -> None:
    listed = {row.name for row in all_rows()}

    missing = sorted(set(_named(get_resolver().url_patterns)) - listed)

    assert not missing, f"Add rows to tests/ldnportal/authorisation for: {missing}"


def test_the_matrix_lists_no_address_that_is_gone() -> None:
    gone = sorted({row.name for row in all_rows()} - set(_named(get_resolver().url_patterns)))

    assert not gone


def test_every_address_is_asked_by_get_and_by_post() -> None:
    asked = {(row.name, row.method) for row in all_rows()}

    missing = [
        (row.name, method)
        for row in all_rows()
        for method in ("GET", "POST")
        if (row.name, method) not in asked
    ]

    assert not sorted(set(missing))


@pytest.mark.slow
@pytest.mark.parametrize("app", APPS)
def test_the_answers_are_those_of_the_table(app: str, db: None) -> None:
    world = worlds.build()
    clients = _clients(world)

    wrong = [found for row in rows_of(app) for found in _wrong_answers(row, world, clients)]

    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("app", APPS)
def test_methods_that_are_not_listed_are_refused(app: str, db: None) -> None:
    world = worlds.build()
    clients = _clients(world)
    listed = {(row.name, row.method) for row in rows_of(app)}
    first = {row.name: row for row in reversed(rows_of(app))}

    wrong = [
        f"{method} {name} as {actor}: {answer}"
        for name, row in first.items()
        for method in UNSAFE
        if (name, method) not in listed
        for actor in STRONGEST
        if (answer := _answer(row, method, world, clients[actor])).status not in REFUSALS
    ]

    assert not wrong, "\n" + "\n".join(wrong)


def _clients(world: worlds.World) -> dict[str, Client]:
    clients = {}
    for actor, user in world.actors.items():
        clients[actor] = Client()
        if user is not None:
            clients[actor].force_login(user)
    return clients


@dataclass(frozen=True)
class Answer:
    """A status, and what went wrong where the portal broke."""

    status: int
    error: BaseException | None

    def __str__(self) -> str:
        return f"{self.status} {self.error!r}" if self.error else str(self.status)


def _wrong_answers(row: Row, world: worlds.World, clients: dict[str, Client]) -> Iterator[str]:
    for state in row.states:
        for actor, expected in zip(ACTORS, row.expected, strict=True):
            answer = _answer(row, row.method, world, clients[actor], state)
            if answer.status != expected:
                yield (
                    f"{row.method} {row.name} {dict(row.kwargs)}{row.query} as {actor},"
                    f" report {state}: answered {answer}, the table says {expected}"
                )


def _answer(
    row: Row, method: str, world: worlds.World, client: Client, state: str = "draft"
) -> Answer:
    """Ask, and take back whatever the question changed."""
    try:
        address = reverse(row.name, kwargs={k: world.value(v) for k, v in row.kwargs.items()})
    except NoReverseMatch as error:
        pytest.fail(f"{row.name} cannot be addressed with {dict(row.kwargs)}: {error}")
    data = None if row.data is None else {k: world.value(v) for k, v in row.data.items()}
    cookies = copy.deepcopy(client.cookies)
    cache.clear()  # the limits on attempts are tested elsewhere
    with transaction.atomic():
        world.put_in_state(state)
        client.raise_request_exception = False
        response = _send(client, method, address + row.query, data or {}, row.as_json)
        if response.streaming:
            response.getvalue()  # reads to the end, which closes it as the test client means to
        transaction.set_rollback(True)
    client.cookies = cookies
    failure = getattr(response, "exc_info", None)
    return Answer(response.status_code, failure[1] if failure else None)


def _send(client: Client, method: str, url: str, data: dict[str, Any], as_json: bool) -> Any:
    ask = getattr(client, method.lower())
    if method in ("GET", "POST") and not as_json:
        return ask(url, data)
    return ask(url, data, content_type="application/json")
