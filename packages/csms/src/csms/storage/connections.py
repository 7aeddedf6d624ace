"""Engines of SQLAlchemy, set up so that a commit is a promise."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_S = 5


def make_engine(url: str, *, connections: int, is_writer: bool, is_durable: bool = True) -> sa.Engine:
    """Return an engine for SQLite or PostgreSQL.

    Args:
        url: of SQLAlchemy; `postgresql://` means psycopg 3.
        connections: how many there are at most.
        is_writer: its transactions take the lock of SQLite when they begin, so that they never fail in the middle.
        is_durable: a commit has reached the disk. The message log does without.

    Raises:
        ValueError: it is another database.
    """
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, connections, is_writer=is_writer, is_durable=is_durable)
    if address.get_backend_name() == "postgresql":
        return _postgresql(address, connections, is_durable=is_durable)
    raise ValueError(f"{address.get_backend_name()} is no database that is supported: use sqlite or postgresql")


def _sqlite(url: sa.URL, connections: int, *, is_writer: bool, is_durable: bool) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        poolclass=sa.QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - it is what the URL asked for
        # Transactions begin and end where we say; the driver begins none by itself.
        connection.isolation_level = None
        synchronous = "FULL" if is_durable else "NORMAL"
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "cache_size=-65536",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _postgresql(url: sa.URL, connections: int, *, is_durable: bool) -> sa.Engine:
    options = "-c timezone=UTC" + ("" if is_durable else " -c synchronous_commit=off")
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": options, "application_name": "csms"},
    )
