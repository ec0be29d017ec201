"""Vector files made for the tests."""

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

SQUARE = [[10.0, 20.0], [11.0, 20.0], [11.0, 21.0], [10.0, 21.0], [10.0, 20.0]]
HOLE = [[10.4, 20.4], [10.4, 20.6], [10.6, 20.6], [10.6, 20.4], [10.4, 20.4]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


def collection(*geometries: Any, **members: Any) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": f"zone {n}"}, "geometry": geometry}
        for n, geometry in enumerate(geometries, start=1)
    ]
    return {"type": "FeatureCollection", "features": features, **members}


def write_json(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def write_ogr(path: Path, geometries: list[Any], **options: Any) -> Path:
    """Write geometries with a name each, by default in WGS 84 and by the file's suffix."""
    wkb = np.array(shapely.to_wkb(geometries), dtype=object)
    names = np.array([f"zone {n}" for n in range(1, len(geometries) + 1)], dtype=object)
    settings = {"geometry_type": geometries[0].geom_type, "crs": "EPSG:4326"} | options
    if path.suffix == ".kml":
        settings["driver"] = "LIBKML"
    pyogrio.raw.write(str(path), wkb, [names], ["name"], **settings)
    return path


def pack(path: Path, *members: Path, folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, folder + member.name)
    return path


def write_shapefile_zip(folder: Path, geometries: list[Any], **options: Any) -> Path:
    write_ogr(folder / "zones.shp", geometries, **options)
    return pack(folder / "zones.zip", *sorted(folder.glob("zones.*")), folder="data/")


def kml(placemarks: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>' + placemarks + "</Document></kml>"
    )


def placemark(ring: Any) -> str:
    text = " ".join(f"{x},{y},5" for x, y in ring)
    return (
        "<Placemark><name>zone 1</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{text}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )


def lie_about_size(path: Path, size: int) -> Path:
    """Overwrite the unpacked size of the first member, in both places of the archive."""
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.find(b"PK\x03\x04") + 22, size)
    struct.pack_into("<I", content, content.find(b"PK\x01\x02") + 24, size)
    path.write_bytes(content)
    return path
