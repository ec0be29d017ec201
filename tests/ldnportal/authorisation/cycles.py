"""Reporting cycles and their periods, which the secretariat sets, and the calendar of all."""

from tests.ldnportal.authorisation.table import Row, row

CYCLE = {"year": 2026}
PERIOD = {"year": 2026, "key": "report_1"}
DATES = {"opens_on": "2030-01-01", "due_on": "2030-06-30", "closes_on": "2030-12-31"}
WINDOWS = {
    f"{name}_{end}": year
    for name in ("land_cover", "carbon", "productivity")
    for end, year in (("first", "2016"), ("last", "2027"))
} | {"first_year": "2016", "last_year": "2027", "recent_years": "3"}

#                                   anon contr focal other  rev  rev2  secr  obs
ROWS: list[Row] = [
    row("cycle_list", "GET", "       302  403  403  403  403  403  200  403"),
    row("cycle_list", "POST", "      405  405  405  405  405  405  405  405"),
    row("cycle_new", "GET", "        302  403  403  403  403  403  200  403"),
    row(
        "cycle_new",
        "POST",
        "                            302  403  403  403  403  403  302  403",
        data={"year": "2030", **DATES},
    ),
    row("cycle_detail", "GET", "     302  403  403  403  403  403  200  403", **CYCLE),
    row("cycle_detail", "POST", "    302  403  403  403  403  403  302  403", **CYCLE, data=DATES),
    row("period_new", "GET", "       302  403  403  403  403  403  200  403", **CYCLE),
    row(
        "period_new", "POST", "      302  403  403  403  403  403  302  403", **CYCLE, data=WINDOWS
    ),
    row("period_edit", "GET", "      302  403  403  403  403  403  200  403", **PERIOD),
    # A report of the cycle is published: the form comes back with the reason.
    row(
        "period_edit", "POST", "     302  403  403  403  403  403  200  403", **PERIOD, data=WINDOWS
    ),
    row("period_remove", "GET", "    302  403  403  403  403  403  200  403", **PERIOD),
    row("period_remove", "POST", "   302  403  403  403  403  403  302  403", **PERIOD),
    row("cycle_calendar", "GET", "   302  200  200  200  200  200  200  200"),
    row("cycle_calendar", "POST", "  405  405  405  405  405  405  405  405"),
    row("cycle_calendar_file", "GET", "302 200 200  200  200  200  200  200"),
    row("cycle_calendar_file", "POST", "405 405 405 405  405  405  405  405"),
]
