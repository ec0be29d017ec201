"""How a page writes its numbers: units and decimal sign. What comes back is read the same way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.arithmetic import to_hectares, to_km2, tonnes, tonnes_per_hectare
from indicators.baseline.fields import unit_of
from indicators.baseline.keys import Key
from indicators.baseline.reading import decimal_sign, stored, write_number
from indicators.models import Observation, Origin, Unit

COMPUTED_PLACES = 2
AREA_UNITS = (Unit.KM2, Unit.HA)
STOCK_UNITS = (Unit.T_PER_HA, Unit.TONNES)


@dataclass(frozen=True)
class Notation:
    """Unit of areas, unit of stocks and decimal sign of one page."""

    area: Unit = Unit.KM2
    stock: Unit = Unit.T_PER_HA
    sign: str = "."

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> "Notation":
        """Read it from a page's address or its hidden fields; what is missing is the default."""
        return cls(
            area=_one_of(AREA_UNITS, fields.get("unit", "")),
            stock=_one_of(STOCK_UNITS, fields.get("stock_unit", "")),
            sign="," if fields.get("decimal", decimal_sign()) == "," else ".",
        )

    def for_reader(self) -> "Notation":
        """The same units, with the decimal sign of the language in use."""
        return replace(self, sign=decimal_sign())

    def unit(self, key: Key) -> Unit:
        return self.stock if unit_of(key) == Unit.T_PER_HA else self.area

    def entered(self, row: Observation, area: Decimal | None = None) -> Decimal | None:
        """The number in this page's unit: as it was typed if it was typed in this unit.

        `area` is the area in km2 that a stock stands on, for tonnes.
        """
        unit = self.area if row.unit == Unit.KM2 else self.stock
        if row.entered_unit == unit and row.entered_value is not None:
            return row.entered_value
        return None if row.value is None else _converted(row.value, unit, area)

    def text(self, row: Observation | None, area: Decimal | None = None) -> str:
        """What the input shows. Computed numbers are shown to two decimals, typed ones whole."""
        if row is None:
            return ""
        places = COMPUTED_PLACES if row.origin == Origin.COMPUTED else None
        return write_number(self.entered(row, area), self.sign, places)


def _converted(value: Decimal, unit: Unit, area: Decimal | None) -> Decimal | None:
    if unit == Unit.HA:
        return to_hectares(value)
    if unit == Unit.TONNES:
        return None if area is None else tonnes(value, area)
    return value


def _one_of(units: tuple[Unit, ...], text: str) -> Unit:
    return next((unit for unit in units if unit.value == text), units[0])


def stored_value(value: Decimal, unit: Unit, area: Decimal | None = None) -> Decimal | None:
    """Turn an entered number into what is stored: km2 or t/ha; None for tonnes on no area."""
    if unit == Unit.TONNES:
        density = None if area is None else tonnes_per_hectare(value, area)
        return None if density is None else stored(density)
    return stored(to_km2(value) if unit == Unit.HA else value)
