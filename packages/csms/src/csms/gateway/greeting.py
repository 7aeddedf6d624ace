"""What a station is asked when it has come: for its boot if it sends none, and for its configuration."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from csms.domain.remote_control import Outcome
from csms.domain.stations import Admission
from csms.domain.variables import is_wanted
from csms.gateway.commanding import Commanding
from csms.storage import stations, variables
from csms.storage.engine import StorageError
from ocpp.connection import Connection
from ocpp.exceptions import CallQueueFullError, OCPPError
from ocpp.model import Request
from ocpp.routing import after

LOGGER = logging.getLogger("csms.gateway")

TRIGGER_TIMEOUT_S = 10.0
"""Commands wait behind a trigger that is not answered, so it is not waited for as long as for them."""


class Greeting(Commanding):
    """Begins the conversation with a station."""

    @cached_property
    def _reading(self) -> asyncio.Lock:
        """Held while the configuration is read: who boots twice is not asked twice at the same time."""
        return asyncio.Lock()

    async def start(self, connection: Connection | None = None) -> None:
        """Serve the link until it ends; see `ChargePoint.start`."""
        greeting = asyncio.create_task(self.greet())
        try:
            await super().start(connection)
        finally:
            greeting.cancel()

    async def greet(self) -> None:
        """Ask for the boot if it does not come (quirks 9 to 13)."""
        try:
            async with asyncio.timeout(self.central.boot_wait_s):
                await self.is_listening.wait()
        except TimeoutError:
            # Commands that wait go first.
            self.is_listening.set()
            await asyncio.sleep(0)
            if self.admission is not Admission.REJECTED:
                await self._go_on("be asked for its boot", self._ask_for_boot)

    @after("BootNotification")
    async def _after_boot(self, **_: object) -> None:
        """Go on when the answer to a boot has been sent: some stations cannot bear anything before it (quirk 10)."""
        self.is_listening.set()
        await self._read_if_wanted()

    async def _ask_for_boot(self) -> None:
        if not self.has_booted:
            answer = await self.try_to_ask(self.boot_trigger(), self._trigger_timeout_s)
            if answer.outcome is Outcome.NOT_SUPPORTED and answer.answer is None:
                return  # it knows no triggers
        if self.admission is Admission.ACCEPTED:
            for request in self.status_triggers(await self.connectors()):
                await self.try_to_ask(request, self._trigger_timeout_s)
            await self._read_if_wanted()

    @property
    def _trigger_timeout_s(self) -> float:
        return min(TRIGGER_TIMEOUT_S, self.central.call_timeout_s)

    async def _read_if_wanted(self) -> None:
        """Read how the station is configured, at first contact and after a firmware update (B07; OCPP 1.6, 5.8)."""
        if self.admission is Admission.ACCEPTED:
            async with self._reading:
                await self._go_on("be asked for its configuration", self._read_inventory)

    async def _read_inventory(self) -> None:
        is_to_be_read, firmware = await self.central.store.read(_wanted, self.key.id)
        if is_to_be_read:
            await self.read_variables(firmware)

    async def _go_on(self, purpose: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what can be left undone."""
        try:
            await work()
        except (OCPPError, TimeoutError, CallQueueFullError, StorageError, LookupError) as error:
            LOGGER.info("%s could not %s: %s", self.id, purpose, error)

    # What a version says

    @abstractmethod
    def boot_trigger(self) -> Request[Any]:
        """Return the request for a BootNotification."""

    @abstractmethod
    def status_triggers(self, connectors: Sequence[tuple[int, int]]) -> Sequence[Request[Any]]:
        """Return the requests for the status of each connector (quirk 12); `connectors` are those that are known."""

    @abstractmethod
    async def read_variables(self, firmware: str | None) -> None:
        """Have all variables of the station recorded, now or as reports come in.

        Raises: OCPPError, TimeoutError, StorageError.
        """


def _wanted(connection: sa.Connection, station_id: int) -> tuple[bool, str | None]:
    firmware = stations.get(connection, station_id).firmware
    return is_wanted(variables.find_inventory(connection, station_id), firmware), firmware
