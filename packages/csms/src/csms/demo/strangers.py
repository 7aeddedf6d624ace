"""Who knocks at the demo and is not let in: they fill the inbox."""

import random
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from csms_simulator.dialing import ConnectOptions
from csms_simulator.simulated_station import SimulatedStation
from csms_simulator.wire import Alteration
from ocpp.backoff import Backoff

NEWCOMERS = "NEWCOMER-"
"""What the identities of stations begin with that nobody has made known."""
NEWCOMER_COUNT = 2
GATE = "HARBOUR-GATE"
"""A station that is known, and comes with a password that is not its own."""
VETERAN = "VETERAN-1"
"""A station that speaks a version of OCPP which nobody speaks any more."""

PAUSE = Backoff(wait_minimum_s=20, random_range_s=10, repeat_times=2)
"""How long those wait who are refused, in real seconds."""


class OldVersion(Alteration):
    """Offers OCPP 1.5 and nothing else."""

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Offer it."""
        return options.changed(subprotocols=("ocpp1.5",))


@asynccontextmanager
async def refused(url: str, seed: int) -> AsyncGenerator[None]:
    """Let stations knock that are refused, until the end of the block.

    Args:
        url: of the central system.
        seed: for what happens by chance.
    """
    gate = SimulatedStation(url, GATE, password=secrets.token_hex(8), backoff=PAUSE, seed=seed)
    old = OldVersion(random.Random(seed))  # noqa: S311 - nothing is secret
    veteran = SimulatedStation(url, VETERAN, alterations=[old], backoff=PAUSE, seed=seed)
    async with gate, veteran:
        yield
