"""A station that speaks OCPP 2.0.1 or 2.1: all functional blocks together."""

from csms_simulator.dialects.v2.authorization import Authorization
from csms_simulator.dialects.v2.certificates import Certificates
from csms_simulator.dialects.v2.data_transfer import DataTransfer
from csms_simulator.dialects.v2.display_message import DisplayMessage
from csms_simulator.dialects.v2.local_auth_list import LocalAuthList
from csms_simulator.dialects.v2.monitoring import Monitoring
from csms_simulator.dialects.v2.remote_control import RemoteControl
from csms_simulator.dialects.v2.reservation import Reservation
from csms_simulator.dialects.v2.security import Security
from csms_simulator.dialects.v2.smart_charging import SmartCharging
from csms_simulator.dialects.v2.v21 import Only21
from csms_simulator.model.facts import (
    AuthorizationWanted,
    Fact,
    FirmwareProgress,
    LogProgress,
    Metered,
    ReservationEnded,
    RestartWanted,
    SecurityIncident,
    StatusChanged,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
)
from ocpp import v21, v201


class Station2(
    RemoteControl,
    Authorization,
    LocalAuthList,
    Reservation,
    SmartCharging,
    Monitoring,
    Certificates,
    Security,
    DisplayMessage,
    DataTransfer,
):
    """What both versions have in common."""

    def on_fact(self, fact: Fact) -> None:
        """Put messages about a fact into the outbox."""
        match fact:
            case StatusChanged():
                self.on_status_changed(fact)
            case AuthorizationWanted():
                self.on_authorization_wanted(fact)
            case TransactionStarted():
                self.on_transaction_started(fact)
            case TransactionUpdated():
                self.on_transaction_updated(fact)
            case TransactionEnded():
                self.on_transaction_ended(fact)
            case Metered():
                self.on_metered(fact)
            case ReservationEnded():
                self.on_reservation_ended(fact)
            case FirmwareProgress():
                self.on_firmware_progress(fact)
            case LogProgress():
                self.on_log_progress(fact)
            case SecurityIncident():
                self.on_security_incident(fact)
            case RestartWanted():
                pass  # the shell sees to it
        self.look_at_monitored()

    def on_online(self, *, has_booted: bool) -> None:
        """Put into the outbox what is to be said on a new link: all states after a boot, else those that are news."""
        self.tell_statuses(again=has_booted)


class Station201(Station2, v201.ChargePoint):
    """A station that speaks OCPP 2.0.1."""


class Station21(Only21, Station2, v21.ChargePoint):
    """A station that speaks OCPP 2.1."""
