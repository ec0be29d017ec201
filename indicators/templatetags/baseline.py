"""Cells of the baseline's tables, drawn in one go: a page has hundreds of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from countries.templatetags.portal_ui import origin_tag
from indicators.baseline.cells import Cell

register = template.Library()

_EMPTY = mark_safe("")


@register.simple_tag
def number_cell(cell: Cell, editable: bool, printing: bool = False) -> SafeString:
    """Draw a cell: an input while the report can be edited, else the number; text if derived.

    On paper nothing links to it and nothing renews it.
    """
    if printing:
        return format_html('<td class="num">{}{}</td>', cell.text or "–", _notes(cell))
    if not cell.is_input:
        return format_html('<td class="num" data-value="{}">{}</td>', cell.value_key, cell.text)
    body = _input(cell) if editable else _plain(cell)
    keep = _keep(cell) if editable and cell.keep else _EMPTY
    return format_html('<td class="num">{}{}{}{}</td>', body, _notes(cell), keep, _problem(cell))


def _keep(cell: Cell) -> SafeString:
    """A button that saves the page and takes over what the report before published."""
    return format_html(
        '<button class="btn btn-link btn-sm cell-keep" name="keep" value="{}" '
        'aria-label="{}">{}</button>',
        cell.path,
        _("Keep %(name)s of the last report") % {"name": cell.label},
        _("Keep"),
    )


def _input(cell: Cell) -> SafeString:
    return format_html(
        '<input type="text" inputmode="decimal" class="form-control{}" '
        'id="{}" name="{}" value="{}" aria-label="{}"{}>',
        " is-invalid" if cell.problem else "",
        cell.path,
        cell.path,
        cell.text,
        cell.label,
        _described(cell),
    )


def _described(cell: Cell) -> SafeString:
    if not cell.problem:
        return _EMPTY
    return format_html(' aria-describedby="{}-error" aria-invalid="true"', cell.path)


def _plain(cell: Cell) -> SafeString:
    return format_html('<span id="{}" tabindex="-1">{}</span>', cell.path, cell.text or "–")


def _notes(cell: Cell) -> SafeString:
    sign = format_html('<span class="cell-note cell-sign">{}</span>', cell.sign)
    tag = format_html('<span class="cell-note">{}</span>', _origin(cell)) if cell.tag else _EMPTY
    notes = format_html_join("", '<span class="difference">{}</span>', ((n,) for n in cell.notes))
    return format_html("{}{}{}", sign if cell.sign else _EMPTY, tag, notes)


def _origin(cell: Cell) -> SafeString:
    assert cell.tag is not None
    return origin_tag(cell.tag.origin, cell.tag.label, cell.tag.url)


def _problem(cell: Cell) -> SafeString:
    """The sentence about what could not be read; empty, but there for a script to fill."""
    if not cell.problem:
        return _EMPTY
    return format_html(
        '<span class="field-error cell-error" id="{}-error">'
        '<span class="visually-hidden">{}</span> {}</span>',
        cell.path,
        _("Error:"),
        cell.problem,
    )
