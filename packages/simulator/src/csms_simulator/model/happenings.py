"""What the world does to a station: cables, faults, power."""

from collections.abc import Sequence

from csms_simulator.model import faults
from csms_simulator.model.drivers import Drivers
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import ChargingState, SampleContext, Status, StopReason, Token, Trigger
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transaction_flow import TransactionFlow
from csms_simulator.model.vehicle import Vehicle


class Happenings:
    """Everything that nobody asks a station about."""

    def __init__(self, state: StationState, evses: Sequence[Evse], flow: TransactionFlow, drivers: Drivers) -> None:
        self._state = state
        self._evses = evses
        self._flow = flow
        self._drivers = drivers

    def plug_in(self, now: float, evse: Evse, vehicle: Vehicle, connector_id: int) -> None:
        """Connect a vehicle."""
        evse.connector(connector_id)
        if evse.vehicle is not None:
            raise ValueError(f"EVSE {evse.id} has a vehicle already")
        if evse.connector_id not in {None, connector_id}:
            raise ValueError(f"a cable is left in connector {evse.connector_id} of EVSE {evse.id}")
        evse.vehicle = vehicle
        evse.connector_id = connector_id
        evse.charging_state = ChargingState.EV_CONNECTED
        if evse.open is None:
            evse.has_charged = False
        if evse.is_authorized:
            evse.lock()
        # A vehicle that is back in its transaction stays suspended until energy flows.
        if evse.status(connector_id) is not Status.SUSPENDED_EV:
            self._flow.report(now)
        self._flow.presence_changed(now, evse, Trigger.CABLE_PLUGGED_IN)
        self._drivers.start_for_free(now, evse)

    def unplug(self, now: float, evse: Evse) -> None:
        """Take the vehicle away, and the cable unless it is locked."""
        authorization = evse.authorization
        has_left = evse.vehicle is not None
        evse.vehicle = None
        evse.charging_state = ChargingState.IDLE
        if has_left and evse.error in faults.OF_VEHICLES:
            evse.error = evse.error_info = None
        if has_left and authorization is not None:
            self._leave_with(now, evse, authorization.token)
        evse.take_cable_out()
        if not has_left:
            return
        if authorization is None:
            self._flow.report(now)
        self._flow.presence_changed(now, evse, Trigger.EV_COMMUNICATION_LOST, reason=StopReason.EV_DISCONNECTED)

    def fault(self, now: float, evse: Evse | None, error: str, info: str | None) -> None:
        """Let something break at an EVSE, or in the station as a whole."""
        faults.refuse_unknown(error)
        if error in faults.WARNINGS:
            self._warn(now, evse, error, info)
            return
        if evse is None:
            self._state.error, self._state.error_info = error, info
        else:
            evse.error, evse.error_info = error, info
        for broken in self._evses if evse is None else (evse,):
            if error in faults.ENDING or broken.open is None:
                self._flow.end(now, broken, Trigger.ABNORMAL_CONDITION, faults.ENDING.get(error, StopReason.OTHER))

    def clear_fault(self, evse: Evse | None) -> None:
        """Repair what is broken."""
        if evse is None:
            self._state.error = self._state.error_info = None
        else:
            evse.error = evse.error_info = None

    def cut_power(self, now: float) -> None:
        """Switch everything off; what the meters showed is remembered."""
        self._state.has_power = self._state.is_online = self._state.is_restarting = False
        self._state.scheduled_restart = None
        for evse in self._evses:
            evse.restarts_until = None
            evse.restarts_when_idle = False
            evse.is_locked = False
            evse.asked.clear()
            evse.feed(now, None)
            if evse.open is None:
                evse.authorization = None
            else:
                evse.open.interrupted = evse.reading(now)

    def restore_power(self, now: float) -> None:
        """Switch everything on, and see to the transactions that were interrupted."""
        self._state.has_power = True
        for evse in self._evses:
            if evse.open is None or evse.open.interrupted is None:
                continue
            reading, evse.open.interrupted = evse.open.interrupted, None
            if not self._state.settings.resume_after_power_loss:
                self._flow.end(reading.at, evse, Trigger.ABNORMAL_CONDITION, StopReason.POWER_LOSS, reading=reading)
                continue
            if evse.is_authorized and evse.is_connected:
                evse.lock()
                evse.open.state = ChargingState.SUSPENDED_EVSE
            self._flow.update(reading.at, evse, Trigger.ABNORMAL_CONDITION, reading, SampleContext.INTERRUPTION_BEGIN)
            self._flow.update(now, evse, Trigger.ABNORMAL_CONDITION, evse.reading(now), SampleContext.INTERRUPTION_END)

    def _leave_with(self, now: float, evse: Evse, token: Token) -> None:
        """See what becomes of the authorization, and of the lock (OCPP 1.6, 4.10; OCPP 2.0.1 Part 2, E09 and E10)."""
        settings = self._state.settings
        if not settings.stop_on_ev_disconnect and evse.authorization is not None:
            evse.authorization.waits_since = now
            return
        evse.authorization = None
        if evse.is_locked and not settings.unlock_on_ev_disconnect:
            evse.lock_owner = token
        else:
            evse.unlock()

    def _warn(self, now: float, evse: Evse | None, error: str, info: str | None) -> None:
        if evse is None:
            self._state.warn(now, error, info)
        elif not evse.is_faulted and (evse.is_connected or error not in faults.OF_VEHICLES):
            evse.error, evse.error_info = error, info
