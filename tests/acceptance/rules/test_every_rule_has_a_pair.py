"""No rule of the domain is without a test that breaks it and one that satisfies it."""

from tests.acceptance.rules import derived
from tests.acceptance.rules.test_each_rule import CASES

ERROR, WARNING, DERIVED = "error", "warning", "derived"
LEVELS = {
    "R1": {DERIVED},
    "R2": {ERROR},
    "R3": {ERROR},
    "R4": {DERIVED},
    "R5": {WARNING},
    "R6": {ERROR},
    "R7": {DERIVED},
    "R8": {ERROR},
    "R9": {DERIVED, ERROR},  # an empty matrix, or one that contradicts, would derive nonsense
    "R10": {DERIVED, ERROR},  # no share without the land of its year
    "R11": {WARNING, ERROR},  # tonnes without an area are no number
    "R12": {ERROR},
    "R13": {ERROR},
    "R14": {ERROR, WARNING},
    "R15": {WARNING},
    "R16": {WARNING},
    "R17": {WARNING},
    "R18": {ERROR},
    "R19": {WARNING},
}
"""Section 4 of the domain: each rule and its level."""


def test_each_rule_is_broken_and_satisfied_at_its_level() -> None:
    found: dict[str, set[str]] = {case.rule: {DERIVED} for case in derived.CASES}
    for case in CASES:
        found.setdefault(case.rule, set()).add(ERROR if case.is_error else WARNING)
    assert found == LEVELS


def test_no_case_stands_twice() -> None:
    names = [str(case) for case in (*CASES, *derived.CASES)]
    assert len(names) == len(set(names))
