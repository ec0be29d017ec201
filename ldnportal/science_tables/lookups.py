"""The lookups of the method as tables: legends, matrices, factors, classes."""

from indicators.science import tables
from indicators.science.classes import LandCover, Lpd, Response, StatusClass
from ldnportal.science_figures.cell_area import area_km2
from ldnportal.science_tables.markdown import decimal, signed, table
from ldnportal.science_tables.worked import (
    ARTIFICIAL,
    CROPS,
    GRASS,
    OTHER,
    TREES,
    WETLAND,
    two_date_stock,
)

_COVERS = tuple(LandCover)
LPD_TABLES: tuple[tables.LpdTable, ...] = ("prais4", "gpg2")


def cover_classes() -> str:
    """The seven classes with the codes of the built-in legends."""
    rows = []
    for cover in _COVERS:
        codes = (_codes_of(name, int(cover)) for name in ("esa_cci", "igbp"))
        rows.append((int(cover), cover.label, f"`{cover.key}`", *codes))
    head = ("class", "name", "key", "`esa_cci` codes", "`igbp` codes")
    return table(head, rows, "rllll")


def _codes_of(legend: str, cover: int) -> str:
    return ", ".join(str(code) for code, c in sorted(tables.legend(legend).items()) if c == cover)


def degradation_matrix() -> str:
    """The default matrix, initial class by final class."""
    values = tables.land_cover_degradation()
    rows = [
        (f"**{i.label}**", *(signed(int(values[i - 1, f - 1])) for f in _COVERS)) for i in _COVERS
    ]
    return table(("from \\ to", *(f.label for f in _COVERS)), rows, "lccccccc")


def lpd_lookup() -> str:
    """LPD and the three classes of the guidances, by trend, state and performance."""
    rows = []
    for t in (1, 0, -1):
        for s in (1, 0, -1):
            for p in (0, -1):
                place = t + 1, s + 1, p + 1
                lpd = next(lpd for lpd in Lpd if lpd == tables.lpd_lookup()[place])
                threes = (int(tables.lpd_change_lookup(n)[place]) for n in LPD_TABLES)
                named = f"{int(lpd)} {lpd.label.lower()}"
                rows.append((signed(t), signed(s), signed(p), named, *map(signed, threes)))
    head = ("trend", "state", "performance", "LPD", "`prais4` and `trends.earth`", "`gpg2`")
    return table(head, rows, "ccclcc")


def soc_factors() -> str:
    """F by initial and final class; f is the climate's."""
    rules = zip(_COVERS, tables.soc_factor_rules(), strict=True)
    lines = [(f"**{cover.label}**", *row) for cover, row in rules]
    return table(("from \\ to", *(f.label for f in _COVERS)), lines, "lccccccc")


def soc_climates() -> str:
    """f by climate, with the IPCC zones that have it."""
    by_zone = tables.f_by_climate_zone()
    rows = []
    for climate, f in tables.f_by_climate().items():
        zones = ", ".join(str(zone) for zone, value in by_zone.items() if value == f)
        rows.append((climate, f"{float(f):.2f}", zones))
    return table(("climate", "f", "IPCC zones"), rows, "lrl")


def two_dates() -> str:
    """Percent change by the end of a 15-year and a 4-year period with one change in it."""
    changes = [
        *((TREES, CROPS, f) for f in tables.f_by_climate().values()),
        (TREES, ARTIFICIAL, None), (WETLAND, CROPS, None), (OTHER, GRASS, None),
    ]  # fmt: skip
    rows = []
    for initial, final, f in changes:
        name = f"{initial.label.lower()} to {final.label.lower()}"
        suffix = "" if f is None else f", f {float(f):.2f}"
        percents = [
            decimal(two_date_stock(float(f or 1), initial, final, years=years)[1] - 100, 1)
            for years in ((2000, 2015), (2015, 2019))
        ]
        rows.append((f"{name}{suffix}", *percents))
    return table(("change", "2000-2015 (8 years), %", "2015-2019 (2 years), %"), rows, "lrr")


def status_classes() -> str:
    """The seven classes with baseline, period, and the three classes."""
    matrix, three = tables.status_matrix(), tables.status_to_change()
    words = {-1: "degraded", 0: "stable", 1: "improved"}
    rows = []
    for status in StatusClass:
        pairs = [
            f"{words[b]} → {words[p]}"
            for b in words
            for p in words
            if int(matrix[b + 1, p + 1]) == status
        ]
        row = (int(status), status.label, f"`{status.key}`", "; ".join(pairs))
        rows.append((*row, words[three[int(status)]]))
    return table(("code", "class", "key", "baseline → period", "of three"), rows, "rllll")


def responses() -> str:
    """The response hierarchy with its codes."""
    meaning = {
        Response.AVOID: "not degraded, not stressed and not at risk, also where LPD has no data",
        Response.REDUCE: "not degraded, but stressed (LPD 3) or at risk",
        Response.REVERSE: "degraded",
    }
    rows = [(int(r), f"`{r.name.lower()}`", meaning[r]) for r in Response]
    return table(("code", "key", "land"), rows, "rll")


def check_areas() -> str:
    """The area of a cell of 1/360 degree at some latitudes, computed and published."""
    rows = [
        (latitude, f"{area_km2(float(latitude)):.9f}", f"{published:.9f}")
        for latitude, published in tables.cell_areas_wgs84().items()
        if latitude.isdigit()
    ]
    return table(("latitude of the lower edge", "computed, km²", "published, km²"), rows, "rrr")
