"""The arithmetic of the balance sheet, like for like, in Decimals and without rounding.

Every land type is judged by itself; the country is neutral only where every land type is. Only
Reverse makes gains. Source: Cowie et al. 2018; GPG addendum, 2025, counterbalancing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
NOUGHT = Decimal(0)
LAST_DEFAULT = 2030
Plans = Mapping[str, tuple[Decimal, Decimal]]
"""Planned gains and losses by land type, km2."""


class Verdict(StrEnum):
    """Whether gains make up for losses."""

    NEUTRAL = "neutral"
    NOT_NEUTRAL = "not_neutral"
    UNKNOWN = "unknown"


def verdict_of(net: Decimal | None) -> Verdict:
    """Judge gains less losses of one land type, km2."""
    if net is None:
        return Verdict.UNKNOWN
    return Verdict.NEUTRAL if net >= 0 else Verdict.NOT_NEUTRAL


def verdict_of_all(verdicts: list[Verdict]) -> Verdict:
    """One land type that is not neutral decides; one that is not known leaves it open."""
    for decisive in (Verdict.NOT_NEUTRAL, Verdict.UNKNOWN):
        if decisive in verdicts:
            return decisive
    return Verdict.NEUTRAL if verdicts else Verdict.UNKNOWN


@dataclass(frozen=True)
class Assumptions:
    """What the projection takes for granted; shares in percent."""

    until: int = LAST_DEFAULT
    losses_go_on: Decimal = HUNDRED
    gains_go_on: Decimal = HUNDRED
    losses_happen: Decimal = HUNDRED
    gains_succeed: Decimal = HUNDRED


@dataclass(frozen=True)
class Line:
    """One land type: what was observed and what is planned, km2. None is not known."""

    land_type: str
    area: Decimal | None = None
    degraded: Decimal | None = None
    gains: Decimal | None = None
    losses: Decimal | None = None
    planned_gains: Decimal = NOUGHT
    planned_losses: Decimal = NOUGHT
    avoided: Decimal = NOUGHT

    @property
    def net(self) -> Decimal | None:
        """Observed gains less losses."""
        if self.gains is None or self.losses is None:
            return None
        return self.gains - self.losses

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.net)


@dataclass(frozen=True)
class Projection:
    """One land type in the last year of the projection, by what it is made of, km2."""

    line: Line
    further_losses: Decimal
    further_gains: Decimal
    planned_losses: Decimal
    planned_gains: Decimal

    @property
    def gains(self) -> Decimal | None:
        if self.line.gains is None:
            return None
        return self.line.gains + self.further_gains + self.planned_gains

    @property
    def losses(self) -> Decimal | None:
        if self.line.losses is None:
            return None
        return self.line.losses + self.further_losses + self.planned_losses

    @property
    def net(self) -> Decimal | None:
        if self.gains is None or self.losses is None:
            return None
        return self.gains - self.losses

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.net)


@dataclass(frozen=True)
class Years:
    """What was observed: from the end of the baseline to the end of the period."""

    first: int
    last: int

    def pace(self, until: int) -> Decimal:
        """What a yearly pace comes to by `until`, as a multiple of what was observed."""
        observed, ahead = self.last - self.first, until - self.last
        return Decimal(max(ahead, 0)) / observed if observed > 0 else NOUGHT


def project(line: Line, years: Years, assumed: Assumptions) -> Projection:
    """Carry one land type on: the observed pace, and what is planned."""
    pace = years.pace(assumed.until)
    return Projection(
        line=line,
        further_losses=(line.losses or NOUGHT) * pace * assumed.losses_go_on / HUNDRED,
        further_gains=(line.gains or NOUGHT) * pace * assumed.gains_go_on / HUNDRED,
        planned_losses=line.planned_losses * assumed.losses_happen / HUNDRED,
        planned_gains=line.planned_gains * assumed.gains_succeed / HUNDRED,
    )


@dataclass(frozen=True)
class Sheet:
    """The balance sheet of a country: its land types, the years observed, the assumptions."""

    lines: tuple[Line, ...]
    years: Years
    assumed: Assumptions

    @property
    def verdict(self) -> Verdict:
        """Whether the country is neutral by what was observed."""
        return verdict_of_all([line.verdict for line in self.lines])

    @property
    def not_neutral(self) -> tuple[str, ...]:
        return tuple(n.land_type for n in self.lines if n.verdict == Verdict.NOT_NEUTRAL)

    @property
    def net(self) -> Decimal | None:
        """The sum over land types; its own sign says nothing about neutrality."""
        return total(line.net for line in self.lines)

    @property
    def projections(self) -> tuple[Projection, ...]:
        return tuple(project(line, self.years, self.assumed) for line in self.lines)

    @property
    def projected_verdict(self) -> Verdict:
        return verdict_of_all([p.verdict for p in self.projections])

    @property
    def projected_not_neutral(self) -> tuple[str, ...]:
        return tuple(p.line.land_type for p in self.projections if p.verdict == Verdict.NOT_NEUTRAL)

    @property
    def projected_net(self) -> Decimal | None:
        return total(p.net for p in self.projections)

    def with_plans(self, plans: Plans) -> "Sheet":
        """The same sheet with other planned gains and losses by land type, km2."""
        return replace(self, lines=tuple(_planned(line, plans) for line in self.lines))


def _planned(line: Line, plans: Plans) -> Line:
    if line.land_type not in plans:
        return line
    gains, losses = plans[line.land_type]
    return replace(line, planned_gains=gains, planned_losses=losses)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """Sum what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, NOUGHT) if known else None
