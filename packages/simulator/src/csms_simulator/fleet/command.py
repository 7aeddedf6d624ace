"""The command `run`: a fleet with its live view and its report."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Generator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from csms_simulator.clock import Clock, ScaledClock
from csms_simulator.fleet.composition import MOST_STATIONS, compose, start_hour
from csms_simulator.fleet.display import Rates, live_view, progress_line
from csms_simulator.fleet.fleet import Fleet
from csms_simulator.fleet.report import Report, make_report, render, to_json
from csms_simulator.fleet.snapshot import take_snapshot
from csms_simulator.fleet.tally import Tally
from csms_simulator.options import (
    DEFAULT_CHAOS,
    DEFAULT_URL,
    Ca,
    Certificate,
    Chaos,
    Key,
    Password,
    Quirks,
    Seed,
    Speed,
    Url,
    checked_alterations,
    checked_url,
    names,
    seconds,
    tls_context,
)
from csms_simulator.signals import on_end_signals
from ocpp.server import run as run_program

REFRESH_S = 0.5
PROGRESS_S = 5.0
"""Real seconds between two lines where there is no terminal."""
STARTS_PER_SECOND = 20
"""How many stations are switched on in a real second: a storm of them would be a test of another kind."""


class VersionChoice(StrEnum):
    """What `--version` may be."""

    V16 = "1.6"
    V201 = "2.0.1"
    V21 = "2.1"
    MIXED = "mixed"


class UseChoice(StrEnum):
    """What `--use` may be."""

    WORKPLACE = "workplace"
    PUBLIC = "public"
    HOME = "home"
    FAST = "fast"
    MIXED = "mixed"


def run(
    *,
    url: Url = DEFAULT_URL,
    stations: Annotated[int, typer.Option("--stations", help="How many.", min=1, max=MOST_STATIONS)] = 12,
    version: Annotated[
        VersionChoice, typer.Option("--version", help="Of OCPP; mixed: all three in turn.")
    ] = VersionChoice.MIXED,
    use: Annotated[
        UseChoice, typer.Option("--use", help="What the stations are there for; mixed: all four in turn.")
    ] = UseChoice.MIXED,
    speed: Speed = 1.0,
    seed: Seed = 1,
    duration: Annotated[
        str | None,
        typer.Option(
            "--duration", metavar="TIME", help="End after so much simulated time: 90s, 10m, 8h, 2d. Default: at Ctrl-C."
        ),
    ] = None,
    hour: Annotated[
        float | None,
        typer.Option(
            "--hour", help="The hour of the drivers' day to begin at. Default: when much begins.", min=0, max=23.99
        ),
    ] = None,
    id_prefix: Annotated[
        str, typer.Option("--id-prefix", help="What identities begin with; a number follows.")
    ] = "SIM-",
    tokens: Annotated[
        str,
        typer.Option(
            "--tokens", metavar="A,B,...", help="Tokens that drivers have. Default: 5ED00001, 5ED00002 and so on."
        ),
    ] = "",
    password: Password = None,
    ca: Ca = None,
    certificate: Certificate = None,
    key: Key = None,
    quirk: Quirks = "",
    chaos: Chaos = DEFAULT_CHAOS,
    json_file: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write the report as JSON; - for the standard output."),
    ] = None,
    log_file: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Write what happens inside, frames too.")
    ] = None,
) -> None:
    """Run a fleet of stations, with drivers who come and go, against a central system.

    Shows what happens on the terminal, or a line every few seconds where there is none. Ctrl-C lets the drivers leave
    and ends; a second one ends at once. At the end there is a report; the exit code is 1 if no station ever came
    online.
    """
    try:
        plans = compose(stations, version=version, use=use, prefix=id_prefix, seed=seed, tokens=names(tokens))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    ssl = tls_context(checked_url(url), ca, certificate, key)
    duration_s = None if duration is None else seconds(duration)
    alterations = checked_alterations(names(quirk), chaos)
    tables = Console(stderr=json_file == "-")

    async def simulate() -> Report:
        fleet = Fleet(
            plans,
            url=url,
            clock=ScaledClock(speed),
            seed=seed,
            password=password,
            ssl=ssl,
            alterations=lambda plan, rng: alterations(plan.version, rng),
            start_hour=start_hour(use) if hour is None else hour,
            start_interval_s=speed / STARTS_PER_SECOND,
        )
        with _logging(fleet, log_file):
            await _run(fleet, tables, speed, duration_s)
        return make_report(fleet)

    report = run_program(simulate())
    if json_file == "-":
        sys.stdout.write(to_json(report).decode())
    else:
        tables.print(render(report))
        if json_file is not None:
            _write(Path(json_file), to_json(report))
    if not any(station.uptime > 0 for station in report.stations):
        last = report.recent_problems[-1].text if report.recent_problems else "the simulation ended before"
        typer.secho(f"No station came online: {last}", err=True, fg="red")
        raise typer.Exit(1)


async def _run(fleet: Fleet, console: Console, speed: float, duration_s: float | None) -> None:
    """Run a fleet until a signal or the end of its time; show it meanwhile."""
    stop = asyncio.Event()
    if duration_s is not None:
        fleet.clock.call_at(fleet.clock.now() + duration_s, stop.set)
    running = asyncio.create_task(fleet.run(stop))
    showing = asyncio.create_task(_show(fleet, console, speed))
    try:
        end = lambda: running.cancel() if stop.is_set() else stop.set()  # noqa: E731
        with on_end_signals(end), contextlib.suppress(asyncio.CancelledError):
            await running
    finally:
        for task in (running, showing):
            task.cancel()
        await asyncio.gather(running, showing, return_exceptions=True)


async def _show(fleet: Fleet, console: Console, speed: float) -> None:
    rates = Rates()
    rates.note(time.monotonic(), take_snapshot(fleet))
    if not console.is_terminal:
        while True:
            await asyncio.sleep(PROGRESS_S)
            snapshot = take_snapshot(fleet)
            rates.note(time.monotonic(), snapshot)
            console.print(
                progress_line(snapshot, speed, rates.per_second), soft_wrap=True, markup=False, highlight=False
            )
    with Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            snapshot = take_snapshot(fleet)
            rates.note(time.monotonic(), snapshot)
            live.update(live_view(snapshot, speed, rates.per_second, console.height), refresh=True)
            await asyncio.sleep(REFRESH_S)


@contextlib.contextmanager
def _logging(fleet: Fleet, log_file: Path | None) -> Generator[None]:
    """Count what is logged as problems, so that it does not write across the live view; write all of it to a file."""
    handlers: list[logging.Handler] = [ProblemHandler(fleet.tally, fleet.clock)]
    handlers[0].setLevel(logging.WARNING)
    if log_file is not None:
        try:
            handlers.append(logging.FileHandler(log_file, encoding="utf-8"))
        except OSError as error:
            raise typer.BadParameter(f"cannot write {log_file}: {error.strerror}", param_hint="--log") from None
        handlers[1].setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    before = root.level
    if log_file is not None:
        root.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield
    finally:
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


class ProblemHandler(logging.Handler):
    """Notes what is logged as problems; messages begin with a station's identity."""

    def __init__(self, tally: Tally, clock: Clock) -> None:
        super().__init__()
        self._tally = tally
        self._clock = clock

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record."""
        identity, _, text = record.getMessage().partition(": ")
        if not text:
            identity, text = "-", identity
        if record.exc_info is not None and record.exc_info[1] is not None:
            text = f"{text}: {record.exc_info[1]!r}"
        self._tally.problem(self._clock.now(), identity, f"log of {record.name}", text)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        typer.secho(f"The report could not be written to {path}: {error.strerror}", err=True, fg="red")
        raise typer.Exit(1) from None
