"""A target or measure, or all of them, as a page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.maps import Map, VectorLayer
from countries.models import Boundary, Party
from indicators import quantity_text
from indicators.baseline.derived import derive
from indicators.baseline.record import Record
from indicators.locks import current_report
from indicators.models import Report
from indicators.rules.findings import Finding, with_explanations
from targets.drivers import LABELS as DRIVERS
from targets.models import Measure, Quantity, Target
from targets.models.vocabularies import Commitment, Hierarchy, LandType
from targets.neutrality.smart import Criterion, smart
from targets.pages.promises import quantity_words
from targets.promises.measure_details import told
from targets.promises.overlap_map import twice_layer
from targets.promises.place import place_words
from targets.promises.place_map import list_map, place_map
from targets.records.sharing import SharedTarget, shared_targets
from targets.rules import places
from targets.rules.areas import Land
from targets.rules.check import addressed, addressed_among, check_all, check_measure, check_target
from targets.rules.places import Overlap, overlaps
from targets.rules.revisions import Revision, chain, published_content, unexplained
from targets.sections import MEASURES, TARGETS

_QUANTITY_COLUMNS = [
    f.name for f in Quantity._meta.concrete_fields if f.name not in ("id", "target", "order")
]
Facts = list[tuple[object, ...]]


def words_of(quantity: Quantity) -> str:
    """A promise in words: "Area: 882.9 km² (88 290 ha), by 2030"."""
    return quantity_words({name: getattr(quantity, name) for name in _QUANTITY_COLUMNS})


def _labels(choices: Any, keys: list[str]) -> str:
    labels = dict(choices)
    return ", ".join(str(labels.get(key, key)) for key in keys)


@dataclass(frozen=True)
class PromisePage:
    """One target or measure."""

    row: Target | Measure

    @classmethod
    def of(cls, row: Target | Measure) -> "PromisePage":
        return cls(row)

    @property
    def boundary(self) -> Boundary | None:
        return getattr(self.row.party, "boundary", None)

    # ---- What is said ----

    @property
    def hierarchy(self) -> list[str]:
        labels = dict(Hierarchy.choices)
        return [str(labels.get(key, key)) for key in self.row.hierarchy]

    @property
    def land_types(self) -> str:
        return _labels(LandType.choices, self.row.land_types)

    @property
    def statements(self) -> list[tuple[str, str]]:
        """Language code and text of each statement, the one in use first."""
        if not isinstance(self.row, Target):
            return []
        own = self.row.statement
        return sorted(
            ((code, text) for code, text in self.row.statements.items() if text),
            key=lambda pair: pair[1] != own,
        )

    @property
    def summary(self) -> str:
        if isinstance(self.row, Measure):
            return self.row.description
        return self.row.statement

    @cached_property
    def quantities(self) -> list[str]:
        rows = self.row.quantities.all() if isinstance(self.row, Target) else []
        return [words_of(quantity) for quantity in rows]

    @property
    def facts(self) -> Facts:
        return [*self._own_facts(), *self._place_facts()]

    def _own_facts(self) -> Facts:
        row = self.row
        if isinstance(row, Measure):
            years = "\u2013".join(str(y) for y in (row.start_year, row.end_year) if y)
            return [
                (_("Group of practice (WOCAT)"), row.get_slm_group_display()),
                (_("Land types"), self.land_types),
                (_("Drivers it addresses"), _labels(DRIVERS.items(), row.drivers)),
                (_("From and to"), years),
                (_("Planned area"), _area(row.area_km2)),
                *((field.label, words) for field, words in told(row.details)),
            ]
        adopted = [row.get_adopted_in_display(), row.adopted_year]
        return [
            (_("Scope"), row.get_scope_display()),
            (_("Land types"), self.land_types),
            (_("Adopted in"), ", ".join(str(part) for part in adopted if part)),
            (_("Status"), row.get_status_display()),
            *([(_("Evidence that it is achieved"), row.evidence)] if row.evidence else []),
            (_("Other commitments it serves"), _labels(Commitment.choices, row.commitments)),
            (_("Sustainable Development Goals"), ", ".join(str(goal) for goal in row.sdgs)),
        ]

    def _place_facts(self) -> Facts:
        facts: Facts = [(_("Place"), self.row.place)]
        if self.row.geometry:
            facts.append((_("Area of the polygon"), self.place_words))
        return facts

    @cached_property
    def place_words(self) -> str:
        """The area of the polygon in both units, and whether it lies inside the country."""
        return place_words(self.row, self.boundary)

    @cached_property
    def revisions(self) -> list[Revision]:
        """What each published version of the target said (one query)."""
        return chain(self.row) if isinstance(self.row, Target) else []

    @cached_property
    def shared(self) -> list[SharedTarget]:
        """What of the target, or of the targets of a measure, counts elsewhere too."""
        row = self.row
        if isinstance(row, Target):
            return shared_targets(row.party, {row.number})
        return shared_targets(row.party, {target.number for target in row.targets.all()})

    @property
    def linked(self) -> list[Target | Measure]:
        """The measures of a target, or the targets of a measure."""
        related: Any = self.row.measures if isinstance(self.row, Target) else self.row.targets
        rows = list(related.current().order_by("number"))
        for row in rows:
            row.party = self.row.party
        return rows

    # ---- What the rules say ----

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """Other measures that share an area with this one."""
        if not isinstance(self.row, Measure) or self.row.geometry is None:
            return []
        near = Measure.objects.filter(
            party=self.row.party_id,
            west__lte=self.row.east,
            east__gte=self.row.west,
            south__lte=self.row.north,
            north__gte=self.row.south,
        ).current()
        others = [measure for measure in near if measure.pk != self.row.pk]
        for measure in others:
            measure.party = self.row.party
        return [pair for other in others for pair in overlaps([self.row, other])]

    @cached_property
    def land(self) -> Land | None:
        """What the report of the current cycle says about the country's land."""
        report = current_report(self.row.party)
        return None if report is None else _land(report)

    @property
    def smart(self) -> list[Criterion]:
        """The five questions to a target."""
        if not isinstance(self.row, Target):
            return []
        return smart(self.row, self.land or Land(None, None, None, {}))

    @cached_property
    def findings(self) -> list[Finding]:
        land, row = self.land, self.row
        if land is None:
            return []
        found = check_target(row, land) if isinstance(row, Target) else check_measure(row, land)
        found += [*places.outside(row, self.boundary), *self._counted_twice()]
        if self.revisions and isinstance(row, Target):
            found += unexplained([row], published_content(row.party))
        return with_explanations(found, row.explanations)

    @property
    def said(self) -> list[tuple[Finding, str]]:
        """What the rules say, each with the address of the form field that it names."""
        return addressed_among(self.row.party, [self.row], self.findings)

    def _counted_twice(self) -> Iterator[Finding]:
        """R19 is told of the later of two measures, as in the check of all."""
        for pair in self.overlaps:
            if pair.one.number < self.row.number:
                yield places.overlap_finding(Overlap(pair.other, pair.one, pair.km2))

    # ---- The map ----

    @property
    def map(self) -> Map | None:
        look = "target" if isinstance(self.row, Target) else "measure"
        others = [pair.one for pair in self.overlaps]
        over = twice_layer(self.overlaps)
        return place_map(self.row, str(self.row), look, self.boundary, others, over=over)


def _area(km2: Any) -> str:
    return quantity_text.area(km2) if km2 is not None else ""


def _land(report: Report) -> Land:
    record = Record.load(report)
    return Land.of(record, derive(record))


@dataclass(frozen=True)
class PromiseList:
    """A page of a list, with the map of all and, if asked for, what the rules say."""

    party: Party
    section: str
    page: Page[Any]
    checked: bool = False

    @property
    def rows(self) -> list[PromisePage]:
        for row in self.page.object_list:
            row.party = self.party
        return [PromisePage(row) for row in self.page.object_list]

    @cached_property
    def findings(self) -> list[tuple[Finding, str]]:
        """What the rules found in this section, and the address of the field to go to."""
        report = current_report(self.party)
        if not self.checked or report is None:
            return []
        found = check_all(self.party, Record.load(report))
        own = [finding for finding in found if finding.section == self.section]
        return addressed(self.party, own)

    def _overlaps(self) -> list[Overlap]:
        """Measures that count land twice, once the list is checked (one query)."""
        if not self.checked or self.section != MEASURES:
            return []
        rows = Measure.objects.filter(party=self.party, geometry__isnull=False).current()
        return overlaps(list(rows.only("number", "title", "geometry").order_by("number")))

    @property
    def map(self) -> Map | None:
        boundary: Boundary | None = getattr(self.party, "boundary", None)
        if boundary is None or not any(row.sketch for row in self.page.object_list):
            return None
        layers = []
        for section, name in ((TARGETS, _("Targets")), (MEASURES, _("Measures"))):
            kind = section[:-1]
            url = reverse(f"{kind}_features", args=[self.party.iso3])
            layers.append(VectorLayer(section, name, url=url, look=kind, link_property="link"))
        layers += twice_layer(self._overlaps())
        return list_map(
            f"{self.section}-map", _("Targets and measures on the map"), boundary, layers
        )
