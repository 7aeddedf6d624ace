"""A station that speaks OCPP 1.6J."""

from csms_simulator.dialects.v16.authorization import Authorization
from csms_simulator.dialects.v16.data_transfer import DataTransfer
from csms_simulator.dialects.v16.local_auth_list import LocalAuthList
from csms_simulator.dialects.v16.provisioning import Provisioning
from csms_simulator.dialects.v16.remote_control import RemoteControl
from csms_simulator.dialects.v16.reservation import Reservation
from csms_simulator.dialects.v16.security import Security
from csms_simulator.dialects.v16.smart_charging import SmartCharging
from csms_simulator.dialects.v16.transactions import Transactions
from csms_simulator.model.facts import (
    AuthorizationWanted,
    Fact,
    FirmwareProgress,
    LogProgress,
    Metered,
    SecurityIncident,
    StatusChanged,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
)


class Station16(
    Provisioning,
    Authorization,
    Transactions,
    RemoteControl,
    Reservation,
    LocalAuthList,
    SmartCharging,
    Security,
    DataTransfer,
):
    """One station's conversation in OCPP 1.6: what happens in the model is told, what is commanded is done.

    Args:
        host: the shell that runs the station.
    """

    def on_fact(self, fact: Fact) -> None:
        """Put messages about a fact into the outbox; some facts OCPP 1.6 has no message for."""
        match fact:
            case StatusChanged():
                self.status_changed(fact)
            case AuthorizationWanted():
                self.authorize(fact)
            case TransactionStarted():
                self.transaction_started(fact)
            case TransactionUpdated():
                self.transaction_metered(fact)
            case TransactionEnded():
                self.transaction_ended(fact)
            case Metered():
                self.metered(fact)
            case FirmwareProgress():
                self.firmware_progressed(fact)
            case LogProgress():
                self.log_progressed(fact)
            case SecurityIncident():
                self.security_incident(fact)
            case _:
                pass

    def on_online(self, *, has_booted: bool) -> None:
        """Report all states after a boot, else what has changed; then what earlier links did not take."""
        self.report_states(all_of_them=has_booted)
        self.report_again()
