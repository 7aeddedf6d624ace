"""A charging station: the world acts on it, and a central system commands it.

Nothing happens in it by itself: each call says what time it is, and first lets everything happen that was due until
then. What somebody outside may want to know of it is put into `Station.facts`.
"""

from collections import deque
from collections.abc import Callable

from msgspec.structs import replace

from csms_simulator.model.authorization import Authorizer, Verdict
from csms_simulator.model.commands import Commands
from csms_simulator.model.diagnostics import LogUpload
from csms_simulator.model.drivers import Drivers
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import Fact, Reading, Status, Token, Transaction
from csms_simulator.model.firmware import Firmware
from csms_simulator.model.happenings import Happenings
from csms_simulator.model.layout import Layout
from csms_simulator.model.outcomes import Availability, RemoteStart, ReserveOutcome, ResetOutcome, UnlockOutcome
from csms_simulator.model.settings import Settings
from csms_simulator.model.smart_charging import ChargingProfiles, Profile
from csms_simulator.model.station_state import StationState
from csms_simulator.model.timeline import Timeline
from csms_simulator.model.transaction_flow import TransactionFlow
from csms_simulator.model.vehicle import Vehicle


class Station:
    """A charging station, pure: no clock, no link, no chance.

    Args:
        layout: What it is built of.
        now: POSIX seconds.
        settings: How it behaves; by default as OCPP 1.6 wants it.
        new_reference: Makes the names of transactions, unique for ever.
    """

    def __init__(
        self, layout: Layout, now: float, *, settings: Settings | None = None, new_reference: Callable[[], str]
    ) -> None:
        self._state = StationState(layout, now, Settings() if settings is None else settings, new_reference)
        self.evses = tuple(Evse(number, evse, self._state) for number, evse in enumerate(layout.evses, 1))
        self.next_firmware_outcome: str | None = None
        """With which word the next update fails: DownloadFailed, InvalidSignature, InstallationFailed, ..."""
        self.next_log_outcome: str | None = None
        """With which word the next upload of a log fails: UploadFailure, PermissionDenied, ..."""
        self._flow = TransactionFlow(self._state, self.evses)
        self._drivers = Drivers(self._state, self.evses, self._flow)
        self._firmware = Firmware(layout.firmware_version, self.facts)
        self._log_upload = LogUpload(self.facts)
        self._happenings = Happenings(self._state, self.evses, self._flow, self._drivers)
        self._commands = Commands(self._state, self.evses, self._flow, self._drivers)
        self._timeline = Timeline(
            self._state, self.evses, self._flow, self._drivers, self._commands, self._firmware, self._log_upload
        )

    # How it is

    @property
    def facts(self) -> deque[Fact]:
        """What has happened, oldest first; whoever reads a fact takes it out."""
        return self._state.facts

    @property
    def layout(self) -> Layout:
        """What it is built of, with the firmware that it has now."""
        layout = self._state.layout
        if self._firmware.version != layout.firmware_version:
            layout = self._state.layout = replace(layout, firmware_version=self._firmware.version)
        return layout

    @property
    def settings(self) -> Settings:
        """How it behaves; may be changed at any time."""
        return self._state.settings

    @property
    def authorizer(self) -> Authorizer:
        """Its local list and its cache."""
        return self._state.authorizer

    @property
    def profiles(self) -> ChargingProfiles:
        """Its charging profiles; call `profiles_changed` after a change."""
        return self._state.profiles

    @property
    def is_online(self) -> bool:
        """Whether it can talk to the central system."""
        return self._state.is_online

    @property
    def has_power(self) -> bool:
        """Whether its power is not cut."""
        return self._state.has_power

    @property
    def status(self) -> Status:
        """Of the station as a whole: Available, Unavailable or Faulted."""
        return self._state.status

    @property
    def firmware_status(self) -> str:
        """The last step of the update that is under way; Idle without one."""
        return self._firmware.status

    @property
    def log_status(self) -> str:
        """Uploading while a log is uploaded, else Idle."""
        return self._log_upload.status

    def evse(self, evse_id: int) -> Evse:
        """Return an EVSE. Raises: KeyError if there is none with this id."""
        if not 1 <= evse_id <= len(self.evses):
            raise KeyError(f"there is no EVSE {evse_id}")
        return self.evses[evse_id - 1]

    def transaction(self, reference: str) -> Transaction | None:
        """Return a transaction as it is now, if it runs."""
        evse = self._drivers.evse_of(reference)
        return evse.transaction if evse is not None else None

    # Time

    def advance(self, now: float) -> None:
        """Let everything happen that is due until `now`. A clock that was set back is no harm."""
        self._timeline.advance(now)

    def next_due(self) -> float | None:
        """When something will happen by itself, if nothing else does before; None: never."""
        return self._timeline.next_due()

    # The world

    def went_online(self, now: float) -> None:
        """Be able to talk to the central system, which has accepted the station."""
        self.advance(now)
        self._state.is_online = True
        if self._state.is_running:
            self._firmware.went_online(now)
        self._timeline.settle(now)

    def went_offline(self, now: float) -> None:
        """Be alone."""
        self.advance(now)
        self._state.is_online = False

    def plug_in(self, now: float, evse_id: int, vehicle: Vehicle, connector_id: int = 1) -> None:
        """Connect a vehicle.

        Raises:
            KeyError: There is no such EVSE or connector.
            ValueError: There is a vehicle already, or a cable is left in another connector.
        """
        evse = self.evse(evse_id)
        self.advance(now)
        self._happenings.plug_in(now, evse, vehicle, connector_id)
        self._timeline.settle(now)

    def unplug(self, now: float, evse_id: int) -> bool:
        """Take the cable out at the vehicle, and at the station unless it is locked there.

        Returns:
            False if the station holds the cable. Where `stop_on_ev_disconnect` is off it does so until the driver
            presents the token.

        Raises: KeyError if there is no such EVSE.
        """
        evse = self.evse(evse_id)
        self.advance(now)
        self._happenings.unplug(now, evse)
        self._timeline.settle(now)
        return evse.connector_id is None

    def present(self, now: float, evse_id: int, token: Token) -> None:
        """Hold a token against the reader: to start, or to stop what it has started.

        Raises: KeyError if there is no such EVSE.
        """
        evse = self.evse(evse_id)
        self.advance(now)
        self._drivers.present(now, evse, token)
        self._timeline.settle(now)

    def vehicle_changed(self, now: float, evse_id: int) -> None:
        """See what a vehicle draws now, as it may want something else than before.

        Raises: KeyError if there is no such EVSE.
        """
        self.evse(evse_id)
        self.advance(now)
        self._timeline.settle(now)

    def fault(self, now: float, evse_id: int, error: str, info: str | None = None) -> None:
        """Let something break; with EVSE 0 in the station as a whole.

        Args:
            now: POSIX seconds.
            evse_id: Where.
            error: A word of ChargePointErrorCode (OCPP 1.6, 7.6); `faults` says which of them do what.
            info: What else there is to tell.

        Raises:
            KeyError: There is no such EVSE.
            ValueError: There is no such error.
        """
        evse = self.evse(evse_id) if evse_id else None
        self.advance(now)
        self._happenings.fault(now, evse, error, info)
        self._timeline.settle(now)

    def clear_fault(self, now: float, evse_id: int) -> None:
        """Repair what is broken; with EVSE 0 in the station as a whole. Raises: KeyError if there is no such EVSE."""
        evse = self.evse(evse_id) if evse_id else None
        self.advance(now)
        self._happenings.clear_fault(evse)
        self._timeline.settle(now)

    def cut_power(self, now: float) -> None:
        """Be dark: nothing flows, nothing is told, and locks let go."""
        self.advance(now)
        if self._state.has_power:
            self._firmware.power_cut()
            self._happenings.cut_power(now)

    def restore_power(self, now: float) -> None:
        """Have power again: transactions end or go on, as configured. The shell around the station boots it."""
        self.advance(now)
        if not self._state.has_power:
            self._happenings.restore_power(now)
            self._firmware.power_restored(now)
            self._timeline.came_back(now)

    def restarted(self, now: float) -> None:
        """Have started anew, after a `RestartWanted`."""
        self.advance(now)
        if self._state.is_restarting:
            self._state.is_restarting = False
            self._timeline.came_back(now)

    # Answers

    def authorization_answered(self, now: float, evse_id: int, token: Token, verdict: Verdict) -> None:
        """Take the answer to an `AuthorizationWanted`. Raises: KeyError if there is no such EVSE."""
        evse = self.evse(evse_id)
        self.advance(now)
        self._drivers.answered(now, evse, token, verdict)
        self._timeline.settle(now)

    def authorization_failed(self, now: float, evse_id: int, token: Token) -> None:
        """Decide about a token as if offline: the central system did not answer.

        Raises: KeyError if there is no such EVSE.
        """
        evse = self.evse(evse_id)
        self.advance(now)
        self._drivers.failed(now, evse, token)
        self._timeline.settle(now)

    def transaction_answered(self, now: float, reference: str, verdict: Verdict) -> None:
        """Take what the central system says about the token of a transaction; it may take the authorization away."""
        self.advance(now)
        self._drivers.transaction_answered(now, reference, verdict)
        self._timeline.settle(now)

    # Commands

    def remote_start(
        self,
        now: float,
        token: Token,
        evse_id: int | None,
        *,
        connector_id: int | None = None,
        profile: Profile | None = None,
        remote_start_id: int | None = None,
        group: str | None = None,
    ) -> RemoteStart:
        """Start in the name of a driver; without an EVSE the station chooses one (OCPP 1.6, 5.11; 2.0.1, F01)."""
        self.advance(now)
        outcome = self._commands.remote_start(now, token, evse_id, connector_id, profile, remote_start_id, group)
        self._timeline.settle(now)
        return outcome

    def remote_stop(self, now: float, reference: str) -> bool:
        """Stop in the name of a driver; False if no such transaction runs (OCPP 1.6, 5.12; 2.0.1 Part 2, F03)."""
        self.advance(now)
        is_stopped = self._commands.remote_stop(now, reference)
        self._timeline.settle(now)
        return is_stopped

    def set_availability(
        self,
        now: float,
        evse_id: int,
        operative: bool,
        connector_id: int | None = None,
    ) -> Availability:
        """Put the station (EVSE 0), an EVSE or a connector in or out of service (OCPP 1.6, 5.2; 2.0.1 Part 2, G03)."""
        self.advance(now)
        outcome = self._commands.set_availability(evse_id, operative, connector_id)
        self._timeline.settle(now)
        return outcome

    def reserve(
        self,
        now: float,
        reservation_id: int,
        evse_id: int,
        token: Token,
        expires_at: float,
        *,
        group: str | None = None,
        connector_type: str | None = None,
    ) -> ReserveOutcome:
        """Keep an EVSE, or with 0 any one, free for a token; the same id replaces (OCPP 1.6, 5.13; 2.0.1, H01)."""
        self.advance(now)
        outcome = self._commands.reserve(now, reservation_id, evse_id, token, expires_at, group, connector_type)
        self._timeline.settle(now)
        return outcome

    def cancel_reservation(self, now: float, reservation_id: int) -> bool:
        """Forget a reservation; False if there is none with this id (OCPP 1.6, 5.1; 2.0.1 Part 2, H02)."""
        self.advance(now)
        is_cancelled = self._state.reservations.remove(reservation_id) is not None
        self._timeline.settle(now)
        return is_cancelled

    def unlock(self, now: float, evse_id: int, connector_id: int = 1) -> UnlockOutcome:
        """Let a cable go (OCPP 1.6, 5.18; OCPP 2.0.1 Part 2, F05)."""
        self.advance(now)
        outcome = self._commands.unlock(now, evse_id, connector_id)
        self._timeline.settle(now)
        return outcome

    def reset(self, now: float, *, immediate: bool, evse_id: int | None = None) -> ResetOutcome:
        """Start anew, at once or without disturbing transactions, all or one EVSE (OCPP 1.6, 5.14; 2.0.1, B11, B12).

        Transactions that have to end are told of first, then follows `RestartWanted`.
        """
        self.advance(now)
        outcome = self._commands.reset(now, immediate=immediate, evse_id=evse_id)
        self._timeline.settle(now)
        return outcome

    def set_priority(self, now: float, reference: str, *, has_priority: bool) -> bool:
        """Let profiles for priority charging count for a transaction; False if it does not run (OCPP 2.1, K21)."""
        self.advance(now)
        evse = self._drivers.evse_of(reference)
        if evse is None or evse.open is None:
            return False
        evse.open.has_priority = has_priority
        self.profiles_changed(now)
        return True

    def profiles_changed(self, now: float) -> None:
        """Charge by the charging profiles as they are now."""
        self.advance(now)
        self._flow.balancing.profiles_changed()
        self._timeline.settle(now)

    def update_firmware(
        self,
        now: float,
        *,
        location: str,  # noqa: ARG002 - nothing is downloaded
        retrieve_at: float,
        install_at: float | None = None,
        version: str | None = None,
        request_id: int | None = None,
    ) -> None:
        """Begin an update; one that is under way is given up (OCPP 1.6, 5.19; OCPP 2.0.1 Part 2, L01).

        Raises:
            ValueError: `next_firmware_outcome` is not a word with which an update fails.
        """
        self.advance(now)
        outcome, self.next_firmware_outcome = self.next_firmware_outcome, None
        self._firmware.update(
            now,
            retrieve_at=retrieve_at,
            install_at=install_at,
            version=version,
            request_id=request_id,
            outcome=outcome,
        )
        self._timeline.settle(now)

    def upload_log(self, now: float, *, request_id: int | None = None) -> None:
        """Begin to upload a log; an upload that is under way is given up (OCPP 1.6, 5.9; OCPP 2.0.1 Part 2, N01).

        Raises:
            ValueError: `next_log_outcome` is not a word with which an upload fails.
        """
        self.advance(now)
        outcome, self.next_log_outcome = self.next_log_outcome, None
        self._log_upload.begin(now, request_id=request_id, outcome=outcome)

    def trigger_reading(self, now: float, evse_id: int) -> Reading:
        """Read the meter of an EVSE, or with 0 the main meter. Raises: KeyError if there is no such EVSE."""
        evse = self.evse(evse_id) if evse_id else None
        self.advance(now)
        return self._timeline.metering.main_reading(now) if evse is None else evse.reading(now)
