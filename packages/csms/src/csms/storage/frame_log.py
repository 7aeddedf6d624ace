"""The message log: frames are taken without waiting, and written by a thread of its own into a database of its own.

It makes no promise. Under pressure, or while its database is away, it lets go of the oldest frames and counts them;
nothing else ever waits for it or fails with it.
"""

import asyncio
import contextlib
import logging
import queue
import shutil
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sys import getsizeof
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from csms.domain.frames import RECEIVED, SENT, Pairing, read_head
from csms.storage import frames
from csms.storage.connections import make_engine
from csms.storage.engine import StorageError
from csms.storage.failures import is_lost, reason_of
from csms.storage.frames import FrameRow

LOGGER = logging.getLogger("csms.frames")

ENTRY_BYTES = 150
"""What a frame that waits takes besides its text: a tuple, a number, a place in the queue."""
LOG_PAUSE_S = 60
"""A log that fails says so once in this time."""
_LONGEST_WORD = 255
"""Of a message id, an action, an outcome: a station may send any."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Entry = tuple[float, str, bool, str | bytes]
"""When, in seconds since 1970; the station; whether it was received; the frame as it was on the wire."""

P = ParamSpec("P")
T = TypeVar("T")


class Limits(Struct, frozen=True, kw_only=True):
    """The bounds of a message log.

    Args:
        waiting_count: how many frames may wait.
        waiting_bytes: how much memory they may take.
        batch_count: how many frames are written in one transaction.
        batch_bytes: how much text is written in one transaction, apart from its last frame.
        pause_s: how long the thread lets frames gather.
        retry_s: how long it waits after its database has failed.
        prune_pause_s: how long it waits when there is nothing left to delete.
        prune_count: how many frames are deleted in one transaction.
        free_bytes: with less room on the disk nothing is written: the record needs it more.
    """

    waiting_count: int = 100_000
    waiting_bytes: int = 64 * 2**20
    batch_count: int = 2048
    batch_bytes: int = 4 * 2**20
    pause_s: float = 0.25
    retry_s: float = 2.0
    prune_pause_s: float = 60.0
    prune_count: int = 5000
    free_bytes: int = 256 * 2**20


class FrameLog:
    """The frames of all stations.

    Args:
        url: of SQLAlchemy, for SQLite or PostgreSQL.
        mask: returns a frame as text without secrets.
        retention: older frames are deleted.
        limits: its bounds.
        now_s: the clock, in seconds since 1970.
        passed_s: a clock that nobody sets, in seconds.
        free_bytes: tells how much room there is on the disk of a folder.
    """

    def __init__(
        self,
        url: str,
        *,
        mask: Callable[[str | bytes], str],
        retention: timedelta,
        limits: Limits | None = None,
        now_s: Callable[[], float] = time.time,
        passed_s: Callable[[], float] = time.monotonic,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self.url = sa.make_url(url)
        self._writer = make_engine(url, connections=1, is_writer=True, is_durable=False)
        self._reader = make_engine(url, connections=2, is_writer=False, is_durable=False)
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="csms-frames-reader")
        self._mask = mask
        self._retention = retention
        self._limits = limits or Limits()
        self._now_s = now_s
        self._passed_s = passed_s
        self._free_bytes = free_bytes
        self._thread = threading.Thread(target=self._run, name="csms-frames", daemon=True)
        self._signals: queue.SimpleQueue[asyncio.Future[None] | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

        # The event loop adds at the right, and drops at the left; the thread takes at the left. Each of the counters
        # is written by one of the two alone, and so no lock is needed.
        self._waiting: deque[Entry] = deque()
        self._added_bytes = 0
        self._taken_bytes = 0
        self._shed_bytes = 0
        self._most_count = self._limits.waiting_count
        self._most_bytes = self._limits.waiting_bytes
        self._shed = 0

        # Of the thread
        self._pairing = Pairing()
        self._unwritten: list[FrameRow] = []
        self._lost = 0
        self._is_prepared = False
        self._retry_at_s = 0.0
        self._prune_at_s = 0.0
        self._complain_at_s = 0.0
        self.written = 0
        """How many frames have been written."""

    # For everybody, on the event loop

    def start(self) -> None:
        """Begin to write."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def add(self, entry: Entry) -> None:
        """Take a frame. It takes less than a microsecond, and never fails."""
        waiting = self._waiting
        waiting.append(entry)
        self._added_bytes = added = self._added_bytes + getsizeof(entry[3]) + ENTRY_BYTES
        if added - self._taken_bytes - self._shed_bytes > self._most_bytes or len(waiting) > self._most_count:
            self._drop_oldest()

    @property
    def dropped(self) -> int:
        """How many frames were let go of."""
        return self._shed + self._lost

    @property
    def backlog(self) -> int:
        """How many frames wait."""
        return len(self._waiting) + len(self._unwritten)

    @property
    def waiting_bytes(self) -> int:
        """How much memory the frames that wait take."""
        return self._added_bytes - self._taken_bytes - self._shed_bytes

    async def flush(self) -> None:
        """Wait until the frames that wait have been written, or cannot be."""
        if self._loop is None or self._is_closed:
            return
        written: asyncio.Future[None] = self._loop.create_future()
        self._signals.put(written)
        await written

    async def read(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in a thread, in a transaction that only reads.

        Raises:
            StorageError: the database is away.
        """
        if self._is_closed:
            raise StorageError("The message log is closed")

        def run() -> T:
            try:
                with self._reader.connect() as connection, connection.begin():
                    return query(connection, *args, **kwargs)
            except (DBAPIError, PoolTimeoutError) as error:
                raise StorageError(reason_of(error)) from error

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    async def close(self) -> None:
        """Write what waits, then let go of the database."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._loop is not None:
            self._signals.put(None)
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._readers.shutdown(wait=True)
        self._dispose()

    def _drop_oldest(self) -> None:
        """Let go of a tenth of what may wait: then it is not done for each frame."""
        count = self._most_count * 9 // 10
        size = self._most_bytes * 9 // 10
        while self._waiting and (len(self._waiting) > count or self.waiting_bytes > size):
            try:
                entry = self._waiting.popleft()
            except IndexError:  # the thread was quicker
                return
            self._shed_bytes += getsizeof(entry[3]) + ENTRY_BYTES
            self._shed += 1

    # The thread

    def _run(self) -> None:
        is_last = False
        while not is_last:
            flushed: asyncio.Future[None] | None = None
            try:
                flushed = self._signals.get(timeout=self._limits.pause_s)
                is_last = flushed is None
            except queue.Empty:
                pass
            try:
                self._work(is_last=is_last)
            except Exception as error:  # noqa: BLE001 - a job in the background goes on, whatever happens
                self._fail(error)
            if flushed is not None and self._loop is not None:
                with contextlib.suppress(RuntimeError):  # the loop is closed
                    self._loop.call_soon_threadsafe(_set, flushed)

    def _work(self, *, is_last: bool) -> None:
        """Write what waits, and delete what is old. Raises: whatever the database does."""
        if self._passed_s() < self._retry_at_s and not is_last:
            return
        self._prepare()
        for _ in range(self._limits.waiting_count // self._limits.batch_count + 1):  # `flush` is to end under load
            self._unwritten = self._unwritten or self._take()
            if not self._unwritten:
                break
            self._write()
            self._prune()
        self._prune()

    def _prepare(self) -> None:
        if self._is_prepared:
            return
        with self._writer.connect() as connection, connection.begin():
            frames.prepare(connection)
        self._is_prepared = True

    def _take(self) -> list[FrameRow]:
        """Return the next frames as rows."""
        rows: list[FrameRow] = []
        taken = 0
        waiting = self._waiting
        while waiting and len(rows) < self._limits.batch_count and taken < self._limits.batch_bytes:
            try:
                at_s, station, is_received, text = waiting.popleft()
            except IndexError:  # the event loop has dropped it
                break
            size = getsizeof(text) + ENTRY_BYTES
            self._taken_bytes += size
            taken += size
            rows.append(self._row(at_s, station, is_received=is_received, frame=text))
        return rows

    def _row(self, at_s: float, station: str, *, is_received: bool, frame: str | bytes) -> FrameRow:
        text = self._mask(frame)
        head = read_head(text)
        direction = RECEIVED if is_received else SENT
        action, latency_s = self._pairing.add(station, direction, head, at_s)
        return FrameRow(
            station,
            at_s,
            direction,
            head.kind,
            _word(head.message_id),
            _word(action),
            _storable(text),
            _word(head.outcome),
            latency_s,
        )

    def _write(self) -> None:
        """Write the batch at hand. Raises: whatever the database does; it is kept if that may pass."""
        rows = self._unwritten
        if self.url.get_backend_name() == "sqlite" and self.url.database:
            free = self._free_bytes(Path(self.url.database).parent)
            if free < self._limits.free_bytes:
                self._unwritten = []
                self._lost += len(rows)
                self._complain(f"the disk has only {free // 2**20} MiB left, which the record needs more")
                return
        try:
            with self._writer.connect() as connection, connection.begin():
                frames.insert(connection, rows)
        except Exception as error:
            if not is_lost(error):  # the same rows would fail again
                self._unwritten = []
                self._lost += len(rows)
            raise
        self._unwritten = []
        self.written += len(rows)

    def _prune(self) -> None:
        """Delete a slice of what is old."""
        passed_s = self._passed_s()
        if passed_s < self._prune_at_s:
            return
        now = datetime.fromtimestamp(self._now_s(), UTC)
        with self._writer.connect() as connection, connection.begin():
            deleted = frames.delete_old(
                connection, now - self._retention, now + timedelta(days=1), self._limits.prune_count
            )
        if not deleted:
            self._prune_at_s = passed_s + self._limits.prune_pause_s

    def _fail(self, error: Exception) -> None:
        self._retry_at_s = self._passed_s() + self._limits.retry_s
        self._is_prepared = False  # somebody may have removed the tables
        self._complain(reason_of(error))
        origin = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(origin, sqlite3.Error) and getattr(origin, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            self._set_aside()
        LOGGER.debug("What the database of the frames has raised", exc_info=error)

    def _complain(self, reason: str) -> None:
        passed_s = self._passed_s()
        if passed_s < self._complain_at_s:
            return
        self._complain_at_s = passed_s + LOG_PAUSE_S
        LOGGER.warning("Frames cannot be recorded: %s. %d were dropped so far", reason, self.dropped)

    def _set_aside(self) -> None:
        """Begin a new file in place of one that is damaged, which is kept under another name."""
        file = Path(self.url.database or "")
        self._dispose()
        try:
            for suffix in ("-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
            file.replace(file.with_name(file.name + ".damaged"))
        except OSError as error:
            LOGGER.warning("%s is damaged, and cannot be renamed: %s", file, error)
            return
        self._retry_at_s = 0.0
        LOGGER.warning("%s is damaged: it was renamed to %s.damaged, and a new one is begun", file, file.name)

    def _dispose(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def _set(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


def _storable(text: str) -> str:
    """Return a text as both databases take it: PostgreSQL has no place for NUL."""
    return text.replace("\x00", "\ufffd") if "\x00" in text else text


def _word(text: str | None) -> str | None:
    return None if text is None else _storable(text[:_LONGEST_WORD])
