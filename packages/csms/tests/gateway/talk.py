"""A station's link without a network: the test writes and reads the station's frames."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from csms.bus.local import LocalBus
from csms.domain.remote_control import Answer, Command
from csms.gateway.central import Central
from csms.gateway.conversation import Conversation
from csms.gateway.v2.station import Station21, Station201
from csms.gateway.v16.station import Station16
from csms.storage import stations
from csms.storage.engine import Store, Tx
from csms.storage.stations import StationRecord

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)

DIALECTS: dict[str, Callable[..., Conversation]] = {"1.6": Station16, "2.0.1": Station201, "2.1": Station21}

BOOTS: dict[str, dict[str, Any]] = {
    "1.6": {"chargePointVendor": "Vendor", "chargePointModel": "Model", "firmwareVersion": "1.0"},
    "2.0.1": {
        "reason": "PowerUp",
        "chargingStation": {"vendorName": "Vendor", "model": "Model", "firmwareVersion": "1.0"},
    },
}
BOOTS["2.1"] = BOOTS["2.0.1"]

Frame = list[Any]
Payload = dict[str, Any]


class LinkEndedError(Exception):
    """The station has gone."""


class StationEnd:
    """What the central system takes for a connection, and a test for a station."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        """The frames of the central system, as they were on the wire."""
        self._to_station: asyncio.Queue[str] = asyncio.Queue()
        self._to_central: asyncio.Queue[str | None] = asyncio.Queue()

    # The central system's end

    async def recv(self) -> str:
        message = await self._to_central.get()
        if message is None:
            raise LinkEndedError("gone")
        return message

    async def send(self, message: str, /) -> None:
        self.sent.append(message)
        self._to_station.put_nowait(message)

    # The station's end

    async def take(self) -> Frame:
        """Return the next frame of the central system."""
        async with asyncio.timeout(60):
            frame: Frame = json.loads(await self._to_station.get())
        return frame

    def put(self, frame: Frame | str) -> None:
        """Say something."""
        self._to_central.put_nowait(frame if isinstance(frame, str) else json.dumps(frame))

    def leave(self) -> None:
        """End the link."""
        self._to_central.put_nowait(None)

    async def expect(self, action: str, payload: Payload, answer: Payload | None = None) -> Frame:
        """Take a request, which has to be this one, and answer it."""
        frame = await self.take()
        assert [frame[0], *frame[2:]] == [2, action, payload]
        if answer is not None:
            self.put([3, frame[1], answer])
        return frame

    async def tell(self, action: str, payload: Payload, message_id: str = "1") -> Payload:
        """Send a request and return the answer."""
        self.put([2, message_id, action, payload])
        frame = await self.take()
        assert frame[:2] == [3, message_id], frame
        return frame[2]

    def is_silent(self) -> bool:
        """Tell whether the central system has said nothing that was not taken."""
        return self._to_station.empty()


class Talk:
    """A link, and what stands around it."""

    def __init__(
        self, conversation: Conversation, end: StationEnd, bus: LocalBus, serving: "asyncio.Task[None]"
    ) -> None:
        self.conversation = conversation
        self.end = end
        self.bus = bus
        self._serving = serving
        self.now = NOW
        """What the central system's clock says."""

    @property
    def station(self) -> int:
        """The station's key in the database."""
        return self.conversation.key.id

    def command(self, command: Command, timeout_s: float = 10) -> "asyncio.Task[Answer]":
        """Send a command."""
        return asyncio.create_task(_wait(self.bus.request("CP1", command, timeout_s)))

    async def leave(self) -> None:
        """End the link, and wait until the central system has noticed."""
        self.end.leave()
        await asyncio.gather(self._serving, return_exceptions=True)


async def _wait(work: Coroutine[Any, Any, Answer]) -> Answer:
    return await work


@asynccontextmanager
async def talking(
    store: Store, version: str, *, has_booted: bool = True, admission: str = "accepted", **surroundings: Any
) -> AsyncGenerator[Talk]:
    """Have a station linked.

    Args:
        store: the database.
        version: of OCPP.
        has_booted: its boot is answered, and nothing is asked of it.
        admission: whether the operator has accepted it.
        surroundings: of the link; see `Central`.
    """

    def admit(tx: Tx) -> StationRecord:
        found = stations.find(tx.connection, "CP1")
        return found or stations.insert(tx.connection, "CP1", admission, NOW)

    record = await store.write(admit)
    bus = LocalBus()
    settings: dict[str, Any] = {"boot_wait_s": 10, **surroundings}
    central = Central(store=store, bus=bus, **settings)
    end = StationEnd()
    conversation = DIALECTS[version](end, record, central)
    if has_booted:
        conversation.has_booted = True
        conversation.is_listening.set()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    bus.attach("CP1", conversation)
    serving = asyncio.create_task(conversation.start())
    talk = Talk(conversation, end, bus, serving)
    central.now = lambda: talk.now
    try:
        yield talk
    finally:
        await talk.leave()


@asynccontextmanager
async def opened(url: str | Path) -> AsyncGenerator[Store]:
    """Open a database."""
    store = Store(url if isinstance(url, str) else f"sqlite:///{url}")
    try:
        yield store
    finally:
        await store.close()
