"""What a person chose to compute, and the manifest it becomes.

File names in a manifest are storage keys, relative to the storage: the same document computes the
same figures from the command line in a folder that holds the same files.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from countries.audit import canonical_json
from countries.models import Party
from indicators.models import Cycle, Dataset, Legend, Period
from indicators.runs.inputs import newest_by_year

Years = tuple[int, int]
Manifest = dict[str, Any]


@dataclass(frozen=True)
class Window:
    """The years of one period, chosen for this run; `lpd` is a ready-made raster."""

    period: Period
    land_cover: Years | None
    carbon: Years | None
    productivity: Years | None
    recent_years: int
    lpd: Dataset | None = None


@dataclass(frozen=True)
class ProductivityChoice:
    """An annual series, how it is freed from the weather, and its own thresholds."""

    datasets: tuple[Dataset, ...]
    calibration: str = ""
    climate: tuple[Dataset, ...] = ()
    slope_floor: float | None = None
    state_floor: float | None = None


@dataclass(frozen=True)
class CarbonChoice:
    """Stocks of the reference year, and the factor f by climate zone or as one number."""

    stocks: Dataset
    climate_zone: Dataset | None
    f: float | None
    chain: str = "two_date"


@dataclass(frozen=True)
class AreaChoice:
    """The outline that figures are counted in, and a stored file of zones inside it."""

    boundary: Mapping[str, Any] | None
    zones_key: str = ""


@dataclass(frozen=True)
class Choice:
    """Everything that makes one run."""

    party: Party
    cycle: Cycle
    profile: str
    windows: tuple[Window, ...]
    land_cover: tuple[Dataset, ...]
    productivity: ProductivityChoice | None
    units: Dataset | None
    units_with_cover: bool
    carbon: CarbonChoice | None
    area: AreaChoice

    @property
    def datasets(self) -> list[Dataset]:
        """Every raster that goes in, each once."""
        given: list[Dataset | None] = [*self.land_cover, self.units]
        if self.productivity:
            given += [*self.productivity.datasets, *self.productivity.climate]
        if self.carbon:
            given += [self.carbon.stocks, self.carbon.climate_zone]
        given += [window.lpd for window in self.windows]
        return list({d.pk: d for d in given if d is not None}.values())

    @property
    def computes_something(self) -> bool:
        """Whether any indicator has both its rasters and its years in any period."""
        cover = any(w.land_cover for w in self.windows) and bool(self.land_cover)
        series = any(w.productivity for w in self.windows) and self.productivity is not None
        return cover or series or any(w.lpd for w in self.windows)

    def with_zones(self, key: str) -> "Choice":
        """The same with a stored file of zones."""
        return replace(self, area=replace(self.area, zones_key=key))

    def manifest(self) -> Manifest:
        """The engine's contract for this choice; what is not given is null."""
        return {
            "profile": self.profile,
            "boundary": dict(self.area.boundary) if self.area.boundary else None,
            "land_cover": self._land_cover(),
            "productivity": self._productivity(),
            "lpd": {w.period.key: w.lpd.cog_key for w in self.windows if w.lpd} or None,
            "ecological_units": self._units(),
            "carbon": self._carbon(),
            "corrections": None,
            "zones": self.area.zones_key or None,
            "periods": [_period(window) for window in self.windows],
        }

    def _land_cover(self) -> Manifest | None:
        if not self.land_cover:
            return None
        legends = list({d.legend_id: d.legend for d in self.land_cover if d.legend}.values())
        return {
            "legend": legend_entry(legends),
            "years": _files(self.land_cover),
            "degradation": None,
        }

    def _productivity(self) -> Manifest | None:
        chosen = self.productivity
        if chosen is None:
            return None
        calibration = None
        if chosen.calibration:
            calibration = {"method": chosen.calibration, "years": _files(chosen.climate)}
        fills = {float(value) for d in chosen.datasets for value in d.fill_values}
        return {
            **_series(chosen.datasets),
            "scale": chosen.datasets[0].scale or 1.0,
            "fill": sorted(fills),
            "calibration": calibration,
            "slope_floor": chosen.slope_floor,
            "state_floor": chosen.state_floor,
        }

    def _units(self) -> Manifest | None:
        """Soil units by the native cover of the first year; or units, or that cover, alone."""
        if self.productivity is None:
            return None
        cover = next(iter(_files(self.land_cover).values()), None)
        if self.units and not (self.units_with_cover and cover):
            return {"units": self.units.cog_key}
        if self.units:
            return {"soil": self.units.cog_key, "cover": cover}
        return {"cover": cover} if cover else None

    def _carbon(self) -> Manifest | None:
        chosen = self.carbon
        if chosen is None:
            return None
        return {
            "soc": chosen.stocks.cog_key,
            "climate_zone": chosen.climate_zone.cog_key if chosen.climate_zone else None,
            "f": chosen.f,
            "chain": chosen.chain,
        }


def legend_entry(legends: Sequence[Legend]) -> str | dict[str, int]:
    """One mapping for all land cover rasters: a built-in's name where it is exactly that one."""
    if len(legends) == 1 and legends[0].preset != Legend.Preset.OWN:
        from indicators.science.tables import legend as built_in

        preset = legends[0].preset
        if legends[0].as_mapping() == dict(built_in(preset)):
            return str(preset)
    merged: dict[int, int] = {}
    for legend in legends:
        merged |= legend.as_mapping()
    return {str(code): merged[code] for code in sorted(merged)}


def conflicting_codes(legends: Sequence[Legend]) -> list[int]:
    """Codes that the legends map to different classes."""
    meanings: dict[int, set[int]] = {}
    for legend in legends:
        for code, unccd_class in legend.as_mapping().items():
            meanings.setdefault(code, set()).add(unccd_class)
    return sorted(code for code, classes in meanings.items() if len(classes) > 1)


def _files(datasets: Sequence[Dataset]) -> dict[str, str]:
    return {str(year): d.cog_key for year, d in newest_by_year(datasets).items()}


def _series(datasets: Sequence[Dataset]) -> Manifest:
    if len(datasets) == 1 and len(datasets[0].years) > 1:
        return {"stack": datasets[0].cog_key, "first_year": datasets[0].first_year}
    return {"years": _files(datasets)}


def _period(window: Window) -> Manifest:
    pairs = {
        "land_cover": window.land_cover,
        "carbon": window.carbon,
        "productivity": window.productivity,
    }
    return {
        "key": window.period.key,
        **{name: list(pair) if pair else None for name, pair in pairs.items()},
        "recent_years": window.recent_years,
    }


def identity(manifest: Manifest, digests: Mapping[str, str], method_version: str) -> str:
    """SHA-256 over the method, its version, the parameters and the content of every input.

    `digests` gives the SHA-256 of each file by its name in the manifest, so that the same raster
    uploaded twice is the same input.
    """

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [named(entry) for entry in value]
        return digests.get(value, value) if isinstance(value, str) else value

    document = {"method_version": method_version, "manifest": named(manifest)}
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()
