"""Fictional Parties with their outlines, and accounts whose passwords are made at each start."""

import io
import secrets
from datetime import timedelta
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from countries.models import Boundary, Membership, Party, Region, User
from countries.vectors.geodesy import bounds_of, geodesic_area_km2
from indicators.actions.cycles import open_cycle
from indicators.models import Cycle
from ldnportal.demo.cast import PEOPLE, SECRETARIAT, FictionalParty, Person

SOURCE = "Made for the demonstration"


def load_real_parties() -> None:
    """Load the Parties to the Convention and outlines, which the fictional ones stand beside."""
    if not Party.objects.filter(is_fictional=False).exists():
        call_command("load_parties", stdout=io.StringIO())
    call_command("load_boundaries", stdout=io.StringIO())


def settle(fictional: FictionalParty) -> Party:
    """Create a fictional Party in Annex I, with the outline of its land."""
    party, is_new = Party.objects.get_or_create(
        iso3=fictional.iso3,
        defaults={
            **{f"name_{code}": name for code, name in fictional.names.items()},
            "annex": Region.objects.get(slug="annex-i"),
            "is_fictional": True,
        },
    )
    if is_new:
        _draw_outline(party, fictional)
    return party


def _draw_outline(party: Party, fictional: FictionalParty) -> None:
    ring = [list(corner) for corner in fictional.land.outline]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    west, south, east, north = bounds_of(geometry)
    Boundary.objects.create(
        party=party,
        geometry=geometry,
        origin=Boundary.Origin.NATIONAL,
        source=SOURCE,
        west=west,
        south=south,
        east=east,
        north=north,
        area_km2=Decimal(str(geodesic_area_km2(geometry))).quantize(Decimal("0.0001")),
    )


def admit(person: Person) -> tuple[User, str]:
    """Give a person an account, a role and a new password; return the password too."""
    user, _is_new = User.objects.get_or_create(
        email=person.email, defaults={"full_name": person.full_name, "title": person.title}
    )
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save()
    party = Party.objects.get(iso3=person.iso3) if person.iso3 else None
    Membership.objects.get_or_create(user=user, role=person.role, party=party)
    return user, password


def admit_all() -> dict[str, str]:
    """Give everybody an account; return the passwords by e-mail address."""
    return {person.email: admit(person)[1] for person in PEOPLE}


def the_cycle(year: int = 2026) -> Cycle:
    """The cycle of the demonstration, opened by the secretariat when it is not there yet."""
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is not None:
        return cycle
    today = timezone.localdate()
    return open_cycle(
        year,
        opens_on=today - timedelta(days=60),
        due_on=today + timedelta(days=75),
        closes_on=today + timedelta(days=120),
        by=User.objects.get(email=SECRETARIAT.email),
    )
