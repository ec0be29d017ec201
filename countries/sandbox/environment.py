"""The child's environment, and the GDAL options that keep it to the one file it was given."""

from pathlib import Path

# Nothing listens on the discard port: a request that slips through ends on this machine at once.
BLACK_HOLE = "http://127.0.0.1:9"

# Drivers that no file of ours needs: the vector formats we do not take, and every driver that
# reaches other files, services or executable code by design. A test compares this list with what
# the installed GDAL offers.
_UNUSED_DRIVERS = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DAAS,DERIVED,DGN,DXF,ECRGTOC,EDIGEO,"
    "EEDA,EEDAI,ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GML,GNMDatabase,GNMFile,GPSBabel,GPX,"
    "GTFS,GTI,GeoJSON,GeoJSONSeq,GeoRSS,HDF5,HDF5Image,HTTP,Idrisi,JML,JSONFG,KMLSUPEROVERLAY,"
    "LVBAG,MBTiles,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,"
    "OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLMOSAIC,PLSCENES,PMTiles,Rasterlite,S57,"
    "SQLite,STACIT,STACTA,SXF,Selafin,TileDB,TopoJSON,VDV,VFK,VICAR,VRT,WAsP,WCS,WFS,WMS,WMTS,"
    "XLSX,Zarr,netCDF"
)

# Options that hold wherever we open a raster, in the child and when serving tiles.
GDAL_SAFETY: dict[str, str] = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_PROXY": BLACK_HOLE,
    "GDAL_HTTPS_PROXY": BLACK_HOLE,
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_VRT_ENABLE_RAWRASTERBAND": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "PROJ_NETWORK": "OFF",
}

_CHILD: dict[str, str] = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "GDAL_SKIP": _UNUSED_DRIVERS,
    "OGR_SKIP": _UNUSED_DRIVERS,
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_CACHEMAX": "288",
    "GDAL_NUM_THREADS": "1",
    "CPL_LOG": "/dev/null",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "http_proxy": BLACK_HOLE,
    "https_proxy": BLACK_HOLE,
    "all_proxy": BLACK_HOLE,
}


def child_environment(write: Path | None) -> dict[str, str]:
    """Every variable the child sees; nothing of the parent's environment is passed on."""
    scratch = str(write) if write else "/nonexistent"
    return {**_CHILD, **GDAL_SAFETY, "TMPDIR": scratch, "CPL_TMPDIR": scratch}
