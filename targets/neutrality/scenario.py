"""What if: planned areas moved between land types. Nothing of it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline.classes import LAND
from targets.neutrality.lines import NOUGHT, Plans, Sheet
from targets.neutrality.words import in_sentence, land_type

GAINS, LOSSES = "gains", "losses"


class MoveError(ValueError):
    """A move that cannot be made; the message says what there is, and what to do."""


@dataclass(frozen=True)
class Move:
    """So much of what is planned, from one land type to another, km2."""

    what: str
    km2: Decimal
    source: str
    target: str


def plans_of_sheet(sheet: Sheet) -> dict[str, tuple[Decimal, Decimal]]:
    """What is planned now, by land type."""
    return {line.land_type: (line.planned_gains, line.planned_losses) for line in sheet.lines}


def moved(plans: Plans, move: Move) -> dict[str, tuple[Decimal, Decimal]]:
    """The plans after a move. Raises MoveError where less is planned than shall be moved."""
    column = (GAINS, LOSSES).index(move.what)
    there = plans[move.source][column]
    if move.source == move.target:
        raise MoveError(_("The area would stay where it is. Choose two different land types."))
    if move.km2 > there:
        raise MoveError(
            _("Only %(there)s are planned on %(name)s. Move at most that much.")
            % {
                "there": quantity_text.km2(there),
                "name": in_sentence(land_type(move.source)),
            }
        )
    after = dict(plans)
    for key, change in ((move.source, -move.km2), (move.target, move.km2)):
        pair = list(after[key])
        pair[column] += change
        after[key] = (pair[0], pair[1])
    return after


def field_of(what: str, key: str) -> str:
    """The name of the field with what is planned on a land type."""
    return f"{what}_{key}"


def plans_from(fields: Mapping[str, Decimal | None]) -> dict[str, tuple[Decimal, Decimal]]:
    """The plans that a form states; what is empty is nought."""
    return {
        key: (
            fields.get(field_of(GAINS, key)) or NOUGHT,
            fields.get(field_of(LOSSES, key)) or NOUGHT,
        )
        for key in LAND
    }
