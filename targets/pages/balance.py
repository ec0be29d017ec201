"""The balance sheet of a snapshot as cards of facts."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from targets.models.vocabularies import LandType
from targets.neutrality.lines import Verdict
from targets.neutrality.words import VERDICTS
from targets.pages import words
from targets.pages.parts import Fact, FactList

Row = Mapping[str, Any]


def balance_cards(content: Row) -> Iterator[FactList]:
    """The verdicts, every land type, and the planned losses; nothing for versions without it."""
    sheet = content.get("neutrality")
    if not sheet:
        return
    yield _verdicts(content, sheet)
    yield from (_land_type(sheet, row) for row in sheet["land_types"])
    yield from map(_loss, sheet["planned_losses"])


def _verdicts(content: Row, sheet: Row) -> FactList:
    path, assumed = sheet["path"], sheet["assumptions"]
    titles = {p["key"]: words.period_title(p) for p in content["baseline"]["periods"]}
    until = {"year": assumed["until"]}
    facts = (
        Fact(f"{path}.period", _("Period"), titles.get(sheet["period"], "")),
        Fact(f"{path}.verdict", _("Country"), _verdict(sheet["verdict"])),
        Fact(
            f"{path}.projected_verdict",
            _("Country in %(year)s") % until,
            _verdict(sheet["projected_verdict"]),
        ),
        Fact(f"{path}.assumptions", _("Assumptions"), "", lines=_assumed(assumed)),
        Fact(
            f"{path}.exception",
            _("Below neutrality, justified"),
            sheet["exception"]["reason"] if sheet["exception"]["acknowledged"] else "",
        ),
    )
    return FactList(f"{path}.verdicts", _("Verdict"), facts)


def _verdict(key: str) -> str:
    return str(VERDICTS[Verdict(key)])


def _assumed(assumed: Row) -> tuple[str, ...]:
    sentences = (
        (_("%(share)s of the observed yearly losses go on"), "losses_go_on"),
        (_("%(share)s of the observed yearly gains go on"), "gains_go_on"),
        (_("%(share)s of the planned losses happen"), "losses_happen"),
        (_("%(share)s of the planned gains succeed"), "gains_succeed"),
    )
    return tuple(
        text % {"share": quantity_text.percent(Decimal(assumed[name]), None)}
        for text, name in sentences
    )


def _land_type(sheet: Row, row: Row) -> FactList:
    path = f"{sheet['path']}.{row['land_type']}"
    labels = (
        ("area", _("Area at the end of the baseline")),
        ("degraded", _("Degraded in the baseline")),
        ("losses", _("Losses")),
        ("gains", _("Gains")),
        ("planned_losses", _("Planned losses")),
        ("planned_gains", _("Planned gains")),
        ("avoided", _("Avoided losses, not counted")),
        ("projected", _("Balance in %(year)s") % {"year": sheet["assumptions"]["until"]}),
    )
    numbers = tuple(Fact(f"{path}.{k}", label, words.area_text(row[k])) for k, label in labels)
    verdicts = (
        Fact(f"{path}.verdict", _("Verdict"), _verdict(row["verdict"])),
        Fact(f"{path}.projected_verdict", _("Projected"), _verdict(row["projected_verdict"])),
    )
    return FactList(path, words.choice(LandType.choices, row["land_type"]), (*numbers, *verdicts))


def _loss(row: Row) -> FactList:
    path = row["path"]
    facts = (
        Fact(f"{path}.land_type", _("Land type"), words.choice(LandType.choices, row["land_type"])),
        Fact(f"{path}.area_km2", _("Area"), words.area_text(row["area_km2"])),
        Fact(f"{path}.reason", _("Reason"), row["reason"]),
        Fact(f"{path}.source", _("Source"), row["source"]),
    )
    return FactList(path, _("Planned loss %(number)s") % {"number": row["number"]}, facts)
