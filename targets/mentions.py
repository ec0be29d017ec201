"""Mentions: "@" and a person's full name in a comment tells that person."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from countries.audiences import holders_of
from countries.models import User
from countries.permissions import may
from countries.roles import Permission
from indicators.models import Report


def mentionable(report: Report, user: User) -> "QuerySet[User]":
    """Whom `user` can mention in threads of a report.

    The Party's people, who reviews or has written; among reviewers also the other reviewers. All
    of them may read the thread.
    """
    party = report.party
    known = Q(pk__in=_of_the_party(report)) | Q(pk__in=_who_wrote(report))
    if may(user, Permission.REVIEW, party):
        known |= Q(pk__in=holders_of(Permission.REVIEW, party).values("pk"))
    reads = Q(pk__in=_of_the_party(report))
    reads |= Q(pk__in=holders_of(Permission.READ_SUBMISSIONS, party).values("pk"))
    people = User.objects.filter(known, reads, is_active=True).exclude(pk=user.pk)
    return people.exclude(full_name="").order_by("full_name", "pk")


def _of_the_party(report: Report) -> "QuerySet[User]":
    return User.objects.filter(memberships__party=report.party_id).values("pk")  # type: ignore[return-value]


def _who_wrote(report: Report) -> "QuerySet[User]":
    """Reviewers of its versions, and all who commented on them."""
    wrote = Q(pk__in=report.submissions.exclude(reviewer=None).values("reviewer"))
    wrote |= Q(pk__in=report.threads.values("comments__created_by"))
    return User.objects.filter(wrote).values("pk")  # type: ignore[return-value]


def mentioned_in(text: str, people: Iterable[User]) -> list[User]:
    """Return those whose "@Full Name" stands in `text`, the longest names first.

    A name inside a longer one counts only where it stands by itself.
    """
    found, left = [], text
    for person in sorted(people, key=lambda one: -len(one.full_name)):
        left, count = pattern(person).subn(" ", left)
        if count:
            found.append(person)
    return found


def pattern(person: User) -> re.Pattern[str]:
    """The mention of a person, whatever the case and the spaces."""
    words = r"\s+".join(map(re.escape, person.full_name.split()))
    return re.compile(rf"(?<!\w)@{words}(?!\w)", re.IGNORECASE)
