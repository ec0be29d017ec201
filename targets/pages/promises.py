"""Targets and measures of a snapshot as cards of facts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from countries.languages import in_current_language
from indicators import quantity_text
from indicators.quantity_text import NBSP
from targets.drivers import LABELS as DRIVERS
from targets.models import MeasureProgress, Target
from targets.models.vocabularies import (
    AdoptionProcess,
    Commitment,
    Hierarchy,
    LandType,
    QuantityKind,
    SlmGroup,
    TargetStatus,
)
from targets.pages import words
from targets.pages.parts import Fact, FactList, Words
from targets.promises.measure_details import told

Row = Mapping[str, Any]


def target_card(target: Row) -> FactList:
    """A target as it was submitted: its statement, its promises, its place."""
    path = str(target["path"])
    facts = (
        Fact(
            f"{path}.statements",
            _("Statement"),
            in_current_language(target["statements"]),
            lines=_other_languages(target["statements"]),
        ),
        Fact(
            f"{path}.quantities",
            _("Quantities"),
            "",
            lines=tuple(quantity_words(q) for q in target["quantities"]),
        ),
        Fact(f"{path}.scope", _("Scope"), words.choice(Target.Scope.choices, target["scope"])),
        *_shared(path, target),
        Fact(f"{path}.adopted_in", _("Adopted in"), _adopted(target)),
        Fact(f"{path}.status", _("Status"), words.choice(TargetStatus.choices, target["status"])),
        *_evidence(path, target),
        Fact(
            f"{path}.commitments",
            _("Other commitments it serves"),
            _chosen(Commitment.choices, target["commitments"]),
        ),
        Fact(f"{path}.sdgs", _("Sustainable Development Goals"), _listed(target["sdgs"])),
        *_revision(path, target),
        *_place(path, target),
    )
    title = _("Target %(number)s") % {"number": target["number"]}
    return FactList(path, title, facts, target["geometry"])


def measure_card(measure: Row) -> FactList:
    """A measure as it was submitted."""
    path = str(measure["path"])
    served = ", ".join(_("Target %(number)s") % {"number": n} for n in measure["targets"])
    facts = (
        Fact(f"{path}.description", _("Description"), measure["description"]),
        Fact(f"{path}.targets", _("Targets it serves"), served),
        *_shared(path, measure),
        Fact(
            f"{path}.slm_group",
            _("Group of practice (WOCAT)"),
            words.choice(SlmGroup.choices, measure["slm_group"]),
        ),
        Fact(
            f"{path}.drivers",
            _("Drivers it addresses"),
            _chosen(DRIVERS.items(), measure["drivers"]),
        ),
        Fact(f"{path}.years", _("From and to"), _years(measure)),
        Fact(f"{path}.area_km2", _("Planned area"), words.area_text(measure["area_km2"])),
        *_details(path, measure),
        *_progress(measure),
        *_place(path, measure),
    )
    number = _("Measure %(number)s") % {"number": measure["number"]}
    title = f"{number}: {measure['title']}" if measure["title"] else number
    return FactList(path, title, facts, measure["geometry"])


def _revision(path: str, target: Row) -> Iterator[Fact]:
    """Why the target is not what was published before; versions of schema 1 do not say."""
    if target.get("revision_reason"):
        label = _("Reason for the latest revision")
        yield Fact(f"{path}.revision_reason", label, target["revision_reason"])


def _evidence(path: str, target: Row) -> Iterator[Fact]:
    """What shows that it is achieved; older versions do not say."""
    if target.get("evidence"):
        yield Fact(f"{path}.evidence", _("Evidence that it is achieved"), target["evidence"])


def _details(path: str, measure: Row) -> Iterator[Fact]:
    """What else was said; versions of schema 1 have none."""
    for field, text in told(measure.get("details", {})):
        yield Fact(f"{path}.{field.path}", field.label, text)


def _progress(measure: Row) -> Iterator[Fact]:
    """The dated reports; versions from before there were any have none."""
    for row in measure.get("progress", ()):
        status = str(words.choice(MeasureProgress.Status.choices, row["status"]))
        day = date_format(date.fromisoformat(row["date"]), "DATE_FORMAT")
        evidence = row["evidence"]
        lines = (
            words.area_text(row["area_km2"]) if row["area_km2"] is not None else "",
            row["comment"],
            f"{evidence['name']} (SHA-256 {evidence['sha256']})" if evidence["name"] else "",
        )
        label = _("Progress report %(number)s") % {"number": row["number"]}
        yield Fact(row["path"], label, f"{day}: {status}", lines=tuple(filter(None, lines)))


def _shared(path: str, row: Row) -> tuple[Fact, ...]:
    return (
        Fact(
            f"{path}.hierarchy",
            _("Response hierarchy"),
            _chosen(Hierarchy.choices, row["hierarchy"]),
        ),
        Fact(f"{path}.land_types", _("Land types"), _chosen(LandType.choices, row["land_types"])),
    )


def _place(path: str, row: Row) -> Iterator[Fact]:
    if row["place"] or row["geometry"]:
        yield Fact(f"{path}.place", _("Place"), row["place"])
    if row["geometry"]:
        area = words.area_text(row["geometry_area_km2"])
        yield Fact(f"{path}.geometry", _("Area of the polygon"), area)


def _chosen(choices: Any, keys: Iterable[str]) -> str:
    return ", ".join(str(words.choice(choices, key)) for key in keys)


def _listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


def _adopted(target: Row) -> str:
    process = words.choice(AdoptionProcess.choices, target["adopted_in"])
    year = target["adopted_year"]
    return ", ".join(str(part) for part in (process, year) if part)


def _years(measure: Row) -> str:
    years = (measure["start_year"], measure["end_year"])
    return "\u2013".join(str(year) for year in years if year)


def _other_languages(statements: Mapping[str, str]) -> tuple[Words, ...]:
    """The statement in the languages that the reader does not see already."""
    shown = in_current_language(statements)
    return tuple(f"({code}) {text}" for code, text in statements.items() if text and text != shown)


def quantity_words(quantity: Row) -> str:
    """A promise in words: "Area: 882.9 km² (88 290 ha), by 2030"."""
    kind = str(words.choice(QuantityKind.choices, quantity["kind"]))
    parts = [_figure(quantity), *_circumstances(quantity)]
    return f"{kind}: {', '.join(part for part in parts if part)}"


def _figure(quantity: Row) -> str:
    if quantity["area_km2"] is not None:
        return words.area_text(quantity["area_km2"])
    if quantity["from_value"] is not None or quantity["to_value"] is not None:
        ends = {"first": _number(quantity["from_value"]), "last": _number(quantity["to_value"])}
        return _with_unit(_("from %(first)s to %(last)s") % ends, quantity)
    return "" if quantity["value"] is None else _with_unit(_number(quantity["value"]), quantity)


def _circumstances(quantity: Row) -> list[str]:
    found = [quantity["what"], str(words.choice(LandType.choices, quantity["land_type"]))]
    if quantity["from_level"] is not None:
        found.append(_("starting from %(level)s") % {"level": _number(quantity["from_level"])})
    if quantity["of_value"] is not None:
        found.append(_("of %(area)s") % {"area": _number(quantity["of_value"])})
    if quantity["base_year"]:
        found.append(_("against %(year)s") % {"year": quantity["base_year"]})
    if quantity["target_year"]:
        found.append(_("by %(year)s") % {"year": quantity["target_year"]})
    return found


def _number(value: str | None) -> str:
    return "" if value is None else quantity_text.number(Decimal(value))


def _with_unit(text: str, quantity: Row) -> str:
    return f"{text}{NBSP}{quantity['unit']}" if quantity["unit"] else text
