"""Records for tests: the worked case W1 as a Party would type it, and a run's summary."""

from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from countries.models import Party, User
from indicators.baseline.notation import Notation
from indicators.baseline.record import Record
from indicators.models import Cycle, JobState, Report, Run
from tests.factories import make_cycle, make_focal_point, make_party, make_report

# W1: from 2000 to 2015, km2, with 30 km2 of water.
W1_CHANGE = {
    ("tree-covered", "tree-covered"): "500",
    ("tree-covered", "cropland"): "40",
    ("grassland", "grassland"): "300",
    ("grassland", "tree-covered"): "10",
    ("grassland", "cropland"): "20",
    ("cropland", "cropland"): "200",
    ("cropland", "artificial"): "15",
    ("other-land", "other-land"): "100",
    ("wetland", "wetland"): "20",
    ("water", "water"): "30",
}
W1_FIRST = {
    "tree-covered": "540",
    "grassland": "330",
    "cropland": "215",
    "wetland": "20",
    "other-land": "100",
    "artificial": "0",
    "water": "30",
}
W1_LAST = {
    "tree-covered": "510",
    "grassland": "300",
    "cropland": "260",
    "artificial": "15",
    "wetland": "20",
    "other-land": "100",
    "water": "30",
}


def w1_profile() -> dict[str, str]:
    return {
        f"profile.area.{year}.{kind}": area
        for year in (2000, 2015)
        for kind, area in (("land", "1205"), ("water", "30"))
    }


def w1_land_cover() -> dict[str, str]:
    fields = {
        f"land_cover.change.baseline.{first}.{last}": area
        for (first, last), area in W1_CHANGE.items()
    }
    fields |= {f"land_cover.area.2000.{cover}": area for cover, area in W1_FIRST.items()}
    return fields | {f"land_cover.area.2015.{cover}": area for cover, area in W1_LAST.items()}


def make_worked_report() -> tuple[Party, Report, User]:
    party = make_party()
    report = make_report(party, make_cycle())
    return party, report, make_focal_point(party)


def section_url(report: Report, section: str) -> str:
    return reverse("baseline_section", args=[report.party.iso3, report.cycle.year, section])


def post_section(
    client: Client, report: Report, section: str, fields: dict[str, str], **more: Any
) -> Any:
    """Post a section as its page would: the fields, the version, the units."""
    row = report.sections.filter(key=section).first()
    data = {"version": row.version if row else 0, "unit": "km2", "decimal": ".", **fields}
    headers = more.pop("headers", None)
    query = more.pop("query", "")
    return client.post(section_url(report, section) + query, {**data, **more}, headers=headers)


def make_run(party: Party, cycle: Cycle, summary: dict[str, Any], **fields: Any) -> Run:
    periods = [
        {"key": key, "land_cover": list(years), "carbon": list(years), "productivity": list(years)}
        for key, years in (("baseline", (2000, 2015)), ("report_1", (2015, 2019)))
    ]
    return Run.objects.create(
        party=party,
        cycle=cycle,
        number=Run.objects.filter(party=party).count() + 1,
        manifest={"periods": periods},
        identity="0" * 64,
        method_version="1",
        summary=summary,
        job_state=JobState.SUCCEEDED,
        **fields,
    )


_COVERS = ["tree-covered", "grassland", "cropland", "wetland", "artificial", "other-land", "water"]


def w1_summary() -> dict[str, Any]:
    """What the engine writes for W1 in the baseline, with the status matrix of W2 after it."""
    change = [[float(W1_CHANGE.get((a, b), 0)) for b in _COVERS] for a in _COVERS]
    states = {"degraded": 100.0, "stable": 900.0, "improved": 205.0, "no_data": 0.0}
    lpd = {"declining": 1.0, "moderate-decline": 2.0, "stressed": 3.0, "stable": 4.0}
    lpd |= {"increasing": 5.0, "no_data": 0.5}
    baseline = {
        "land_cover_by_year": {
            "2000": {cover: float(W1_FIRST[cover]) for cover in _COVERS} | {"no_data": 0.0},
            "2015": {cover: float(W1_LAST[cover]) for cover in _COVERS} | {"no_data": 0.0},
        },
        "land_cover_change": change,
        "lpd_by_cover": dict.fromkeys([*_COVERS, "no_data"], lpd),
        "carbon_by_cover": {
            "2000": dict.fromkeys(_COVERS, 100.0),
            "2015": dict.fromkeys(_COVERS, 90.0) | {"water": None},
        },
        "sdg": {**states, "water": 30.0},
        "land": 1205.0,
        "land_cover": {"degraded": 55.0, "stable": 1120.0, "improved": 30.0, "no_data": 0.0}
        | {"water": 30.0},
        "carbon": {"degraded": 40.0, "stable": 1165.0, "improved": 0.0, "no_data": 0.0}
        | {"water": 30.0},
    }
    crosstab = [[30.0, 50.0, 20.0], [40.0, 800.0, 60.0], [10.0, 120.0, 75.0]]
    report = {"sdg": {"degraded": 80.0, "stable": 970.0, "improved": 155.0, "no_data": 0.0}}
    return {
        "periods": {"baseline": baseline, "report_1": report},
        "status": {"report_1": {"crosstab": crosstab}},
    }


def record_of(report: Report) -> Record:
    return Record.load(Report.objects.select_related("cycle", "party").get(pk=report.pk))


KM2 = Notation()
HUNDRED = Decimal(100)
