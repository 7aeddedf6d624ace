"""What came in and has to be handled: in order, a bounded number at a time, without blocking the reader."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

EAGER = sys.version_info >= (3, 12)
"""Whether tasks can run at once until they first wait, which spares a round of the event loop."""


def start_task(
    coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop | None = None, *, eager: bool = EAGER
) -> asyncio.Task[T]:
    """Return a task of the running loop; where it can be, it has run until its first wait."""
    loop = loop or asyncio.get_running_loop()  # which Python 3.11 finds by a system call
    if eager:
        task: asyncio.Task[T] = asyncio.Task(coroutine, loop=loop, eager_start=True)  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
        return task
    return loop.create_task(coroutine)


CANCEL_TIMEOUT_S = 10
"""How long cancelled handlers may take to end."""


class Inbox(Generic[T]):
    """Hands frames to `handle`, `concurrency` at a time, the next ones waiting in order up to `limit`.

    The first error that `handle` raises stops the inbox: `put` raises it, or, if the reader is waiting for something
    else, its task is cancelled and finds the error in `failure`. A frame whose handler cancelled its own task is given
    to `interrupted`.
    """

    __slots__ = (
        "_cancelled",
        "_concurrency",
        "_handle",
        "_in_put",
        "_interrupted",
        "_limit",
        "_loop",
        "_reader",
        "_running",
        "_waiting",
        "_workers",
        "failure",
        "has_cancelled_reader",
    )

    def __init__(
        self,
        handle: Callable[[T], Coroutine[Any, Any, None]],
        interrupted: Callable[[T], Coroutine[Any, Any, None]],
        reader: asyncio.Task[Any] | None,
        *,
        concurrency: int,
        limit: int,
    ) -> None:
        self.failure: Exception | None = None
        self.has_cancelled_reader: bool = False
        self._loop = asyncio.get_running_loop()
        self._handle = handle
        self._interrupted = interrupted
        self._cancelled = False
        self._reader = reader
        self._concurrency = concurrency
        self._limit = limit
        self._waiting: list[T] = []
        self._workers: list[asyncio.Task[None]] = []  # an empty set takes four times as much
        self._running = 0
        self._in_put = False

    @property
    def is_free(self) -> bool:
        """Whether a frame that comes now is handled at once."""
        return self._running < self._concurrency and not self._waiting

    def put(self, frame: T) -> bool:
        """Take a frame to be handled; return False if too many are waiting.

        Raises: what `handle` raised, if it is the reader who puts.
        """
        if self._running < self._concurrency:
            self._running += 1
            self._in_put = asyncio.current_task(self._loop) is self._reader
            try:
                worker = start_task(self._work(frame), self._loop)
            finally:
                self._in_put = False
            if self.failure is not None and not self.has_cancelled_reader:
                raise self.failure
            if not worker.done():
                self._workers.append(worker)
                worker.add_done_callback(self._workers.remove)
            return True
        if len(self._waiting) >= self._limit:
            return False
        self._waiting.append(frame)
        return True

    async def drain(self, timeout_s: float) -> bool:
        """Wait until everything is handled, then or after the time cancel what is left; return whether all was."""
        self._reader = None
        if not self._workers:
            return True
        try:
            await asyncio.wait(self._workers, timeout=timeout_s)
            return not self._workers
        finally:
            await self.cancel()

    async def cancel(self) -> None:
        """Cancel what is being handled and forget what waits. Handlers that refuse to end are left to themselves."""
        self._cancelled = True
        self._reader = None
        self._waiting.clear()
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        if workers:
            await asyncio.wait(workers, timeout=CANCEL_TIMEOUT_S)

    async def _work(self, frame: T) -> None:
        try:
            while True:
                try:
                    await self._handle(frame)
                except asyncio.CancelledError:
                    if self._cancelled:
                        raise
                    await self._outlive(frame)
                if not self._waiting:
                    break
                frame = self._waiting.pop(0)
        except Exception as error:  # noqa: BLE001 - the reader raises it
            self._waiting.clear()
            if self.failure is None:
                self.failure = error
                if self._reader is not None and not self._in_put:
                    self.has_cancelled_reader = True
                    self._reader.cancel()
        finally:
            self._running -= 1

    async def _outlive(self, frame: T) -> None:
        """Go on after a handler that has cancelled its own task."""
        task = asyncio.current_task(self._loop)
        if task is not None:
            task.uncancel()
        await self._interrupted(frame)
