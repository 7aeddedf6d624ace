"""A network in memory on a clock that jumps: what takes hours is over at once, and always in the same order."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from packages.ocpp.tests.memory_link import VirtualClockLoop

on_a_virtual_network = pytest.mark.asyncio(loop_factories=["virtual"])
"""Hosts and ports are those of a `VirtualNetworkLoop`, time is its own."""

ProtocolFactory = Callable[[], asyncio.BaseProtocol]


class VirtualNetworkLoop(VirtualClockLoop):
    """An event loop whose connections and servers are in memory.

    Attributes:
        is_cut: whether the network takes everything and delivers nothing, as when a cable is pulled.
        attempts: the times at which somebody connected, or tried to.
        transports: those that are open.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_cut = False
        self.attempts: list[float] = []
        self.transports: set[MemoryTransport] = set()
        self._listening: dict[int, ProtocolFactory] = {}

    async def create_connection(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, protocol_factory: ProtocolFactory, host: str, port: int, **_options: Any
    ) -> tuple[asyncio.Transport, asyncio.BaseProtocol]:
        self.attempts.append(self.time())
        assert len(self.attempts) < 1000, "This goes on for ever"
        if self.is_cut:
            await self.create_future()
        await asyncio.sleep(0)
        if port not in self._listening:
            raise ConnectionRefusedError(f"Nobody listens on port {port}")
        theirs, ours = MemoryTransport(self, port), MemoryTransport(self, port)
        theirs.other, ours.other = ours, theirs
        theirs.connect(self._listening[port]())
        protocol = protocol_factory()
        ours.connect(protocol)
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:  # as in asyncio, nobody else closes it
            ours.close()
            raise
        return ours, protocol

    async def create_server(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, protocol_factory: ProtocolFactory, host: Any = None, port: int = 0, **_options: Any
    ) -> Any:
        assert port not in self._listening
        self._listening[port] = protocol_factory
        return _Listener(self._listening, port)


class _Listener:
    """What `create_server` returns."""

    sockets = ()

    def __init__(self, listening: dict[int, ProtocolFactory], port: int) -> None:
        self._listening = listening
        self._port = port

    def close(self) -> None:
        self._listening.pop(self._port, None)


class MemoryTransport(asyncio.Transport):
    """One end of a connection; `other` is the other one."""

    def __init__(self, loop: VirtualNetworkLoop, port: int) -> None:
        super().__init__({"peername": ("memory", port)})
        self.other: MemoryTransport
        self._loop = loop
        self._protocol: Any = None
        self._is_reading = True
        self._is_closing = False
        self._waiting: list[bytes | None] = []

    def connect(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol
        self._loop.transports.add(self)
        protocol.connection_made(self)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def is_closing(self) -> bool:
        return self._is_closing

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._is_closing:
            self._pass_on(bytes(data))

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        if not self._is_closing:
            self._pass_on(None)

    def pause_reading(self) -> None:
        self._is_reading = False

    def resume_reading(self) -> None:
        self._is_reading = True
        self._loop.call_soon(self._deliver)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def close(self) -> None:
        if not self._is_closing:
            self._pass_on(None)
            self._end(None)

    def abort(self) -> None:
        if not self._is_closing:
            if not self._loop.is_cut:
                self._loop.call_soon(self.other._end, ConnectionResetError("reset"))
            self._end(None)

    def _pass_on(self, data: bytes | None) -> None:
        if not self._loop.is_cut:
            self.other._waiting.append(data)
            self._loop.call_soon(self.other._deliver)

    def _deliver(self) -> None:
        while self._waiting and self._is_reading and not self._is_closing:
            data = self._waiting.pop(0)
            if data is not None:
                self._protocol.data_received(data)
            elif not self._protocol.eof_received():
                self.close()

    def _end(self, error: Exception | None) -> None:
        if not self._is_closing:
            self._is_closing = True
            self._loop.transports.discard(self)
            self._loop.call_soon(lambda: self._protocol.connection_lost(error))


def network() -> VirtualNetworkLoop:
    """Return the network that the test is on."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualNetworkLoop)
    return loop
