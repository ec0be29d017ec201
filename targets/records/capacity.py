"""What people need to learn, and what they learned from each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.promises.fields import choice, day, line, link, number, prose, several
from targets.records.declaration import FieldGroup, RecordType
from targets.records.plans import PlanStatus
from targets.records.stakeholders import Weight


class CapacityKind(models.TextChoices):
    NEED = "need", _("Need")
    WORKSHOP = "workshop", _("Workshop or training")
    PEER = "peer_learning", _("Peer learning")


class Topic(models.TextChoices):
    """What has to be known for neutrality."""

    DATA = "data", _("Data and remote sensing")
    INDICATORS = "indicators", _("Indicators and reporting")
    TARGETS = "targets", _("Setting targets")
    PLANNING = "planning", _("Land-use planning")
    SLM = "slm", _("Sustainable land management")
    RESTORATION = "restoration", _("Restoration")
    FINANCE = "finance", _("Project preparation and finance")
    GENDER = "gender", _("Gender and inclusion")
    TENURE = "tenure", _("Land tenure")
    DROUGHT = "drought", _("Drought")
    OTHER = "other", _("Other")


CAPACITY = RecordType(
    key="capacity",
    title=_("Capacity needs and learning"),
    why=_("What people need to learn, what was taught, and what came of it."),
    new_words=_("Add a need or an event"),
    empty=_("A need that stands here can be met by a partner, or by another Party."),
    guidance=_(
        "A need says what is missing and how urgent it is. A workshop or an exchange between "
        "Parties says who learned what, and what followed."
    ),
    name="title",
    columns=("kind", "topics", "priority", "held_on", "status"),
    groups=(
        FieldGroup(
            _("What it is"),
            (
                line("title", _("Title")),
                choice("kind", _("Kind"), tuple(CapacityKind.choices)),
                several("topics", _("Topics"), tuple(Topic.choices)),
                prose("description", _("Description")),
                choice("priority", _("Priority"), tuple(Weight.choices)),
            ),
        ),
        FieldGroup(
            _("Who, and when"),
            (
                line("audience", _("Who learns")),
                line("partner", _("Who teaches, or with which Party")),
                day("held_on", _("Date"), help=_("Year, month, day: 2026-03-12.")),
                number("people", _("People")),
                number("women", _("Women among them")),
            ),
        ),
        FieldGroup(
            _("Follow-up"),
            (
                choice("status", _("Status"), tuple(PlanStatus.choices)),
                prose("follow_up", _("What followed, or shall follow")),
                day("follow_up_on", _("When that is looked at"), help=_("Such as 2026-03-12.")),
                link("material", _("Material")),
            ),
        ),
    ),
)
