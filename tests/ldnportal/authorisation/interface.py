"""Open data for people and programs: the API, OGC features, the catalogue, maps and files.

Everything published is there for everybody. What is not there is a 404 and never a door: a
program is not led to the page of signing in.
"""

from typing import Any

from tests.ldnportal.authorisation.table import Row, public, row

SUBMISSION = {"pk": "@submission"}
PROMISE = {"name": "XCC-2026-1"}
REPORT = {"iso3": "XCC", "year": 2026}
WORKING_COPY = {"iso3": "XAA", "year": 2026}
WANTED = {"file": "summary.xlsx", "region": "world", "cycle": 2026}
PAGE = {"scope": "world", "cycle": "2026"}
UNPUBLISHED_MAP = {"run": "@finished_run", "layer": "baseline_sdg"}

#                                 anon contr focal other  rev  rev2  secr  obs
NOBODY = "                        405  405  405  405  405  405  405  405"
NOT_THERE = "                     404  404  404  404  404  404  404  404"
EVERYBODY = "                     200  200  200  200  200  200  200  200"
READERS = "                       404  200  200  404  200  404  200  404"
ASKED = "                         202  202  202  202  202  202  202  202"
OWN = "                           404  404  200  404  404  404  404  404"
CANCELLED = "                     404  404  204  404  404  404  404  404"
LED_ON = "                        302  302  302  302  302  302  302  302"
OWN_LED_ON = "                    404  404  302  404  404  404  404  404"
UNFIT = "                         422  422  422  422  422  422  422  422"
RECALLED = "                      404  200  200  404  404  404  404  404"


def not_there(name: str, /, **address: Any) -> list[Row]:
    """Something that is not published, to whoever asks."""
    return [row(name, "GET", NOT_THERE, **address), row(name, "POST", NOBODY, **address)]


ROWS: list[Row] = [
    *public("api_root"),
    *public("api_schema"),
    *public("api_docs"),
    *public("api_party_list"),
    *public("api_party_detail", iso3="XAA"),
    *public("api_region_list"),
    *public("api_region_detail", slug="annex-i"),
    *public("api_cycle_list"),
    *public("api_cycle_detail", year="2026"),
    *public("api_fact_list"),
    *public("api_target_list"),
    *public("api_target_detail", **PROMISE),
    # A target that is not published is not there, to its own Party neither.
    *not_there("api_target_detail", name="XAA-2026-1"),
    *public("api_measure_list"),
    *public("api_measure_detail", **PROMISE),
    *not_there("api_measure_detail", name="XAA-2026-1"),
    *public("api_record_list"),
    *public("api_record_detail", name="XCC-2026-finance-1"),
    *not_there("api_record_detail", name="XAA-2026-finance-1"),
    *public("api_submission_list"),
    row("api_submission_detail", "GET", RECALLED, states="draft", **SUBMISSION),
    row("api_submission_detail", "GET", READERS, states="submitted accepted", **SUBMISSION),
    row("api_submission_detail", "GET", EVERYBODY, states="published", **SUBMISSION),
    row("api_submission_detail", "POST", NOBODY, **SUBMISSION),
    # The whole text holds what a publication leaves out, such as explanations to reviewers.
    row("api_submission_snapshot", "GET", RECALLED, states="draft", **SUBMISSION),
    row("api_submission_snapshot", "GET", READERS, states="in_review published", **SUBMISSION),
    row("api_submission_snapshot", "POST", NOBODY, **SUBMISSION),
    *public("api_question_list"),
    row("api_question_detail", "GET", "404 200 200 404 200 404 200 404", pk="@question"),
    row("api_question_detail", "GET", "404 200 200 200 200 200 200 404", pk="@shared_question"),
    row("api_question_detail", "POST", NOBODY, pk="@question"),
    *public("ogc_landing"),
    *public("ogc_conformance"),
    *public("ogc_collections"),
    *public("ogc_collection", collection="targets"),
    *public("ogc_items", collection="targets"),
    *public("ogc_item", collection="targets", **PROMISE),
    *not_there("ogc_item", collection="targets", name="XAA-2026-1"),
    *public("open_data"),
    *public("open_data_catalogue"),
    *public("open_data_terms"),
    *public("open_data_report", **REPORT),
    *not_there("open_data_report", **WORKING_COPY),
    *public("open_data_report_jsonld", **REPORT),
    *not_there("open_data_report_jsonld", **WORKING_COPY),
    # A version under review rests on this run, but nothing of it is published.
    *not_there("open_data_map", **UNPUBLISHED_MAP),
    *not_there("open_data_provenance", **UNPUBLISHED_MAP),
    *not_there("open_data_tile", z=3, x=4, y=3, **UNPUBLISHED_MAP),
    *public("region_file", slug="annex-i", name="indicators.csv"),
    # Files of published data are prepared for everybody; each asker's own are nobody else's.
    *public("api_export_list")[:1],
    row("api_export_list", "POST", ASKED, data=WANTED, as_json=True),
    row("api_export_detail", "GET", OWN, pk="@export"),
    row("api_export_detail", "POST", NOBODY, pk="@export"),
    row("api_export_detail", "DELETE", CANCELLED, pk="@export"),
    row("api_export_file", "GET", NOT_THERE, pk="@export"),  # it is not made yet
    row("api_export_file", "POST", NOBODY, pk="@export"),
    *public("exports")[:1],
    row("exports", "POST", LED_ON, data={**PAGE, "file": "summary.xlsx"}),
    row("exports", "POST", UNFIT, data={**PAGE, "file": "summary.docx"}),
    row("export_detail", "GET", OWN, pk="@export"),
    row("export_detail", "POST", NOBODY, pk="@export"),
    row("export_progress", "GET", OWN, pk="@export"),
    row("export_progress", "POST", NOBODY, pk="@export"),
    row("export_cancel", "GET", NOBODY, pk="@export"),
    row("export_cancel", "POST", OWN_LED_ON, pk="@export"),
    row("export_repeat", "GET", NOBODY, pk="@export"),
    row("export_repeat", "POST", OWN_LED_ON, pk="@export"),
    row("export_file", "GET", NOT_THERE, pk="@export"),
    row("export_file", "POST", NOBODY, pk="@export"),
]
