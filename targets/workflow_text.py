"""The life of a report as a diagram and a table, printed from targets.workflow."""

from collections.abc import Iterator

from django.utils.translation import override

from countries.roles import PERMISSION_LABELS, ROLES
from targets.workflow import AUDIENCE_LABELS, STATE_OWNERS, TRANSITIONS, Transition


def workflow_text() -> str:
    """Return the generated part of docs/workflow.md, in English."""
    with override("en"):
        return "\n".join([*_diagram(), "", *_table(), "", *_owners(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> draft"
    for row in TRANSITIONS.values():
        for source in row.sources:
            yield f"    {source} --> {row.target}: {row.action}"
    yield "```"


def _table() -> Iterator[str]:
    yield "| action | from | to | who | comment needed | not by the Party's own people | tells |"
    yield "|---|---|---|---|---|---|---|"
    for row in TRANSITIONS.values():
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Transition) -> list[str]:
    return [
        f"{row.action.label} (`{row.action}`)",
        ", ".join(row.sources),
        str(row.target),
        f"{_holders(row)}: {PERMISSION_LABELS[row.permission]}",
        "yes" if row.comment_needed else "no",
        "yes" if row.independent else "no",
        ", ".join(str(AUDIENCE_LABELS[audience]) for audience in row.tells),
    ]


def _holders(row: Transition) -> str:
    holders = [role.key.label for role in ROLES.values() if row.permission in role.permissions]
    return ", ".join(str(label) for label in holders)


def _owners() -> Iterator[str]:
    yield "| state | who has the next word |"
    yield "|---|---|"
    for state, owner in STATE_OWNERS.items():
        yield f"| {state} | {owner} |"
