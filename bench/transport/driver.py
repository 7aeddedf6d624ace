"""Puts load on the servers of a case, taking turns."""

import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict, cast

from bench.driver import say
from bench.transport import contenders
from bench.transport.cases import Mode, TransportCase
from bench.transport.contenders import Contender
from bench.transport.missing import MissingError
from bench.transport.server import MeasuringError, Server, cores, pinned_to
from bench.transport.toolbox import Toolbox


class LoadMeasured(TypedDict):
    """What one run of the load generator says; `messages` are links where no messages are counted."""

    messages: int
    wall_s: float
    server_cpu_s: float
    generator_cpu_s: float
    server_memory_kib: int


@dataclass(frozen=True)
class LoadEffort:
    """How much load: seconds of messages in each round, and the links of each kind of case."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    links: int
    connects: int
    held_links: int


FULL = LoadEffort(rounds=3, seconds=0.8, warm_up_seconds=0.3, links=100, connects=3000, held_links=5000)
QUICK = LoadEffort(rounds=1, seconds=0.2, warm_up_seconds=0.1, links=100, connects=300, held_links=500)


@dataclass
class LoadRounds:
    """The rounds of one server in one case."""

    rounds: list[LoadMeasured] = field(default_factory=list[LoadMeasured])

    def _median_us(self, cpu_s: Literal["server_cpu_s", "generator_cpu_s"]) -> float:
        return 1e6 * statistics.median(each[cpu_s] / each["messages"] for each in self.rounds)

    @property
    def server_us(self) -> float:
        """Median CPU microseconds of the server per message or link."""
        return self._median_us("server_cpu_s")

    @property
    def generator_us(self) -> float:
        """Median CPU microseconds of the load generator per message or link."""
        return self._median_us("generator_cpu_s")

    @property
    def per_second(self) -> float:
        """Median of the messages or links per second by the clock on the wall."""
        return statistics.median(each["messages"] / each["wall_s"] for each in self.rounds)

    @property
    def memory_kib(self) -> float:
        """Median growth of the server's resident memory per link."""
        return statistics.median(each["server_memory_kib"] / each["messages"] for each in self.rounds)

    def cost(self, mode: Mode) -> float:
        """Return what this kind of case compares, in the unit of the case."""
        return self.memory_kib if mode is Mode.HOLD else self.server_us


LoadResults = dict[tuple[str, str], LoadRounds]
"""By the name of the case and the title of the contender."""


def put_load(server: Server, case: TransportCase, tools: Toolbox, *, links: int, warm_up: float, seconds: float) -> str:
    """Run the load generator once; return what it prints. Raises: MeasuringError, MissingError."""
    program = tools.load_with_tls if server.contender.speaks_tls else tools.load
    command = [str(program), case.mode.value, "--port", str(server.port), "--server", str(server.pid)]
    command += ["--links", str(links), "--warm-up", str(warm_up), "--seconds", str(seconds)]
    command += ["--outstanding", str(case.outstanding), "--call", case.call]
    if not server.contender.answers_calls:
        command.append("--any-answer")
    if server.contender.speaks_tls:
        command.append("--tls")
    server.settle()
    _, on_load_core = cores()
    with pinned_to(on_load_core):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MeasuringError(f"{case.name}: {server.contender.title}: {done.stderr.strip()}")
    return done.stdout


def warm_up(server: Server, case: TransportCase, tools: Toolbox, effort: LoadEffort) -> None:
    """Let the server do what it does on first use only, before anything counts."""
    match case.mode:
        case Mode.EXCHANGE:
            put_load(server, case, tools, links=effort.links, warm_up=0, seconds=effort.seconds / 2)
        case Mode.CONNECT:
            put_load(server, case, tools, links=effort.connects // 10, warm_up=0, seconds=0)
        case Mode.HOLD:
            put_load(server, case, tools, links=10, warm_up=0, seconds=0)


def measure_once(server: Server, case: TransportCase, tools: Toolbox, effort: LoadEffort) -> LoadMeasured:
    """Return one round."""
    links = {Mode.EXCHANGE: effort.links, Mode.CONNECT: effort.connects, Mode.HOLD: effort.held_links}[case.mode]
    printed = put_load(server, case, tools, links=links, warm_up=effort.warm_up_seconds, seconds=effort.seconds)
    return cast("LoadMeasured", json.loads(printed))


def measure_case(case: TransportCase, tools: Toolbox, effort: LoadEffort) -> tuple[LoadResults, list[str]]:
    """Measure the servers of a case in turns; return also what could not be measured.

    Memory is measured once, as the second time a server takes what it has already; it hardly varies.
    """
    rounds = 1 if case.mode is Mode.HOLD else effort.rounds
    say(f"{case.name}: {rounds} rounds of {len(case.rows)} servers")
    results: LoadResults = {}
    failures: list[str] = []
    with contextlib.ExitStack() as running:
        servers: list[Server] = []
        for contender in (row.contender for row in case.rows):
            try:
                server = running.enter_context(Server(contender, tools))
                warm_up(server, case, tools, effort)
            except (MeasuringError, MissingError) as error:
                failures.append(_explain(case, contender, error))
            else:
                servers.append(server)
        for _ in range(rounds):
            for server in tuple(servers):
                try:
                    measured = measure_once(server, case, tools, effort)
                except MeasuringError as error:
                    failures.append(_explain(case, server.contender, error))
                    servers.remove(server)
                else:
                    results.setdefault((case.name, server.contender.title), LoadRounds()).rounds.append(measured)
    return results, failures


def _explain(case: TransportCase, contender: Contender, error: Exception) -> str:
    return f"{case.name}, {contender.title}: {error}"


def measure_transport(
    cases: Sequence[TransportCase], tools: Toolbox, effort: LoadEffort
) -> tuple[LoadResults, list[str]]:
    """Measure one case after the other."""
    if sys.platform != "linux":
        return {}, ["transport: servers are measured on Linux only"]
    results: LoadResults = {}
    failures: list[str] = []
    for case in cases:
        found, failed = measure_case(case, tools, effort)
        results |= found
        failures += failed
    return results, failures


def profile_ours(case: TransportCase, tools: Toolbox, seconds: float) -> None:
    """Put the load of a case on our server under cProfile, which prints its table to standard error at the end."""
    effort = replace(FULL, seconds=seconds, connects=1000, held_links=500)
    with Server(contenders.OURS_PROFILED, tools) as server:
        measure_once(server, case, tools, effort)
