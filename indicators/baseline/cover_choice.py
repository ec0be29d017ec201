"""In which legend a report could be recorded, and what it would keep aside."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from django.utils.translation import gettext as _

from indicators.actions import own_legends
from indicators.actions.own_legends import ClassEntry
from indicators.baseline.classes import COVER
from indicators.baseline.fields import PROFILE
from indicators.baseline.record import Record
from indicators.models import LandCoverClass, Legend, OwnClass, OwnLegend, Region, Report
from indicators.science.classes import LandCover


@dataclass(frozen=True)
class Start:
    """What a new list of classes can start from."""

    key: str
    name: str
    entries: Callable[[], list[ClassEntry]]
    legend: Legend | None = None


@dataclass(frozen=True)
class CoverChoice:
    """The legends and regions of a report, and how many numbers stand in each."""

    record: Record

    @classmethod
    def of(cls, report: Report) -> "CoverChoice":
        return cls(Record.load(report))

    @cached_property
    def own(self) -> list[OwnLegend]:
        return list(dict.fromkeys(row.legend for row in self.record.frame.every_class))

    def classes_of(self, legend: OwnLegend) -> list[OwnClass]:
        """The classes of a legend, those that were taken out as well."""
        return [row for row in self.record.frame.every_class if row.legend == legend]

    @property
    def current(self) -> OwnLegend | None:
        return next((legend for legend in self.own if legend.is_current), None)

    @property
    def legends(self) -> list[tuple[OwnLegend, int, int]]:
        """Own legends with how many classes they list and how many numbers stand in them."""
        return [
            (one, sum(c.is_listed for c in rows), self._numbers({c.key for c in rows}))
            for one, rows in ((one, self.classes_of(one)) for one in self.own)
        ]

    @property
    def in_seven(self) -> int:
        """How many numbers stand in the seven classes."""
        return self._numbers(set(COVER))

    def _numbers(self, keys: set[str]) -> int:
        all_keys = (*self.record.observations, *self.record.aside)
        by_class = (key for key in all_keys if key.indicator != PROFILE)  # it has water as well
        return sum(1 for key in by_class if keys & {key.category, key.category_to})

    # ---- Starting a new one ----

    @cached_property
    def starts(self) -> list[Start]:
        """The seven, the Party's legends of rasters, and the lists of its earlier reports."""
        return [
            Start("unccd", _("National land cover legend"), _seven),
            *(self._of_raster(legend) for legend in self._raster_legends()),
            *(self._of_report(legend) for legend in self._earlier()),
        ]

    def start(self, key: str) -> Start:
        """The start somebody chose; the seven if it is none of them."""
        return next((start for start in self.starts if start.key == key), self.starts[0])

    def _raster_legends(self) -> list[Legend]:
        return list(self.record.report.party.legends.filter(classes__isnull=False).distinct())

    def _of_raster(self, legend: Legend) -> Start:
        entries = partial(own_legends.entries_of, legend)
        return Start(f"raster-{legend.pk}", legend.name, entries, legend)

    def _earlier(self) -> list[OwnLegend]:
        party = self.record.report.party_id
        rows = OwnLegend.objects.filter(report__party=party, is_current=True)
        return list(
            rows.exclude(report=self.record.report)
            .select_related("report__cycle")
            .order_by("-report__cycle__year")[:3]
        )

    def _of_report(self, legend: OwnLegend) -> Start:
        words = _("%(name)s (report %(year)s)")
        name = words % {"name": legend.name, "year": legend.report.cycle.year}
        return Start(f"report-{legend.pk}", name, partial(own_legends.entries_again, legend))

    # ---- Regions ----

    @cached_property
    def regions(self) -> list[Region]:
        """All regions, those that were taken out as well."""
        return list(self.record.frame.every_region)

    @property
    def listed(self) -> list[tuple[Region, int]]:
        """The regions in use, with how many numbers each has."""
        return [(r, self._of_region(r)) for r in self.regions if r.is_listed]

    @property
    def removed(self) -> list[tuple[Region, int]]:
        return [(r, self._of_region(r)) for r in self.regions if not r.is_listed]

    def _of_region(self, region: Region) -> int:
        all_keys = (*self.record.observations, *self.record.aside)
        return sum(1 for key in all_keys if key.measure == f"change-{region.key}")


def _seven() -> list[ClassEntry]:
    """The seven as a list to start from: rename them, divide them."""
    return [ClassEntry(str(LandCoverClass(c).label), c.colour.lower(), int(c)) for c in LandCover]
