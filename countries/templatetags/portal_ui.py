"""Small tags of the user interface: icons, chips, origin tags, fields, navigation."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, Select, SelectMultiple
from django.forms.widgets import CheckboxSelectMultiple, HiddenInput, RadioSelect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from countries.icons import DIRECTED, ICONS
from countries.permissions import may
from countries.roles import Permission
from countries.states import ORIGINS, STATES, UNKNOWN

register = template.Library()

_TONE_ICONS = {"info": "info", "ok": "check", "warn": "alert", "error": "alert"}
_MESSAGE_ICONS = {"success": "check", "warning": "alert", "error": "alert"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of countries.icons; a sign beside words, so hidden from screen readers."""
    turned = " icon-directed" if name in DIRECTED else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 16 16" fill="none" stroke="currentColor"'
        ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        turned,
        mark_safe(ICONS[name]),  # noqa: S308 - our own constants
    )


@register.filter
def message_icon(level_tag: str) -> str:
    """Name the icon of a message of Django's messages framework."""
    return _MESSAGE_ICONS.get(level_tag, "info")


def _chip(label: object, tone: str, sign: str) -> SafeString:
    drawn = icon(sign) if sign else ""
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, drawn, label)


@register.simple_tag
def chip(label: str | Promise, tone: str = "neutral", sign: str = "") -> SafeString:
    """Show a word as a chip: tone neutral, info, ok, warn, error, degraded, stable, improved."""
    return _chip(label, tone, sign or _TONE_ICONS.get(tone, ""))


@register.simple_tag
def state_chip(state: str, label: str | Promise = "") -> SafeString:
    """Show a state by its key in countries.states; `label` takes the place of its word."""
    look = STATES.get(str(state).lower(), UNKNOWN)
    return _chip(label or look.label or state, look.tone, look.icon)


@register.simple_tag
def origin_tag(origin: str, label: str | Promise = "", url: str = "") -> SafeString:
    """Tag a number with where it comes from; with `url` it leads to the source, such as a run."""
    key = str(origin).lower()
    words = label or ORIGINS.get(key, origin)
    css = f"origin origin-{key.replace('_', '-')}"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, words)
    return format_html('<span class="{}">{}</span>', css, words)


@register.simple_tag
def key(name: str) -> SafeString:
    """Draw the colour key of a class: degraded, no-data, lpd-1 .. lpd-5, cover-1 .. cover-7.

    A colour that somebody chose ("#787f1b") is drawn, as pages may hold no style of their own.
    """
    if name.startswith("#"):
        return format_html(
            '<svg class="key" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">'
            '<path fill="{}" d="M0 0h1v1H0z"/></svg>',
            name,
        )
    return format_html('<span class="key key-{}" aria-hidden="true"></span>', name)


@register.simple_tag(takes_context=True)
def nav_current(context: Mapping[str, Any], url: str) -> SafeString:
    """Give aria-current for a link: "page" on its own page, "true" on the pages beneath."""
    request = context.get("request")
    path = getattr(request, "path", "")
    if not url or not path:
        return SafeString("")
    if path == url:
        return mark_safe('aria-current="page"')
    beneath = url != "/" and path.startswith(url)
    return mark_safe('aria-current="true"' if beneath else "")  # noqa: S308


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return ""  # Django puts the class on the box around the choices
    if isinstance(widget, Select | SelectMultiple):
        return "form-select"
    return "form-control"


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, FileInput):
        return "file"
    return "hidden" if isinstance(widget, HiddenInput) else "line"


def _described_by(field: BoundField, has_guidance: bool) -> str:
    """List the ids of what belongs to a field, in the order in which it is read out."""
    parts = [
        (field.help_text, "help"),
        (field.errors, "error"),
        (has_guidance, "guidance"),
    ]
    return " ".join(f"{field.auto_id}-{name}" for present, name in parts if present)


def _control(field: BoundField, *, short: bool, has_guidance: bool) -> SafeString:
    own = field.field.widget.attrs.get("class", "")
    look = _control_class(field)
    invalid = "is-invalid" if look and field.errors else ""
    classes = [own, look, "is-short" if short else "", invalid]
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    described_by = _described_by(field, has_guidance)
    if described_by:
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def ask_url(context: Any, about: str, label: object) -> str:
    """The address that asks the helpdesk about a field of a Party's page; empty for who may not.

    `about` is the field's path in the report, `label` its name in words.
    """
    request = getattr(context, "request", None)
    party = getattr(request, "party", None)
    if request is None or party is None or not may(request.user, Permission.ASK, party):
        return ""
    asked = {"party": party.iso3, "about": about, "about_label": label, "page": request.path}
    return f"{reverse('question_ask')}?{urlencode(asked)}"


@register.inclusion_tag("components/ask_link.html", takes_context=True)
def ask_link(context: Any, about: str, label: object) -> dict[str, Any]:
    """A link that asks the helpdesk about a section, table or field; nothing for who may not."""
    return {"url": ask_url(context, about, label), "label": label}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    guidance: str | Promise = "",
    previous: str | Promise = "",
    unit: str | Promise = "",
    short: bool = False,
    ask: str = "",
) -> dict[str, Any]:
    """Show a form field whole: label, help, error, control, unit, previous value, guidance.

    `ask` is the address that asks the helpdesk about it: see `ask_url`.
    """
    kind = _kind(bound)
    return {
        "field": bound,
        "kind": kind,
        "tag": "fieldset" if kind == "choices" else "div",
        "control": _control(bound, short=short, has_guidance=bool(guidance)),
        "guidance": guidance,
        "previous": previous,
        "unit": unit,
        "ask": ask,
    }


@register.inclusion_tag("components/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """Show every visible field of a form in its order, and its hidden ones."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """List the errors of forms, or lists of forms, on top of a page, each linking to its field."""
    each = [f for form in forms for f in (form if isinstance(form, list) else [form])]
    bad = [form for form in each if form is not None and form.errors]
    own = [error for form in bad for error in form.non_field_errors()]
    linked = [
        (bound.id_for_label or bound.auto_id, bound.label, error)
        for form in bad
        for bound in form
        for error in bound.errors
    ]
    return {"own": own, "linked": linked, "count": len(own) + len(linked)}


@register.filter
def shown_pages(page: Any) -> list[int | str]:
    """List the page numbers to offer for a Page, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
