"""Targets and measures: R14, R15, R16, R17, R19."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from targets.models import Measure, Target
from tests.acceptance.rules.desk import Act, Case, Desk, square
from tests.web_pages import fill_in

PLACE = square(10.2, 10.2, 0.5)
PLACE_KM2 = "3027"
STATED = {"statement.en": "Restore the pastures."}


def area(value: str, unit: str = "km2", **more: str) -> dict[str, str]:
    """The fields of a target's first quantity, an area."""
    fields = {"kind": "area", "value": value, "area_unit": unit, **more}
    return {f"quantities.0.{name}": text for name, text in fields.items()}


def target(fields: Mapping[str, Any]) -> Act:
    return lambda desk: desk.add("target", STATED | fields)


def measure(fields: Mapping[str, Any]) -> Act:
    return lambda desk: desk.add("measure", {"title": "Terraces", **fields})


def change_target(fields: Mapping[str, Any]) -> Act:
    return lambda desk: desk.change(Target.objects.latest("number"), fields)


def change_measure(fields: Mapping[str, Any]) -> Act:
    return lambda desk: desk.change(Measure.objects.latest("number"), fields)


def land(desk: Desk) -> None:
    """1205 km2 of land in 2023, 20 of them wetland, and 130 degraded."""
    desk.type({"profile.area.2023.land": "1205", "profile.area.2023.water": "30"})
    desk.type({"land_cover.area.2023.wetland": "20", "sdg.status.report_2.degraded": "130"})


def progress(**fields: Any) -> Act:
    def report(desk: Desk) -> None:
        row = Measure.objects.latest("number")
        page = reverse("measure_progress", args=[desk.party.iso3, row.pk])
        fill_in(desk.client, page, {"area_unit": "km2", **fields})

    return report


def photo() -> SimpleUploadedFile:
    png = b"\x89PNG\r\n\x1a\n and no more"
    return SimpleUploadedFile("field.png", png, content_type="image/png")


CASES = (
    Case(
        "R14",
        "the years of a target",
        breaks=target(area("1", base_year="2030", target_year="2030")),
        says=("Target 1: the target year 2030 is not after the base year 2030", "Correct one."),
        leads_to="quantities.0.target_year-field",
        holds=change_target({"quantities.0.base_year": "2015"}),
    ),
    Case(
        "R14",
        "subnational without a polygon",
        given=target(area(PLACE_KM2)),
        breaks=change_target({"scope": "subnational"}),
        says=("Target 1 is subnational but has no polygon", "Draw or upload it, or say national."),
        leads_to="geometry-field",
        holds=change_target({"geometry": PLACE}),
    ),
    Case(
        "R14",
        "subnational without an area",
        given=target({"geometry": PLACE}),
        breaks=change_target({"scope": "subnational"}),
        says=("Target 1 is subnational but promises no area", "Add a quantity with an area."),
        leads_to="quantities.0.kind-field",
        holds=change_target(area(PLACE_KM2)),
    ),
    Case(
        "R14",
        "larger than the country",
        given=land,
        breaks=target(area("1236")),
        says=(
            "Target 1: the area 1 236 km²",
            "is larger than the country, 1 235 km²",
            "Check the unit.",
        ),
        leads_to="quantities.0.value-field",
        holds=change_target(area("1235")),
    ),
    Case(
        "R14",
        "the polygon and the typed area",
        breaks=measure({"geometry": PLACE, "area": "3200", "area_unit": "km2"}),
        says=(
            "Measure 1: the typed area is 3 200 km²",
            "but the polygon has 3 027.5",
            "more than 5 % apart",
            "Correct one, or explain the difference.",
        ),
        leads_to="area-field",
        holds=change_measure({"area": "3170"}),
        is_error=False,
    ),
    Case(
        "R15",
        "reverse",
        given=land,
        breaks=target({"hierarchy": "reverse", **area("131")}),
        says=(
            "Target 1: 131 km²",
            "shall be reversed, but only 130 km²",
            "Check the area and the land types, or explain.",
        ),
        leads_to="quantities.0.value-field",
        holds=change_target(area("130")),
        is_error=False,
    ),
    Case(
        "R15",
        "reverse on a land type",
        given=land,
        breaks=measure(
            {"hierarchy": "reverse", "land_types": "wetland", "area": "21", "area_unit": "km2"}
        ),
        says=("Measure 1: 21 km²", "only 20 km²"),
        leads_to="area-field",
        holds=change_measure({"area": "20"}),
        is_error=False,
    ),
    Case(
        "R15",
        "avoid",
        given=land,
        breaks=target({"hierarchy": "avoid", **area("1076")}),
        says=("Target 1: degradation shall be avoided on 1 076 km²", "only 1 075 km²"),
        leads_to="quantities.0.value-field",
        holds=change_target(area("1075")),
        is_error=False,
    ),
    Case(
        "R16",
        "an achieved target",
        breaks=target({"status": "achieved"}),
        says=("Target 1 is said to be achieved, without evidence", "Say what shows it"),
        leads_to="evidence-field",
        holds=change_target({"evidence": "Survey of 2025, https://example.org"}),
        is_error=False,
    ),
    Case(
        "R16",
        "more done than planned",
        given=measure({"area": "50", "area_unit": "km2"}),
        breaks=progress(area="60"),
        says=("Measure 1: 60 km²", "are reported as done, but only 50 km²", "Correct one"),
        leads_to="id_area-field",
        holds=change_measure({"area": "60"}),
        is_error=False,
    ),
    Case(
        "R16",
        "completed without evidence",
        given=measure({}),
        breaks=progress(status="completed"),
        says=("Measure 1 is reported as completed without evidence", "Add it to the report."),
        leads_to="id_evidence-field",
        holds=progress(status="completed", evidence=photo()),
        is_error=False,
    ),
    *(
        Case(
            "R17",
            f"{typed} {unit}",
            breaks=measure({"geometry": PLACE, "area": typed, "area_unit": unit}),
            says=(
                "Measure 1: the typed area",
                "the polygon, 3 027.5",
                "differ by the factor 100 between hectares and km²",
                "Check the unit.",
            ),
            leads_to="area-field",
            holds=change_measure({"area_unit": right}),
            is_error=False,
        )
        for typed, unit, right in (("302756", "km2", "ha"), ("3027.56", "ha", "km2"))
    ),
    Case(
        "R19",
        "two polygons overlap",
        given=measure({"geometry": PLACE}),
        breaks=measure({"geometry": square(10.5, 10.4, 0.5)}),
        says=(
            "Measure 2 and Measure 1 overlap by 726.38 km²",
            "which is counted twice",
            "Change one of the polygons, or explain the overlap.",
        ),
        leads_to="geometry-field",
        holds=change_measure({"geometry": square(10.7, 10.2, 0.5)}),
        is_error=False,
    ),
)
