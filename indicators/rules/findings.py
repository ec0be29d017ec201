"""What a rule found: which field, what was found, what was expected, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators import quantity_text


class Level(models.TextChoices):
    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")


@dataclass(frozen=True)
class Km2:
    """An area in a message."""

    value: Decimal

    def __str__(self) -> str:
        kept = exact(self.value)
        return quantity_text.km2(kept, _places(kept))


@dataclass(frozen=True)
class Plain:
    """Another number in a message."""

    value: Decimal

    def __str__(self) -> str:
        kept = exact(self.value)
        return quantity_text.number(kept, _places(kept))


def exact(value: Decimal) -> Decimal:
    """Round to two decimals and leave out idle zeros."""
    return quantity_text.rounded(value, 2).normalize()


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found. `field` is the path of the field to go to."""

    rule: str
    level: Level
    section: str
    field: str
    text: str | Promise
    params: Mapping[str, Any] = made_by(default_factory=dict)
    explanation: str = ""
    elsewhere: str = ""
    """The address of the page that has the field, where it is not one of the section's own."""

    @property
    def address(self) -> str:
        """Where the field is, for a link on the section's page."""
        return self.elsewhere or f"#{self.field}"

    @property
    def key(self) -> str:
        """Under which a Party's explanation is kept."""
        return f"{self.rule}:{self.field}"

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The sentence, in the language in use when it is read."""
        return str(self.text) % {name: str(value) for name, value in self.params.items()}

    @property
    def blocks(self) -> bool:
        """Whether it keeps the report from being submitted."""
        return self.level == Level.ERROR

    @property
    def can_be_explained(self) -> bool:
        return self.level == Level.WARNING


def with_explanations(
    findings: Iterable[Finding], explanations: Mapping[str, str]
) -> list[Finding]:
    """Give each warning the explanation that was recorded for it."""
    return [
        replace(f, explanation=explanations.get(f.key, "")) if f.can_be_explained else f
        for f in findings
    ]


def by_field(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by the field they name."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.field, []).append(finding)
    return grouped
