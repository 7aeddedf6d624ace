"""When transactions begin, change and end, and what is told of them (OCPP 1.6, 4.8 to 4.10; OCPP 2.0.1 Part 2, E).

A transaction begins when one of the start points is reached, and ends when one of the stop points no longer is.
"""

import math
from collections.abc import Sequence
from contextlib import suppress

from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import (
    ChargingState,
    Reading,
    ReservationEnded,
    SampleContext,
    StopReason,
    Token,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
    Trigger,
    TxPoint,
)
from csms_simulator.model.load_balancing import LoadBalancing
from csms_simulator.model.reservations import is_satisfiable
from csms_simulator.model.smart_charging import ProfileRefusedError
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transactions import OpenTransaction


class TransactionFlow:
    """Keeps transactions, energy and statuses of all EVSEs in line with what happens at them."""

    def __init__(self, state: StationState, evses: Sequence[Evse]) -> None:
        self.balancing = LoadBalancing(state, evses)
        self._state = state
        self._evses = evses

    @property
    def is_idle(self) -> bool:
        """Whether no transaction runs."""
        return all(evse.open is None for evse in self._evses)

    # Vehicles and tokens come and go

    def presence_changed(
        self,
        now: float,
        evse: Evse,
        trigger: Trigger,
        *,
        reason: StopReason = StopReason.LOCAL,
        token: Token | None = None,
    ) -> None:
        """Begin, change or end a transaction because a vehicle or an authorization came or went."""
        if not self._state.is_running or evse.restarts_until is not None:
            return
        settings = self._state.settings
        reached = evse.presence
        risen, fallen = reached - evse.reached, evse.reached - reached
        evse.reached = reached
        running = evse.open
        if running is None:
            if risen and reached & settings.tx_start_points and evse.may_begin:
                state = ChargingState.EV_CONNECTED if evse.is_connected else ChargingState.IDLE
                self._begin(now, evse, trigger, state)
            return
        if running.has_transferred and not evse.is_connected:
            fallen |= {TxPoint.ENERGY_TRANSFER}
        if fallen & settings.tx_stop_points or not reached:
            self.end(now, evse, trigger, running.stop_reason or reason, token=token)
            return
        if not evse.is_connected:
            running.state = ChargingState.IDLE
        elif running.state is ChargingState.IDLE:
            running.state = ChargingState.EV_CONNECTED
        if evse.connector_id is not None:
            running.connector_id = evse.connector_id
        self.update(now, evse, trigger)

    def power_returned(self, now: float, evse: Evse) -> None:
        """See what has happened at an EVSE while it could not look."""
        if evse.presence != evse.reached:
            has_come = TxPoint.EV_CONNECTED in evse.presence
            trigger = Trigger.CABLE_PLUGGED_IN if has_come else Trigger.EV_COMMUNICATION_LOST
            self.presence_changed(now, evse, trigger, reason=StopReason.EV_DISCONNECTED)

    # Energy and statuses

    def settle(self, now: float) -> None:
        """Bring energy, transactions and statuses in line."""
        self.balance(now)
        self.report(now)

    def balance(self, now: float) -> None:
        """Offer anew, see what vehicles take, and tell of charging states that have changed."""
        is_balanced = False
        while not is_balanced:
            offers = self.balancing.offers(now)
            for evse in self._evses:
                evse.feed(now, offers.get(evse.id))
            # A transaction that begins or ends changes what the others may draw, and what it may draw itself.
            is_balanced = not any(self._energy_changed(now, evse) for evse in self._evses)

    def report(self, now: float) -> None:
        """Tell of statuses that have changed, and of reservations that these end."""
        if not self._state.is_running:
            return
        self._end_reservations(now)
        self._hold()
        self._state.report_status(now)
        for evse in self._evses:
            evse.report_statuses(now)

    # Transactions

    def update(
        self,
        now: float,
        evse: Evse,
        trigger: Trigger,
        reading: Reading | None = None,
        context: SampleContext = SampleContext.OTHER,
    ) -> None:
        """Tell that something changed in the transaction of an EVSE."""
        running = evse.open
        if running is None:
            return
        trigger = self._announce(evse, running, trigger)
        self._state.facts.append(
            TransactionUpdated(now, running.snapshot(), trigger, reading, context, not self._state.is_online)
        )
        self._use_reservation(now, evse, running)

    def end(
        self,
        now: float,
        evse: Evse,
        trigger: Trigger,
        reason: StopReason,
        *,
        token: Token | None = None,
        state: ChargingState | None = None,
        reading: Reading | None = None,
    ) -> None:
        """End the transaction of an EVSE, if one runs, and with it the authorization."""
        running = evse.open
        evse.authorization = None
        evse.feed(now, None)
        evse.reached = evse.presence
        if evse.lock_owner is None:
            evse.unlock()
        evse.take_cable_out()
        if running is None:
            return
        running.state = evse.charging_state if state is None else state
        evse.open = None
        self._state.profiles.transaction_ended(running.reference)
        self._state.facts.append(
            TransactionEnded(
                now,
                running.snapshot(),
                trigger,
                reason,
                evse.reading(now) if reading is None else reading,
                token,
                not self._state.is_online,
                tuple(running.samples),
            )
        )

    def _begin(self, now: float, evse: Evse, trigger: Trigger, state: ChargingState) -> None:
        connector_id = evse.wanted_connector_id if evse.connector_id is None else evse.connector_id
        running = OpenTransaction(self._state.new_reference(), evse.id, connector_id, now, evse.meter.energy_wh)
        running.state = state
        evse.open = running
        trigger = self._announce(evse, running, trigger)
        self._state.facts.append(
            TransactionStarted(now, running.snapshot(), trigger, evse.reading(now), not self._state.is_online)
        )
        self._use_reservation(now, evse, running)

    def _energy_changed(self, now: float, evse: Evse) -> bool:
        """Tell of a new charging state; return whether a transaction began or ended."""
        settings, running, state = self._state.settings, evse.open, evse.charging_state
        if not self._state.is_running or evse.restarts_until is not None:
            return False
        is_charging = state is ChargingState.CHARGING
        if running is None:
            if is_charging and TxPoint.ENERGY_TRANSFER in settings.tx_start_points and self._state.takes_transactions:
                self._begin(now, evse, Trigger.CHARGING_STATE_CHANGED, state)
                return True
            return False
        has_stopped = running.has_transferred and not is_charging
        running.has_transferred = is_charging
        if has_stopped and TxPoint.ENERGY_TRANSFER in settings.tx_stop_points:
            by_vehicle = state is ChargingState.SUSPENDED_EV
            reason = running.stop_reason or (StopReason.STOPPED_BY_EV if by_vehicle else StopReason.OTHER)
            self.end(now, evse, Trigger.CHARGING_STATE_CHANGED, reason, state=state)
            return True
        if state is not running.state:
            running.state = state
            self.update(now, evse, Trigger.CHARGING_STATE_CHANGED)
        return False

    def _announce(self, evse: Evse, running: OpenTransaction, trigger: Trigger) -> Trigger:
        """Let a transaction know its token; return what to call the trigger.

        The first event after a remote start is called after it, whatever has caused the event (OCPP 2.0.1 Part 6).
        """
        authorization = evse.authorization
        if authorization is None or authorization.is_announced:
            return trigger
        authorization.is_announced = True
        running.token, running.group = authorization.token, authorization.group
        running.stop_reason = None
        self._state.remember_payer(running.reference, authorization.token)
        if authorization.remote_start_id is not None:
            running.remote_start_id = authorization.remote_start_id
        if authorization.profile is not None:
            # The transaction was promised: if the profile is unsound, it goes on without.
            with suppress(ProfileRefusedError):
                self._state.profiles.install(evse.id, authorization.profile, running=evse.running)
            self.balancing.profiles_changed()
        for reservation in (evse.reservation, *self._state.reservations.unspecified()):
            if reservation is not None and reservation.admits(authorization.token, authorization.group):
                running.reservation_id = reservation.id
                break
        return Trigger.REMOTE_START if authorization.is_remote else trigger

    # Reservations

    def _use_reservation(self, now: float, evse: Evse, running: OpenTransaction) -> None:
        if running.reservation_id is not None and self._state.reservations.remove(running.reservation_id):
            self._state.facts.append(
                ReservationEnded(now, running.reservation_id, evse.id, was_used=True, has_expired=False)
            )

    def _end_reservations(self, now: float) -> None:
        """Reservations end with time, and where nobody can charge any more (OCPP 1.6, 5.13)."""
        for reservation in self._state.reservations:
            has_expired = reservation.expires_at <= now
            if has_expired or not self._can_serve(reservation.evse_id):
                self._state.reservations.remove(reservation.id)
                self._state.facts.append(
                    ReservationEnded(now, reservation.id, reservation.evse_id, was_used=False, has_expired=has_expired)
                )

    def _can_serve(self, evse_id: int) -> bool:
        evses = self._evses if evse_id == 0 else (self._evses[evse_id - 1],)
        return any(not evse.is_faulted and evse.connector_types for evse in evses)

    def _hold(self) -> None:
        """Keep as many EVSEs free as reservations of any EVSE need."""
        unspecified = self._state.reservations.unspecified()
        for evse in self._evses:
            evse.is_held = False
        if not unspecified:
            return
        free = {evse.id: evse.connector_types for evse in self._evses if evse.is_free and evse.reservation is None}
        for evse_id in free:
            others = {other: types for other, types in free.items() if other != evse_id}
            self._evses[evse_id - 1].is_held = not is_satisfiable(unspecified, others)


def next_tick(origin: float, interval_s: float, after: float) -> float:
    """Return the first of the moments that lie whole intervals after an origin and later than `after`."""
    due = origin + (math.floor((after - origin) / interval_s) + 1) * interval_s
    return due if due > after else due + interval_s
