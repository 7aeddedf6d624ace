"""A server in a process of its own."""

import contextlib
import os
import subprocess
import time
from collections.abc import Generator
from types import TracebackType
from typing import Self

from bench.environments import ROOT
from bench.transport.contenders import Contender
from bench.transport.toolbox import Toolbox

SECONDS_TO_END = 10.0


class MeasuringError(Exception):
    """A server or the load generator did not do what was measured."""


def cores() -> tuple[set[int], set[int]]:
    """Return the cores for servers and for the load: one each, or all for both where there is one or cannot be told."""
    available = sorted(os.sched_getaffinity(0))
    if len(available) < 2:
        return set(available), set(available)
    return {available[0]}, {available[1]}


@contextlib.contextmanager
def pinned_to(these: set[int]) -> Generator[None]:
    """Start processes on these cores alone: they inherit where this one may run."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, these)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_s_of(pid: int) -> float:
    """Return the CPU time of all threads of a process so far."""
    # What the C function clock_getcpuclockid() makes of a process id on Linux; Python does not have it.
    return time.clock_gettime(~pid << 3 | 2)


class Server:
    """Runs a contender until the end of the context.

    Raises:
        MissingError: this machine cannot have it.
        MeasuringError: it did not start.
    """

    def __init__(self, contender: Contender, tools: Toolbox) -> None:
        self.contender = contender
        start = contender.start(tools)
        on_server_core, _ = cores()
        with pinned_to(on_server_core):
            self._process = subprocess.Popen(
                start.command,
                env=start.environ,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise MeasuringError(f"{contender.title}: it ended with exit code {self._process.wait()}")
        self.port = int(line)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def cpu_s(self) -> float:
        """Return the CPU time of all its threads so far."""
        return cpu_s_of(self.pid)

    def settle(self) -> None:
        """Wait until it has nothing more to do for the links that were closed."""
        deadline = time.monotonic() + SECONDS_TO_END
        before = -1.0
        while (cpu_s := self.cpu_s()) - before > 0.001 and time.monotonic() < deadline:
            before = cpu_s
            time.sleep(0.05)

    def stop(self) -> None:
        """Let it end; it is killed when it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
