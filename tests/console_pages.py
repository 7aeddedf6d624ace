"""Pages whose console blocks are run: by tests, and by `python -m tests.console_pages PAGE`, which writes the outputs.

In a console block, `$` is before what is typed into a shell, and `>` before what is typed into the terminal of the
simulated station. `csms serve` and `csms-simulator station` run on beside what follows; a second one replaces the
first. What a page shows and what comes are compared by their shape: times and numbers are examples, and `...` stands
for anything.
"""

import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEADLINE_S = 90
LONGEST_LINE = 132

_CONSOLE = re.compile(r"^(?:% wait (?P<wait>\d+)\n)?```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HERE_DOCUMENT = "<<'END'"
_RUNS_ON = ("csms serve", "csms-simulator station")
_READS = (
    r"curl (?![\s\S]*(--request|--data|--json))|"
    r"csms (station|token|transaction|command|inbox) (list|show|samples|history|status|decisions|variables)|"
    r"csms (frames|inbox$|doctor)"
)
_VARIABLE = (
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", "TIME"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "UUID"),
    (r"\b[0-9a-f]{32,64}\b", "SECRET"),
    (r"csms_[\w-]{20,}", "KEY"),
    (r"\b\d+(\.\d+)*\b", "N"),
    (r"[ \t]+", " "),
    (r"-{2,}", "-"),
)


@dataclass
class Step:
    """What is typed, and what is shown after it."""

    prompt: str
    typed: str
    shown: list[str] = field(default_factory=list[str])
    wait_s: int = 0


def steps_of(text: str) -> list[Step]:
    """Return what a page says to type, in order."""
    return [step for block in _CONSOLE.finditer(text) for step in _steps_of_block(block)]


def _steps_of_block(block: "re.Match[str]") -> list[Step]:
    steps: list[Step] = []
    for line in block["text"].splitlines():
        if line[:2] in ("$ ", "> "):
            steps.append(Step(line[0], line[2:], wait_s=0 if steps else int(block["wait"] or 0)))
        elif steps[-1].typed.endswith("\\") or (
            _HERE_DOCUMENT in steps[-1].typed and not steps[-1].typed.endswith("\nEND")
        ):
            steps[-1].typed += f"\n{line}"
        else:
            steps[-1].shown.append(line)
    return steps


def shape_of(line: str) -> str:
    """Return what of a line has to be the same each time."""
    for pattern, word in _VARIABLE:
        line = re.sub(pattern, word, line)
    return line.strip()


def is_shown(expected: list[str], printed: list[str]) -> bool:
    """Tell whether lines have the shape of those on a page, on which `...` stands for anything."""
    pattern = re.escape("\n".join(shape_of(line) for line in expected))
    pattern = pattern.replace(re.escape("\n...\n"), r"\n(?:.*\n)*?").replace(re.escape("..."), r"[^\n]*")
    return re.fullmatch(pattern, "\n".join(shape_of(line) for line in printed)) is not None


class Terminal:
    """A program that runs on, with what it has printed."""

    def __init__(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def line(self, timeout_s: float) -> str | None:
        """Return the next line that is printed."""
        try:
            return self._lines.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def end(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait(20)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


class Desk:
    """Runs the steps of a page in a folder of its own, on ports that are free."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ocpp_port, self.http_port = free_port(), free_port()
        self.terminals: dict[str, Terminal] = {}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CSMS_")} | {
            "CSMS_OCPP_PORT": str(self.ocpp_port),
            "CSMS_HTTP_PORT": str(self.http_port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": "250",
            "TZ": "UTC",
        }

    def _ours(self, text: str) -> str:
        return text.replace("9000", str(self.ocpp_port)).replace("8080", str(self.http_port))

    def _pages(self, text: str) -> str:
        text = text.replace(str(self.ocpp_port), "9000").replace(str(self.http_port), "8080")
        text = text.replace(str(self.folder), "/home/ada/csms")
        return re.sub(r"(?<=ws://)\d+\.\d+\.\d+\.\d+(?=:9000/<id>)", "192.168.1.20", text)

    def check(self, step: Step) -> None:
        """Do a step and compare what comes with what the page shows. Raises: AssertionError."""
        if step.prompt == ">" or step.typed.startswith(_RUNS_ON):
            self._check_terminal(step)
            return
        deadline = time.monotonic() + DEADLINE_S
        while True:
            printed = self.run(step)
            if is_shown(step.shown, printed):
                return
            if not re.match(_READS, step.typed) or time.monotonic() > deadline:
                shapes = "\n".join(shape_of(line) for line in step.shown)
                raise AssertionError(f"$ {step.typed}\n" + "\n".join(printed) + f"\nis not\n{shapes}")
            threading.Event().wait(0.5)

    def _check_terminal(self, step: Step) -> None:
        terminal = self._terminal(step)
        deadline = time.monotonic() + DEADLINE_S
        seen: list[str] = []
        for expected in step.shown:
            if expected == "...":
                continue
            while not (found := [line for line in seen if is_shown([expected], [line])]):
                line = terminal.line(max(0.0, deadline - time.monotonic()))
                assert line is not None, f"{step.typed} does not print {expected}, but {seen}"
                seen.append(self._pages(line))
            seen.remove(found[0])  # what happens at the same time is told in any order

    def _terminal(self, step: Step) -> Terminal:
        if step.prompt == ">":
            terminal = self.terminals["csms-simulator"]
            terminal.type(step.typed)
            return terminal
        name = step.typed.partition(" ")[0]
        if name in self.terminals:
            self.terminals.pop(name).end()
        self.terminals[name] = Terminal(self._ours(step.typed), self.folder, self.environment)
        return self.terminals[name]

    def run(self, step: Step) -> list[str]:
        """Run a command to its end and return what it prints."""
        done = subprocess.run(
            ["bash", "-c", self._ours(step.typed)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        return [line.rstrip() for line in self._pages(done.stdout).splitlines()]

    def record(self, step: Step) -> list[str]:
        """Do a step and return the lines that a page is to show."""
        threading.Event().wait(step.wait_s or 0.5)
        if step.prompt == "$" and not step.typed.startswith(_RUNS_ON):
            printed = self.run(step)
        else:
            terminal = self._terminal(step)
            printed: list[str] = []
            while (line := terminal.line(20 if not printed else 1.5)) is not None:
                printed.append(self._pages(line))
        is_terminal = step.prompt == ">" or step.typed.startswith(_RUNS_ON)
        limit = 112 if is_terminal else 400
        return [f"{line[:limit]}..." if len(line) > limit else line for line in printed]

    def close(self) -> None:
        """End what runs on."""
        for terminal in reversed(self.terminals.values()):
            terminal.end()


@contextmanager
def desk(folder: Path | None = None) -> Generator[Desk]:
    """Give a desk; what was started on it is ended."""
    temporary = folder or Path(tempfile.mkdtemp())
    it = Desk(temporary)
    try:
        yield it
    finally:
        it.close()
        if folder is None:
            shutil.rmtree(temporary, ignore_errors=True)


def check_page(path: Path, folder: Path) -> None:
    """Run what a page says. Raises: AssertionError: something else comes than it shows."""
    steps = steps_of(path.read_text(encoding="utf-8"))
    assert steps
    with desk(folder) as it:
        for step in steps:
            it.check(step)


def write_page(path: Path) -> None:
    """Run what a page says, and write what comes into it."""
    with desk() as it:

        def run_block(block: "re.Match[str]") -> str:
            lines: list[str] = []
            for step in _steps_of_block(block):
                shown = it.record(step)
                print(f"{step.prompt} {step.typed}", *shown, sep="\n", flush=True)
                lines += [f"{step.prompt} {step.typed}", *(step.shown if "..." in step.shown else shown)]
            wait = f"% wait {block['wait']}\n" if block["wait"] else ""
            return f"{wait}```console\n" + "\n".join(lines) + "\n```"

        text = _CONSOLE.sub(run_block, path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_page(Path(name))
