"""What a reviewer should look at: what the rules said, and what changed since the version before.

Read from two snapshots, so that it says the same for ever. Each remark names the field that it
leads to; a field that is gone is named by the section that it stood in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from indicators.models import Origin
from targets.geometry_comparison import PlaceChange, place_changes
from targets.pages import words
from targets.pages.margins import page_of_field
from targets.pages.parts import Page
from targets.sections import MEASURES, TARGETS

Content = Mapping[str, Any]
Row = Mapping[str, Any]

LARGE_CHANGE = Decimal("0.10")
"""A number that moved by more than this share of what it was is pointed out."""

_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Notice:
    """One thing to look at: the field it is about, and why."""

    path: str
    text: str
    rule: str = ""
    """The rule that found it; empty where the version before was compared."""
    explanation: str = ""

    @property
    def page(self) -> str:
        return page_of_field(self.path)


def notices(content: Content, before: Content | None) -> list[Notice]:
    """Everything worth a look in a version: findings of the rules first, then what changed."""
    found = [Notice(r["path"], r["text"], r["rule"], r["explanation"]) for r in content["remarks"]]
    return found if before is None else [*found, *compared(content, before)]


def compared(content: Content, before: Content) -> list[Notice]:
    """What stands out beside the version before."""
    changed = place_changes(before, content)
    return [
        *_numbers(content, before),
        *_origins(content, before),
        *_dropped(content, before),
        *_promised_areas(content, before),
        *(Notice(change.path, _polygon_words(change)) for change in changed),
    ]


def counted(found: Iterable[Notice], pages: Iterable[Page]) -> dict[str, int]:
    """How many remarks there are on each of the pages of a version, 0 where there is none."""
    counts = Counter(notice.page for notice in found)
    return {page.key: 0 for page in pages} | dict(counts)


def _records(content: Content) -> dict[str, Row]:
    return {row["path"]: row for row in content["baseline"]["records"]}


def _numbers(content: Content, before: Content) -> Iterator[Notice]:
    new = _records(content)
    for path, row in _records(before).items():
        if row["value"] is not None:
            now = new[path]["value"] if path in new else None
            yield from _moved(path, row["unit"], row["value"], now)


def _moved(path: str, unit: str, was: str, now: str | None) -> Iterator[Notice]:
    """A number that was taken out, appeared from nothing or moved far."""
    if now is None:
        text = _("The version before said %(was)s; the field is empty now.")
        yield Notice(path, text % {"was": _figure(was, unit)})
        return
    change = share_of_change(Decimal(was), Decimal(now))
    if change is None or abs(change) <= LARGE_CHANGE:
        return
    params = {
        "was": _figure(was, unit),
        "now": _figure(now, unit),
        "change": quantity_text.number(change * _PERCENT, 1, sign=True),
    }
    yield Notice(path, _("Changed by %(change)s %%: from %(was)s to %(now)s.") % params)


def share_of_change(was: Decimal, now: Decimal) -> Decimal | None:
    """The change as a share of what it was; the whole where it was nothing, None if it is still."""
    if was == now:
        return None
    return (now - was) / abs(was) if was else Decimal(1)


def _figure(value: str, unit: str) -> str:
    return f"{words.number_text(value, unit)}{quantity_text.NBSP}{words.unit_label(unit)}"


def _origins(content: Content, before: Content) -> Iterator[Notice]:
    """Numbers that the Party now calls its own, said once a table and former origin."""
    old = _records(before)
    claimed = [
        (row["indicator"], row["measure"], old[path]["origin"], path, _same(row, old[path]))
        for path, row in _records(content).items()
        if path in old and row["origin"] == Origin.NATIONAL != old[path]["origin"]
    ]
    claimed.sort()
    for (_indicator, _measure, origin), rows in groupby(claimed, key=lambda one: one[:3]):
        group = list(rows)
        yield Notice(group[0][3], _origin_words(origin, len(group), sum(r[4] for r in group)))


def _same(row: Row, old: Row) -> bool:
    return bool(row["value"] == old["value"])


def _origin_words(origin: str, count: int, same: int) -> str:
    text = ngettext(
        "%(count)s number that was “%(origin)s” is now “national”.",
        "%(count)s numbers that were “%(origin)s” are now “national”.",
        count,
    )
    said = text % {"count": count, "origin": words.choice(Origin.choices, origin)}
    if not same:
        return said
    kept = ngettext(
        "%(same)s of them has the same value as before.",
        "%(same)s of them have the same value as before.",
        same,
    )
    return f"{said} {kept % {'same': same}}"


def _dropped(content: Content, before: Content) -> Iterator[Notice]:
    texts = {
        TARGETS: _("Target %(number)s of the version before is no longer in the report."),
        MEASURES: _("Measure %(number)s of the version before is no longer in the report."),
    }
    for section, text in texts.items():
        kept = {row["number"] for row in content[section]}
        for row in before[section]:
            if row["number"] not in kept:
                yield Notice(section, text % {"number": row["number"]})


def _promised_areas(content: Content, before: Content) -> Iterator[Notice]:
    """Targets and measures whose promised area moved far or is gone."""
    old = dict(_areas(before))
    for path, area in _areas(content):
        was = old.get(path)
        if was is not None:
            yield from _moved(path, "km2", str(was), None if area is None else str(area))


def _areas(content: Content) -> Iterator[tuple[str, Decimal | None]]:
    for target in content[TARGETS]:
        areas = [q["area_km2"] for q in target["quantities"] if q["area_km2"] is not None]
        total = sum(map(Decimal, areas), Decimal(0)) if areas else None
        yield f"{target['path']}.quantities", total
    for measure in content[MEASURES]:
        area = measure["area_km2"]
        yield f"{measure['path']}.area_km2", None if area is None else Decimal(area)


def _polygon_words(change: PlaceChange) -> str:
    if change.after_km2 is None:
        return _("The polygon of the version before was removed.")
    if change.before_km2 is None:
        return _("A polygon was added.")
    params = {
        "added": quantity_text.km2(change.added_km2),
        "removed": quantity_text.km2(change.removed_km2),
    }
    return _("The polygon changed: %(added)s added, %(removed)s removed.") % params
