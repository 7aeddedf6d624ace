"""What an error says of the database: whether it is away, whether it is its fault, whether to try again.

Errors come from SQLAlchemy, or from the driver where statements are run on its own connection; they count the same.
"""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_DRIVERS = {"psycopg", "sqlite3"}
_OF_UNITS = {"DataError", "IntegrityError", "NotSupportedError", "ProgrammingError"}
"""Errors of PEP 249 that say that the statement or its values are wrong, and not the database."""

_LOST_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
_LOST_POSTGRESQL = {"08", "53", "55", "57", "58"}
"""Classes of SQLSTATE: connection exception, insufficient resources, object not in prerequisite state (a lock was not
to be had), operator intervention, system error."""

_READ_ONLY_POSTGRESQL = "25006"
_TOO_LARGE_POSTGRESQL = "54"
"""The class of SQLSTATE of statements and values that are too large or too many."""

_TRANSIENT_POSTGRESQL = "40"
"""The class of SQLSTATE of deadlocks and serialisation failures: the same again may well succeed."""

_IDLE, _IN_TRANSACTION = 0, 2
"""States of a connection (libpq, PQtransactionStatus). It is idle until the first statement."""


def is_of_database(error: BaseException) -> bool:
    """Tell whether the database, and not a unit, is the reason."""
    if isinstance(error, PoolTimeoutError):
        return True
    origin = _origin(error)
    if getattr(origin, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # an OperationalError too
        return False
    if (getattr(origin, "sqlstate", None) or "").startswith(_TOO_LARGE_POSTGRESQL):
        return False
    return _is_of_driver(origin) and _OF_UNITS.isdisjoint(kind.__name__ for kind in type(origin).__mro__)


def is_lost(error: BaseException) -> bool:
    """Tell whether a database is out of reach or full, so that trying each unit for itself would only take time."""
    if isinstance(error, PoolTimeoutError):
        return True
    origin = _origin(error)
    if isinstance(origin, sqlite3.Error):
        return getattr(origin, "sqlite_errorcode", 0) & 0xFF in _LOST_SQLITE
    if not _is_of_driver(origin):
        return False
    state: str | None = getattr(origin, "sqlstate", None)
    if state:
        return state[:2] in _LOST_POSTGRESQL or state == _READ_ONLY_POSTGRESQL
    return type(origin).__name__ in {"OperationalError", "InterfaceError", "ConnectionTimeout"}


def is_transient(error: BaseException) -> bool:
    """Tell whether the same may succeed if it is done again."""
    state: str | None = getattr(_origin(error), "sqlstate", None)
    return state is not None and state.startswith(_TRANSIENT_POSTGRESQL)


def is_in_transaction(driver: Any) -> bool:
    """Tell whether what is written on a driver's connection will be committed.

    SQLite ends a transaction on some errors, and PostgreSQL lets none be committed that had one.
    """
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return driver.pgconn.transaction_status in {_IDLE, _IN_TRANSACTION}


def reason_of(error: BaseException) -> str:
    """Return what the driver says, without statement and parameters, which may hold secrets."""
    lines = str(_origin(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _origin(error: BaseException) -> BaseException:
    """Return the driver's own error."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _is_of_driver(error: BaseException) -> bool:
    return isinstance(error, Exception) and type(error).__module__.partition(".")[0] in _DRIVERS
