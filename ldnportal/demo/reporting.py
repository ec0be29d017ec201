"""Baselines from runs, targets, measures, and reports on their way to publication."""

from datetime import date
from decimal import Decimal

from countries.models import Party, User
from indicators.actions.baseline import use_run
from indicators.actions.sections import start_report
from indicators.models import Cycle, Report, Run, Unit
from ldnportal.demo.cast import (
    REVIEWER,
    SECRETARIAT,
    FictionalParty,
    focal_point_of,
)
from ldnportal.demo.supporting import support
from targets.actions import promises
from targets.actions.progress import Done, report_progress
from targets.actions.publication import publish
from targets.actions.reviews import accept, start_review
from targets.actions.submissions import submit
from targets.models import Measure, MeasureProgress, Submission, Target

_DONE_HA = Decimal(900)
_SEEN = "Fences stand; the first slopes are sown."


def write_report(party: Party, cycle: Cycle, run: Run, fictional: FictionalParty) -> Report:
    """Take over the numbers of the run, and add targets, a measure and supporting information."""
    by = _person(focal_point_of(party.iso3).email)
    report = start_report(party, cycle, by=by)
    use_run(report, run, by=by)
    _promise(party, fictional, by)
    support(party, fictional, by=by)
    return report


def _person(email: str) -> User:
    return User.objects.get(email=email)


def _promise(party: Party, fictional: FictionalParty, by: User) -> None:
    restore = _target(party, by, _RESTORE | {"place": f"Upper {party.name_en}"})
    _target(party, by, _KEEP)
    district = {
        "type": "Polygon",
        "coordinates": [[list(corner) for corner in fictional.land.restored_district]],
    }
    measure = promises.create(Measure, party, by=by)
    measure = promises.set_place(measure, district, by=by)
    promises.save(
        measure,
        _MEASURE | {"targets": str(restore.number), "area": _in_ha(measure.geometry_area_km2)},
        version=measure.version,
        by=by,
    )
    done = Done(date(2026, 1, 31), MeasureProgress.Status.UNDER_WAY, _DONE_HA, Unit.HA, _SEEN)
    report_progress(measure, done, by=by)


def _in_ha(km2: Decimal | None) -> str:
    return str(((km2 or Decimal(0)) * 100).quantize(Decimal(1)))


def _target(party: Party, by: User, texts: dict[str, str]) -> Target:
    target = promises.create(Target, party, by=by)
    promises.save(target, texts, version=target.version, by=by)
    return target


def hand_in(report: Report) -> Submission:
    """Submit as the Party's focal point."""
    person = focal_point_of(report.party.iso3)
    by = _person(person.email)
    return submit(report, by=by, signed_name=person.full_name, signed_title=person.title)


def see_through(submission: Submission) -> None:
    """Review, accept and publish."""
    reviewer, secretariat = _person(REVIEWER.email), _person(SECRETARIAT.email)
    start_review(submission, by=reviewer)
    accept(Submission.objects.get(pk=submission.pk), by=reviewer)
    publish(Submission.objects.get(pk=submission.pk), by=secretariat)


_RESTORE = {
    "statement.en": "By 2030, bring degraded rangeland back into good condition and raise the "
    "soil organic carbon of the country.",
    "statement.fr": "D'ici à 2030, remettre en bon état les parcours dégradés et accroître le "
    "carbone organique des sols du pays.",
    "scope": "national",
    "hierarchy": "reverse",
    "land_types": "grassland",
    "adopted_in": "ldn_tsp",
    "adopted_year": "2017",
    "status": "ongoing",
    "commitments": "bonn_challenge|ndc",
    "sdgs": "13|15",
    "quantities.0.kind": "area_by_land_type",
    "quantities.0.land_type": "grassland",
    "quantities.0.value": "400",
    "quantities.0.area_unit": "km2",
    "quantities.0.base_year": "2015",
    "quantities.0.target_year": "2030",
    "quantities.1.kind": "percent_change",
    "quantities.1.indicator": "carbon_stocks",
    "quantities.1.value": "3",
    "quantities.1.base_year": "2015",
    "quantities.1.target_year": "2030",
}
_KEEP = {
    "statement.en": "Keep the forest at its level of 2015 and halt its clearance along the rivers.",
    "scope": "national",
    "hierarchy": "avoid",
    "land_types": "tree-covered",
    "adopted_in": "national_report",
    "adopted_year": "2018",
    "status": "ongoing",
    "quantities.0.kind": "halt",
    "quantities.0.what": "clearance of forest along the rivers",
    "quantities.0.base_year": "2015",
    "quantities.0.target_year": "2030",
}
_MEASURE = {
    "title": "Resting and reseeding of the grazed district",
    "description": "Grazing is closed for three years, then rotated; grasses and trees are sown.",
    "hierarchy": "reverse",
    "slm_group": "area_closure",
    "land_types": "grassland",
    "drivers": "grazing-management",
    "start_year": "2010",
    "end_year": "2028",
    "area_unit": "ha",
    "place": "The district between the rivers",
    "state": "ongoing",
    "initiatives": "bonn_challenge",
    "implementers": "Union of Herders, with the district",
    "implementer_kinds": "land_users|local_government",
    "cost": "4000000",
    "currency": "USD",
    "funding_public": "900000",
    "funding_donor": "1500000",
    "women": "decide",
    "youth": "consulted",
    "indigenous": "decide",
    "tenure": "safeguarded",
    "consent": "given",
    "co_benefits": "water|livelihoods",
    "trade_offs": "Fewer animals for three years; a fund bridges them.",
    "lessons": "Rest the slopes before the valley floor: springs return first.",
    "lessons_for": "Steep rangeland with shallow soils",
}
