"""An entry, or a list of them, as a page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from countries.maps import Map, VectorLayer
from countries.models import Boundary, Party
from indicators.models import Cycle
from indicators.rules.findings import Finding
from targets.models import Entry, Measure, Target
from targets.promises.fields import Choices, Sort
from targets.promises.place import place_words
from targets.promises.place_map import list_map, place_map
from targets.promises.run_layers import run_layers
from targets.records.corrections import years_of
from targets.records.declaration import RecordType, Words
from targets.records.pledges import COMMITMENTS
from targets.records.registry import RECORD_TYPES
from targets.records.rules import addressed_entries, addressed_outside
from targets.records.sharing import SharedTarget, shared_targets
from targets.records.words import Said, column_words, entry_name, group_words


@dataclass(frozen=True)
class EntryPage:
    """One entry."""

    row: Entry

    @property
    def kind(self) -> RecordType:
        return RECORD_TYPES[self.row.kind]

    @property
    def name(self) -> str:
        return entry_name(self.kind, self.row.answers, self.row.number)

    @property
    def cells(self) -> list[tuple[str, bool]]:
        """What the list shows beside the name, and whether it is a number."""
        return [
            (column_words(self.kind, self.row.answers, path), is_number(self.kind, path))
            for path in self.kind.columns
        ]

    @property
    def boundary(self) -> Boundary | None:
        return getattr(self.row.party, "boundary", None)

    @cached_property
    def place_words(self) -> str:
        """The area of the polygon in both units, and whether it lies inside the country."""
        return place_words(self.row, self.boundary)

    @cached_property
    def map(self) -> Map | None:
        under = run_layers(self.row.party) if self.kind.on_run_map else ()
        return place_map(self.row, self.name, "target", self.boundary, under=under)

    @property
    def groups(self) -> list[tuple[Words, list[Said]]]:
        answers = self.row.answers
        return [(group.title, list(group_words(group, answers))) for group in self.kind.groups]

    @cached_property
    def said(self) -> list[tuple[Finding, str]]:
        """What the rules say about this entry, read among all of its list (one query)."""
        rows = Entry.objects.filter(party=self.row.party_id, kind=self.row.kind).current()
        mine = f"{self.row.kind}.{self.row.number}."
        found = addressed_entries(self.row.party, list(rows.defer("geometry")), on_the_map=False)
        own = [(finding, url) for finding, url in found if finding.field.startswith(mine)]
        return own + addressed_outside(self.row)

    @cached_property
    def shared(self) -> list[SharedTarget]:
        """What of the targets that a commitment names counts elsewhere too."""
        if self.kind is not COMMITMENTS:
            return []
        return shared_targets(self.row.party, self.row.answers.get("targets", []))

    @property
    def awaits_confirming(self) -> bool:
        return self.kind.needs_confirming and self.row.confirmed_at is None


@dataclass(frozen=True)
class EntryList:
    """A page of a list and, if asked for, what the rules say about all of it."""

    party: Party
    kind: RecordType
    page: Page[Any]
    checked: bool = False

    @property
    def heads(self) -> list[tuple[Words, bool]]:
        """The label of each column, and whether it holds numbers."""
        kind = self.kind
        return [(kind.by_path[path].label, is_number(kind, path)) for path in kind.columns]

    @property
    def rows(self) -> Iterator[EntryPage]:
        for row in self.page.object_list:
            row.party = self.party
            yield EntryPage(row)

    @cached_property
    def map(self) -> Map | None:
        """The places of the whole list, once one on this page has one."""
        boundary: Boundary | None = getattr(self.party, "boundary", None)
        if boundary is None or not any(row.sketch for row in self.page.object_list):
            return None
        url = reverse("record_features", args=[self.party.iso3, self.kind.key])
        title = str(self.kind.title)
        layer = VectorLayer(self.kind.key, title, url=url, look="target", link_property="link")
        under = run_layers(self.party) if self.kind.on_run_map else ()
        return list_map(f"{self.kind.key}-map", title, boundary, [layer], under)

    @property
    def shared(self) -> list[SharedTarget]:
        """Under the other commitments: what of each target counts for them as well."""
        return shared_targets(self.party) if self.kind is COMMITMENTS else []

    @cached_property
    def findings(self) -> list[tuple[Finding, str]]:
        if not self.checked:
            return []
        rows = Entry.objects.filter(party=self.party, kind=self.kind.key).current()
        return addressed_entries(self.party, list(rows.order_by("number")))


def is_number(kind: RecordType, path: str) -> bool:
    """Return whether a column holds numbers, which are aligned to one side."""
    return kind.by_path[path].sort == Sort.NUMBER


def offered(party: Party, kind: RecordType) -> dict[str, Choices]:
    """The targets and measures that the fields of a list can name (a query for each)."""
    wanted = {field.of or field.offers for field in kind.fields}
    found: dict[str, Choices] = {}
    if "targets" in wanted:
        targets = Target.objects.filter(party=party).current().order_by("number")
        found["targets"] = tuple((str(t.number), f"{t}: {_short(t.statement)}") for t in targets)
    if "periods" in wanted:
        cycle = Cycle.objects.current()
        rows_of = cycle.periods.all() if cycle else ()
        found["periods"] = tuple((years_of(period), period.label) for period in rows_of)
    if "measures" in wanted:
        rows = Measure.objects.filter(party=party).current().order_by("number").only("title")
        numbers = rows.values_list("number", "title")
        found["measures"] = tuple((str(n), _short(f"{n}: {title}")) for n, title in numbers)
    return found


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}…"
