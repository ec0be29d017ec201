"""Addresses of a record's scopes, the switch between them, and the pages above them."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from indicators.models import Report
from indicators.sections import SECTIONS

ZONES = Scope(zone="\n")
"""Stands for the list of all zones in the switch."""


@dataclass(frozen=True)
class ScopeLink:
    """A scope that one can switch to; `here` is the one that is shown."""

    label: str
    url: str
    here: bool


def part_of(report: Report, name: str) -> Scope:
    """The part that `?part=` names, such as "affected" or "zone-3", or 404; empty: the country."""
    if not name:
        return NATIONAL
    if name == AFFECTED.short:
        return AFFECTED
    number = name.removeprefix("zone-")
    where = {"number": int(number) if number.isdecimal() and len(number) < 6 else 0}
    return Scope.of_zone(get_object_or_404(report.zones.light(), **where))


def scope_args(report: Report) -> list[Any]:
    """The arguments of a report's addresses."""
    return [report.party.iso3, report.cycle.year]


def address(report: Report, section: str, scope: Scope = NATIONAL) -> list[Any]:
    """The arguments of a section's addresses."""
    return [*scope_args(report), scope.address(section)]


def section_url(
    report: Report, section: str, query: dict[str, str] | None = None, scope: Scope = NATIONAL
) -> str:
    """The address of a section in a scope, with what it is to show."""
    return reverse("baseline_section", args=address(report, section, scope), query=query)


def print_url(report: Report, scope: Scope) -> str:
    """The page that prints a part of the country."""
    return reverse("baseline_print", args=scope_args(report), query={"part": scope.short})


def scope_home(report: Report, scope: Scope) -> str:
    """The page above a scope's sections."""
    if scope.is_national:
        return report.get_absolute_url()
    name = "affected_areas" if scope.is_affected else "zone_list"
    return reverse(name, args=scope_args(report))


def scope_crumbs(report: Report, scope: Scope) -> list[tuple[str, str]]:
    """The pages between the report and a section of a scope."""
    if scope.is_national:
        return []
    if scope.is_affected:
        return [(scope.label, scope_home(report, scope))]
    zones = reverse("zone_list", args=scope_args(report))
    return [(_("Zones"), zones), (scope.label, f"{zones}#zone-{scope.number}")]


def switch(report: Report, scope: Scope, section: str) -> list[ScopeLink]:
    """The same section of the whole country and of the affected areas, and the list of zones."""
    zones = f"{reverse('zone_list', args=scope_args(report))}?section={section}"
    in_zone = bool(scope.zone) and not scope.is_affected
    zone = _("Zone: %(name)s") % {"name": scope.zone} if scope.number else _("Zones")
    return [
        ScopeLink(NATIONAL.label, section_url(report, section), scope.is_national),
        ScopeLink(AFFECTED.label, section_url(report, section, scope=AFFECTED), scope.is_affected),
        ScopeLink(zone, zones, in_zone),
    ]


def sections_beside(report: Report, scope: Scope, section: str) -> list[ScopeLink]:
    """The other sections of the same part; the country's are listed on the report's home."""
    if scope.is_national:
        return []
    return [
        ScopeLink(str(info.title), section_url(report, key, scope=scope), key == section)
        for key, info in SECTIONS.items()
    ]
