"""Inviting and accepting: who may, what is kept, what becomes of the link."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from countries.actions import invitations
from countries.models import AuditEvent, Invitation, Membership, Message, Party, User
from countries.roles import RoleKey
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return factories.make_party("XAA")


@pytest.fixture
def focal_point(party: Party) -> User:
    return factories.make_focal_point(party, full_name="Awa Diallo")


def _invite(by: User, role: str, **scope: object) -> Invitation:
    return invitations.invite(by=by, email="New@Example.org", role=role, **scope)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [RoleKey.CONTRIBUTOR, RoleKey.FOCAL_POINT])
def test_a_focal_point_invites_to_the_roles_of_their_own_party(
    party: Party, focal_point: User, role: str
) -> None:
    invitation = _invite(focal_point, role, party=party)

    event = AuditEvent.objects.get()
    assert invitation.email == "new@example.org"
    assert (event.kind, event.actor, event.party) == ("invitation.sent", focal_point.email, "XAA")
    assert event.data == {"email": "new@example.org", "role": role, "region": ""}


def test_a_focal_point_invites_nobody_to_another_party(focal_point: User) -> None:
    other = factories.make_party("XBB")

    with pytest.raises(PermissionDenied):
        _invite(focal_point, RoleKey.CONTRIBUTOR, party=other)


@pytest.mark.parametrize("role", [RoleKey.REVIEWER, RoleKey.SECRETARIAT, RoleKey.OBSERVER])
def test_a_focal_point_gives_no_role_beyond_their_party(focal_point: User, role: str) -> None:
    with pytest.raises(PermissionDenied):
        _invite(focal_point, role)


def test_a_contributor_invites_nobody(party: Party) -> None:
    contributor = factories.make_user(RoleKey.CONTRIBUTOR, party)

    with pytest.raises(PermissionDenied):
        _invite(contributor, RoleKey.CONTRIBUTOR, party=party)


def test_the_secretariat_appoints_focal_points_reviewers_and_observers(party: Party) -> None:
    secretariat = factories.make_user(RoleKey.SECRETARIAT)

    for role, scope in (
        (RoleKey.FOCAL_POINT, {"party": party}),
        (RoleKey.REVIEWER, {"region": factories.make_region()}),
        (RoleKey.OBSERVER, {}),
    ):
        _invite(secretariat, role, **scope)

    assert Invitation.objects.count() == 3


def test_nobody_signed_in_makes_others_members_of_the_secretariat() -> None:
    secretariat = factories.make_user(RoleKey.SECRETARIAT)

    with pytest.raises(PermissionDenied):
        _invite(secretariat, RoleKey.SECRETARIAT)


def test_the_secretariat_leaves_contributors_to_the_party(party: Party) -> None:
    secretariat = factories.make_user(RoleKey.SECRETARIAT)

    with pytest.raises(PermissionDenied):
        _invite(secretariat, RoleKey.CONTRIBUTOR, party=party)


def test_a_role_of_a_party_needs_the_party() -> None:
    with pytest.raises(ValidationError, match="belong to one Party"):
        invitations.invite(by=None, email="new@example.org", role=RoleKey.FOCAL_POINT)


def test_somebody_who_holds_the_role_is_not_invited_to_it(party: Party, focal_point: User) -> None:
    factories.make_user(RoleKey.CONTRIBUTOR, party, email="new@example.org")

    with pytest.raises(ValidationError, match="already holds this role"):
        _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)


def test_the_same_invitation_is_not_made_twice(party: Party, focal_point: User) -> None:
    _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    with pytest.raises(ValidationError, match="already been invited"):
        _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)


def test_the_secret_of_a_link_is_kept_as_a_digest_only(party: Party, focal_point: User) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    link = invitations.new_link(invitation)

    token = link.rstrip("/").rsplit("/", 1)[1]
    kept = Invitation.objects.values().get()
    assert len(token) >= 43
    assert token not in str(kept)
    assert kept["token_digest"] == invitations.digest_of(token)
    assert invitations.find(token) == invitation


def test_a_link_lives_fourteen_days(party: Party, focal_point: User) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)
    token = invitations.new_link(invitation).rstrip("/").rsplit("/", 1)[1]
    invitation.refresh_from_db()

    days = (invitation.expires_at - timezone.now()) / timedelta(days=1)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert days == pytest.approx(14, abs=0.01)
    assert invitations.find(token) is None


def test_a_new_link_puts_an_end_to_the_old_one(party: Party, focal_point: User) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)
    old = invitations.new_link(invitation).rstrip("/").rsplit("/", 1)[1]

    invitations.send_again(invitation, by=focal_point)

    assert invitations.find(old) is None


def test_a_withdrawn_invitation_opens_nothing(party: Party, focal_point: User) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)
    token = invitations.new_link(invitation).rstrip("/").rsplit("/", 1)[1]

    invitations.withdraw(invitation, by=focal_point)

    assert invitations.find(token) is None
    assert AuditEvent.objects.filter(kind="invitation.withdrawn").exists()


def test_a_contributor_neither_withdraws_nor_sends_again(party: Party, focal_point: User) -> None:
    contributor = factories.make_user(RoleKey.CONTRIBUTOR, party)
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    with pytest.raises(PermissionDenied):
        invitations.withdraw(invitation, by=contributor)
    with pytest.raises(PermissionDenied):
        invitations.send_again(invitation, by=contributor)


def _open(invitation: Invitation) -> User:
    return invitations.open_account(
        invitation,
        full_name="Li Wei",
        title="Statistician",
        language="zh-hans",
        password=factories.PASSWORD,
    )


def test_accepting_opens_the_account_with_the_invited_address(
    party: Party, focal_point: User
) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    user = _open(invitation)

    assert (user.email, user.language) == ("new@example.org", "zh-hans")
    assert user.check_password(factories.PASSWORD)
    assert user.memberships.get().party == party
    assert EmailAddress.objects.get(user=user).verified
    kinds = AuditEvent.objects.values_list("kind", flat=True)
    assert list(kinds) == ["invitation.sent", "account.opened", "invitation.accepted"]


def test_the_inviter_hears_of_the_acceptance_in_their_language(party: Party) -> None:
    inviter = factories.make_focal_point(party, full_name="Awa Diallo", language="fr")
    invitation = _invite(inviter, RoleKey.CONTRIBUTOR, party=party)

    _open(invitation)

    message = Message.objects.get(recipient=inviter)
    assert "Li Wei" in message.subject
    assert message.path == "/parties/XAA/team/"


def test_an_invitation_is_accepted_once(party: Party, focal_point: User) -> None:
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)
    user = _open(invitation)
    Membership.objects.filter(user=user).delete()

    with pytest.raises(invitations.InvitationOver):
        invitations.accept(invitation, by=user)

    assert not user.memberships.exists()


def test_only_the_invited_address_accepts(party: Party, focal_point: User) -> None:
    stranger = factories.make_user(email="stranger@example.org")
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    with pytest.raises(PermissionDenied):
        invitations.accept(invitation, by=stranger)


def test_an_account_that_exists_gets_the_role_added(party: Party, focal_point: User) -> None:
    known = factories.make_user(RoleKey.OBSERVER, email="new@example.org")
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    invitations.accept(invitation, by=known)

    assert set(known.memberships.values_list("role", flat=True)) == {"observer", "contributor"}


def test_no_second_account_is_opened_for_an_address(party: Party, focal_point: User) -> None:
    factories.make_user(email="NEW@example.org")
    invitation = _invite(focal_point, RoleKey.CONTRIBUTOR, party=party)

    with pytest.raises(ValidationError, match="Sign in instead"):
        _open(invitation)

    assert User.objects.count() == 2
