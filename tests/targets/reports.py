"""A report with numbers, a target and a measure, as small as it can be and still add up."""

from decimal import Decimal
from typing import Any

from countries.models import Party, User
from countries.roles import RoleKey
from indicators.models import Cycle, Observation, Period, Report, Run
from indicators.storage import local_path
from targets.actions.publication import publish
from targets.actions.reviews import accept, start_review
from targets.actions.submissions import submit
from targets.models import Measure, MeasureProgress, Quantity, Submission, Target
from tests.factories import (
    SQUARE,
    make_cycle,
    make_focal_point,
    make_party,
    make_report,
    make_user,
)

PNG = b"\x89PNG\r\n\x1a\n and no more"
LAND, WATER = Decimal(1205), Decimal(30)
COVER_YEARS = (2000, 2015, 2016, 2019, 2023)
STATES = {"degraded": Decimal(55), "stable": Decimal(1120), "improved": Decimal(30)}


def add_number(report: Report, path: str, value: Any, **fields: Any) -> Observation:
    """Add a number at the address `path`, of national origin unless said otherwise."""
    indicator, measure, when, *categories = path.split(".")
    category, category_to = [*categories, "", ""][:2]
    period = None if when.isdigit() else Period.objects.get(cycle=report.cycle, key=when)
    return Observation.objects.create(
        report=report,
        indicator=indicator,
        measure=measure,
        period=period,
        year=int(when) if when.isdigit() else None,
        category=category,
        category_to=category_to,
        value=None if value is None else Decimal(value),
        unit="t/ha" if measure == "stock" else "km2",
        **{"origin": "national", "source_title": "National atlas", "comment": "Ours", **fields},
    )


def make_run(party: Party, cycle: Cycle, number: int = 1) -> Run:
    """A run that has ended."""
    return Run.objects.create(
        party=party,
        cycle=cycle,
        number=number,
        manifest={"profile": "prais4"},
        identity="a" * 64,
        method_version="1",
        job_state="succeeded",
    )


def make_target(party: Party, number: int = 1, **fields: Any) -> Target:
    """A target with two kinds of quantity and a place."""
    target = Target.objects.create(
        party=party,
        number=number,
        **{
            "statements": {"en": "Restore degraded grassland", "fr": "Restaurer les prairies"},
            "hierarchy": ["reverse"],
            "land_types": ["grassland"],
            "adopted_in": "ldn_tsp",
            "adopted_year": 2018,
            "place": "Northern district",
            "geometry": SQUARE,
            "geometry_area_km2": Decimal("48390.5"),
            **fields,
        },
    )
    Quantity.objects.create(
        target=target, order=0, kind="area", value=500, unit="km2", area_km2=500, target_year=2030
    )
    Quantity.objects.create(
        target=target, order=1, kind="halt", what="illegal mining", target_year=2030
    )
    return target


def make_measure(party: Party, *targets: Target, number: int = 1, **fields: Any) -> Measure:
    """A measure that serves `targets`."""
    measure = Measure.objects.create(
        party=party,
        number=number,
        **{
            "title": "Rotational grazing",
            "hierarchy": ["reverse", "reduce"],
            "slm_group": "pastoralism",
            "land_types": ["grassland"],
            "start_year": 2020,
            "end_year": 2028,
            "area_km2": 120,
            "entered_area": 12000,
            **fields,
        },
    )
    measure.targets.set(targets)
    return measure


def add_progress(measure: Measure, **fields: Any) -> MeasureProgress:
    """A progress report with a photograph of a few bytes as its evidence."""
    key = f"evidence/{measure.party.iso3}/photo.png"
    local_path(key).write_bytes(PNG)
    return MeasureProgress.objects.create(
        measure=measure,
        number=measure.progress.count() + 1,
        **{
            "date": "2026-01-31",
            "status": "under_way",
            "area_km2": 60,
            "entered_area": 6000,
            "evidence_name": "photo.png",
            "evidence_key": key,
            **fields,
        },
    )


def make_filled_report(
    party: Party | None = None, cycle: Cycle | None = None, *, degraded: int = 55
) -> Report:
    """A report on 1205 km2 of land, `degraded` of it degraded in the baseline."""
    party = party or make_party()
    report = make_report(party, cycle or make_cycle())
    for year in COVER_YEARS:
        add_number(report, f"profile.area.{year}.land", LAND)
        add_number(report, f"profile.area.{year}.water", WATER)
        add_number(report, f"land_cover.area.{year}.cropland", LAND - 105)
        add_number(report, f"land_cover.area.{year}.grassland", 105)
        add_number(report, f"land_cover.area.{year}.water", WATER)
    run = make_run(party, report.cycle)
    for state, value in states_with(degraded).items():
        add_number(report, f"sdg.status.baseline.{state}", value, origin="computed", run=run)
    make_measure(party, make_target(party))
    return report


def states_with(degraded: int) -> dict[str, Decimal]:
    """States of 1205 km2 with so much degraded land, 30 improved, the rest stable."""
    return {
        "degraded": Decimal(degraded),
        "stable": LAND - 30 - degraded,
        "improved": Decimal(30),
        "no_data": Decimal(0),
    }


def submit_as(report: Report, by: User) -> Submission:
    """Submit a report, signed by whoever does it."""
    return submit(report, by=by, signed_name="Awa Diallo", signed_title="Director")


def publish_report(report: Report) -> Submission:
    """Take a report all the way, by three people of its own."""
    focal_point = make_focal_point(report.party)
    reviewer, secretariat = make_user(RoleKey.REVIEWER), make_user(RoleKey.SECRETARIAT)
    submit_as(report, focal_point)
    for step, person in ((start_review, reviewer), (accept, reviewer), (publish, secretariat)):
        step(newest(report), by=person)
    return newest(report)


def newest(report: Report) -> Submission:
    """The last version, read afresh."""
    rows = Submission.objects.select_related("report__party__annex", "report__cycle")
    return rows.filter(report=report).order_by("-version")[0]
