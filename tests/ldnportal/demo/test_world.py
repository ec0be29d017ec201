"""The made-up world: the same each time, adding up, and only where it may be."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from countries.models import Party
from indicators.baseline.record import Record
from indicators.models import Report
from indicators.rules.check import check_record
from targets.models import Fact, Submission
from targets.snapshots import broken_versions
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db


def _seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_world", *arguments, stdout=out)
    return out.getvalue()


def _facts(iso3: str) -> dict[tuple[str, ...], Decimal]:
    rows = Fact.objects.filter(party__iso3=iso3, cycle__year=2026).order_by("pk")
    names = ("topic", "item", "measure", "category", "category_to", "period", "year")
    return {tuple(map(str, row[:-1])): row[-1] for row in rows.values_list(*names, "value")}


def test_nothing_is_made_up_unless_it_is_asked_for() -> None:
    with pytest.raises(CommandError, match="--fictional-numbers"):
        _seed()

    assert not Submission.objects.exists()


@pytest.mark.slow
def test_each_party_publishes_reports_that_add_up_and_the_same_each_time() -> None:
    said = _seed("--fictional-numbers", "--parties", "2")
    first = _facts("AFG")

    again = _seed("--fictional-numbers", "--parties", "2")

    assert "6 reports of 198 Parties published" in said
    assert "0 reports of 198 Parties published" in again
    assert _facts("AFG") == first
    assert len(first) > 300
    assert list(broken_versions()) == []
    report = Report.objects.get(party__iso3="AFG", cycle__year=2026)
    blocking = [f for f in check_record(Record.load(report)) if f.rule in ("R2", "R3", "R6")]
    assert blocking == []
    assert Submission.objects.published().count() == 6


@pytest.mark.slow
def test_reports_that_people_wrote_are_never_mixed_with_made_up_ones() -> None:
    report = make_filled_report()
    publish_report(report)
    Party.objects.filter(pk=report.party_id).update(is_fictional=False)

    with pytest.raises(CommandError, match="holds reports of Parties"):
        _seed("--fictional-numbers")
