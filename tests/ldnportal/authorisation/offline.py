"""Pages of working offline with a report."""

from tests.ldnportal.authorisation.table import Row, row

REPORT = {"iso3": "XAA", "year": 2026}
SECTION = REPORT | {"section": "land_cover"}
PENDING = REPORT | {"pk": "@pending_import"}

#                   anon contr focal other  rev  rev2  secr  obs
OWN = "              302  200  200  404  404  404  404  404"
WRITE = "            302  302  302  404  404  404  404  404"
NOBODY = "           405  405  405  405  405  405  405  405"

ROWS: list[Row] = [
    row("offline", "GET", OWN, states="draft in_review published", **REPORT),
    # Without a file the form comes back.
    row("offline", "POST", OWN, **REPORT),
    row("offline_workbook", "GET", OWN, states="draft in_review", **SECTION),
    row("offline_workbook", "POST", NOBODY, **SECTION),
    row("offline_tables", "GET", OWN, states="draft in_review", **SECTION),
    row("offline_tables", "POST", NOBODY, **SECTION),
    row("offline_import", "GET", OWN, **PENDING),
    row("offline_import", "POST", WRITE, states="draft in_review", **PENDING),
    row("offline_discard", "GET", NOBODY, **PENDING),
    row("offline_discard", "POST", WRITE, **PENDING),
]
