"""The manifest's polygons, read and laid onto the grid: boundary, regions, zones, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from indicators.science.entries import Entry
from indicators.science.errors import InputError, ManifestError
from indicators.science.grid import Grid
from indicators.science.manifest import Correction, Geometry, Manifest
from indicators.science.parsing import parse_correction
from indicators.science.plan import Recode, ShapeSet
from indicators.science.polygons import Feature, on_pixels, read_features
from indicators.science.storage import open_storage

NAME_COLUMNS = ("name", "NAME", "Name", "shapeName", "NAME_1", "ADM1_EN", "ADM2_EN", "NAME_2")
MAX_ZONES = 5000


def files(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """(entry, name) of every vector file that the manifest names."""
    if isinstance(manifest.boundary, str):
        yield "boundary", manifest.boundary
    if manifest.zones is not None:
        yield "zones", manifest.zones.file
    if isinstance(manifest.corrections, str):
        yield "corrections", manifest.corrections
    for n, region in enumerate(manifest.land_cover.regions if manifest.land_cover else ()):
        if isinstance(region.polygon, str):
            yield f"land_cover.degradation[{n - 1}].polygon", region.polygon


def boundary(manifest: Manifest, grid: Grid) -> ShapeSet:
    """The area of interest as one shape; empty if the manifest has none (the whole grid)."""
    if manifest.boundary is None:
        return ShapeSet()
    features, crs = _read(manifest, manifest.boundary, "boundary")
    union = shapely.union_all([f.geometry for f in _valid(features)])
    return ShapeSet(("boundary",), _laid("boundary", [union], crs, grid))


def regions(manifest: Manifest, grid: Grid) -> ShapeSet:
    """The regions that have their own degradation matrix, in the manifest's order.

    Raises ManifestError where two of them overlap.
    """
    own = [r for r in manifest.land_cover.regions if r.polygon] if manifest.land_cover else []
    shapes: list[BaseGeometry] = []
    for n, region in enumerate(own):
        assert region.polygon is not None
        entry = f"land_cover.degradation[{n}].polygon"
        features, crs = _read(manifest, region.polygon, entry)
        union = shapely.union_all([f.geometry for f in _valid(features)])
        shapes += _laid(entry, [union], crs, grid)
    for (m, one), (n, other) in combinations(enumerate(shapes), 2):
        if one.intersection(other).area > 1e-6 * min(one.area, other.area):
            raise ManifestError(
                f"land_cover.degradation[{n}].polygon",
                f"the region {own[n].name!r} overlaps {own[m].name!r}; regions must be disjoint.",
            )
    return ShapeSet(tuple(region.name for region in own), tuple(shapes))


def zones(manifest: Manifest, grid: Grid) -> ShapeSet:
    """Sub-national zones with their names, in the file's order."""
    if manifest.zones is None:
        return ShapeSet()
    features, crs = _read(manifest, manifest.zones.file, "zones")
    column = _name_column(features, manifest.zones.column)
    names = [str(feature.properties[column]) for feature in features]
    if len(set(names)) != len(names):
        raise ManifestError("zones", f"names in the column {column!r} are not unique.")
    if len(features) > MAX_ZONES:
        raise ManifestError("zones", f"{len(features)} zones; at most {MAX_ZONES} can be used.")
    shapes = _laid("zones", [feature.geometry for feature in features], crs, grid)
    return ShapeSet(tuple(names), shapes)


def corrections(manifest: Manifest, grid: Grid) -> tuple[ShapeSet, tuple[Recode, ...]]:
    """Correction polygons in order, and what each recodes in which periods."""
    shapes: list[BaseGeometry] = []
    names, recodes = [], []
    for n, (correction, geometries, crs) in enumerate(_corrections(manifest)):
        shapes += _laid(f"corrections[{n}]", [shapely.union_all(geometries)], crs, grid)
        names.append(correction.name)
        recodes.append(Recode(n, correction.periods, correction.recode))
    return ShapeSet(tuple(names), tuple(shapes)), tuple(recodes)


def _corrections(manifest: Manifest) -> Iterator[tuple[Correction, list[Any], str]]:
    if not isinstance(manifest.corrections, str):
        for n, correction in enumerate(manifest.corrections):
            features, crs = _read(manifest, correction.polygon, f"corrections[{n}].polygon")
            yield correction, [f.geometry for f in _valid(features)], crs
        return
    features, crs = _read(manifest, manifest.corrections, "corrections")
    for n, feature in enumerate(_valid(features)):
        yield _from_feature(manifest, feature, n), [feature.geometry], crs


def _from_feature(manifest: Manifest, feature: Feature, number: int) -> Correction:
    """A correction from a vector file's columns from, to, periods (separated by commas), name."""
    known = ("from", "to", "periods", "name", "reason")
    values = {k: v for k, v in feature.properties.items() if k in known and v is not None}
    if isinstance(values.get("periods"), str):
        values["periods"] = [key.strip() for key in values["periods"].split(",")]
    values["polygon"] = {"type": feature.geometry.geom_type}
    entry = Entry(f"corrections (feature {number + 1})", values)
    return parse_correction(entry, manifest.periods)


def _read(manifest: Manifest, source: str | Geometry, entry: str) -> tuple[list[Feature], str]:
    try:
        if not isinstance(source, str):
            return read_features(source)
        folder, _, name = manifest.location(source).rpartition("/")
        if folder.startswith("s3://"):
            with open_storage(folder).reading(name) as path:
                return read_features(source, str(path))
        return read_features(source, manifest.location(source))
    except InputError as error:
        raise ManifestError(entry, str(error)) from error


def _laid(
    entry: str, geometries: Sequence[BaseGeometry], crs: str, grid: Grid
) -> tuple[BaseGeometry, ...]:
    try:
        return on_pixels(geometries, crs, grid).shapes
    except InputError as error:
        raise ManifestError(entry, str(error)) from error


def _valid(features: Sequence[Feature]) -> list[Feature]:
    return [
        feature
        if feature.geometry.is_valid
        else Feature(
            shapely.make_valid(feature.geometry, method="structure", keep_collapsed=False),
            feature.properties,
        )
        for feature in features
    ]


def _name_column(features: Sequence[Feature], wanted: str | None) -> str:
    columns = list(features[0].properties)
    if wanted is not None:
        if wanted not in columns:
            raise ManifestError(
                "zones.name",
                f"there is no column {wanted!r}; the columns are {', '.join(columns)}.",
            )
        return wanted
    candidates = [c for c in NAME_COLUMNS if c in columns] + columns
    for column in candidates:
        values = [feature.properties[column] for feature in features]
        if all(isinstance(v, str) and v for v in values) and len(set(values)) == len(values):
            return column
    raise ManifestError(
        "zones", "no column holds a different name for every zone; name it with zones.name."
    )
