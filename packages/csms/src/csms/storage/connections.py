"""Engines of SQLAlchemy, set up so that a commit is a promise."""

import sqlite3
import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

LOCK_TIMEOUT_MS = 5_000
"""How long a statement waits for another process that has locked what it needs."""

_LOCK_PAUSE_S = 0.01
CONNECT_TIMEOUT_S = 5
SILENCE_TIMEOUT_MS = 10_000
"""After how long a server is given up that acknowledges nothing."""

_WRITER_CACHE_KIB = 65_536
_READER_CACHE_KIB = 16_384
_LOG_CACHE_KIB = 4_096
"""Of the message log, which is read little and written at its end."""
_LOG_PAGE_BYTES = 8_192
"""Large pages make appending cheaper, but each change of a page writes it whole."""


def make_engine(url: str, *, connections: int, is_writer: bool, is_durable: bool = True) -> sa.Engine:
    """Return an engine for SQLite or PostgreSQL.

    Args:
        url: of SQLAlchemy; `postgresql://` means psycopg 3.
        connections: how many there are at most.
        is_writer: its transactions take the lock of SQLite when they begin, so that they never fail in the middle.
            Those of others see one state of the database, and cannot write.
        is_durable: a commit has reached the disk. The message log does without.

    Raises:
        ValueError: it is another database, or one of SQLite in memory, which each connection would have for itself.
    """
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, connections, is_writer=is_writer, is_durable=is_durable)
    if address.get_backend_name() == "postgresql":
        return _postgresql(address, connections, is_writer=is_writer, is_durable=is_durable)
    raise ValueError(f"{address.get_backend_name()} is no database that is supported: use sqlite or postgresql")


def _sqlite(url: sa.URL, connections: int, *, is_writer: bool, is_durable: bool) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("A database of SQLite needs a file: sqlite:////var/lib/csms/csms.db")
    # What is in the folder is for nobody else.
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        poolclass=sa.QueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # an error may reach a log
        connect_args={"check_same_thread": False, "timeout": LOCK_TIMEOUT_MS / 1000},
    )

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - it is what the URL asked for
        # Transactions begin and end where we say; the driver begins none by itself.
        connection.isolation_level = None
        cache_kib = _WRITER_CACHE_KIB if is_writer else _READER_CACHE_KIB
        if not is_durable:
            cache_kib = _LOG_CACHE_KIB
            connection.execute(f"PRAGMA page_size={_LOG_PAGE_BYTES}").close()  # of a new file
        mode = _begin_write_ahead_log(connection)
        if mode != "wal":  # as on some network drives
            raise sqlite3.OperationalError(f"SQLite cannot keep a write-ahead log here (its mode is {mode})")
        for pragma in (
            f"synchronous={'FULL' if is_durable else 'NORMAL'}",
            "foreign_keys=ON",
            f"query_only={'OFF' if is_writer else 'ON'}",
            f"cache_size=-{cache_kib}",
            "journal_size_limit=67108864",
            # A statement that inserts many rows notes how to undo them. On disk that is a file for each statement.
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _begin_write_ahead_log(connection: sqlite3.Connection) -> str:
    """Have a file keep a write-ahead log; return the mode that it is in then."""
    deadline_s = time.monotonic() + LOCK_TIMEOUT_MS / 1000
    while True:
        try:
            return connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            # Of those who open a new file at the same moment SQLite lets one change it, and has the others fail at
            # once: it does not wait where it cannot know that waiting helps.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline_s:
                raise
        time.sleep(_LOCK_PAUSE_S)


def _postgresql(url: sa.URL, connections: int, *, is_writer: bool, is_durable: bool) -> sa.Engine:
    settings = {
        "timezone": "UTC",
        # Not what the server does by default: that may have been set to `off`.
        "synchronous_commit": "on" if is_durable else "off",
        "lock_timeout": str(LOCK_TIMEOUT_MS),
    }
    if not is_writer:
        settings |= {"default_transaction_read_only": "on", "default_transaction_isolation": r"repeatable\ read"}
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "application_name": "csms",
            "client_encoding": "utf8",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": SILENCE_TIMEOUT_MS,
        },
    )
    event.listen(engine, "connect", _write_null_as_a_symbol)
    return engine


def _write_null_as_a_symbol(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Have the character U+0000, which PostgreSQL cannot hold and stations may send, written as U+2400."""
    import psycopg  # noqa: PLC0415 - who has SQLite need not have it
    from psycopg.adapt import Dumper  # noqa: PLC0415

    class TextDumper(Dumper):
        def dump(self, obj: str) -> bytes:
            return obj.replace("\0", "\N{SYMBOL FOR NULL}").encode()

    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - it is what the URL asked for
    connection.adapters.register_dumper(str, TextDumper)
