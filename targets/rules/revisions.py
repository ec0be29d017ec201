"""A published target that changes has a reason, and what it said before stays readable."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from countries.languages import in_current_language
from countries.models import Party
from indicators.rules.findings import Finding, Level
from targets.canonical import canonical
from targets.models import PublishedPromise, Target
from targets.pages.promises import quantity_words
from targets.rules.areas import finding
from targets.snapshot_content import target_content

REASON = "revision_reason"
PROMISED = ("statements", "scope", "hierarchy", "land_types", "quantities", "place", "geometry")
"""What a target promises: a change of its status or its links is no revision."""
UNEXPLAINED = _(
    "%(name)s was published and says something else now. Write the reason for the revision, or "
    "put back what was published."
)

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Revision:
    """A target as one published version states it."""

    cycle: int
    version: int
    published_at: datetime | None
    content: Content

    @property
    def statement(self) -> str:
        return in_current_language(self.content.get("statements") or {})

    @property
    def quantities(self) -> list[str]:
        return [quantity_words(row) for row in self.content.get("quantities", [])]

    @property
    def reason(self) -> str:
        return str(self.content.get(REASON, ""))


def published_content(party: Party) -> dict[int, Content]:
    """What the newest published version says of each target, by number (one query)."""
    rows = PublishedPromise.objects.filter(party=party).targets().newest()
    return {
        row.number: {**row.content, "place": row.place, "geometry": row.geometry} for row in rows
    }


def revised(target: Target, before: Content) -> bool:
    """Return whether a target promises something else than was published."""
    now = json.loads(canonical(target_content(target)))
    return any(now[key] != before.get(key) for key in PROMISED)


def unexplained(targets: Iterable[Target], published: Mapping[int, Content]) -> Iterator[Finding]:
    """A revision has a reason of its own: that of an earlier one does not explain it."""
    for target in targets:
        before = published.get(target.number)
        if before is None or not revised(target, before):
            continue
        if target.revision_reason in ("", before.get(REASON, "")):
            yield finding("REVISION", Level.ERROR, target, REASON, UNEXPLAINED)


def chain(target: Target) -> list[Revision]:
    """What each published version said, newest first; versions that say the same stand once."""
    return _chain(_versions(target.party_id).filter(number=target.number))


def chains(party: Party) -> dict[int, list[Revision]]:
    """The same of every target of a Party, by number (one query)."""
    rows: dict[int, list[PublishedPromise]] = {}
    for row in _versions(party.pk):
        rows.setdefault(row.number, []).append(row)
    return {number: _chain(versions) for number, versions in rows.items()}


def _versions(party_id: int) -> "QuerySet[PublishedPromise]":
    rows = PublishedPromise.objects.filter(party=party_id).targets()
    return rows.select_related("cycle", "submission").order_by("submission__published_at")


def _chain(rows: Iterable[PublishedPromise]) -> list[Revision]:
    found: list[Revision] = []
    last = None
    for row in rows:
        said = [row.content.get(key) for key in PROMISED[:5]] + [row.place, row.geometry]
        if said != last:
            at = row.submission.published_at
            found.append(Revision(row.cycle.year, row.version, at, row.content))
        last = said
    return found[::-1]
