"""The shape of a row, and all rows together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

ACTORS = (
    "anonymous",
    "contributor",  # of the Party XAA
    "focal_point",  # of the Party XAA
    "other_focal_point",  # of the Party XBB
    "reviewer",  # of the region that XAA is in
    "other_reviewer",  # of another region
    "secretariat",
    "observer",
)
APPS = (
    "accounts",
    "countries",
    "indicators",
    "offline",
    "targets",
    "cycles",
    "portal",
    "interface",
)


@dataclass(frozen=True)
class Row:
    """One question: this address, this method, in these states of the report."""

    name: str
    method: str
    expected: tuple[int, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None
    query: str = ""
    states: tuple[str, ...] = ("draft",)
    as_json: bool = False


def row(
    name: str,
    method: str,
    expected: str,
    /,  # an address may have a part called `name`
    *,
    data: Mapping[str, Any] | None = None,
    query: str = "",
    states: str = "draft",
    as_json: bool = False,
    **kwargs: Any,
) -> Row:
    """Write a row; `expected` lists the answers to ACTORS, in their order."""
    answers = tuple(int(answer) for answer in expected.split())
    if len(answers) != len(ACTORS):
        raise ValueError(f"{name} {method}: {len(ACTORS)} answers are needed, not {len(answers)}.")
    return Row(name, method, answers, kwargs, data, query, tuple(states.split()), as_json)


def public(name: str, /, **kwargs: Any) -> list[Row]:
    """Everybody may read this page, and nobody can send anything to it."""
    return [
        row(name, "GET", "200 200 200 200 200 200 200 200", **kwargs),
        row(name, "POST", "405 405 405 405 405 405 405 405", **kwargs),
    ]


def rows_of(app: str) -> list[Row]:
    rows: list[Row] = import_module(f"tests.ldnportal.authorisation.{app}").ROWS
    return rows


def all_rows() -> list[Row]:
    return [row for app in APPS for row in rows_of(app)]
