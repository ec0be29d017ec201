"""The child's GDAL has only the drivers that a file of ours needs."""

import pyogrio

from countries.sandbox.environment import child_environment

TAKEN = {"ESRI Shapefile", "GPKG", "KML", "LIBKML", "MEM"}
# Raster drivers that reach other files, addresses or code.
REACHING = {"VRT", "GTI", "STACIT", "STACTA", "WMS", "WMTS", "WCS", "HTTP", "EEDAI", "OGCAPI"}


def test_every_vector_driver_but_those_we_take_is_switched_off() -> None:
    skipped = set(child_environment(None)["OGR_SKIP"].split(","))

    assert set(pyogrio.list_drivers()) - skipped == TAKEN
    assert not skipped & TAKEN


def test_raster_drivers_that_reach_out_are_switched_off() -> None:
    assert set(child_environment(None)["GDAL_SKIP"].split(",")) >= REACHING


def test_requests_would_end_on_this_machine() -> None:
    environment = child_environment(None)

    for name in ("GDAL_HTTP_PROXY", "http_proxy", "https_proxy"):
        assert environment[name].startswith("http://127.0.0.1:")
