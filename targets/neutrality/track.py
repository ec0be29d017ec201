"""How far each promise of a target has come, by the rule of its kind.

Areas are held against progress reports; levels, rates and percentages against published numbers.
Time runs evenly: halfway between the first year and the target year, half is expected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from indicators.rules.findings import Km2
from targets.models import Quantity, Target
from targets.models.vocabularies import QuantityKind, TargetStatus
from targets.neutrality.series import Published, series_of
from targets.promises.quantities import AREA_KINDS

Words = str | LazyText
K = QuantityKind
HUNDRED = Decimal(100)


class Course(StrEnum):
    """Where a promise stands; the keys of countries.states."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    UNKNOWN = "cannot_be_said"


COURSES: dict[Course, LazyText] = {
    Course.REACHED: _("Reached"),
    Course.ON_TRACK: _("On track"),
    Course.BEHIND: _("Behind"),
    Course.UNKNOWN: _("Cannot be said"),
}
TONES = {
    Course.REACHED: "ok",
    Course.ON_TRACK: "ok",
    Course.BEHIND: "warn",
    Course.UNKNOWN: "neutral",
}


@dataclass(frozen=True)
class Standing:
    """A course with its reason; `done` is the share of the way that has been gone, percent."""

    course: Course
    reason: Words
    done: Decimal | None = None

    @property
    def bar(self) -> int:
        """How far a bar is filled, 0 to 100."""
        return _whole(min(max(self.done or Decimal(0), Decimal(0)), HUNDRED))

    @property
    def label(self) -> Words:
        return COURSES[self.course]

    @property
    def tone(self) -> str:
        return TONES[self.course]


@dataclass(frozen=True)
class Known:
    """What promises are judged by: area done by target, published numbers, and the day."""

    done: Mapping[str, Decimal]
    """By land type, and in all under "": what the measures of the target report as done, km2."""
    published: Published
    today: date


def standing_of(target: Target, quantity: Quantity, known: Known) -> Standing:
    """Judge one promise by the rule of its kind."""
    if quantity.kind in AREA_KINDS:
        return _area(target, quantity, known, quantity.area_km2)
    if quantity.kind == K.PERCENT_OF_COUNTRY and not quantity.land_type:
        return _area(target, quantity, known, _of_country(quantity, known))
    if quantity.kind in (K.PERCENT_OF_COUNTRY, K.REACH_LEVEL):
        return _level(target, quantity, known)
    rules = {K.PERCENT_CHANGE: _change, K.RATE: _rate, K.MAINTAIN_LEVEL: _keep}
    rule = rules.get(K(quantity.kind)) if quantity.kind else None
    return rule(target, quantity, known) if rule else _by_status(target, quantity)


def _unknown(words: Words) -> Standing:
    return Standing(Course.UNKNOWN, words)


NOTHING_PUBLISHED = _("No published number says anything about it yet.")
NO_VALUE = _("It has no value to hold anything against.")
NO_REPORT = _("None of its measures has reported an area yet.")
NO_YEARS = _("It has no first year or no target year to say how much is expected by now.")


# --- Time ---------------------------------------------------------------------------------------


def _first_year(target: Target, quantity: Quantity) -> int | None:
    return quantity.base_year or target.adopted_year


def expected_share(first: int | None, last: int | None, today: Decimal) -> Decimal | None:
    """The share of the way that should have been gone by `today` (a year with its part)."""
    if first is None or last is None or last <= first:
        return None
    return min(max((today - first) / (last - first), Decimal(0)), Decimal(1))


def _as_year(today: date) -> Decimal:
    return today.year + Decimal(today.timetuple().tm_yday - 1) / 365


def _judge(
    target: Target, quantity: Quantity, share: Decimal, at: Decimal, numbers: Mapping[str, object]
) -> Standing:
    """Hold the share of the way that has been gone by `at` against what is expected."""
    percent = share * HUNDRED
    if share >= 1:
        return Standing(Course.REACHED, worded(REACHED, **numbers), percent)
    expected = expected_share(_first_year(target, quantity), quantity.target_year, at)
    if expected is None:
        return Standing(Course.UNKNOWN, NO_YEARS, percent)
    course = Course.ON_TRACK if share >= expected else Course.BEHIND
    params = {**numbers, "expected": _whole(expected * HUNDRED), "share": _whole(percent)}
    return Standing(course, worded(COMPARED, **params), percent)


def _whole(percent: Decimal) -> int:
    return int(percent.to_integral_value())


REACHED = _("%(found)s of %(promised)s: what was promised is there.")
COMPARED = _(
    "%(found)s of %(promised)s: %(share)s %% of the way, %(expected)s %% expected by then."
)


# --- The kinds ----------------------------------------------------------------------------------


def _of_country(quantity: Quantity, known: Known) -> Decimal | None:
    country = known.published.country()
    return None if country is None or quantity.value is None else country * quantity.value / HUNDRED


def _area(target: Target, quantity: Quantity, known: Known, promised: Decimal | None) -> Standing:
    """Area done over area promised."""
    if not promised:
        return _unknown(NO_VALUE)
    done = known.done.get(quantity.land_type)
    if done is None:
        return _unknown(NO_REPORT)
    numbers = {"found": Km2(done), "promised": Km2(promised)}
    return _judge(target, quantity, done / promised, _as_year(known.today), numbers)


def _level(target: Target, quantity: Quantity, known: Known) -> Standing:
    """The newest level on its way from the starting level to the promised one."""
    points = series_of(known.published, quantity, target.land_types)
    goal = quantity.to_value if quantity.to_value is not None else quantity.value
    if goal is None:
        return _unknown(NO_VALUE)
    if not points or "mass" in quantity.unit:
        return _unknown(NOTHING_PUBLISHED)
    last = max(points)
    start = quantity.from_value
    if start is None:
        start = points.get(quantity.base_year or 0, points[min(points)])
    share = _way(start, points[last], goal)
    numbers = _named(points[last], goal, quantity.unit, last)
    return _judge(target, quantity, share, Decimal(last), numbers)


def _way(start: Decimal, now: Decimal, goal: Decimal) -> Decimal:
    """The share of the way from start to goal, which may lie above or below."""
    if goal == start:
        return Decimal(1) if now >= goal else Decimal(0)
    return (now - start) / (goal - start)


def _named(found: Decimal, promised: Decimal, unit: str, year: int) -> dict[str, object]:
    return {
        "found": worded(LEVEL_IN, level=_short(found), unit=unit, year=year),
        "promised": worded(LEVEL, level=_short(promised), unit=unit),
    }


LEVEL_IN = _("%(level)s %(unit)s in %(year)s")
LEVEL = _("%(level)s %(unit)s")


def _short(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def _change(target: Target, quantity: Quantity, known: Known) -> Standing:
    """The change since the base year over the change promised."""
    points = series_of(known.published, quantity, target.land_types)
    if not quantity.value:
        return _unknown(NO_VALUE)
    if not points:
        return _unknown(NOTHING_PUBLISHED)
    base, last = points.get(quantity.base_year or 0), max(points)
    if not base:
        return _unknown(worded(NO_BASE, year=quantity.base_year or "–"))
    change = (points[last] - base) / base * HUNDRED
    numbers = _named(change, quantity.value, "%", last)
    return _judge(target, quantity, change / quantity.value, Decimal(last), numbers)


NO_BASE = _("Nothing is published for the base year, %(year)s.")


def _rate(target: Target, quantity: Quantity, known: Known) -> Standing:
    """The yearly change between the last two published years against the rate promised."""
    points = series_of(known.published, quantity, target.land_types)
    if quantity.to_value is None:
        return _unknown(NO_VALUE)
    if len(points) < 2 or not points[sorted(points)[-2]]:
        return _unknown(NOTHING_PUBLISHED)
    before, last = sorted(points)[-2:]
    yearly = (points[last] - points[before]) / points[before] * HUNDRED / (last - before)
    start = quantity.from_value if quantity.from_value is not None else Decimal(0)
    numbers = _named(yearly, quantity.to_value, quantity.unit, last)
    return _judge(target, quantity, _way(start, yearly, quantity.to_value), Decimal(last), numbers)


def _keep(target: Target, quantity: Quantity, known: Known) -> Standing:
    """A level to keep holds as long as the newest one is not below it."""
    points = series_of(known.published, quantity, target.land_types)
    if quantity.value is None:
        return _unknown(NO_VALUE)
    if not points:
        return _unknown(NOTHING_PUBLISHED)
    last = max(points)
    numbers = _named(points[last], quantity.value, quantity.unit, last)
    if points[last] < quantity.value:
        return Standing(Course.BEHIND, worded(FELL, **numbers))
    is_over = quantity.target_year is not None and last >= quantity.target_year
    return Standing(Course.REACHED if is_over else Course.ON_TRACK, worded(KEPT, **numbers))


FELL = _("%(found)s: below the level to keep, %(promised)s.")
KEPT = _("%(found)s: not below the level to keep, %(promised)s.")


def _by_status(target: Target, quantity: Quantity) -> Standing:
    """What no number measures stands where the Party says."""
    if target.status == TargetStatus.ACHIEVED:
        return Standing(Course.REACHED, _("The country says that it is achieved."))
    if target.status == TargetStatus.NOT_ACHIEVED:
        return Standing(Course.BEHIND, _("The country says that it is not achieved."))
    words = HALT if quantity.kind == K.HALT else PROCESS
    return _unknown(worded(words, status=target.get_status_display()))


HALT = _("No indicator measures whether this has stopped; the country says: %(status)s.")
PROCESS = _("No number measures a process; the country says: %(status)s.")
