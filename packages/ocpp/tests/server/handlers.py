"""What tests let a server do with its links."""

import asyncio

from ocpp.server import Link


async def echo(link: Link) -> None:
    """Send every message back."""
    async for message in link:
        await link.send(message)


class Arrivals:
    """A handler that hands its links to the test and keeps them open until they end."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Link] = asyncio.Queue()

    async def __call__(self, link: Link) -> None:
        self.queue.put_nowait(link)
        await link.wait_closed()

    async def next(self) -> Link:
        """Return the link that came next."""
        return await self.queue.get()
