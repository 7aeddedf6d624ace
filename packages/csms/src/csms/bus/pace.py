"""Events that come too often are told once in a while, and then the latest."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from csms.domain.events import Event, TransactionEnded, TransactionUpdated

INTERVAL_S = 1.0
"""Between two updates of a transaction."""

_Key = tuple[str, int]


class CallLater(Protocol):
    """Calls a function after so many seconds, as the event loop does."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> object:
        """Have it called."""
        ...


def on_the_event_loop(delay: float, callback: Callable[[], None], /) -> object:
    """Have a function called by the event loop that runs."""
    return asyncio.get_running_loop().call_later(delay, callback)


class Pace:
    """Lets through at most one update per second of each transaction, the latest, and all other events at once.

    Args:
        tell: is given what gets through.
        call_later: the timers.
    """

    def __init__(self, tell: Callable[[Event], None], call_later: CallLater = on_the_event_loop) -> None:
        self._tell = tell
        self._call_later = call_later
        self._held: dict[_Key, TransactionUpdated | None] = {}
        """The transactions that had an update within the last second, and the update that waits."""

    def take(self, event: Event) -> None:
        """Take an event, and tell it now, later, or not at all."""
        match event:
            case TransactionUpdated():
                key = event.station, event.transaction
                if key in self._held:
                    self._held[key] = event
                else:
                    self._tell(event)
                    self._wait(key)
            case TransactionEnded():
                key = event.station, event.transaction
                if self._held.get(key) is not None:
                    self._held[key] = None  # what it would say is old
                self._tell(event)
            case _:
                self._tell(event)

    def _wait(self, key: _Key) -> None:
        self._held[key] = None
        self._call_later(INTERVAL_S, lambda: self._go_on(key))

    def _go_on(self, key: _Key) -> None:
        event = self._held.pop(key)
        if event is not None:
            self._tell(event)
            self._wait(key)
