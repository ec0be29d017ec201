"""The audit trail as people read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.access import SignedInRequest, party_page, staff_page
from countries.audit_texts import Telling
from countries.models import AuditEvent, Party
from countries.pages import page_of
from countries.roles import Permission


@require_safe
@staff_page(Permission.READ_AUDIT)
def audit_trail(request: SignedInRequest) -> HttpResponse:
    iso3, person = (request.GET.get(name, "").strip() for name in ("party", "person"))
    events = AuditEvent.objects.order_by("-pk")
    if iso3:
        events = events.filter(party=iso3.upper())
    if person:
        events = events.filter(actor__icontains=person)
    page = page_of(request, events)
    context = {
        "page": page,
        "tellings": [Telling(event) for event in page],
        "iso3": iso3,
        "person": person,
        "title": _("Audit trail"),
    }
    return render(request, "countries/audit_trail.html", context)


@require_safe
@party_page()
def party_history(request: SignedInRequest, party: Party) -> HttpResponse:
    page = page_of(request, AuditEvent.objects.filter(party=party.iso3).order_by("-pk"))
    context = {
        "party": party,
        "page": page,
        "tellings": [Telling(event) for event in page],
        "crumbs": [(party.name, party.get_absolute_url())],
    }
    return render(request, "countries/party_history.html", context)
