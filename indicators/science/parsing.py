"""Reading a manifest: every entry is checked and every complaint names its entry.

Parsing checks form only; whether the files can be used is found out when a run is planned.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from indicators.science.entries import Entry
from indicators.science.errors import ManifestError
from indicators.science.manifest import (
    CalibrationInput,
    CarbonInput,
    Correction,
    Geometry,
    LandCoverInput,
    Manifest,
    Matrix,
    Period,
    ProductivityInput,
    Region,
    UnitsInput,
    ZonesInput,
)
from indicators.science.profiles import DEFAULT_PROFILE, PROFILES
from indicators.science.tables import LEGEND_NAMES, legend

MAX_OWN_CODES = 38
MAX_REGIONS = 5
CHANGE_CODES = {"degraded": -1, "stable": 0, "improved": 1}
KEY_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
TOP_LEVEL = (
    "profile", "boundary", "land_cover", "productivity", "lpd", "ecological_units", "carbon",
    "corrections", "zones", "sdg", "periods",
)  # fmt: skip


def load_manifest(path_or_dict: str | Path | dict[str, Any], base: str | None = None) -> Manifest:
    """Read a manifest from a JSON file or a dictionary.

    `base` is the folder (or URL) that relative file names start from: the manifest's own folder
    by default. Raises ManifestError with one sentence that names the entry.
    """
    if isinstance(path_or_dict, dict):
        document, folder = path_or_dict, "."
    else:
        document, folder = _read(Path(path_or_dict)), str(Path(path_or_dict).parent)
    return _parse(Entry("", document), base if base is not None else folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ManifestError(
            "", f"{path}: the manifest cannot be read ({error.strerror})."
        ) from error
    except ValueError as error:
        raise ManifestError("", f"{path}: the manifest is not valid JSON ({error}).") from error
    if not isinstance(document, dict):
        raise ManifestError("", f"{path}: the manifest must be a JSON object.")
    return document


def _parse(root: Entry, base: str) -> Manifest:
    root.mapping(*TOP_LEVEL)
    profile = root.child("profile")
    rule = root.child("sdg")
    periods = _periods(root.needed("periods"))
    manifest = Manifest(
        document=root.value,
        base=base,
        profile=DEFAULT_PROFILE if profile.empty else profile.choice(*PROFILES),
        boundary=_polygon(root.child("boundary")),
        land_cover=_land_cover(root.child("land_cover")),
        productivity=_productivity(root.child("productivity")),
        lpd=_lpd(root.child("lpd"), periods),
        units=_units(root.child("ecological_units")),
        carbon=_carbon(root.child("carbon")),
        corrections=_corrections(root.child("corrections"), periods),
        zones=_zones(root.child("zones")),
        nodata_rule=_nodata_rule(rule),
        periods=periods,
    )
    _check_windows(root, manifest)
    return manifest


def _nodata_rule(entry: Entry) -> str:
    if entry.empty:
        return "any"
    rule = entry.mapping("nodata").child("nodata")
    return "any" if rule.empty else rule.choice("any", "all")


def _periods(entry: Entry) -> tuple[Period, ...]:
    periods = tuple(_period(element) for element in entry.elements())
    if not periods:
        raise entry.fail("at least one period was expected.")
    keys = [period.key for period in periods]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise entry.elements()[number].child("key").fail(f"the key {key!r} is used twice.")
    return periods


def _period(entry: Entry) -> Period:
    entry.mapping("key", "land_cover", "carbon", "productivity", "recent_years")
    key = entry.needed("key")
    if not KEY_FORM.fullmatch(key.text()):
        raise key.fail("a key of letters, digits, - and _ was expected; it names the output files.")
    pairs = {
        name: None if entry.child(name).empty else entry.child(name).year_pair()
        for name in ("land_cover", "carbon", "productivity")
    }
    recent = entry.child("recent_years")
    years = 3 if recent.empty else recent.integer(1, 20)
    return Period(key=key.text(), recent_years=years, **pairs)


def _land_cover(entry: Entry) -> LandCoverInput | None:
    if entry.empty:
        return None
    entry.mapping("legend", "years", "degradation")
    name, codes = _legend(entry.needed("legend"))
    years = entry.needed("years").by_year()
    return LandCoverInput(name, codes, years, _regions(entry.child("degradation")))


def _legend(entry: Entry) -> tuple[str, dict[int, int]]:
    if isinstance(entry.value, str):
        return entry.value, legend(entry.choice(*LEGEND_NAMES))
    codes: dict[int, int] = {}
    for key, child in entry.mapping().items():
        if not re.fullmatch(r"-?\d{1,6}", key):
            raise child.fail(
                f"the key must be a whole number, the code in the raster; found {key!r}."
            )
        codes[int(key)] = child.integer(1, 7)
    if not 1 <= len(codes) <= MAX_OWN_CODES:
        raise entry.fail(f"1 to {MAX_OWN_CODES} codes were expected, found {len(codes)}.")
    return "own", dict(sorted(codes.items()))


def _regions(entry: Entry) -> tuple[Region, ...]:
    """Degradation as null, one 7x7 matrix, or up to five regions with a matrix and a polygon."""
    if entry.empty:
        return (Region("default", None, None),)
    rows = entry.elements()
    if rows and isinstance(rows[0].value, dict):
        if len(rows) > MAX_REGIONS:
            raise entry.fail(f"at most {MAX_REGIONS} regional matrices can be used.")
        return (Region("default", None, None), *(_region(row) for row in rows))
    return (Region("national", _matrix(entry), None),)


def _region(entry: Entry) -> Region:
    entry.mapping("name", "matrix", "polygon")
    polygon = _polygon(entry.needed("polygon"))
    return Region(entry.needed("name").text(), _matrix(entry.needed("matrix")), polygon)


def _matrix(entry: Entry) -> Matrix:
    rows = entry.elements(7)
    return tuple(tuple(cell.integer(-1, 1) for cell in row.elements(7)) for row in rows)


def _productivity(entry: Entry) -> ProductivityInput | None:
    if entry.empty:
        return None
    entry.mapping(
        "stack", "first_year", "years", "scale", "fill", "calibration", "missing",
        "slope_floor", "state_floor",
    )  # fmt: skip
    missing = entry.child("missing")
    scale = entry.child("scale")
    return ProductivityInput(
        bands=_bands(entry),
        scale=0.0001 if scale.empty else scale.positive(),
        fill=_fill(entry.child("fill")),
        calibration=_calibration(entry.child("calibration")),
        missing="nodata" if missing.empty else missing.choice("nodata", "skip"),
        slope_floor=_optional_number(entry.child("slope_floor")),
        state_floor=_optional_number(entry.child("state_floor")),
    )


def _bands(entry: Entry) -> dict[int, tuple[str, int]]:
    """(file, band) by year; for a stack the number of years is known when it is opened."""
    stack, years = entry.child("stack"), entry.child("years")
    if stack.empty == years.empty:
        raise entry.fail('either "stack" with "first_year", or "years", was expected.')
    if stack.empty:
        return {year: (file, 1) for year, file in years.by_year().items()}
    return {entry.needed("first_year").year(): (stack.text(), 0)}


def _fill(entry: Entry) -> tuple[float, ...]:
    if entry.empty:
        return ()
    return tuple(element.number() for element in entry.elements())


def _optional_number(entry: Entry) -> float | None:
    return None if entry.empty else entry.number(low=0)


def _calibration(entry: Entry) -> CalibrationInput | None:
    if entry.empty:
        return None
    entry.mapping("method", "years")
    return CalibrationInput(
        entry.needed("method").choice("restrend", "rue", "wue"), entry.needed("years").by_year()
    )


def _lpd(entry: Entry, periods: tuple[Period, ...]) -> dict[str, str]:
    if entry.empty:
        return {}
    keys = [period.key for period in periods]
    for key, child in entry.items():
        if key not in keys:
            raise child.fail(f"there is no period {key!r}; the periods are {', '.join(keys)}.")
    return {key: child.text() for key, child in entry.items()}


def _units(entry: Entry) -> UnitsInput | None:
    if entry.empty:
        return None
    entry.mapping("soil", "cover", "units")
    soil, cover, units = (
        None if entry.child(name).empty else entry.child(name).text()
        for name in ("soil", "cover", "units")
    )
    if (units is None) == (soil is None and cover is None):
        raise entry.fail('either "units", or "soil" and "cover", was expected.')
    return UnitsInput(soil, cover, units)


def _carbon(entry: Entry) -> CarbonInput | None:
    if entry.empty:
        return None
    entry.mapping("soc", "climate_zone", "f", "chain", "reference_year")
    zone, f, chain = entry.child("climate_zone"), entry.child("f"), entry.child("chain")
    reference = entry.child("reference_year")
    if zone.empty and f.empty:
        raise entry.fail('either "climate_zone" or a fixed "f" was expected.')
    return CarbonInput(
        soc=entry.needed("soc").text(),
        climate_zone=None if zone.empty else zone.text(),
        f=None if f.empty else f.number(0.01, 10),
        chain="two_date" if chain.empty else chain.choice("two_date", "annual"),
        reference_year=2000 if reference.empty else reference.year(),
    )


def _corrections(entry: Entry, periods: tuple[Period, ...]) -> tuple[Correction, ...] | str:
    """A list of polygons, or the name of a vector file with the same properties."""
    if entry.empty:
        return ()
    if isinstance(entry.value, str):
        return entry.text()
    return tuple(parse_correction(element, periods) for element in entry.elements())


def parse_correction(entry: Entry, periods: tuple[Period, ...]) -> Correction:
    """One correction: a polygon, `from` and `to` (or a `recode` object), and its periods."""
    entry.mapping("polygon", "from", "to", "recode", "periods", "name", "reason")
    recode = _recode(entry)
    known = [period.key for period in periods]
    chosen = tuple(element.choice(*known) for element in entry.needed("periods").elements())
    if not chosen:
        raise entry.child("periods").fail("at least one period was expected.")
    name = entry.child("name")
    polygon = _polygon(entry.needed("polygon"))
    assert polygon is not None
    return Correction(polygon, recode, chosen, entry.path if name.empty else name.text())


def _recode(entry: Entry) -> dict[int, int]:
    if entry.child("recode").empty:
        start = entry.needed("from").choice(*CHANGE_CODES)
        return {CHANGE_CODES[start]: CHANGE_CODES[entry.needed("to").choice(*CHANGE_CODES)]}
    table = entry.child("recode").mapping(*CHANGE_CODES)
    return {CHANGE_CODES[k]: CHANGE_CODES[v.choice(*CHANGE_CODES)] for k, v in table.items()}


def _zones(entry: Entry) -> ZonesInput | None:
    if entry.empty:
        return None
    if isinstance(entry.value, str):
        return ZonesInput(entry.text(), None)
    entry.mapping("file", "name")
    name = entry.child("name")
    return ZonesInput(entry.needed("file").text(), None if name.empty else name.text())


def _polygon(entry: Entry) -> str | Geometry | None:
    """A file name, or a GeoJSON geometry, feature or collection in longitude and latitude."""
    if entry.empty or isinstance(entry.value, str):
        return None if entry.empty else entry.text()
    entry.mapping().needed("type").text()
    return dict(entry.value)


def _check_windows(root: Entry, manifest: Manifest) -> None:
    """Every year that a period names must have its file (a stack's years are checked later)."""
    if not (manifest.land_cover or manifest.productivity or manifest.lpd or manifest.carbon):
        raise ManifestError("", "none of land_cover, productivity, lpd and carbon is given.")
    for number, period in enumerate(manifest.periods):
        if manifest.land_cover and period.land_cover:
            entry = root.child("periods").elements()[number].child("land_cover")
            for year in period.land_cover:
                if year not in manifest.land_cover.years:
                    given = ", ".join(map(str, manifest.land_cover.years))
                    raise entry.fail(f"there is no land cover of {year}; the years are {given}.")
