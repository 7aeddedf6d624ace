"""What all stations of a load have in common."""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csms_simulator.load.pulse import PERIOD_S, Pulse
from csms_simulator.load.settings import Kind, LoadSettings, Pace
from csms_simulator.load.statistics import Statistics
from csms_simulator.load.wheel import TimerWheel

if TYPE_CHECKING:
    from csms_simulator.load.presence import Presence


class Shared:
    """The clock, the timers, the counts, and what is to be done.

    Args:
        settings: of the load.
        pulse: the beat of the load.
        connect: has a station connect.
        run_id: what message and transaction ids begin with, which must not occur in another run.
    """

    def __init__(
        self,
        settings: LoadSettings,
        pulse: Pulse,
        connect: Callable[["Presence"], object],
        run_id: str,
    ) -> None:
        self.settings = settings
        self.pulse = pulse
        self.connect = connect
        self.run_id = run_id
        self.wheel = TimerWheel(time.perf_counter(), PERIOD_S)
        self.statistics = Statistics()
        self.random = random.Random(settings.seed)  # noqa: S311 - charging times are no secrets
        self.turns: tuple[Kind, ...] = settings.turns()
        self.tells_no_more = settings.pace is Pace.AS_FAST_AS_ANSWERS_COME and Kind.TRANSACTIONS in self.turns
        """Whether starts and ends are all that is told of transactions, and not how the connector is."""
        self.needs_transaction = any(kind is not Kind.HEARTBEAT for kind in self.turns)
        """Whether what is sent as fast as answers come is about a transaction."""
        self.may_hurry = False
        """Whether stations may send as fast as answers come: not before all have connected."""
        self.is_over = False
        """Whether nothing new is to be begun."""
        self.links = 0
        """Connections, open or with the handshake under way."""
        self.all_gone = asyncio.Event()
        """Whether no link is left when the load is over."""
        self.timestamp = b""
        """The time as messages have it."""
        self.tell_time()

    def tell_time(self) -> None:
        """Bring the timestamp up to date: with each beat is often enough."""
        now = datetime.now(UTC)
        self.timestamp = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z".encode()

    def link_ended(self) -> None:
        """Take note that there is one link less."""
        self.links -= 1
        if self.is_over and not self.links:
            self.all_gone.set()

    def around(self, mean_s: float) -> float:
        """Draw a time of half to one and a half of the mean."""
        return mean_s * (0.5 + self.random.random())
