"""Puts load on the central systems of a case, taking turns."""

import contextlib
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bench.central.cases import CentralCase, Mode
from bench.central.contenders import Contender, Rows
from bench.central.measured import Measured
from bench.central.server import CentralSystem, most_stations
from bench.driver import say
from bench.environments import ROOT
from bench.transport.missing import MissingError
from bench.transport.server import MeasuringError, cores, pinned_to
from bench.transport.toolbox import Toolbox

LOAD_TIMEOUT_S = 600.0


@dataclass(frozen=True)
class CentralEffort:
    """How much load.

    Args:
        rounds: how often the central systems of a case take turns.
        stations: how many send as fast as answers come.
        seconds: how long they do so, once all of them charge.
        held_stations: how many are idle, or connect at once.
        idle_seconds: how long they are idle.
        ramp_per_s: how many stations connect per second, where they do not all at once.
    """

    rounds: int
    stations: int
    seconds: float
    held_stations: int
    idle_seconds: float
    ramp_per_s: float = 500.0


FULL = CentralEffort(rounds=3, stations=500, seconds=8, held_stations=5000, idle_seconds=3)
QUICK = CentralEffort(rounds=1, stations=100, seconds=2, held_stations=300, idle_seconds=1)


@dataclass
class CentralRounds:
    """The rounds of one central system in one case.

    Args:
        case: what was measured.
        rounds: what was seen.
    """

    case: CentralCase
    rounds: list[Measured] = field(default_factory=list[Measured])

    @staticmethod
    def _window(measured: Measured) -> tuple[float, int, float, float]:
        """Return seconds, messages, CPU seconds of the server and of the load."""
        first, last = measured.samples[0], measured.samples[-1]
        return (
            last.at_s - first.at_s,
            last.answered - first.answered,
            last.server_cpu_s - first.server_cpu_s,
            last.generator_cpu_s - first.generator_cpu_s,
        )

    @property
    def per_second(self) -> float:
        """Median of the messages per second by the clock on the wall."""
        windows = map(self._window, self.rounds)
        return statistics.median(messages / seconds for seconds, messages, _, _ in windows)

    @property
    def server_us(self) -> float:
        """Median CPU microseconds of the server: per message, or per station that has connected and booted."""
        if self.case.mode.is_rate:
            windows = map(self._window, self.rounds)
            return 1e6 * statistics.median(cpu_s / messages for _, messages, cpu_s, _ in windows)
        return 1e6 * statistics.median(
            (each.samples[-1].server_cpu_s - each.before.server_cpu_s) / each.stations for each in self.rounds
        )

    @property
    def generator_us(self) -> float:
        """Median CPU microseconds of the load per message."""
        windows = map(self._window, self.rounds)
        return 1e6 * statistics.median(cpu_s / messages for _, messages, _, cpu_s in windows)

    @property
    def busy(self) -> float:
        """Median share of its core that the server used."""
        windows = map(self._window, self.rounds)
        return statistics.median(cpu_s / seconds for seconds, _, cpu_s, _ in windows)

    @property
    def p50_ms(self) -> float:
        """Median of the rounds' medians of the answer times."""
        return statistics.median(each.p50_ms for each in self.rounds)

    @property
    def p99_ms(self) -> float:
        """Median over the rounds of what 99 of 100 answers took at most."""
        return statistics.median(each.p99_ms for each in self.rounds)

    @property
    def settle_s(self) -> float:
        """Median of the time from the first connection until the last station had booted."""
        return statistics.median(each.ramp_s for each in self.rounds)

    @property
    def memory_kib(self) -> float:
        """Median growth of the server's resident memory per station."""
        return statistics.median(
            (each.samples[-1].server_memory_kib - each.before.server_memory_kib) / each.stations for each in self.rounds
        )


CentralResults = dict[tuple[str, str], CentralRounds]
"""By the name of the case and the title of the contender."""


def put_load(
    server: CentralSystem, mode: Mode, tools: Toolbox, *, stations: int, seconds: float, ramp_per_s: float
) -> Measured:
    """Run the load once. Raises: MeasuringError, also if a single message has failed."""
    command = [str(tools.ours), "-m", "bench.central.load", mode.value, "--url", server.url]
    command += ["--server", str(server.pid), "--stations", str(stations)]
    command += ["--duration", str(seconds), "--ramp", str(ramp_per_s)]
    if server.contender.speaks_tls:
        command += ["--certificate", str(tools.certificate)]
    _, on_load_core = cores()
    with pinned_to(on_load_core):
        done = subprocess.run(
            command,
            env=tools.environ_of_ours,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LOAD_TIMEOUT_S,
        )
    if done.returncode:
        raise MeasuringError(f"{server.contender.title}: {done.stderr.strip()[-1000:]}")
    measured = Measured.from_json(done.stdout)
    if len(measured.samples) < 2 or measured.stations != stations:
        raise MeasuringError(f"{server.contender.title}: {measured.stations} of {stations} stations were connected")
    return measured


class Turns:
    """One central system of a case, and what it was told.

    Args:
        case: what is measured.
        server: the central system.
        tools: what the load runs with.
        effort: how much load.
        stores: whether it has to have stored what it answered.
    """

    def __init__(
        self, case: CentralCase, server: CentralSystem, tools: Toolbox, effort: CentralEffort, *, stores: bool
    ) -> None:
        self.server = server
        self._case, self._tools, self._effort = case, tools, effort
        self._stores = stores
        self._answered: Counter[str] = Counter()

    def warm_up(self) -> None:
        """Let the server do what it does on first use only, before anything counts."""
        effort = self._effort
        mode = self._case.mode
        if mode is Mode.STORM:  # after this they are known
            self._load(effort.held_stations, 1.0)
        elif mode is Mode.IDLE:
            self._load(min(10, effort.held_stations), 1.0)

    def take(self) -> Measured:
        """Return one round. Raises: MeasuringError."""
        effort = self._effort
        if self._case.mode.is_rate:
            measured = self._load(effort.stations, effort.seconds)
        else:
            if self._case.mode is Mode.STORM:
                self.server.kill()
                self.server.start()
            measured = self._load(effort.held_stations, effort.idle_seconds)
        self._answered += Counter(measured.answered)
        if self._stores:
            check(self.server.contender, self._answered, self.server.contender.count_rows(self.server.folder))
        return measured

    def _load(self, stations: int, seconds: float) -> Measured:
        return put_load(
            self.server,
            self._case.mode,
            self._tools,
            stations=stations,
            seconds=seconds,
            ramp_per_s=self._effort.ramp_per_s,
        )


def check(contender: Contender, answered: Counter[str], stored: Rows) -> None:
    """See that what was answered is in the database. Raises: MeasuringError."""
    for action, count in (
        ("MeterValues", stored.meter_values),
        ("StartTransaction", stored.starts),
        ("StopTransaction", stored.stops),
    ):
        if count < answered[action]:
            raise MeasuringError(f"{contender.title}: {answered[action]} {action} were answered, {count} are stored")


def measure_case(case: CentralCase, tools: Toolbox, effort: CentralEffort) -> tuple[CentralResults, list[str]]:
    """Measure the central systems of a case in turns; return also what could not be measured.

    Memory is measured once: the second time, a process takes what it has already.
    """
    rounds = 1 if case.mode is Mode.IDLE else effort.rounds
    say(f"{case.name}: {rounds} rounds of {len(case.rows)} central systems")
    results: CentralResults = {}
    failures: list[str] = []
    with contextlib.ExitStack() as running:
        turns: list[Turns] = []
        for row in case.rows:
            try:
                server = running.enter_context(CentralSystem(row.contender, tools))
                one = Turns(case, server, tools, effort, stores=row.stores)
                one.warm_up()
            except (MeasuringError, MissingError) as error:
                failures.append(f"{case.name}: {error}")
            else:
                turns.append(one)
        for _ in range(rounds):
            for one in tuple(turns):
                try:
                    measured = one.take()
                except MeasuringError as error:
                    failures.append(f"{case.name}: {error}")
                    turns.remove(one)
                else:
                    key = (case.name, one.server.contender.title)
                    results.setdefault(key, CentralRounds(case)).rounds.append(measured)
    return results, failures


def within_limits(effort: CentralEffort) -> CentralEffort:
    """Return the effort with as many stations as this machine can have."""
    held = most_stations(effort.held_stations)
    if held < effort.held_stations:
        say(f"note: {held} stations instead of {effort.held_stations}: more files may not be open (ulimit -Hn)")
    return replace(effort, stations=most_stations(effort.stations), held_stations=held)


def measure_central(
    cases: Sequence[CentralCase], tools: Toolbox, effort: CentralEffort
) -> tuple[CentralResults, list[str]]:
    """Measure one case after the other."""
    if sys.platform != "linux":
        return {}, ["central: central systems are measured on Linux only"]
    results: CentralResults = {}
    failures: list[str] = []
    for case in cases:
        found, failed = measure_case(case, tools, effort)
        results |= found
        failures += failed
    return results, failures
