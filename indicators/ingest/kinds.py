"""The kinds of rasters a Party may upload, and what is expected of each."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a raster holds; the same keys as `indicators.models.DatasetKind`."""

    LAND_COVER = "land_cover"
    PRODUCTIVITY = "productivity"
    CARBON = "carbon"
    CLIMATE_ZONE = "climate_zone"
    ECOLOGICAL_UNITS = "ecological_units"
    LPD = "lpd"
    RAIN = "rain"


@dataclass(frozen=True)
class Expectation:
    """What a raster of one kind looks like.

    A `yearly` raster stands for one year, or for one year a band. `codes` are the only codes
    with a meaning (None: any); `low` and `high` bound the plausible values of a continuous
    raster in its own unit, after its scale.
    """

    categorical: bool
    yearly: bool = False
    max_bands: int = 1
    max_codes: int = 0
    codes: frozenset[int] | None = None
    low: float | None = None
    high: float | None = None


MAX_YEARS = 60
_LPD_CODES = frozenset({0, 1, 2, 3, 4, 5, 15})
_IPCC_ZONES = frozenset(range(13))

EXPECTATIONS: dict[Kind, Expectation] = {
    # The portal maps up to 38 own codes; a little room lets the page say which are too many.
    Kind.LAND_COVER: Expectation(categorical=True, yearly=True, max_codes=100),
    Kind.PRODUCTIVITY: Expectation(categorical=False, yearly=True, max_bands=MAX_YEARS),
    # Rule R11: 0 < SOC < 1000 t/ha.
    Kind.CARBON: Expectation(categorical=False, low=0.0, high=1000.0),
    Kind.CLIMATE_ZONE: Expectation(categorical=True, max_codes=100, codes=_IPCC_ZONES),
    Kind.ECOLOGICAL_UNITS: Expectation(categorical=True, max_codes=65_536),
    Kind.LPD: Expectation(categorical=True, max_codes=32, codes=_LPD_CODES),
    # The wettest place on record has 26.5 m in a year (Cherrapunji, 1860-1861).
    Kind.RAIN: Expectation(
        categorical=False, yearly=True, max_bands=MAX_YEARS, low=0.0, high=30_000.0
    ),
}
