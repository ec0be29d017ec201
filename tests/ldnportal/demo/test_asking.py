"""The demonstration has a question that waits and one whose answer peers read; once."""

import pytest

from countries.models import Message, Question, User
from ldnportal.demo.asking import ask_around
from ldnportal.demo.cast import PARTIES
from ldnportal.demo.people import admit_all, load_real_parties, settle

pytestmark = pytest.mark.django_db


def test_one_question_waits_and_one_is_shared_without_a_name() -> None:
    load_real_parties()
    first, second, third = (settle(fictional) for fictional in PARTIES[:3])
    for fictional in PARTIES[3:]:
        settle(fictional)
    admit_all()

    ask_around(first, second)
    ask_around(first, second)

    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "waiting"]
    peer = User.objects.filter(memberships__party=third).first()
    assert peer is not None
    (shared,) = Question.objects.readable_by(peer)
    assert second.name_en not in shared.shared_question + shared.shared_answer
    assert Message.objects.exists()
