"""Puts load on a central system and says what it saw, as JSON; runs in our interpreter, on the load's core.

The stations are those of `csms_simulator.load`, as `csms-simulator load` has them.
"""

import argparse
import asyncio
import ssl
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bench.central.measured import Measured, Sample
from bench.central.server import memory_kib
from bench.transport.server import cpu_s_of
from csms_simulator.load import Kind, LoadReport, LoadSettings, Pace, Progress, run_load
from ocpp.server import run

MIXES = {"meter-values": Kind.METER_VALUES, "transactions": Kind.TRANSACTIONS}

COUNTED = {"meter-values": ("MeterValues",), "transactions": ("StartTransaction", "StopTransaction")}

BEGIN_LIMIT_S = 120.0
"""How long it may take until all stations have booted, and charge if they are to."""

AT_ONCE_PER_S = 1e6
"""More stations per second than there are: all of them at once."""


class Observer:
    """Looks at the server once a second, from when all stations do what they are to do.

    Args:
        pid: of the server.
        counted: the actions that count; if there are none, stations only have to be there.
        stations: how many there are.
        duration_s: how long to look.
    """

    def __init__(self, pid: int, counted: Sequence[str], stations: int, duration_s: float) -> None:
        self._pid = pid
        self._counted = counted
        self._stations = stations
        self._duration_s = duration_s
        self._has_begun = False
        self.samples: list[Sample] = []
        self.stop = asyncio.Event()

    def look(self, progress: Progress) -> None:
        """Note how it goes, and have the load end when it has lasted long enough, or cannot begin."""
        if self._has_begun:
            self.samples.append(self.sample(progress.answered))
        elif not progress.is_ramping:
            # What has come before is told with the next second.
            self._has_begun = not self._counted or progress.answered["StartTransaction"] >= self._stations
        too_late = not self.samples and progress.elapsed_s > BEGIN_LIMIT_S
        if too_late or (self.samples and self.samples[-1].at_s >= self.samples[0].at_s + self._duration_s):
            self.stop.set()

    def sample(self, answered: Mapping[str, int]) -> Sample:
        """Return how it is now."""
        return Sample(
            at_s=time.perf_counter(),
            answered=sum(answered[action] for action in self._counted) if answered else 0,
            server_cpu_s=cpu_s_of(self._pid),
            generator_cpu_s=time.process_time(),
            server_memory_kib=memory_kib(self._pid),
        )


def settings_of(arguments: argparse.Namespace) -> LoadSettings:
    """Return the load that the command line asks for."""
    hurries = arguments.mode in MIXES
    return LoadSettings(
        url=arguments.url,
        stations=arguments.stations,
        ssl=_trusting(arguments.certificate) if arguments.certificate else None,
        pace=Pace.AS_FAST_AS_ANSWERS_COME if hurries else Pace.REALISTIC,
        mix={MIXES[arguments.mode]: 1} if hurries else {Kind.HEARTBEAT: 1},
        charging_share=0.0,
        ramp_per_s=AT_ONCE_PER_S if arguments.mode == "storm" else arguments.ramp,
        open_timeout_s=120.0,
        answer_timeout_s=120.0,
    )


def _trusting(certificate: str) -> ssl.SSLContext:
    """Return a context that trusts this certificate alone."""
    context = ssl.create_default_context(cafile=certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


async def measure(
    settings: LoadSettings, pid: int, counted: Sequence[str], duration_s: float
) -> tuple[Measured, LoadReport]:
    """Put the load on the server, and look at it before, in between and at the end."""
    observer = Observer(pid, counted, settings.stations, duration_s)
    before = observer.sample({})
    report = await run_load(settings, observer.look, stop=observer.stop)
    times = {action.action: action.answer_times for action in report.actions if action.action in counted}
    measured = Measured(
        before=before,
        samples=observer.samples,
        ramp_s=report.ramp_s,
        stations=report.stations.connected,
        answered={action.action: action.answered for action in report.actions},
        p50_ms=max((each.p50_ms for each in times.values()), default=0.0),
        p99_ms=max((each.p99_ms for each in times.values()), default=0.0),
    )
    return measured, report


def main() -> int:
    """Return 0 if nothing failed."""
    parser = argparse.ArgumentParser(prog="bench.central.load")
    parser.add_argument("mode", choices=("meter-values", "transactions", "idle", "storm"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--server", type=int, required=True, help="the number of its process")
    parser.add_argument("--stations", type=int, required=True)
    parser.add_argument("--ramp", type=float, required=True, help="stations per second")
    parser.add_argument("--duration", type=float, required=True, help="seconds, when all have begun")
    parser.add_argument("--certificate", type=Path, help="the server's, for TLS")
    arguments = parser.parse_args()
    found: list[tuple[Measured, LoadReport]] = []

    async def put_load() -> None:
        counted = COUNTED.get(arguments.mode, ())
        found.append(await measure(settings_of(arguments), arguments.server, counted, arguments.duration))

    run(put_load())
    [(measured, report)] = found
    if report.has_failed:
        print(f"{report.errors | report.refusals | report.lost_links}", file=sys.stderr)
        return 1
    if not measured.samples:
        print(f"not all stations had begun after {BEGIN_LIMIT_S:g} s", file=sys.stderr)
        return 1
    sys.stdout.write(msgspec.json.encode(measured).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
