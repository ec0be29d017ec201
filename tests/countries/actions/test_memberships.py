"""Taking roles away."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from countries.actions import memberships
from countries.models import AuditEvent, Membership, Message, Party, User
from countries.permissions import may
from countries.roles import Permission, RoleKey
from tests import factories


@pytest.fixture
def party(db: None) -> Party:
    return factories.make_party("XAA")


@pytest.fixture
def focal_point(party: Party) -> User:
    return factories.make_focal_point(party, full_name="Awa Diallo")


def test_who_is_removed_loses_the_role_at_once_and_is_told(party: Party, focal_point: User) -> None:
    contributor = factories.make_user(RoleKey.CONTRIBUTOR, party)

    memberships.remove(contributor.memberships.get(), by=focal_point)

    again = User.objects.get(pk=contributor.pk)
    event = AuditEvent.objects.get()
    assert not may(again, Permission.EDIT_RECORD, party)
    assert (event.kind, event.data["email"], event.party) == (
        "membership.removed",
        contributor.email,
        "XAA",
    )
    assert "Awa Diallo" in Message.objects.get(recipient=contributor).body


def test_the_last_focal_point_cannot_remove_themselves(party: Party, focal_point: User) -> None:
    with pytest.raises(ValidationError, match="without a national focal point"):
        memberships.remove(focal_point.memberships.get(), by=focal_point)

    assert focal_point.memberships.exists()


def test_one_of_two_focal_points_can_leave(party: Party, focal_point: User) -> None:
    factories.make_focal_point(party)

    memberships.remove(focal_point.memberships.get(), by=focal_point)

    assert party.memberships.count() == 1
    assert not Message.objects.filter(recipient=focal_point).exists()


def test_the_secretariat_replaces_even_the_last_focal_point(
    party: Party, focal_point: User
) -> None:
    secretariat = factories.make_user(RoleKey.SECRETARIAT)

    memberships.remove(focal_point.memberships.get(), by=secretariat)

    assert not party.memberships.exists()


@pytest.mark.parametrize("role", [RoleKey.CONTRIBUTOR, RoleKey.REVIEWER, RoleKey.OBSERVER])
def test_who_may_not_give_a_role_may_not_take_it(
    party: Party, focal_point: User, role: str
) -> None:
    scope = party if role == RoleKey.CONTRIBUTOR else None
    by = factories.make_user(role, scope)

    with pytest.raises(PermissionDenied):
        memberships.remove(focal_point.memberships.get(), by=by)


def test_a_focal_point_removes_nobody_of_another_party(focal_point: User) -> None:
    stranger = factories.make_user(RoleKey.CONTRIBUTOR, factories.make_party("XBB"))

    with pytest.raises(PermissionDenied):
        memberships.remove(stranger.memberships.get(), by=focal_point)


def test_removing_twice_is_recorded_once(party: Party, focal_point: User) -> None:
    membership = factories.make_user(RoleKey.CONTRIBUTOR, party).memberships.get()

    memberships.remove(membership, by=focal_point)
    memberships.remove(membership, by=focal_point)

    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_focal_points_who_remove_each_other_leave_one() -> None:
    party = factories.make_party("XAA")
    one, two = factories.make_focal_point(party), factories.make_focal_point(party)
    start = threading.Barrier(2)
    refused: list[str] = []

    def remove(other: User, by: User) -> None:
        membership = Membership.objects.get(user=other)
        start.wait()
        try:
            memberships.remove(membership, by=by)
        except (ValidationError, PermissionDenied) as error:
            refused.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert party.memberships.count() == 1
    assert len(refused) == 1
