"""What a person says about themselves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from countries import audit
from countries.models import User

PROFILE_FIELDS = ("full_name", "title", "language", "digest")


@transaction.atomic
def update_profile(person: User, values: Mapping[str, Any], *, by: User) -> None:
    """Save name, title, language and wish for e-mail; record which of them changed."""
    saved = User.objects.get(pk=person.pk)
    changed = [name for name in PROFILE_FIELDS if getattr(saved, name) != values[name]]
    if not changed:
        return
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    audit.record("account.profile_changed", by=by, target=person, fields=changed)


def choose_language(person: User, language: str) -> None:
    """Keep a language as the person's own."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"{language!r} is not a language of the portal.")
    if person.language != language:
        User.objects.filter(pk=person.pk).update(language=language)
