"""The demo as a process: from the first line that it prints to its end."""

import asyncio

import typer

from csms.console.serving import at_end_signals, run_program
from csms.demo.running import Demo, Options, demo
from csms.service.access import ADMIN


def show(options: Options) -> None:
    """Run the demo until Ctrl-C or SIGTERM. Raises: typer.Exit if it cannot start."""
    # Stations that do everything wrong are the point of it: what the log says of them is on the dashboard.
    run_program(_show(options), log_format="text", log_level="error")


async def _show(options: Options) -> None:
    stop = asyncio.Event()
    with at_end_signals(stop.set):
        async with demo(options) as running:
            typer.echo(welcome(running, options))
            await stop.wait()
            typer.echo("Stopping: the stations are switched off, the data are deleted", err=True)


def welcome(running: Demo, options: Options) -> str:
    """Return how to get in."""
    return f"""\
The demo is ready: {options.stations} simulated stations, {options.speed:g} times as fast as real ones
  Open            {running.url}
  Log in as       {ADMIN}, with the password {running.password}
                  It is for this demo only: a server that you use prints none
  More chargers   can connect to {running.station_url}/<id>
  Data            are in a temporary folder, and deleted when you press Ctrl-C"""
