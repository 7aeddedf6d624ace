"""The load itself: thousands of stations on one event loop, without a task or a thread for any of them."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

from csms_simulator.load import v2, v16
from csms_simulator.load.connecting import Connecting
from csms_simulator.load.limits import allow_open_files
from csms_simulator.load.own_cpu import OwnCpu
from csms_simulator.load.pulse import Pulse
from csms_simulator.load.report import LoadReport, OwnReport, Progress, StationsReport, Times, sorted_actions
from csms_simulator.load.settings import LoadSettings, Pace
from csms_simulator.load.shared import Shared
from csms_simulator.load.station import Station

PROGRESS_S = 1.0
WIND_DOWN_S = 5.0

OnProgress = Callable[[Progress], object]


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
        self._own_cpu = own_cpu
        self._report_is_made: asyncio.Future[LoadReport] = asyncio.get_running_loop().create_future()
        self._pulse = Pulse(self._beat, self._fail)
        self._connecting = Connecting(settings)
        self._shared = Shared(settings, self._pulse, self._connecting.add, run_id=secrets.token_hex(4))
        self._statistics = self._shared.statistics
        self._stations = self._make_stations()
        self._started_at = datetime.now(UTC)
        self._started_s = self._progress_s = time.perf_counter()
        self._answered_at_progress = 0
        self._measured_since_s: float | None = None
        self._answered_before = 0

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
        await self._connecting.start(self._shared.wheel)
        self._started_at = datetime.now(UTC)
        self._started_s = self._progress_s = time.perf_counter()
        for station in self._stations:
            due_s = self._started_s + (station.number - 1) / self._settings.ramp_per_s
            self._shared.wheel.add(due_s, lambda station=station: self._connecting.add(station))
        self._own_cpu.start()
        self._pulse.due_ns = time.perf_counter_ns()
        self._pulse.beat()
        try:
            report = await self._report_is_made
            for station in self._stations:
                station.wind_down()
            await self._all_gone()
        finally:
            self._shared.is_over = True
            await self._connecting.stop()
            for station in self._stations:
                station.abort()
            await self._all_gone()
            self._pulse.stop()
        return report

    async def _all_gone(self) -> None:
        """Wait until all links have ended, but not for ever."""
        if self._shared.links:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(WIND_DOWN_S):
                    await self._shared.all_gone.wait()

    def _beat(self, now_s: float) -> None:
        """Do what is due, and see whether the ramp or the load is over."""
        self._shared.tell_time()
        self._shared.wheel.run_due(now_s)
        if self._shared.is_over:
            return
        duration_s = self._settings.duration_s
        is_over = self._stop.is_set()
        if self._measured_since_s is None:
            if not is_over and self._is_ramp_over(now_s):
                self._begin_to_measure()
        elif duration_s is not None and now_s >= self._measured_since_s + duration_s:
            is_over = True
        if is_over or now_s >= self._progress_s + PROGRESS_S:
            self._tell_progress(now_s)
        if is_over and not self._report_is_made.done():
            self._shared.is_over = True
            self._report_is_made.set_result(self._report(now_s))

    def _fail(self, error: Exception) -> None:
        if not self._report_is_made.done():
            self._report_is_made.set_exception(error)

    def _is_ramp_over(self, now_s: float) -> bool:
        ramp_s = self._settings.stations / self._settings.ramp_per_s
        late_s = self._started_s + ramp_s + self._settings.open_timeout_s + self._settings.answer_timeout_s
        return self._statistics.settled >= self._settings.stations or now_s >= late_s

    def _begin_to_measure(self) -> None:
        self._shared.may_hurry = True
        if self._settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
            for station in self._stations:
                station.hurry()
        self._measured_since_s = self._progress_s = time.perf_counter()
        self._answered_before = self._answered_at_progress = self._statistics.answered
        self._pulse.lateness.clear()
        self._own_cpu.start()

    # What there is to tell

    def _tell_progress(self, now_s: float) -> None:
        statistics = self._statistics
        cpu_share = self._own_cpu.sample()
        recent_answer_times = statistics.take_recent()
        if self._on_progress is not None:
            progress = Progress(
                elapsed_s=now_s - self._started_s,
                is_ramping=self._measured_since_s is None,
                stations=self._settings.stations,
                connected=statistics.connected,
                messages_per_s=(statistics.answered - self._answered_at_progress) / max(now_s - self._progress_s, 1e-3),
                answered={action: exchange.answered for action, exchange in statistics.exchanges.items()},
                answer_times=Times.of(recent_answer_times),
                errors=statistics.errors.total + statistics.refusals.total + statistics.lost.total,
                cpu_share=cpu_share,
            )
            self._on_progress(progress)
        self._progress_s, self._answered_at_progress = now_s, statistics.answered

    def _report(self, now_s: float) -> LoadReport:
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
                loop_lag=Times.of(self._pulse.lateness),
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
