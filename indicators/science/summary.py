"""summary.json: the method, the grid, and every table of a run. No clock, no machine, no chance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from indicators.science.errors import InputError
from indicators.science.fixed_point import as_km2
from indicators.science.gathering import Gathered
from indicators.science.plan import Plan
from indicators.science.profiles import METHOD_VERSION
from indicators.science.tabulation import Tables, area_of_interest, strange_areas

AREA_RULE = "a pixel belongs to a polygon if its centre does"


def build_summary(plan: Plan, gathered: Gathered) -> dict[str, Any]:
    """The whole summary as plain values.

    Raises InputError if the area of interest holds no pixel's centre.
    """
    country = gathered.country()
    pixels, area = area_of_interest(country)
    if pixels == 0:
        raise InputError(
            "boundary: no pixel's centre lies in the area of interest; its pixels are larger than "
            "the area, so use finer rasters."
        )
    tables = Tables(plan, country, area)
    found = tables.all()
    zones, zones_equal = _zones(plan, gathered)
    equal = zones_equal and all(check["equal"] for check in tables.checks)
    return {
        "method": method(plan),
        "grid": {
            **grid(plan),
            "area_of_interest_pixels": pixels,
            "area_of_interest_km2": as_km2(area),
        },
        **found,
        "regions": _regions(plan, gathered),
        "zones": zones,
        "left_out": [
            {"period": item.period, "indicator": item.indicator, "reason": item.reason}
            for item in plan.left_out
        ],
        "land_cover_codes_not_in_legend": strange_areas(gathered.unmapped),
        "checks": {"all_equal": equal, "zones_equal": zones_equal, "tables": tables.checks},
    }


def method(plan: Plan) -> dict[str, Any]:
    """Profile, version, parameters and the digests of the inputs."""
    profile = plan.profile
    return {
        "profile": profile.name,
        "profile_version": profile.version,
        "version": METHOD_VERSION,
        "parameters": parameters(plan),
        "citations": list(profile.citations),
        "inputs": [
            {"entry": d.entry, "file": d.name, "sha256": d.sha256, "bytes": d.bytes}
            for d in plan.digests
        ],
    }


def parameters(plan: Plan) -> dict[str, Any]:
    """Every choice that the figures depend on, defaults included."""
    profile, manifest = plan.profile, plan.manifest
    chosen: dict[str, Any] = {
        "trend_significance": profile.significance.value,
        "state_method": profile.state_method.value,
        "lpd_table": profile.lpd_table,
        "carbon_strict": profile.carbon_strict,
        "denominator": profile.denominator.value,
        "sdg_nodata": manifest.nodata_rule,
        "baseline": plan.baseline.key,
        "periods": manifest.document["periods"],
    }
    if manifest.land_cover is not None:
        chosen["land_cover"] = {
            "legend": manifest.land_cover.legend_name,
            "classes": {str(code): c for code, c in manifest.land_cover.legend.items()},
            "degradation": [
                {"name": region.name, "matrix": region.matrix}
                for region in manifest.land_cover.regions
            ],
        }
    if manifest.productivity is not None:
        chosen["productivity"] = _productivity_parameters(plan)
    if plan.recodes:
        chosen["corrections"] = [
            {
                "name": plan.corrections.names[recode.polygon],
                "periods": list(recode.periods),
                "recode": {str(code): to for code, to in recode.table.items()},
                "polygon_sha256": _polygon_digest(plan, recode.polygon),
            }
            for recode in plan.recodes
        ]
    if manifest.carbon is not None:
        carbon = manifest.carbon
        chosen["carbon"] = {
            "chain": carbon.chain, "f": carbon.f, "reference_year": carbon.reference_year,
        }  # fmt: skip
    return chosen


def _polygon_digest(plan: Plan, number: int) -> str | None:
    """SHA-256 of a polygon that the manifest holds itself; files stand among the inputs."""
    given = plan.manifest.corrections
    polygon = given[number].polygon if not isinstance(given, str) else None
    if not isinstance(polygon, dict):
        return None
    text = json.dumps(polygon, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _productivity_parameters(plan: Plan) -> dict[str, Any]:
    given = plan.manifest.productivity
    assert given is not None
    floor, smallest = given.slope_floor, given.state_floor
    own = plan.profile.slope_floor
    return {
        "scale": given.scale,
        "fill": list(given.fill),
        "missing": given.missing,
        "slope_floor": floor if floor is not None else None if own is None else float(own),
        "state_floor": smallest if smallest is not None else float(plan.profile.state_floor),
        "calibration": None if given.calibration is None else given.calibration.method,
    }


def grid(plan: Plan) -> dict[str, Any]:
    """The grid of all rasters, and what was resampled onto it."""
    return {
        "width": plan.grid.width,
        "height": plan.grid.height,
        "transform": list(plan.grid.transform),
        "crs": _authority(plan),
        "crs_wkt": plan.grid.crs_wkt,
        "polygon_rule": AREA_RULE,
        "resampled": [
            {"entry": entry, "file": source.name, "method": source.method}
            for entry, source in sorted(plan.sources.items())
            if source.method != "none"
        ],
    }


def _authority(plan: Plan) -> str | None:
    """The coordinate system's code, such as EPSG:4326, if it has one."""
    code = plan.grid.crs.to_authority()
    return None if code is None else ":".join(code)


def provenance(plan: Plan) -> Mapping[str, str]:
    """Metadata items that travel in every raster."""
    digests = " ".join(f"{d.entry}={d.sha256}" for d in plan.digests)
    return {
        "PROFILE": plan.profile.name,
        "METHOD_VERSION": METHOD_VERSION,
        "INPUTS_SHA256": digests,
    }


def _regions(plan: Plan, gathered: Gathered) -> list[dict[str, Any]]:
    """Area of each region that has its own degradation matrix, and of the rest."""
    cells = next(iter(gathered.cells.values()))
    names = ("elsewhere", *plan.regions.names) if plan.regions.names else ()
    region = cells.codes("place") % (len(plan.regions.names) + 1)
    return [
        {"name": name, "area_km2": as_km2(cells.units(region == number))}
        for number, name in enumerate(names)
    ]


def _zones(plan: Plan, gathered: Gathered) -> tuple[list[dict[str, Any]], bool]:
    """The tables of each zone, and whether every one of them sums to the zone's area."""
    zones: list[dict[str, Any]] = []
    equal = True
    for number, name in enumerate(plan.zones.names, start=1):
        counted = gathered.zone(plan, number)
        pixels, area = area_of_interest(counted)
        tables = Tables(plan, counted, area)
        found = tables.all()
        zones.append({"name": name, "pixels": pixels, "area_km2": as_km2(area), **found})
        equal = equal and all(check["equal"] for check in tables.checks)
    return zones, equal
