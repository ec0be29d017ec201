"""A whole world of published numbers: what it costs to show, to write, and to hold in memory.

Times are medians against bounds that a busy machine keeps too; docs/performance.md has the
figures of a quiet one. Queries and memory are exact.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from countries.models import Party
from indicators.models import Cycle, Report
from ldnportal.exports.region_files import FILES
from ldnportal.regions.scope import find_scope
from ldnportal.regions.summary import summarise
from targets.models import Fact, Submission
from tests.factories import make_cycle, make_region, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MaxQueries = Callable[[int], AbstractContextManager[None]]
PARTIES, YEARS, CLASSES = 198, (2018, 2022, 2026), 500
MIB = 1 << 20
LONGEST = {"page": 6.0, "summary.xlsx": 60.0, "summary.gpkg": 100.0}
"""Twenty times what an idle machine needs."""


@pytest.fixture
def newest() -> Cycle:
    """198 Parties in 3 cycles, each with some 500 numbers; half of them in Annex I."""
    by, annex = make_user(), make_region(slug="annex-i")
    Party.objects.bulk_create(
        Party(
            iso3=_code(n), name_en=f"Party {n}", is_fictional=True, annex=annex if n % 2 else None
        )
        for n in range(PARTIES)
    )
    cycles = [make_cycle(year) for year in YEARS]
    parties = list(Party.objects.all())
    reports = Report.objects.bulk_create(Report(party=p, cycle=c) for c in cycles for p in parties)
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(
            report=report,
            version=1,
            snapshot="{}",
            sha256="0" * 64,
            submitted_by=by,
            signed_name="A",
            signed_title="B",
            review_started_at=now,
            accepted_at=now,
            accepted_by=by,
            published_at=now,
            published_by=by,
        )
        for report in reports
    )
    _facts_for_all(cycles[-1])
    return cycles[-1]


def _code(number: int) -> str:
    return f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def _facts_for_all(cycle: Cycle) -> None:
    """Write the facts of one version, then copy them to all others inside the database."""
    first = Submission.objects.select_related("report").order_by("pk").first()
    assert first is not None
    head = {
        "submission": first,
        "party_id": first.report.party_id,
        "cycle_id": first.report.cycle_id,
        "version": 1,
        "unit": "km2",
        "origin": "national",
    }
    rows = [("profile", "land_of_period", "land", p.key, 1000) for p in cycle.periods.all()]
    rows += [("sdg", "reported", "degraded", p.key, 100) for p in cycle.periods.all()]
    rows += [("land_cover", "change", f"class-{n}", "baseline", n) for n in range(CLASSES)]
    Fact.objects.bulk_create(
        Fact(**head, topic=t, measure=m, category=c, period=p, value=Decimal(v))
        for t, m, c, p, v in rows
    )
    kept = "version, topic, item, measure, category, category_to, period, year, value, unit, origin"
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into targets_fact (submission_id, party_id, cycle_id, licence, {kept})"
            f" select s.id, r.party_id, r.cycle_id, f.licence, f.{kept.replace(', ', ', f.')}"
            " from targets_fact f, targets_submission s join indicators_report r"
            " on r.id = s.report_id where f.submission_id = %s and s.id <> %s",
            [first.pk, first.pk],
        )


def median_of(times: int, act: Callable[[], object]) -> float:
    def once() -> float:
        started = time.perf_counter()
        act()
        return time.perf_counter() - started

    return statistics.median(once() for _n in range(times))


def written(name: str, slug: str, cycle: Cycle) -> int:
    """Bytes of a file, each piece thrown away."""
    return sum(len(piece) for piece in FILES[name].chunks(summarise(find_scope(slug), cycle)))


def test_a_world_of_numbers_is_shown_and_written_in_time(
    client: Client, newest: Cycle, django_assert_max_num_queries: MaxQueries
) -> None:
    assert Fact.objects.count() == PARTIES * len(YEARS) * (CLASSES + 6)

    with django_assert_max_num_queries(15):
        page = client.get("/regions/annex-i/").content.decode()
    assert "99 of 99 Parties" in page
    assert "10.0\xa0%" in page, "degraded land over land"
    assert median_of(3, lambda: client.get("/regions/annex-i/")) < LONGEST["page"]
    for name in ("summary.xlsx", "summary.gpkg"):
        assert median_of(1, lambda n=name: written(n, "world", newest)) < LONGEST[name]  # type: ignore[misc]


def test_memory_stays_flat_while_long_files_stream(newest: Cycle) -> None:
    summary = summarise(find_scope("annex-i"), newest)
    for name in ("facts.csv", "facts.jsonl", "summary.xlsx"):
        pieces = iter(FILES[name].chunks(summary))
        size = len(next(pieces))
        tracemalloc.start()
        for piece in pieces:
            size += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert size > MIB // 2, name
        assert peak < 6 * MIB, f"{name}: {peak / MIB:.1f} MiB for {size / MIB:.1f} MiB written"
