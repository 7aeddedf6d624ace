"""Commands as requests of OCPP 1.6; EVSE n is connector n."""

from csms.domain.remote_control import (
    ChangeAvailability,
    DataTransfer,
    RemoteStart,
    Reset,
    Trigger,
    Unlock,
)
from csms.gateway.commanding import UnsendableError
from csms.gateway.wire import to_json
from ocpp.v16 import call, datatypes
from ocpp.v16.enums import AvailabilityType, ResetType

_RESETS = {
    "soft": ResetType.soft,
    "on_idle": ResetType.soft,
    "hard": ResetType.hard,
    "immediate": ResetType.hard,
}
_TRIGGERS = {"SignChargingStationCertificate": "SignChargePointCertificate"}
"""What 1.6 calls otherwise."""
_EXTENDED_TRIGGERS = {"LogStatusNotification", "SignChargePointCertificate"}
"""What only the security whitepaper has (5.3); other triggers go by the request that all stations have."""


def remote_start(command: RemoteStart, profile: datatypes.ChargingProfile | None = None) -> call.RemoteStartTransaction:
    """Return the request for a start (5.11)."""
    _refuse_second_connector(command.connector)
    return call.RemoteStartTransaction(id_tag=command.id_token, connector_id=command.evse, charging_profile=profile)


def reset(command: Reset) -> call.Reset:
    """Return the request for a restart (5.14)."""
    if command.evse is not None:
        raise UnsendableError("OCPP 1.6 can restart the station only, not one EVSE")
    if command.kind not in _RESETS:
        raise UnsendableError("Only OCPP 2.1 can resume transactions after a reset")
    return call.Reset(type=_RESETS[command.kind])


def unlock(command: Unlock) -> call.UnlockConnector:
    """Return the request to unlock a plug (5.18)."""
    _refuse_second_connector(command.connector)
    return call.UnlockConnector(connector_id=command.evse)


def change_availability(command: ChangeAvailability) -> call.ChangeAvailability:
    """Return the request to take something in or out of service (5.2); connector 0 is the station."""
    _refuse_second_connector(command.connector)
    kind = AvailabilityType.operative if command.operative else AvailabilityType.inoperative
    return call.ChangeAvailability(connector_id=command.evse or 0, type=kind)


def trigger(command: Trigger, evse: int | None) -> call.TriggerMessage | call.ExtendedTriggerMessage:
    """Return the request for a message (5.17)."""
    if command.custom is not None:
        raise UnsendableError("Only OCPP 2.1 has triggers of a maker's own")
    _refuse_second_connector(command.connector)
    message = _TRIGGERS.get(command.message, command.message)
    # Words that 1.6 does not have are found when the request is checked.
    request = call.ExtendedTriggerMessage if message in _EXTENDED_TRIGGERS else call.TriggerMessage
    return request(requested_message=message, connector_id=evse)


def data_transfer(command: DataTransfer) -> call.DataTransfer:
    """Return a vendor's request (5.6): its data are text."""
    return call.DataTransfer(vendor_id=command.vendor, message_id=command.message, data=_text_of(command.data))


def _text_of(data: object) -> str | None:
    return data if data is None or isinstance(data, str) else to_json(data)


def _refuse_second_connector(connector: int | None) -> None:
    if connector not in {None, 1}:
        raise UnsendableError(
            f"In OCPP 1.6 each connector is an EVSE of its own; there is no connector {connector} of one"
        )
