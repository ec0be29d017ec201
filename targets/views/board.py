"""The reviewers' board: all Parties with their sections, as a page and as a table to keep."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from countries.access import staff_page
from countries.models import Party, User
from countries.pages import page_of
from countries.roles import Permission
from countries.spreadsheet_text import safe
from countries.states import STATES, UNKNOWN
from indicators.models import Cycle
from targets.board import (
    COLUMNS,
    SHORT_HEADS,
    Cell,
    Line,
    filtered,
    lines_of,
    ordered,
    parties_on_board,
    waiting_elsewhere,
)
from targets.forms.review import BoardForm


@dataclass(frozen=True)
class Heading:
    """A column that can be sorted by: what its link asks for, and how it is sorted now."""

    key: str
    label: str | Promise
    sort: str

    @property
    def link(self) -> str:
        return f"-{self.key}" if self.sort == self.key else self.key

    @property
    def aria(self) -> str:
        return {self.key: "ascending", f"-{self.key}": "descending"}.get(self.sort, "none")


_HEADINGS: dict[str, Promise] = {
    "party": gettext_lazy("Party"),
    "state": pgettext_lazy("of a report", "State"),
    "since": gettext_lazy("Days in it"),
    "reviewer": gettext_lazy("Reviewer"),
    "threads": gettext_lazy("Open threads"),
    "remarks": gettext_lazy("Remarks"),
}


@require_safe
@staff_page(Permission.READ_SUBMISSIONS)
def review_board(request: HttpRequest) -> HttpResponse:
    """Every Party of the reader's regions, by default first those that wait for a reader."""
    user, form = cast(User, request.user), BoardForm(request.GET)
    cycle = _cycle(form)
    if cycle is None:
        return render(request, "targets/review/no_board.html")
    page = page_of(request, _chosen(user, form, cycle))
    sort = form.cleaned_data.get("sort", "")
    context = {
        "form": form,
        "cycle": cycle,
        "page": page,
        "lines": lines_of(page, cycle),
        "columns": [(SHORT_HEADS[key], title) for key, title in COLUMNS.items()],
        "headings": [Heading(key, label, sort) for key, label in _HEADINGS.items()],
        "elsewhere": waiting_elsewhere(user, cycle),
    }
    return render(request, "targets/review/board.html", context)


def _cycle(form: BoardForm) -> Cycle | None:
    """The cycle that was asked for, else the current one; None before the first."""
    asked: Cycle | None = form.cleaned_data.get("cycle") if form.is_valid() else None
    return asked or Cycle.objects.current()


def _chosen(user: User, form: BoardForm, cycle: Cycle) -> "QuerySet[Party]":
    """The Parties that the filters keep; a filter that cannot be read keeps all."""
    rows = filtered(parties_on_board(user, cycle), form.cleaned_data, user=user, cycle=cycle)
    return ordered(rows, form.cleaned_data.get("sort", ""))


@require_safe
@staff_page(Permission.READ_SUBMISSIONS)
def review_board_file(request: HttpRequest) -> HttpResponse:
    """The board as CSV, with the filters and the order of the page."""
    user, form = cast(User, request.user), BoardForm(request.GET)
    cycle = _cycle(form)
    name = f"review-board-{cycle.year}.csv" if cycle else "review-board.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(_file_head())
    if cycle is not None:
        for line in lines_of(_chosen(user, form, cycle), cycle):
            writer.writerow([safe(value) for value in _file_row(line, cycle)])
    return response


def _file_head() -> list[str]:
    first = [
        _("ISO 3"),
        _("Party"),
        _("Annex"),
        _("Cycle"),
        _("Version"),
        pgettext("of a report", "State"),
    ]
    rest = [_("Since"), _("Days in it"), _("Overdue"), _("Reviewer"), _("Open threads")]
    sections = [
        f"{title}: {what}"
        for title in COLUMNS.values()
        for what in (_("review"), _("days"), _("open threads"), _("remarks"))
    ]
    return [*first, *rest, _("Remarks"), *sections]


def _file_row(line: Line, cycle: Cycle) -> Iterator[Any]:
    party = line.party
    yield from (party.iso3, party.name, party.annex.name if party.annex else "", cycle.year)
    yield from (party.version, STATES.get(line.state, UNKNOWN).label)
    yield date_format(localtime(party.since), "Y-m-d") if party.since else ""
    yield from (line.days, _overdue_words(line), party.reviewer_name, party.open_threads)
    yield party.remarks if party.version_id else None
    for cell in line.cells:
        yield from _file_cell(cell)


def _overdue_words(line: Line) -> str:
    if line.is_idle:
        return _("a week without a reviewer")
    return _("due date passed") if line.is_late else ""


def _file_cell(cell: Cell | None) -> tuple[Any, ...]:
    if cell is None:
        return (None,) * 4
    return (cell.state.label, cell.days, cell.open_threads, cell.remarks)
