"""Roles as data: the printed matrix, and the first people of the secretariat."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from countries.models import Invitation, Membership, User
from countries.permissions import may, may_give
from countries.role_matrix import role_matrix
from countries.roles import GIVEN_WITH, PERMISSION_LABELS, ROLES, Permission, RoleKey, Scope
from tests import factories
from tests.conftest import REPOSITORY


def test_the_documented_matrix_is_the_one_of_the_code() -> None:
    assert role_matrix() in (REPOSITORY / "docs" / "roles.md").read_text()


def test_the_command_prints_the_matrix() -> None:
    out = StringIO()

    call_command("print_roles", stdout=out)

    assert "| submit the report |  | yes |  |  |  |" in out.getvalue()


def test_every_role_and_permission_has_a_rule_and_a_word() -> None:
    assert set(GIVEN_WITH) == set(ROLES) == set(RoleKey.values)
    assert set(PERMISSION_LABELS) == set(Permission)


def test_only_the_focal_point_submits() -> None:
    assert [key for key, role in ROLES.items() if Permission.SUBMIT in role.permissions] == [
        RoleKey.FOCAL_POINT
    ]


def test_nobody_who_reviews_edits_numbers() -> None:
    both = {Permission.REVIEW, Permission.EDIT_RECORD}

    assert not [key for key, role in ROLES.items() if both <= role.permissions]


def test_a_role_of_one_party_says_nothing_about_another(db: None) -> None:
    own, other = factories.make_party("XAA"), factories.make_party("XBB")
    person = factories.make_focal_point(own)

    assert may(person, Permission.SUBMIT, own)
    assert not may(person, Permission.SUBMIT, other)
    assert not may(person, Permission.SUBMIT)
    assert not may_give(person, RoleKey.CONTRIBUTOR, other)


def test_a_reviewer_of_a_region_reviews_there_only(db: None) -> None:
    region = factories.make_region()
    inside, outside = factories.make_party("XAA", annex=region), factories.make_party("XBB")
    reviewer = factories.make_user(RoleKey.REVIEWER, region=region)

    assert ROLES[RoleKey.REVIEWER].scope == Scope.REGION
    assert may(reviewer, Permission.REVIEW, inside)
    assert not may(reviewer, Permission.REVIEW, outside)


def test_the_link_that_the_command_prints_makes_a_secretariat(db: None, client: Client) -> None:
    out = StringIO()
    call_command("appoint", "sofia@example.org", "secretariat", "--name", "Sofia", stdout=out)

    link = out.getvalue().strip().removeprefix("http://127.0.0.1:8000")
    passwords = dict.fromkeys(("password", "password_again"), factories.PASSWORD)
    client.post(link, {"full_name": "Sofia Rossi", "title": "", "language": "en", **passwords})

    membership = Membership.objects.get()
    assert (membership.user.email, membership.role) == ("sofia@example.org", "secretariat")
    assert Invitation.objects.get().created_by is None


def test_the_command_says_what_is_missing(db: None) -> None:
    with pytest.raises(CommandError, match="belong to one Party"):
        call_command("appoint", "awa@example.org", "focal_point", stdout=StringIO())
    with pytest.raises(CommandError, match="load_parties"):
        call_command("appoint", "a@example.org", "focal_point", "--party", "XAA", stdout=StringIO())

    assert not User.objects.exists()
