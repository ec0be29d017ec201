"""How far the record of each scope is: its sections' states, counted for lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import ngettext

from indicators.baseline.record import SECTIONS
from indicators.baseline.scope import Scope
from indicators.models import Report, Section


@dataclass(frozen=True)
class ScopeState:
    """A scope with the states of its sections and how many numbers it has."""

    scope: Scope
    sections: Mapping[str, str]
    numbers: int

    @property
    def complete(self) -> int:
        return sum(state == Section.State.COMPLETE for state in self.sections.values())

    @property
    def state(self) -> str:
        """Not started, draft or complete: the key of its chip."""
        if self.complete == len(SECTIONS):
            return Section.State.COMPLETE.value
        begun = self.numbers or any(s != Section.State.NOT_STARTED for s in self.sections.values())
        return (Section.State.DRAFT if begun else Section.State.NOT_STARTED).value

    @property
    def words(self) -> str:
        """ "3 of 5 sections complete, 475 numbers"; nothing for what is not started."""
        if self.state == Section.State.NOT_STARTED:
            return ""
        done = ngettext(
            "%(done)s of %(total)s section complete",
            "%(done)s of %(total)s sections complete",
            len(SECTIONS),
        ) % {"done": self.complete, "total": len(SECTIONS)}
        numbers = ngettext("%(count)s number", "%(count)s numbers", self.numbers)
        return f"{done}, {numbers % {'count': self.numbers}}"


def states_of_scopes(report: Report, scopes: Iterable[Scope]) -> list[ScopeState]:
    """The state of each scope (two queries)."""
    wanted = list(scopes)
    zones = {scope.zone for scope in wanted}
    sections: dict[Scope, dict[str, str]] = {}
    for row in report.sections.filter(zone__in=zones).only(
        "report", "copy", "zone", "key", "state"
    ):
        sections.setdefault(Scope.of_row(row), {})[row.key] = row.state
    counted = (
        report.observations.filter(zone__in=zones, value__isnull=False)
        .order_by()
        .values_list("copy", "zone")
        .annotate(n=Count("pk"))
    )
    numbers = {Scope(copy, zone): n for copy, zone, n in counted}
    return [ScopeState(s, sections.get(s, {}), numbers.get(s, 0)) for s in wanted]
