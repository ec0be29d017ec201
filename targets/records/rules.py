"""What the rules say about entries of lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Boundary, Party
from indicators.rules.findings import Finding, Km2, Level, with_explanations
from targets.models import Entry
from targets.promises.place import inside
from targets.records.declaration import AREA, AREA_KM2, RecordType
from targets.records.findings import entry_finding
from targets.records.registry import RECORD_TYPES
from targets.rules.tolerance import UNIT_FACTOR, close

UNREADABLE = _(
    "%(list)s, entry %(number)s: “%(found)s” could not be read. Correct it, or empty the field."
)
NAMELESS = _("%(list)s, entry %(number)s: “%(field)s” is empty. Fill it in, or remove the entry.")
UNCONFIRMED = _(
    "%(list)s, entry %(number)s is not confirmed, and stays out of the report. The focal point "
    "confirms it on its page."
)


DRAWN = _(
    "%(list)s, entry %(number)s: the typed area is %(found)s, but the polygon has %(expected)s, "
    "more than 5 %% apart. Correct one, or explain the difference."
)
FACTOR = _(
    "%(list)s, entry %(number)s: the typed area %(found)s and the polygon, %(expected)s, differ "
    "by the factor 100 between hectares and km². Check the unit."
)
OUTSIDE = _("%(list)s, entry %(number)s: %(sentence)s")


def check_entries(entries: Iterable[Entry], boundary: Boundary | None = None) -> list[Finding]:
    """Run every rule on entries of all lists, errors first; the last needs the Party's outline."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    found = [
        finding for key, rows in by_kind.items() for finding in _check_list(RECORD_TYPES[key], rows)
    ]
    if boundary is not None:
        for rows in by_kind.values():
            found += [finding for row in rows for finding in entry_outside(row, boundary)]
    return sorted(found, key=lambda finding: not finding.blocks)


def addressed_entries(
    party: Party, entries: Sequence[Entry], *, on_the_map: bool = True
) -> list[tuple[Finding, str]]:
    """Check entries, and give each finding the address of the form field that it names.

    `on_the_map` compares their polygons with the Party's outline, which takes longer.
    """
    keys = {(entry.kind, entry.number): entry.pk for entry in entries}
    boundary = getattr(party, "boundary", None) if on_the_map else None
    found = check_entries(entries, boundary)
    return [(finding, address_of(party, finding, keys)) for finding in found]


def addressed_outside(entry: Entry) -> list[tuple[Finding, str]]:
    """What is to be said of the place of one entry, with the address of its field."""
    party = entry.party
    found = entry_outside(entry, getattr(party, "boundary", None))
    keys = {(entry.kind, entry.number): entry.pk}
    return [(finding, address_of(party, finding, keys)) for finding in found]


def address_of(party: Party, finding: Finding, keys: Mapping[tuple[str, int], int]) -> str:
    """The address of the form field that a finding names; `keys` by list and number."""
    kind, number, path = finding.field.split(".", 2)
    form = reverse("record_edit", args=[party.iso3, kind, keys[kind, int(number)]])
    return f"{form}#{path.partition('.')[0]}-field"


def _check_list(kind: RecordType, entries: Sequence[Entry]) -> Iterator[Finding]:
    explanations = {key: text for entry in entries for key, text in entry.explanations.items()}
    found = [f for entry in entries for f in _check_entry(kind, entry)]
    if kind.rule is not None:
        found += kind.rule(kind, entries)
    yield from with_explanations(found, explanations)


def _check_entry(kind: RecordType, entry: Entry) -> Iterator[Finding]:
    for path, text in entry.unread.items():
        short = text if len(text) <= 60 else f"{text[:60]}…"
        yield entry_finding(kind, entry, "READ", path, UNREADABLE, Level.ERROR, found=short)
    if kind.name not in entry.answers and kind.name not in entry.unread:
        label = kind.by_path[kind.name].label
        yield entry_finding(kind, entry, "EMPTY", kind.name, NAMELESS, Level.ERROR, field=label)
    yield from _drawn(kind, entry)
    if kind.needs_confirming and entry.confirmed_at is None:
        yield entry_finding(kind, entry, "CONFIRM", kind.name, UNCONFIRMED)


def _drawn(kind: RecordType, entry: Entry) -> Iterator[Finding]:
    """R14 and R17: the polygon has about the typed area, and not a hundred times more or less."""
    polygon, typed = entry.geometry_area_km2, entry.answers.get(AREA_KM2)
    if not polygon or typed is None:
        return
    km2 = Decimal(typed)
    if close(km2, polygon):
        return
    is_factor = close(km2 * UNIT_FACTOR, polygon) or close(km2, polygon * UNIT_FACTOR)
    rule, text = ("R17", FACTOR) if is_factor else ("R14", DRAWN)
    about = (kind, entry, rule, AREA, text)
    yield entry_finding(*about, found=Km2(km2), expected=Km2(polygon))


def entry_outside(entry: Entry, boundary: Boundary | None) -> list[Finding]:
    """R14: the polygon of an entry lies inside the Party, or is said not to."""
    found = inside(entry, boundary)
    if found is None or found.is_all:
        return []
    kind = RECORD_TYPES[entry.kind]
    said = entry_finding(kind, entry, "R14", "geometry", OUTSIDE, sentence=found.sentence)
    return with_explanations([said], entry.explanations)
