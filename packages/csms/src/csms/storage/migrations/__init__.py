"""How a database of an earlier release becomes one of this release."""

import sqlite3
import zlib
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from csms.storage.connections import make_engine

REVISIONS = sorted(path.name.partition("_")[0] for path in Path(__file__).parent.glob("versions/[0-9]*.py"))
"""The schemas that this release knows: steps are numbered."""

HEAD = REVISIONS[-1]
"""The schema of this release."""

_LOCK = zlib.crc32(b"csms migrations")
"""The number of the lock that PostgreSQL keeps for us."""


class NewerSchemaError(Exception):
    """A database is of a newer release than this program."""


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database to the schema of this release; a new one gets all of it.

    Two programs that do so at once do it one after the other.

    Args:
        url: of the database.
        revision: another schema than the newest that this release knows.

    Raises:
        NewerSchemaError: the database is of a newer release.
        sqlalchemy.exc.DBAPIError: the database cannot be reached or written.
    """
    engine = make_engine(url, connections=1, is_writer=True)
    try:
        with engine.connect() as connection:
            if revision in {"head", HEAD} and revision_of(connection) == HEAD:
                return
            connection.rollback()
            # SQLite alters a table by making another one of it; what refers to the old one is not to go with it.
            _on_sqlite(connection, "PRAGMA foreign_keys=OFF")
            with connection.begin():
                _upgrade(connection, revision)
                broken = _on_sqlite(connection, "PRAGMA foreign_key_check")
                if broken:
                    raise sqlite3.IntegrityError(f"Rows refer to rows that are not there: {broken[:3]}")
    finally:
        engine.dispose()


def _upgrade(connection: sa.Connection, revision: str) -> None:
    from csms.storage.migrations import steps  # noqa: PLC0415 - a server whose database is up to date starts sooner

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    current = revision_of(connection)
    if current is not None and current not in REVISIONS:
        raise NewerSchemaError(
            f"The database has the schema {current}, this release knows up to {HEAD}: use the newer release, or "
            "restore a backup of before"
        )
    steps.upgrade(connection, revision)


def _on_sqlite(connection: sa.Connection, pragma: str) -> list[Any]:
    """Run a pragma outside of what SQLAlchemy knows of transactions: some have no effect inside one."""
    driver = connection.connection.dbapi_connection
    return driver.execute(pragma).fetchall() if isinstance(driver, sqlite3.Connection) else []


def revision_of(connection: sa.Connection) -> str | None:
    """Return the schema that a database has, None if it has none of ours."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
