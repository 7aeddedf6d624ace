"""Events for those who watch from afar, each at a speed of their own."""

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from csms.bus.local import LocalBus
from csms.bus.pace import CallLater, Pace, on_the_event_loop
from csms.domain.events import Event, data_of

QUEUE_LIMIT = 1000
HEARTBEAT_S = 15.0
TOO_SLOW = "You were too slow: more events wait for you than are kept"


class Told:
    """An event, and what it says as JSON: made once, when the first one asks."""

    __slots__ = ("_data", "event")

    def __init__(self, event: Event) -> None:
        self.event = event
        self._data: str | None = None

    @property
    def data(self) -> str:
        """What the event says, as JSON."""
        if self._data is None:
            self._data = data_of(self.event).decode()
        return self._data


class Subscriber:
    """One who watches; `with` it, and `take`.

    Args:
        stream: what is watched.
        wants: tells which events are wanted.
        limit: how many may wait.
    """

    def __init__(self, stream: "EventStream", wants: Callable[[Event], bool], limit: int) -> None:
        self._stream = stream
        self._wants = wants
        self._limit = limit
        self._waiting: deque[Told] = deque()
        self._woken = asyncio.Event()
        self.end_reason: str | None = None
        """Why there are no more events; None if there will be."""

    def __enter__(self) -> Self:
        self._stream.add(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.end("It was left")

    async def take(self) -> list[Told]:
        """Wait for events and return them; after a while without any, and at the end, return none."""
        await self._woken.wait()
        self._woken.clear()
        told = list(self._waiting)
        self._waiting.clear()
        return told

    def offer(self, told: Told) -> None:
        """Add an event, if it is wanted."""
        if not self._wants(told.event):
            return
        if len(self._waiting) >= self._limit:
            self._waiting.clear()
            self.end(TOO_SLOW)
            return
        self._waiting.append(told)
        self._woken.set()

    def beat(self) -> None:
        """Have `take` return."""
        self._woken.set()

    def end(self, reason: str) -> None:
        """Let nothing more come; what waits can still be taken."""
        if self.end_reason is None:
            self.end_reason = reason
            self._stream.remove(self)
            self._woken.set()


class EventStream:
    """Hands events on to all who watch: a transaction's updates at most once a second.

    Args:
        bus: where the events come from.
        call_later: the timers.
        limit: how many events may wait for one who is slow; with more, they are dropped.
    """

    def __init__(self, bus: LocalBus, call_later: CallLater = on_the_event_loop, *, limit: int = QUEUE_LIMIT) -> None:
        self._pace = Pace(self._tell, call_later)
        self._call_later = call_later
        self._limit = limit
        self._subscribers: set[Subscriber] = set()
        self._is_beating = False
        self.unsubscribe: Callable[[], None] = bus.subscribe(self._listen)
        """Take no more events from the bus."""

    def __len__(self) -> int:
        """Return how many watch."""
        return len(self._subscribers)

    def subscribe(self, wants: Callable[[Event], bool] = lambda _: True) -> Subscriber:
        """Return one who watches from the moment of being entered, to be used as `with stream.subscribe() as ...:`."""
        return Subscriber(self, wants, self._limit)

    def add(self, subscriber: Subscriber) -> None:
        """Have someone told of the events from now on."""
        self._subscribers.add(subscriber)
        if not self._is_beating:
            self._is_beating = True
            self._call_later(HEARTBEAT_S, self._beat)

    def remove(self, subscriber: Subscriber) -> None:
        """Tell someone nothing more."""
        self._subscribers.discard(subscriber)

    def _listen(self, event: Event) -> None:
        if self._subscribers:  # else it would cost time on the way of each meter value
            self._pace.take(event)

    def _tell(self, event: Event) -> None:
        told = Told(event)
        for subscriber in tuple(self._subscribers):
            subscriber.offer(told)

    def _beat(self) -> None:
        for subscriber in self._subscribers:
            subscriber.beat()
        self._is_beating = bool(self._subscribers)
        if self._is_beating:
            self._call_later(HEARTBEAT_S, self._beat)
