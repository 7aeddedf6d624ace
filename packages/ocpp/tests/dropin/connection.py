"""A connection in memory: what the other side sends is put in, what the library sends is taken out."""

import asyncio
import json
from typing import Any


class MemoryConnection:
    """An object with `recv()` and `send()`, as the library asks of every connection."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[Any] = asyncio.Queue()
        self.outgoing: asyncio.Queue[str] = asyncio.Queue()
        self.sent: list[str] = []

    def renew(self) -> None:
        """Make the connection usable in another event loop."""
        self.incoming, self.outgoing = asyncio.Queue(), asyncio.Queue()

    async def recv(self) -> Any:
        item = await self.incoming.get()
        if isinstance(item, BaseException):
            raise item
        return item

    async def send(self, message: str) -> None:
        self.sent.append(message)
        self.outgoing.put_nowait(message)

    def feed(self, frame: Any) -> None:
        """Let the library receive `frame`: a list is encoded, text and bytes go as they are."""
        self.incoming.put_nowait(json.dumps(frame) if isinstance(frame, list) else frame)

    def break_with(self, error: BaseException) -> None:
        """Let `recv()` raise `error` after everything that was fed before."""
        self.incoming.put_nowait(error)

    async def next_sent(self) -> Any:
        """Wait for the next frame that the library sends, decoded."""
        return json.loads(await self.outgoing.get())

    @property
    def frames(self) -> list[Any]:
        """All frames sent so far, decoded."""
        return [json.loads(message) for message in self.sent]


class LoggedOutError(ConnectionError):
    """What a connection of the tests raises when it ends."""


async def running(charge_point: Any) -> "asyncio.Task[None]":
    """Start `charge_point` in a task of its own and let it come to its first `recv()`."""
    task = asyncio.ensure_future(charge_point.start())
    await asyncio.sleep(0)
    return task


async def stopped(task: "asyncio.Task[None]") -> None:
    """Cancel a task of `running()` and wait for its end."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
