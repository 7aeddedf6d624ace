"""`csms-simulator load`: the command line of the load."""

import asyncio
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from csms_simulator.load.connecting import NoCentralSystemError
from csms_simulator.load.display import ProgressLine, render
from csms_simulator.load.generator import run_load
from csms_simulator.load.limits import OpenFilesError
from csms_simulator.load.report import LoadReport
from csms_simulator.load.settings import VERSIONS, Kind, LoadSettings, Pace
from csms_simulator.options import DEFAULT_URL, Ca, Certificate, Key, Password, Url, tls_context
from csms_simulator.signals import on_end_signals
from ocpp.server import run


class Version(StrEnum):
    """What the stations speak."""

    V16 = "1.6"
    V201 = "2.0.1"
    V21 = "2.1"
    MIXED = "mixed"


def load(
    url: Url = DEFAULT_URL,
    stations: Annotated[int, typer.Option(help="How many charging stations.")] = 10_000,
    version: Annotated[Version, typer.Option(help="Of OCPP; mixed: one after the other.")] = Version.V16,
    duration: Annotated[
        float | None, typer.Option(help="Seconds, once all stations have tried to connect. Default: until Ctrl-C.")
    ] = None,
    ramp: Annotated[float, typer.Option(help="Stations that connect per second.")] = 200.0,
    as_fast_as_answers_come: Annotated[
        bool, typer.Option("--as-fast-as-answers-come", help="Each station sends when its last message was answered.")
    ] = False,
    mix: Annotated[
        str,
        typer.Option(
            help="What is sent as fast as answers come: heartbeat, meter-values, transactions (a stop and a start), "
            "or several: heartbeat=9,meter-values=1"
        ),
    ] = "heartbeat",
    charging: Annotated[float, typer.Option(help="The share of the stations that charges.")] = 0.1,
    meter_interval: Annotated[float, typer.Option(help="Seconds between the meter values of a transaction.")] = 60.0,
    charging_time: Annotated[float, typer.Option(help="Mean seconds of a transaction.")] = 1800.0,
    pause: Annotated[float, typer.Option(help="Mean seconds between the transactions of a station.")] = 120.0,
    connectors: Annotated[int, typer.Option(help="Connectors of a station.")] = 1,
    token: Annotated[str, typer.Option(help="The id tag that charges; the central system must know it.")] = "LOADTEST",  # noqa: S107
    id_prefix: Annotated[str, typer.Option(help="What identities begin with; a number follows.")] = "LOAD-",
    password: Password = None,
    ca: Ca = None,
    certificate: Certificate = None,
    key: Key = None,
    answer_timeout: Annotated[float, typer.Option(help="Seconds that an answer may take.")] = 30.0,
    seed: Annotated[int, typer.Option(help="Of charging times and back-offs.")] = 0,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write the report as JSON; - is the standard output.")
    ] = None,
) -> None:
    """Put load on a central system: thousands of charging stations in this one process.

    Stations boot, report their connectors and send heartbeats at the interval of the central system; one in ten
    charges, with meter values every 60 s. With --as-fast-as-answers-come they send all they can.

    The exit code is 0 if nothing failed, 1 after errors, refused stations or lost links, 2 if there was no load.
    """
    try:
        settings = LoadSettings(
            url=url,
            stations=stations,
            versions=VERSIONS if version is Version.MIXED else (version.value,),
            id_prefix=id_prefix,
            password=password,
            ssl=tls_context(url, ca, certificate, key),
            pace=Pace.AS_FAST_AS_ANSWERS_COME if as_fast_as_answers_come else Pace.REALISTIC,
            mix=parse_mix(mix),
            ramp_per_s=ramp,
            duration_s=duration,
            connectors=connectors,
            charging_share=charging,
            meter_interval_s=meter_interval,
            charging_s=charging_time,
            pause_s=pause,
            id_token=token,
            answer_timeout_s=answer_timeout,
            seed=seed,
        )
        console = Console(stderr=True)
        with ProgressLine(console) as line:
            report = run(_run_until_told_to_stop(settings, line))
        if json is not None:
            _write(report, json)
    except (ValueError, OpenFilesError, NoCentralSystemError, OSError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(2) from None
    (console if json == "-" else Console()).print(render(report))
    if report.has_failed:
        raise typer.Exit(1)


command: Callable[..., None] = load
"""What the command line registers."""


def parse_mix(text: str) -> dict[Kind, int]:
    """Return what `heartbeat=9,meter-values=1` says; a kind without a number counts once. Raises: ValueError."""
    mix: dict[Kind, int] = {}
    for part in text.split(","):
        name, equals, weight = part.strip().partition("=")
        if name not in set(Kind) or (equals and not (weight.isascii() and weight.isdigit())):
            kinds = ", ".join(Kind)
            raise ValueError(f"A mix is made of {kinds}, each with a whole number or without: not {part.strip()!r}")
        if Kind(name) in mix:
            raise ValueError(f"The mix has {name} twice")
        mix[Kind(name)] = int(weight) if equals else 1
    return mix


async def _run_until_told_to_stop(settings: LoadSettings, line: ProgressLine) -> LoadReport:
    stop = asyncio.Event()
    with on_end_signals(stop.set):
        return await run_load(settings, line.show, stop=stop)


def _write(report: LoadReport, target: str) -> None:
    text = msgspec.json.format(msgspec.json.encode(report)).decode()
    if target == "-":
        sys.stdout.write(f"{text}\n")
    else:
        Path(target).write_text(f"{text}\n", encoding="utf-8")
