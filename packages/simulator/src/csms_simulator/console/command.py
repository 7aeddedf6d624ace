"""The command `station`: one station, driven from the terminal or by lines of JSON."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from csms_simulator.clock import ScaledClock
from csms_simulator.console.json_lines import JsonLines
from csms_simulator.console.standard_streams import input_lines, write_line
from csms_simulator.console.terminal import Terminal
from csms_simulator.console.watching import Watch
from csms_simulator.fleet.composition import DC_150, SOCKET_22
from csms_simulator.frames import Frame
from csms_simulator.model.layout import Layout
from csms_simulator.model.settings import Settings
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
    clock_of,
    names,
    tls_context,
)
from csms_simulator.signals import on_end_signals
from csms_simulator.simulated_station import SimulatedStation
from ocpp.server import run as run_program

GOODBYE_S = 5.0
"""Real seconds at the end to say what is still to be said."""

MOST_EVSES = 20


class StationVersion(StrEnum):
    """What `--version` may be."""

    V16 = "1.6"
    V201 = "2.0.1"
    V21 = "2.1"


def station(
    *,
    identity: Annotated[str, typer.Option("--id", help="The station's identity, the last segment of its URL.")] = "CP1",
    url: Url = DEFAULT_URL,
    version: Annotated[StationVersion, typer.Option("--version", help="Of OCPP.")] = StationVersion.V16,
    evses: Annotated[int, typer.Option("--evses", help="How many EVSEs it has.", min=1, max=MOST_EVSES)] = 1,
    is_dc: Annotated[bool, typer.Option("--dc", help="They charge with direct current, 150 kW each.")] = False,
    free_vend: Annotated[
        str | None, typer.Option("--free-vend", metavar="TOKEN", help="Whoever plugs in charges, with this token.")
    ] = None,
    speed: Speed = 1.0,
    seed: Seed = 1,
    password: Password = None,
    ca: Ca = None,
    certificate: Certificate = None,
    key: Key = None,
    quirk: Quirks = "",
    chaos: Chaos = DEFAULT_CHAOS,
    is_json: Annotated[
        bool, typer.Option("--json", help="Read lines of JSON, write answers and events as lines of JSON.")
    ] = False,
) -> None:
    """Drive one station from the terminal: plug in, swipe, break, cut the link, and see what goes over the wire.

    Type help at the prompt for the commands. With --json each line of the standard input is an object such as
    {"do": "plug_in", "evse": 1} and gets one line as its answer; frames and changes come as lines in between. The
    end of the input ends the program.
    """
    ssl = tls_context(checked_url(url), ca, certificate, key)
    alterations = checked_alterations(names(quirk), chaos)
    settings = Settings()
    settings.free_vend_token = free_vend
    face = JsonLines(write_line) if is_json else Terminal(Console(highlight=False, soft_wrap=True))

    async def drive() -> None:
        def on_frame(frame: Frame) -> None:
            face.show_frame(frame)
            watch.look()

        station_alterations = alterations(version, random.Random(f"{seed}/{identity}/wire"))  # noqa: S311
        simulated = SimulatedStation(
            url,
            identity,
            version,
            layout=Layout((DC_150 if is_dc else SOCKET_22,) * evses),
            settings=settings,
            clock=clock_of(station_alterations, ScaledClock(speed)),
            seed=seed,
            password=None if password is None else password.replace("{id}", identity),
            ssl=ssl,
            alterations=station_alterations,
            on_frame=on_frame,
        )
        watch = Watch(simulated, face.show_change)
        async with simulated:
            watching = asyncio.create_task(watch.run())
            driving = asyncio.create_task(face.drive(simulated, input_lines()))
            try:
                with on_end_signals(driving.cancel), contextlib.suppress(asyncio.CancelledError):
                    await driving
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GOODBYE_S):
                        await simulated.settled()
            finally:
                driving.cancel()
                watching.cancel()
                await asyncio.gather(driving, watching, return_exceptions=True)

    logging.getLogger().addHandler(LogHandler(face.show_log))
    run_program(drive())


class LogHandler(logging.Handler):
    """Hands over what is logged as a warning or worse."""

    def __init__(self, show: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._show = show

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a record over."""
        self._show(self.format(record))
