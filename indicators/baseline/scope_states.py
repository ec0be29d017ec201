"""How far the record of a scope is: the states of its sections, for lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.baseline.record import SECTIONS
from indicators.baseline.scope import Scope
from indicators.models import Report, Section


@dataclass(frozen=True)
class ScopeState:
    """A scope with the states of its sections; those that nobody has begun are missing."""

    scope: Scope
    sections: Mapping[str, str]

    @classmethod
    def of(cls, scope: Scope, sections: Iterable[Section]) -> "ScopeState":
        return cls(scope, {section.key: section.state for section in sections})

    @property
    def complete(self) -> int:
        return sum(state == Section.State.COMPLETE for state in self.sections.values())

    @property
    def state(self) -> str:
        """Not started, draft or complete: the key of its chip."""
        if self.complete == len(SECTIONS):
            return Section.State.COMPLETE.value
        begun = any(state != Section.State.NOT_STARTED for state in self.sections.values())
        return (Section.State.DRAFT if begun else Section.State.NOT_STARTED).value

    @property
    def words(self) -> str:
        """ "3 of 5 sections complete"; nothing for what is not started."""
        if self.state == Section.State.NOT_STARTED:
            return ""
        counts = {"done": self.complete, "total": len(SECTIONS)}
        return _("%(done)s of %(total)s sections complete") % counts


def state_of_scope(report: Report, scope: Scope) -> ScopeState:
    """The state of one scope (one query)."""
    return ScopeState.of(
        scope, report.sections.filter(**scope.columns).only("report", "key", "state")
    )
