"""What a file is by its first bytes; cheap enough for the web process."""

from pathlib import Path

from countries.sandbox.refusal import Refusal
from indicators.ingest.problems import RasterProblem

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_OTHER_SIGNATURES = {
    b"PK\x03\x04": "ZIP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x89HDF": "HDF5 / netCDF",
    b"CDF": "netCDF",
    b"GRIB": "GRIB",
    b"%PDF": "PDF",
    b"SQLite": "GeoPackage / SQLite",
    b"<": "XML / VRT",
    b"Rar!": "RAR",
    b"7z": "7-Zip",
    b"\x1f\x8b": "GZIP",
}


def check_signature(path: Path) -> None:
    """Refuse a file whose first bytes are not a TIFF's, naming what they look like."""
    with path.open("rb") as stream:
        start = stream.read(64)
    if start[:4] in _TIFF_SIGNATURES:
        return
    for signature, name in _OTHER_SIGNATURES.items():
        if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise Refusal(RasterProblem.LOOKS_LIKE, found=name)
    raise Refusal(RasterProblem.NOT_GEOTIFF)
