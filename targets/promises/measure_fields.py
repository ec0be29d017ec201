"""The fields of a measure."""

from django.utils.translation import gettext_lazy as _

from targets.drivers import DRIVERS
from targets.models.vocabularies import SlmGroup
from targets.promises.fields import Field, choice, line, number, prose, several, year
from targets.promises.measure_details import DETAILS
from targets.promises.quantities import AREA_UNITS
from targets.promises.target_fields import HIERARCHY, LAND_TYPES, PLACE

TARGETS = "targets"

FIELDS: tuple[Field, ...] = (
    line("title", _("Title")),
    prose("description", _("What is done")),
    HIERARCHY,
    choice("slm_group", _("Group of practice (WOCAT)"), tuple(SlmGroup.choices)),
    LAND_TYPES,
    several("drivers", _("Drivers it addresses"), DRIVERS),
    year("start_year", _("Start")),
    year("end_year", _("End")),
    number("area", _("Planned area"), attribute="entered_area"),
    choice("area_unit", _("Unit of area"), AREA_UNITS, attribute="entered_unit", has_default=True),
    PLACE,
    *DETAILS,
)
