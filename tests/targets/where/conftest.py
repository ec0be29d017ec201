"""A report whose map of where to act is known to the square kilometre."""

import pytest

from countries.models import User
from indicators.models import Report
from targets.actions.where import ask_where
from targets.models import ResponseMap
from targets.where import work
from tests.factories import make_focal_point
from tests.targets.where.squares import make_square_report


@pytest.fixture
def report(db: None) -> Report:
    return make_square_report()[0]


@pytest.fixture
def user(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def drawn(report: Report, user: User) -> ResponseMap:
    """The map, drawn as the worker draws it."""
    row = ask_where(report, by=user)
    work.perform(row.pk)
    row.refresh_from_db()
    assert row.job_state == "succeeded", row.error_code
    return row
