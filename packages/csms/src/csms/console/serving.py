"""The server as a process: from the first line that it prints to its end."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Callable, Coroutine, Generator

import typer

from csms.app import App, StartError
from csms.config import PASSWORD_FILE, ConfigError, Settings
from csms.gateway.listener import run
from csms.settings import LogFormat, LogLevel
from csms.telemetry import set_up_logs
from csms.web.addresses import shown_host, station_url

SWITCH_INTERVAL_S = 0.002
"""How long a busy thread keeps the others waiting. The writer gives way at each statement: with Python's 5 ms, a busy
event loop would let it do no more than two hundred a second."""

GARBAGE_THRESHOLDS = (10_000, 20, 20)
"""After how many new objects Python looks for cycles among them, and how often among older ones. Messages leave none;
with Python's 700, a third of the time would be spent on looking."""


def run_server(settings: Settings) -> None:
    """Run a central system until Ctrl-C or SIGTERM. Raises: typer.Exit if it cannot start."""
    run_program(_serve(settings), log_format=settings.log_format, log_level=settings.log_level)


def run_program(program: Coroutine[None, None, None], *, log_format: LogFormat, log_level: LogLevel) -> None:
    """Run something that has a central system in it, as such a process needs it. Raises: typer.Exit if it cannot start.

    Args:
        program: what to run.
        log_format: the form of log lines.
        log_level: the least severe log lines that are written.
    """
    set_up_logs(log_format, log_level)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    try:
        run(program)
    except (ConfigError, OSError, StartError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from None


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    with at_end_signals(stop.set):
        async with App(settings) as app:
            typer.echo(welcome(app), err=True)
            with at_renewal_signal(app):
                await stop.wait()
            typer.echo("Stopping: stations are told to come back, what waits is written", err=True)


def welcome(app: App) -> str:
    """Return what the operator wants to know first."""
    settings = app.settings
    address = f"http://{shown_host(settings.http_host)}:{app.http_port}"
    lines = [
        "The central system is ready",
        f"  Chargers connect to   {station_url(settings, app.ocpp_port)}/<id>",
        f"  Dashboard             {address}",
        f"  API and its docs      {address}/docs",
        f"  Data                  {settings.data_dir.resolve()}",
    ]
    password_file = settings.data_dir / PASSWORD_FILE
    if password_file.exists():
        lines.append(f"  Log in as admin       with the password in {password_file.resolve()}")
    return "\n".join(lines)


@contextlib.contextmanager
def at_end_signals(callback: Callable[[], object]) -> Generator[None]:
    """Call something at SIGINT and SIGTERM; where the event loop cannot, Ctrl-C raises KeyboardInterrupt as ever."""
    loop = asyncio.get_running_loop()
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, callback)
    except NotImplementedError:  # Windows
        yield
        return
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@contextlib.contextmanager
def at_renewal_signal(app: App) -> Generator[None]:
    """Have a server that speaks TLS read its certificates again at SIGHUP, where the system has that."""
    if app.settings.tls_cert is None or not hasattr(signal, "SIGHUP"):
        yield
        return
    loop = asyncio.get_running_loop()
    renewing: set[asyncio.Task[None]] = set()

    def renew() -> None:
        task = loop.create_task(app.certificates.renew(anyway=True))
        renewing.add(task)
        task.add_done_callback(renewing.discard)

    loop.add_signal_handler(signal.SIGHUP, renew)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
