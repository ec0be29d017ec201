"""A person's access tokens: the list, making one, revoking one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest
from countries.actions import tokens
from countries.forms.tokens import TokenForm
from countries.models import ApiToken
from countries.pages import page_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_tokens(request: SignedInRequest) -> HttpResponse:
    """The person's tokens, and the form for a new one, whose secret is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = tokens.create_token(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            context = {"token": token, "secret": secret, "crumbs": _crumbs(with_tokens=True)}
            return render(request, "account/token_created.html", context)
    page = page_of(request, ApiToken.objects.visible_to(request.user))
    context = {"form": form, "page": page, "crumbs": _crumbs()}
    return render(request, "account/tokens.html", context)


def _crumbs(*, with_tokens: bool = False) -> list[tuple[str, str]]:
    crumbs = [(_("Your account"), reverse("account_settings"))]
    if with_tokens:
        crumbs.append((_("Access tokens"), reverse("account_tokens")))
    return crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then revoke."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        if tokens.revoke_token(token, by=request.user):
            messages.success(request, _("The token no longer opens anything."))
        return redirect("account_tokens")
    context = {
        "token": token,
        "crumbs": _crumbs(with_tokens=True),
        "back": reverse("account_tokens"),
    }
    return render(request, "account/token_revoke.html", context)
