"""Questions in the data interface: whole to their two sides, shared to peers, nothing to others."""

import pytest
from django.test import Client

from countries.actions import helpdesk
from countries.models import Question, User
from countries.roles import RoleKey
from tests.factories import make_focal_point, make_party, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> User:
    return make_focal_point(make_party(boundary=False), full_name="Awa Asker")


@pytest.fixture
def question(asker: User) -> Question:
    party = asker.memberships.get().party
    assert party is not None
    made = helpdesk.ask(by=asker, party=party, subject="Wetlands", text="Are lagoons wetlands?")
    reviewer = make_user(RoleKey.REVIEWER, full_name="Rita Answers")
    helpdesk.write(made, by=reviewer, text="They are.")
    helpdesk.share(made, by=reviewer, shared_question="Lagoons?", shared_answer="Wetlands.")
    return made


def answer(user: User | None, path: str) -> dict[str, object]:
    client = Client()
    if user:
        client.force_login(user)
    found: dict[str, object] = client.get(f"/api/v1/questions/{path}").json()
    return found


def test_its_own_side_reads_the_whole_conversation(asker: User, question: Question) -> None:
    whole = answer(asker, f"{question.pk}/")["whole"]

    assert isinstance(whole, dict)
    assert (whole["iso3"], whole["state"], whole["asked_by"]) == ("XAA", "answered", "Awa Asker")
    texts = [(post["text"], post["is_answer"]) for post in whole["posts"]]
    assert texts == [("Are lagoons wetlands?", False), ("They are.", True)]


def test_peers_read_what_is_shared_and_no_name(question: Question) -> None:
    peer = make_focal_point(make_party("XBB", boundary=False))

    found = answer(peer, f"{question.pk}/")

    assert found["whole"] is None
    shared = found["shared"]
    assert isinstance(shared, dict)
    assert (shared["question"], shared["answer"]) == ("Lagoons?", "Wetlands.")
    assert "XAA" not in str(found)


@pytest.mark.parametrize(("query", "count"), [("", 1), ("?q=LAGOONS", 1), ("?q=desert", 0)])
def test_a_list_is_searched(asker: User, question: Question, query: str, count: int) -> None:
    assert answer(asker, query)["count"] == count


def test_nobody_without_an_account_finds_any(question: Question) -> None:
    assert answer(None, "")["count"] == 0
