"""R13: what each part published is remembered for each number, and a change needs a reason."""

from decimal import Decimal

import pytest

from countries.models import User
from indicators.actions.observations import give_source, mark_published
from indicators.actions.sections import save_section
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import Record, earlier_numbers
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from indicators.models import Indicator, Observation, Origin, Report
from indicators.rules.check import check_record
from targets.working_copy import WorkingCopy
from tests.factories import make_cycle, make_report
from tests.indicators.baseline.record_making import KM2, make_worked_report
from tests.indicators.baseline.zone_making import make_zones

pytestmark = pytest.mark.django_db
LAND = Key("profile", "area", "2015", "land")
ZONE = Scope(zone="Province 01", number=1)


@pytest.fixture
def desk() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    make_zones(report, 1)
    return report, user


def save(report: Report, user: User, land: str, scope: Scope = NATIONAL) -> None:
    row = report.sections.filter(key="profile", **scope.columns).first()
    version, fields = row.version if row else 0, {LAND.path: land}
    save_section(report, "profile", fields, version=version, notation=KM2, by=user, scope=scope)


def published(report: Report, year: int, scope: Scope, land: str | None) -> Report:
    """A report of an earlier cycle that published the land of 2015, or was never published."""
    cycle = make_cycle(year)
    before = make_report(report.party, cycle)
    Observation.objects.create(
        report=before,
        indicator=Indicator.PROFILE,
        measure="area",
        year=2015,
        category="land",
        value=Decimal(land or "1"),
        origin=Origin.NATIONAL,
        **scope.columns,
    )
    if land is not None:
        mark_published(before)
    return before


def complaints(report: Report) -> dict[str, str]:
    """What R13 says where the report is submitted, by path."""
    return {
        scope.prefix + finding.field: finding.message
        for scope, record in WorkingCopy.load(report).checked.items()
        for finding in check_record(record)
        if finding.rule == "R13"
    }


@pytest.mark.parametrize("scope", [NATIONAL, AFFECTED, ZONE])
def test_every_part_remembers_what_it_published(desk: tuple[Report, User], scope: Scope) -> None:
    report, user = desk
    save(report, user, "1205", scope)
    mark_published(report)
    assert not complaints(report)

    save(report, user, "1210", scope)

    [(path, text)] = complaints(report).items()
    assert path == scope.prefix + LAND.path
    assert "was published as 1\xa0205 and is now 1\xa0210" in text
    give_source(report, "profile", [LAND.path], {"comment": "New map"}, by=user, scope=scope)
    assert not complaints(report)


def test_a_number_emptied_and_typed_anew_still_knows_what_was_published(
    desk: tuple[Report, User],
) -> None:
    report, user = desk
    save(report, user, "1205")
    mark_published(report)

    save(report, user, "")
    emptied = Record.load(report)
    save(report, user, "1300")

    assert LAND not in emptied.observations
    assert emptied.value(LAND) is None
    assert LAND.path in complaints(report)
    assert report.observations.national().count() == 1


def test_a_number_that_was_never_published_goes_when_it_is_emptied(
    desk: tuple[Report, User],
) -> None:
    report, user = desk
    save(report, user, "1205")

    save(report, user, "")

    assert not report.observations.exists()


def test_the_next_publication_forgets_what_was_emptied(desk: tuple[Report, User]) -> None:
    report, user = desk
    save(report, user, "1205")
    mark_published(report)
    save(report, user, "")

    mark_published(report)

    assert not report.observations.exists()


@pytest.mark.parametrize("scope", [NATIONAL, AFFECTED, ZONE])
def test_a_new_cycle_compares_with_the_same_year_of_the_same_part(
    desk: tuple[Report, User], scope: Scope
) -> None:
    report, user = desk
    published(report, 2022, scope, "1205")
    for part in (NATIONAL, AFFECTED, ZONE):
        save(report, user, "1210", part)

    assert list(complaints(report)) == [scope.prefix + LAND.path]


def test_a_report_that_was_never_published_does_not_hide_the_one_before(
    desk: tuple[Report, User],
) -> None:
    report, user = desk
    published(report, 2018, NATIONAL, "1205")
    published(report, 2022, NATIONAL, None)
    save(report, user, "1210")

    assert "published as 1\xa0205" in complaints(report)[LAND.path]
    assert earlier_numbers(report, Frame.of(report))[LAND].published_value == 1205


def test_the_newest_published_report_speaks(desk: tuple[Report, User]) -> None:
    report, user = desk
    published(report, 2018, NATIONAL, "1205")
    published(report, 2022, NATIONAL, "1210")
    save(report, user, "1210")

    assert not complaints(report)


def test_a_later_cycle_without_the_affected_areas_does_not_hide_them(
    desk: tuple[Report, User],
) -> None:
    report, user = desk
    published(report, 2018, AFFECTED, "800")
    published(report, 2022, NATIONAL, "1210")
    save(report, user, "805", AFFECTED)

    assert "published as 800" in complaints(report)[AFFECTED.prefix + LAND.path]
    assert earlier_numbers(report, Frame.of(report), AFFECTED)[LAND].published_value == 800
