"""What arrives in one turn of the event loop: all of it is read, then all is handled, then all answers are written.

A processor forgets on each system call much of what makes a program fast: after one, handling a message takes several
times as long as after another message. A busy server has dozens of links to read from in each turn. If each message
were read, handled and answered by itself, each would be handled with a processor that has just forgotten everything.
"""

import asyncio
from typing import Protocol

_LARGE = 4096
"""What is longer is not kept waiting, in bytes: what waits must stay small, however much arrives."""


class Taker(Protocol):
    """What data arrives for: a link."""

    def take(self, data: bytes) -> None:
        """Handle what has arrived; what is written meanwhile may wait for `send_written`."""

    def send_written(self) -> None:
        """Send what was written while data was handled."""

    def break_off(self, error: BaseException) -> None:
        """End after an error that nobody has foreseen."""


class Turn:
    """Collects what arrives for the links of a server, in the order in which it arrives.

    Args:
        limit: how many pieces of data may wait; they are handled when there are as many, or when all sockets were read
            that have something. 1: each is handled at once.
    """

    __slots__ = ("_arrived", "_is_scheduled", "_limit")

    def __init__(self, limit: int = 1) -> None:
        self._limit = limit
        self._arrived: list[tuple[Taker, bytes]] = []
        self._is_scheduled = False

    def add(self, link: Taker, data: bytes) -> None:
        """Have data handled soon."""
        arrived = self._arrived
        arrived.append((link, data))
        if len(arrived) >= self._limit or len(data) > _LARGE:
            self.run()
        elif not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._run_scheduled)

    def run(self) -> None:
        """Handle what waits, now."""
        arrived, self._arrived = self._arrived, []
        try:
            for link, data in arrived:
                try:
                    link.take(data)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException as error:  # noqa: BLE001 - as asyncio does; the other links must not suffer
                    link.break_off(error)
        finally:
            for link, _ in arrived:
                link.send_written()

    def _run_scheduled(self) -> None:
        self._is_scheduled = False
        self.run()
