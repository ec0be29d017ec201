"""Refused vector files and shapes in words: what was found, what is expected, what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.sandbox.refusal import Refusal
from countries.sandbox.sentences import Catalogue, in_words
from countries.vectors.problems import VectorProblem as P

PROBLEM_SENTENCES: Catalogue = {
    P.FORMAT_UNKNOWN: _(
        "The file is none of GeoJSON, GeoPackage, KML or zipped Shapefile, whatever its name "
        "says. Export the polygons in one of these formats and upload that file."
    ),
    P.SHAPEFILE_PART: _(
        "This is one part of a Shapefile. Pack its .shp, .shx, .dbf and .prj files into one ZIP "
        "file and upload that."
    ),
    P.SHAPEFILE_INCOMPLETE: _(
        "The archive holds a Shapefile without its %(missing)s file. Pack the .shp, .shx, .dbf "
        "and .prj files of the same name into one ZIP file and upload that."
    ),
    P.TOO_LARGE: _(
        "The file has %(size)s MiB; at most %(limit)s MiB are taken. Simplify the polygons or "
        "leave out attributes, and upload it again."
    ),
    P.ARCHIVE_BROKEN: _(
        "The ZIP file cannot be unpacked; it may be damaged or packed in an unusual way "
        "(%(detail)s). Pack it again with ordinary compression and upload it."
    ),
    P.ARCHIVE_NAMES: _(
        "The ZIP file holds “%(name)s”, a link or a name that points outside the archive. Pack "
        "only the data files themselves and upload it again."
    ),
    P.ARCHIVE_TOO_MANY: _(
        "The ZIP file holds %(count)s files; at most %(limit)s are looked at. Pack only the data "
        "files themselves and upload it again."
    ),
    P.ARCHIVE_TOO_LARGE: _(
        "The ZIP file unpacks to more than %(limit)s MiB. Simplify the polygons or leave out "
        "attributes, and upload it again."
    ),
    P.ARCHIVE_LOCKED: _(
        "“%(name)s” in the ZIP file is protected with a password. Pack it without one and upload "
        "it again."
    ),
    P.ARCHIVE_CONTENT: _(
        "The ZIP file holds %(count)s data files; exactly one Shapefile, GeoPackage, GeoJSON or "
        "KML is expected. Found: %(names)s. Pack one data set and upload it again."
    ),
    P.JSON_BROKEN: _(
        "The text starts like GeoJSON but cannot be read: %(detail)s. Export it again and upload "
        "the new file."
    ),
    P.JSON_NOT_GEOJSON: _(
        "The text is JSON but not GeoJSON: a FeatureCollection, a Feature or a geometry is "
        "expected, “%(found)s” was found. Export the polygons as GeoJSON and upload that file."
    ),
    P.CRS_LINK: _(
        "The GeoJSON names its coordinate system by a link, which is not followed. Export it in "
        "WGS 84 (EPSG:4326) and upload it again."
    ),
    P.CRS_MISSING: _(
        "The file does not say in which coordinate system it is. Export it with its coordinate "
        "system (for a Shapefile: with the .prj file), or in WGS 84, and upload it again."
    ),
    P.CRS_BROKEN: _(
        "The coordinate system “%(name)s” cannot be used. Export the polygons in WGS 84 "
        "(EPSG:4326) and upload them again."
    ),
    P.XML_DANGEROUS: _(
        "The KML declares a document type or entities, which ordinary KML does not. Export it "
        "again with your GIS, or as GeoJSON, and upload that file."
    ),
    P.XML_BROKEN: _(
        "The text starts like KML but cannot be read: %(detail)s. Export it again and upload the "
        "new file."
    ),
    P.XML_LINK: _(
        "The KML points to another file or address (NetworkLink), which is not followed. Save "
        "the polygons themselves as KML and upload that file."
    ),
    P.PACKAGE_VIEWS: _(
        "In the GeoPackage %(names)s is a view or missing, not a plain table. Export the layer "
        "to a new GeoPackage and upload that file."
    ),
    P.PACKAGE_BROKEN: _(
        "The file cannot be read: %(detail)s. Open it with your GIS, export the layer again, and "
        "upload the new file."
    ),
    P.SEVERAL_LAYERS: _(
        "The GeoPackage holds several layers (%(names)s); one is expected. Export the one you "
        "mean to a file of its own and upload that."
    ),
    P.NO_FEATURES: _(
        "The file holds no polygon. Check that you exported the right layer and upload it again."
    ),
    P.TOO_MANY_FEATURES: _(
        "The file holds at least %(count)s features; at most %(limit)s are taken. Merge or select "
        "the polygons you mean and upload them again."
    ),
    P.TOO_MANY_VERTICES: _(
        "The polygons have about %(count)s corner points; at most %(limit)s are taken. Simplify "
        "them with your GIS and upload them again."
    ),
    P.WRONG_GEOMETRY: _(
        "Feature %(number)s is a %(found)s; polygons are expected. Remove points and lines, or "
        "buffer them into polygons, and try again."
    ),
    P.OUTSIDE_WORLD: _(
        "Feature %(number)s has a corner at x = %(x)s, y = %(y)s, which is no place on Earth in "
        "the coordinate system the file names. Give the file its right coordinate system and "
        "upload it again."
    ),
    P.SELF_CROSSING: _(
        "The outline of feature %(number)s crosses or touches itself at longitude %(lon)s, "
        "latitude %(lat)s. Move the corner points there apart and try again."
    ),
    P.NOT_VALID: _(
        "Feature %(number)s is not a valid polygon near longitude %(lon)s, latitude %(lat)s "
        "(%(reason)s). Repair it with your GIS and try again."
    ),
}


def refusal_sentence(refusal: Refusal) -> str:
    """The sentence for a refused vector file or drawn shape."""
    return in_words(refusal, PROBLEM_SENTENCES)


def sentence_of(code: str, params: dict[str, Any]) -> str:
    """The same from the code and parameters that a row keeps."""
    return refusal_sentence(Refusal.from_json({"code": code, "params": params}))
