"""Starts the workers and takes turns between them, so that what disturbs the machine disturbs all of them."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from bench.cases import Case
from bench.environments import ROOT, clean_environ
from bench.protocol import Description, Measured, Profiled, Request

OURS = "ours"
PEER_DEFAULT = "peer, default (threads)"
PEER_WITHOUT_THREADS = "peer, ASYNC_VALIDATION=False"

_IMPORT = """
import json, time
wall, cpu = time.perf_counter(), time.process_time()
import ocpp.v16
print(json.dumps({"messages": 1, "cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}))
"""


class WorkerError(Exception):
    """A worker could not do what it was asked; the message is its traceback."""


@dataclass(frozen=True)
class Interpreter:
    """A Python that has one of the libraries."""

    path: Path
    is_ours: bool

    def environ(self) -> dict[str, str]:
        """Return the environment variables to run it with."""
        return clean_environ(keep_python_path=self.is_ours)


class Worker:
    """A process with one library in one setting, that measures when it is told to."""

    def __init__(self, name: str, interpreter: Interpreter, *options: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [interpreter.path, "-m", "bench.worker", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=interpreter.environ(),
        )

    def _ask(self, request: Request) -> dict[str, Any]:
        to_worker, from_worker = self._process.stdin, self._process.stdout
        if to_worker is None or from_worker is None:
            raise WorkerError(f"{self.name}: no pipes to the worker")
        try:
            to_worker.write(json.dumps(request) + "\n")
            to_worker.flush()
        except BrokenPipeError:
            raise WorkerError(f"{self.name}: the worker has ended") from None
        line = from_worker.readline()
        if not line:
            raise WorkerError(f"{self.name}: the worker has ended with exit code {self._process.wait()}")
        reply = cast("dict[str, Any]", json.loads(line))
        if "error" in reply:
            raise WorkerError(f"{self.name}: {request.get('program', request['do'])}\n{reply['error']}")
        return reply

    def describe(self) -> Description:
        """Return which library the worker runs."""
        return cast("Description", self._ask({"do": "describe"}))

    def measure(self, program: str, seconds: float) -> Measured:
        """Return one round of so many CPU seconds."""
        return cast("Measured", self._ask({"do": "measure", "program": program, "seconds": seconds}))

    def profile(self, program: str, seconds: float) -> Profiled:
        """Return what cProfile says of a program."""
        return cast("Profiled", self._ask({"do": "profile", "program": program, "seconds": seconds}))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


@dataclass
class Rounds:
    """The rounds of one program on one worker."""

    rounds: list[Measured] = field(default_factory=list[Measured])

    @property
    def cpu_us(self) -> float:
        """Median CPU microseconds per message."""
        return 1e6 * statistics.median(each["cpu_s"] / each["messages"] for each in self.rounds)

    @property
    def wall_us(self) -> float:
        """Median microseconds per message by the clock on the wall."""
        return 1e6 * statistics.median(each["wall_s"] / each["messages"] for each in self.rounds)


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds, CPU seconds of each, and of the warm-up before them."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    imports: int


FULL = Effort(rounds=5, seconds=0.4, warm_up_seconds=0.3, imports=9)
QUICK = Effort(rounds=3, seconds=0.05, warm_up_seconds=0.05, imports=3)

Results = dict[tuple[str, str], Rounds]
"""By worker and program."""


def say(text: str) -> None:
    """Print progress where it does not mix with the table."""
    print(text, file=sys.stderr, flush=True)


def warn_of_load() -> None:
    """Say so when the machine is busy: CPU time per message suffers less than time on the wall, but it does."""
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load > cores / 2:
        say(f"note: the load is {load:.1f} on {cores} cores; ratios hold better than microseconds")


def measure_cases(
    cases: Sequence[Case], ours: Worker, peers: Sequence[Worker], effort: Effort, *, typed: bool
) -> tuple[Results, list[str]]:
    """Measure every case, taking turns between all that is compared; return also what could not be measured.

    The cases that are compared with the same program of the peer share its rounds.
    """
    results: Results = {}
    failures: list[str] = []
    for peer_program in dict.fromkeys(case.peer_program for case in cases):
        contenders = [(peer, peer_program) for peer in peers]
        for case in cases:
            if case.peer_program == peer_program and (typed or not case.is_typed):
                contenders.insert(0, (ours, case.program))
        say(f"{peer_program}: {effort.rounds} rounds of {len(contenders)} programs")
        running: list[tuple[Worker, str]] = []
        for worker, program in contenders:
            try:
                worker.measure(program, effort.warm_up_seconds)
            except WorkerError as error:
                failures.append(str(error))
            else:
                running.append((worker, program))
        for _ in range(effort.rounds):
            for worker, program in running:
                results.setdefault((worker.name, program), Rounds()).rounds.append(
                    worker.measure(program, effort.seconds)
                )
    return results, failures


def measure_imports(interpreters: Iterable[tuple[str, Interpreter]], times: int) -> dict[str, Rounds]:
    """Measure `import ocpp.v16` in fresh processes, taking turns; the first one, which compiles, does not count."""
    say(f"import ocpp.v16: {times} processes each")
    pairs = list(interpreters)
    results: dict[str, Rounds] = {name: Rounds() for name, _ in pairs}
    for number in range(times + 1):
        for name, interpreter in pairs:
            printed = subprocess.run(
                [interpreter.path, "-c", _IMPORT],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env=interpreter.environ(),
            )
            if number:
                results[name].rounds.append(cast("Measured", json.loads(printed.stdout)))
    return results
