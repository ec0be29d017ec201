"""Financial needs and offers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.promises.fields import choice, currency, line, number, numbers_of, prose, year
from targets.records.declaration import FieldGroup, RecordType


class Direction(models.TextChoices):
    NEED = "need", _("Need")
    OFFER = "offer", _("Offer")


class Instrument(models.TextChoices):
    """How money reaches the land."""

    GRANT = "grant", _("Grant")
    CONCESSIONAL = "concessional_loan", _("Concessional loan")
    LOAN = "loan", _("Loan at market rates")
    EQUITY = "equity", _("Equity")
    GUARANTEE = "guarantee", _("Guarantee")
    INSURANCE = "insurance", _("Insurance")
    BOND = "bond", _("Bond")
    CREDITS = "credits", _("Carbon or resilience credits")
    PAYMENTS = "ecosystem_payments", _("Payments for ecosystem services")
    BUDGET = "budget", _("Budget line, tax or subsidy")
    TECHNICAL = "technical_assistance", _("Technical assistance")
    OTHER = "other", _("Other")


class FundingSource(models.TextChoices):
    """Who pays."""

    PUBLIC = "public", _("Public, national")
    PRIVATE = "private", _("Private")
    DONOR = "donor", _("Donor")
    LDN_FUND = "ldn_fund", _("LDN Fund")
    CLIMATE = "climate", _("Climate finance")
    INSURANCE = "insurance_linked", _("Insurance-linked")
    CREDITS = "credits", _("Carbon or resilience credits")
    OTHER = "other", _("Other")


class FinanceStatus(models.TextChoices):
    IDEA = "idea", _("Idea")
    REQUESTED = "requested", _("Requested")
    PLEDGED = "pledged", _("Pledged")
    AGREED = "agreed", _("Agreed")
    DISBURSED = "disbursed", _("Disbursed")
    CLOSED = "closed", _("Closed")


FINANCE = RecordType(
    key="finance",
    title=_("Financial needs and offers"),
    why=_("What money is needed, what is offered, and how far each has come."),
    new_words=_("Add a need or an offer"),
    empty=_("A need says what a target or measure costs that nobody pays for yet."),
    guidance=_(
        "Enter needs and offers one by one, each in its own currency.\n\n"
        "Name the targets and measures that the money is for, so that needs and offers can be "
        "set against each other."
    ),
    name="title",
    columns=("direction", "amount", "currency", "instrument", "source", "status"),
    groups=(
        FieldGroup(
            _("What it is"),
            (
                line("title", _("Title")),
                choice("direction", _("Need or offer"), tuple(Direction.choices)),
                prose("description", _("Description")),
            ),
        ),
        FieldGroup(
            _("How much, and from whom"),
            (
                number("amount", _("Amount")),
                currency("currency", _("Currency"), help=_("Three letters, such as USD or XOF.")),
                choice("instrument", _("Instrument"), tuple(Instrument.choices)),
                choice("source", _("Source of the money"), tuple(FundingSource.choices)),
                line("provider", _("Who gives it")),
                choice("status", _("Status"), tuple(FinanceStatus.choices)),
            ),
        ),
        FieldGroup(
            _("When, and for what"),
            (
                year("first_year", _("First year")),
                year("last_year", _("Last year")),
                numbers_of("targets", _("Targets it is for"), "targets"),
                numbers_of("measures", _("Measures it is for"), "measures"),
            ),
        ),
    ),
)
