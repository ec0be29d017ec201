"""Kept versions are verified, compared and read from themselves alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from countries.models import User
from indicators.models import Observation, Report
from targets import guards
from targets.actions.submissions import recall
from targets.canonical import sha256_of
from targets.comparison import changes
from targets.models import Measure, Quantity, Submission, Target
from targets.pages.build import pages_of, pages_of_submission
from targets.pages.charts import SnapshotCharts
from targets.pages.margins import item_named, page_of_field
from targets.pages.parts import NumberTable
from tests.factories import make_focal_point
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make_filled_report()


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


def two_versions(report: Report, by: User) -> tuple[Submission, Submission]:
    first = submit_as(report, by)
    recall(first, by=by)
    Observation.objects.filter(indicator="sdg", category="degraded").update(value=60)
    Observation.objects.filter(indicator="sdg", category="stable").update(value=1115)
    Target.objects.update(status="achieved", place="Southern district")
    second = submit_as(Report.objects.select_related("party", "cycle").get(), by)
    return first, second


def tamper(sql: str, *params: object) -> None:
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def verified() -> str:
    out = StringIO()
    call_command("verify_snapshots", stdout=out, stderr=out)
    return out.getvalue()


def test_untouched_versions_are_verified(report: Report, focal_point: User) -> None:
    two_versions(report, focal_point)

    assert verified() == "All 2 submitted versions are what was submitted.\n"


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        (
            "UPDATE targets_submission SET snapshot = REPLACE(snapshot, '\"60\"', '\"61\"')",
            "the receipt says",
        ),
        ("UPDATE targets_submission SET version = 5 WHERE version = 2", "says version 2"),
    ],
)
def test_a_changed_version_is_named(
    report: Report, focal_point: User, sql: str, reason: str
) -> None:
    two_versions(report, focal_point)
    tamper(sql)

    out = StringIO()
    with pytest.raises(CommandError, match="1 versions are not what was submitted"):
        call_command("verify_snapshots", stderr=out)
    assert reason in out.getvalue()


def test_a_version_whose_forerunner_was_rewritten_is_named(
    report: Report, focal_point: User
) -> None:
    first, _second = two_versions(report, focal_point)
    forged = first.snapshot.replace('"1205"', '"1206"')
    tamper(
        "UPDATE targets_submission SET snapshot = %s, sha256 = %s WHERE version = 1",
        forged,
        sha256_of(forged),
    )

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_snapshots", stderr=out)
    assert "version 2: it follows a version with SHA-256" in out.getvalue()


def test_two_versions_are_compared_field_by_field(report: Report, focal_point: User) -> None:
    first, second = two_versions(report, focal_point)

    found = {c.path: (c.before, c.after) for c in changes(first.content, second.content)}

    assert found["sdg.status.baseline.degraded"] == ("55\xa0km²", "60\xa0km²")
    assert found["sdg.reported.baseline.degraded"] == ("55\xa0km²", "60\xa0km²")
    assert found["targets.1.status"] == ("Ongoing", "Achieved")
    assert found["targets.1.place"] == ("Northern district", "Southern district")
    assert "profile.area.2015.land" not in found


def test_every_change_has_words(report: Report, focal_point: User) -> None:
    first, second = two_versions(report, focal_point)

    labels = {c.path: c.label for c in changes(first.content, second.content)}

    assert labels["targets.1.status"] == "Target 1: Status"
    expected = "Degraded, stable and improved in the period: Degraded, Baseline 2000–2015"
    assert labels["sdg.status.baseline.degraded"] == expected


def test_a_small_difference_is_not_rounded_away(report: Report, focal_point: User) -> None:
    first = submit_as(report, focal_point).content
    second = newest(report).content
    row = next(r for r in second["baseline"]["records"] if r["path"] == "profile.area.2015.land")
    row["value"] = "1205.01"

    (change,) = changes(first, second)

    assert (change.before, change.after) == ("1\xa0205\xa0km²", "1\xa0205.01\xa0km²")


def test_a_changed_polygon_is_a_change(report: Report, focal_point: User) -> None:
    first = submit_as(report, focal_point).content
    second = newest(report).content
    second["targets"][0]["geometry"]["coordinates"][0][0] = [10.5, 10.0]

    assert [c.path for c in changes(first, second)] == ["targets.1.geometry"]


def test_a_version_is_read_after_everything_live_is_gone(report: Report, focal_point: User) -> None:
    submission = submit_as(report, focal_point)
    before = pages_of_submission(submission)
    Quantity.objects.all().delete()
    Measure.objects.all().delete()
    Target.objects.all().delete()
    Observation.objects.all().delete()
    report.cycle.periods.all().delete()

    assert pages_of_submission(newest(report)) == before


def test_a_table_shows_classes_in_rows_and_years_in_columns(
    report: Report, focal_point: User
) -> None:
    pages = {page.key: page for page in pages_of(submit_as(report, focal_point).content)}

    table = pages["profile"].blocks[0]
    assert isinstance(table, NumberTable)
    assert [str(line.head) for line in table.lines] == ["Land area", "Water area", "Country area"]
    assert table.columns == ("2000", "2015", "2016", "2019", "2023")
    assert [cell.text if cell else None for cell in table.lines[2].cells] == ["1\xa0235"] * 5
    assert all(cell and cell.is_derived for cell in table.lines[2].cells)
    assert table.origin == "national"
    assert table.notes[0].source == "National atlas"


def test_a_key_that_nobody_knows_any_more_is_shown_as_it_is(
    report: Report, focal_point: User
) -> None:
    content = submit_as(report, focal_point).content
    content["baseline"]["records"][0] |= {"measure": "old_measure", "category": "old_class"}
    content["targets"][0]["status"] = "abandoned"

    pages = pages_of(content)

    texts = repr(pages)
    assert "old_class" in texts
    assert "abandoned" in texts


def test_every_field_has_one_path_and_stands_on_the_page_that_its_path_names(
    report: Report, focal_point: User
) -> None:
    pages = pages_of(submit_as(report, focal_point).content)

    paths = [item.path for page in pages for item in page.items()]
    assert len(paths) == len(set(paths))
    for page in pages:
        assert {page_of_field(item.path) for item in page.items()} == {page.key}
    found = item_named(pages, "profile.area.2015.land")
    assert found is not None
    assert found[1].label == "Land, water and country: Land area, 2015"
    assert item_named(pages, "profile.area.1066.land") is None


def test_charts_are_drawn_from_the_snapshot(report: Report, focal_point: User) -> None:
    content = submit_as(report, focal_point).content
    Observation.objects.all().delete()

    titles = [chart.title for chart in SnapshotCharts(content).of("sdg")]

    assert titles[0] == "4.6\xa0% of the land is degraded, Baseline 2000–2015"
    assert SnapshotCharts(content).of("targets") == []


def test_what_differs_from_the_version_before_is_marked(report: Report, focal_point: User) -> None:
    _first, second = two_versions(report, focal_point)

    marked = {
        cell.path: cell.was
        for page in pages_of_submission(second)
        for block in page.blocks
        if isinstance(block, NumberTable)
        for line in block.lines
        for cell in line.cells
        if cell and cell.was
    }

    assert marked["sdg.status.baseline.degraded"] == "55"
    assert "profile.area.2015.land" not in marked


def test_a_table_has_one_unit(report: Report, focal_point: User) -> None:
    content = submit_as(report, focal_point).content
    number = {"indicator": "sdg", "measure": "since_baseline", "period": "report_1", "year": None}
    content["baseline"]["derived"] += [
        number
        | {"path": f"sdg.since_baseline.report_1.{name}", "category": name, "category_to": ""}
        | {"value": "2", "unit": unit, "origin": "computed"}
        for name, unit in (("km2", "km2"), ("points", "points"))
    ]

    page = next(page for page in pages_of(content) if page.key == "sdg")

    tables = [b for b in page.blocks if b.path.startswith("sdg.since_baseline")]
    assert [(t.path, str(t.unit), len(t.lines)) for t in tables] == [
        ("sdg.since_baseline", "km²", 1),
        ("sdg.since_baseline.points", "percentage points", 1),
    ]


def test_answers_stand_with_their_question_and_their_period(
    report: Report, focal_point: User
) -> None:
    answers = {
        "sdg.confidence.baseline": "low",
        "sdg.confidence_reason.baseline": "Few plots.",
        "sdg.asked_in_another_time": "something",
    }
    report.sections.create(key="sdg", answers=answers)

    page = next(p for p in pages_of(submit_as(report, focal_point).content) if p.key == "sdg")

    card = next(block for block in page.blocks if block.path == "sdg.answers")
    assert [(str(fact.label), str(fact.text)) for fact in card.facts] == [
        ("sdg.asked_in_another_time", "something"),
        ("Confidence in the assessment, Baseline 2000–2015", "Low"),
        ("Reason for the confidence, Baseline 2000–2015", "Few plots."),
    ]
