"""What else is recorded of a measure: how far it is, money, people, rights, effects, lessons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.models.vocabularies import Commitment
from targets.promises.field_words import field_words
from targets.promises.fields import Field, Words, choice, currency, line, number, prose, several
from targets.records.finance import FundingSource
from targets.records.plans import PlanStatus
from targets.records.stakeholders import StakeholderKind

STORE = "details"


class Part(models.TextChoices):
    """How a group of people takes part."""

    LEAD = "lead", _("They lead")
    DECIDE = "decide", _("They decide with others")
    CONSULTED = "consulted", _("They are consulted")
    INFORMED = "informed", _("They are informed")
    NONE = "none", _("They do not take part")


class Safeguard(models.TextChoices):
    """How far rights to land are looked after."""

    SAFEGUARDED = "safeguarded", _("Assessed and safeguarded")
    ASSESSED = "assessed", _("Assessed, not safeguarded yet")
    NOT_ASSESSED = "not_assessed", _("Not assessed")
    NOT_AFFECTED = "not_affected", _("No rights are affected")


class Consent(models.TextChoices):
    """Free, prior and informed consent."""

    GIVEN = "given", _("Given")
    SOUGHT = "sought", _("Being sought")
    REFUSED = "refused", _("Refused")
    NOT_NEEDED = "not_needed", _("Not needed")


class CoBenefit(models.TextChoices):
    LIVELIHOODS = "livelihoods", _("Income and livelihoods")
    FOOD = "food", _("Food security")
    WATER = "water", _("Water")
    CLIMATE_MITIGATION = "mitigation", _("Less climate change")
    CLIMATE_ADAPTATION = "adaptation", _("Resilience to climate change and drought")
    BIODIVERSITY = "biodiversity", _("Biodiversity")
    HEALTH = "health", _("Health")
    PEACE = "peace", _("Fewer conflicts over land")
    GENDER = "gender", _("Gender equality")


@dataclass(frozen=True)
class DetailGroup:
    """Some details under a heading."""

    title: Words
    fields: tuple[Field, ...]


def _group(title: Words, *fields: Field) -> DetailGroup:
    return DetailGroup(title, tuple(replace(field, store=STORE) for field in fields))


def _funding(source: FundingSource) -> Field:
    return number(f"funding_{source.value}", source.label)


_PARTS = tuple(Part.choices)
GROUPS: tuple[DetailGroup, ...] = (
    _group(
        _("How far it is"),
        choice("state", _("State"), tuple(PlanStatus.choices)),
        several("initiatives", _("Initiatives it belongs to"), tuple(Commitment.choices)),
        prose("implementers", _("Who carries it out")),
        several("implementer_kinds", _("Kinds of implementers"), tuple(StakeholderKind.choices)),
    ),
    _group(
        _("Cost, and funding by source"),
        number("cost", _("Cost")),
        currency(
            "currency",
            _("Currency of all amounts"),
            help=_("Three letters, such as USD or XOF."),
        ),
        *(_funding(source) for source in FundingSource),
    ),
    _group(
        _("Who takes part"),
        choice("women", _("Women"), _PARTS),
        choice("youth", _("Youth"), _PARTS),
        choice("indigenous", _("Indigenous peoples and local communities"), _PARTS),
        prose("participation", _("How they take part")),
    ),
    _group(
        _("Rights to land"),
        choice("tenure", _("Tenure safeguards"), tuple(Safeguard.choices)),
        choice("consent", _("Free, prior and informed consent"), tuple(Consent.choices)),
        prose("safeguards", _("How rights are safeguarded, and where one can complain")),
    ),
    _group(
        _("Effects and lessons"),
        several("co_benefits", _("Co-benefits"), tuple(CoBenefit.choices)),
        prose("co_benefits_how", _("What the co-benefits are")),
        prose("trade_offs", _("Trade-offs, and how they are handled")),
        prose("lessons", _("Lessons")),
        line("lessons_for", _("Where else they would help")),
    ),
)
DETAILS: tuple[Field, ...] = tuple(field for group in GROUPS for field in group.fields)


def told(details: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    """Every detail that was answered, in words."""
    for field in DETAILS:
        words = field_words(field, details.get(field.path))
        if words:
            yield field, words
