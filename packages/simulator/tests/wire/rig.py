"""A station and a central system, played by hand, with a wire between them."""

import asyncio
import contextlib
import json
import random
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Never, Self

from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from csms_simulator.clock import ManualClock
from csms_simulator.dialing import ConnectOptions
from csms_simulator.quirks import alterations_for
from csms_simulator.wire import Alteration, Wire, Wiring
from ocpp.connection import PushConnection

NOW = 1_767_225_600.0  # 2026-01-01T00:00:00Z

OPTIONS = ConnectOptions("ws://central.example:9000/ocpp", "CP1")


class FakeLink(PushConnection):
    """A link in memory: what is written to it, and what was done to it."""

    def __init__(self, subprotocol: str | None = "ocpp1.6") -> None:
        self.subprotocol = subprotocol
        self.written: list[str] = []
        self.deeds: list[str] = []
        self.is_open = True
        self.is_dead = False
        self.was_ended_by_station = False
        self.bytes_received = 0
        self._on_message: Callable[[bytes], None]
        self._ended = asyncio.Event()

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        self._on_message = on_message
        await self._ended.wait()
        raise ConnectionClosedError(None, None)

    def write(self, message: str | bytes) -> None:
        assert self.is_open
        if not self.is_dead:
            self.written.append(message if isinstance(message, str) else message.decode())

    def arrive(self, text: str) -> None:
        self.bytes_received += len(text)
        self._on_message(text.encode())

    def end(self) -> None:
        """The central system closes the link."""
        self.is_open = False
        self._ended.set()

    def start_close(self, code: int = 1000, reason: str = "") -> None:
        self.deeds.append(f"close {code}")
        self.was_ended_by_station = True
        self.end()

    def cut(self) -> None:
        self.deeds.append("cut")
        self.was_ended_by_station = True
        self.end()

    def die(self) -> None:
        self.deeds.append("die")
        self.is_dead = True

    def abandon(self) -> None:
        self.deeds.append("abandon")
        self.is_dead = True
        self.end()

    def pause_writing(self) -> None:
        self.deeds.append("sleep")

    def resume_writing(self) -> None:
        self.deeds.append("wake")


class Rig:
    """A wire with quirks or other alterations.

    `sent` is what the central system sees, `received` what the station sees.
    """

    def __init__(
        self,
        alterations: str | Iterable[Alteration],
        version: str = "1.6",
        *,
        seed: int = 1,
        subprotocol: str | None = "ocpp1.6",
    ) -> None:
        if isinstance(alterations, str):
            alterations = alterations_for(alterations.split(), random.Random(seed), version)
        self.clock = ManualClock(NOW)
        self.outages_s: list[float] = []
        self.wiring = Wiring(alterations, clock=self.clock, version=version, cut_power=self._lose_power)
        self.received: list[str] = []
        self.link: FakeLink
        self.wire: Wire
        self._subprotocol = subprotocol
        self._listening: asyncio.Task[Never]
        self._ids = iter(range(1, 10_000))

    def _lose_power(self, outage_s: float) -> None:
        self.outages_s.append(outage_s)
        self.link.end()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
            await self._listening
        self.wiring.close()

    async def connect(self) -> None:
        self.link = FakeLink(self._subprotocol)
        self.wire = self.wiring.attach(self.link, self.link)
        self._listening = asyncio.create_task(self.wire.listen(lambda message: self.received.append(message.decode())))
        await self.settle()

    async def lose(self) -> None:
        """End the link, and wait until the station has seen it."""
        self.link.end()
        await self.settle()

    @property
    def station_sees_link(self) -> bool:
        return not self._listening.done()

    async def settle(self) -> None:
        await self.clock.advance(0)  # which lets others run

    async def call(self, action: str, payload: dict[str, Any] | None = None) -> str:
        """The station calls; return the id."""
        message_id = str(next(self._ids))
        await self.station_says(json.dumps([2, message_id, action, payload or {}], separators=(",", ":")))
        return message_id

    async def station_says(self, text: str) -> None:
        self.wire.write(text)
        await self.settle()

    async def command(self, action: str, payload: dict[str, Any] | None = None) -> str:
        """The central system calls; return the id."""
        message_id = f"c{next(self._ids)}"
        await self.central_says(json.dumps([2, message_id, action, payload or {}]))
        return message_id

    async def answer(self, payload: dict[str, Any], message_id: Any = None) -> None:
        """The central system answers the last call, or another one."""
        await self.central_says(json.dumps([3, self.calls[-1][1] if message_id is None else message_id, payload]))

    async def reply(self, message_id: str, payload: dict[str, Any]) -> None:
        """The station answers a command."""
        await self.station_says(json.dumps([3, message_id, payload]))

    async def central_says(self, text: str) -> None:
        self.link.arrive(text)
        await self.settle()

    @property
    def sent(self) -> list[Any]:
        """What the central system has got, decoded."""
        return [json.loads(text) for text in self.link.written]

    @property
    def calls(self) -> list[Any]:
        """The calls that the central system has got."""
        return [frame for frame in self.sent if frame[0] == 2]

    @property
    def payload(self) -> dict[str, Any]:
        """Of the last frame that the central system has got."""
        return self.sent[-1][-1]

    @property
    def seen(self) -> list[Any]:
        """What the station has got, decoded."""
        return [json.loads(text) for text in self.received]

    def options(self, options: ConnectOptions = OPTIONS) -> ConnectOptions:
        """How the station connects."""
        return self.wiring.connecting(options)
