"""Colours and names of every code in the output rasters, one palette for each kind of map.

Purple, cream and green can be told apart by colour-blind readers; each code also has a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.science.classes import (
    NODATA,
    RESPONSE_WATER,
    SDG_WATER,
    STATUS_WATER,
    Change,
    LandCover,
    Lpd,
    Response,
    StatusClass,
)

Rgb = tuple[int, int, int]

DEGRADED, STABLE, IMPROVED, WATER = "#9b2779", "#f3f0d7", "#00652e", "#a9cfe8"
NODATA_COLOUR = "#d5dcda"


@dataclass(frozen=True)
class Palette:
    """Name and colour (#rrggbb) of each code."""

    names: Mapping[int, str]
    colours: Mapping[int, str]

    def rgb(self) -> dict[int, Rgb]:
        """Colours as red, green and blue, 0..255."""
        return {
            code: (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))
            for code, text in self.colours.items()
        }

    def tags(self) -> dict[str, str]:
        """Name and colour of each code as metadata items, for readers without colour tables."""
        return {f"CLASS_{code}": f"{self.names[code]} {self.colours[code]}" for code in self.names}


def _palette(entries: Mapping[int, tuple[str, str]]) -> Palette:
    full = {**entries, NODATA: ("no_data", NODATA_COLOUR)}
    return Palette({c: n for c, (n, _) in full.items()}, {c: h for c, (_, h) in full.items()})


CHANGE = _palette(
    {
        int(Change.DEGRADED): ("degraded", DEGRADED),
        int(Change.STABLE): ("stable", STABLE),
        int(Change.IMPROVED): ("improved", IMPROVED),
    }
)
SDG = _palette(
    {
        int(Change.DEGRADED): ("degraded", DEGRADED),
        int(Change.STABLE): ("stable", STABLE),
        int(Change.IMPROVED): ("improved", IMPROVED),
        SDG_WATER: ("water", WATER),
    }
)
LPD = _palette(
    dict(
        zip(
            map(int, Lpd),
            zip(
                (lpd.key for lpd in Lpd),
                (DEGRADED, "#d68bb5", "#ecdcb8", STABLE, IMPROVED),
                strict=True,
            ),
            strict=True,
        )
    )
)
STATUS = _palette(
    {
        **dict(
            zip(
                map(int, StatusClass),
                zip(
                    (status.key for status in StatusClass),
                    ("#5f0f48", DEGRADED, "#d68bb5", STABLE, "#a8cfae", "#4d9a66", IMPROVED),
                    strict=True,
                ),
                strict=True,
            )
        ),
        STATUS_WATER: ("water", WATER),
    }
)


RESPONSE = _palette(
    {
        int(Response.AVOID): ("avoid", "#9db8b5"),
        int(Response.REDUCE): ("reduce", "#e0a030"),
        int(Response.REVERSE): ("reverse", DEGRADED),
        RESPONSE_WATER: ("water", WATER),
    }
)
LAND_TYPE = _palette({int(cover): (cover.key, cover.colour) for cover in LandCover})


def palette_of(raster: str) -> Palette:
    """The palette of a raster by the last part of its name, such as `report_1_lpd`."""
    kind = raster.rpartition("_")[2]
    return {"lpd": LPD, "status": STATUS, "sdg": SDG}.get(kind, CHANGE)
