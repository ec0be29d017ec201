"""Sheets of published targets and measures: one row each, with its place where it has one.

The features, GeoJSON and GeoPackage take their properties from these columns.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ldnportal.exports.sheets import Column, Sheet
from targets.models import PublishedPromise

Columns = tuple[Column[PublishedPromise], ...]


_IDENTIFIER = re.compile(r"(?P<iso3>[A-Z]{3})-(?P<year>[0-9]{4})-(?P<number>[0-9]{1,6})")


def identifier(promise: PublishedPromise) -> str:
    """The stable name of a published target or measure: Party, cycle, number."""
    return f"{promise.party.iso3}-{promise.cycle.year}-{promise.number}"


def named(name: str) -> dict[str, Any] | None:
    """What to look a published target or measure up by; None for a name that cannot be one."""
    found = _IDENTIFIER.fullmatch(name)
    if found is None:
        return None
    year, number = int(found["year"]), int(found["number"])
    return {"party__iso3": found["iso3"], "cycle__year": year, "number": number}


def _listed(values: Iterable[Any] | None) -> str:
    return "; ".join(str(value) for value in values or ())


def _entry(key: str, meaning: Any, unit: str = "") -> Column[PublishedPromise]:
    """A text of the snapshot's entry."""
    return Column(key, meaning, lambda p: p.content.get(key) or "", unit)


def _number(key: str, meaning: Any, unit: str = "") -> Column[PublishedPromise]:
    """A whole number of the snapshot's entry."""
    return Column(key, meaning, lambda p: p.content.get(key), unit)


def _list(key: str, meaning: Any) -> Column[PublishedPromise]:
    return Column(key, meaning, lambda p: _listed(p.content.get(key)))


def _detail(key: str, meaning: Any) -> Column[PublishedPromise]:
    """A further detail of a measure; amounts are texts, so that no digit is lost."""

    def value(promise: PublishedPromise) -> str:
        kept = (promise.content.get("details") or {}).get(key) or ""
        return _listed(kept) if isinstance(kept, list) else str(kept)

    return Column(key, meaning, value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _promised(promise: PublishedPromise) -> Decimal | None:
    quantities = promise.content.get("quantities") or []
    areas = [Decimal(q["area_km2"]) for q in quantities if q.get("area_km2") is not None]
    return sum(areas, Decimal(0)) if areas else None


def _newest(promise: PublishedPromise, name: str) -> Any:
    """What the newest progress report of a measure says; None where there is none."""
    reports = promise.content.get("progress") or []
    newest: dict[str, Any] = max(reports, key=lambda r: (r["date"], r["number"]), default={})
    return newest.get(name)


_WHOSE: Columns = (
    Column("id", _("Stable name: Party, cycle, number"), identifier),
    Column("iso3", _("ISO 3166-1 code of the Party"), lambda p: p.party.iso3),
    Column("party", _("Name of the Party"), lambda p: p.party.name),
    Column("cycle", _("The reporting cycle"), lambda p: p.cycle.year),
    Column("version", _("Published version of the report"), lambda p: p.version),
    Column("number", _("Its number in the report"), lambda p: p.number),
)
_WHERE: Columns = (
    _list("hierarchy", _("Avoid, reduce, reverse")),
    _list("land_types", _("Land types")),
    Column("first_year", _("First year that it holds for"), lambda p: p.first_year),
    Column("last_year", _("Last year that it holds for"), lambda p: p.last_year),
    Column("place", _("Name of the place"), lambda p: p.place),
    Column("polygon_km2", _("Area of its polygon"), lambda p: p.geometry_area_km2, "km2"),
)
TARGET_COLUMNS: Columns = (
    *_WHOSE,
    Column("statement", _("What was promised"), lambda p: p.title),
    _entry("scope", _("National or subnational")),
    _entry("adopted_in", _("Process that it was adopted in")),
    _number("adopted_year", _("Year of adoption")),
    _entry("status", _("Status")),
    _list("commitments", _("Other commitments that it serves")),
    _list("sdgs", _("Sustainable Development Goals")),
    Column("promised_km2", _("Sum of the areas of its quantities"), _promised, "km2"),
    *_WHERE,
)
MEASURE_COLUMNS: Columns = (
    *_WHOSE,
    Column("title", _("Title"), lambda p: p.title),
    _entry("description", _("Description")),
    _list("targets", _("Numbers of the targets that it serves")),
    _entry("slm_group", _("Group of practice (WOCAT)")),
    _list("drivers", _("Drivers that it addresses")),
    _detail("state", _("How far it is")),
    _detail("initiatives", _("Initiatives that it belongs to")),
    _detail("cost", _("Cost, in its currency")),
    _detail("currency", _("Currency of its amounts")),
    _detail("lessons", _("Lessons")),
    Column("planned_km2", _("Planned area"), lambda p: _decimal(p.content.get("area_km2")), "km2"),
    Column("progress_date", _("Day of the newest report"), lambda p: _newest(p, "date")),
    Column("progress_status", _("Status on that day"), lambda p: _newest(p, "status")),
    Column(
        "done_km2", _("Area done on that day"), lambda p: _decimal(_newest(p, "area_km2")), "km2"
    ),
    *_WHERE,
)


def targets_sheet(rows: Iterable[PublishedPromise]) -> Sheet[PublishedPromise]:
    """Published targets."""
    return Sheet("targets", _("Published targets"), TARGET_COLUMNS, rows)


def measures_sheet(rows: Iterable[PublishedPromise]) -> Sheet[PublishedPromise]:
    """Published measures."""
    return Sheet("measures", _("Published measures"), MEASURE_COLUMNS, rows)
