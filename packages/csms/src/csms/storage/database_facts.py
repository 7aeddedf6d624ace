"""What a database is, and how large: for those who run it."""

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.schema import frame


class DatabaseFacts(Struct, frozen=True):
    """What a database is.

    Args:
        kind: sqlite or postgresql.
        version: of SQLite, or of the server of PostgreSQL.
        size_bytes: of all that is in it.
    """

    kind: str
    version: str
    size_bytes: int


def facts_of(connection: sa.Connection) -> DatabaseFacts:
    """Return what a database is."""
    if connection.dialect.name == "sqlite":
        version = connection.execute(sa.select(sa.func.sqlite_version())).scalar_one()
        return DatabaseFacts("sqlite", version, _file_bytes(connection))
    version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    size = connection.execute(sa.select(sa.func.pg_database_size(sa.func.current_database()))).scalar_one()
    return DatabaseFacts("postgresql", str(version).split()[0], size)


def frames_bytes(connection: sa.Connection) -> int:
    """Return how large the message log is: of SQLite a file of its own, of PostgreSQL a table; 0 before it is made."""
    if connection.dialect.name == "sqlite":
        return _file_bytes(connection)
    table = sa.func.to_regclass(frame.name)
    return connection.execute(sa.select(sa.func.coalesce(sa.func.pg_total_relation_size(table), 0))).scalar_one()


def _file_bytes(connection: sa.Connection) -> int:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one()
