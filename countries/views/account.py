"""A person's own account: settings, language, and the door that an invitation opens."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest
from countries.accounts import remember_language
from countries.actions import invitations, profile
from countries.forms.people import OpenAccountForm, ProfileForm
from countries.models import Invitation, User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_settings(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = ProfileForm(posted, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        profile.update_profile(request.user, form.cleaned_data, by=request.user)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        response = redirect("account_settings")
        remember_language(response, form.cleaned_data["language"])
        return response
    return render(request, "account/settings.html", {"form": form})


@require_safe
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account: by invitation only."""
    return render(request, "account/signup_closed.html")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Go on in another language; of a person who is signed in, remember it as theirs."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(target if safe else "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
        if request.user.is_authenticated:
            profile.choose_language(request.user, language)
    return response


@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind the link of an invitation."""
    found = invitations.find(token)
    if found is None:
        return render(request, "countries/invitation_over.html", status=404)
    if request.user.is_authenticated:
        return _accept_signed_in(request, request.user, found)
    if User.objects.filter(email__iexact=found.email).exists():
        return _ask_to_sign_in(request, found)
    return _open_account(request, found)


def _accept_signed_in(request: HttpRequest, person: User, found: Invitation) -> HttpResponse:
    own = person.email.lower() == found.email.lower()
    if request.method == "POST" and own:
        try:
            invitations.accept(found, by=person)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("You now hold the role: %(role)s.") % {"role": found.get_role_display()},
            )
        return redirect(found.party.get_absolute_url() if found.party else "home")
    context = {"invitation": found, "own": own}
    return render(request, "countries/invitation_accept.html", context)


def _ask_to_sign_in(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    if request.method == "POST":
        return redirect_to_login(request.path)
    return render(request, "countries/invitation_sign_in.html", {"invitation": found})


def _open_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    initial = {"full_name": found.full_name, "language": found.language}
    form = OpenAccountForm(posted, email=found.email, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "password_again"}
        try:
            user = invitations.open_account(found, **values)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            target = found.party.get_absolute_url() if found.party else None
            response: HttpResponse = perform_login(request, user, redirect_url=target)
            return response
    return render(
        request, "countries/invitation_open_account.html", {"invitation": found, "form": form}
    )
