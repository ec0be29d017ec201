"""A region of four Parties: two that published, one that did not, one that is not known at all."""

from dataclasses import dataclass

from countries.models import Boundary, Party, Region
from indicators.models import Cycle, Observation
from tests.factories import make_cycle, make_party, make_region
from tests.targets.reports import LAND, add_number, make_filled_report, publish_report, states_with


@dataclass
class Stage:
    """What the region is made of."""

    region: Region
    cycle: Cycle
    one: Party
    two: Party
    silent: Party
    unknown: Party


def make_stage() -> Stage:
    """One has 55 of 1205 km2 degraded, computed; Two 400 of 2410 km2, national."""
    region, cycle = make_region(slug="annex-i"), make_cycle()
    one = make_party("XAA", annex=region)
    two = make_party("XBB", annex=region, boundary=False)
    silent = make_party("XCC", annex=region)
    Boundary.objects.filter(party=one).update(area_km2=1250)
    Boundary.objects.filter(party=silent).update(area_km2=6340)
    unknown = make_party("XDD", annex=region, boundary=False)
    make_party("XEE", kind=Party.Kind.OBSERVER, annex=region)
    publish_report(make_filled_report(one, cycle))
    report = make_filled_report(two, cycle)
    _double(report.observations.all())
    rows = report.observations.filter(indicator="sdg")
    rows.update(origin="national", run=None, source_title="Atlas", comment="Ours")
    rows.filter(category="degraded").update(value=400)
    rows.filter(category="stable").update(value=2 * LAND - 430)
    rows.filter(category="improved").update(value=30)
    for state, value in states_with(100).items():
        add_number(report, f"carbon.status.baseline.{state}", value)
    report.observations.filter(indicator="carbon", category="stable").update(value=2 * LAND - 130)
    publish_report(report)
    return Stage(region, cycle, one, two, silent, unknown)


def _double(rows: "object") -> None:
    for row in rows:  # type: ignore[attr-defined]
        Observation.objects.filter(pk=row.pk).update(value=row.value * 2)
