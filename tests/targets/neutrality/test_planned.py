"""What of targets and measures goes into the sheet, and why the rest does not."""

from decimal import Decimal
from typing import Any

import pytest

from countries.models import Party
from targets.models import Measure, Quantity, Target
from targets.neutrality.planned import Plans, plans_of
from tests.factories import make_party

pytestmark = pytest.mark.django_db


def add_target(
    party: Party, hierarchy: list[str], land_types: list[str], *quantities: dict[str, Any]
) -> Target:
    number = Target.objects.count() + 1
    target = Target.objects.create(
        party=party, number=number, hierarchy=hierarchy, land_types=land_types
    )
    for order, fields in enumerate(quantities):
        Quantity.objects.create(target=target, order=order, **{"kind": "area", **fields})
    return target


def add_measure(party: Party, *targets: Target, **fields: Any) -> Measure:
    number = Measure.objects.count() + 1
    given = {"hierarchy": ["reverse"], "land_types": ["wetland"], "area_km2": Decimal(7), **fields}
    measure = Measure.objects.create(party=party, number=number, **given)
    measure.targets.set(targets)
    return measure


def planned(until: int = 2030) -> Plans:
    targets = Target.objects.prefetch_related("quantities").order_by("number")
    measures = Measure.objects.prefetch_related("targets").order_by("number")
    served = {m.pk: {t.pk for t in m.targets.all()} for m in measures}
    return plans_of(list(targets), list(measures), [], until, served)


def reasons(plans: Plans) -> list[str]:
    return [str(item.reason) for item in plans.left_out]


def test_a_reverse_target_on_one_land_type_is_a_gain() -> None:
    add_target(
        make_party(), ["reverse"], ["cropland"], {"area_km2": Decimal(400), "target_year": 2030}
    )

    plans = planned()

    assert plans.gains("cropland") == 400
    assert plans.avoided("cropland") == 0


@pytest.mark.parametrize("hierarchy", [["avoid"], ["reduce"], ["avoid", "reduce"]])
def test_what_is_avoided_or_reduced_stands_apart(hierarchy: list[str]) -> None:
    add_target(make_party(), hierarchy, ["cropland"], {"area_km2": Decimal(400)})

    plans = planned()

    assert (plans.gains("cropland"), plans.avoided("cropland")) == (0, 400)


def test_areas_by_land_type_count_each_on_its_own_and_the_whole_does_not() -> None:
    add_target(
        make_party(),
        ["reverse"],
        ["cropland", "wetland"],
        {"area_km2": Decimal(50)},
        {"kind": "area_by_land_type", "land_type": "cropland", "area_km2": Decimal(30)},
        {"kind": "area_by_land_type", "land_type": "wetland", "area_km2": Decimal(20)},
    )

    plans = planned()

    assert (plans.gains("cropland"), plans.gains("wetland")) == (30, 20)
    assert reasons(plans) == ["Its areas by land type are counted instead of its whole area."]


@pytest.mark.parametrize(
    ("hierarchy", "land_types", "quantity", "words"),
    [
        (["reverse", "avoid"], ["cropland"], {"area_km2": Decimal(1)}, "reverses and avoids"),
        ([], ["cropland"], {"area_km2": Decimal(1)}, "does not say whether"),
        (["reverse"], ["cropland"], {"kind": "halt"}, "promises no area"),
        (["reverse"], [], {"area_km2": Decimal(1)}, "names no land type"),
        (["reverse"], ["cropland", "wetland"], {"area_km2": Decimal(1)}, "several land types"),
        (["reverse"], ["water"], {"area_km2": Decimal(1)}, "Water is not land"),
        (["reverse"], ["cropland"], {"area_km2": Decimal(1), "target_year": 2040}, "due in 2040"),
    ],
)
def test_what_cannot_be_placed_is_left_out_with_its_reason(
    hierarchy: list[str], land_types: list[str], quantity: dict[str, Any], words: str
) -> None:
    add_target(make_party(), hierarchy, land_types, quantity)

    plans = planned()

    assert plans.counted == ()
    assert words in reasons(plans)[0]


def test_a_measure_does_not_count_twice_what_its_target_promises() -> None:
    party = make_party()
    target = add_target(party, ["reverse"], ["wetland"], {"area_km2": Decimal(10)})
    add_measure(party, target)
    add_measure(party)

    plans = planned()

    assert plans.gains("wetland") == 17
    assert reasons(plans) == ["It serves Target 1, where its area is counted already."]


def test_a_national_a_regional_and_a_mixed_measure_count_once_each() -> None:
    """National: an area without a polygon. Regional: drawn only. Mixed: typed and drawn."""
    party = make_party()
    drawn = {"geometry": {"type": "Polygon", "coordinates": []}, "geometry_area_km2": Decimal(30)}
    national = add_measure(party, area_km2=Decimal(100), place="")
    regional = add_measure(party, area_km2=None, **drawn)
    mixed = add_measure(party, area_km2=Decimal(29), **drawn)

    found = planned()

    assert {c.row: c.km2 for c in found.counted} == {national: 100, regional: 30, mixed: 29}
    assert found.gains("wetland") == 159
    assert found.left_out == ()
