"""What a central system orders (OCPP 1.6, 5; OCPP 2.0.1 Part 2, B11, B12, F, G and H)."""

from collections.abc import Iterable, Sequence

from csms_simulator.model.drivers import Drivers
from csms_simulator.model.evse import Connector, Evse
from csms_simulator.model.facts import BootCause, RestartWanted, StopReason, Token, Trigger
from csms_simulator.model.outcomes import Availability, RemoteStart, ReserveOutcome, ResetOutcome, UnlockOutcome
from csms_simulator.model.reservations import Reservation, is_satisfiable
from csms_simulator.model.smart_charging import Profile
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transaction_flow import TransactionFlow
from csms_simulator.model.transactions import Authorization


class Commands:
    """Obeys, or says why not."""

    def __init__(self, state: StationState, evses: Sequence[Evse], flow: TransactionFlow, drivers: Drivers) -> None:
        self._state = state
        self._evses = evses
        self._flow = flow
        self._drivers = drivers

    def remote_start(
        self,
        now: float,
        token: Token,
        evse_id: int | None,
        connector_id: int | None,
        profile: Profile | None,
        remote_start_id: int | None,
        group: str | None,
    ) -> RemoteStart:
        """Start in the name of a driver."""
        if evse_id is not None and self._find(evse_id) is None:
            return RemoteStart(accepted=False, reason="UnknownEvse")
        evse = self._drivers.choose(token, group) if evse_id is None else self._find(evse_id)
        if evse is None:
            return RemoteStart(accepted=False, reason="NotFound")
        authorization = Authorization(
            token,
            now,
            group=group,
            connector_id=connector_id,
            is_remote=True,
            remote_start_id=remote_start_id,
            profile=profile,
        )
        return self._drivers.remote_start(now, evse, authorization)

    def remote_stop(self, now: float, reference: str) -> bool:
        """Stop in the name of a driver."""
        evse = self._drivers.evse_of(reference)
        if evse is None or not self._state.is_running:
            return False
        was_authorized = evse.is_authorized
        self._drivers.stop(now, evse, Trigger.REMOTE_STOP, StopReason.REMOTE)
        if not was_authorized:
            self._flow.update(now, evse, Trigger.REMOTE_STOP)
        return True

    def set_availability(self, evse_id: int, is_operative: bool, connector_id: int | None) -> Availability:
        """Put the station, an EVSE or a connector in or out of service."""
        evse = self._find(evse_id)
        if not self._state.is_running or (evse is None and (evse_id != 0 or connector_id is not None)):
            return Availability.REJECTED
        if evse is not None and connector_id is not None:
            if not 1 <= connector_id <= len(evse.connectors):
                return Availability.REJECTED
            connector = evse.connector(connector_id)
            connector.is_operative = is_operative
            used_by = [evse] if evse.connector_id in {None, connector.id} else []
        elif evse is not None:
            evse.is_operative = is_operative
            used_by = [evse]
        else:
            self._set_all(is_operative)
            used_by = list(self._evses)
        if is_operative:
            return Availability.ACCEPTED
        return self._put_out_of_service(used_by)

    def reserve(
        self,
        now: float,
        reservation_id: int,
        evse_id: int,
        token: Token,
        expires_at: float,
        group: str | None,
        connector_type: str | None,
    ) -> ReserveOutcome:
        """Keep an EVSE free for a token."""
        settings = self._state.settings
        evse = self._find(evse_id)
        candidates = self._evses if evse_id == 0 else [evse] if evse is not None else []
        if connector_type is not None:
            candidates = [each for each in candidates if _has_type(each.connectors, connector_type)]
        is_refused = not settings.is_reservation_enabled or not self._state.takes_transactions
        if evse_id == 0 and not settings.is_unspecified_reservation_enabled:
            is_refused = True
        if is_refused or not candidates or expires_at <= now:
            return ReserveOutcome.REJECTED
        former = self._state.reservations.remove(reservation_id)
        reservation = Reservation(reservation_id, evse_id, token, expires_at, group, connector_type)
        outcome = self._reservable(reservation, candidates)
        if outcome is ReserveOutcome.ACCEPTED:
            self._state.reservations.add(reservation)
        elif former is not None:
            self._state.reservations.add(former)
        return outcome

    def unlock(self, now: float, evse_id: int, connector_id: int) -> UnlockOutcome:
        """Let a cable go."""
        evse = self._find(evse_id)
        if evse is None or not 1 <= connector_id <= len(evse.connectors):
            return UnlockOutcome.UNKNOWN_CONNECTOR
        if evse.connector(connector_id).layout.has_fixed_cable:
            return UnlockOutcome.NOT_SUPPORTED
        if not self._state.is_running:
            return UnlockOutcome.UNLOCK_FAILED
        if evse.connector_id == connector_id and evse.is_in_use:
            if self._state.settings.unlock_stops_transaction:
                self._flow.end(now, evse, Trigger.UNLOCK_COMMAND, StopReason.UNLOCK_COMMAND)
            elif evse.is_authorized:
                return UnlockOutcome.ONGOING_AUTHORIZED_TRANSACTION
        evse.unlock()
        evse.take_cable_out()
        return UnlockOutcome.UNLOCK_FAILED if evse.lock_is_broken else UnlockOutcome.UNLOCKED

    def reset(self, now: float, *, immediate: bool, evse_id: int | None) -> ResetOutcome:
        """Start anew, or do so as soon as no transaction runs."""
        evse = self._find(evse_id) if evse_id is not None else None
        if not self._state.is_running or (evse_id is not None and evse is None):
            return ResetOutcome.REJECTED
        is_idle = self._flow.is_idle if evse is None else evse.open is None
        waits = not immediate and self._state.settings.soft_reset_waits and not is_idle
        if waits and evse is not None:
            evse.restarts_when_idle = True
        elif waits:
            self._state.scheduled_restart = BootCause.SCHEDULED_RESET
        else:
            reason = StopReason.IMMEDIATE_RESET if immediate else StopReason.SCHEDULED_RESET
            for each in self._evses if evse is None else (evse,):
                self._flow.end(now, each, Trigger.RESET_COMMAND, reason)
            if evse is None:
                self._flow.settle(now)
                self.restart(now, BootCause.REMOTE_RESET)
            else:
                self._restart_evse(now, evse)
        return ResetOutcome.SCHEDULED if waits else ResetOutcome.ACCEPTED

    def restart_when_idle(self, now: float) -> bool:
        """Do the resets that have waited for transactions; return whether there were any."""
        waiting = [evse for evse in self._evses if evse.restarts_when_idle and evse.open is None]
        for evse in waiting:
            self._restart_evse(now, evse)
        if self._state.scheduled_restart is not None and self._flow.is_idle:
            self.restart(now, self._state.scheduled_restart)
        return bool(waiting) or not self._state.is_running

    def restart(self, now: float, cause: BootCause) -> None:
        """Start anew: nobody is listened to until the station is up again."""
        self._state.is_restarting = True
        self._state.scheduled_restart = None
        for evse in self._evses:
            evse.authorization = None
            evse.asked.clear()
            evse.restarts_when_idle = False
        self._state.facts.append(RestartWanted(now, cause))

    def _restart_evse(self, now: float, evse: Evse) -> None:
        evse.restarts_when_idle = False
        evse.authorization = None
        evse.asked.clear()
        evse.restarts_until = now + self._state.settings.reset_duration_s

    def _set_all(self, is_operative: bool) -> None:
        self._state.is_operative = is_operative
        if self._state.settings.station_availability_cascades:
            for evse in self._evses:
                evse.is_operative = is_operative
                for connector in evse.connectors:
                    connector.is_operative = is_operative

    def _put_out_of_service(self, evses: Iterable[Evse]) -> Availability:
        """Send drivers away who have not begun; the others may go on until their transaction ends."""
        outcome = Availability.ACCEPTED
        for evse in evses:
            if evse.is_in_use:
                outcome = Availability.SCHEDULED
            elif not evse.takes_drivers:
                evse.authorization = None
                evse.reached = evse.presence
        return outcome

    def _reservable(self, reservation: Reservation, candidates: Sequence[Evse]) -> ReserveOutcome:
        """Whether there is an EVSE for it, besides those that other reservations need."""
        evse_ids = {evse.id for evse in candidates}
        usable = [evse for evse in candidates if not evse.is_faulted]
        if not usable:
            return ReserveOutcome.FAULTED
        if not any(evse.connector_types for evse in usable):
            return ReserveOutcome.UNAVAILABLE
        unspecified = self._state.reservations.unspecified()
        free = {evse.id: evse.connector_types for evse in self._evses if evse.is_free and evse.reservation is None}
        if reservation.evse_id == 0:
            fits = is_satisfiable([*unspecified, reservation], free)
        else:
            others = {evse_id: types for evse_id, types in free.items() if evse_id != reservation.evse_id}
            fits = bool(evse_ids & free.keys()) and is_satisfiable(unspecified, others)
        return ReserveOutcome.ACCEPTED if fits else ReserveOutcome.OCCUPIED

    def _find(self, evse_id: int | None) -> Evse | None:
        """The EVSE, if there is one with this id."""
        return self._evses[evse_id - 1] if evse_id is not None and 1 <= evse_id <= len(self._evses) else None


def _has_type(connectors: Iterable[Connector], connector_type: str) -> bool:
    return any(connector.layout.type == connector_type for connector in connectors)
