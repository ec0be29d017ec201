"""The helpdesk: what a Party asks, what it is answered, and what its peers may read of it."""

import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models.parties import Party
from countries.permissions import Actor, memberships_of
from countries.roles import Permission


def searchable(texts: Iterable[str]) -> str:
    """Write texts so that a search finds them whatever their case, in every script."""
    return unicodedata.normalize("NFKC", " ".join(texts)).casefold()


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: Actor) -> "QuestionQuerySet":
        """Whole conversations: of the user's own Parties, and of those the user answers."""
        mine = Party.objects.where_allowed(user, Permission.ASK)
        answered = Party.objects.where_allowed(user, Permission.ANSWER)
        return self.filter(Q(party__in=mine) | Q(party__in=answered))

    def readable_by(self, user: Actor) -> "QuestionQuerySet":
        """Those, and what is shared with all who work for a Party or answer for one."""
        held = {p for m in memberships_of(user) for p in m.definition.permissions}
        if not held & {Permission.ASK, Permission.ANSWER}:
            return self.none()
        whole = Question.objects.visible_to(user).values("pk")
        return self.filter(Q(pk__in=whole) | Q(shared_at__isnull=False))

    def saying(self, query: str, user: Actor) -> "QuestionQuerySet":
        """Keep those that hold every word of `query`, in the part that `user` may read."""
        rows = self
        whole = Question.objects.visible_to(user).values("pk")
        for word in searchable([query]).split():
            rows = rows.filter(
                Q(searched__contains=word, pk__in=whole)
                | Q(shared_searched__contains=word, shared_at__isnull=False)
            )
        return rows


class Question(models.Model):
    """A conversation of a Party with the people who answer it.

    What peers read is written apart (`shared_about`, `shared_question`, `shared_answer`), so
    that nothing else of the conversation, and nobody's name, is shown to them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    party = models.ForeignKey(Party, models.CASCADE, related_name="questions")
    about = models.CharField(max_length=200, blank=True, help_text="path of a section or field")
    about_label = models.CharField(_("about"), max_length=300, blank=True)
    page = models.CharField(max_length=300, blank=True, help_text="where it was asked")
    subject = models.CharField(_("subject"), max_length=200)
    may_name_party = models.BooleanField(_("peers may see which Party asked"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    state_changed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shared_about = models.CharField(_("about, as peers read it"), max_length=300, blank=True)
    shared_question = models.TextField(_("question, as peers read it"), blank=True)
    shared_answer = models.TextField(_("answer, as peers read it"), blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    searched = models.TextField(blank=True, editable=False)
    shared_searched = models.TextField(blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-state_changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True)
                | (~Q(shared_question="") & ~Q(shared_answer="")),
                name="question_shared_with_its_answer",
                violation_error_message=_("What is shared is a question with its answer."),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class QuestionPost(models.Model):
    """One contribution to a conversation: the question itself, an answer, a follow-up."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="posts")
    text = models.TextField(_("text"))
    is_answer = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("contribution to a question")
        verbose_name_plural = _("contributions to questions")
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
