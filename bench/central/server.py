"""A central system in a process of its own, on a core of its own, with a folder for what it stores."""

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.central.contenders import Contender
from bench.environments import ROOT
from bench.transport.native import CACHE
from bench.transport.server import MeasuringError, cores, pinned_to
from bench.transport.toolbox import Toolbox

READY_S = 60.0
END_S = 30.0
TRIES_PER_S = 50

_PORT = re.compile(r"(?:^|wss?://[\d.]+:)(\d+)(?:/|\n)")
"""Ours says where chargers connect to, the others their port alone, on a line."""
_HTTP = re.compile(r"http://[\d.]+:\d+")


class CentralSystem:
    """Runs a contender until the end of the context; what it has stored is deleted then.

    Args:
        contender: the central system.
        tools: what it runs with.

    Raises:
        MissingError: this machine cannot have it.
        MeasuringError: it did not start.
    """

    def __init__(self, contender: Contender, tools: Toolbox) -> None:
        self.contender = contender
        CACHE.mkdir(parents=True, exist_ok=True)
        # Beside the sources and not among temporary files, which may be in memory: there, a commit costs nothing.
        self.folder = Path(tempfile.mkdtemp(prefix="central-", dir=CACHE))
        self._log = self.folder / "log.txt"
        try:
            self._start = contender.start(tools, self.folder)
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def start(self) -> None:
        """Start it, again if it was killed; return when it listens."""
        on_server_core, _ = cores()
        self._log.write_text("", encoding="utf-8")
        with pinned_to(on_server_core), self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._start.command,
                env=self._start.environ,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_allow_open_files,  # noqa: PLW1509 - nothing here has threads
            )
        deadline = time.monotonic() + READY_S
        while (found := _PORT.search(self._said())) is None:
            ended = self._process.poll()
            if ended is not None or time.monotonic() > deadline:
                self.kill()
                raise MeasuringError(f"{self.contender.title} did not start: {self._said().strip()[-500:] or ended}")
            time.sleep(1 / TRIES_PER_S)
        self.port = int(found[1])

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def url(self) -> str:
        """Where stations connect to."""
        return f"{'wss' if self.contender.speaks_tls else 'ws'}://127.0.0.1:{self.port}"

    @property
    def http_url(self) -> str:
        """Where ours can be looked at, without a slash at the end."""
        found = _HTTP.search(self._said())
        if found is None:
            raise MeasuringError(f"{self.contender.title} does not say where its pages are")
        return found[0]

    @property
    def password(self) -> str:
        """With which the first user of ours logs in."""
        return (self.folder / "admin-password").read_text(encoding="utf-8").strip()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def kill(self) -> None:
        """End it as the lack of power would."""
        self._process.kill()
        self._end()

    def stop(self) -> None:
        """Have it come to an end by itself: both kinds are told, by a signal or by the end of their input."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        self._end()

    def _end(self) -> None:
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _allow_open_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def most_stations(wanted: int) -> int:
    """Return how many stations this machine can have: each is an open file on both sides."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if hard == resource.RLIM_INFINITY else max(1, min(wanted, hard - FILES_BESIDE_LINKS))


FILES_BESIDE_LINKS = 200
"""What a server has open besides: the database, its threads' connections, the interpreter's files."""


def memory_kib(pid: int) -> int:
    """Return the resident memory of a process. Raises: MeasuringError if it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except FileNotFoundError:
        raise MeasuringError("the server has ended under the load") from None
    return pages * (os.sysconf("SC_PAGE_SIZE") // 1024)


def sync_us() -> float:
    """Return how long 4 KiB take to reach the disk on which central systems store, in microseconds."""
    CACHE.mkdir(parents=True, exist_ok=True)
    tries = 50
    with tempfile.TemporaryFile(dir=CACHE) as file:
        begin = time.perf_counter()
        for _ in range(tries):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return 1e6 * (time.perf_counter() - begin) / tries
