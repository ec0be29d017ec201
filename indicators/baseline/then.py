"""Where a number of an earlier report stands in this one, if both are about the same thing."""

from dataclasses import replace

from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key


def comparable(key: Key, then: Frame, now: Frame) -> Key | None:
    """The address, in the report of `now`, of a number of the report of `then`; None for none."""
    when = _when(key, then, now)
    if when is None:
        return None
    moved = replace(
        key,
        when=when,
        measure=_measure(key, then, now),
        category=_class(key.category, then, now),
        category_to=_class(key.category_to, then, now),
    )
    return moved if moved.measure and now.holds(moved) else None


def _when(key: Key, then: Frame, now: Frame) -> str | None:
    if key.year is not None:
        return key.when
    period = then.by_key[key.when]
    years = (period.first_year, period.last_year)
    return next((p.key for p in now.periods if (p.first_year, p.last_year) == years), None)


def _measure(key: Key, then: Frame, now: Frame) -> str:
    """The same measure, of the region with the same name; nothing where there is none."""
    region = then.region_by_measure.get(key.measure)
    if region is None:
        return key.measure
    named = (r.key for r in now.regions if r.name.casefold() == region.name.casefold())
    found = next(named, "")
    return f"{key.measure.partition('-')[0]}-{found}" if found else ""


def _class(key: str, then: Frame, now: Frame) -> str:
    """The class of the same name, where both legends are the same; else the key as it is."""
    if not then.legend.is_own or key not in then.legend.by_key:
        return key
    if not then.legend.is_like(now.legend):
        return ""
    label = str(then.legend.look(key).label).casefold()
    return next(c.key for c in now.legend.classes if str(c.label).casefold() == label)
