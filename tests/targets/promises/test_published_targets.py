"""Real targets of four countries go in through the form and come out equal.

published_targets.json: figures from the country pages of the UNCCD knowledge hub, statements
paraphrased.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from targets.models import Quantity, Target
from tests.targets.promises.promise_making import make_ready_party, post_form

pytestmark = pytest.mark.django_db
PUBLISHED = json.loads((Path(__file__).parent / "published_targets.json").read_text())["countries"]
TARGETS = [
    pytest.param(content["set_in"], target, id=f"{iso3}-{number}")
    for iso3, content in PUBLISHED.items()
    for number, target in enumerate(content["targets"], 1)
]
# How the published figures name what the form calls otherwise.
NAMES = {
    "value": "value",
    "from": "from_value",
    "to": "to_value",
    "from_level": "from_level",
    "of": "of_value",
    "what": "what",
    "indicator": "indicator",
    "land_type": "land_type",
    "base_year": "base_year",
    "by": "target_year",
    "unit": "unit",
}


def as_form(set_in: int, target: dict[str, Any]) -> dict[str, Any]:
    """What a person would type into the form."""
    data = {
        "statement.en": target["summary"],
        "adopted_year": str(set_in),
        "hierarchy": ["", *target.get("hierarchy", [])],
        "land_types": ["", *target.get("land_types", [])],
    }
    for index, quantity in enumerate(target["quantities"]):
        prefix = f"quantities.{index}"
        data[f"{prefix}.kind"] = quantity["kind"]
        for name, value in quantity.items():
            if name in NAMES:
                data[f"{prefix}.{NAMES[name]}"] = str(value)
        if quantity.get("unit") in ("ha", "km2"):
            data[f"{prefix}.area_unit"] = quantity["unit"]
    return data


def as_published(set_in: int, target: Target) -> dict[str, Any]:
    """The same target read back, under the names of the published figures."""
    content: dict[str, Any] = {"summary": target.statements["en"]}
    if target.hierarchy:
        content["hierarchy"] = target.hierarchy
    if target.land_types:
        content["land_types"] = target.land_types
    content["quantities"] = [quantity_as_published(q) for q in target.quantities.all()]
    assert target.adopted_year == set_in
    return content


def quantity_as_published(quantity: Quantity) -> dict[str, Any]:
    values = {name: getattr(quantity, column) for name, column in NAMES.items()}
    said = {name: value for name, value in values.items() if value not in (None, "")}
    return {"kind": quantity.kind, **{n: _plain(v) for n, v in said.items()}}


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def in_order(target: dict[str, Any]) -> dict[str, Any]:
    """Responses and land types in the order in which the form offers them."""
    order = ["avoid", "reduce", "reverse", "tree-covered", "grassland", "cropland", "wetland"]
    return {
        key: sorted(value, key=order.index) if key in ("hierarchy", "land_types") else value
        for key, value in target.items()
    }


@pytest.mark.parametrize(("set_in", "target"), TARGETS)
def test_a_published_target_is_entered_and_read_back_equal(
    client: Any, set_in: int, target: dict[str, Any]
) -> None:
    # Arrange
    party, user = make_ready_party()
    client.force_login(user)
    client.post(reverse("target_new", args=[party.iso3]))
    row = Target.objects.get()

    # Act
    answer = post_form(client, row, as_form(set_in, target))

    # Assert
    saved = Target.objects.get()
    assert answer.status_code == 302
    assert saved.unread == {}
    assert as_published(set_in, saved) == in_order(target)


def test_ten_percent_of_26_277_hectares_promises_26_277_square_kilometres(client: Any) -> None:
    party, user = make_ready_party()
    client.force_login(user)
    client.post(reverse("target_new", args=[party.iso3]))
    wetland = PUBLISHED["NPL"]["targets"][3]

    post_form(client, Target.objects.get(), as_form(2018, wetland))

    assert Quantity.objects.get().area_km2 == Decimal("26.277")
