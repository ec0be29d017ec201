"""Rows for tests, made by plain functions with everything that matters spelled out."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from countries.models import Boundary, Membership, Party, Region, User
from countries.roles import RoleKey
from indicators.models import Cycle, Period, Report

_count = itertools.count(1)
PASSWORD = "a long enough passphrase"

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[10.0, 10.0], [12.0, 10.0], [12.0, 12.0], [10.0, 12.0], [10.0, 10.0]]],
}


def make_region(kind: str = Region.Kind.ANNEX, slug: str = "annex-i", **fields: Any) -> Region:
    defaults = {"kind": kind, "name_en": slug.replace("-", " ").title(), **fields}
    return Region.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_party(iso3: str = "XAA", *, boundary: bool = True, **fields: Any) -> Party:
    party = Party.objects.create(
        iso3=iso3, **{"name_en": f"Testland {iso3}", "is_fictional": True, **fields}
    )
    if boundary:
        Boundary.objects.create(
            party=party,
            geometry=SQUARE,
            source="made for a test",
            west=10,
            south=10,
            east=12,
            north=12,
            area_km2="48390.5",
        )
    return party


def make_user(role: str | None = None, party: Party | None = None, **fields: Any) -> User:
    """Make a person; with a role, a membership too."""
    n = next(_count)
    region = fields.pop("region", None)
    user = User.objects.create_user(
        fields.pop("email", f"person{n}@example.org"),
        PASSWORD,
        **{"full_name": f"Person {n}", **fields},
    )
    if role:
        Membership.objects.create(user=user, role=role, party=party, region=region)
    return user


def make_focal_point(party: Party, **fields: Any) -> User:
    return make_user(RoleKey.FOCAL_POINT, party, **fields)


def make_cycle(year: int = 2026) -> Cycle:
    """A cycle that is open now, with the baseline and two reporting periods of the manual."""
    today = timezone.localdate()
    cycle = Cycle.objects.create(
        year=year,
        opens_on=today - timedelta(days=30),
        due_on=today + timedelta(days=60),
        closes_on=today + timedelta(days=90),
    )
    windows = [
        ("baseline", 2000, 2015, 2000, 2015, 2000, 2015),
        ("report_1", 2016, 2019, 2016, 2019, 2004, 2019),
        ("report_2", 2016, 2023, 2016, 2023, 2008, 2023),
    ]
    for order, (key, first, last, lc0, lc1, p0, p1) in enumerate(windows):
        Period.objects.create(
            cycle=cycle,
            key=key,
            order=order,
            is_baseline=order == 0,
            first_year=first,
            last_year=last,
            land_cover_first=lc0,
            land_cover_last=lc1,
            carbon_first=lc0,
            carbon_last=lc1,
            productivity_first=p0,
            productivity_last=p1,
        )
    return cycle


def make_report(party: Party, cycle: Cycle | None = None, **fields: Any) -> Report:
    return Report.objects.create(party=party, cycle=cycle or make_cycle(), **fields)
