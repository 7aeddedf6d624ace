"""The load itself: thousands of stations on one event loop, without a task or a thread for any of them."""

import asyncio
import contextlib
import secrets
import socket
import ssl as tls
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from csms_simulator.load import v2, v16
from csms_simulator.load.histogram import Histogram
from csms_simulator.load.knock import CentralSystem, Knock, Refused
from csms_simulator.load.limits import allow_open_files, connecting_failed, open_socket, source_addresses
from csms_simulator.load.link import Link
from csms_simulator.load.own_cpu import OwnCpu
from csms_simulator.load.report import LoadReport, OwnReport, Progress, StationsReport, Times, sorted_actions
from csms_simulator.load.settings import LoadSettings, Pace
from csms_simulator.load.shared import Shared
from csms_simulator.load.station import Station
from ocpp.tls import client_context

TICK_S = 0.02
PROGRESS_S = 1.0
WIND_DOWN_S = 5.0

CONNECTING_AT_ONCE = 256

OnProgress = Callable[[Progress], object]


class NoCentralSystemError(RuntimeError):
    """The host of the URL is not known."""


async def run_load(
    settings: LoadSettings,
    on_progress: OnProgress | None = None,
    *,
    stop: asyncio.Event | None = None,
    own_cpu: OwnCpu | None = None,
) -> LoadReport:
    """Put load on a central system; return what was seen.

    Args:
        settings: the load.
        on_progress: is told every second how it goes.
        stop: ends the load when it is set, before its duration is over.
        own_cpu: measures the generator itself.

    Raises: OpenFilesError, NoCentralSystemError. That nobody listens there is no error: stations try again, and the
        report tells.
    """
    allow_open_files(settings.stations)
    generator = _Generator(settings, on_progress, stop or asyncio.Event(), own_cpu or OwnCpu())
    return await generator.run()


class _Generator:
    def __init__(
        self, settings: LoadSettings, on_progress: OnProgress | None, stop: asyncio.Event, own_cpu: OwnCpu
    ) -> None:
        self._settings = settings
        self._on_progress = on_progress
        self._stop = stop
        self._is_over = asyncio.Event()
        self._own_cpu = own_cpu
        self._loop = asyncio.get_running_loop()
        self._central_system = CentralSystem.of(settings.url)
        self._ssl = (settings.ssl or client_context()) if self._central_system.is_tls else None
        self._to_connect: asyncio.Queue[Station] = asyncio.Queue()
        self._shared = Shared(
            settings, time.monotonic, time.time, self._to_connect.put_nowait, run_id=secrets.token_hex(4)
        )
        self._statistics = self._shared.statistics
        self._loop_lag = Histogram()
        self._started_at = datetime.now(UTC)
        self._started_s = time.monotonic()
        self._measured_since_s: float | None = None
        self._answered_before = 0
        self._targets: list[tuple[int, Any]] = []
        self._sources = source_addresses(self._central_system.host, settings.stations)
        self._tick_due_s = self._started_s
        self._ticking: asyncio.TimerHandle | None = None
        self._stations = self._make_stations()

    def _make_stations(self) -> list[Station]:
        shared = self._shared
        messages16 = v16.Messages(shared) if "1.6" in self._settings.versions else None
        messages2 = {version: v2.Messages(version, shared) for version in self._settings.versions if version != "1.6"}
        stations: list[Station] = []
        for number in range(1, self._settings.stations + 1):
            version = self._settings.version(number)
            if messages16 is not None and version == "1.6":
                stations.append(v16.Station16(number, shared, messages16))
            else:
                stations.append(v2.Station2(number, shared, messages2[version]))
        return stations

    # The course of things

    async def run(self) -> LoadReport:
        self._targets = await self._resolve()
        self._started_at, self._started_s = datetime.now(UTC), time.monotonic()
        self._own_cpu.start()
        for station in self._stations:
            due_s = self._started_s + (station.number - 1) / self._settings.ramp_per_s
            self._shared.wheel.add(due_s, lambda station=station: self._shared.connect(station))
        self._tick_due_s = time.monotonic()
        self._tick()
        workers = [
            self._loop.create_task(self._connect_one_after_the_other())
            for _ in range(min(CONNECTING_AT_ONCE, self._settings.stations))
        ]
        try:
            await self._watch()
            report = self._report()
            await self._wind_down()
        finally:
            self._shared.is_over = True
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await self._end_all()
            if self._ticking is not None:
                self._ticking.cancel()
        return report

    async def _watch(self) -> None:
        """Report the progress until the load is over."""
        before_s, before = self._started_s, 0
        while not self._is_over.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(before_s + PROGRESS_S - time.monotonic()):
                    await self._is_over.wait()
            now_s, share = time.monotonic(), self._own_cpu.sample()
            if self._on_progress is not None:
                self._on_progress(self._progress(now_s, before, before_s, share))
            before_s, before = now_s, self._statistics.answered
            self._statistics.recent_answer_times.clear()

    def _look(self, now_s: float) -> None:
        """See whether the ramp or the load is over."""
        duration_s = self._settings.duration_s
        if self._measured_since_s is None:
            if self._is_ramp_over(now_s):
                self._begin_to_measure()
        elif duration_s is not None and now_s >= self._measured_since_s + duration_s:
            self._is_over.set()
        if self._stop.is_set():
            self._is_over.set()

    def _is_ramp_over(self, now_s: float) -> bool:
        ramp_s = self._settings.stations / self._settings.ramp_per_s
        late_s = self._started_s + ramp_s + self._settings.open_timeout_s + self._settings.answer_timeout_s
        return self._statistics.settled >= self._settings.stations or now_s >= late_s

    def _begin_to_measure(self) -> None:
        self._shared.may_hurry = True
        if self._settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
            for station in self._stations:
                station.hurry()
        self._measured_since_s = time.monotonic()
        self._answered_before = self._statistics.answered
        self._loop_lag.clear()
        self._own_cpu.start()

    def _tick(self) -> None:
        """Do what is due. This is the only timer of the event loop."""
        now_s = time.monotonic()
        self._loop_lag.record(int((now_s - self._tick_due_s) * 1e6))
        self._tick_due_s = now_s + TICK_S
        self._ticking = self._loop.call_later(TICK_S, self._tick)
        self._shared.tell_time()
        self._shared.wheel.run_due(now_s)
        self._look(now_s)

    async def _wind_down(self) -> None:
        """Have every station end its transaction and close its link; what takes too long is cut off."""
        self._shared.is_over = True
        for station in self._stations:
            station.wind_down()
        await self._all_gone(WIND_DOWN_S)

    async def _end_all(self) -> None:
        for station in self._stations:
            station.abort()
        await self._all_gone(WIND_DOWN_S)

    async def _all_gone(self, at_most_s: float) -> None:
        if self._shared.links:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(at_most_s):
                    await self._shared.all_gone.wait()

    # Connecting

    async def _resolve(self) -> list[tuple[int, Any]]:
        host, port = self._central_system.host, self._central_system.port
        try:
            found = await self._loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise NoCentralSystemError(f"The host {host} is not known: {error.strerror or error}") from None
        return [(family, address) for family, _, _, _, address in found]

    async def _connect_one_after_the_other(self) -> None:
        while True:
            station = await self._to_connect.get()
            cause = None
            for family, address in tuple(self._targets):
                cause = await self._connect(station, family, address)
                if cause is None:
                    self._prefer(family, address)
                    break
            if cause is not None:
                station.link_refused(Refused(cause))

    def _prefer(self, family: int, address: object) -> None:
        """Try first the address that has answered last."""
        if self._targets[0] != (family, address):
            self._targets.sort(key=lambda target: target != (family, address))

    async def _connect(self, station: Station, family: int, address: Any) -> str | None:
        """Connect a station; return why it could not."""
        source = self._sources[station.number % len(self._sources)] if self._sources else None
        target = f"{address[0]}:{address[1]}"
        station.connecting_since_s = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.open_timeout_s):
                sock = await self._connected_socket(family, source, address)
                link = Link(station, self._knock_of(station))
                await self._loop.create_connection(
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
            self._shared.wheel.add(limit_s, lambda: self._give_up(station, link))
            return None
        return cause

    async def _connected_socket(self, family: int, source: str | None, address: Any) -> socket.socket:
        sock = open_socket(family, source if family == socket.AF_INET else None)
        try:
            await self._loop.sock_connect(sock, address)
        except BaseException:
            sock.close()
            raise
        return sock

    def _knock_of(self, station: Station) -> Knock:
        password = self._settings.password_of(station.identity)
        return Knock(self._central_system, station.identity, f"ocpp{station.version}", password)

    def _give_up(self, station: Station, link: Link) -> None:
        if station.opening is link:
            link.abort(f"none in {self._settings.open_timeout_s:g} s")

    # What there is to tell

    def _progress(self, now_s: float, before: int, before_s: float, cpu_share: float) -> Progress:
        statistics = self._statistics
        return Progress(
            elapsed_s=now_s - self._started_s,
            is_ramping=self._measured_since_s is None,
            stations=self._settings.stations,
            connected=statistics.connected,
            messages_per_s=(statistics.answered - before) / max(now_s - before_s, 1e-3),
            answer_times=Times.of(statistics.recent_answer_times),
            errors=statistics.errors.total + statistics.refusals.total + statistics.lost.total,
            cpu_share=cpu_share,
        )

    def _report(self) -> LoadReport:
        now_s = time.monotonic()
        statistics = self._statistics
        since_s = now_s if self._measured_since_s is None else self._measured_since_s
        messages = 0 if self._measured_since_s is None else statistics.answered - self._answered_before
        warnings = [] if self._own_cpu.warning is None else [self._own_cpu.warning]
        if self._measured_since_s is None:
            warnings.append("The load was stopped before all stations had tried to connect: there is no rate.")
        return LoadReport(
            url=self._settings.url,
            versions=list(self._settings.versions),
            pace=self._settings.pace.value,
            started_at=self._started_at.isoformat(timespec="seconds"),
            ramp_s=since_s - self._started_s,
            measured_s=now_s - since_s,
            messages=messages,
            messages_per_s=messages / (now_s - since_s) if now_s > since_s else 0.0,
            stations=StationsReport(
                wanted=self._settings.stations,
                connected=statistics.connected,
                most_connected=statistics.most_connected,
                connects=statistics.connects,
                not_connected=self._not_connected(),
            ),
            connecting_times=Times.of(statistics.connecting_times),
            actions=sorted_actions(statistics.exchanges),
            commands=dict(statistics.commands.most_common()),
            errors=statistics.errors.by_count(),
            refusals=statistics.refusals.by_count(),
            lost_links=statistics.lost.by_count(),
            generator=OwnReport(
                cpu_share=self._own_cpu.share,
                busiest_cpu_share=self._own_cpu.busiest_share,
                loop_lag=Times.of(self._loop_lag),
            ),
            warnings=warnings,
        )

    def _not_connected(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for station in self._stations:
            if not station.is_connected:
                cause = station.last_failure or "it has not connected yet"
                counts[cause] = counts.get(cause, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: -item[1]))
