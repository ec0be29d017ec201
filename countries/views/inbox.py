"""The inbox of the person who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from countries.access import SignedInRequest
from countries.actions.messages import mark_all_read, mark_read
from countries.models import Message
from countries.pages import page_of


@require_safe
@login_required
def inbox(request: SignedInRequest) -> HttpResponse:
    messages = Message.objects.visible_to(request.user)
    unread_only = request.GET.get("show") == "unread"
    shown = messages.unread() if unread_only else messages
    context = {
        "page": page_of(request, shown),
        "unread_only": unread_only,
        "unread": messages.unread().count(),
    }
    return render(request, "countries/inbox.html", context)


@require_safe
@login_required
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    mark_read([found])
    return render(request, "countries/message.html", {"letter": found})


@require_POST
@login_required
def inbox_read_all(request: SignedInRequest) -> HttpResponse:
    mark_all_read(by=request.user)
    return redirect("inbox")
