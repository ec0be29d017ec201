"""A whole world of made-up reports, to measure the portal with: every number is fictional.

Reports are frozen and their facts written by the same functions as real ones; only the steps of
people in between are left out. The same seed gives the same numbers.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from countries.models import Membership, Party, User
from countries.roles import RoleKey
from indicators.actions.cycles import open_cycle
from indicators.baseline.fields import unit_of
from indicators.baseline.frame import Frame
from indicators.models import Cycle, Observation, Origin, Report, ReportState
from ldnportal.demo.world_land import numbers_of
from targets.actions.publication import write_entries, write_facts, write_promises
from targets.canonical import sha256_of
from targets.drivers import DIRECT
from targets.models import Entry, Measure, MeasureProgress, Quantity, Submission, Target
from targets.snapshots import Signature, freeze
from targets.working_copy import WorkingCopy

YEARS = (2018, 2022, 2026)
EMAIL = "seeded@portal.invalid"
SOURCE = "Made up to measure the portal with"
_AREA_WITHOUT_OUTLINE = Decimal(50_000)
Say = Callable[[str], None]


def seed_world(seed: int, say: Say, *, most: int | None = None) -> int:
    """Publish a report of each Party in each cycle that has none; return how many were."""
    by, count = _author(), 0
    cycles = [_cycle(year, by) for year in YEARS]
    parties = Party.objects.select_related("boundary").order_by("iso3")[:most]
    for number, party in enumerate(parties, 1):
        with transaction.atomic():
            count += sum(1 for _submission in _reports_of(party, cycles, seed, by))
        if number % 20 == 0:
            say(f"{number} Parties ...")
    return count


def _author() -> User:
    """Somebody to have written and opened it all, who can never sign in."""
    user, is_new = User.objects.get_or_create(
        email=EMAIL, defaults={"full_name": "Seeded, fictional", "is_active": True}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    Membership.objects.get_or_create(user=user, role=RoleKey.SECRETARIAT)
    return user


def _cycle(year: int, by: User) -> Cycle:
    found = Cycle.objects.filter(year=year).first()
    if found is not None:
        return found
    opens = timezone.localdate() - timedelta(days=60 + (2026 - year) * 365)
    due, closes = opens + timedelta(days=90), opens + timedelta(days=120)
    return open_cycle(year, opens_on=opens, due_on=due, closes_on=closes, by=by)


def _reports_of(party: Party, cycles: list[Cycle], seed: int, by: User) -> Iterator[Submission]:
    taken = set(party.reports.values_list("cycle", flat=True))
    if not party.targets.exists():
        _promise(party, random.Random(f"{seed}-{party.iso3}"))  # noqa: S311 - not for secrets
    for cycle in cycles:
        if cycle.pk not in taken:
            draws = random.Random(f"{seed}-{party.iso3}-{cycle.year}")  # noqa: S311 - as above
            yield _publish(_report(party, cycle, draws), by)


def _report(party: Party, cycle: Cycle, draws: random.Random) -> Report:
    report = Report.objects.create(party=party, cycle=cycle, state=ReportState.PUBLISHED)
    boundary = getattr(party, "boundary", None)
    frame = Frame.of(report)
    numbers = numbers_of(frame, boundary.area_km2 if boundary else _AREA_WITHOUT_OUTLINE, draws)
    Observation.objects.bulk_create(
        (
            Observation(
                report=report,
                indicator=key.indicator,
                measure=key.measure,
                period=None if key.year else frame.by_key[key.when],
                year=key.year,
                category=key.category,
                category_to=key.category_to,
                value=value,
                unit=unit_of(key),
                origin=Origin.DEFAULT,
                source_title=SOURCE,
            )
            for key, value in numbers.items()
        ),
        batch_size=500,
    )
    return report


def _publish(report: Report, by: User) -> Submission:
    now = timezone.now()
    signature = Signature(by.full_name, SOURCE, now)
    snapshot = freeze(WorkingCopy.load(report), signature=signature, remarks=[], previous=None)
    submission = Submission.objects.create(
        report=report,
        version=1,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        submitted_at=now,
        submitted_by=by,
        signed_name=signature.name,
        signed_title=signature.title,
        review_started_at=now,
        accepted_at=now,
        accepted_by=by,
        published_at=now,
        published_by=by,
    )
    write_facts(submission)
    write_promises(submission)
    write_entries(submission)
    return submission


def _promise(party: Party, draws: random.Random) -> None:
    for number, hierarchy in enumerate(("avoid", "reduce", "reverse"), 1):
        land_type = draws.choice(("grassland", "cropland", "tree-covered"))
        area = Decimal(draws.randint(50, 5000))
        target = Target.objects.create(
            party=party,
            number=number,
            statements={"en": f"Made-up target {number}: {hierarchy} degradation of {land_type}"},
            hierarchy=[hierarchy],
            land_types=[land_type],
            adopted_in="national_report",
            adopted_year=2018,
        )
        Quantity.objects.create(
            target=target, order=0, kind="area", value=area, unit="km2", area_km2=area,
            base_year=2015, target_year=2030,
        )  # fmt: skip
        _measure(party, target, number, area, draws)
    _lists(party, draws)


def _measure(
    party: Party, target: Target, number: int, area: Decimal, draws: random.Random
) -> None:
    measure = Measure.objects.create(
        party=party,
        number=number,
        title=f"Made-up measure {number}",
        hierarchy=target.hierarchy,
        slm_group=draws.choice(("pastoralism", "area_closure", "agroforestry")),
        land_types=target.land_types,
        drivers=[draws.choice(DIRECT)[0]],
        start_year=2018,
        end_year=2030,
        area_km2=area / 2,
        entered_area=area * 50,
        entered_unit="ha",
    )
    measure.targets.set([target])
    done = area / 2 * draws.randint(0, 10) / 10
    MeasureProgress.objects.create(
        measure=measure,
        number=1,
        date=date(2022, 12, 31),
        area_km2=done,
        entered_area=done * 100,
        status="under_way",
    )


def _lists(party: Party, draws: random.Random) -> None:
    """A need, another commitment and a business commitment of each Party."""
    area = str(draws.randint(10, 900))
    now = timezone.now()
    need = {
        "title": "Made-up need",
        "direction": draws.choice(("need", "offer")),
        "amount": str(draws.randint(1, 90) * 100_000),
        "currency": draws.choice(("USD", "EUR", "XOF")),
        "source": draws.choice(("public", "donor", "climate", "ldn_fund")),
    }
    pledge = {
        "title": "Made-up commitment",
        "kind": draws.choice(("ndc", "bonn_challenge", "gbf_2")),
        "area": area,
        "area_unit": "km2",
        "area_km2": area,
    }
    business = {
        "organization": "Made-up company",
        "goals": [draws.choice(("soil_health", "restoration", "drought"))],
        "value_chain": draws.choice(("food", "fibre")),
        "area": area,
        "area_unit": "km2",
        "area_km2": area,
    }
    lists = (("finance", need), ("commitments", pledge), ("business", business))
    for kind, answers in lists:
        confirmed = now if kind == "business" else None
        Entry.objects.create(
            party=party, kind=kind, number=1, answers=answers, confirmed_at=confirmed
        )
