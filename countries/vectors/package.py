"""GeoPackages, looked at as plain SQLite before GDAL opens them."""

import sqlite3
from pathlib import Path

from countries.sandbox.refusal import Refusal
from countries.vectors.problems import VectorProblem

_CATALOGUES = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")


def feature_tables(path: Path) -> list[str]:
    """The names of the feature tables.

    A view can run for ever (a recursive query in 98 kB), so everything GDAL will read must be a
    real table. Ordinary files have triggers and index tables: those are left alone.
    Raises `Refusal`.
    """
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            real = _real_tables(connection)
            _require_real(list(_CATALOGUES), real)
            rows = connection.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' LIMIT 100"
            ).fetchall()
        tables = [str(row[0]) for row in rows]
        _require_real(tables, real)
    except sqlite3.Error as error:
        raise Refusal(VectorProblem.PACKAGE_BROKEN, detail=str(error)[:120]) from error
    finally:
        if "connection" in locals():
            connection.close()
    return tables


def _real_tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        str(name).lower()
        for name, sql in rows
        if not str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL")
    }


def _require_real(names: list[str], real: set[str]) -> None:
    others = [name for name in names if name.lower() not in real]
    if others:
        raise Refusal(VectorProblem.PACKAGE_VIEWS, names=[name[:60] for name in others[:5]])
