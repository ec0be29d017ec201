"""Numbers as people read them: the reader's separators, both units of area, no rounding noise.

Every function takes a Decimal (or an int; a float is read by its shortest decimal form, so that
0.1 stays 0.1) or None, which reads "not reported" and is never shown as 0. The text holds
non-breaking spaces, so a number never parts from its unit.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

Number = Decimal | int | float | None

HECTARES_PER_KM2 = 100
NBSP = "\xa0"
MINUS = "−"
LEFT_TO_RIGHT_MARK = "\u200e"
_SIGNIFICANT = 4
_MOST_PLACES = 6


def not_reported() -> str:
    """Give the words that stand for a missing number, in the reader's language."""
    return _("not reported")


def as_decimal(value: Decimal | int | float | str) -> Decimal:
    """Turn a number into a Decimal by its shortest decimal form."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def places_for(value: Decimal) -> int:
    """Count the decimals that leave about four significant figures: 0 from 1000 on, at most 6."""
    if value == 0 or abs(value) >= 1000:
        return 0
    return max(0, min(_MOST_PLACES, _SIGNIFICANT - 1 - value.adjusted()))


def rounded(value: Decimal, places: int | None = None) -> Decimal:
    """Round half up to `places`, or to about four significant figures without idle zeros."""
    kept = places_for(value) if places is None else places
    result = value.quantize(Decimal(1).scaleb(-kept), rounding=ROUND_HALF_UP)
    if places is None:
        result = result.normalize()
    return result.quantize(Decimal(1)) if result.as_tuple().exponent > 0 else result  # type: ignore[operator]


def number(value: Number, places: int | None = None, *, sign: bool = False) -> str:
    """Write a number with the reader's separators; with `sign` a gain carries its plus."""
    if value is None:
        return not_reported()
    exact = rounded(as_decimal(value), places)
    text = number_format(abs(exact), decimal_pos=places, use_l10n=True, force_grouping=True)
    return _sign(exact, sign) + text


def _sign(value: Decimal, plus: bool) -> str:
    mark = MINUS if value < 0 else "+" if plus and value > 0 else ""
    # Without the mark a sign would jump behind its number in right-to-left text.
    return LEFT_TO_RIGHT_MARK + mark if mark and get_language_bidi() else mark


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{NBSP}{unit}"


def km2(value: Number, places: int | None = None, *, sign: bool = False) -> str:
    """Write an area given in km²: "1 205 km²"."""
    if value is None:
        return not_reported()
    return _with_unit(number(value, places, sign=sign), _("km²"))


def ha(value: Number, places: int | None = None, *, sign: bool = False) -> str:
    """Write an area given in km² in hectares: "120 500 ha"."""
    if value is None:
        return not_reported()
    hectares = as_decimal(value) * HECTARES_PER_KM2
    return _with_unit(number(hectares, places, sign=sign), _("ha"))


def area(value: Number, places: int | None = None) -> str:
    """Write an area given in km² in both units: "1 205 km² (120 500 ha)"."""
    if value is None:
        return not_reported()
    return f"{km2(value, places)}{NBSP}({ha(value)})"


def percent(value: Number, places: int | None = 1, *, sign: bool = False) -> str:
    """Write a share given in percent: "4.6 %"."""
    if value is None:
        return not_reported()
    return _with_unit(number(value, places, sign=sign), "%")


def percentage_points(value: Number, places: int | None = 1) -> str:
    """Write a change of a share, in percentage points: "+1.2 percentage points"."""
    if value is None:
        return not_reported()
    return _("%(number)s percentage points") % {"number": number(value, places, sign=True)}


def tonnes_per_hectare(value: Number, places: int | None = 1) -> str:
    """Write a density of carbon: "47.3 t/ha"."""
    if value is None:
        return not_reported()
    return _with_unit(number(value, places), _("t/ha"))


def bytes_size(value: Number) -> str:
    """Write the size of a file in units of 1000: "3.4 MB"."""
    if value is None:
        return not_reported()
    units = [_("bytes"), _("kB"), _("MB"), _("GB"), _("TB")]
    size = as_decimal(value)
    step = 0
    while abs(size) >= 1000 and step < len(units) - 1:
        size /= 1000
        step += 1
    places = 0 if step == 0 or size >= 100 else 1
    return _with_unit(number(size, places), units[step])
