"""What the profiles ask of S, and what share of noise each then calls a trend."""

from indicators.science.profiles import GPG2, PRAIS4, TRENDS_EARTH
from ldnportal.science_figures.significance import flagged, smallest_s
from ldnportal.science_tables.markdown import decimal, table

YEARS = (4, 5, 6, 8, 10, 12, 14, 15, 16, 18, 20, 24, 30, 40)


def noise() -> str:
    """Smallest |S| at 95 % and the exact share of white noise beyond it, by years."""
    rows = []
    for years in YEARS:
        cells: list[str] = [str(years)]
        for profile in (PRAIS4, TRENDS_EARTH, GPG2):
            s = smallest_s(profile, years)
            cells += ["never" if s is None else str(s), decimal(flagged(profile, years), 1)]
        rows.append(cells)
    head = (
        "years", "`prais4` S", "noise, %", "`trends.earth` S", "noise, %", "`gpg2` S", "noise, %",
    )  # fmt: skip
    return table(head, rows, "rrrrrrr")
