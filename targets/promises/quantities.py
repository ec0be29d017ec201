"""The quantities of a target: ten kinds in one form, each with the fields it uses."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import to_km2
from indicators.baseline.reading import stored
from indicators.models import Indicator, Unit
from targets.models import Quantity, Target
from targets.models.vocabularies import LandType, QuantityKind
from targets.promises.fields import Field, choice, line, number, year

K = QuantityKind
MOST_ROWS = 30
PREFIX = "quantities"
AREA_KINDS = (K.AREA, K.AREA_BY_LAND_TYPE, K.PERCENT_OF_AREA)
"""Kinds whose unit is a unit of area."""
AREA_UNITS = ((Unit.HA.value, _("ha")), (Unit.KM2.value, _("km²")))
INDICATOR_CHOICES = (
    (Indicator.LAND_COVER.value, _("Land cover")),
    (Indicator.PRODUCTIVITY.value, _("Land productivity")),
    ("carbon_stocks", _("Carbon stocks")),
    (Indicator.SDG.value, _("SDG indicator 15.3.1")),
    ("other", _("Other")),
)
UNIT_HINTS = ("%", "% of country", "% per year", "% by mass", "t/ha", "t/ha per year", "km2", "ha")
DEFAULT_UNITS = {
    K.PERCENT_OF_COUNTRY: "% of country",
    K.PERCENT_CHANGE: "%",
    K.RATE: "% per year",
}

FIELDS: tuple[Field, ...] = (
    choice("kind", _("Kind"), tuple(K.choices)),
    choice("indicator", _("Indicator"), INDICATOR_CHOICES),
    choice("land_type", _("Land type"), tuple(LandType.choices)),
    line("what", _("What, in words")),
    number("value", _("Value")),
    number("from_value", _("From")),
    number("to_value", _("To")),
    number("from_level", _("Starting level")),
    number("of_value", _("Of an area of")),
    # Of AREA_KINDS only.
    choice("area_unit", _("Unit of area"), AREA_UNITS, attribute="unit", has_default=True),
    line("unit", _("Unit"), 40),
    year("base_year", _("Base year")),
    year("target_year", _("Target year")),
)
USED: Mapping[str, tuple[str, ...]] = {
    K.AREA: ("value", "area_unit"),
    K.AREA_BY_LAND_TYPE: ("land_type", "value", "area_unit"),
    K.PERCENT_OF_COUNTRY: ("value", "unit", "indicator", "land_type"),
    K.PERCENT_CHANGE: ("indicator", "land_type", "value", "unit"),
    K.PERCENT_OF_AREA: ("value", "of_value", "area_unit", "what"),
    K.RATE: ("indicator", "land_type", "from_value", "to_value", "from_level", "unit"),
    K.MAINTAIN_LEVEL: ("indicator", "value", "unit"),
    K.REACH_LEVEL: ("indicator", "from_value", "to_value", "unit"),
    K.HALT: ("what",),
    K.PROCESS: ("what",),
}
YEARS = ("base_year", "target_year")


def used_by(kind: str) -> tuple[str, ...]:
    """The fields that a kind of quantity uses, besides the kind itself."""
    return (*USED.get(kind, ()), *YEARS) if kind else ()


def kinds_using(name: str) -> list[str]:
    """The kinds that use a field: what a script shows and hides by."""
    return [str(kind) for kind in K if name in used_by(kind)]


def path_of(index: int, name: str) -> str:
    return f"{PREFIX}.{index}.{name}"


def split_path(path: str) -> tuple[int, str] | None:
    """Take `quantities.0.value` apart; None for the path of another field."""
    prefix, _dot, rest = path.partition(".")
    index, _dot, name = rest.partition(".")
    if prefix != PREFIX or not index.isascii() or not index.isdigit() or len(index) > 2:
        return None
    return int(index), name


_BY_NAME = {field.path: field for field in FIELDS}


def row_texts(quantity: Quantity | None, index: int, sign: str) -> dict[str, str]:
    """The texts of a row; those of a row that is not there yet are empty."""
    row = quantity or Quantity(order=index, kind="")
    texts = {path_of(index, field.path): field.text(row, sign) for field in FIELDS}
    is_area = row.unit in dict(AREA_UNITS)
    texts[path_of(index, "area_unit")] = row.unit if is_area else Unit.HA.value
    return texts


def put(quantity: Quantity, name: str, text: str, sign: str) -> None:
    """Read a text into a quantity. Raises UnreadableError; an unknown name is left alone."""
    if name in _BY_NAME and name != "area_unit":
        _BY_NAME[name].put(quantity, text, sign)


def settle(quantity: Quantity, area_unit: str) -> None:
    """Give a quantity the unit that its kind needs, and work out the area it promises, km2."""
    if quantity.kind in AREA_KINDS:
        quantity.unit = area_unit if area_unit in dict(AREA_UNITS) else Unit.HA.value
    elif quantity.kind and not quantity.unit:
        quantity.unit = DEFAULT_UNITS.get(K(quantity.kind), "")
    quantity.area_km2 = promised_km2(quantity)


def promised_km2(quantity: Quantity) -> Decimal | None:
    """The area that a quantity promises, km2, where its kind says one."""
    if quantity.kind not in AREA_KINDS or quantity.value is None:
        return None
    if quantity.kind != K.PERCENT_OF_AREA:
        return stored(in_km2(quantity.value, quantity.unit))
    if quantity.of_value is None:
        return None
    return stored(in_km2(quantity.of_value, quantity.unit) * quantity.value / 100)


def in_km2(value: Decimal, unit: str) -> Decimal:
    """Turn an area entered in ha or km2 into km2."""
    return to_km2(value) if unit == Unit.HA else value


def is_empty(quantity: Quantity) -> bool:
    """Return whether a row holds nothing and can be dropped."""
    names = [field.path for field in FIELDS if field.path not in ("area_unit", "unit")]
    return not any(getattr(quantity, name) not in (None, "") for name in names)


def by_index(target: Target) -> dict[int, Quantity]:
    """The quantities of a target by their place, which never changes while they live."""
    return {quantity.order: quantity for quantity in target.quantities.all()}


def posted_rows(paths: Iterable[str]) -> set[int]:
    """The places that posted paths speak of, as far as there is room."""
    found = (split_path(path) for path in paths)
    return {place[0] for place in found if place and place[0] < MOST_ROWS}
