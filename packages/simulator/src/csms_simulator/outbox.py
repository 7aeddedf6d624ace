"""What a station has to say, in order: kept until it is answered where it is about transactions, else said or lost."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar, cast

from msgspec import Struct

from csms_simulator.changes import Changes
from ocpp.charge_point import ChargePoint
from ocpp.exceptions import CallQueueFullError, LinkClosedError, OCPPError
from ocpp.model import Request, Result
from ocpp.offline import OfflineQueue

R = TypeVar("R", bound=Result)

PATIENCE_S = 30.0
"""How long other messages wait for one about a transaction that the central system does not take."""


class _Post(Struct):
    payload: Request[Any]
    on_answer: Callable[[Any], None] | None
    on_failure: Callable[[Exception], None] | None

    def fail(self, error: Exception) -> None:
        if self.on_failure is not None:
            self.on_failure(error)


class _Kept(Struct):
    payload: Request[Any]
    reference: str


class Outbox:
    """The messages of one station on their way to the central system, one at a time and in order.

    Args:
        queue: keeps messages about transactions.
    """

    def __init__(self, queue: OfflineQueue) -> None:
        self.queue = queue
        self._entries: deque[_Post | _Kept] = deque()
        self._is_online = False
        self._is_sending = False
        self._changes = Changes()

    def post(
        self,
        payload: Request[R],
        on_answer: Callable[[R], None] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
    ) -> None:
        """Send a message if there is a link; `on_failure` is told at once if there is none.

        `on_failure` gets an OCPPError, a TimeoutError, or a LinkClosedError.
        """
        if self._is_online:
            self._entries.append(_Post(payload, cast("Callable[[Any], None] | None", on_answer), on_failure))
            self._changes.tell()
        elif on_failure is not None:
            on_failure(LinkClosedError("The station is offline"))

    def keep(self, payload: Request[Any], reference: str) -> None:
        """Send a message about a transaction, now or when there is a link again."""
        if self._is_online:
            self._entries.append(_Kept(payload, reference))
            self._changes.tell()
        else:
            self.queue.put(payload, reference=reference)

    @property
    def is_idle(self) -> bool:
        """Whether all that could be said was said and answered."""
        return not (self._entries or self._is_sending or (self._is_online and not self.queue.is_empty))

    async def deliver(self, charge_point: ChargePoint) -> None:
        """Send what there is, for as long as the link lives; then cancel it."""
        self._is_online = True
        delivering = asyncio.create_task(self.queue.deliver(charge_point))
        try:
            while True:
                while not self._entries:
                    await self._changes.next()
                self._is_sending = True
                await self._send(self._entries.popleft(), charge_point)
                self._is_sending = False
                self._changes.tell()
        finally:
            self._is_online = self._is_sending = False
            delivering.cancel()
            self._keep_rest()
            await asyncio.gather(delivering, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until all that can be said was said and answered."""
        while not self.is_idle:
            waits = [self._changes.next()]
            if not self.queue.is_empty:
                waits.append(asyncio.ensure_future(self.queue.drained()))
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    async def _send(self, entry: _Post | _Kept, charge_point: ChargePoint) -> None:
        if isinstance(entry, _Kept):
            self.queue.put(entry.payload, reference=entry.reference)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await self.queue.drained()
            return
        try:
            answer = await charge_point.request(entry.payload)
        except asyncio.CancelledError:
            entry.fail(LinkClosedError("The link was lost"))
            raise
        except (OCPPError, TimeoutError, CallQueueFullError) as error:
            entry.fail(error)
        else:
            if entry.on_answer is not None:
                entry.on_answer(answer)

    def _keep_rest(self) -> None:
        """Take what was not said: the link has ended."""
        entries, self._entries = self._entries, deque()
        for entry in entries:
            if isinstance(entry, _Kept):
                self.queue.put(entry.payload, reference=entry.reference)
            else:
                entry.fail(LinkClosedError("The link was lost"))
        self._changes.tell()
