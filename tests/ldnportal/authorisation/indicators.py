"""Pages of the app `indicators`."""

from typing import Any

from tests.ldnportal.authorisation.table import Row, row

# Waiting to be examined; and accepted, with a submission that rests on it.
WAITING = {"iso3": "XAA", "pk": "@dataset"}
RASTER = {"iso3": "XAA", "pk": "@raster"}
TILE = RASTER | {"z": "4", "x": "8", "y": "7"}
DESCRIBED = {"seen": "something else"}

#                                   anon contr focal other  rev  rev2  secr  obs
DATASETS: list[Row] = [
    row("dataset_list", "GET", "        302  200  200  404  404  404  404  404", iso3="XAA"),
    row("dataset_list", "POST", "       405  405  405  405  405  405  405  405", iso3="XAA"),
    row("dataset_new", "GET", "         302  200  200  404  404  404  404  404", iso3="XAA"),
    # Without a file the form comes back.
    row("dataset_new", "POST", "        302  200  200  404  404  404  404  404", iso3="XAA"),
    # A reviewer of the region and the secretariat read what a submission rests on.
    row("dataset_detail", "GET", "      302  200  200  404  200  404  200  404", **RASTER),
    row("dataset_detail", "GET", "      302  200  200  404  404  404  404  404", **WAITING),
    row("dataset_detail", "POST", "     405  405  405  405  405  405  405  405", **RASTER),
    row("dataset_status", "GET", "      302  200  200  404  404  404  404  404", **WAITING),
    row("dataset_status", "POST", "     405  405  405  405  405  405  405  405", **WAITING),
    row("dataset_tile", "GET", "        302  200  200  404  200  404  200  404", **TILE),
    row("dataset_tile", "POST", "       405  405  405  405  405  405  405  405", **TILE),
    row(
        "dataset_value",
        "GET",
        "                               302  200  200  404  200  404  200  404",
        query="?lon=10.5&lat=11.5",
        **RASTER,
    ),
    row("dataset_value", "POST", "      405  405  405  405  405  405  405  405", **RASTER),
    row("dataset_edit", "GET", "        302  200  200  404  404  404  404  404", **RASTER),
    row("dataset_edit", "GET", "        302  404  404  404  404  404  404  404", **WAITING),
    # Somebody else changed it meanwhile: both values are shown.
    row(
        "dataset_edit",
        "POST",
        "                               302  409  409  404  404  404  404  404",
        data=DESCRIBED,
        **RASTER,
    ),
    row("dataset_legend", "GET", "      302  200  200  404  404  404  404  404", **RASTER),
    row(
        "dataset_legend",
        "POST",
        "                               302  302  302  404  404  404  404  404",
        data={"name": "National legend"},
        **RASTER,
    ),
    row("dataset_remove", "GET", "      302  200  200  404  404  404  404  404", **RASTER),
    row("dataset_remove", "POST", "     302  302  302  404  404  404  404  404", **RASTER),
    row("dataset_examine_again", "GET", "405  405  405  405  405  405  405  405", **WAITING),
    row("dataset_examine_again", "POST", "302  302  302  404  404  404  404  404", **WAITING),
    # Another Party's raster is not reached through one's own address.
    row(
        "dataset_remove",
        "POST",
        "                               302  404  404  404  404  404  404  404",
        iso3="XBB",
        pk="@raster",
    ),
]

WAITING_RUN = {"iso3": "XAA", "pk": "@run"}
FAILED_RUN = {"iso3": "XAA", "pk": "@failed_run"}
FINISHED_RUN = {"iso3": "XAA", "pk": "@finished_run"}
RUN_TILE = FINISHED_RUN | {"layer": "baseline_sdg", "z": "4", "x": "8", "y": "7"}

OWN = "                             302  200  200  404  404  404  404  404"
CITED = "                           302  200  200  404  200  404  200  404"
NOBODY = "                          405  405  405  405  405  405  405  405"


def readable(page: str, /, query: str = "", **address: Any) -> list[Row]:
    """Something of a run that a submission rests on, and of one that none does."""
    hidden = address | {"pk": "@run"}
    #                                anon contr focal other  rev  rev2  secr  obs
    nothing = "                      302  404  404  404  404  404  404  404"
    return [
        row(page, "GET", CITED, query=query, **address),
        row(page, "GET", nothing, query=query, **hidden),
        row(page, "POST", NOBODY, **address),
    ]


#         anon contr focal other  rev  rev2  secr  obs
REVISES = "302  302  302  404  403  404  403  404"
HIDDEN = " 302  302  302  404  404  404  404  404"

RUNS: list[Row] = [
    row("run_list", "GET", OWN, iso3="XAA"),
    row("run_list", "POST", NOBODY, iso3="XAA"),
    row("run_new", "GET", OWN, iso3="XAA"),
    # Without a choice the form comes back.
    row("run_new", "POST", OWN, iso3="XAA"),
    row("run_detail", "GET", OWN, **WAITING_RUN),
    row("run_detail", "GET", CITED, **FAILED_RUN),
    row("run_detail", "POST", NOBODY, **FAILED_RUN),
    row("run_progress", "GET", OWN, **WAITING_RUN),
    row("run_progress", "GET", CITED, **FAILED_RUN),
    row("run_progress", "POST", NOBODY, **WAITING_RUN),
    row("run_manifest", "GET", OWN, **WAITING_RUN),
    row("run_manifest", "GET", CITED, **FINISHED_RUN),
    row("run_manifest", "POST", NOBODY, **FINISHED_RUN),
    row("run_outline", "GET", OWN, **WAITING_RUN),
    row("run_outline", "GET", CITED, **FINISHED_RUN),
    row("run_outline", "POST", NOBODY, **FINISHED_RUN),
    *readable("run_file", name="baseline_sdg.tif", **FINISHED_RUN),
    *readable("run_tile", **RUN_TILE),
    *readable("run_point", query="?lon=10.5&lat=11.5", **FINISHED_RUN),
    *readable("run_chart", key="shares--sdg", suffix="csv", **FINISHED_RUN),
    row("run_cancel", "GET", NOBODY, **WAITING_RUN),
    row(
        "run_cancel",
        "POST",
        "                           302  302  302  404  404  404  404  404",
        **WAITING_RUN,
    ),
    # Who reviews may see a run, and neither stops it nor starts it.
    row(
        "run_cancel",
        "POST",
        "                           302  302  302  404  403  404  403  404",
        **FAILED_RUN,
    ),
    *[
        line
        for name in ("run_renew", "run_restore")
        for line in (
            row(name, "GET", NOBODY, **FINISHED_RUN),
            row(name, "POST", REVISES, **FINISHED_RUN),
            row(name, "POST", HIDDEN, **WAITING_RUN),
        )
    ],
    row("run_revision", "GET", OWN, **WAITING_RUN),
    row("run_revision", "GET", CITED, **FINISHED_RUN),
    row("run_revision", "POST", NOBODY, **FINISHED_RUN),
    row("run_repeat", "GET", NOBODY, **FAILED_RUN),
    row(
        "run_repeat",
        "POST",
        "                           302  302  302  404  403  404  403  404",
        **FAILED_RUN,
    ),
]

SECTION = {"iso3": "XAA", "year": 2026, "section": "land_cover"}
NUMBER = {"iso3": "XAA", "year": 2026, "section": "profile", "path": "profile.area.2015.land"}
USE_RUN = {"iso3": "XAA", "year": 2026, "run_id": "@finished_run"}
WRITE = "                           302  302  302  404  404  404  404  404"
REPORT = {"iso3": "XAA", "year": 2026}
AFFECTED = REPORT | {"section": "affected/sdg"}
REGION = REPORT | {"number": 1}
SEVEN = {"version": "0", "act": "use:0"}
RESTORE = {"version": "0", "act": "restore:1"}
NORTH = {"version": "0", "name": "The north"}
ZONE = REPORT | {"section": "zones/1/sdg"}

BASELINE: list[Row] = [
    row("baseline_section", "GET", OWN, states="draft in_review published", **SECTION),
    row("baseline_section", "POST", WRITE, data={"version": "0"}, **SECTION),
    row("baseline_here", "GET", OWN, states="draft in_review", **SECTION),
    row("baseline_here", "GET", OWN, **ZONE),
    row("baseline_here", "POST", NOBODY, **SECTION),
    row("baseline_sources", "GET", OWN, states="draft submitted", **SECTION),
    # Without a source the form comes back.
    row("baseline_sources", "POST", OWN, **SECTION),
    row("baseline_compare", "GET", OWN, states="draft in_review", **SECTION),
    row("baseline_compare", "POST", WRITE, data={"version": "0"}, **SECTION),
    row("baseline_explain", "GET", NOBODY, **SECTION),
    row("baseline_explain", "POST", WRITE, data={"finding": "R5", "reason": "So"}, **SECTION),
    row("baseline_number", "GET", OWN, **NUMBER),
    row("baseline_number", "POST", NOBODY, **NUMBER),
    row("baseline_section", "GET", OWN, states="draft in_review", **AFFECTED),
    row("baseline_section", "POST", WRITE, data={"version": "0"}, **AFFECTED),
    row("baseline_section", "GET", OWN, states="draft in_review", **ZONE),
    row("baseline_section", "POST", WRITE, data={"version": "0"}, **ZONE),
    row("zone_list", "GET", OWN, states="draft in_review", **REPORT),
    row("zone_list", "POST", NOBODY, **REPORT),
    row("zone_features", "GET", OWN, states="draft in_review", **REPORT),
    row("zone_features", "POST", NOBODY, **REPORT),
    row("zone_upload", "GET", OWN, states="draft in_review", **REPORT),
    # Without a file the form comes back.
    row("zone_upload", "POST", OWN, **REPORT),
    row("zone_column", "GET", NOBODY, **REPORT),
    row("zone_column", "POST", WRITE, data={"column": "name"}, states="draft in_review", **REPORT),
    row("zone_remove", "GET", OWN, states="draft in_review", **REPORT),
    row("zone_remove", "POST", WRITE, states="draft in_review", **REPORT),
    row("zone_use_run", "GET", OWN, **USE_RUN),
    row("zone_use_run", "POST", WRITE, states="draft in_review", **USE_RUN),
    row("affected_areas", "GET", OWN, states="draft in_review", **REPORT),
    row("affected_areas", "POST", WRITE, states="draft in_review", **REPORT),
    row("affected_place", "GET", NOBODY, **REPORT),
    # Without a file the form comes back.
    row("affected_place", "POST", OWN, **REPORT),
    row("baseline_legend", "GET", OWN, states="draft in_review", **REPORT),
    row("baseline_legend", "POST", WRITE, states="draft in_review", data=SEVEN, **REPORT),
    row("baseline_regions", "GET", OWN, states="draft in_review", **REPORT),
    row("baseline_regions", "POST", WRITE, states="draft in_review", data=RESTORE, **REPORT),
    row("baseline_region_new", "GET", OWN, states="draft in_review", **REPORT),
    # Without a name the form comes back.
    row("baseline_region_new", "POST", OWN, **REPORT),
    row("baseline_region_new", "POST", WRITE, states="draft in_review", data=NORTH, **REPORT),
    row("baseline_region_edit", "GET", OWN, **REGION),
    row("baseline_region_edit", "POST", WRITE, data=NORTH, **REGION),
    row("baseline_print", "GET", OWN, states="draft in_review", iso3="XAA", year=2026),
    row("baseline_print", "POST", NOBODY, iso3="XAA", year=2026),
    row("use_run", "GET", OWN, **USE_RUN),
    row("use_run", "POST", WRITE, states="draft in_review", **USE_RUN),
]

ROWS: list[Row] = [*DATASETS, *RUNS, *BASELINE]
