"""What is refused at the door, collected and written a second later: strangers must not keep the database busy."""

import asyncio
import logging
from collections.abc import Iterable

from csms.domain.inbox import Cause, Knock
from csms.service import inbox
from csms.service.inbox import Attempts
from csms.storage.engine import StorageError, Store

LOGGER = logging.getLogger("csms.gateway")

MOST_WAITING = 2000
"""How many rows are collected; beyond that, the one that has waited longest is dropped and counted."""
PAUSE_S = 1.0
"""How long attempts are collected."""
LONG_PAUSE_S = 5.0
"""How long, while the database is away."""

_Key = tuple[str, str, Cause]


class Knocks:
    """The way of refused attempts into the inbox.

    Args:
        store: the database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[_Key, Attempts] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False
        self.dropped = 0
        """How many attempts were dropped because there were too many different ones."""

    def note(self, knock: Knock) -> None:
        """Have an attempt written soon."""
        self._merge([Attempts(knock, 1, knock.at)])
        self._schedule(PAUSE_S)

    def forget(self, identity: str) -> None:
        """Forget what waits to be written of a station: it has got in."""
        if self._waiting:
            for cause in Cause:
                self._waiting.pop((identity, "", cause), None)

    async def flush(self) -> None:
        """Write what was collected; keep it if the database does not take it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._waiting = list(self._waiting.values()), {}
        if not batch:
            return
        try:
            await self._store.write(inbox.record, batch)
        except StorageError as error:
            LOGGER.warning("Refused stations could not be written into the inbox yet: %s", error)
            newer, self._waiting = self._waiting.values(), {}
            self._merge([*batch, *newer])
            self._schedule(LONG_PAUSE_S)

    async def close(self) -> None:
        """Write what waits, once."""
        self._is_closed = True
        if self._task is not None:
            await self._task
        await self.flush()

    def _merge(self, more: Iterable[Attempts]) -> None:
        for attempts in more:
            latest = attempts.latest
            key = latest.identity, "" if latest.identity else latest.peer, latest.cause
            known = self._waiting.pop(key, None)  # and put at the end
            if known is None and len(self._waiting) >= MOST_WAITING:
                self.dropped += self._waiting.pop(next(iter(self._waiting))).count
            self._waiting[key] = (
                attempts if known is None else Attempts(latest, known.count + attempts.count, known.first_at)
            )

    def _schedule(self, pause_s: float) -> None:
        if self._timer is None and not self._is_closed:
            self._timer = asyncio.get_running_loop().call_later(pause_s, self._start)

    def _start(self) -> None:
        self._timer = None
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.flush())
        else:
            self._schedule(PAUSE_S)
