"""Published targets and measures as rows: what the snapshot says, and never changed again."""

from decimal import Decimal

import pytest
from django.db import Error, transaction

from countries.models import User
from indicators.models import Report
from targets.actions.publication import write_promises
from targets.actions.submissions import start_revision
from targets.models import PublishedPromise, Target
from tests.factories import make_cycle, make_party
from tests.targets.reports import make_filled_report, make_target, publish_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make_filled_report()


def test_publishing_writes_targets_and_measures_with_their_places(report: Report) -> None:
    submission = publish_report(report)

    target = PublishedPromise.objects.current().targets().get()  # type: ignore[attr-defined]
    measure = PublishedPromise.objects.current().measures().get()  # type: ignore[attr-defined]
    assert (target.submission, target.number, target.place) == (submission, 1, "Northern district")
    assert (target.west, target.south, target.east, target.north) == (10, 10, 12, 12)
    assert target.geometry_area_km2 == Decimal("48390.5")
    assert target.content["quantities"][0]["area_km2"] == "500"
    assert (target.first_year, target.last_year) == (2018, 2030)
    assert (measure.first_year, measure.last_year, measure.west) == (2020, 2028, None)
    assert measure.content["targets"] == [1]


def test_words_for_reviewers_stay_with_them(report: Report) -> None:
    Target.objects.update(explanations={"R14": "The polygon is the whole district."})
    publish_report(report)

    row = PublishedPromise.objects.targets().get()  # type: ignore[attr-defined]

    assert "explanations" not in row.content


def test_writing_twice_changes_nothing(report: Report) -> None:
    submission = publish_report(report)

    assert write_promises(submission) == 2 == PublishedPromise.objects.count()


def test_the_database_itself_refuses_to_change_a_published_row(report: Report) -> None:
    publish_report(report)

    with pytest.raises(Error, match="never change"), transaction.atomic():
        PublishedPromise.objects.update(place="Elsewhere")


def test_a_new_version_takes_the_place_of_the_old(report: Report) -> None:
    first = publish_report(report)
    start_revision(first, by=User.objects.get(pk=first.submitted_by_id))
    make_target(report.party, 2)

    second = publish_report(Report.objects.get(pk=report.pk))

    rows = PublishedPromise.objects.current().targets()  # type: ignore[attr-defined]
    assert [(row.submission, row.number) for row in rows] == [(second, 1), (second, 2)]


def test_of_two_cycles_the_newest_is_the_one_on_the_map() -> None:
    party = make_party("XAA")
    publish_report(make_filled_report(party, make_cycle(2022)))
    party.targets.all().delete()
    party.measures.all().delete()
    party.runs.update(number=2)
    publish_report(make_filled_report(party, make_cycle(2026)))

    years = PublishedPromise.objects.newest().values_list("cycle__year", flat=True)

    assert set(years) == {2026}
    assert PublishedPromise.objects.current().count() == 4
