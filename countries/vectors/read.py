"""The child's entry for vector files: tell the format by content, read, clean."""

import shutil
from pathlib import Path
from typing import Any

import shapely

from countries.sandbox.refusal import Refusal
from countries.vectors import archive
from countries.vectors.clean import clean_collection
from countries.vectors.geojson import read_geojson
from countries.vectors.limits import UPLOAD, VectorLimits
from countries.vectors.problems import VectorProblem
from countries.vectors.shapes import Shapes

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SQLITE = b"SQLite format 3\x00"
_SHP = b"\x00\x00\x27\x0a"
_BLANK = b"\xef\xbb\xbf \t\r\n"


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Read `path` with scratch space in `folder`.

    Returns `collection` (GeoJSON in WGS 84), `format`, `crs`, `vertices` and `left_out`, the
    number of features without a geometry.
    """
    return read_file(Path(request["path"]), Path(request["folder"]), UPLOAD)


def read_file(path: Path, folder: Path, limits: VectorLimits) -> dict[str, Any]:
    """Read and clean one file. Raises `Refusal`."""
    if path.stat().st_size > limits.file_bytes:
        size = round(path.stat().st_size / 2**20, 1)
        raise Refusal(VectorProblem.TOO_LARGE, size=size, limit=limits.file_bytes >> 20)
    shapes = _read(path, folder, limits)
    collection = clean_collection(shapes, limits)
    features = collection["features"]
    geometries = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return {
        "collection": collection,
        "format": shapes.format,
        "crs": shapes.crs,
        "vertices": int(sum(shapely.get_num_coordinates(geometries))),
        "left_out": len(shapes.features) - len(features),
    }


def _read(path: Path, folder: Path, limits: VectorLimits) -> Shapes:
    if _start(path).startswith(_ZIP):
        plain = archive.unpack(path, folder, limits)
        return _read_plain(plain, folder, limits)
    return _read_plain(path, folder, limits)


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(64)


def _read_plain(path: Path, folder: Path, limits: VectorLimits) -> Shapes:
    start = _start(path)
    if start.lstrip(_BLANK).startswith(b"{"):
        return read_geojson(path.read_bytes().lstrip(_BLANK), limits)
    return _read_with_gdal(path, start, folder, limits)


def _read_with_gdal(path: Path, start: bytes, folder: Path, limits: VectorLimits) -> Shapes:
    from countries.vectors import ogr

    if start.startswith(_SQLITE):
        return ogr.read_package(_named(path, folder / "layer.gpkg"), limits)
    if start.startswith(_SHP):
        if path.parent != folder:
            raise Refusal(VectorProblem.SHAPEFILE_PART)
        return ogr.read_shapefile(path, limits)
    if start.lstrip(_BLANK).startswith(b"<"):
        return ogr.read_kml(_named(path, folder / "layer.kml"), limits)
    raise Refusal(VectorProblem.FORMAT_UNKNOWN)


def _named(path: Path, name: Path) -> Path:
    """The file under the suffix by which GDAL knows its format; uploads have names of our own."""
    if path != name:
        shutil.copyfile(path, name)
    return name
