"""Who is in a section now: kept in the shared cache, gone soon after the last sign of life.

Each person has an entry of their own, so that two workers never overwrite each other's; a list of
who was seen says which entries to ask for. Somebody whom that list misses, because two arrived at
the same moment, adds themselves again with the next sign of life.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import User
from indicators.baseline.scope import Scope
from indicators.models import Report

RENEW_SECONDS = 15
GONE_SECONDS = 45
_KEPT_SECONDS = 300
_NAMED = 3


@dataclass(frozen=True)
class Present:
    """Somebody who is in a section, and since when."""

    name: str
    since: datetime

    @property
    def words(self) -> str:
        """ "Amina Diallo is here too, since 12:04." """
        moment = timezone.localtime(self.since).strftime("%H:%M")
        name = f"\u2068{self.name}\u2069"
        return _("%(name)s is here too, since %(time)s.") % {"name": name, "time": moment}


def place_of(report: Report, scope: Scope, section: str) -> str:
    """The name of a section in the cache."""
    return f"here:{report.pk}:{section}:{scope.short}"


def come(place: str, user: User, *, now: datetime | None = None) -> list[Present]:
    """Note that somebody is in a section, and return who else is, first come first."""
    now = now or timezone.now()
    mine = f"{place}:{user.pk}"
    seen: list[int] = cache.get(place, [])
    keys = [f"{place}:{pk}" for pk in seen if pk != user.pk]
    found: dict[str, dict[str, Any]] = cache.get_many([mine, *keys])
    before = found.pop(mine, None)
    since = before["since"] if before and _is_here(before, now) else now
    entry = {"name": str(user), "since": since, "at": now}
    cache.set(mine, entry, _KEPT_SECONDS)
    cache.set(place, list(dict.fromkeys([*seen, user.pk])), _KEPT_SECONDS)
    others = [e for e in found.values() if _is_here(e, now)]
    return sorted((Present(e["name"], e["since"]) for e in others), key=lambda p: p.since)


def _is_here(entry: dict[str, Any], now: datetime) -> bool:
    at: datetime = entry["at"]
    return now - at < timedelta(seconds=GONE_SECONDS)


def words_of(others: list[Present]) -> str:
    """Who else is here in a few sentences; nothing where nobody is."""
    words = [one.words for one in others[:_NAMED]]
    more = len(others) - _NAMED
    if more > 0:
        text = ngettext("And %(count)s other person.", "And %(count)s other people.", more)
        words.append(text % {"count": more})
    return " ".join(words)
