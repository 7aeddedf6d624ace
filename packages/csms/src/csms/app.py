"""How the parts of the server are put together; the only place that knows."""

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import Self

from csms.bus.local import LocalBus
from csms.config import Settings, database_url
from csms.gateway.central import Central
from csms.gateway.gateway import Gateway
from csms.gateway.listener import listen
from csms.service import provisioning
from csms.service.authorization import House
from csms.storage.engine import Store
from csms.storage.migrations import migrate

LOGGER = logging.getLogger("csms")


class App:
    """A central system; `async with` runs it.

    Args:
        settings: how.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bus = LocalBus()
        self.store = Store(
            database_url(settings),
            readers=settings.read_threads,
            queue_limit=settings.write_queue,
            publish=self.bus.publish,
        )
        self.central = Central(
            store=self.store,
            bus=self.bus,
            house=House(accepts_unknown_tokens=settings.unknown_tokens == "accept"),
            heartbeat_interval_s=settings.heartbeat_interval_s,
            boot_retry_interval_s=settings.boot_retry_interval_s,
            call_timeout_s=settings.call_timeout_s,
            boot_wait_s=settings.boot_wait_s,
        )
        self.gateway = Gateway(self.central, settings.unknown_stations)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        settings = self.settings
        await asyncio.to_thread(migrate, database_url(settings))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.store.close)
            await self.store.write(provisioning.nobody_is_connected)
            self.ocpp_server = listen(self.gateway, settings)
            await stack.enter_async_context(self.ocpp_server)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def ocpp_port(self) -> int:
        """Where stations connect to."""
        return self.ocpp_server.sockets[0].getsockname()[1]
