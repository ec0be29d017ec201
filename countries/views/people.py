"""The secretariat's list of people and the roles they hold."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest, staff_page
from countries.forms.people import AppointForm
from countries.languages import current_language
from countries.models import Invitation, Membership, User
from countries.pages import page_of
from countries.roles import GIVEN_WITH, Permission, RoleKey
from countries.views import roles_given

APPOINTED = [role for role, permissions in GIVEN_WITH.items() if Permission.APPOINT in permissions]


def _found(query: str, role: str) -> "QuerySet[User]":
    people = User.objects.prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("party", "region"))
    )
    if query:
        people = people.filter(
            Q(full_name__icontains=query)
            | Q(email__icontains=query)
            | Q(memberships__party__iso3__iexact=query)
            | Q(**{f"memberships__party__name_{current_language()}__icontains": query})
        )
    if role in RoleKey.values:
        people = people.filter(memberships__role=role)
    return people.distinct().order_by("full_name", "pk")


def _memberships() -> "QuerySet[Membership]":
    return Membership.objects.filter(role__in=APPOINTED).select_related("user", "party", "region")


def _open_invitations() -> "QuerySet[Invitation]":
    invitations = Invitation.objects.open().filter(role__in=APPOINTED)
    return invitations.select_related("party", "region", "created_by")


def _crumbs() -> roles_given.Crumbs:
    return [(_("People"), reverse("people"))]


@require_safe
@staff_page(Permission.APPOINT)
def people(request: SignedInRequest) -> HttpResponse:
    query, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    context = {
        "page": page_of(request, _found(query, role)),
        "query": query,
        "role": role,
        "roles": RoleKey.choices,
        "appointed": APPOINTED,
        "invitations": _open_invitations()[:100],
    }
    return render(request, "countries/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.APPOINT)
def people_appoint(request: SignedInRequest) -> HttpResponse:
    initial = {"language": request.user.language}
    form = AppointForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and roles_given.invite_with(request, form):
        return redirect("people")
    return render(request, "countries/people_appoint.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.APPOINT)
def people_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(_memberships(), pk=pk)
    return roles_given.remove_page(request, membership, back=reverse("people"), crumbs=_crumbs())


@require_POST
@staff_page(Permission.APPOINT)
def people_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_open_invitations(), pk=pk)
    return roles_given.withdraw(request, invitation, back=reverse("people"))


@require_POST
@staff_page(Permission.APPOINT)
def people_send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_open_invitations(), pk=pk)
    return roles_given.send_again(request, invitation, back=reverse("people"))
