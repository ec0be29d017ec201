"""What the team page of a Party and the secretariat's list of people do alike."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from countries.access import SignedInRequest
from countries.actions import invitations, memberships
from countries.models import Invitation, Membership

Crumbs = list[tuple[str, str]]


def invite_with(request: SignedInRequest, form: forms.BaseForm, **scope: Any) -> bool:
    """Send the invitation that a valid form describes; return False and mark the form if not."""
    if not form.is_valid():
        return False
    try:
        invitation = invitations.invite(by=request.user, **{**form.cleaned_data, **scope})
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    text = _("The invitation to %(email)s is on its way. The link in it works for %(days)s days.")
    messages.success(
        request, text % {"email": invitation.email, "days": invitations.VALID_FOR.days}
    )
    return True


def remove_page(
    request: SignedInRequest, membership: Membership, *, back: str, crumbs: Crumbs
) -> HttpResponse:
    """Ask, then take a role from a person."""
    if request.method == "POST":
        _try(request, lambda: memberships.remove(membership, by=request.user), _removed(membership))
        return redirect(back)
    context = {
        "membership": membership,
        "title": _("Remove %(person)s") % {"person": membership.user.full_name},
        "crumbs": crumbs,
        "back": back,
        "own": membership.user_id == request.user.pk,
    }
    return render(request, "countries/remove_role.html", context)


def _removed(membership: Membership) -> str:
    return _("%(person)s no longer holds the role: %(role)s.") % {
        "person": membership.user.full_name,
        "role": membership.get_role_display(),
    }


def withdraw(request: SignedInRequest, invitation: Invitation, *, back: str) -> HttpResponse:
    """Take an invitation back."""
    done = _("The invitation to %(email)s is withdrawn; its link no longer works.")
    _try(
        request,
        lambda: invitations.withdraw(invitation, by=request.user),
        done % {"email": invitation.email},
    )
    return redirect(back)


def send_again(request: SignedInRequest, invitation: Invitation, *, back: str) -> HttpResponse:
    """Mail an invitation once more."""
    done = _("A new link is on its way to %(email)s; the old one no longer works.")
    _try(
        request,
        lambda: invitations.send_again(invitation, by=request.user),
        done % {"email": invitation.email},
    )
    return redirect(back)


def _try(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
