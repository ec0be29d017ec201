"""Drivers of land degradation that matter to a Party."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.drivers import DRIVERS
from targets.models.vocabularies import LandType
from targets.promises.fields import choice, line, link, numbers_of, prose, several
from targets.records.declaration import FieldGroup, RecordType
from targets.records.stakeholders import Weight


class Trend(models.TextChoices):
    GROWING = "growing", _("Growing")
    STEADY = "steady", _("Steady")
    FADING = "fading", _("Fading")
    UNKNOWN = "unknown", _("Not known")


PARTY_DRIVERS = RecordType(
    key="drivers",
    title=_("Drivers of land degradation"),
    why=_("Which drivers matter in the country, where, and how strongly."),
    new_words=_("Add a driver"),
    empty=_("A driver that is named can be met by a measure that addresses it."),
    guidance=_(
        "The list follows the IPBES assessment of land degradation and restoration: eleven "
        "direct and five indirect drivers. One entry for a driver in a place."
    ),
    name="driver",
    columns=("place", "land_types", "strength", "trend"),
    is_placed=True,
    groups=(
        FieldGroup(
            _("Which driver"),
            (
                choice("driver", _("Driver"), DRIVERS),
                choice("strength", _("How strongly"), tuple(Weight.choices)),
                choice("trend", _("Trend"), tuple(Trend.choices)),
            ),
        ),
        FieldGroup(
            _("Where, and how it is known"),
            (
                line("place", _("Where")),
                several("land_types", _("Land types"), tuple(LandType.choices)),
                prose("evidence", _("How it is known")),
                link("source", _("Source")),
                numbers_of("measures", _("Measures that address it"), "measures"),
            ),
        ),
    ),
)
