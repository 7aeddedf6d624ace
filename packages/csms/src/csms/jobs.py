"""Work that is done again and again while the server runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Self

from csms.storage.engine import StorageError

LOGGER = logging.getLogger("csms.jobs")

Work = Callable[[], Awaitable[None]]


class Jobs:
    """Does work again and again; `async with` begins, and ends it.

    A job that fails is logged, and done again at its time.

    Args:
        sleep: waits so many seconds.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._planned: list[tuple[str, float, Work]] = []
        self._last: list[tuple[str, Work]] = []
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, name: str, work: Work, *, at_end: bool = False) -> None:
        """Plan a job.

        Args:
            seconds: how long it waits between two times; the first time is after so long.
            name: what it does, for the log: "delete old events".
            work: does it.
            at_end: it is done once more when the server stops.
        """
        self._planned.append((name, seconds, work))
        if at_end:
            self._last.append((name, work))

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        self._tasks = [
            self._group.create_task(self._repeat(name, seconds, work), name=name)
            for name, seconds, work in self._planned
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(None, None, None)
        for name, work in self._last:
            await _attempt(name, work)

    async def _repeat(self, name: str, seconds: float, work: Work) -> None:
        while True:
            await self._sleep(seconds)
            await _attempt(name, work)


async def _attempt(name: str, work: Work) -> None:
    try:
        await work()
    except StorageError as error:
        LOGGER.warning("Could not %s: %s", name, error)
    except Exception:
        LOGGER.exception("Could not %s", name)
