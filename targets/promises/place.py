"""The place of a target or measure: polygon in, area on the ellipsoid and bounds out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from countries.geometry_text import GeometryTextError, read_corners
from countries.models import Boundary
from countries.models.located import Located
from countries.sandbox.refusal import Refusal
from countries.vectors.drawn import clean_drawn
from countries.vectors.geodesy import inside_share
from countries.vectors.placing import set_geometry
from countries.vectors.sentences import refusal_sentence
from indicators import quantity_text
from indicators.baseline.reading import UnreadableError

Geometry = Mapping[str, Any]
GEOMETRY = "geometry"
CORNERS = "geometry_corners"
_PLACES = Decimal("0.0001")
_ALL_INSIDE = Decimal("0.995")


def geometry_text(geometry: Geometry | None) -> str:
    """Write a geometry as the text area of the map shows it; nothing for none."""
    return json.dumps(geometry, separators=(",", ":")) if geometry else ""


def same_geometry(text: str, geometry: Geometry | None) -> bool:
    """Return whether a text is a geometry that is there already, spaces apart."""
    try:
        return bool(geometry) and json.loads(text) == geometry
    except ValueError:
        return False


def put_drawn(row: Located, text: str) -> None:
    """Read drawn or pasted GeoJSON into a row; empty removes it. Raises UnreadableError."""
    if not text:
        set_geometry(row, None)
        return
    try:
        set_geometry(row, clean_drawn(text))
    except Refusal as refusal:
        raise UnreadableError(_escaped(refusal_sentence(refusal)), text[:60]) from refusal


def put_corners(row: Located, text: str) -> None:
    """Read typed corners into a row. Raises UnreadableError with what to do."""
    try:
        drawn = json.dumps(read_corners(text))
    except GeometryTextError as error:
        raise UnreadableError(_escaped(str(error)), text[:60]) from error
    put_drawn(row, drawn)


def _escaped(sentence: str) -> str:
    return sentence.replace("%", "%%")


def read_upload(path: Path) -> Geometry:
    """Read an uploaded GeoJSON, GeoPackage, KML or zipped Shapefile in the sandbox.

    Raises Refusal.
    """
    from countries.vectors.upload import read_vector

    return read_vector(path).geometry


@dataclass(frozen=True)
class Inside:
    """How much of a place lies inside the Party, as a share from 0 to 1."""

    share: Decimal

    @property
    def is_all(self) -> bool:
        return self.share >= _ALL_INSIDE

    @property
    def sentence(self) -> str:
        if self.is_all:
            return _("The polygon lies inside the country.")
        if self.share == 0:
            return _("The polygon lies outside the country. Check its place.")
        percent = quantity_text.percent(self.share * 100)
        return _("%(percent)s of the polygon lies inside the country. Check its place.") % {
            "percent": percent
        }


def inside(row: Located, boundary: Boundary | None) -> Inside | None:
    """Say how much of a place lies inside the Party's outline; None where either is missing."""
    if row.geometry is None or boundary is None:
        return None
    share = inside_share(row.geometry, boundary.geometry)
    return Inside(Decimal(str(share)).quantize(_PLACES))


def place_words(row: Located, boundary: Boundary | None) -> str:
    """The area of a polygon in both units, and whether it lies inside the country."""
    if row.geometry_area_km2 is None:
        return ""
    found = inside(row, boundary)
    words = quantity_text.area(row.geometry_area_km2)
    return f"{words}. {found.sentence}" if found else words
