"""Why a raster is refused, and what is only remarked: codes, put into words by `sentences`."""

from enum import StrEnum


class RasterProblem(StrEnum):
    """A raster with one of these is not taken."""

    NOT_GEOTIFF = "not_geotiff"
    LOOKS_LIKE = "looks_like"
    CANNOT_OPEN = "cannot_open"
    SEVERAL_IMAGES = "several_images"
    BAND_COUNT = "band_count"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LARGE_BLOCKS = "too_large_blocks"
    TOO_MANY_BLOCKS = "too_many_blocks"
    DTYPE = "dtype"
    CODES_NOT_INTEGER = "codes_not_integer"
    CODEC = "codec"
    LOSSY_CODES = "lossy_codes"
    MASK_BAND = "mask_band"
    GCP_ONLY = "gcp_only"
    RPC_ONLY = "rpc_only"
    CRS_MISSING = "crs_missing"
    CRS_BROKEN = "crs_broken"
    CRS_NOT_EARTH = "crs_not_earth"
    TRANSFORM_MISSING = "transform_missing"
    ROTATED = "rotated"
    COORDINATES_IMPOSSIBLE = "coordinates_impossible"
    ELSEWHERE = "elsewhere"
    BROKEN_BLOCK = "broken_block"
    TOO_MANY_CODES = "too_many_codes"
    WRONG_CODES = "wrong_codes"
    NO_DATA = "no_data"
    OUT_OF_RANGE = "out_of_range"
    CANNOT_REWRITE = "cannot_rewrite"


class RasterRemark(StrEnum):
    """A raster with one of these is taken, and the reader is told."""

    SOUTH_UP = "south_up"
    NODATA_IMPOSSIBLE = "nodata_impossible"
    FILL_SUSPECTED = "fill_suspected"
    PARTLY_OUTSIDE = "partly_outside"
    SCALE_TAG = "scale_tag"
    ODD_CODES = "odd_codes"
    SOME_OUT_OF_RANGE = "some_out_of_range"
    YEARS_UNKNOWN = "years_unknown"
    ANTIMERIDIAN = "antimeridian"
