"""Refusals and remarks about rasters in words: what was found, what is expected, what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from countries.sandbox.refusal import Refusal
from countries.sandbox.sentences import Catalogue, in_words
from indicators.ingest.problems import RasterProblem as P
from indicators.ingest.problems import RasterRemark
from indicators.ingest.report import Remark

PROBLEM_SENTENCES: Catalogue = {
    P.NOT_GEOTIFF: _(
        "The file is not a GeoTIFF, whatever its name says. Export the raster from your GIS as "
        "GeoTIFF (.tif) and upload that file."
    ),
    P.LOOKS_LIKE: _(
        "The file is not a GeoTIFF; its content looks like %(found)s. Export the raster from your "
        "GIS as GeoTIFF (.tif), unpacked, and upload that file."
    ),
    P.CANNOT_OPEN: _(
        "The file starts like a GeoTIFF but cannot be opened; it may be cut off or damaged. Save "
        "it again with your GIS and upload the new file. The reading program said: %(detail)s"
    ),
    P.SEVERAL_IMAGES: _(
        "The file holds %(count)s separate images; one is expected. Save each as a file of its "
        "own and upload them one by one."
    ),
    P.BAND_COUNT: _(
        "The file has %(found)s bands; this kind of raster has at most %(expected)s. A coloured "
        "picture of a map cannot be used: upload the raster of values itself, and each year of "
        "class codes as a file of its own."
    ),
    P.TOO_MANY_PIXELS: _(
        "The raster has %(width)s x %(height)s pixels (%(megapixels)s million); for your country "
        "at most %(limit)s million are taken. Cut it to your country, or use pixels of 10 m or "
        "more, and upload it again."
    ),
    P.TOO_LARGE_BLOCKS: _(
        "The raster is stored in blocks of %(width)s x %(height)s pixels, %(mebibytes)s MiB each; "
        "at most %(limit)s MiB are read at a time. Save it as a tiled GeoTIFF with tiles of 256 "
        "or 512 pixels and upload it again."
    ),
    P.TOO_MANY_BLOCKS: _(
        "The raster is stored in %(count)s blocks; at most %(limit)s are read. Save it as a tiled "
        "GeoTIFF with tiles of 256 or 512 pixels and upload it again."
    ),
    P.DTYPE: _(
        "The pixels are of type %(found)s; whole numbers of 8, 16 or 32 bits, or decimal numbers "
        "of 32 or 64 bits, are expected. Convert the raster and upload it again."
    ),
    P.CODES_NOT_INTEGER: _(
        "The pixels are of type %(found)s, but class codes are whole numbers. Convert the raster "
        "to an 8- or 16-bit integer type, with nearest-neighbour resampling only, and upload it "
        "again."
    ),
    P.CODEC: _(
        "The raster is compressed with %(found)s, which changes values. Save it with DEFLATE, LZW "
        "or ZSTD compression, or with none, and upload it again."
    ),
    P.LOSSY_CODES: _(
        "The raster is compressed with %(found)s, which can turn one class into another. Export "
        "it again from the original with DEFLATE, LZW or ZSTD compression and upload that file."
    ),
    P.MASK_BAND: _(
        "Band %(band)s has a mask or a transparency band in place of a nodata value. Give the "
        "pixels without data a value of their own, declare it as nodata, leave the mask out, and "
        "upload the raster again."
    ),
    P.GCP_ONLY: _(
        "The raster has only ground control points; it has not been rectified. Warp it to a map "
        "projection with your GIS and upload the result."
    ),
    P.RPC_ONLY: _(
        "The raster has only the sensor model of a satellite scene (RPC). Orthorectify it with "
        "your GIS and upload the result."
    ),
    P.CRS_MISSING: _(
        "The file does not say in which coordinate system it is. Assign the coordinate system "
        "with your GIS, save the file as GeoTIFF, and upload it again."
    ),
    P.CRS_BROKEN: _(
        "The coordinate system “%(name)s” cannot be used. Warp the raster to WGS 84 (EPSG:4326) "
        "or to your national projection and upload it again."
    ),
    P.CRS_NOT_EARTH: _(
        "The coordinate system “%(name)s” describes a body with a radius of %(radius)s km; the "
        "Earth's is 6 378 km. Assign the right coordinate system and upload the raster again."
    ),
    P.TRANSFORM_MISSING: _(
        "The file names a coordinate system but does not say where its pixels lie in it. "
        "Georeference it with your GIS, save it as GeoTIFF without a separate world file, and "
        "upload it again."
    ),
    P.ROTATED: _(
        "The grid is rotated by %(degrees)s degrees, sheared or mirrored; rows that run from west "
        "to east are expected. Warp it to a north-up grid with your GIS and upload the result."
    ),
    P.COORDINATES_IMPOSSIBLE: _(
        "The corner of the raster lies at x = %(x)s, y = %(y)s, a place that “%(name)s” does not "
        "have. Probably the coordinates are in metres while the coordinate system counts degrees. "
        "Assign the right coordinate system and upload the raster again."
    ),
    P.ELSEWHERE: _(
        "The raster lies between %(west)s and %(east)s degrees of longitude and %(south)s and "
        "%(north)s degrees of latitude, outside your country. Check that it is the right file "
        "and that its coordinate system is right."
    ),
    P.BROKEN_BLOCK: _(
        "Band %(band)s is damaged at row %(row)s, column %(column)s (longitude %(lon)s, latitude "
        "%(lat)s): the block of pixels there cannot be decoded. Export the raster again from the "
        "original, or copy the file again, and upload it."
    ),
    P.TOO_MANY_CODES: _(
        "More than %(expected)s different values were found (%(found)s so far), so these are not "
        "class codes of this kind. Check that you chose the right kind of raster and the right "
        "file."
    ),
    P.WRONG_CODES: _(
        "The values found are %(found)s; the codes expected for this kind are %(expected)s. Check "
        "that you chose the right kind of raster, or recode it, and upload it again."
    ),
    P.NO_DATA: _(
        "Every pixel is nodata, so there is nothing to compute with. Check that it is the right "
        "file and that its nodata value is right, and upload it again."
    ),
    P.OUT_OF_RANGE: _(
        "%(share)s percent of the pixels lie outside %(low)s to %(high)s, the range of this kind; "
        "the values found run from %(lowest)s to %(highest)s. Check the kind, the unit and the "
        "scale of the raster, and upload it again."
    ),
    P.CANNOT_REWRITE: _(
        "The raster was read but its working copy could not be written. Try again later; if it "
        "happens again, tell the helpdesk what was said: %(detail)s"
    ),
}

REMARK_SENTENCES: Catalogue = {
    RasterRemark.SOUTH_UP: _("The rows ran from south to north; they were turned over."),
    RasterRemark.NODATA_IMPOSSIBLE: _(
        "The declared nodata value %(nodata)s cannot occur in pixels of type %(dtype)s and was "
        "left out. If another value means no data, add it to the fill values."
    ),
    RasterRemark.FILL_SUSPECTED: _(
        "%(values)s probably means “no data” without being declared so (%(share)s percent of the "
        "pixels). Check the fill values."
    ),
    RasterRemark.PARTLY_OUTSIDE: _(
        "The raster covers %(share)s percent of your country; the rest will be shown as no data."
    ),
    RasterRemark.SCALE_TAG: _(
        "The file declares a scale of %(scale)s and an offset of %(offset)s. The scale is "
        "proposed below; check it."
    ),
    RasterRemark.ODD_CODES: _(
        "The codes %(codes)s have no meaning for this kind and are treated as no data."
    ),
    RasterRemark.SOME_OUT_OF_RANGE: _(
        "%(share)s percent of the pixels lie outside %(low)s to %(high)s; the values run from "
        "%(lowest)s to %(highest)s. Check the unit, the scale and the fill values."
    ),
    RasterRemark.YEARS_UNKNOWN: _(
        "Neither the file's name nor its %(bands)s bands name their years. Enter them below."
    ),
    RasterRemark.ANTIMERIDIAN: _("The raster crosses the 180th meridian."),
}


def refusal_sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence for a refused raster, from the code and parameters its row keeps."""
    return in_words(Refusal.from_json({"code": code, "params": dict(params)}), PROBLEM_SENTENCES)


def remark_sentence(remark: Remark) -> str:
    """The sentence for a remark about an accepted raster."""
    return in_words(Refusal(remark.code, **remark.params), REMARK_SENTENCES)
