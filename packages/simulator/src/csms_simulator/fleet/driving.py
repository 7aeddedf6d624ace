"""Drivers at work: plans carried out at an EVSE of a simulated station, in simulated time."""

from collections.abc import Iterator

from csms_simulator.clock import Clock
from csms_simulator.fleet.drivers import Happening, Leaves, Looks, Plan, PlugsIn, Swipes, Unplugs
from csms_simulator.fleet.tally import Tally
from csms_simulator.model.facts import Status, Token
from csms_simulator.model.vehicle import Vehicle
from csms_simulator.simulated_station import SimulatedStation

UNLOCKING_S = 15.0
"""How long a driver waits after the card for the cable to be unlocked."""

ATTEMPTS_TO_UNPLUG = 4

PATIENCE_S = 900.0
"""How long a driver waits for a place, or for a station that has just been switched on."""


class Driving:
    """Carries out the plans of one EVSE, one driver after the other.

    Args:
        station: where.
        evse_id: at which EVSE.
        plans: what drivers do; times are seconds after `midnight`.
        midnight: the simulated time at which the plans' first day begins.
        clock: what time it is.
        tally: counts how visits go.
    """

    def __init__(
        self,
        station: SimulatedStation,
        evse_id: int,
        plans: Iterator[Plan],
        *,
        midnight: float,
        clock: Clock,
        tally: Tally,
    ) -> None:
        self._station = station
        self._evse_id = evse_id
        self._plans = plans
        self._midnight = midnight
        self._clock = clock
        self._tally = tally

    async def run(self) -> None:
        """Let drivers come and go once the station works, for ever; cancel it."""
        await self._station.online()
        for plan in self._plans:
            await self._clock.sleep_until(self._midnight + plan.begins_at_s)
            lateness_s = self._clock.now() - self._midnight - plan.begins_at_s
            if lateness_s > PATIENCE_S or not self._is_free():
                self._tally.visits["turned away"] += 1
            else:
                self._tally.visits["arrived"] += 1
                await self._follow(plan, lateness_s)

    async def _follow(self, plan: Plan, lateness_s: float) -> None:
        """Let a driver do what is planned, or give up when it does not charge."""
        for happening in plan.happenings:
            await self._clock.sleep_until(self._midnight + happening.at_s + lateness_s)
            if not await self._do(happening):
                self._tally.visits["gave up"] += 1
                await self.leave(_card(plan))
                return
        self._tally.visits["left"] += 1

    async def leave(self, token: Token | None = None) -> None:
        """Take the cable out and drive away, with the card's help if it is locked; a stuck cable is a problem."""
        for _ in range(ATTEMPTS_TO_UNPLUG):
            if await self.unplug():
                return
            running = self._station.model.evse(self._evse_id).transaction
            card = (running.token if running is not None else None) or token
            if card is not None:
                await self._station.swipe(card.id, self._evse_id, card.kind)
            await self._clock.sleep(UNLOCKING_S)
        where = f"EVSE {self._evse_id}"
        self._tally.problem(self._clock.now(), self._station.identity, "cable stuck", f"{where} does not let it go")

    async def end_charging(self) -> None:
        """Stop a running transaction with the card that it runs on, without waiting for what comes of it."""
        running = self._station.model.evse(self._evse_id).transaction
        if running is not None and running.token is not None:
            await self._station.swipe(running.token.id, self._evse_id, running.token.kind)

    async def unplug(self) -> bool:
        """Try to pull the plug; return whether none is in now."""
        evse = self._station.model.evse(self._evse_id)
        return evse.vehicle is None or await self._station.unplug(self._evse_id)

    async def _do(self, happening: Happening) -> bool:
        """Do one thing; return False if it does not charge and the driver has enough of it."""
        match happening:
            case PlugsIn(_, model, soc, target_soc):
                await self._station.plug_in(self._evse_id, Vehicle(model, soc, target_soc=target_soc))
            case Swipes(_, token):
                await self._station.swipe(token.id, self._evse_id, token.kind)
            case Looks():
                return self._station.model.evse(self._evse_id).transaction is not None
            case Unplugs(_, token):
                await self.leave(token)
            case Leaves():
                pass
        return True

    def _is_free(self) -> bool:
        """Whether a driver who arrives would try to charge here."""
        evse = self._station.model.evse(self._evse_id)
        status = evse.status()
        return self._station.model.has_power and evse.vehicle is None and status in {Status.AVAILABLE, Status.PREPARING}


def _card(plan: Plan) -> Token | None:
    """Return the card that a driver used last."""
    return next((each.token for each in reversed(plan.happenings) if isinstance(each, Swipes | Unplugs)), None)
