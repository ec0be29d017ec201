"""Entries of lists for tests, made through the same verbs as the pages."""

from typing import Any

from django.urls import reverse

from countries.models import Party, User
from targets.actions import promises as actions
from targets.models import Entry


def make_entry(party: Party, user: User, kind: str, /, **fields: str) -> Entry:
    """An entry with the texts that its form would post."""
    entry = actions.create(Entry, party, by=user, kind=kind)
    actions.save(entry, fields, version=0, by=user)
    return Entry.objects.get(pk=entry.pk)


def url(entry: Entry, page: str) -> str:
    return reverse(f"record_{page}", args=[entry.party.iso3, entry.kind, entry.pk])


def post_form(client: Any, entry: Entry, fields: dict[str, Any], **more: Any) -> Any:
    """Post the form of an entry as its page would."""
    entry.refresh_from_db()
    data = {"version": entry.version, "decimal": ".", **fields}
    return client.post(url(entry, "edit") + more.pop("query", ""), data, **more)
