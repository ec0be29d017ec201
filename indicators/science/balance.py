"""The observed balance sheet: gains and losses per land type, and whether it is neutral.

Neutrality is like for like: every land type by itself, never a total that hides a loss.
Source: Cowie et al. 2018; GPG addendum, 2025, counterbalancing steps 4 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.science.classes import StatusClass

GAINS: Final = (StatusClass.RECENT_IMPROVEMENT, StatusClass.PERSISTENT_IMPROVEMENT)
LOSSES: Final = (StatusClass.PERSISTENT_DEGRADATION, StatusClass.RECENT_DEGRADATION)


@dataclass(frozen=True, slots=True)
class LandTypeBalance:
    """Gains and losses of one land type (or of the country), km2."""

    gains: float
    losses: float

    @property
    def delta(self) -> float:
        """Gains less losses, km2."""
        return self.gains - self.losses

    @property
    def neutral(self) -> bool:
        """Whether gains make up for losses."""
        return self.delta >= 0


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of a country: by land type, and in all."""

    land_types: Mapping[str, LandTypeBalance]

    @property
    def total(self) -> LandTypeBalance:
        """Sum over land types; its own sign says nothing about neutrality."""
        return LandTypeBalance(
            sum(b.gains for b in self.land_types.values()),
            sum(b.losses for b in self.land_types.values()),
        )

    @property
    def neutral(self) -> bool:
        """Whether every land type is neutral."""
        return all(b.neutral for b in self.land_types.values())

    @property
    def not_neutral(self) -> tuple[str, ...]:
        """The land types in which losses exceed gains."""
        return tuple(name for name, b in self.land_types.items() if not b.neutral)


def gains_and_losses(status_km2: Sequence[float]) -> LandTypeBalance:
    """Gains (status 6, 7) and losses (1, 2) of areas by status class 1..7, km2."""
    if len(status_km2) != len(StatusClass):
        msg = f"{len(status_km2)} status areas were given; expected are 7, for classes 1 to 7."
        raise ValueError(msg)
    return LandTypeBalance(
        gains=sum(float(status_km2[c - 1]) for c in GAINS),
        losses=sum(float(status_km2[c - 1]) for c in LOSSES),
    )


def balance_by_land_type(status_km2: Mapping[str, Sequence[float]]) -> Balance:
    """The balance of areas by status class 1..7, km2, for each land type."""
    return Balance({name: gains_and_losses(areas) for name, areas in status_km2.items()})
