"""`csms serve`."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Generator

import typer

from csms.app import App
from csms.config import ConfigError, Settings
from csms.telemetry import set_up_logs


def serve(settings: Settings) -> None:
    """Run the central system until Ctrl-C or SIGTERM."""
    set_up_logs(settings.log_format, settings.log_level)
    try:
        run(_serve(settings))
    except (ConfigError, OSError, StartError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from None


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    with _at_end_signals(stop.set):
        async with App(settings) as app:
            typer.echo(welcome(app), err=True)
            await stop.wait()
            typer.echo("Stopping: stations are told to come back, what waits is written", err=True)


def welcome(app: App) -> str:
    """Return what the operator wants to know first."""
    settings = app.settings
    lines = [
        "The central system is ready",
        f"  Chargers connect to   {station_url(app)}/<id>",
        f"  API and its docs      http://{_shown_host(settings.http_host)}:{app.http_port}/docs",
        f"  Data                  {settings.data_dir.resolve()}",
    ]
    if app.password_file is not None:
        lines.append(f"  Log in as admin       with the password in {app.password_file}")
    return "\n".join(lines)


def station_url(app: App) -> str:
    """Return what is to be typed into a charger, without its identity."""
    settings = app.settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    scheme = "wss" if settings.tls_cert else "ws"
    return f"{scheme}://{_shown_host(settings.ocpp_host)}:{app.ocpp_port}"


def _shown_host(host: str) -> str:
    """Return an address by which this machine can be reached for one to listen on."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it is not listened on
        host = _own_address()
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    """Return the address of this machine that others see; nothing is sent to find it."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"


@contextlib.contextmanager
def _at_end_signals(callback: Callable[[], object]) -> Generator[None]:
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
