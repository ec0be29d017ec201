"""Published targets at known places, made without a report's numbers."""

from typing import Any

from django.utils import timezone

from countries.models import Party
from countries.vectors.geodesy import bounds_of
from indicators.models import Cycle
from targets.models import PublishedPromise, Submission
from tests.factories import make_focal_point, make_report


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def across_180(south: float = -18, north: float = -16) -> dict[str, Any]:
    """A place on both sides of the antimeridian, in two parts as RFC 7946 asks."""
    parts = [box(177, south, 180, north), box(-180, south, -178, north)]
    return {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in parts]}


def publish(party: Party, cycle: Cycle) -> Submission:
    """A published version without content."""
    now = timezone.now()
    return Submission.objects.create(
        report=make_report(party, cycle),
        version=1,
        snapshot="{}",
        sha256=f"{party.pk:064d}",
        submitted_by=make_focal_point(party),
        signed_name="A. Person",
        signed_title="Director",
        accepted_at=now,
        published_at=now,
    )


def place(
    submission: Submission,
    number: int,
    geometry: dict[str, Any] | None,
    *,
    topic: str = "target",
    years: tuple[int | None, int | None] = (2020, 2030),
    **content: Any,
) -> PublishedPromise:
    """A published target or measure somewhere."""
    bounds = bounds_of(geometry) if geometry else (None,) * 4
    west, south, east, north = bounds
    return PublishedPromise.objects.create(
        submission=submission,
        party=submission.report.party,
        cycle=submission.report.cycle,
        version=submission.version,
        topic=topic,
        number=number,
        content={"statements": {"en": f"Promise {number}"}, "status": "ongoing", **content},
        geometry=geometry,
        west=west,
        south=south,
        east=east,
        north=north,
        first_year=years[0],
        last_year=years[1],
    )
