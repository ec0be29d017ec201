"""The codes and colours of the output rasters, and the rasters of a run."""

from indicators.science.classes import NODATA
from indicators.science.palettes import CHANGE, LPD, SDG, STATUS, Palette
from ldnportal.science_tables.markdown import table

PALETTES = (
    (CHANGE, "`_land_cover`, `_trend`, `_state`, `_performance`, `_carbon`"),
    (SDG, "`_sdg`"),
    (LPD, "`_lpd`"),
    (STATUS, "`_status`"),
)


def raster_codes() -> str:
    """Every code of every kind of raster."""
    rows = [row for palette, rasters in PALETTES for row in _rows(palette, rasters)]
    return table(("rasters", "code", "class", "colour"), rows, "lrll")


def _rows(palette: Palette, rasters: str) -> list[tuple[str, ...]]:
    listed = [code for code in sorted(palette.names) if code != NODATA]
    rows = [
        (f"{code}".replace("-", "−"), f"`{palette.names[code]}`", f"`{palette.colours[code]}`")
        for code in (*listed, NODATA)
    ]
    return [(rasters if number == 0 else "", *row) for number, row in enumerate(rows)]
