"""The database: one writer that commits in groups, and readers.

A unit of work is a function `unit(tx, *arguments)` that reads and writes, and returns a value. It has no other effect
and can be run again: when one of a group fails, all of the group are rolled back and run once more, each in a
transaction of its own. Whoever awaits `Store.write` goes on after the commit; then is published what a unit emitted.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from csms.domain.events import Event
from csms.storage.connections import make_engine

LOGGER = logging.getLogger("csms.storage")

_DRIVERS = {"psycopg", "sqlite3"}
_LOST_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
_LOST_POSTGRESQL = {"08", "53", "57"}
"""Classes of SQLSTATE: connection exception, insufficient resources, operator intervention."""

GROUP_LIMIT = 512
"""How many units are committed together at most, so that the first does not wait for ever."""

P = ParamSpec("P")
T = TypeVar("T")


class StorageError(Exception):
    """The database cannot be reached, is full, or has too much to do: nothing was written, or it is not known."""


class Tx:
    """What a unit works with.

    Args:
        connection: of SQLAlchemy, inside a transaction.
    """

    __slots__ = ("connection", "events")

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.events: list[Event] = []

    def emit(self, event: Event) -> None:
        """Have an event published after the commit."""
        self.events.append(event)


class _Waiting(Struct, eq=False):
    order: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    future: "asyncio.Future[Any]"
    value: Any = None
    error: Exception | None = None
    events: Sequence[Event] = ()


class Store:
    """The database of a server.

    Args:
        url: of SQLAlchemy, for SQLite or PostgreSQL.
        readers: how many threads read.
        queue_limit: how many units may wait; more are refused.
        publish: is given the events of a unit when they have become true, on the event loop.
        keep: keeps durable events, in the transaction of the unit that emits them.
    """

    def __init__(
        self,
        url: str,
        *,
        readers: int = 4,
        queue_limit: int = 10_000,
        publish: Callable[[Sequence[Event]], None] = lambda _: None,
        keep: Callable[[Tx], None] = lambda _: None,
    ) -> None:
        self.url = sa.make_url(url)
        self._writer_engine = make_engine(url, connections=1, is_writer=True)
        self._reader_engine = make_engine(url, connections=readers, is_writer=False)
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="csms-reader")
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._queue_limit = queue_limit
        self._publish = publish
        self._keep = keep
        self._writer = threading.Thread(target=self._run, name="csms-writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False
        self.commits = 0
        """How many groups have been committed."""

    # For everybody, on the event loop

    async def write(self, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit and return its value after the commit; see `write_for`."""
        return await self.write_for("", unit, *args, **kwargs)

    async def write_for(
        self, station: str, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a unit that concerns a station and return its value after the commit.

        Units of a group are run in the order of their stations, and for each in the order in which they came.

        Raises:
            StorageError: the database does not take it, or too much waits for it.
            Exception: what the unit has raised.
        """
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._writer.start()
        if self._is_closed:
            raise StorageError("The database is closed")
        if self._waiting.qsize() >= self._queue_limit:
            raise StorageError(f"More than {self._queue_limit} changes wait for the database")
        future: asyncio.Future[Any] = self._loop.create_future()
        function = partial(unit, **kwargs) if kwargs else unit
        self._waiting.put(_Waiting(station, function, args, future))
        return await future

    async def read(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in a thread, in a transaction that only reads.

        Raises: StorageError; what the query raises.
        """
        if self._is_closed:
            raise StorageError("The database is closed")

        def run() -> T:
            try:
                with self._reader_engine.connect() as connection, connection.begin():
                    return query(connection, *args, **kwargs)
            except Exception as error:
                if _is_of_database(error):
                    raise StorageError(reason_of(error)) from error
                raise

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    @property
    def backlog(self) -> int:
        """How many units wait."""
        return self._waiting.qsize()

    async def close(self) -> None:
        """Write what waits, then let go of the database."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._loop is not None:
            self._waiting.put(None)
            await asyncio.get_running_loop().run_in_executor(None, self._writer.join)
        self._readers.shutdown(wait=True)
        self._reader_engine.dispose()
        self._writer_engine.dispose()

    # The writer's thread

    def _run(self) -> None:
        while True:
            group, is_last = self._next_group()
            if group:
                self._commit_group(group)
                cast(asyncio.AbstractEventLoop, self._loop).call_soon_threadsafe(self._tell, group)
            if is_last:
                return

    def _next_group(self) -> tuple[list[_Waiting], bool]:
        """Wait for a unit, and take all that wait with it."""
        first = self._waiting.get()
        group: list[_Waiting] = []
        while first is not None:
            group.append(first)
            if len(group) >= GROUP_LIMIT:
                break
            try:
                first = self._waiting.get_nowait()
            except queue.Empty:
                break
        group.sort(key=_order_of)  # stable: a station's units stay in order
        return group, first is None

    def _commit_group(self, group: list[_Waiting]) -> None:
        try:
            self._attempt(group)
        except Exception as error:  # noqa: BLE001 - whatever a unit or the driver raises
            if len(group) == 1 or _is_lost(error):
                _fail(group, error)
                return
            for waiting in group:
                try:
                    self._attempt([waiting])
                except Exception as own_error:  # noqa: BLE001 - as above
                    _fail([waiting], own_error)

    def _attempt(self, group: Sequence[_Waiting]) -> None:
        """Run units in one transaction. Raises: whatever goes wrong; then nothing is written."""
        with self._writer_engine.connect() as connection, connection.begin():
            for waiting in group:
                tx = Tx(connection)
                waiting.value = waiting.function(tx, *waiting.args)
                if tx.events:
                    self._keep(tx)
                waiting.events = tx.events
                waiting.error = None
        self.commits += 1

    # Back on the event loop

    def _tell(self, group: Sequence[_Waiting]) -> None:
        for waiting in group:
            if waiting.error is None and waiting.events:
                self._publish(waiting.events)
            if waiting.future.done():  # nobody waits any more
                continue
            if waiting.error is None:
                waiting.future.set_result(waiting.value)
            else:
                waiting.future.set_exception(waiting.error)


def _order_of(waiting: _Waiting) -> str:
    return waiting.order


def _fail(group: Sequence[_Waiting], error: Exception) -> None:
    if _is_of_database(error):
        LOGGER.error("The database did not take %d changes: %s", len(group), reason_of(error))
        storage_error = StorageError(reason_of(error))
        storage_error.__cause__ = error
        error = storage_error
    for waiting in group:
        waiting.error = error
        waiting.events = ()


def _origin(error: BaseException) -> BaseException:
    """Return the driver's own error."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _is_of_database(error: Exception) -> bool:
    """Tell whether the database, and not the unit, is the reason."""
    if isinstance(error, PoolTimeoutError | DBAPIError):
        return not isinstance(error, IntegrityError)
    return type(error).__module__.partition(".")[0] in _DRIVERS and type(error).__name__ != "IntegrityError"


def _is_lost(error: Exception) -> bool:
    """Tell whether a database is out of reach or full, so that trying each unit for itself would only take time."""
    if isinstance(error, PoolTimeoutError):
        return True
    origin = _origin(error)
    if isinstance(origin, sqlite3.Error):
        return origin.sqlite_errorcode & 0xFF in _LOST_SQLITE if hasattr(origin, "sqlite_errorcode") else False
    if type(origin).__module__.partition(".")[0] != "psycopg":
        return False
    state: str | None = getattr(origin, "sqlstate", None)
    return state[:2] in _LOST_POSTGRESQL if state else type(origin).__name__ in {"OperationalError", "InterfaceError"}


def reason_of(error: Exception) -> str:
    """Return what the driver says, without statement and parameters, which may hold secrets."""
    lines = str(_origin(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__
