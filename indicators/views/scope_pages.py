"""What the pages of zones and of the affected areas have in common."""

from dataclasses import dataclass
from typing import Any

from indicators.baseline.scope_states import ScopeState
from indicators.locks import why_locked
from indicators.models import Cycle, Report
from indicators.sections import SECTIONS
from indicators.views.baseline import crumbs
from indicators.views.scope_links import section_url


@dataclass(frozen=True)
class SectionTask:
    """A section of a scope, as a list shows it."""

    key: str
    title: object
    url: str
    state: str


def tasks_of(report: Report, state: ScopeState) -> list[SectionTask]:
    """The sections of a scope with their states."""
    return [
        SectionTask(
            key,
            info.title,
            section_url(report, key, scope=state.scope),
            state.sections.get(key, "not_started"),
        )
        for key, info in SECTIONS.items()
    ]


def scope_context(report: Report) -> dict[str, Any]:
    """What the pages of zones and of the affected areas both need."""
    locked = why_locked(report, Cycle.objects.current())
    return {
        "report": report,
        "crumbs": crumbs(report),
        "locked": locked,
        "editable": not locked,
    }
