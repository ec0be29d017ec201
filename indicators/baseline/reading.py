"""Reading a number that somebody typed, in any of the six languages, and writing it back."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STORED_PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 13
FIRST_YEAR, LAST_YEAR = 1900, 2100
_GAPS = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'\u2019_](?=\d)")
_PLAIN = re.compile(r"[+-]?\d*\.?\d+|[+-]?\d+\.?")
_MINUS = {"\u2212": "-", "\u2013": "-"}
_ARABIC_DECIMAL, _ARABIC_GROUP = "\u066b", "\u066c"


class UnreadableError(ValueError):
    """What was typed is not what was asked for; `sentence` says what to do."""

    def __init__(self, sentence: str | Promise, found: str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.found = found

    @property
    def message(self) -> str:
        return str(self.sentence) % {"found": self.found}


NOT_A_NUMBER = _(
    "“%(found)s” could not be read as a number. Write figures only, such as 1205.5, without a unit."
)
AMBIGUOUS = _(
    "“%(found)s” can be read in two ways. Write it without grouping, with a comma for decimals."
)
BELOW_NOUGHT = _("“%(found)s” is below nought. Write nought or more.")
TOO_LARGE = _("“%(found)s” is larger than any country. Check the unit.")
NOT_A_YEAR = _("“%(found)s” could not be read as a year. Write four figures, such as 2015.")
NOT_A_CHOICE = _("“%(found)s” is not one of the answers offered. Choose again.")


def decimal_sign() -> str:
    """The decimal sign of the language in use, a point or a comma."""
    return str(get_format("DECIMAL_SEPARATOR"))


def read_number(text: str, sign: str = "", *, negative: bool = False) -> Decimal | None:
    """Read a number whose writer's decimal sign is `sign` (by default the language's own).

    None for an empty field. Spaces and apostrophes group digits. A lone comma or point is the
    decimal sign, unless it is not the writer's and stands where thousands are grouped; one that
    repeats groups. Raises UnreadableError with a sentence for anything else.
    """
    stripped = text.strip()
    if not stripped:
        return None
    plain = _one_point(_GAPS.sub("", _latin(stripped)), sign or decimal_sign())
    if not _PLAIN.fullmatch(plain):
        raise UnreadableError(NOT_A_NUMBER, stripped)
    value = Decimal(plain)
    if value < 0 and not negative:
        raise UnreadableError(BELOW_NOUGHT, stripped)
    if abs(value) >= LARGEST:
        raise UnreadableError(TOO_LARGE, stripped)
    return stored(value)


def _latin(text: str) -> str:
    """Turn the digits of other scripts into 0-9, and every minus into a hyphen."""
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else _MINUS.get(c, c)
        for c in text
    )


def _one_point(text: str, own: str) -> str:
    """Leave one point for the decimals and nothing for the groups."""
    if _ARABIC_DECIMAL in text or _ARABIC_GROUP in text:
        return text.replace(_ARABIC_GROUP, "").replace(_ARABIC_DECIMAL, ".")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return _mixed(text)
    sign = "," if commas else "."
    if points + commas == 1:
        return _lone(text, sign, own)
    return text.replace(sign, "") if _groups(text, sign) else text


def _lone(text: str, sign: str, own: str) -> str:
    """Read 1,205 (a group where the writer's decimal sign is a point) and 1205,5 (decimals)."""
    if sign != own and _groups(text, sign):
        if sign == ".":
            raise UnreadableError(AMBIGUOUS, text)
        return text.replace(sign, "")
    return text.replace(",", ".")


def _mixed(text: str) -> str:
    """Read 1.205,5 and 1,205.5: the sign that comes last has the decimals."""
    decimal, group = (".", ",") if text.rindex(".") > text.rindex(",") else (",", ".")
    whole, _sign, rest = text.partition(decimal)
    if decimal in rest or not _groups(whole, group):
        return text
    return f"{whole.replace(group, '')}.{rest}"


def _groups(text: str, sign: str) -> bool:
    """Return whether `sign` stands where thousands are grouped: 1,205 but not 12,05 or 0,125."""
    head, *groups = text.lstrip("+-").split(sign)
    return 1 <= len(head) <= 3 and head != "0" and all(len(g) == 3 for g in groups)


def read_year(text: str) -> int | None:
    """Read a year of four figures; None for an empty field. Raises UnreadableError."""
    stripped = text.strip()
    if not stripped:
        return None
    plain = _latin(stripped)
    if not re.fullmatch(r"\d{4}", plain) or not FIRST_YEAR <= int(plain) <= LAST_YEAR:
        raise UnreadableError(NOT_A_YEAR, stripped)
    return int(plain)


def stored(value: Decimal) -> Decimal:
    """Round to what a column keeps, six decimals."""
    return value.quantize(STORED_PLACES, rounding=ROUND_HALF_UP)


def write_number(value: Decimal | None, sign: str = "", places: int | None = None) -> str:
    """Write a number for an input: the reader's decimal sign, no groups, no idle zeros."""
    if value is None:
        return ""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", sign or decimal_sign())
