"""Targets and measures for tests, made through the same verbs as the pages."""

import json
from typing import Any

from django.urls import reverse

from countries.models import Party, User
from targets.actions import promises as actions
from targets.models import Measure, Target
from tests.factories import make_cycle, make_focal_point, make_party, make_report


def make_ready_party(iso3: str = "XAA") -> tuple[Party, User]:
    """A Party whose report of the current cycle can be edited, and its focal point."""
    party = make_party(iso3)
    make_report(party, make_cycle())
    return party, make_focal_point(party)


def square(west: float, south: float, size: float) -> str:
    """A square as GeoJSON text; the Party of the tests spans 10 to 12 degrees both ways."""
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def make_target(party: Party, user: User, fields: dict[str, str] | None = None) -> Target:
    target = actions.create(Target, party, by=user)
    actions.save(target, fields or {}, version=0, by=user)
    return Target.objects.get(pk=target.pk)


def make_measure(party: Party, user: User, fields: dict[str, str] | None = None) -> Measure:
    measure = actions.create(Measure, party, by=user)
    actions.save(measure, fields or {}, version=0, by=user)
    return Measure.objects.get(pk=measure.pk)


def url(row: Target | Measure, page: str) -> str:
    kind = row._meta.model_name
    return reverse(f"{kind}_{page}", args=[row.party.iso3, row.pk])


def post_form(client: Any, row: Target | Measure, fields: dict[str, Any], **more: Any) -> Any:
    """Post the form of a target or measure as its page would."""
    row.refresh_from_db()
    data = {"version": row.version, "decimal": ".", **fields}
    return client.post(url(row, "edit") + more.pop("query", ""), data, **more)
