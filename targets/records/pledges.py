"""Other commitments of the Party, and commitments of businesses."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators import quantity_text
from indicators.rules.findings import Finding
from targets.models import Entry
from targets.models.vocabularies import Commitment, LandType
from targets.promises.fields import (
    choice,
    line,
    link,
    number,
    numbers_of,
    prose,
    several,
    year,
)
from targets.records.declaration import FieldGroup, RecordType, area_fields
from targets.records.findings import entry_finding

WHOLE = Decimal(100)
SHARED_TWICE = _(
    "%(list)s, entry %(number)s: the shares of target %(target)s that count for other commitments "
    "as well add up to %(found)s. More than 100 %% is promised twice. Lower the shares, or "
    "explain."
)
OVER_WHOLE = _(
    "%(list)s, entry %(number)s: a share of %(found)s was found; at most 100 %% of a target can "
    "count. Correct the share."
)


def shares(kind: RecordType, entries: Sequence[Entry]) -> list[Finding]:
    """No more than the whole of a target counts for the other commitments taken together."""
    found: list[Finding] = []
    sums: dict[int, Decimal] = {}
    last: dict[int, Entry] = {}
    for entry in entries:
        share = Decimal(entry.answers.get("share") or 0)
        if share > WHOLE:
            told = quantity_text.percent(share)
            found.append(entry_finding(kind, entry, "SHARE", "share", OVER_WHOLE, found=told))
        for target in entry.answers.get("targets", []):
            sums[target] = sums.get(target, Decimal(0)) + share
            last[target] = entry
    for target, total in sums.items():
        if total > WHOLE:
            told = quantity_text.percent(total)
            about = (kind, last[target], "SHARE", f"share.{target}", SHARED_TWICE)
            found.append(entry_finding(*about, found=told, target=target))
    return found


COMMITMENTS = RecordType(
    key="commitments",
    title=_("Other commitments"),
    why=_("What else the same land is promised to, so that nothing is promised twice unawares."),
    new_words=_("Add a commitment"),
    empty=_("A commitment elsewhere, such as a restoration pledge, can count for LDN as well."),
    guidance=_(
        "Name the targets that serve this commitment too, and which share of each counts for "
        "both. Shares of one target above 100 % are pointed out."
    ),
    name="title",
    columns=("kind", "area", "by_year", "targets", "share"),
    rule=shares,
    groups=(
        FieldGroup(
            _("The commitment"),
            (
                line("title", _("Title")),
                choice("kind", _("Made under"), tuple(Commitment.choices)),
                prose("statement", _("What was promised")),
                year("made_in", _("Year it was made")),
                year("by_year", _("To be reached by")),
                link("document", _("Document")),
            ),
        ),
        FieldGroup(
            _("How much of it is also LDN"),
            (
                *area_fields(_("Area promised")),
                numbers_of("targets", _("Targets that serve it too"), "targets"),
                number(
                    "share",
                    _("Share of these targets that counts for both, %"),
                    help=_("From 0 to 100."),
                ),
                prose("how_counted", _("How it is kept from being counted twice")),
            ),
        ),
    ),
)


class Goal(models.TextChoices):
    """The goals of Business4Land."""

    SOIL = "soil_health", _("Soil health")
    MANAGEMENT = "sustainable_management", _("Sustainable land management")
    RESTORATION = "restoration", _("Restoration")
    DROUGHT = "drought", _("Resilience to drought")


class ValueChain(models.TextChoices):
    FOOD = "food", _("Food")
    FEED = "feed", _("Feed")
    FIBRE = "fibre", _("Fibre")
    OTHER = "other", _("Other")


class Accreditation(models.TextChoices):
    ACCREDITED = "accredited", _("Accredited to the Convention")
    APPLIED = "applied", _("Has applied")
    NONE = "none", _("Not accredited")


class Framework(models.TextChoices):
    TNFD = "tnfd", _("TNFD (Taskforce on Nature-related Financial Disclosures)")
    SBTN = "sbtn", _("SBTN (Science Based Targets Network)")
    GRI = "gri", _("GRI (Global Reporting Initiative)")
    CSRD = "csrd", _("CSRD (European sustainability reporting)")
    OTHER = "other", _("Other")
    NONE = "none", _("None")


BUSINESS = RecordType(
    key="business",
    title=_("Business commitments (Business4Land)"),
    why=_("What companies promise on the country's land. It counts once the Party confirms it."),
    new_words=_("Add a business commitment"),
    empty=_("A company's promise shows what the private sector adds to the country's own."),
    guidance=_(
        "Enter what the organization has committed to, with the target that it serves.\n\n"
        "Only the national focal point confirms a commitment. A change takes the confirmation "
        "back."
    ),
    name="organization",
    columns=("goals", "value_chain", "area", "targets"),
    needs_confirming=True,
    is_placed=True,
    groups=(
        FieldGroup(
            _("The organization"),
            (
                line("organization", _("Organization")),
                choice("accreditation", _("Accreditation"), tuple(Accreditation.choices)),
                several("frameworks", _("Discloses under"), tuple(Framework.choices)),
                link("website", _("Website or disclosure")),
            ),
        ),
        FieldGroup(
            _("The commitment"),
            (
                several("goals", _("Goals"), tuple(Goal.choices)),
                choice("value_chain", _("Value chain"), tuple(ValueChain.choices)),
                prose("statement", _("What is promised")),
                year("by_year", _("To be reached by")),
            ),
        ),
        FieldGroup(
            _("Where"),
            (
                *area_fields(_("Area")),
                line("place", _("Place")),
                several("land_types", _("Land types"), tuple(LandType.choices)),
                numbers_of("targets", _("Targets it serves"), "targets"),
            ),
        ),
    ),
)
