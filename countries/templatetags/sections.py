"""Sections of a report by their titles."""

from collections.abc import Iterable

from django import template

from countries.section_roles import titles_of

register = template.Library()


@register.filter
def section_names(keys: Iterable[str]) -> str:
    """The titles of sections, as a list in words."""
    return titles_of(keys)
