"""Starting, repeating and cancelling: who may, and what asking twice gives."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from countries.models import AuditEvent, Party, User
from indicators.actions.runs import cancel_run, repeat_run, start_run
from indicators.forms.run_request import RunRequest
from indicators.models import JobState, Run
from indicators.runs.choice import Choice
from tests.factories import make_focal_point, make_party
from tests.indicators.runs.landscape import make_landscape

pytestmark = pytest.mark.django_db
Ask = Callable[..., RunRequest]


@pytest.fixture
def choice(ask: Ask, party: Party) -> Choice:
    make_landscape(party)
    asked = ask()
    assert asked.is_valid()
    return asked.choice()


def test_asking_twice_for_the_same_gives_the_run_that_is_under_way(
    choice: Choice, focal_point: User
) -> None:
    first = start_run(choice, by=focal_point)

    second = start_run(choice, by=focal_point)

    assert second.is_earlier
    assert second.run == first.run
    assert Run.objects.count() == 1


def test_a_run_that_failed_is_no_answer_and_is_computed_anew(
    choice: Choice, focal_point: User
) -> None:
    first = start_run(choice, by=focal_point).run
    Run.objects.update(job_state=JobState.FAILED)

    second = start_run(choice, by=focal_point)

    assert not second.is_earlier
    assert second.run.number == first.number + 1


def test_computing_again_makes_a_run_of_the_same_identity(
    choice: Choice, focal_point: User
) -> None:
    first = start_run(choice, by=focal_point).run

    again = repeat_run(first, by=focal_point)

    assert again.pk != first.pk
    assert again.identity == first.identity
    assert set(again.datasets.all()) == set(first.datasets.all())


def test_the_same_raster_uploaded_under_another_name_is_the_same_input(
    choice: Choice, focal_point: User
) -> None:
    first = start_run(choice, by=focal_point).run
    stocks = choice.carbon.stocks if choice.carbon else None
    assert stocks is not None
    stocks.cog_key = "datasets/XAA/another-name.tif"

    assert start_run(choice, by=focal_point).run == first


def test_another_profile_is_another_identity(ask: Ask, party: Party, focal_point: User) -> None:
    make_landscape(party)
    one, other = ask(), ask(profile="trends.earth")
    assert one.is_valid()
    assert other.is_valid()

    first = start_run(one.choice(), by=focal_point).run

    assert not start_run(other.choice(), by=focal_point).is_earlier
    assert first.identity != Run.objects.exclude(pk=first.pk).get().identity


def test_starting_and_cancelling_stand_in_the_audit_trail(
    choice: Choice, focal_point: User
) -> None:
    run = start_run(choice, by=focal_point).run

    assert cancel_run(run, by=focal_point)
    assert not cancel_run(run, by=focal_point)

    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["run.started", "run.cancelled"]


def test_the_focal_point_of_another_party_may_not_start_a_run(choice: Choice) -> None:
    stranger = make_focal_point(make_party("XBB"))

    with pytest.raises(PermissionDenied):
        start_run(choice, by=stranger)
