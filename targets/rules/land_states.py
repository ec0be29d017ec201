"""How much of each land type is degraded and how much is not, from the run behind the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.baseline.record import Record
from indicators.quantity_text import as_decimal
from targets.neutrality.observed import observe

NOUGHT = Decimal(0)
_DEGRADED, _STABLE = 0, 1


@dataclass(frozen=True)
class LandStates:
    """One land type, or several together, km2: R9 says which of it is degraded."""

    degraded: Decimal
    not_degraded: Decimal

    @classmethod
    def of_crosstab(cls, cells: Sequence[Sequence[float]]) -> "LandStates":
        """From areas by state in the baseline (rows) and in the period (columns)."""
        rows = [[as_decimal(cell) for cell in row] for row in cells]
        whole = sum((sum(row, NOUGHT) for row in rows), NOUGHT)
        now = sum((row[_DEGRADED] for row in rows), NOUGHT)
        # Land that was degraded and did not improve since is degraded still.
        degraded = now + rows[_DEGRADED][_STABLE]
        return cls(degraded, whole - degraded)

    def __add__(self, other: "LandStates") -> "LandStates":
        degraded = self.degraded + other.degraded
        return LandStates(degraded, self.not_degraded + other.not_degraded)


def land_states(record: Record) -> Mapping[str, LandStates]:
    """Each land type that the run behind the record tells of, in the newest period (one query)."""
    crosstab = observe(record).table.get("crosstab", {})
    return {land_type: LandStates.of_crosstab(cells) for land_type, cells in crosstab.items()}
