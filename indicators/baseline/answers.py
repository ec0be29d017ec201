"""What a section asks that is not a number: choices, reasons, and the +0- degradation matrix."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import Pair
from indicators.baseline.classes import COVER, WATER
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY, PROFILE, SDG
from indicators.baseline.frame import Frame
from indicators.baseline.legend import CoverLegend
from indicators.science.tables import land_cover_degradation

Choices = tuple[tuple[str, str | Promise], ...]

SIGNS: Mapping[str, int] = {"-": -1, "0": 0, "+": 1}
SIGN_CHOICES: Choices = (("-", _("− degradation")), ("0", _("0 stable")), ("+", _("+ improvement")))
CONFIDENCE: Choices = (
    ("", "–"),
    ("high", _("High")),
    ("medium", _("Medium")),
    ("low", _("Low")),
)
TIERS: Choices = (("", "–"), ("1", _("Tier 1")), ("2", _("Tier 2")), ("3", _("Tier 3")))
ONE_OUT_ALL_OUT = "one_out_all_out"
METHODS: Choices = (
    (ONE_OUT_ALL_OUT, _("One out, all out")),
    ("other", _("Another method, described below")),
)


@dataclass(frozen=True)
class Question:
    """A question with its address; without choices the answer is free text."""

    path: str
    label: str | Promise
    choices: Choices = ()
    default: str = ""
    is_year: bool = False
    long: bool = False

    def accepts(self, text: str) -> bool:
        return not self.choices or text in dict(self.choices)


@cache
def default_meaning() -> Mapping[Pair, int]:
    """The degradation matrix of the good practice guidance, -1, 0, +1 by pair of classes."""
    values = land_cover_degradation()
    return {
        (first, last): int(values[i - 1, j - 1])
        for (first, i), (last, j) in product(COVER.items(), COVER.items())
    }


def sign(value: int) -> str:
    """Write -1, 0, +1 as the sign that people choose."""
    return next(text for text, number in SIGNS.items() if number == value)


def default_sign(legend: CoverLegend, first: str, last: str) -> int:
    """What a change between two classes of a legend means by default: as between the two of the
    Convention that they are mapped to; within one of them, or without a mapping, nothing changes.
    """
    pair = legend.unccd(first), legend.unccd(last)
    return 0 if WATER in pair else default_meaning().get(pair, 0)


def meaning_measure(region: str = "") -> str:
    return f"meaning-{region}" if region else "meaning"


def meaning_path(first: str, last: str, region: str = "") -> str:
    """The address of the sign of a change, in the whole country or in a region."""
    return f"{LAND_COVER}.{meaning_measure(region)}.{first}.{last}"


def actual_year_path(indicator: str, year: int) -> str:
    return f"{indicator}.actual_year.{year}"


def _meaning(frame: Frame) -> Iterator[Question]:
    legend = frame.legend
    for region in [r.key for r in frame.regions] or [""]:
        for first, last in product(legend.land, legend.land):
            if first != last:
                path, default = meaning_path(first, last, region), default_sign(legend, first, last)
                yield Question(
                    path, _("Meaning of the change"), SIGN_CHOICES, default=sign(default)
                )


def _actual_years(indicator: str, years: tuple[int, ...]) -> Iterator[Question]:
    for year in years:
        path = actual_year_path(indicator, year)
        yield Question(path, _("Actual year of the data"), is_year=True)


def _of_periods(section: str, frame: Frame) -> Iterator[Question]:
    for period in frame.periods:
        if section == CARBON:
            yield Question(f"{CARBON}.tier.{period.key}", _("Tier of the method"), TIERS)
        if section == SDG:
            yield from _sdg_questions(period.key)


def _sdg_questions(period: str) -> Iterator[Question]:
    yield Question(f"{SDG}.method.{period}", _("Method"), METHODS, default=ONE_OUT_ALL_OUT)
    yield Question(f"{SDG}.method_note.{period}", _("The other method"), long=True)
    yield Question(f"{SDG}.confidence.{period}", _("Confidence in the assessment"), CONFIDENCE)
    yield Question(f"{SDG}.confidence_reason.{period}", _("Reason for the confidence"), long=True)


def questions(section: str, frame: Frame) -> dict[str, Question]:
    """List the questions of a section by their addresses."""
    found = list(_of_periods(section, frame))
    if section == LAND_COVER:
        found += [*_meaning(frame), *_actual_years(LAND_COVER, frame.cover_years)]
    if section == CARBON:
        found += _actual_years(CARBON, frame.carbon_years)
    if section in (PROFILE, LAND_COVER, PRODUCTIVITY, CARBON, SDG):
        found.append(Question(f"{section}.comment", _("Comment on this section"), long=True))
    return {question.path: question for question in found}
