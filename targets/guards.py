"""The database itself refuses to change what was submitted or published.

Triggers are installed after every `migrate` (SQLite drops them when a migration rebuilds the
table), so that no script, shell or bug changes a snapshot unseen. Deleting is not refused here:
foreign keys protect the rows, and tests must be able to empty their tables.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN: dict[str, Sequence[str]] = {
    "targets_submission": (
        "report_id",
        "version",
        "snapshot",
        "sha256",
        "submitted_at",
        "submitted_by_id",
        "signed_name",
        "signed_title",
    ),
    "targets_fact": (
        "submission_id",
        "topic",
        "item",
        "measure",
        "category",
        "category_to",
        "period",
        "year",
        "value",
        "unit",
        "origin",
    ),
    "targets_publishedpromise": (
        "submission_id",
        "topic",
        "number",
        "content",
        "place",
        "geometry",
        "geometry_area_km2",
        "first_year",
        "last_year",
    ),
    "targets_publishedentry": (
        "submission_id",
        "kind",
        "number",
        "answers",
        "geometry",
        "geometry_area_km2",
    ),
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % never change.', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""


def install(using: str = "default", **_: Any) -> None:
    """Create the triggers of one database, in place of those that are there."""
    connection = connections[using]
    ready = {table: columns for table, columns in FROZEN.items() if _has(connection, table)}
    with connection.cursor() as cursor:
        for statement in _statements(connection, ready):
            cursor.execute(statement)


def _has(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Return whether the table stands there as we know it: not so after migrating backwards."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        found = connection.introspection.get_table_description(cursor, table)
    return set(FROZEN[table]) <= {column.name for column in found}


def remove(using: str = "default") -> None:
    """Take the triggers away: only for a migration that must rewrite old rows."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in FROZEN:
            cursor.execute(_drop(connection, table))


def _statements(connection: BaseDatabaseWrapper, tables: dict[str, Sequence[str]]) -> list[str]:
    postgresql = connection.vendor == "postgresql"
    statements = [_FUNCTION] if postgresql else []
    for table, columns in tables.items():
        statements += [
            _drop(connection, table),
            _postgresql_trigger(table, columns) if postgresql else _sqlite_trigger(table, columns),
        ]
    return statements


def _drop(connection: BaseDatabaseWrapper, table: str) -> str:
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}"


def _postgresql_trigger(table: str, columns: Sequence[str]) -> str:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return (
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({changed}) EXECUTE FUNCTION refuse_frozen()"
    )


def _sqlite_trigger(table: str, columns: Sequence[str]) -> str:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return (
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} WHEN {changed}"
        f" BEGIN SELECT RAISE(ABORT, 'Rows of {table} never change.'); END"
    )
