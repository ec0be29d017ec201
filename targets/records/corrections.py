"""Corrections: polygons where the map of 15.3.1 says something that is not so."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.baseline.reading import NOT_A_CHOICE, UnreadableError
from indicators.models import Period
from indicators.rules.findings import Finding
from targets.models import Entry
from targets.promises.fields import (
    SEPARATOR,
    Field,
    Sort,
    Words,
    answers,
    choice,
    line,
    link,
    number,
    prose,
)
from targets.records.declaration import BASELINE, FieldGroup, RecordType
from targets.records.findings import entry_finding

CLAIM, BECOMES, PERIODS, ORDER, REASON, NAME = (
    "claim", "becomes", "periods", "order", "reason", "place",
)  # fmt: skip


NEEDED = (CLAIM, BECOMES, PERIODS, REASON)


class Claim(models.TextChoices):
    """What is wrong with the map, in words."""

    NOT_DEGRADED = "not_degraded", _("The map says degraded, but it is not")
    DEGRADED = "degraded", _("The map says not degraded, but it is")
    IMPROVED = "improved", _("The map says stable, but it has improved")
    NOT_IMPROVED = "not_improved", _("The map says improved, but it is stable")


class State(models.TextChoices):
    DEGRADED = "degraded", _("Degraded")
    STABLE = "stable", _("Stable")
    IMPROVED = "improved", _("Improved")


POSSIBLE: dict[str, tuple[str, ...]] = {
    Claim.NOT_DEGRADED: (State.STABLE, State.IMPROVED),
    Claim.DEGRADED: (State.DEGRADED,),
    Claim.IMPROVED: (State.IMPROVED,),
    Claim.NOT_IMPROVED: (State.STABLE,),
}
SHOWN: dict[str, tuple[str, ...]] = {
    Claim.NOT_DEGRADED: (State.DEGRADED,),
    Claim.DEGRADED: (State.STABLE, State.IMPROVED),
    Claim.IMPROVED: (State.STABLE,),
    Claim.NOT_IMPROVED: (State.IMPROVED,),
}
"""What the map says where a claim is made: these become what it should be."""

_YEARS = re.compile(r"[12][0-9]{3}-[12][0-9]{3}")
NO_PLACE = _(
    "%(list)s, entry %(number)s has no polygon. Draw it on its form, or upload a file; until then "
    "it cannot be applied."
)
NOT_SAID = _(
    "%(list)s, entry %(number)s: “%(field)s” is empty. Fill it in; until then it cannot be applied."
)
CONTRADICTS = _(
    "%(list)s, entry %(number)s: “%(claim)s” and “%(becomes)s” contradict each other. Change one; "
    "until then it cannot be applied."
)


def years_of(period: Period) -> str:
    """A reporting period as an answer names it: "2016-2019"."""
    return f"{period.first_year}-{period.last_year}"


def periods_of(path: str, label: Words, **more: Any) -> Field:
    """Reporting periods by their first and last year; which there are is for the form to offer."""

    def read(text: str, _sign: str) -> list[str]:
        found = answers(text)
        for part in found:
            if not _YEARS.fullmatch(part):
                raise UnreadableError(NOT_A_CHOICE, part)
        return sorted(set(found))

    def write(value: list[str], _sign: str) -> str:
        return SEPARATOR.join(value)

    return Field(path, label, read, write, sort=Sort.SEVERAL, offers="periods", **more)


def obstacles(kind: RecordType, entries: Sequence[Entry]) -> list[Finding]:
    """What keeps corrections from being applied; none of it keeps them from being saved."""
    found: list[Finding] = []
    for entry in entries:
        for path in NEEDED:
            if not entry.answers.get(path) and path not in entry.unread:
                label = kind.by_path[path].label
                found.append(entry_finding(kind, entry, "APPLY", path, NOT_SAID, field=label))
        if entry.geometry_area_km2 is None:
            found.append(entry_finding(kind, entry, "APPLY", "geometry", NO_PLACE))
        claim, becomes = entry.answers.get(CLAIM), entry.answers.get(BECOMES)
        if claim and becomes and becomes not in POSSIBLE[claim]:
            about = (kind, entry, "APPLY", BECOMES, CONTRADICTS)
            claimed, real = Claim(claim).label, State(becomes).label
            found.append(entry_finding(*about, claim=claimed, becomes=real))
    return found


CORRECTIONS = RecordType(
    key="corrections",
    title=_("Corrections of the map"),
    why=_("Where people who know the land see that the map of SDG 15.3.1 is wrong."),
    new_words=_("Add a correction"),
    empty=_("A correction is a polygon in which the map calls land degraded that is not, say."),
    guidance=_(
        "Draw only the land you know, and say how it is known: a field visit, a better image, a "
        "study. A reviewer reads the reason beside the polygon.\n\n"
        "Where two corrections overlap, the one with the higher order wins, and among equals the "
        "later one.\n\n"
        "Nothing changes until the corrections are applied to a run. Then its tables and map, and "
        "the numbers taken from it, follow."
    ),
    name=NAME,
    columns=(CLAIM, BECOMES, PERIODS, ORDER),
    needed=NEEDED,
    group=BASELINE,
    is_placed=True,
    on_run_map=True,
    rule=obstacles,
    groups=(
        FieldGroup(
            _("What is wrong"),
            (
                line(NAME, _("Place")),
                choice(CLAIM, _("What is wrong with the map"), tuple(Claim.choices)),
                choice(BECOMES, _("What the land really is"), tuple(State.choices)),
                periods_of(PERIODS, _("In which periods")),
                number(
                    ORDER,
                    _("Order"),
                    help=_("Where two corrections overlap, the higher number wins."),
                ),
            ),
        ),
        FieldGroup(
            _("How it is known"),
            (
                prose(REASON, _("Reason")),
                prose("evidence", _("Evidence")),
                link("source", _("Source")),
            ),
        ),
    ),
)
