"""Waiting until something is different."""

import asyncio


class Changes:
    """Tells all who wait that something has changed; what it is, they look at themselves."""

    def __init__(self) -> None:
        self._waiters: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        """Wake all who wait."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def next(self) -> asyncio.Future[None]:
        """Return what is done at the next change after this call; each who waits has its own."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters = [each for each in self._waiters if not each.done()]  # those who wait no more
        self._waiters.append(waiter)
        return waiter
