"""The messages about transactions of a charge point, kept until the central system has answered them.

They are delivered one at a time and in order, across lost links and, with a `FileStorage`, across restarts
(OCPP 1.6, 3.7; OCPP 2.0.1 Part 2, E04, E08, E11 to E13).
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Raw

from ocpp import catalogue, codec
from ocpp.caller import Caller
from ocpp.exceptions import CallQueueFullError, LinkClosedError, NotImplementedError, OCPPError
from ocpp.model import Request, Result
from ocpp.offline_storage import (
    FileStorage,
    MemoryStorage,
    QueuedMessage,
    QueueFileError,
    QueueLockedError,
    QueueStorage,
)
from ocpp.offline_thinning import Worth, to_be_dropped, worth_of

LOGGER = logging.getLogger("ocpp")

LIMIT = 10_000
"""How many messages wait by default before some are dropped: about 10 MB of meter values."""

BUSY_PAUSE_S = 1.0
"""How long a delivery waits when the charge point has too many other calls to do."""

Prepare = Callable[[QueuedMessage], Request[Any] | None]


class OfflineQueueFullError(Exception):
    """As many messages wait as may, and none of them can be dropped; or the reason why one was dropped."""


class OfflineQueue:
    """Keeps messages until the central system has answered them.

    Args:
        storage: where they are kept; by default in memory only.
        attempts: how often the central system may fail to process a message, by a CALLERROR, an answer that is not
            valid or none in time, until it is dropped: TransactionMessageAttempts of OCPP 1.6,
            MessageAttempts[TransactionEvent] of OCPP 2.x. May be changed at any time, as `interval_s` may.
        interval_s: seconds to wait before the next attempt, times the number of failed ones:
            TransactionMessageRetryInterval, MessageAttemptInterval[TransactionEvent].
        limit: how many messages may wait. When there are more, every second reading from the middle of each
            transaction is dropped, if there is none other updates are, see `ocpp.offline_thinning`. If nothing can be
            dropped, messages are refused, except those that end a transaction, of which each transaction has one.
        timeout_s: seconds until a call without an answer has failed; by default the charge point's.
        prepare: is asked for the payload before each sending, and may return what `message.payload()` returns,
            changed. With None the message is removed without being sent.
        on_delivered: is told of each answer before the message is removed. If the program ends between the two, or
            if it raises, the message is sent again.
        on_dropped: is told of each message that was given up, and of the error: the last one of the central system,
            an OCPPError if it can no longer be sent, or OfflineQueueFullError.
        clock: returns the time, UTC.

    Raises: what `storage.load()` raises; ValueError.
    """

    def __init__(
        self,
        storage: QueueStorage | None = None,
        *,
        attempts: int = 3,
        interval_s: float = 60.0,
        limit: int = LIMIT,
        timeout_s: float | None = None,
        prepare: Prepare | None = None,
        on_delivered: Callable[[QueuedMessage, Result], object] | None = None,
        on_dropped: Callable[[QueuedMessage, Exception], object] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if attempts < 1 or limit < 1 or interval_s < 0:
            raise ValueError("attempts and limit must be at least 1, interval_s at least 0")
        self.attempts = attempts
        self.interval_s = interval_s
        self.limit = limit
        self.timeout_s = timeout_s
        self._prepare = prepare
        self._on_delivered = on_delivered
        self._on_dropped = on_dropped
        self._clock = clock
        self._storage: QueueStorage = MemoryStorage() if storage is None else storage
        messages, self._last_number = self._storage.load()
        self._waiting = {message.number: message for message in messages}
        self._is_delivering = False
        self._sending: int | None = None
        """The number of the message whose answer is awaited."""
        self._retry: tuple[int, float] = (0, 0)
        """A message, and the time of the loop before which it is not sent again."""
        self._wakeups: set[asyncio.Future[None]] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[QueuedMessage]:
        return iter(tuple(self._waiting.values()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    async def drained(self) -> None:
        """Wait until nothing waits any more."""
        while self._waiting:
            await self._changed()

    def close(self) -> None:
        """Close the storage; what waits can be delivered by the next queue that opens it."""
        self._storage.close()

    def put(self, payload: Request[Any], *, reference: str | None = None, version: str | None = None) -> QueuedMessage:
        """Store a message, to be delivered when it is its turn; when this returns, it is safe.

        `reference` is kept with the message, to know it again by. `version` is only needed for a class of your own
        with the name of an action that several versions have.

        Raises: OCPPError if the payload is not valid; TypeError if it is no request; OfflineQueueFullError; what the
        storage raises, such as OSError. In all these cases nothing was stored.
        """
        version = _version_of(type(payload)) if version is None else version
        number = self._last_number + 1
        raw_payload = Raw(_encode(payload, version))
        message = QueuedMessage(
            number, version, type(payload).__name__, raw_payload, self._clock(), reference=reference
        )
        surplus: list[int] = []
        if len(self._waiting) >= self.limit:
            surplus = self._surplus(message)
            if surplus == [number]:
                self._last_number = number
                self._report_dropped(message, OfflineQueueFullError(f"{len(self)} messages wait that are needed"))
                return message
        self._storage.append(message)
        self._last_number = number
        self._waiting[number] = message
        self._wake()
        dropped = [self._waiting[surplus_number] for surplus_number in surplus]
        self._remove(surplus)
        for old in dropped:
            self._report_dropped(old, OfflineQueueFullError(f"More than {self.limit} messages wait"))
        return message

    def discard(self, message: QueuedMessage) -> None:
        """Remove a message, if it still waits, whether it was delivered or not."""
        if message.number in self._waiting:
            self._remove([message.number])

    async def deliver(self, charge_point: Caller) -> None:
        """Deliver what waits and what is put, one message at a time, for as long as the link lives.

        Run it beside `charge_point.start()` and cancel it when that ends, as a task group does. When a call fails
        with LinkClosedError, it returns. The message that was being sent is the first on the next link; a pause before
        another attempt goes on where it was. Messages of another version than the charge point's wait for a link of
        theirs, and others pass them.

        Raises: RuntimeError if the queue is being delivered already; what the connection raises when it cannot send;
        what the storage, `prepare`, `on_delivered` and `on_dropped` raise.
        """
        if self._is_delivering:
            raise RuntimeError("The queue is being delivered already")
        version = charge_point._ocpp_version  # pyright: ignore[reportPrivateUsage]
        if others := sum(message.version != version for message in self):
            LOGGER.warning("%s: %d queued messages are not of OCPP %s and wait", charge_point.id, others, version)
        self._is_delivering = True
        try:
            while await self._deliver_next(charge_point, version):
                pass
        finally:
            self._is_delivering = False

    async def _deliver_next(self, charge_point: Caller, version: str) -> bool:
        """Go one step on; return whether the link still lives."""
        message = next((message for message in self._waiting.values() if message.version == version), None)
        pause_s = None if message is None else self._pause_s(message)
        if message is None or pause_s is not None:
            await self._changed(pause_s)
            return True
        payload = self._prepared(message)
        if payload is None:
            return True
        self._sending = message.number
        try:
            result = await charge_point.request(payload, timeout_s=self.timeout_s)
        except LinkClosedError:
            return False
        except CallQueueFullError:
            self._retry = message.number, asyncio.get_running_loop().time() + BUSY_PAUSE_S
        except (OCPPError, TimeoutError) as error:
            self._failed(message, error)
        else:
            if self._on_delivered is not None:
                self._on_delivered(message, result)
            self.discard(message)
        finally:
            self._sending = None
        return True

    def _prepared(self, message: QueuedMessage) -> Request[Any] | None:
        """Return what is to be sent; None if the message was removed instead."""
        try:
            payload = message.payload() if self._prepare is None else self._prepare(message)
            if payload is not None:
                _encode(payload, message.version)
                return payload
        except OCPPError as error:
            self._drop(message, error)
        else:
            self.discard(message)
        return None

    def _pause_s(self, message: QueuedMessage) -> float | None:
        """Return the seconds until a message may be sent, None if it may be now."""
        number, due = self._retry
        remaining_s = due - asyncio.get_running_loop().time()
        return remaining_s if number == message.number and remaining_s > 0 else None

    def _failed(self, message: QueuedMessage, error: Exception) -> None:
        """Count an attempt."""
        if message.number not in self._waiting:
            return
        message = msgspec.structs.replace(message, attempts=message.attempts + 1)
        if message.attempts >= self.attempts:
            self._drop(message, error)
            return
        self._storage.update(message)
        self._waiting[message.number] = message
        self._retry = message.number, asyncio.get_running_loop().time() + self.interval_s * message.attempts

    def _surplus(self, message: QueuedMessage) -> list[int]:
        """Return the numbers of the messages that make room for a new one by being dropped; it may be one itself."""
        surplus = to_be_dropped(waiting for waiting in self if waiting.number != self._sending)
        if surplus:
            return surplus
        match worth_of(message):
            case Worth.reading | Worth.change:
                return [message.number]
            case Worth.needed:
                raise OfflineQueueFullError(f"{len(self)} messages wait and none of them can be dropped")
            case Worth.ending:
                return []

    def _drop(self, message: QueuedMessage, error: Exception) -> None:
        self.discard(message)
        self._report_dropped(message, error)

    def _report_dropped(self, message: QueuedMessage, error: Exception) -> None:
        LOGGER.error("Dropped the queued %s with number %d: %r", message.action, message.number, error)
        if self._on_dropped is not None:
            self._on_dropped(message, error)

    def _remove(self, numbers: list[int]) -> None:
        if not numbers:
            return
        self._storage.remove(numbers)
        for number in numbers:
            del self._waiting[number]
        self._wake()

    def _wake(self) -> None:
        for wakeup in self._wakeups:
            if not wakeup.done():
                wakeup.set_result(None)

    async def _changed(self, timeout_s: float | None = None) -> None:
        """Wait until messages come or go, or the time is over."""
        wakeup = asyncio.get_running_loop().create_future()
        self._wakeups.add(wakeup)
        try:
            await asyncio.wait((wakeup,), timeout=timeout_s)
        finally:
            self._wakeups.discard(wakeup)


def _version_of(payload_class: type[Request[Any]]) -> str:
    """Return the version that a class of requests belongs to. Raises: TypeError."""
    for base in payload_class.__mro__:
        for version, package in catalogue.PACKAGES.items():
            if base.__module__.startswith(f"{package}."):
                return version
    for version in catalogue.PACKAGES:
        message_type = catalogue.find(version, payload_class.__name__)
        if message_type is not None and message_type.request is payload_class:
            return version
    raise TypeError(f"{payload_class.__name__} is no request of an OCPP version, or `version` has to say of which")


def _encode(payload: Request[Any], version: str) -> bytes:
    """Return a payload as JSON. Raises: OCPPError if it is not valid; TypeError if it is no request."""
    action = type(payload).__name__
    message_type = catalogue.find(version, action)
    if message_type is None:
        raise NotImplementedError(details={"cause": f"OCPP {version} has no action {action}"})
    if message_type.result is None:
        raise TypeError(f"{action} is an unconfirmed message, which is never answered")
    return codec.encode(payload, message_type.request, verbatim=True)


# Names that programs import from here.
__all__ = [
    "FileStorage",
    "MemoryStorage",
    "OfflineQueue",
    "OfflineQueueFullError",
    "QueueFileError",
    "QueueLockedError",
    "QueueStorage",
    "QueuedMessage",
]
