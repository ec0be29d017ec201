"""The manifest: what to compute, from which files, under which profile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Matrix = tuple[tuple[int, ...], ...]
Geometry = dict[str, Any]


@dataclass(frozen=True)
class Region:
    """A part of the country with its own degradation matrix; no polygon means everywhere."""

    name: str
    matrix: Matrix | None
    polygon: str | Geometry | None


@dataclass(frozen=True)
class LandCoverInput:
    """Land-cover maps by year, their legend (own code -> UNCCD class) and the matrices."""

    legend_name: str
    legend: dict[int, int]
    years: dict[int, str]
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class CalibrationInput:
    """Annual rain (mm) or evapotranspiration, and the method that uses it."""

    method: Literal["restrend", "rue", "wue"]
    years: dict[int, str]


@dataclass(frozen=True)
class ProductivityInput:
    """An annual series: (file, band) by year, its scale, and values that mean no data."""

    bands: dict[int, tuple[str, int]]
    scale: float
    fill: tuple[float, ...]
    calibration: CalibrationInput | None
    missing: Literal["nodata", "skip"]
    slope_floor: float | None
    state_floor: float | None


@dataclass(frozen=True)
class UnitsInput:
    """Ecological units: soil x native cover, or one ready-made raster of units."""

    soil: str | None
    cover: str | None
    units: str | None


@dataclass(frozen=True)
class CarbonInput:
    """Soil organic carbon of the reference year (t/ha), climate zones or a fixed factor f."""

    soc: str
    climate_zone: str | None
    f: float | None
    chain: str
    reference_year: int


@dataclass(frozen=True)
class Correction:
    """A polygon in which classes are recoded, in the named periods."""

    polygon: Geometry | str
    recode: dict[int, int]
    periods: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class ZonesInput:
    """A vector file of sub-national zones and the column with their names."""

    file: str
    column: str | None


@dataclass(frozen=True)
class Period:
    """One reporting period; an indicator without years is left out of it."""

    key: str
    land_cover: tuple[int, int] | None
    carbon: tuple[int, int] | None
    productivity: tuple[int, int] | None
    recent_years: int


@dataclass(frozen=True)
class Manifest:
    """Everything one run needs to know; `document` is the manifest as given."""

    document: dict[str, Any]
    base: str
    profile: str
    boundary: str | Geometry | None
    land_cover: LandCoverInput | None
    productivity: ProductivityInput | None
    lpd: dict[str, str]
    units: UnitsInput | None
    carbon: CarbonInput | None
    corrections: tuple[Correction, ...] | str
    zones: ZonesInput | None
    nodata_rule: str
    periods: tuple[Period, ...]

    def location(self, name: str) -> str:
        """A file's location: absolute paths and URLs as they are, others under the base folder."""
        if "://" in name or Path(name).is_absolute():
            return name
        return f"{self.base}/{name}" if "://" in self.base else str(Path(self.base) / name)

    @staticmethod
    def shown(name: str) -> str:
        """A file's name as outputs and messages show it: no folder of the machine's."""
        return name.rpartition("/")[2] if "://" in name or Path(name).is_absolute() else name
