"""The options that several commands have, and what is made of them."""

import random
import re
import ssl as tls
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from websockets.exceptions import InvalidURI

from csms_simulator.chaos import LEVELS, OFF, DriftingClock, parse
from csms_simulator.chaos import Chaos as ChaosOnWire
from csms_simulator.clock import Clock
from csms_simulator.quirks import UnknownQuirkError, alterations_for
from csms_simulator.wire import Alteration
from ocpp.client import connect
from ocpp.tls import CertificateFileError, client_context

DEFAULT_URL = "ws://127.0.0.1:9000"

Url = Annotated[str, typer.Option("--url", help="The central system's URL, without the identity of a station.")]
Password = Annotated[
    str | None,
    typer.Option(
        "--password",
        help="For basic authentication; {id} in it stands for the identity.",
        envvar="CSMS_SIMULATOR_PASSWORD",
    ),
]
Ca = Annotated[
    Path | None,
    typer.Option("--ca", help="PEM file of the authorities that may vouch for the central system."),
]
Certificate = Annotated[
    Path | None, typer.Option("--cert", help="PEM file of the stations' certificate (security profile 3).")
]
Key = Annotated[Path | None, typer.Option("--key", help="PEM file of the certificate's private key.")]
Speed = Annotated[
    float,
    typer.Option("--speed", help="How many times as fast as real time simulated time goes.", min=0.01, max=1000),
]
Seed = Annotated[int, typer.Option("--seed", help="For all that happens by chance: the same seed gives the same day.")]
Quirks = Annotated[
    str,
    typer.Option("--quirk", metavar="Q16,Q26,...", help="Deviations of real chargers that the stations are to have."),
]

Chaos = Annotated[
    str,
    typer.Option(
        "--chaos",
        metavar="LEVEL",
        help=f"What goes wrong by chance: {', '.join(LEVELS)}, or rates such as drop=0.01,power=0.001.",
    ),
]
DEFAULT_CHAOS = "off"

_UNITS_S = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def checked_url(url: str) -> str:
    """Return a URL that stations can connect to. Raises: BadParameter."""
    try:
        connect(url, "station")
    except (ValueError, InvalidURI) as error:
        raise typer.BadParameter(
            f"{url!r} is no address of a central system ({error}): it begins with ws:// or wss://", param_hint="--url"
        ) from None
    return url


def tls_context(url: str, ca: Path | None, certificate: Path | None, key: Path | None) -> tls.SSLContext | None:
    """Return what `wss` needs; None for `ws`. Raises: BadParameter."""
    if not url.startswith("wss:"):
        if (ca, certificate, key) != (None, None, None):
            raise typer.BadParameter(
                "certificates need a URL that begins with wss://", param_hint="--ca, --cert, --key"
            )
        return None
    try:
        return client_context(ca, certificate, key)
    except (CertificateFileError, ValueError, OSError) as error:
        raise typer.BadParameter(str(error), param_hint="--ca, --cert, --key") from None


def seconds(text: str) -> float:
    """Return the seconds that `90`, `90s`, `10m`, `8h` or `2d` mean. Raises: BadParameter."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text.strip())
    if match is None or float(match[1]) == 0:
        raise typer.BadParameter(f"{text!r} is no time: write 90, 90s, 10m, 8h or 2d")
    return float(match[1]) * _UNITS_S[match[2]]


def names(text: str) -> list[str]:
    """Return the names in a list with commas."""
    return [name for name in re.split(r"[,\s]+", text) if name]


def checked_alterations(quirks: Sequence[str], chaos: str) -> Callable[[str, random.Random], list[Alteration]]:
    """Return what makes the quirks and the chaos of one station, from its version and its source of chance.

    Raises: BadParameter for names that mean nothing.
    """
    try:
        alterations_for(quirks, random.Random(0))  # noqa: S311 - nothing is secret
    except UnknownQuirkError as error:
        raise typer.BadParameter(str(error), param_hint="--quirk") from None
    try:
        rates = parse(chaos)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--chaos") from None

    def make(version: str, rng: random.Random) -> list[Alteration]:
        alterations = alterations_for(quirks, rng, version)
        return alterations if rates == OFF else [*alterations, ChaosOnWire(rates, rng)]

    return make


def clock_of(alterations: Sequence[Alteration], clock: Clock) -> Clock:
    """Return the clock of a station; chaos makes clocks wrong."""
    for alteration in alterations:
        if isinstance(alteration, ChaosOnWire):
            return DriftingClock(clock, alteration.drift(clock.now()))
    return clock
