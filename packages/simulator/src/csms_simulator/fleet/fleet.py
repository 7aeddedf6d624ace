"""A fleet of simulated stations, and the drivers who come to them."""

import asyncio
import random
import ssl as tls
from collections.abc import Callable, Sequence

from csms_simulator.clock import Clock
from csms_simulator.fleet.composition import StationPlan
from csms_simulator.fleet.distributions import HOUR_S
from csms_simulator.fleet.member import Member
from csms_simulator.fleet.tally import Tally
from csms_simulator.wire import Alteration


class Fleet:
    """Stations that are switched on one after the other, live, and end in order.

    Args:
        plans: what stations there are.
        url: of the central system.
        clock: what time it is; it may go faster than the real one.
        seed: for all that happens by chance.
        password: for basic authentication; `{id}` in it stands for the identity of a station.
        ssl: for `wss`.
        alterations: makes the quirks and the chaos of one station, from its plan and its own source of chance.
        start_hour: the hour of the drivers' day at which the simulation begins, whatever the clock says.
        start_interval_s: simulated seconds between two stations that are switched on.
    """

    def __init__(
        self,
        plans: Sequence[StationPlan],
        *,
        url: str,
        clock: Clock,
        seed: int | str = 0,
        password: str | None = None,
        ssl: tls.SSLContext | None = None,
        alterations: Callable[[StationPlan, random.Random], Sequence[Alteration]] = lambda _plan, _rng: (),
        start_hour: float = 7.5,
        start_interval_s: float = 0.0,
    ) -> None:
        self.url = url
        self.clock = clock
        self.tally = Tally()
        self.started_at = clock.now()
        self.midnight = self.started_at - start_hour * HOUR_S
        """The simulated time at which the drivers' first day began."""
        self._start_interval_s = start_interval_s
        self.members = [
            Member(
                plan,
                url=url,
                clock=clock,
                seed=seed,
                begins_at_s=start_hour * HOUR_S,
                midnight=self.midnight,
                tally=self.tally,
                password=password,
                ssl=ssl,
                alterations=alterations(plan, random.Random(f"{seed}/{plan.identity}/wire")),  # noqa: S311
            )
            for plan in plans
        ]

    async def run(self, stop: asyncio.Event) -> None:
        """Run all stations until `stop`; then let drivers leave and links end. Cancelling it ends all at once."""
        async with asyncio.TaskGroup() as lives:
            for member in self.members:
                lives.create_task(member.live(stop))
                if self._start_interval_s > 0 and not await self._pause(stop):
                    break

    async def _pause(self, stop: asyncio.Event) -> bool:
        """Wait until the next station is switched on; return False if it should not be any more."""
        pause = asyncio.create_task(self.clock.sleep(self._start_interval_s))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({pause, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
            stopping.cancel()
        return not stop.is_set()
