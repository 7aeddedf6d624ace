"""How stations get their connections: some at a time, by a few tasks that take one station after the other."""

import asyncio
import socket
import ssl as tls
import time
from typing import Any

from csms_simulator.load.knock import CentralSystem, Knock, Refused
from csms_simulator.load.limits import connecting_failed, open_socket, source_addresses
from csms_simulator.load.link import Link
from csms_simulator.load.presence import Presence
from csms_simulator.load.settings import LoadSettings
from csms_simulator.load.wheel import TimerWheel
from ocpp.tls import client_context

AT_ONCE = 256


class NoCentralSystemError(RuntimeError):
    """The host of the URL is not known."""


class Connecting:
    """Connects the stations of a load.

    Args:
        settings: of the load.
    """

    def __init__(self, settings: LoadSettings) -> None:
        self._settings = settings
        self._central_system = CentralSystem.of(settings.url)
        self._ssl = (settings.ssl or client_context()) if self._central_system.is_tls else None
        self._sources = source_addresses(self._central_system.host, settings.stations)
        self._targets: list[tuple[int, Any]] = []
        self._waiting: asyncio.Queue[Presence] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, wheel: TimerWheel) -> None:
        """Find the central system, and begin to connect. Raises: NoCentralSystemError."""
        self._targets = await self._resolve()
        count = min(AT_ONCE, self._settings.stations)
        self._tasks = [asyncio.create_task(self._connect_one_after_the_other(wheel)) for _ in range(count)]

    def add(self, station: Presence) -> None:
        """Connect this station when those before it have been."""
        self._waiting.put_nowait(station)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _resolve(self) -> list[tuple[int, Any]]:
        host, port = self._central_system.host, self._central_system.port
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise NoCentralSystemError(f"The host {host} is not known: {error.strerror or error}") from None
        return [(family, address) for family, _, _, _, address in found]

    async def _connect_one_after_the_other(self, wheel: TimerWheel) -> None:
        while True:
            station = await self._waiting.get()
            cause = None
            for family, address in tuple(self._targets):
                cause = await self._connect(station, family, address, wheel)
                if cause is None:
                    self._prefer(family, address)
                    break
            if cause is not None:
                station.link_refused(Refused(cause))

    def _prefer(self, family: int, address: object) -> None:
        """Try first the address that has answered last."""
        if self._targets[0] != (family, address):
            self._targets.sort(key=lambda target: target != (family, address))

    async def _connect(self, station: Presence, family: int, address: Any, wheel: TimerWheel) -> str | None:
        """Connect a station; return why it could not."""
        source = self._sources[station.number % len(self._sources)] if self._sources else None
        target = f"{address[0]}:{address[1]}"
        station.connecting_since_s = time.perf_counter()
        try:
            async with asyncio.timeout(self._settings.open_timeout_s):
                sock = await self._connected_socket(family, source, address)
                link = Link(station, self._knock_of(station))
                await asyncio.get_running_loop().create_connection(
                    lambda: link,
                    sock=sock,
                    ssl=self._ssl,
                    server_hostname=self._central_system.host if self._ssl is not None else None,
                )
        except TimeoutError:
            cause = f"no connection to {target} in {self._settings.open_timeout_s:g} s"
        except tls.SSLCertVerificationError as error:
            cause = f"the central system's certificate is not accepted: {error.verify_message}"
        except tls.SSLError as error:
            cause = f"TLS failed: {error.reason or error}"
        except OSError as error:
            cause = connecting_failed(error, target)
        else:
            limit_s = station.connecting_since_s + self._settings.open_timeout_s
            wheel.add(limit_s, lambda: self._give_up(station, link))
            return None
        return cause

    async def _connected_socket(self, family: int, source: str | None, address: Any) -> socket.socket:
        sock = open_socket(family, source if family == socket.AF_INET else None)
        try:
            await asyncio.get_running_loop().sock_connect(sock, address)
        except BaseException:
            sock.close()
            raise
        return sock

    def _knock_of(self, station: Presence) -> Knock:
        password = self._settings.password_of(station.identity)
        return Knock(self._central_system, station.identity, f"ocpp{station.version}", password)

    def _give_up(self, station: Presence, link: Link) -> None:
        if station.opening is link:
            link.abort(f"none in {self._settings.open_timeout_s:g} s")
