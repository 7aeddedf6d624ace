"""Let the Autobahn suite loose on our server and our client; write what it finds into docs/topics/conformance.md.

The exit code is 1 if a case failed or could not be run, 2 if there is no Python 2.7 for the suite.
"""

import argparse
import asyncio
import json
import platform
import shutil
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import metadata
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

from tools.autobahn_report import (
    FAILED,
    BrokenReportError,
    Result,
    Run,
    as_json,
    generated_part,
    put_between_marks,
    read_results,
    summary_line,
)
from tools.autobahn_suite import CACHE, SUITE, NoPython2Error, SuiteNotInstalledError, find_python_2, install
from tools.environments import ROOT

PAGE = ROOT / "docs" / "topics" / "conformance.md"

# The suite gives each case at most eight minutes.
CASE_TIMEOUT_S = 600.0
END_TIMEOUT_S = 10.0

SUBJECT_LOG = "subject.log"
SUITE_LOG = "wstest.log"

# OCPP is text: `listen` refuses binary messages.
BINARY_CASES = ("1.2.*", "9.2.*", "9.4.*", "9.6.*", "9.8.*", "12.2.*", "12.3.*", "12.5.*")

# A thousand compressed messages each, up to 128 KiB long: nearly all of the time.
DEFLATE_CASES = (
    *(f"12.{payload}.{size}" for payload in range(1, 6) for size in range(4, 19)),
    *(f"13.{parameters}.{size}" for parameters in range(1, 8) for size in range(4, 19)),
)

LONG_CASES = ("9.*", *DEFLATE_CASES)

_RUNNING = "Running test case ID "


class Subject(NamedTuple):
    """Something that the suite tests."""

    side: Literal["server", "client"]
    program: str
    title: str
    leaves_out: tuple[str, ...] = ()


SUBJECTS = {
    "server": Subject("server", "recv", "Server, `async for message in link`"),
    "server-listen": Subject(
        "server", "listen", "Server, `link.listen`, cases with text", (*BINARY_CASES, *DEFLATE_CASES)
    ),
    "client": Subject("client", "ocpp", "Client", DEFLATE_CASES),
    "websockets-server": Subject("server", "websockets", "Server of websockets, to compare"),
    "websockets-client": Subject("client", "websockets", "Client of websockets, to compare"),
}
OURS = ("server", "server-listen", "client")


class SuiteBrokeOffError(Exception):
    """The suite, or what it tests, ended before all cases had been run."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.autobahn", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"only these of: {', '.join(SUBJECTS)}")
    parser.add_argument("--quick", action="store_true", help="leave out the long cases: 9.* and most of 12.* and 13.*")
    parser.add_argument("--cases", nargs="+", default=["*"], metavar="CASE", help="only these, as `6.4.*`")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcome of each case")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    return parsed


def is_complete(options: argparse.Namespace) -> bool:
    """Tell whether what is asked for is what the page shows: everything of ours."""
    return not options.subjects and not options.quick and options.cases == ["*"]


def specification(subject: Subject, name: str, url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Return what wstest is told to do."""
    left_out = list(dict.fromkeys([*subject.leaves_out, *(LONG_CASES if options.quick else ())]))
    wanted: dict[str, Any] = {"outdir": "report", "cases": options.cases, "exclude-cases": left_out}
    if subject.side == "client":
        return {"url": url, "exclude-agent-cases": {}, **wanted}
    return {"servers": [{"agent": name, "url": f"{url}/{name}"}], "exclude-agent-cases": {}, **wanted}


def say(text: str) -> None:
    """Tell how far it is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def versions() -> dict[str, str]:
    """Return the versions that the result depends on."""
    found = {name: metadata.version(name) for name in ("csms-ocpp", "websockets")}
    try:
        found["uvloop"] = metadata.version("uvloop")
    except metadata.PackageNotFoundError:
        found["asyncio of Python"] = platform.python_version()
    else:
        found["Python"] = platform.python_version()
    suite, _, version = SUITE.partition("==")
    return {**found, suite: version}


async def test(name: str, wstest: Sequence[str], options: argparse.Namespace) -> Run:
    """Have the suite run its cases on a subject.

    Raises:
        SuiteBrokeOffError: the suite, or the subject, ended early or stood still.
        BrokenReportError: the suite wrote no report, or cases are missing in it.
    """
    subject = SUBJECTS[name]
    folder = CACHE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.monotonic()
    with (folder / SUBJECT_LOG).open("wb") as subject_log, (folder / SUITE_LOG).open("wb") as suite_log:
        trial = _Trial(name, subject, wstest, options, subject_log, suite_log)
        cases = await (_test_server(trial) if subject.side == "server" else _test_client(trial))
    if (folder / SUBJECT_LOG).stat().st_size:
        say(f"{name} has logged something: see {folder / SUBJECT_LOG}")
    return Run(name, subject.title, read_results(folder / "report", name, cases), time.monotonic() - started)


def main(arguments: Sequence[str] | None = None) -> int:
    """Test what the command line asks for; return the exit code."""
    options = parse_arguments(arguments)
    try:
        python_2 = find_python_2()
        say(f"The suite runs on {python_2}; its reports go to {CACHE}")
        wstest = install(python_2)
    except NoPython2Error as error:
        say(str(error))
        return 2
    except SuiteNotInstalledError as error:
        say(f"The Autobahn suite could not be installed: {error}")
        return 1
    runs: list[Run] = []
    problems = 0
    for name in options.subjects or OURS:
        try:
            run = asyncio.run(test(name, wstest, options))
        except (SuiteBrokeOffError, BrokenReportError) as error:
            say(str(error))
            problems += 1
            continue
        runs.append(run)
        print(summary_line(run), flush=True)
        for result in run.results:
            if result.outcome == FAILED:
                print(_failure(result))
                problems += 1
    if options.json is not None:
        options.json.write_text(as_json(runs, versions()), encoding="utf-8")
    if is_complete(options) and len(runs) == len(OURS):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(put_between_marks(page, generated_part(runs, versions())), encoding="utf-8")
    return 1 if problems else 0


class _Trial(NamedTuple):
    """What it takes to have the suite test a subject."""

    name: str
    subject: Subject
    wstest: Sequence[str]
    options: argparse.Namespace
    subject_log: IO[bytes]
    suite_log: IO[bytes]

    def start_subject(self, *arguments: str) -> AbstractAsyncContextManager[Process]:
        """Start the server, or the client."""
        command = [sys.executable, "-m", "tools.autobahn_echo", self.subject.side, self.subject.program, *arguments]
        return _child(command, ROOT, self.subject_log)

    def start_suite(self, mode: str, url: str) -> AbstractAsyncContextManager[Process]:
        """Start wstest."""
        folder = CACHE / self.name
        wanted = specification(self.subject, self.name, url, self.options)
        (folder / "specification.json").write_text(json.dumps(wanted, indent=2), encoding="utf-8")
        return _child([*self.wstest, "-m", mode, "-s", "specification.json", "-u", "0"], folder, self.suite_log)


async def _test_server(trial: _Trial) -> int:
    """Let the suite's client run all its cases; return how many it has."""
    async with trial.start_subject() as server:
        port = await _line(server)
        if not port:
            raise SuiteBrokeOffError(f"{trial.name} has not started: see {trial.subject_log.name}")
        async with trial.start_suite("fuzzingclient", f"ws://127.0.0.1:{port}") as suite:
            cases = await _follow(trial.name, suite)
            await asyncio.wait_for(suite.wait(), END_TIMEOUT_S)
        if server.returncode is not None:
            raise SuiteBrokeOffError(f"{trial.name} has ended by itself: see {trial.subject_log.name}")
    return cases


async def _test_client(trial: _Trial) -> int:
    """Have the client run all cases of the suite's server; return how many it has."""
    url = f"ws://127.0.0.1:{_free_port()}"
    async with trial.start_suite("fuzzingserver", url) as suite, trial.start_subject(url, trial.name) as client:
        following = asyncio.create_task(_follow(trial.name, suite))
        ending = asyncio.create_task(client.wait())
        await asyncio.wait((following, ending), return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            ending.cancel()
            raise following.exception() or SuiteBrokeOffError(f"wstest has ended by itself: see {trial.suite_log.name}")
        if ending.result():
            following.cancel()
            raise SuiteBrokeOffError(f"{trial.name} has ended with an error: see {trial.subject_log.name}")
        _terminate(suite)  # its report is written, and as a server it would go on
        return await following


@asynccontextmanager
async def _child(command: Sequence[str], folder: Path, log: IO[bytes]) -> AsyncGenerator[Process]:
    """Start a program whose output is read here; end it at the end."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=PIPE, stderr=log, limit=2**20)
    try:
        yield process
    finally:
        _terminate(process)
        try:
            await asyncio.wait_for(process.wait(), END_TIMEOUT_S)
        except TimeoutError:
            process.kill()
            await process.wait()


def _terminate(process: Process) -> None:
    if process.returncode is None:
        process.terminate()


async def _line(process: Process) -> str:
    """Return the next line of a program's output; it is empty at the end of the output."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    try:
        line = await asyncio.wait_for(process.stdout.readline(), CASE_TIMEOUT_S)
    except TimeoutError:
        raise SuiteBrokeOffError(f"Nothing has happened for {CASE_TIMEOUT_S:.0f} s") from None
    return line.decode(errors="replace").rstrip("\n") if line else ""


async def _follow(name: str, suite: Process) -> int:
    """Tell which section the suite is at until its output ends; return how many cases it has to run."""
    cases, run, section, since = 0, 0, "", time.monotonic()
    assert suite.stdout is not None  # noqa: S101 - it is a pipe
    while not suite.stdout.at_eof():
        line = await _line(suite)
        if line.startswith("Ok, will run "):
            cases = int(line.split()[3])
        elif line.startswith(_RUNNING):
            current = line.removeprefix(_RUNNING).partition(".")[0]
            if current != section:
                if section:
                    say(f"{name}: {section}.* in {time.monotonic() - since:.0f} s, {run} of {cases}")
                section, since = current, time.monotonic()
            run += 1
    if not section:
        raise SuiteBrokeOffError(f"wstest has ended before its first case: see {CACHE / name / SUITE_LOG}")
    say(f"{name}: {section}.* in {time.monotonic() - since:.0f} s, {run} of {cases}")
    return cases


def _failure(result: Result) -> str:
    return (
        f"  {result.case} failed: {result.description} "
        f"Wanted: {result.wanted}; came: {result.came}; end: {result.close}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
