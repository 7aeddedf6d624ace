"""How much each vehicle is offered: what the hardware bears, profiles allow, and the station has left for it."""

import math
from collections.abc import Sequence

from msgspec import Struct

from csms_simulator.model.evse import MIN_AC_CURRENT_A, Evse
from csms_simulator.model.smart_charging import Limit, Supply
from csms_simulator.model.station_state import StationState
from csms_simulator.model.vehicle import Offer


class _KnownLimit(Struct, frozen=True):
    """What profiles say about an EVSE, which holds for a while."""

    limit: Limit
    reference: str | None
    at: float

    def holds(self, at: float, reference: str | None) -> bool:
        until = self.limit.until
        return reference == self.reference and self.at <= at and (until is None or at < until)


class LoadBalancing:
    """Shares what a station may draw among the vehicles that want energy.

    All get the same, what one cannot use goes to the others, and who came last waits when the shares would be too small
    to charge with.
    """

    def __init__(self, state: StationState, evses: Sequence[Evse]) -> None:
        self._state = state
        self._evses = evses
        self._limits: dict[int, _KnownLimit] = {}

    def profiles_changed(self) -> None:
        """Ask the charging profiles anew."""
        self._limits.clear()

    def next_change(self) -> float | None:
        """When profiles may allow something else by themselves."""
        ends = (known.limit.until for known in self._limits.values() if known.limit.until is not None)
        return min(ends, default=None)

    def offers(self, at: float) -> dict[int, Offer]:
        """Return what is offered at which EVSE; an EVSE that is not there offers nothing."""
        caps: dict[int, Offer] = {}
        for evse in self._evses:
            if not evse.may_deliver:
                self._limits.pop(evse.id, None)
            elif (offer := _usable(self._cap(evse, at))) is not None:
                caps[evse.id] = offer
        total_w = self._total_w(at)
        if sum(offer.power_w for offer in caps.values()) <= total_w:
            return caps
        return self._shared(caps, total_w)

    def _cap(self, evse: Evse, at: float) -> Offer:
        """What one EVSE could offer if it were alone."""
        running = evse.running
        supply = evse.supply
        limit = self._limit(evse.id, at, supply, running.reference if running is not None else None)
        phases = min(supply.phases, limit.phases or supply.phases)
        return _offer(supply, limit.current_a, limit.power_w, phases)

    def _limit(self, evse_id: int, at: float, supply: Supply, reference: str | None) -> Limit:
        known = self._limits.get(evse_id)
        if known is None or not known.holds(at, reference):
            running = self._evses[evse_id - 1].running if evse_id else None
            limit = self._state.profiles.limit(evse_id, at, supply, running)
            known = self._limits[evse_id] = _KnownLimit(limit, reference, at)
        return known.limit

    def _total_w(self, at: float) -> float:
        """What the whole station may draw."""
        layout = self._state.layout
        grid = Supply(phases=3, voltage_v=230.0, is_dc=False)
        limit = self._limit(0, at, grid, None)
        return min(math.inf if layout.max_power_w is None else layout.max_power_w, limit.power_w)

    def _shared(self, caps: dict[int, Offer], total_w: float) -> dict[int, Offer]:
        fed = [evse for evse in self._evses if evse.id in caps]
        wanting = [evse for evse in fed if evse.vehicle is not None and evse.vehicle.wants_energy]
        # A vehicle that takes nothing is offered what there is.
        idle = {evse.id: _usable(_offer_of_share(evse, caps[evse.id], total_w)) for evse in fed if evse not in wanting}
        unclaimed = {evse_id: offer for evse_id, offer in idle.items() if offer is not None}
        wanting.sort(key=lambda evse: (evse.open.started_at if evse.open is not None else math.inf, evse.id))
        while wanting:
            shares = _fair_shares({evse.id: caps[evse.id].power_w for evse in wanting}, total_w)
            offers = {evse.id: _usable(_offer_of_share(evse, caps[evse.id], shares[evse.id])) for evse in wanting}
            usable = {evse_id: offer for evse_id, offer in offers.items() if offer is not None}
            if len(usable) == len(wanting):
                return unclaimed | usable
            wanting.pop()
        return unclaimed


def _fair_shares(wanted_w: dict[int, float], total_w: float) -> dict[int, float]:
    """Give each the same, but nobody more than it wants."""
    shares: dict[int, float] = {}
    left_w = max(0.0, total_w)
    for count, (evse_id, power_w) in enumerate(sorted(wanted_w.items(), key=lambda item: item[1])):
        shares[evse_id] = min(power_w, left_w / (len(wanted_w) - count))
        left_w -= shares[evse_id]
    return shares


def _offer_of_share(evse: Evse, cap: Offer, power_w: float) -> Offer:
    supply = evse.supply
    current_a = min(cap.current_a, supply.current_a(power_w, cap.phases))
    return _offer(supply, current_a, min(cap.power_w, power_w), cap.phases)


def _offer(supply: Supply, current_a: float, power_w: float, phases: int) -> Offer:
    power_w = min(power_w, supply.power_w(current_a, phases))
    return Offer(max(0.0, current_a), max(0.0, power_w), phases, supply.voltage_v, supply.is_dc)


def _usable(offer: Offer) -> Offer | None:
    """Return the offer if a vehicle can be told of it."""
    is_enough = offer.power_w > 0 if offer.is_dc else offer.current_a >= MIN_AC_CURRENT_A
    return offer if is_enough and offer.power_w > 0 else None
