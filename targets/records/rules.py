"""What the rules say about entries of lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.rules.findings import Finding, Level, with_explanations
from targets.models import Entry
from targets.records.declaration import RecordType
from targets.records.findings import entry_finding
from targets.records.registry import RECORD_TYPES

UNREADABLE = _(
    "%(list)s, entry %(number)s: “%(found)s” could not be read. Correct it, or empty the field."
)
NAMELESS = _("%(list)s, entry %(number)s: “%(field)s” is empty. Fill it in, or remove the entry.")
UNCONFIRMED = _(
    "%(list)s, entry %(number)s is not confirmed, and stays out of the report. The focal point "
    "confirms it on its page."
)


def check_entries(entries: Iterable[Entry]) -> list[Finding]:
    """Run every rule on entries of all lists, errors first."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    found = [
        finding for key, rows in by_kind.items() for finding in _check_list(RECORD_TYPES[key], rows)
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def addressed_entries(party: Party, entries: Sequence[Entry]) -> list[tuple[Finding, str]]:
    """Check entries, and give each finding the address of the form field that it names."""
    keys = {(entry.kind, entry.number): entry.pk for entry in entries}
    return [(finding, _address(party, finding, keys)) for finding in check_entries(entries)]


def _address(party: Party, finding: Finding, keys: Mapping[tuple[str, int], int]) -> str:
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
    if kind.needs_confirming and entry.confirmed_at is None:
        yield entry_finding(kind, entry, "CONFIRM", kind.name, UNCONFIRMED)
