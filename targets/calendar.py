"""The calendar of reporting cycles: their dates, and the days on which reminders go out."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Cycle
from targets.actions.reminders import STAGES

_LINE = 73
"""Octets of a line of an .ics file before it is folded (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Day:
    """One day of a cycle."""

    cycle: Cycle
    key: str
    on: date
    words: str
    is_reminder: bool = False

    def left(self, today: date) -> int:
        return (self.on - today).days

    def when(self, today: date) -> str:
        """How far off it is, in words."""
        left = self.left(today)
        if left == 0:
            return _("today")
        if left < 0:
            return ngettext("%(days)s day ago", "%(days)s days ago", -left) % {"days": -left}
        return ngettext("in %(days)s day", "in %(days)s days", left) % {"days": left}


def days_of(cycle: Cycle) -> list[Day]:
    """Opening, the reminders, the day on which reports are due, and closing, in their order."""
    return sorted(_days(cycle), key=lambda day: day.on)


def _days(cycle: Cycle) -> Iterator[Day]:
    year = {"year": cycle.year}
    yield Day(cycle, "opens", cycle.opens_on, _("The reporting cycle %(year)s opens") % year)
    for before in sorted(STAGES, reverse=True):
        on = cycle.due_on - timedelta(days=before)
        if on >= cycle.opens_on:
            yield Day(cycle, f"reminder-{before}", on, _reminder(before), is_reminder=True)
    yield Day(cycle, "due", cycle.due_on, _("Reports of the cycle %(year)s are due") % year)
    yield Day(cycle, "closes", cycle.closes_on, _("The reporting cycle %(year)s closes") % year)


def _reminder(before: int) -> str:
    words = ngettext(
        "Reminder: reports that are not submitted are due in %(days)s day",
        "Reminder: reports that are not submitted are due in %(days)s days",
        before,
    )
    return words % {"days": before}


def as_ics(days: Iterable[Day], *, host: str, at: datetime) -> str:
    """The days as an iCalendar file (RFC 5545): one event of a whole day each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//LDN portal//Reporting cycles//EN"]
    for day in days:
        lines += _event(day, host, at)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(day: Day, host: str, at: datetime) -> Iterator[str]:
    # The address stays the same when a date moves, so that a calendar moves it too.
    identity = hashlib.sha256(f"{day.cycle.pk}:{day.key}".encode()).hexdigest()[:24]
    yield from (
        "BEGIN:VEVENT",
        f"UID:{identity}@{host}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(day.words)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line where its octets end, never inside a character."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            parts.append("")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n ".join(parts)
