"""Is a target specific, measurable, achievable, relevant and time-bound? A hint, not a gate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from targets.models import Target
from targets.models.vocabularies import QuantityKind
from targets.rules.areas import Land, achievable, typed_areas

Words = str | LazyText
NOT_MEASURED = (QuantityKind.PROCESS, "")


class Answer(NamedTuple):
    """Whether a target is something: None where it cannot be said; and why, or what to do."""

    holds: bool | None
    words: Words


@dataclass(frozen=True)
class Criterion:
    """One of the five, with its answer."""

    name: Words
    answer: Answer

    @property
    def state(self) -> str:
        """A key for the look of the answer."""
        return {True: "ok", False: "warn", None: "neutral"}[self.answer.holds]

    @property
    def verdict(self) -> Words:
        return {True: _("Yes"), False: _("Not yet"), None: _("Cannot be said")}[self.answer.holds]


def smart(target: Target, land: Land) -> list[Criterion]:
    """Check a target (with its quantities) against what is known of the country's land."""
    checks: tuple[tuple[Words, Callable[[Target, Land], Answer]], ...] = (
        (_("Specific"), _specific),
        (_("Measurable"), _measurable),
        (_("Achievable"), _achievable),
        (_("Relevant"), _relevant),
        (_("Time-bound"), _time_bound),
    )
    return [Criterion(name, check(target, land)) for name, check in checks]


def _specific(target: Target, _land: Land) -> Answer:
    has_place = target.scope == Target.Scope.NATIONAL or bool(target.place or target.geometry)
    has_land = bool(target.land_types) or any(q.land_type for q in target.quantities.all())
    if has_place and has_land:
        return Answer(True, _("It says where, and on which land."))
    if has_land:
        return Answer(False, _("Say where: name the place, or draw it."))
    if has_place:
        return Answer(False, _("Say on which land types."))
    return Answer(False, _("Say where, and on which land types."))


def _measurable(target: Target, _land: Land) -> Answer:
    if any(q.kind not in NOT_MEASURED for q in target.quantities.all()):
        return Answer(True, _("It promises a quantity."))
    return Answer(
        False, _("Add a quantity that can be measured: an area, a share, a level, a rate.")
    )


def _achievable(target: Target, land: Land) -> Answer:
    if not typed_areas(target):
        return Answer(None, _("It promises no area that could be held against the land there is."))
    if land.degraded is None:
        return Answer(None, _("Report how much land is degraded first."))
    if len(target.hierarchy) != 1:
        return Answer(None, _("Choose one response; of several nobody says which area is whose."))
    if next(achievable(target, land), None) is not None:
        return Answer(False, _("It promises more than there is of that land; see the rules below."))
    return Answer(True, _("There is enough of that land."))


def _relevant(target: Target, _land: Land) -> Answer:
    linked = any(q.indicator or q.area_km2 or q.land_type for q in target.quantities.all())
    if target.hierarchy and linked:
        return Answer(True, _("It names a response, and what it changes in the indicators."))
    if target.hierarchy:
        return Answer(False, _("Say which indicator, or which land, a quantity is about."))
    return Answer(False, _("Say whether it avoids, reduces or reverses degradation."))


def _time_bound(target: Target, _land: Land) -> Answer:
    quantities = target.quantities.all()
    if quantities and all(q.target_year for q in quantities):
        return Answer(True, _("Every quantity has its year."))
    if quantities:
        return Answer(False, _("Give every quantity the year by which it will be reached."))
    return Answer(False, _("It has no quantity, and so no year."))
