"""What the Party says about its balance: assumptions, and why a loss is justified."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from indicators.models import Section
from targets.neutrality.lines import HUNDRED, LAST_DEFAULT, NOUGHT, Assumptions
from targets.sections import BALANCE

UNTIL = f"{BALANCE}.until"
EXCEPTION = f"{BALANCE}.exception"
REASON = f"{BALANCE}.exception_reason"
SHARES = ("losses_go_on", "gains_go_on", "losses_happen", "gains_succeed")
LARGEST_SHARE = Decimal(1000)
LAST_YEAR = 2100
YES = "yes"


def path_of(name: str) -> str:
    """The address of an assumption."""
    return f"{BALANCE}.{name}"


PATHS = (UNTIL, *(path_of(name) for name in SHARES), EXCEPTION, REASON)


@dataclass(frozen=True)
class Said:
    """The answers of the section: assumptions, and an exception with its reason."""

    assumed: Assumptions
    is_excepted: bool = False
    reason: str = ""

    @classmethod
    def of(cls, section: Section) -> "Said":
        """Read a section; what is missing is as assumed by default."""
        answers = section.answers
        return cls(
            assumptions_of(answers),
            is_excepted=answers.get(EXCEPTION) == YES,
            reason=str(answers.get(REASON, "")),
        )


def assumptions_of(answers: Mapping[str, str]) -> Assumptions:
    """The assumptions among answers by path; others keep their defaults."""
    shares = {name: _share(answers.get(path_of(name), "")) for name in SHARES}
    until = str(answers.get(UNTIL, ""))
    return Assumptions(until=int(until) if until.isdigit() else LAST_DEFAULT, **shares)


def _share(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return HUNDRED
    return value if NOUGHT <= value <= LARGEST_SHARE else HUNDRED


def answers_of(assumed: Assumptions) -> dict[str, str]:
    """Write assumptions as answers by path."""
    return {path_of(field.name): str(getattr(assumed, field.name)) for field in fields(assumed)}
