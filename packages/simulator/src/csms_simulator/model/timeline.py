"""What happens in a station by itself, because time passes."""

from collections.abc import Sequence

from csms_simulator.model.commands import Commands
from csms_simulator.model.diagnostics import LogUpload
from csms_simulator.model.drivers import Drivers
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import BootCause, ChargingState
from csms_simulator.model.firmware import Firmware
from csms_simulator.model.metering import Metering
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transaction_flow import TransactionFlow

STEP_S = 10.0
"""What a vehicle draws is looked at this often, and whenever something happens."""


class Timeline:
    """Lets time pass in a station, from one moment at which something is due to the next."""

    def __init__(
        self,
        state: StationState,
        evses: Sequence[Evse],
        flow: TransactionFlow,
        drivers: Drivers,
        commands: Commands,
        firmware: Firmware,
        log_upload: LogUpload,
    ) -> None:
        self.metering = Metering(state, evses, flow)
        self._state = state
        self._evses = evses
        self._flow = flow
        self._drivers = drivers
        self._commands = commands
        self._firmware = firmware
        self._log_upload = log_upload
        self._drawn_at = state.now

    def advance(self, now: float) -> None:
        """Let everything happen that is due until `now`. A clock that was set back is no harm."""
        if now < self._state.now:
            self._set_back(now)
        change, reading = self._next_change(), self.metering.next_due()
        while (due := self._soonest(change, reading)) is not None and due <= now:
            self._integrate(due)
            has_changed = self._draw(due) or (change is not None and change <= due)
            is_read = reading is not None and reading <= due
            if is_read:
                self.metering.read_due(due)
            if has_changed:
                self._do_due(due)
                change = self._next_change()
            if is_read or has_changed:
                reading = self.metering.next_due()
        self._integrate(now)
        self.metering.skip(now)

    def next_due(self) -> float | None:
        """When something will happen by itself, if nothing else does before; None: never."""
        return self._soonest(self._next_change(), self.metering.next_due())

    def settle(self, now: float) -> None:
        """Bring everything in line with what has just happened."""
        self._flow.settle(now)
        if self._state.is_running:
            has_restarted = self._commands.restart_when_idle(now)
            if self._state.is_running and self._firmware.advance(now, is_idle=self._flow.is_idle):
                self._commands.restart(now, BootCause.FIRMWARE_UPDATE)
                has_restarted = True
            self._state.is_installing = self._firmware.is_installing
            if has_restarted:
                self._flow.settle(now)
        if self._state.is_restarting:
            self._log_upload.interrupt(now)

    def came_back(self, now: float) -> None:
        """Be up again, after the power was cut or the station has started anew."""
        self._log_upload.interrupt(now)
        for evse in self._evses:
            self._flow.power_returned(now, evse)
        self.settle(now)

    def _soonest(self, change: float | None, reading: float | None) -> float | None:
        """The next moment to look at: for a change, a reading of a meter, or what vehicles draw."""
        if not self._state.is_running:
            return None
        is_charging = any(evse.charging_state is ChargingState.CHARGING for evse in self._evses)
        due = _first(change, reading, self._drawn_at + STEP_S if is_charging else None)
        return None if due is None else max(due, self._state.now)

    def _next_change(self) -> float | None:
        """When something happens besides drawing energy and reading meters."""
        return _first(
            self._state.reservations.next_expiry(),
            self._flow.balancing.next_change(),
            self._firmware.next_due(),
            self._log_upload.next_due(),
            *self._drivers.next_dues(),
            *(evse.restarts_until for evse in self._evses),
            *(evse.next_report() for evse in self._evses),
        )

    def _do_due(self, now: float) -> None:
        self._drivers.do_due(now)
        self._log_upload.advance(now)
        for evse in self._evses:
            if evse.restarts_until is not None and evse.restarts_until <= now:
                evse.restarts_until = None
                self._flow.power_returned(now, evse)
        self.settle(now)

    def _draw(self, now: float) -> bool:
        """Look again what vehicles draw; return whether one has stopped."""
        self._drawn_at = now
        goes_on = [evse.draw_on(now) for evse in self._evses]
        return not all(goes_on)

    def _integrate(self, now: float) -> None:
        for evse in self._evses:
            evse.integrate(now)
        self._state.now = now

    def _set_back(self, now: float) -> None:
        """Wait no longer than before the clock was set back."""
        self._state.now = now
        self._drawn_at = min(self._drawn_at, now)
        for evse in self._evses:
            evse.set_back(now)


def _first(*times: float | None) -> float | None:
    return min((time for time in times if time is not None), default=None)
