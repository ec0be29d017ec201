"""The progress of a Party's targets: every promise with its course, from reports and facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from countries.models import Party
from targets.models import Measure, MeasureProgress, Quantity, Target
from targets.neutrality.series import Published, published, series_of
from targets.neutrality.track import Known, Standing, standing_of
from targets.promises.page import words_of


@dataclass(frozen=True)
class PromiseCourse:
    """One promise in words, where it stands, and the published years behind it."""

    words: str
    standing: Standing
    trend: str


@dataclass(frozen=True)
class TargetCourse:
    """One target with its promises."""

    target: Target
    promises: tuple[PromiseCourse, ...]


def courses_of(party: Party, targets: Iterable[Target], today: date) -> list[TargetCourse]:
    """Judge all promises of some targets (four queries, however many there are)."""
    found = published(party)
    done = _done_by_target(party)
    return [_course(target, done.get(target.pk, []), found, today) for target in targets]


def _course(target: Target, measures: list[Measure], found: Published, today: date) -> TargetCourse:
    known = Known(_done(measures), found, today)
    return TargetCourse(
        target,
        tuple(
            PromiseCourse(words_of(q), standing_of(target, q, known), _trend(target, q, found))
            for q in target.quantities.all()
        ),
    )


def _done_by_target(party: Party) -> dict[int, list[Measure]]:
    reports = MeasureProgress.objects.current().filter(area_km2__isnull=False)
    measures = Measure.objects.filter(party=party).current().defer("geometry", "sketch")
    related = measures.prefetch_related("targets", Prefetch("progress", reports))
    by_target: dict[int, list[Measure]] = {}
    for measure in related:
        for target in measure.targets.all():
            by_target.setdefault(target.pk, []).append(measure)
    return by_target


def _done(measures: Iterable[Measure]) -> dict[str, Decimal]:
    """The newest area done of each measure, in all ("") and on its land type where it has one."""
    done: dict[str, Decimal] = {}
    for measure in measures:
        newest = max(measure.progress.all(), key=lambda r: (r.date, r.number), default=None)
        if newest is None or newest.area_km2 is None:
            continue
        own = measure.land_types if len(measure.land_types) == 1 else []
        for land_type in ("", *own):
            done[land_type] = done.get(land_type, Decimal(0)) + newest.area_km2
    return done


def _trend(target: Target, quantity: Quantity, found: Published) -> str:
    points = series_of(found, quantity, target.land_types) if not quantity.area_km2 else {}
    return ", ".join(f"{year}: {points[year].normalize():f}" for year in sorted(points))
