"""The team of one Party: who belongs to it, who is invited."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest, party_page
from countries.actions import memberships
from countries.forms.sections import SectionsForm, TeamInviteForm
from countries.models import Invitation, Membership, Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission, RoleKey
from countries.views import roles_given


def _members(party: Party) -> "QuerySet[Membership]":
    return party.memberships.select_related("user", "party", "region").order_by(
        "-role", "user__full_name", "pk"
    )


def _open_invitations(party: Party) -> "QuerySet[Invitation]":
    return party.invitations.open().select_related("party", "region", "created_by")


def _back(party: Party) -> str:
    return reverse("team", args=[party.iso3])


def _crumbs(party: Party) -> roles_given.Crumbs:
    return [(party.name, party.get_absolute_url()), (_("Team"), _back(party))]


@require_safe
@party_page()
def team(request: SignedInRequest, party: Party) -> HttpResponse:
    context = {
        "party": party,
        "page": page_of(request, _members(party)),
        "invitations": _open_invitations(party),
        "may_manage": may(request.user, Permission.MANAGE_TEAM, party),
        "crumbs": _crumbs(party)[:1],
    }
    return render(request, "countries/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.MANAGE_TEAM)
def team_invite(request: SignedInRequest, party: Party) -> HttpResponse:
    initial = {"language": request.user.language}
    form = TeamInviteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and roles_given.invite_with(request, form, party=party):
        return redirect(_back(party))
    context = {"party": party, "form": form, "crumbs": _crumbs(party), "back": _back(party)}
    return render(request, "countries/team_invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.MANAGE_TEAM)
def team_remove(request: SignedInRequest, party: Party, pk: int) -> HttpResponse:
    membership = get_object_or_404(_members(party), pk=pk)
    return roles_given.remove_page(request, membership, back=_back(party), crumbs=_crumbs(party))


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.MANAGE_TEAM)
def team_sections(request: SignedInRequest, party: Party, pk: int) -> HttpResponse:
    """Choose the sections that a contributor may change."""
    membership = get_object_or_404(_members(party), pk=pk, role=RoleKey.CONTRIBUTOR)
    initial = {"sections": membership.section_keys}
    form = SectionsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        memberships.limit(membership, form.cleaned_data["sections"], by=request.user)
        messages.success(request, _("What %(person)s may change is saved.") % _name(membership))
        return redirect(_back(party))
    context = {
        "membership": membership,
        "form": form,
        "title": _("Sections of %(person)s") % _name(membership),
        "crumbs": _crumbs(party),
        "back": _back(party),
    }
    return render(request, "countries/team_sections.html", context)


def _name(membership: Membership) -> dict[str, str]:
    return {"person": membership.user.full_name}


@require_POST
@party_page(Permission.MANAGE_TEAM)
def team_withdraw(request: SignedInRequest, party: Party, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_open_invitations(party), pk=pk)
    return roles_given.withdraw(request, invitation, back=_back(party))


@require_POST
@party_page(Permission.MANAGE_TEAM)
def team_send_again(request: SignedInRequest, party: Party, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_open_invitations(party), pk=pk)
    return roles_given.send_again(request, invitation, back=_back(party))
