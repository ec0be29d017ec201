"""The fields of a progress report."""

from django.utils.translation import gettext_lazy as _

from targets.models import MeasureProgress
from targets.promises.fields import Field, choice, day, number, prose
from targets.promises.quantities import AREA_UNITS

FIELDS: tuple[Field, ...] = (
    day("date", _("Date"), help=_("Year, month, day: 2026-03-12.")),
    choice("status", _("Status"), tuple(MeasureProgress.Status.choices)),
    number(
        "area",
        _("Area done so far"),
        attribute="entered_area",
        help=_("The whole area from the start to this day."),
    ),
    choice("area_unit", _("Unit of area"), AREA_UNITS, attribute="entered_unit", has_default=True),
    prose("comment", _("Comment")),
)


def texts_of(row: MeasureProgress) -> dict[str, str]:
    """A report that stands, as texts."""
    return {field.path: field.text(row, ".") for field in FIELDS}
