"""Ask, answer, assign, close and share: each verb with its audit event and its messages."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.actions.messages import tell
from countries.audiences import holders_of
from countries.audit import record
from countries.languages import worded
from countries.models import Party, Question, QuestionPost, User
from countries.models.helpdesk import searchable
from countries.permissions import may, require
from countries.roles import Permission

_WROTE = gettext_lazy("%(person)s wrote:\n\n%(text)s")


@transaction.atomic
def ask(
    *,
    by: User,
    party: Party,
    subject: str,
    text: str,
    about: str = "",
    about_label: str = "",
    page: str = "",
    may_name_party: bool = False,
) -> Question:
    """Open a conversation of `party` with the helpdesk and tell those who answer for it."""
    require(by, Permission.ASK, party)
    question = Question.objects.create(
        party=party,
        subject=subject.strip(),
        about=about,
        about_label=about_label,
        page=page,
        may_name_party=may_name_party,
        asked_by=by,
    )
    _add_post(question, by, text, is_answer=False)
    _record("asked", question, by)
    subject_told = worded(
        gettext_lazy("Question of %(party)s: %(subject)s"), party=party, subject=question.subject
    )
    _tell(question, by, holders_of(Permission.ANSWER, party), subject_told, text)
    return question


@transaction.atomic
def write(question: Question, *, by: User, text: str) -> QuestionPost:
    """Add an answer or a follow-up; either opens a closed conversation again.

    Whoever answers for the Party answers; its own people follow up, and it waits again.
    """
    question = _hold(question)
    is_answer = answers(by, question)
    if not is_answer:
        require(by, Permission.ASK, question.party)
    post = _add_post(question, by, text, is_answer=is_answer)
    _set_state(question, Question.State.ANSWERED if is_answer else Question.State.WAITING)
    if is_answer and question.assignee_id is None:
        Question.objects.filter(pk=question.pk).update(assignee=by)
    _record("answered" if is_answer else "followed_up", question, by)
    told = gettext_lazy("Answer to your question: %(subject)s")
    if not is_answer:
        told = gettext_lazy("Follow-up of %(party)s: %(subject)s")
    subject = worded(told, party=question.party, subject=question.subject)
    _tell(question, by, _other_side(question, is_answer=is_answer), subject, text)
    return post


@transaction.atomic
def assign(question: Question, assignee: User, *, by: User) -> None:
    """Make somebody who answers for the Party answer this question, and tell them."""
    question = _hold(question)
    _require_answering(by, question)
    if not answers(assignee, question):
        raise ValidationError(
            _("%(person)s does not answer questions of this Party. Choose somebody else.")
            % {"person": assignee.full_name}
        )
    if question.assignee_id == assignee.pk:
        return
    Question.objects.filter(pk=question.pk).update(assignee=assignee)
    _record("assigned", question, by, assignee=assignee.full_name)
    subject = worded(
        gettext_lazy("A question of %(party)s is yours to answer: %(subject)s"),
        party=question.party,
        subject=question.subject,
    )
    body = worded(gettext_lazy("%(person)s gave you this question."), person=by.full_name)
    others = [] if assignee.pk == by.pk else [assignee]
    tell(others, subject=subject, body=body, path=question.get_absolute_url())


@transaction.atomic
def close(question: Question, *, by: User) -> None:
    """Close a conversation: nothing is left to say. Closing it twice is closing it once."""
    question = _hold(question)
    _require_taking_part(by, question)
    if question.is_closed:
        return
    _set_state(question, Question.State.CLOSED)
    _record("closed", question, by)
    _tell_of(question, by, gettext_lazy("Question closed: %(subject)s"))


@transaction.atomic
def reopen(question: Question, *, by: User) -> None:
    """Open a closed conversation again: it waits for an answer."""
    question = _hold(question)
    _require_taking_part(by, question)
    if not question.is_closed:
        return
    _set_state(question, Question.State.WAITING)
    _record("reopened", question, by)
    _tell_of(question, by, gettext_lazy("Question open again: %(subject)s"))


@transaction.atomic
def share(
    question: Question,
    *,
    by: User,
    shared_question: str,
    shared_answer: str,
    shared_about: str = "",
) -> None:
    """Let all Parties read a question with its answer, in these words and no others.

    Raises ValidationError where either is empty.
    """
    question = _hold(question)
    _require_answering(by, question)
    texts = [text.strip() for text in (shared_about, shared_question, shared_answer)]
    if not all(texts[1:]):
        raise ValidationError(_("Write both the question and the answer as peers shall read them."))
    Question.objects.filter(pk=question.pk).update(
        shared_about=texts[0],
        shared_question=texts[1],
        shared_answer=texts[2],
        shared_searched=searchable(texts),
        shared_at=timezone.now(),
        shared_by=by,
    )
    _record("shared", question, by)
    _tell_of(question, by, gettext_lazy("Your question is shared with all Parties: %(subject)s"))


@transaction.atomic
def unshare(question: Question, *, by: User) -> None:
    """Take a shared question back from the peers; its words are kept for sharing it again."""
    question = _hold(question)
    _require_answering(by, question)
    shared = Question.objects.filter(pk=question.pk, shared_at__isnull=False)
    if shared.update(shared_at=None, shared_by=None, shared_searched=""):
        _record("unshared", question, by)


def answers(user: User, question: Question) -> bool:
    """Return whether `user` answers this question: not to a Party of their own."""
    own = may(user, Permission.ASK, question.party)
    return not own and may(user, Permission.ANSWER, question.party)


def takes_part(user: User, question: Question) -> bool:
    """Return whether `user` is of one side or the other."""
    return answers(user, question) or may(user, Permission.ASK, question.party)


def candidates(question: Question) -> list[User]:
    """Who can answer a question, by name."""
    people = holders_of(Permission.ANSWER, question.party)
    return list(people.exclude(memberships__party=question.party).order_by("full_name", "pk"))


def _require_answering(by: User, question: Question) -> None:
    if not answers(by, question):
        raise PermissionDenied(Permission.ANSWER.value)


def _require_taking_part(by: User, question: Question) -> None:
    if not takes_part(by, question):
        raise PermissionDenied(Permission.ASK.value)


def _hold(question: Question) -> Question:
    """Read a question afresh and keep others from changing it until the act is done."""
    held = Question.objects.select_for_update(of=("self",)).select_related("party", "asked_by")
    return held.get(pk=question.pk)


def _add_post(question: Question, by: User, text: str, *, is_answer: bool) -> QuestionPost:
    post = QuestionPost.objects.create(
        question=question, text=text.strip(), is_answer=is_answer, written_by=by
    )
    texts = question.posts.values_list("text", flat=True)
    words = searchable([question.subject, question.about_label, *texts])
    Question.objects.filter(pk=question.pk).update(searched=words)
    return post


def _set_state(question: Question, state: Question.State) -> None:
    now = timezone.now()
    Question.objects.filter(pk=question.pk).update(state=state, state_changed_at=now)
    question.state, question.state_changed_at = state, now


def _record(what: str, question: Question, by: User, **data: str) -> None:
    record(
        f"question.{what}",
        by=by,
        party=question.party,
        target=question,
        subject=question.subject,
        **data,
    )


def _other_side(question: Question, *, is_answer: bool) -> Iterable[User]:
    """Answers are told to the Party's people who wrote; the rest to who answers, or all who may."""
    if is_answer:
        wrote = QuestionPost.objects.filter(question=question, is_answer=False)
        return User.objects.filter(pk__in=wrote.values("written_by"))
    if question.assignee_id:
        return User.objects.filter(pk=question.assignee_id)
    return holders_of(Permission.ANSWER, question.party)


def _tell(
    question: Question, by: User, people: Iterable[User], subject: Promise, text: str
) -> None:
    tell(
        [person for person in people if person.pk != by.pk],
        subject=subject,
        body=worded(_WROTE, person=by.full_name, text=text.strip()),
        path=question.get_absolute_url(),
    )


def _tell_of(question: Question, by: User, text: str | Promise) -> None:
    """Tell the other side of something that was done without writing."""
    people = _other_side(question, is_answer=answers(by, question))
    tell(
        [person for person in people if person.pk != by.pk],
        subject=worded(text, subject=question.subject),
        body=worded(gettext_lazy("By %(person)s."), person=by.full_name),
        path=question.get_absolute_url(),
    )
