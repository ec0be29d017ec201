"""Template filters for numbers and dates: {% load quantities %}{{ area_km2|area }}."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.quantity_text import NBSP, Number, not_reported

register = template.Library()


@register.filter
def number(value: Number, places: int | None = None) -> str:
    """Write a plain number: {{ value|number }} or, for columns, {{ value|number:2 }}."""
    return quantity_text.number(value, places)


@register.filter
def km2(value: Number, places: int | None = None) -> str:
    """Write km² as km²: "1 205 km²"."""
    return quantity_text.km2(value, places)


@register.filter
def ha(value: Number, places: int | None = None) -> str:
    """Write km² as hectares: "120 500 ha"."""
    return quantity_text.ha(value, places)


@register.filter
def area(value: Number, places: int | None = None) -> str:
    """Write km² in both units: "1 205 km² (120 500 ha)"."""
    return quantity_text.area(value, places)


@register.filter
def percent(value: Number, places: int = 1) -> str:
    """Write a share given in percent: "4.6 %"."""
    return quantity_text.percent(value, places)


@register.filter
def points(value: Number, places: int = 1) -> str:
    """Write a change of a share: "+1.2 percentage points"."""
    return quantity_text.percentage_points(value, places)


@register.filter
def signed(value: Number, places: int | None = None) -> str:
    """Write a difference with its sign: "+12.4", "−3"."""
    return quantity_text.number(value, places, sign=True)


@register.filter
def signed_km2(value: Number, places: int | None = None) -> str:
    """Write a difference in km² with its sign: "−20 km²"."""
    return quantity_text.km2(value, places, sign=True)


@register.filter
def t_per_ha(value: Number, places: int = 1) -> str:
    """Write a density of carbon: "47.3 t/ha"."""
    return quantity_text.tonnes_per_hectare(value, places)


@register.filter
def bytes_size(value: Number) -> str:
    """Write the size of a file: "3.4 MB"."""
    return quantity_text.bytes_size(value)


@register.filter
def year(value: int | None) -> str:
    """Write a year, without the separator that the number 2 015 would get."""
    return not_reported() if value is None else str(int(value))


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as "12 March 2026", in the reader's time zone and order."""
    if not value:
        return ""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return date_format(value, "DATE_FORMAT").replace(" ", NBSP)


@register.filter
def moment(value: datetime | None) -> str:
    """Write a date with its time: "12 March 2026, 14:05"."""
    if not value:
        return ""
    local = localtime(value) if is_aware(value) else value
    return _("%(day)s, %(time)s") % {"day": day(value), "time": local.strftime("%H:%M")}
