"""Asking, answering, assigning, closing and sharing: who may, who is told, who finds what."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from countries.actions import helpdesk
from countries.models import AuditEvent, Membership, Message, Party, Question, User
from countries.roles import RoleKey
from tests.factories import make_focal_point, make_party, make_region, make_user

pytestmark = pytest.mark.django_db


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


def ask(by: User, party: Party, **fields: object) -> Question:
    said = {"subject": "Wetlands", "text": "Are lagoons of São Tomé wetlands?", **fields}
    return helpdesk.ask(by=by, party=party, **said)  # type: ignore[arg-type]


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("recipient__email", "subject"))


def test_those_who_answer_for_the_party_are_told_of_a_question(
    party: Party, asker: User, reviewer: User
) -> None:
    inside = make_user(RoleKey.REVIEWER, region=party.annex)
    make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))
    secretariat = make_user(RoleKey.SECRETARIAT)
    make_user(RoleKey.OBSERVER)

    question = ask(asker, party)

    subject = "Question of Testland XAA: Wetlands"
    assert told() == sorted((u.email, subject) for u in (inside, reviewer, secretariat))
    message = Message.objects.first()
    assert message is not None
    assert message.path == question.get_absolute_url()
    assert "lagoons" in message.body


def test_the_asker_is_told_of_the_answer_and_the_one_who_answered_of_the_follow_up(
    party: Party, asker: User, reviewer: User
) -> None:
    make_user(RoleKey.SECRETARIAT)
    question = ask(asker, party)
    Message.objects.all().delete()

    helpdesk.write(question, by=reviewer, text="They are.")
    answered = Question.objects.get()
    helpdesk.write(question, by=asker, text="All of them?")

    assert told() == sorted(
        [
            (asker.email, "Answer to your question: Wetlands"),
            (reviewer.email, "Follow-up of Testland XAA: Wetlands"),
        ]
    )
    assert (answered.state, answered.assignee) == ("answered", reviewer)
    assert Question.objects.get().state == "waiting"


def test_whoever_is_of_the_party_and_a_reviewer_too_does_not_answer_its_question(
    party: Party, asker: User
) -> None:
    Membership.objects.create(user=asker, role=RoleKey.REVIEWER)
    both = User.objects.get(pk=asker.pk)
    question = ask(both, party)

    post = helpdesk.write(question, by=both, text="I mean the coast.")

    assert not post.is_answer
    with pytest.raises(PermissionDenied):
        helpdesk.share(question, by=both, shared_question="?", shared_answer="!")
    assert both not in helpdesk.candidates(question)


@pytest.mark.parametrize("role", [RoleKey.REVIEWER, RoleKey.SECRETARIAT, RoleKey.OBSERVER])
def test_only_the_partys_people_ask(party: Party, role: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(make_user(role), party)


def test_nobody_else_takes_part(party: Party, asker: User, peer: User) -> None:
    question = ask(asker, party)
    elsewhere = make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))

    for person in (peer, elsewhere, make_user(RoleKey.OBSERVER), make_user()):
        with pytest.raises(PermissionDenied):
            helpdesk.write(question, by=person, text="!")
        with pytest.raises(PermissionDenied):
            helpdesk.close(question, by=person)
        with pytest.raises(PermissionDenied):
            helpdesk.assign(question, person, by=person)
    assert question.posts.count() == 1


def test_a_question_is_given_to_somebody_who_answers_and_they_are_told(
    party: Party, asker: User, reviewer: User
) -> None:
    secretariat = make_user(RoleKey.SECRETARIAT)
    question = ask(asker, party)
    Message.objects.all().delete()

    helpdesk.assign(question, reviewer, by=secretariat)
    helpdesk.assign(question, reviewer, by=secretariat)
    with pytest.raises(ValidationError):
        helpdesk.assign(question, asker, by=secretariat)

    assert told() == [(reviewer.email, "A question of Testland XAA is yours to answer: Wetlands")]
    assert AuditEvent.objects.filter(kind="question.assigned").count() == 1


def test_a_question_is_closed_once_and_opened_again_by_writing(
    party: Party, asker: User, reviewer: User
) -> None:
    question = ask(asker, party)
    helpdesk.write(question, by=reviewer, text="They are.")

    helpdesk.close(question, by=asker)
    helpdesk.close(question, by=reviewer)
    closed = Question.objects.get().state
    helpdesk.write(question, by=asker, text="One more thing.")

    assert (closed, Question.objects.get().state) == ("closed", "waiting")
    helpdesk.close(question, by=reviewer)
    helpdesk.reopen(question, by=asker)
    helpdesk.reopen(question, by=asker)
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "question.asked",
        "question.answered",
        "question.closed",
        "question.followed_up",
        "question.closed",
        "question.reopened",
    ]


def test_a_question_is_its_partys_until_it_is_shared_and_then_everybodys_who_reports(
    party: Party, asker: User, reviewer: User, peer: User
) -> None:
    colleague = make_user(RoleKey.CONTRIBUTOR, party)
    elsewhere = make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))
    observer, nobody = make_user(RoleKey.OBSERVER), make_user()
    question = ask(asker, party)

    def readers() -> list[bool]:
        people = (asker, colleague, reviewer, peer, elsewhere, observer, nobody)
        return [Question.objects.readable_by(person).exists() for person in people]

    before = readers()
    helpdesk.share(question, by=reviewer, shared_question="Lagoons?", shared_answer="Wetlands.")
    shared = readers()
    helpdesk.unshare(question, by=reviewer)

    assert before == readers() == [True, True, True, False, False, False, False]
    assert shared == [True, True, True, True, True, False, False]
    assert not Question.objects.visible_to(peer).exists()


def test_what_is_shared_has_a_question_and_an_answer(
    party: Party, asker: User, reviewer: User
) -> None:
    question = ask(asker, party)

    with pytest.raises(ValidationError):
        helpdesk.share(question, by=reviewer, shared_question="Lagoons?", shared_answer="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(shared_at=timezone.now())

    assert not Question.objects.filter(shared_at__isnull=False).exists()


def test_a_search_finds_words_of_questions_answers_and_sections_in_any_case(
    party: Party, asker: User, reviewer: User
) -> None:
    question = ask(asker, party, about="land_cover.area", about_label="Land cover")
    helpdesk.write(question, by=reviewer, text="ВОДНО-БОЛОТНЫЕ УГОДЬЯ")

    def finds(query: str) -> bool:
        return Question.objects.visible_to(asker).saying(query, asker).exists()

    found = ["wetlands", "SÃO LAGOONS", "land cover", "водно-болотные", "lagoons угодья", ""]
    assert [finds(query) for query in found] == [True] * 6
    assert [finds(query) for query in ("desert", "lagoons desert", "%")] == [False] * 3


def test_a_peer_finds_what_is_shared_and_nothing_else_of_it(
    party: Party, asker: User, reviewer: User, peer: User
) -> None:
    question = ask(asker, party)
    helpdesk.share(question, by=reviewer, shared_question="Lagoons?", shared_answer="Wetlands.")

    def finds(query: str) -> bool:
        return Question.objects.readable_by(peer).saying(query, peer).exists()

    assert [finds(query) for query in ("lagoons", "São")] == [True, False]
