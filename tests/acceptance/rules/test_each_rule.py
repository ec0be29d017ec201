"""Each rule, broken through the forms, says so and where; put right, it is silent."""

import pytest

from tests.acceptance.rules import areas, promises, provenance
from tests.acceptance.rules.desk import Case, Desk, Said

pytestmark = pytest.mark.django_db
CASES = (*areas.CASES, *provenance.CASES, *promises.CASES)


def spoken(desk: Desk, case: Case) -> list[Said]:
    """What the case's rule says in these words."""
    return [
        said
        for said in desk.said(case.rule)
        if all(part in said.sentence.replace("\xa0", " ") for part in case.says)
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_names_field_found_and_expected_and_leads_there(case: Case) -> None:
    # Arrange
    desk = Desk.open()
    case.given(desk)

    # Act
    case.breaks(desk)

    # Assert
    found = spoken(desk, case)
    assert len(found) == 1, [said.sentence for said in desk.said()]
    assert found[0].is_error is case.is_error
    assert found[0].address.endswith(f"#{case.leads_to}" if case.leads_to else "/")
    desk.follow(found[0])

    # Act
    case.holds(desk)

    # Assert
    assert not spoken(desk, case)
