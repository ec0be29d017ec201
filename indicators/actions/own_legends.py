"""In which land cover classes a report is recorded: the seven, or a list of own ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.baseline.classes import COVER
from indicators.baseline.fields import LAND_COVER
from indicators.drafts import SavedMeanwhileError
from indicators.locks import hold_section, require_editable
from indicators.models import (
    MOST_CLASSES,
    LandCoverClass,
    Legend,
    OwnClass,
    OwnLegend,
    Report,
    Section,
)
from indicators.science.classes import LandCover

LEGEND_FIELD = f"{LAND_COVER}.legend"
_RESERVED = frozenset({*COVER, "to", "all", "land", "country", "no_data"})
_KEY_LENGTH = 24
_COLOURS = {c.value: c.colour.lower() for c in LandCover}
NO_CLASS_COLOUR = "#c3cccd"


class TooManyClassesError(Exception):
    """A legend has more classes than can be reported; `found` says how many."""

    def __init__(self, found: int) -> None:
        super().__init__(str(found))
        self.found = found


@dataclass(frozen=True)
class ClassEntry:
    """A class as somebody enters it; `key` only if it is one of the legend already.

    `codes` are those of rasters that stand for it; None leaves those that it has.
    """

    label: str
    colour: str = NO_CLASS_COLOUR
    unccd_class: int | None = None
    key: str = ""
    codes: tuple[int, ...] | None = None


@transaction.atomic
def choose_legend(
    report: Report, number: int, *, version: int, by: User | None
) -> OwnLegend | None:
    """Record land cover in one of the report's own legends, or (0) in the seven classes.

    No number is lost: those of the other legend are set aside until it is chosen again. Raises
    LockedError, SavedMeanwhileError when the section was saved after `version`, and
    OwnLegend.DoesNotExist.
    """
    row = _held(report, version)
    legend = report.own_legends.get(number=number) if number else None
    _set_current(report, legend)
    _settle(report, row, "legend.chosen", by, name=legend.name if legend else "UNCCD")
    return legend


@transaction.atomic
def make_legend(
    report: Report,
    name: str,
    entries: Sequence[ClassEntry],
    *,
    version: int,
    by: User | None,
    source: Legend | None = None,
) -> OwnLegend:
    """Give the report a legend of its own and record land cover in it from now on.

    Raises as `choose_legend`, and TooManyClassesError.
    """
    row = _held(report, version)
    last = report.own_legends.order_by("-number").first()
    number = last.number + 1 if last else 1
    legend = OwnLegend.objects.create(report=report, number=number, name=name, source=source)
    _write(legend, entries)
    _set_current(report, legend)
    _settle(report, row, "legend.made", by, name=name, classes=len(entries))
    return legend


@transaction.atomic
def edit_legend(
    legend: OwnLegend,
    name: str,
    entries: Sequence[ClassEntry],
    *,
    version: int,
    by: User | None,
) -> OwnLegend:
    """Change names, colours and mapping of a legend's classes, add some, take some out.

    A class that is left out is no longer listed; its numbers come back with it. Raises as
    `make_legend`.
    """
    row = _held(legend.report, version)
    before = {c.key: _said(c) for c in legend.classes.filter(is_listed=True)}
    legend.name = name
    legend.save(update_fields=["name"])
    _write(legend, entries)
    after = {c.key: _said(c) for c in legend.classes.filter(is_listed=True)}
    both = {key: [before.get(key, ""), after.get(key, "")] for key in {*before, *after}}
    changes = {key: pair for key, pair in sorted(both.items()) if pair[0] != pair[1]}
    _settle(legend.report, row, "legend.edited", by, name=name, changes=changes)
    return legend


def entries_of(legend: Legend) -> list[ClassEntry]:
    """The classes of a raster's legend, codes of the same name and meaning together."""
    joined: dict[tuple[str, int | None], list[int]] = {}
    for row in legend.classes.all():
        label = row.label or _unccd_label(row.unccd_class) or str(row.code)
        joined.setdefault((label, row.unccd_class), []).append(row.code)
    return [
        ClassEntry(label[:80], _COLOURS.get(unccd or 0, NO_CLASS_COLOUR), unccd, codes=tuple(codes))
        for (label, unccd), codes in joined.items()
    ]


def entries_again(legend: OwnLegend) -> list[ClassEntry]:
    """The classes of an earlier report's legend."""
    rows = legend.classes.filter(is_listed=True)
    return [ClassEntry(c.label, c.colour, c.unccd_class, codes=tuple(c.codes)) for c in rows]


def _unccd_label(code: int | None) -> str:
    return str(LandCoverClass(code).label) if code else ""


def _held(report: Report, version: int) -> Section:
    """The section, held; the page that is posted must have seen how it stands now."""
    require_editable(report)
    row = hold_section(report, LAND_COVER)
    if row.version != version:
        raise SavedMeanwhileError(row, {})
    return row


def _set_current(report: Report, legend: OwnLegend | None) -> None:
    report.own_legends.filter(is_current=True).update(is_current=False)
    if legend is not None:
        legend.is_current = True
        legend.save(update_fields=["is_current"])


def _settle(report: Report, row: Section, kind: str, by: User | None, **data: object) -> None:
    row.state = Section.State.DRAFT
    drafts.stamp(row, [LEGEND_FIELD], by=by)
    audit.record(kind, by=by, party=report.party, target=row, section=LAND_COVER, **data)


def _write(legend: OwnLegend, entries: Sequence[ClassEntry]) -> None:
    if len(entries) > MOST_CLASSES:
        raise TooManyClassesError(len(entries))
    there = {c.key: c for c in legend.classes.all()}
    by_label = {c.label.casefold(): c for c in there.values()}
    taken = set(OwnClass.objects.filter(report=legend.report).values_list("key", flat=True))
    kept = []
    for order, entry in enumerate(entries):
        row = there.get(entry.key) or by_label.get(entry.label.casefold())
        if row is None:
            key = free_key(entry.label, taken)
            taken.add(key)
            row = OwnClass(legend=legend, report=legend.report, key=key)
        if entry.codes is not None:
            row.codes = list(entry.codes)
        row.label, row.colour, row.unccd_class = entry.label, entry.colour, entry.unccd_class
        row.order, row.is_listed = order, True
        row.save()
        kept.append(row.pk)
    legend.classes.exclude(pk__in=kept).update(is_listed=False)


def free_key(label: str, taken: Iterable[str]) -> str:
    """A class's part of an address, from its name: "Dense forest" gives "dense-forest"."""
    stem = slugify(label)[:_KEY_LENGTH].strip("-_") or "class"
    known, key, number = {*taken, *_RESERVED}, stem, 2
    while key in known:
        key, number = f"{stem}-{number}", number + 1
    return key


def _said(row: OwnClass) -> str:
    codes = "".join(f", {code}" for code in row.codes)
    return f"{row.label} ({_unccd_label(row.unccd_class) or '–'}, {row.colour}{codes})"
