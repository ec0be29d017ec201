"""The helpdesk's pages: what peers are shown, filters, forms that keep what was typed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from django.test import Client

from countries.actions import helpdesk
from countries.models import Party, Question, User
from countries.roles import RoleKey
from tests.factories import make_focal_point, make_party, make_region, make_user

pytestmark = pytest.mark.django_db

ExactQueries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def party() -> Party:
    return make_party(annex=make_region())


@pytest.fixture
def asker(party: Party) -> User:
    return make_focal_point(party, full_name="Awa Asker")


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER, full_name="Rita Answers")


@pytest.fixture
def peer() -> User:
    return make_focal_point(make_party("XBB", boundary=False))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str) -> str:
    response = signed_in(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def ask(asker: User, party: Party, **fields: object) -> Question:
    said = {"subject": "Wetlands", "text": "Are lagoons wetlands?", **fields}
    return helpdesk.ask(by=asker, party=party, **said)  # type: ignore[arg-type]


def test_a_question_is_asked_from_a_section_answered_and_shared(
    party: Party, asker: User, reviewer: User, peer: User
) -> None:
    theirs, ours = signed_in(asker), signed_in(reviewer)
    where = "?party=XAA&about=land_cover.areas&about_label=Area&page=" + quote("/parties/XAA/")
    form = theirs.get(f"/helpdesk/ask/{where}").content.decode()
    sent = theirs.post(
        f"/helpdesk/ask/{where}",
        {
            "party": party.pk,
            "about": "land_cover.areas",
            "about_label": "Area",
            "page": "/parties/XAA/",
            "subject": "<b>Wetlands</b>",
            "text": "Are <i>lagoons</i> wetlands?",
        },
        follow=True,
    )
    question = Question.objects.get()
    ours.post(f"/helpdesk/{question.pk}/write/", {"text": "They are."})
    ours.post(
        f"/helpdesk/{question.pk}/share/",
        {"shared_question": "Are lagoons wetlands?", "shared_answer": "Yes."},
    )
    seen = page(peer, f"/helpdesk/{question.pk}/")

    assert 'value="Area"' in form
    assert "land_cover.areas" in form
    assert "&lt;b&gt;Wetlands&lt;/b&gt;" in sent.content.decode()
    assert 'data-draft-sent="ask:' in sent.content.decode()
    assert "Are &lt;i&gt;lagoons&lt;/i&gt; wetlands?" in page(reviewer, f"/helpdesk/{question.pk}/")
    assert "Yes." in seen
    for hidden in ("Awa Asker", "Rita Answers", "Testland XAA", "They are.", "Area"):
        assert hidden not in seen


def test_a_party_is_named_to_its_peers_only_if_it_agreed(
    party: Party, asker: User, reviewer: User, peer: User
) -> None:
    for agreed in (True, False):
        question = ask(asker, party, may_name_party=agreed)
        helpdesk.share(question, by=reviewer, shared_question="Lagoons?", shared_answer="Yes.")

        for url in (f"/helpdesk/{question.pk}/", "/helpdesk/?q=lagoons"):
            assert ("Testland XAA" in page(peer, url)) is agreed
        Question.objects.all().delete()


def test_an_empty_question_is_refused_and_what_was_typed_is_kept(party: Party, asker: User) -> None:
    response = signed_in(asker).post("/helpdesk/ask/", {"party": party.pk, "text": "A long text"})

    assert response.status_code == 200
    assert "A long text" in response.content.decode()
    assert not Question.objects.exists()


def test_a_page_elsewhere_is_not_linked_to(party: Party, asker: User) -> None:
    said = {"party": party.pk, "subject": "S", "text": "T"}

    for page_asked in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        signed_in(asker).post("/helpdesk/ask/", {**said, "page": page_asked})

    assert set(Question.objects.values_list("page", flat=True)) == {""}


def test_somebody_elses_party_cannot_be_asked_for(party: Party, peer: User) -> None:
    response = signed_in(peer).post(
        "/helpdesk/ask/", {"party": party.pk, "subject": "S", "text": "T"}
    )

    assert response.status_code == 200
    assert not Question.objects.exists()


def test_an_empty_answer_leads_back_and_says_so(party: Party, asker: User, reviewer: User) -> None:
    question = ask(asker, party)

    response = signed_in(reviewer).post(
        f"/helpdesk/{question.pk}/write/", {"text": " "}, follow=True
    )

    assert "Nothing was written." in response.content.decode()
    assert question.posts.count() == 1


def test_filters_keep_what_they_ask_for(
    party: Party, asker: User, reviewer: User, peer: User
) -> None:
    ask(asker, party, subject="Lagoons here")
    answered = ask(asker, party, subject="Answered thing")
    helpdesk.write(answered, by=reviewer, text="Yes.")
    helpdesk.share(answered, by=reviewer, shared_question="Q shared", shared_answer="A")

    def shown(user: User, query: str) -> tuple[bool, bool]:
        text = page(user, f"/helpdesk/{query}")
        return "Lagoons here" in text, "Answered thing" in text

    assert shown(reviewer, "") == (True, True)
    assert shown(reviewer, "?state=waiting") == (True, False)
    assert shown(reviewer, "?mine=on") == (False, True)
    assert shown(reviewer, "?shared=on") == (False, True)
    assert shown(reviewer, f"?annex={party.annex_id}") == (True, True)
    assert shown(asker, "?q=LAGOONS") == (True, True), "every question of this test says lagoons"
    assert shown(asker, "?q=yes") == (False, True)
    assert "Q shared" in page(peer, "/helpdesk/")
    assert "Nothing was found" in page(peer, "/helpdesk/?state=answered")
    assert "Nothing was found" in page(peer, f"/helpdesk/?q={'wetlands'}")


def test_the_list_and_a_conversation_need_as_many_queries_however_long_they_are(
    party: Party, asker: User, reviewer: User, django_assert_num_queries: ExactQueries
) -> None:
    client = signed_in(asker)

    def costs() -> None:
        with django_assert_num_queries(6):
            client.get("/helpdesk/?q=wetlands")
        with django_assert_num_queries(6):
            client.get(f"/helpdesk/{question.pk}/")

    question = ask(asker, party)
    costs()
    for number in range(30):
        helpdesk.write(question, by=reviewer, text=f"Answer {number}")
        ask(asker, party)
    costs()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("/parties/XAA/targets/", "about=target"),
        ("/parties/XAA/supporting/finance/", "about=finance"),
        ("/parties/XAA/rasters/", "about=datasets"),
    ],
)
def test_each_section_has_a_link_that_asks_about_it(
    party: Party, asker: User, url: str, asked: str
) -> None:
    text = page(asker, url)

    assert "/helpdesk/ask/?party=XAA" in text
    assert asked in text
