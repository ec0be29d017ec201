"""GeoPackage, Shapefile and KML through GDAL; only in the sandboxed child."""

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely
from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from countries.sandbox.refusal import Refusal
from countries.vectors.limits import VectorLimits
from countries.vectors.package import feature_tables
from countries.vectors.problems import VectorProblem
from countries.vectors.shapes import Shape, Shapes, plain_value

_BYTES_PER_VERTEX = 16
_KML_LINKS = ("NetworkLink", "NetworkLinkControl")


def read_package(path: Path, limits: VectorLimits) -> Shapes:
    """Read the one feature table of a GeoPackage. Raises `Refusal`."""
    tables = feature_tables(path)
    if len(tables) > 1:
        raise Refusal(VectorProblem.SEVERAL_LAYERS, names=[name[:60] for name in tables[:8]])
    if not tables:
        raise Refusal(VectorProblem.NO_FEATURES)
    return _read_layers("GeoPackage", path, tables, limits)


def read_shapefile(path: Path, limits: VectorLimits) -> Shapes:
    """Read an unpacked Shapefile. Raises `Refusal`."""
    return _read_layers("Shapefile", path, [path.stem], limits)


def read_kml(path: Path, limits: VectorLimits) -> Shapes:
    """Read all folders of a KML file, after its XML has been found harmless. Raises `Refusal`."""
    check_kml(path)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    except pyogrio.errors.DataSourceError as error:
        raise Refusal(VectorProblem.XML_BROKEN, detail=_detail(error)) from error
    return _read_layers("KML", path, layers, limits)


def check_kml(path: Path) -> None:
    """Refuse entities, document types, links to other files, and text that is no KML."""
    root = ""
    try:
        for event, element in SafeTree.iterparse(path, events=("start", "end"), forbid_dtd=True):
            name = str(element.tag).rpartition("}")[2]
            root = root or name
            if name in _KML_LINKS:
                raise Refusal(VectorProblem.XML_LINK)
            if event == "end" and name == "Placemark":
                element.clear()
    except DefusedXmlException as error:
        raise Refusal(VectorProblem.XML_DANGEROUS) from error
    except (SafeTree.ParseError, ValueError, LookupError) as error:
        raise Refusal(VectorProblem.XML_BROKEN, detail=_detail(error)) from error
    if root != "kml":
        raise Refusal(VectorProblem.FORMAT_UNKNOWN)


def _detail(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _read_layers(kind: str, path: Path, layers: list[str], limits: VectorLimits) -> Shapes:
    features: list[Shape] = []
    crs: str | None = None
    for layer in layers:
        meta, _, geometries, columns = _read(path, layer, limits)
        crs = meta["crs"] or crs
        if geometries is not None:
            names = [str(name) for name in meta["fields"]]
            features += _shapes(len(features), names, geometries, columns, limits)
        if len(features) > limits.features:
            raise Refusal(
                VectorProblem.TOO_MANY_FEATURES, count=len(features), limit=limits.features
            )
    return Shapes(kind, crs, features)


def _read(path: Path, layer: str, limits: VectorLimits) -> Any:
    try:
        return pyogrio.raw.read(
            path,
            layer=layer,
            force_2d=True,
            max_features=limits.features + 1,
            datetime_as_string=True,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        detail = _detail(error).replace(str(path.parent), "")
        raise Refusal(VectorProblem.PACKAGE_BROKEN, detail=detail) from error


def _shapes(
    before: int, names: list[str], geometries: Any, columns: Any, limits: VectorLimits
) -> list[Shape]:
    size = sum(len(geometry) for geometry in geometries if geometry is not None)
    if size > limits.vertices * _BYTES_PER_VERTEX * 2:
        count = size // _BYTES_PER_VERTEX
        raise Refusal(VectorProblem.TOO_MANY_VERTICES, count=count, limit=limits.vertices)
    geometry_objects = shapely.from_wkb(np.asarray(geometries, dtype=object))
    kept = list(zip(names, columns, strict=False))[: limits.properties]
    return [
        Shape(
            before + row + 1,
            {name[:60]: plain_value(values[row], limits.text_length) for name, values in kept},
            geometry,
        )
        for row, geometry in enumerate(geometry_objects)
    ]
