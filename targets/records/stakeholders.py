"""Stakeholders and the working group."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.promises.fields import choice, line, link, prose, several
from targets.records.declaration import FieldGroup, RecordType


class StakeholderKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry or agency")
    LOCAL = "local_government", _("Local government")
    STATISTICS = "statistics", _("Statistics office")
    RESEARCH = "research", _("University or research")
    CIVIL = "civil_society", _("Civil society organization")
    FARMERS = "land_users", _("Organization of farmers, herders or foresters")
    INDIGENOUS = "indigenous", _("Indigenous peoples")
    COMMUNITY = "community", _("Local community")
    WOMEN = "women", _("Women's organization")
    YOUTH = "youth", _("Youth organization")
    PRIVATE = "private", _("Private sector")
    FINANCE = "finance", _("Financial institution")
    DONOR = "donor", _("Donor or development partner")
    INTERNATIONAL = "international", _("International organization")
    OTHER = "other", _("Other")


class Weight(models.TextChoices):
    """How much a stakeholder can do, or cares."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Membership(models.TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")
    CONSULTED = "consulted", _("Consulted, not a member")
    NONE = "none", _("Not a member")


class Contribution(models.TextChoices):
    """What somebody does for neutrality."""

    DATA = "data", _("Gives data")
    POLICY = "policy", _("Makes policy")
    PLANNING = "planning", _("Plans land use")
    IMPLEMENTING = "implementing", _("Carries out measures")
    FINANCING = "financing", _("Pays for measures")
    MONITORING = "monitoring", _("Monitors")
    KNOWLEDGE = "knowledge", _("Brings knowledge and training")
    RIGHTS = "rights", _("Holds or defends land rights")


STAKEHOLDERS = RecordType(
    key="stakeholders",
    title=_("Stakeholders and working group"),
    why=_("Who has a say, who takes part, and who sits in the national working group."),
    new_words=_("Add a stakeholder"),
    empty=_("A stakeholder map shows who must be at the table, and who is not there yet."),
    guidance=_(
        "Enter organizations and groups, not persons: what stands here is published with the "
        "report.\n\n"
        "Say who sits in the working group, and as what."
    ),
    name="name",
    columns=("kind", "membership", "contributions", "influence", "interest"),
    groups=(
        FieldGroup(
            _("Who it is"),
            (
                line("name", _("Name of the organization or group")),
                choice("kind", _("Kind"), tuple(StakeholderKind.choices)),
                line("sector", _("Sector, or unit inside the organization")),
                link("website", _("Website")),
            ),
        ),
        FieldGroup(
            _("Working group"),
            (
                choice("membership", _("Membership"), tuple(Membership.choices)),
                line("role", _("Role in the working group, in words")),
            ),
        ),
        FieldGroup(
            _("What it can do"),
            (
                several("contributions", _("What it does"), tuple(Contribution.choices)),
                choice("influence", _("Influence"), tuple(Weight.choices)),
                choice("interest", _("Interest"), tuple(Weight.choices)),
                prose("engagement", _("How it is involved")),
            ),
        ),
    ),
)
