"""What the examination of one raster found, as it travels from the child and is kept."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_LARGEST_WHOLE = 1e15


@dataclass(frozen=True)
class Remark:
    """Something the reader is told about an accepted raster; see `RasterRemark`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeFound:
    """One code of a categorical raster: its pixels and its true area."""

    code: int
    pixels: int
    km2: float


@dataclass(frozen=True)
class FillFound:
    """A value that probably means "no data": how many pixels of all bands hold it."""

    value: float
    pixels: int
    share: float


@dataclass(frozen=True)
class Report:
    """Everything found. Lengths in pixels unless named otherwise; north up.

    `nodata` is a number, "nan", "inf", "-inf" or None. `bounds` are west, south, east, north in
    degrees, east beyond 180 across the antimeridian. `party_share` is the share of the Party's
    area inside the raster's grid. `bands` holds the statistics of continuous rasters, `codes`
    those of categorical ones (in `codes` the declared nodata does not appear).
    """

    kind: str
    crs_name: str
    crs_wkt: str
    epsg: int | None
    transform: list[float]
    width: int
    height: int
    pixel_m: list[float]
    bounds: list[float]
    dtype: str
    band_count: int
    band_names: list[str]
    years: list[int]
    nodata: float | str | None
    scale: float | None
    offset: float | None
    party_share: float | None
    missing_share: float
    codes: list[CodeFound]
    bands: list[dict[str, Any]]
    fills: list[FillFound]
    remarks: list[Remark]
    sha256: str
    cog_sha256: str
    cog_size: int

    def to_json(self) -> dict[str, Any]:
        """Plain data, the form in which the dataset's row keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Report":
        """Read back what `to_json` wrote. Raises TypeError or KeyError when it is not that."""
        values = dict(data)
        values["codes"] = [CodeFound(**row) for row in values["codes"]]
        values["fills"] = [FillFound(**row) for row in values["fills"]]
        values["remarks"] = [Remark(**row) for row in values["remarks"]]
        return cls(**values)


def as_json_number(value: float | None) -> float | str | None:
    """A number as JSON can hold it: NaN and the infinities become their names."""
    if value is None or math.isfinite(value):
        return value
    if math.isnan(value):
        return "nan"
    return "inf" if value > 0 else "-inf"


def from_json_number(value: float | str | None) -> float | None:
    """Read back what `as_json_number` wrote."""
    return None if value is None else float(value)


def plain_number(value: float) -> int | float:
    """A whole number without its decimal point, unless it is so large that it is none."""
    whole = math.isfinite(value) and abs(value) < _LARGEST_WHOLE and value == int(value)
    return int(value) if whole else value
