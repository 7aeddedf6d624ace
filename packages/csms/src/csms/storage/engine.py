"""The database: one writer that commits in groups, and readers.

A unit of work is a function `unit(tx, *arguments)` that reads and writes, and returns a value. It has no other effect
and can be run again: when one of a group fails, the group is rolled back; then those before it are run again and
committed, it is run once more in a transaction of its own, and those after it go on as a group. Whoever awaits
`Store.write` goes on after the commit, when what the unit emitted has been published.

A database that is away, full, locked or broken fails all that waits, at once: those who wait get `StorageError`, and
the next unit tries again. If the connection ends while a commit is under way, nobody knows whether it was done: a unit
must do no harm when its caller sends it again.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.events import Event
from csms.storage.connections import make_engine
from csms.storage.failures import is_in_transaction, is_lost, is_of_database, is_transient, reason_of
from csms.storage.putting_off import Many, PutOff

LOGGER = logging.getLogger("csms.storage")

GROUP_LIMIT = 512
"""How many units are committed together at most, so that the first does not wait for ever."""

MEMORY_LIMIT = 50_000
"""How many things units remember; with more, they begin anew."""

P = ParamSpec("P")
T = TypeVar("T")


class StorageError(Exception):
    """The database cannot be reached, is full, or has too much to do: nothing was written, or it is not known."""


class Tx:
    """What a unit works with.

    Args:
        connection: of SQLAlchemy, inside a transaction.
        memory: what units remember from one to the next, by keys of their own: nothing of a transaction that was rolled
            back, and nothing that another process may have changed since.
        waiting: what is to be written when the connection is needed, at the latest at the end of the group; without
            it, everything is written at once.
    """

    __slots__ = ("_connection", "_waiting", "events", "memory")

    def __init__(
        self, connection: sa.Connection, memory: dict[Hashable, Any] | None = None, waiting: PutOff | None = None
    ) -> None:
        self._connection = connection
        self._waiting = waiting
        self.memory: dict[Hashable, Any] = {} if memory is None else memory
        self.events: list[Event] = []

    @property
    def connection(self) -> sa.Connection:
        """The connection, with all rows written that were put off."""
        if self._waiting is not None:
            self._waiting.write_rows(self._connection)
        return self._connection

    @property
    def connection_with_logs(self) -> sa.Connection:
        """The connection for who reads logs: with their lines written too."""
        if self._waiting is not None:
            self._waiting.write_all(self._connection)
        return self._connection

    def put_off(self, statement: Many, key: Hashable, row: Sequence[Any]) -> None:
        """Have a row written later, with others; of rows with the same key only the last is written."""
        if self._waiting is None:
            statement.run(self._connection, [row])
        else:
            self._waiting.add(statement, key, row)

    def append(self, statement: Many, line: Sequence[Any]) -> None:
        """Have a line of a log written at the end of the group, with others: see `connection_with_logs`."""
        if self._waiting is None:
            statement.run(self._connection, [line])
        else:
            self._waiting.append(statement, line)

    def emit(self, event: Event) -> None:
        """Have an event published after the commit."""
        self.events.append(event)


class _Waiting(Struct, eq=False):
    order: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    future: "asyncio.Future[Any]"
    value: Any = None
    error: BaseException | None = None
    events: Sequence[Event] = ()


class Store:
    """The database of a server.

    Args:
        url: of SQLAlchemy, for SQLite or PostgreSQL.
        readers: how many threads read.
        queue_limit: how many units may wait; more are refused.
        publish: is given the events of a unit when they have become true, on the event loop.
        keep: keeps durable events, in the transaction of the units that emit them; returns all as they are published.
    """

    def __init__(
        self,
        url: str,
        *,
        readers: int = 4,
        queue_limit: int = 10_000,
        publish: Callable[[Sequence[Event]], None] = lambda _: None,
        keep: Callable[[sa.Connection, Sequence[Event]], Sequence[Event]] = lambda _, events: events,
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
        self._failed_at = 0
        self._memory: dict[Hashable, Any] = {}
        self._remembered_of: object = None
        self._put_off = PutOff()
        self.commits = 0
        """How many groups have been committed."""

    # For everybody, on the event loop

    async def write(self, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit and return its value after the commit; see `write_for`."""
        return await self.write_for("", unit, *args, **kwargs)

    def write_for(
        self, station: str, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> "asyncio.Future[T]":
        """Run a unit that concerns a station; what is returned has its value after the commit.

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
        return future

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
                raise _as_told(error) from error

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
        loop = cast(asyncio.AbstractEventLoop, self._loop)
        is_last = False
        while not is_last:
            group, is_last = self._next_group()
            if not self._commit_group(group) and not is_last:
                # Without this, those behind would wait for one time-out after the other.
                others, is_last = self._take_waiting([])
                _fail(others, StorageError("The database has just failed"))
                group += others
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell, group)

    def _next_group(self) -> tuple[list[_Waiting], bool]:
        """Wait for a unit, and take all that wait with it."""
        first = self._waiting.get()
        if first is None:
            return [], True
        group, is_last = self._take_waiting([first], GROUP_LIMIT)
        group.sort(key=_order_of)  # stable: a station's units stay in order
        return group, is_last

    def _take_waiting(self, group: list[_Waiting], limit: float = float("inf")) -> tuple[list[_Waiting], bool]:
        """Add what waits now; return whether it is the end."""
        with suppress(queue.Empty):
            while len(group) < limit:
                waiting = self._waiting.get_nowait()
                if waiting is None:
                    return group, True
                group.append(waiting)
        return group, False

    def _commit_group(self, group: list[_Waiting]) -> bool:
        """Commit all units but those that fail; return False if the database is lost."""
        parts = deque([group])
        while parts:
            part = parts.popleft()
            try:
                self._attempt(part)
            except BaseException as error:  # noqa: BLE001 - whatever a unit raises, the others go on
                self._memory.clear()
                self._put_off.clear()
                if is_lost(error):
                    _fail([*part, *(waiting for later in parts for waiting in later)], error)
                    return False
                if len(part) > 1:
                    at = self._failed_at
                    shorter = (part[:at], part[at : at + 1], part[at + 1 :])
                    parts.extendleft(each for each in reversed(shorter) if each)
                elif part is group and is_transient(error):
                    parts.append(part[:])
                else:
                    _fail(part, error)
        return True

    def _attempt(self, group: Sequence[_Waiting]) -> None:
        """Run units in one transaction. Raises: whatever goes wrong; then nothing is written."""
        if not group:
            return
        self._failed_at = 0  # also if it is the commit that fails: then the units follow one by one
        with self._writer_engine.connect() as connection, connection.begin():
            driver = connection.connection.driver_connection
            self._forget_what_may_have_changed(driver)
            for self._failed_at, waiting in enumerate(group):
                tx = Tx(connection, self._memory, self._put_off)
                waiting.value = waiting.function(tx, *waiting.args)
                waiting.events = tx.events
                if not is_in_transaction(driver):
                    raise RuntimeError(
                        "The unit has hidden an error that ended the transaction, or has ended it itself"
                    )
            self._failed_at = 0
            self._put_off.write_all(connection)
            self._keep_events(connection, group)
        self.commits += 1

    def _keep_events(self, connection: sa.Connection, group: Sequence[_Waiting]) -> None:
        """Keep the events of a group, in the order of its units."""
        told = iter(self._keep(connection, [event for waiting in group for event in waiting.events]))
        for waiting in group:
            waiting.events = list(islice(told, len(waiting.events)))

    def _forget_what_may_have_changed(self, driver: object) -> None:
        """Have units remember nothing that others have written since."""
        state = None
        if isinstance(driver, sqlite3.Connection):
            # The number is another one when another connection has changed the database.
            state = (driver, driver.execute("PRAGMA data_version").fetchone())
        if state is None or state != self._remembered_of or len(self._memory) > MEMORY_LIMIT:
            self._memory.clear()
            self._remembered_of = state

    # Back on the event loop

    def _tell(self, group: Sequence[_Waiting]) -> None:
        # Who waits goes on in the next turn of the loop, so everything is published before.
        for waiting in group:
            if waiting.future.done():  # nobody waits any more
                continue
            if waiting.error is None:
                waiting.future.set_result(waiting.value)
            else:
                waiting.future.set_exception(waiting.error)
        events = [event for waiting in group if waiting.error is None for event in waiting.events]
        if events:
            self._publish(events)


def _order_of(waiting: _Waiting) -> str:
    return waiting.order


def _fail(group: Sequence[_Waiting], error: BaseException) -> None:
    if group and is_of_database(error):
        LOGGER.error("The database did not take %d changes: %s", len(group), reason_of(error))
    for waiting in group:
        waiting.error = _as_told(error)
        waiting.events = ()


def _as_told(error: BaseException) -> BaseException:
    """Return what the caller is to see; it is raised in another place than where it comes from."""
    if is_of_database(error):
        told: BaseException = StorageError(reason_of(error))
    elif isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    else:  # a future can hold no StopIteration, and CancelledError or SystemExit would say something else there
        told = RuntimeError(f"{type(error).__name__}: {error}")
    told.__cause__ = error
    return told
