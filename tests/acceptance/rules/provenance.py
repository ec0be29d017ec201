"""Where numbers come from: R11, R12, R13, R18."""

from typing import Any

from django.urls import reverse

from indicators.actions.observations import mark_published
from indicators.models import Dataset, Legend, LegendClass
from tests.acceptance.rules.areas import types
from tests.acceptance.rules.desk import Act, Case, Desk
from tests.ldnportal.authorisation.rasters import accepted_raster
from tests.web_pages import fill_in

STOCK = "carbon.stock.2000.cropland"


def stock_of(text: str, unit: str = "t/ha") -> Act:
    return lambda desk: desk.type({STOCK: text}, query=f"?stock_unit={unit}")


def raster_with(*codes: int, classes: int | None) -> Act:
    """A land cover raster with codes of the Party's own legend; none mapped, or all to cropland."""

    def make(desk: Desk) -> None:
        raster = accepted_raster(desk.party, desk.user)
        raster.legend = Legend.objects.create(party=desk.party, name="Ours")
        for code in codes:
            LegendClass.objects.create(legend=raster.legend, code=code, unccd_class=classes)
        raster.found["codes"] = [{"code": code, "pixels": 9, "km2": 100} for code in codes]
        raster.save()

    return make


def map_all(desk: Desk, **fields: Any) -> None:
    """Give each code of the legend a class, on its page."""
    raster = Dataset.objects.get()
    page = reverse("dataset_legend", args=[desk.party.iso3, raster.pk])
    codes = [row["code"] for row in raster.found["codes"]]
    fill_in(desk.client, page, {f"class_{code}": "3" for code in codes} | fields)


def join_two(_desk: Desk) -> None:
    """Join two classes in the raster itself, which is uploaded anew."""
    LegendClass.objects.order_by("code")[0].delete()


def published(desk: Desk) -> None:
    desk.type({"profile.area.2000.land": "1205"})
    mark_published(desk.report)


def licensed(licence: str) -> Act:
    def say(desk: Desk) -> None:
        source = {"source_title": "Yearbook", "comment": "Official", "licence": licence}
        desk.say_source("profile", **source)

    return say


CASES = (
    *(
        Case(
            "R11",
            f"{stock} t/ha",
            breaks=stock_of(stock),
            says=(
                f"Cropland, 2000: {stock.replace('1400', '1 400')} t/ha of soil organic carbon",
                "more than 0 and less than 1000 is usual",
                "Check the unit, or explain the number.",
            ),
            leads_to=STOCK,
            holds=stock_of("999"),
            is_error=False,
        )
        for stock in ("0", "1400")
    ),
    Case(
        "R11",
        "tonnes without an area",
        breaks=stock_of("5000000", "t"),
        says=(
            "Cropland, 2000: the stock was entered in tonnes",
            "the land cover area it stands on is missing",
            "Enter that area, or enter t/ha.",
        ),
        leads_to=STOCK,
        holds=types({"land_cover.area.2000.cropland": "500"}),
    ),
    Case(
        "R12",
        "codes without a class",
        breaks=raster_with(1, 2, classes=None),
        says=("“Ours” has 2 codes without a UNCCD class, the first being 1", "Map each code."),
        leads_to="",
        holds=map_all,
    ),
    Case(
        "R12",
        "sixteen classes",
        breaks=raster_with(*range(16), classes=3),
        says=("“Ours” has 16 classes; at most 15 can be reported", "Join some."),
        leads_to="",
        holds=join_two,
    ),
    Case(
        "R13",
        "a published number changes",
        given=published,
        breaks=types({"profile.area.2000.land": "1300"}),
        says=(
            "Land area, 2000 was published as 1 205 and is now 1 300",
            "Say in its comment why it changed.",
        ),
        leads_to="profile.area.2000.land",
        holds=lambda desk: desk.say_source("profile", comment="New survey."),
    ),
    Case(
        "R18",
        "no source",
        breaks=types({"profile.area.2000.land": "1205", "profile.area.2000.water": "30"}),
        says=(
            "2000: 2 national numbers have no source or no comment",
            "the first being Land area, 2000",
            "Say where they come from.",
        ),
        leads_to="profile.area.2000.land",
        holds=licensed("open"),
    ),
    *(
        Case(
            "R18",
            licence,
            given=types({"profile.area.2000.land": "1205"}),
            breaks=licensed(licence),
            says=(
                "Land area, 2000: the data are under a licence that restricts sharing",
                "no permission to publish is recorded",
                "Record it, or use other data.",
            ),
            leads_to="profile.area.2000.land",
            holds=lambda desk: desk.say_source("profile", permission="Ministry, 3 May 2026"),
        )
        for licence in ("share_alike", "custom")
    ),
    *(
        Case(
            "R18",
            f"{level} confidence",
            breaks=types({"sdg.confidence.baseline": level}),
            says=(f"confidence is {level.title()}", "Give the reason."),
            leads_to="sdg.confidence_reason.baseline",
            holds=types({"sdg.confidence_reason.baseline": "Few field plots."}),
        )
        for level in ("low", "medium")
    ),
)
