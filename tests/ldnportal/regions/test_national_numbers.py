"""Regional sums are of whole countries in the seven classes: no part of a country counts twice."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from ldnportal.regions.summary import Summary, summarise
from targets.facts import AFFECTED_AREAS, facts_of
from targets.models import Fact, Submission
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def numbers(summary: Summary) -> Summary:
    """A summary without the rows that it was made from."""
    return replace(summary, facts=None)  # type: ignore[arg-type]


def copies(stage: Stage, **changed: object) -> None:
    """Publish each number of XAA's baseline once more, as something else."""
    rows = list(Fact.objects.filter(party=stage.one, topic__in=("sdg", "land_cover", "profile")))
    assert len(rows) > 20
    for row in rows:
        fields = {f.name: getattr(row, f.name) for f in Fact._meta.fields if f.name != "id"}
        words = {"topic": row.topic, "measure": row.measure}
        fields |= {k: v.format(**words) if isinstance(v, str) else v for k, v in changed.items()}
        Fact.objects.create(**fields)


def test_affected_areas_stand_apart_and_are_never_added(stage: Stage) -> None:
    before = summarise(stage.region, stage.cycle)

    copies(stage, topic=AFFECTED_AREAS, measure="{topic}.{measure}")

    assert numbers(summarise(stage.region, stage.cycle)) == numbers(before)


def test_classes_of_an_own_legend_are_never_added_to_the_seven(stage: Stage) -> None:
    before = summarise(stage.region, stage.cycle)
    submission = Submission.objects.get(report__party=stage.one)
    for year in (2000, 2015):
        Fact.objects.create(
            submission=submission,
            party=stage.one,
            cycle=stage.cycle,
            version=1,
            topic="land_cover",
            measure="area",
            category="own-teak",
            year=year,
            value=Decimal(999),
            unit="km2",
        )

    after = summarise(stage.region, stage.cycle)

    assert numbers(after) == numbers(before)
    assert "own-teak" not in {row.category for row in after.cover}


@pytest.mark.parametrize("part", [{"zone": "north"}, {"copy": "affected"}])
def test_numbers_of_a_part_of_the_country_become_no_national_fact(
    stage: Stage, part: dict[str, str]
) -> None:
    submission = Submission.objects.get(report__party=stage.one)
    before = _national(submission)
    content = json.loads(submission.snapshot)
    baseline = content["baseline"]
    for kind in ("records", "derived"):
        more = [{**row, **part, "path": f"part/{row.get('path', '')}"} for row in baseline[kind]]
        baseline[kind] += more
    submission.snapshot = json.dumps(content)
    submission.__dict__.pop("content", None)

    assert _national(submission) == before
    assert len(before) > 20


def _national(submission: Submission) -> list[tuple[object, ...]]:
    return sorted(
        (f.topic, f.item, f.measure, f.category, f.category_to, f.period, f.year or 0, f.value)
        for f in facts_of(submission)
        if f.topic != AFFECTED_AREAS
    )
