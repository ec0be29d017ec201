"""Summaries as Trends.Earth writes them, of the worked cases W1 and W2, in two of its schemas."""

import json
from typing import Any

from tests.indicators.baseline.record_making import W1_CHANGE, W1_FIRST, W1_LAST

NAMES = {
    "tree-covered": "Tree-covered",
    "grassland": "Grassland",
    "cropland": "Cropland",
    "wetland": "Wetland",
    "artificial": "Artificial",
    "other-land": "Bare land",
    "water": "Water body",
}
STATES = ("Degraded", "Stable", "Improved")
LPD = ("Increasing", "Stable", "Stressed", "Moderate decline", "Declining", "No data")
W2 = ((30, 50, 20), (40, 800, 60), (10, 120, 75))


def area_list(name: str, areas: dict[str, float], unit: str = "sq km") -> dict[str, Any]:
    rows = [{"name": n, "area": a} for n, a in areas.items()]
    return {"name": name, "unit": unit, "areas": rows}


def states(degraded: float, stable: float, improved: float) -> dict[str, float]:
    named = zip(STATES, (degraded, stable, improved), strict=True)
    return dict(named) | {"No data": 0.0}


def by_year(unit: str, values: dict[int, dict[str, float]]) -> dict[str, Any]:
    named = {str(year): row for year, row in values.items()}
    return {"name": "By year", "unit": unit, "values": named}


def named(areas: dict[str, str]) -> dict[str, float]:
    return {NAMES[cover]: float(area) for cover, area in areas.items()} | {"No data": 0.0}


def legend() -> dict[str, Any]:
    key = [
        {"code": code, "name_short": name, "name_long": name}
        for code, name in enumerate(NAMES.values(), 1)
    ]
    return {"name": "UNCCD Land Cover", "key": key}


def crosstab(name: str, years: tuple[int, int], values: list[tuple[str, str, float]]) -> Any:
    rows = [{"initial_label": a, "final_label": b, "value": v} for a, b, v in values]
    first, last = years
    return {
        "name": name,
        "unit": "sq km",
        "initial_year": first,
        "final_year": last,
        "values": rows,
    }


def w1_assessment() -> dict[str, Any]:
    """The baseline of W1: 100 t/ha everywhere in 2000, 90 t/ha in 2015, in tonnes."""
    change = [(NAMES[a], NAMES[b], float(v)) for (a, b), v in W1_CHANGE.items()]
    tonnes = {
        2000: {NAMES[c]: float(v) * 100 * 100 for c, v in W1_FIRST.items()},
        2015: {NAMES[c]: float(v) * 100 * 90 for c, v in W1_LAST.items()},
    }
    lpd = [crosstab(name, (2000, 2015), [(a, b, v / 10) for a, b, v in change]) for name in LPD[:5]]
    return {
        "sdg": {"summary": area_list("SDG", states(100, 900, 205))},
        "productivity": {"summaries": {}, "crosstabs_by_productivity_class": lpd},
        "land_cover": {
            "summary": area_list("Land cover", states(55, 1120, 30)),
            "legend_nesting": {},
            "transition_matrix": {"legend": legend()},
            "crosstabs_by_land_cover_class": [
                crosstab("Land area by land cover transition type", (2000, 2015), change)
            ],
            "land_cover_areas_by_year": by_year(
                "sq km", {2000: named(W1_FIRST), 2015: named(W1_LAST)}
            ),
        },
        "soil_organic_carbon": {
            "summaries": {
                "all_cover_types": area_list("SOC", states(1, 1, 1)),
                "non_water": area_list("SOC", states(40, 1165, 0)),
            },
            "soc_stock_by_year": by_year("tonnes", tonnes),
        },
    }


def w2_assessment() -> dict[str, Any]:
    """The period after W1 to 2019; its land cover of 2019 is that of 2018."""
    assessment = w1_assessment()
    cover = assessment["land_cover"]
    cover["land_cover_areas_by_year"] = by_year(
        "sq km", {2015: named(W1_LAST), 2018: named(W1_LAST)}
    )
    cover["crosstabs_by_land_cover_class"] = [
        crosstab(
            "change", (2015, 2018), [(NAMES[c], NAMES[c], float(v)) for c, v in W1_LAST.items()]
        )
    ]
    assessment["productivity"]["crosstabs_by_productivity_class"] = [
        crosstab(name, (2004, 2019), []) for name in LPD
    ]
    assessment["sdg"] = {"summary": area_list("SDG", states(80, 970, 155))}
    assessment["soil_organic_carbon"] = {}
    return assessment


def metadata() -> dict[str, Any]:
    return {
        "title": "Trends.Earth Summary Report",
        "date": "2026-02-01T00:00:00+00:00",
        "trends_earth_version": {"version": "2.2.4", "revision": None},
        "area_of_interest": {"name": "Testland", "geojson": {}, "crs_wkt": ""},
        "affected_areas_only": False,
    }


def new_summary() -> dict[str, Any]:
    """As in 2.1.20: an assessment of the period, and cross-tables with the baseline."""
    cells = [
        (before, after, float(W2[i][j]))
        for i, before in enumerate(STATES)
        for j, after in enumerate(STATES)
    ]
    change = {"sdg": crosstab("change", (2004, 2019), cells)}
    return {
        "metadata": metadata(),
        "land_condition": {
            "baseline": {"period_assessment": w1_assessment()},
            "report_1": {"period_assessment": w2_assessment(), "change_assessment": change},
        },
        "affected_population": {},
    }


def old_summary() -> dict[str, Any]:
    """As up to 2.1.16: the period is its assessment; "progress", and "integrated" beside it."""
    return {
        "metadata": metadata(),
        "land_condition": {
            "baseline": w1_assessment(),
            "progress": w2_assessment(),
            "integrated": {"sdg": area_list("progress", states(1, 2, 3))},
        },
        "affected_population": {},
    }


def as_json(summary: Any) -> bytes:
    return json.dumps(summary).encode()
