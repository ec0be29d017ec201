"""Areas that must add up: R2, R3, R5, R6, R8, R9, R10."""

from collections.abc import Mapping

from tests.acceptance.rules.desk import Act, Case, Desk
from tests.indicators.baseline.record_making import w1_land_cover, w1_profile


def w1(desk: Desk) -> None:
    """The worked case W1: 1205 km2 of land, 30 of water, from 2000 to 2015."""
    desk.type(w1_profile() | w1_land_cover())


def types(fields: Mapping[str, str]) -> Act:
    return lambda desk: desk.type(fields)


def states(indicator: str, period: str, *areas: str) -> dict[str, str]:
    names = ("degraded", "stable", "improved", "no_data")
    return {
        f"{indicator}.status.{period}.{name}": area for name, area in zip(names, areas, strict=True)
    }


def w6(desk: Desk) -> None:
    """The worked case W6: the indicators have 55, 120 and 40 km2 of degraded land."""
    w1(desk)
    desk.type(states("carbon", "baseline", "40", "1165", "0", "0"))
    lpd = {"declining": "120", "stable": "1085"}
    desk.type({f"productivity.lpd.baseline.{name}.cropland": a for name, a in lpd.items()})


def whole(degraded: int, improved: int = 0) -> Act:
    stable = 1205 - degraded - improved
    return types(states("sdg", "baseline", str(degraded), str(stable), str(improved), "0"))


def period(desk: Desk) -> None:
    """A reporting period with 80 km2 degraded."""
    desk.type(states("sdg", "report_1", "80", "970", "155", "0"))


CASES = (
    Case(
        "R2",
        "an empty class",
        given=w1,
        breaks=types({"land_cover.area.2015.wetland": ""}),
        says=(
            "2015: the land cover classes without water add up to 1 185 km²",
            "but the land area is 1 205 km²",
            "20 km² apart; 0.5 % is allowed",
            "Check Wetland, which is empty.",
        ),
        leads_to="land_cover.area.2015.wetland",
        holds=types({"land_cover.area.2015.wetland": "20"}),
    ),
    Case(
        "R2",
        "with the water",
        given=w1,
        breaks=types({"land_cover.area.2015.water": "60"}),
        says=(
            "2015: the land cover classes with water add up to 1 265 km²",
            "but the country area is 1 235 km²",
            "30 km² apart; 0.5 % is allowed",
            "Check each class against its source",
        ),
        leads_to="land_cover.area.2015.tree-covered",
        holds=types({"land_cover.area.2015.water": "35"}),
    ),
    Case(
        "R3",
        "a row of the change matrix",
        given=w1,
        breaks=types(
            {
                "land_cover.change.baseline.tree-covered.cropland": "41",
                "land_cover.change.baseline.grassland.cropland": "19",
            }
        ),
        says=(
            "the row of Tree-covered areas adds up to 541 km²",
            "its area in 2000 is 540 km²",
            "0.05 km² is allowed for rounding",
            "Correct the row or the area.",
        ),
        leads_to="land_cover.change.baseline.tree-covered.tree-covered",
        holds=types(
            {
                "land_cover.change.baseline.tree-covered.cropland": "40.04",
                "land_cover.change.baseline.grassland.cropland": "19.96",
            }
        ),
    ),
    Case(
        "R3",
        "a column of the change matrix",
        given=w1,
        breaks=types({"land_cover.area.2015.cropland": "261"}),
        says=(
            "the column of Cropland adds up to 260 km²",
            "its area in 2015 is 261 km²",
            "Correct the column or the area.",
        ),
        leads_to="land_cover.change.baseline.cropland.cropland",
        holds=types({"land_cover.area.2015.cropland": "260"}),
    ),
    Case(
        "R5",
        "productivity by land cover",
        given=w1,
        breaks=types({"productivity.lpd.baseline.stable.wetland": "12"}),
        says=(
            "the productivity classes of Wetland add up to 12 km²",
            "its area in 2015 is 20 km²",
            "0.5 % is allowed",
            "Correct them, or explain the difference.",
        ),
        leads_to="productivity.lpd.baseline.declining.wetland",
        holds=types({"productivity.lpd.baseline.declining.wetland": "8"}),
        is_error=False,
    ),
    *(
        Case(
            "R6",
            indicator,
            given=w1,
            breaks=types(states(indicator, "baseline", "40", "1100", "0", "15")),
            says=(
                "degraded, stable, improved and no data add up to 1 155 km²",
                "but the land area is 1 205 km²",
                "50 km² apart; 0.5 % is allowed",
                "Check the land without data.",
            ),
            leads_to=f"{indicator}.status.baseline.degraded",
            holds=types({f"{indicator}.status.baseline.no_data": "65"}),
        )
        for indicator in ("carbon", "sdg")
    ),
    Case(
        "R6",
        "land productivity",
        given=w1,
        breaks=types({"productivity.lpd.baseline.stable.cropland": "1100"}),
        says=("add up to 1 100 km²", "the land area is 1 205 km²", "0.5 % is allowed"),
        leads_to="productivity.lpd.baseline.no-data.tree-covered",
        holds=types({"productivity.lpd.baseline.no-data.tree-covered": "105"}),
    ),
    Case(
        "R6",
        "land cover",
        given=w1,
        breaks=types({"land_cover.status.baseline.no_data": "10"}),
        says=("add up to 1 215 km²", "the land area is 1 205 km²", "0.5 % is allowed"),
        leads_to="land_cover.status.baseline.no_data",
        holds=types({"land_cover.status.baseline.no_data": "5"}),
    ),
    *(
        Case(
            "R8",
            f"{degraded} degraded",
            given=w6,
            breaks=whole(degraded),
            says=(
                f"degraded land is {degraded} km²",
                "at least the worst of the three indicators and at most their sum",
                "120 km² to 215 km²",
                "Correct it, or declare the other method.",
            ),
            leads_to="sdg.status.baseline.degraded",
            holds=whole(mended),
        )
        for degraded, mended in ((110, 120), (220, 215))
    ),
    Case(
        "R8",
        "improved",
        given=w6,
        breaks=whole(120, improved=31),
        says=("improved land is 31 km²", "at most the sum of the three indicators: 30 km²"),
        leads_to="sdg.status.baseline.improved",
        holds=whole(120, improved=30),
    ),
    Case(
        "R8",
        "another method",
        given=lambda desk: (w6(desk), whole(110)(desk)),
        breaks=types({"sdg.method.baseline": "other"}),
        says=("another method is declared but not described", "Describe it."),
        leads_to="sdg.method_note.baseline",
        holds=types({"sdg.method_note.baseline": "Weighted by the depth of the soil."}),
    ),
    Case(
        "R9",
        "no status matrix",
        breaks=period,
        says=("the status matrix is empty", "Fill it in, or use the numbers of a run."),
        leads_to="sdg.change.report_1.degraded.degraded",
        holds=types({"sdg.change.report_1.stable.degraded": "80"}),
    ),
    Case(
        "R9",
        "the matrix and the period",
        given=period,
        breaks=types({"sdg.change.report_1.stable.degraded": "90"}),
        says=(
            "the status matrix holds 90 km² of land that was Degraded in the period",
            "only 80 km² is recorded as Degraded there (0.5 % is allowed)",
            "Correct one of them.",
        ),
        leads_to="sdg.change.report_1.degraded.degraded",
        holds=types({"sdg.change.report_1.stable.degraded": "80.3"}),
    ),
    Case(
        "R10",
        "a share without land",
        given=w1,
        breaks=types({"profile.area.2015.land": ""}),
        says=(
            "The land area of 2015 is missing",
            "no share of the land can be worked out",
            "Enter it in the country profile.",
        ),
        leads_to="profile.area.2015.land",
        holds=types({"profile.area.2015.land": "1205"}),
    ),
)
