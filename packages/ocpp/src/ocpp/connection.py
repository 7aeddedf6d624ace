"""What a charge point needs of a connection, whichever library provides it."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Never, Protocol


class Connection(Protocol):
    """A connection that is asked for messages; every WebSocket library has it or is adapted in a few lines.

    `recv` returns the next message and raises when the connection has ended; `send` sends one text message.
    """

    def recv(self) -> Awaitable[str | bytes]:
        """Return the next message."""
        ...

    def send(self, message: str, /) -> Awaitable[object]:
        """Send a text message."""
        ...


class PushConnection(ABC):
    """A connection that hands messages over the moment they arrive, which spares a task switch for each.

    A class of its own and not a protocol: objects that seem to have every method must not be taken for one.
    """

    __slots__ = ()

    @abstractmethod
    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        """Call `on_message` with each text message, as UTF-8, until the connection ends, which raises."""
        raise NotImplementedError

    @abstractmethod
    def write(self, message: str | bytes) -> None:
        """Send a text message, as text or as UTF-8, without waiting. Raises what `recv` does at the end."""
