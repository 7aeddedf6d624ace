"""One station of a fleet: it lives, drivers come to it, and its record is kept."""

import asyncio
import contextlib
import random
import ssl as tls
from collections.abc import Sequence

from csms_simulator.advice import explain
from csms_simulator.clock import Clock
from csms_simulator.fleet.composition import StationPlan
from csms_simulator.fleet.drivers import plans
from csms_simulator.fleet.driving import Driving
from csms_simulator.fleet.tally import Tally
from csms_simulator.model.vehicle import CATALOGUE
from csms_simulator.options import clock_of
from csms_simulator.simulated_station import SimulatedStation
from csms_simulator.wire import Alteration

GOODBYE_S = 5.0
"""Real seconds that a station has at the end to say what it still has to say."""

LOOK_AT_CONNECTION_S = 0.5
"""Real seconds between two looks at why a station is not online."""


class Member:
    """A station with its drivers.

    Args:
        plan: what it is.
        url: of the central system.
        clock: what time it is.
        seed: for its drivers and for itself.
        begins_at_s: the time of day at which the simulation begins, in seconds after midnight.
        midnight: the simulated time of that midnight.
        tally: counts what happens.
        password: for basic authentication; `{id}` in it stands for the identity.
        ssl: for `wss`.
        alterations: quirks and chaos.
    """

    def __init__(
        self,
        plan: StationPlan,
        *,
        url: str,
        clock: Clock,
        seed: int | str,
        begins_at_s: float,
        midnight: float,
        tally: Tally,
        password: str | None = None,
        ssl: tls.SSLContext | None = None,
        alterations: Sequence[Alteration] = (),
    ) -> None:
        self.plan = plan
        self._clock = clock
        self._tally = tally
        self.station = SimulatedStation(
            url,
            plan.identity,
            plan.version,
            layout=plan.layout,
            clock=clock_of(alterations, clock),
            seed=seed,
            password=None if password is None else password.replace("{id}", plan.identity),
            ssl=ssl,
            alterations=alterations,
            on_frame=lambda frame: tally.frame(plan.identity, frame),
        )
        self._drivings = [
            Driving(
                self.station,
                evse_id,
                plans(
                    random.Random(f"{seed}/{plan.identity}/{evse_id}"),  # noqa: S311 - must be repeatable
                    plan.use,
                    tokens=circle,
                    models=CATALOGUE.values(),
                    is_dc=evse.is_dc,
                    begins_at_s=begins_at_s,
                ),
                midnight=midnight,
                clock=clock,
                tally=tally,
            )
            for evse_id, (evse, circle) in enumerate(zip(plan.layout.evses, plan.circles, strict=True), 1)
        ]
        self._lived_from: float | None = None
        self._lived_until: float | None = None
        self._online_since: float | None = None
        self._online_s = 0.0
        self._registers_wh: dict[int, float] = {}

    # Its record

    @property
    def is_alive(self) -> bool:
        """Whether the station has been switched on; after its end it still can be looked at."""
        return self._lived_from is not None

    @property
    def lifetime_s(self) -> float:
        """For how many simulated seconds it has been switched on."""
        if self._lived_from is None:
            return 0.0
        return (self._lived_until or self._clock.now()) - self._lived_from

    @property
    def online_s(self) -> float:
        """For how many of these it was online and accepted."""
        since = self._online_since
        return self._online_s + (0.0 if since is None else self._clock.now() - since)

    def energy_wh(self, evse_id: int, register_wh: float) -> float:
        """Return what was delivered since the begin, from what a register shows now."""
        return register_wh - self._registers_wh.get(evse_id, register_wh)

    # Its life

    async def live(self, stop: asyncio.Event) -> None:
        """Run the station and its drivers until `stop`; then let the drivers leave, and end its link."""
        async with self.station:
            self._lived_from = self._clock.now()
            now = self.station.now()
            self._registers_wh = {evse.id: evse.reading(now).energy_wh for evse in self.station.model.evses}
            watching = asyncio.create_task(self._watch())
            driving = [asyncio.create_task(each.run()) for each in self._drivings]
            try:
                await _first_of(asyncio.create_task(stop.wait()), watching, *driving)
                await _cancel(driving)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GOODBYE_S):
                        await self._say_goodbye()
            finally:
                await _cancel([watching, *driving])
                self._lived_until = self._clock.now()

    async def _say_goodbye(self) -> None:
        """Let the drivers end charging and leave, so that no transaction stays open."""
        for driving in self._drivings:
            await driving.end_charging()
        await self.station.settled()
        for driving in self._drivings:
            await driving.unplug()
        await self.station.settled()

    async def _watch(self) -> None:
        """Keep the record of the link."""
        while True:
            await self._come_online()
            self._online_since = self._clock.now()
            try:
                await self.station.offline()
            finally:
                now = self._clock.now()
                self._online_s += now - self._online_since
                self._online_since = None
            self._tally.problem(now, self.plan.identity, "link lost", "the link ended")

    async def _come_online(self) -> None:
        online = asyncio.create_task(self.station.online())
        told: str | None = None
        try:
            while not online.done():
                error = self.station.connection_error
                if error is not None and error != told:
                    why = explain(error, self.station.url, self.plan.version)
                    self._tally.problem(self._clock.now(), self.plan.identity, "not connected", why)
                told = error
                await asyncio.wait({online}, timeout=LOOK_AT_CONNECTION_S)
        finally:
            online.cancel()


async def _first_of(*tasks: asyncio.Task[object]) -> None:
    """Wait for the first of some tasks; if it failed, so does this."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    tasks[0].cancel()
    for task in done:
        task.result()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
