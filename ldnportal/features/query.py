"""What a request for features asks for: a box, a time, a Party, a cycle."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import shapely
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is east of east where it crosses 180 degrees."""

Years = tuple[int | None, int | None]
_YEAR = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[A-Z]{3}")
_OPEN = ("", "..")


@dataclass(frozen=True)
class Query:
    """A request, understood."""

    boxes: tuple[Box, ...] = ()
    years: Years | None = None
    iso3: str = ""
    cycle: int | None = None

    @property
    def area(self) -> BaseGeometry:
        """The box as a geometry; two parts where it crosses 180 degrees."""
        return shapely.union_all([shapely.box(*box) for box in self.boxes])


def read_query(parameters: Mapping[str, str]) -> Query:
    """Understand the parameters of a request. Raises ValidationError, naming the parameter."""
    return Query(
        boxes=_boxes(parameters["bbox"]) if "bbox" in parameters else (),
        years=_years(parameters["datetime"]) if "datetime" in parameters else None,
        iso3=_code(parameters["iso3"]) if "iso3" in parameters else "",
        cycle=_cycle(parameters["cycle"]) if "cycle" in parameters else None,
    )


def _refusal(name: str, found: str, expected: str) -> ValidationError:
    sentence = _("“%(found)s” was found; %(expected)s is expected.")
    return ValidationError({name: [sentence % {"found": found[:80], "expected": expected}]})


def _boxes(text: str) -> tuple[Box, ...]:
    """West, south, east, north, or the same with heights, which do not matter here."""
    expected = _("west,south,east,north in degrees, such as -17.5,12.3,-11.3,16.7")
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise _refusal("bbox", text, expected) from None
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise _refusal("bbox", text, expected)
    west, south, east, north = numbers
    if south > north or not (south >= -90 and north <= 90 and max(abs(west), abs(east)) <= 180):
        raise _refusal("bbox", text, expected)
    if west > east:
        return ((west, south, 180.0, north), (-180.0, south, east, north))
    return ((west, south, east, north),)


def _years(text: str) -> Years:
    """A moment or an interval of RFC 3339, or years; None for an open end."""
    parts = text.split("/")
    if len(parts) == 1 and parts[0] not in _OPEN:
        year = _year(parts[0], text)
        return year, year
    if len(parts) != 2 or all(part in _OPEN for part in parts):
        raise _no_time(text)
    first, last = (None if part in _OPEN else _year(part, text) for part in parts)
    if first is not None and last is not None and first > last:
        raise _no_time(text)
    return first, last


def _no_time(text: str) -> ValidationError:
    return _refusal(
        "datetime", text, _("a date, a year, or two of them such as 2020/2030 or 2020/..")
    )


def _year(part: str, text: str) -> int:
    if _YEAR.fullmatch(part):
        return int(part)
    if not part.isascii():
        raise _no_time(text)
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(part.upper()).year
        except ValueError:
            continue
    raise _no_time(text)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise _refusal("iso3", text, _("three capital letters"))
    return text


def _cycle(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise _refusal("cycle", text, _("a year of four digits"))
    return int(text)
