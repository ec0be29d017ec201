"""How files write numbers and answers, and how what comes back is read."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.baseline.answers import Question
from indicators.baseline.notation import Notation
from indicators.baseline.reading import (
    NOT_A_CHOICE,
    UnreadableError,
    read_number,
    read_year,
    write_number,
)
from indicators.drafts import tidy

OFFLINE = Notation(sign=".")
"""Files are in km2 and t/ha, with a point for decimals, in every language."""

EMPTY_ANSWER = _("(no answer)")


def as_decimal(text: str) -> Decimal | None:
    """A number that was written with `OFFLINE`; None for anything else."""
    try:
        return read_number(text, OFFLINE.sign, negative=True)
    except UnreadableError:
        return None


def number_text(kind: str, text: str, sign: str) -> str:
    """A cell's content as `OFFLINE` writes it. Raises UnreadableError with a sentence."""
    if kind == "n":
        # Spreadsheets keep binary fractions: 0.1 + 0.2 is not written out to the last digit.
        text, sign = f"{Decimal(text):f}", "."
    return write_number(read_number(text, sign), OFFLINE.sign)


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number, or both none."""
    if not one.strip() or not other.strip():
        return one.strip() == other.strip()
    first, second = as_decimal(one), as_decimal(other)
    return first is not None and second is not None and float(first) == float(second)


def answer_text(question: Question, kind: str, text: str) -> str:
    """A cell's content as the record keeps it. Raises UnreadableError with a sentence."""
    if kind == "n" and text.endswith(".0"):
        text = text[:-2]
    if question.is_year:
        return str(read_year(text) or "")
    if not question.choices:
        return tidy(text)
    by_label = {choice_label(key, label): key for key, label in question.choices}
    found = by_label.get(text.strip(), text.strip())
    if not question.accepts(found):
        raise UnreadableError(NOT_A_CHOICE, text)
    return found


def choice_label(key: str, label: object) -> str:
    """What stands in a list for a choice; the empty one needs words there."""
    return str(label) if key else str(EMPTY_ANSWER)


def answer_label(question: Question, text: str) -> str:
    """What a cell shows for an answer."""
    labels = {key: choice_label(key, label) for key, label in question.choices}
    return labels.get(text, text) if text else ""
