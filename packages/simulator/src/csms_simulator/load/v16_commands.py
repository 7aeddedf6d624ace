"""What a station of OCPP 1.6 answers to its central system: simple, valid, and true."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from csms_simulator.load.conversation import Command
from csms_simulator.load.messages import Payload
from csms_simulator.model.facts import Token
from ocpp.v16 import call

if TYPE_CHECKING:
    from csms_simulator.load.v16 import Station16

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}

HEARTBEAT_INTERVAL = "HeartbeatInterval"
METER_INTERVAL = "MeterValueSampleInterval"


def commands_of(station: "Station16") -> dict[str, Command]:
    """Return what the station does for each action; what is not there is answered with NotSupported."""

    def remote_start(request: call.RemoteStartTransaction) -> Payload:
        if station.is_charging or request.connector_id not in (None, 1):
            return REJECTED
        station.soon(lambda: station.begin_remote_charging(Token(request.id_tag)))
        return ACCEPTED

    def remote_stop(request: call.RemoteStopTransaction) -> Payload:
        if not station.has_transaction or request.transaction_id != station.transaction_id:
            return REJECTED
        station.soon(lambda: station.has_transaction and station.stop_charging("Remote"))
        return ACCEPTED

    def reset(_request: call.Reset) -> Payload:
        station.soon(station.restart)
        return ACCEPTED

    def trigger(request: call.TriggerMessage) -> Payload:
        triggered: dict[str, Callable[[], object]] = {
            "BootNotification": station.boot,
            "Heartbeat": station.send_heartbeat,
            "StatusNotification": station.report_all_statuses,
        }
        if station.has_transaction:
            triggered["MeterValues"] = station.send_meter_values
        action = triggered.get(request.requested_message)
        if action is None:
            return {"status": "NotImplemented"}
        station.soon(action)
        return ACCEPTED

    def get_configuration(request: call.GetConfiguration) -> Payload:
        values = {
            HEARTBEAT_INTERVAL: (str(round(station.heartbeat_interval_s)), False),
            METER_INTERVAL: (str(round(station.meter_interval_s)), False),
            "NumberOfConnectors": (str(station.shared.settings.connectors), True),
            "SupportedFeatureProfiles": ("Core,RemoteTrigger", True),
        }
        asked = request.key or list(values)
        return {
            "configurationKey": [
                {"key": key, "readonly": values[key][1], "value": values[key][0]} for key in asked if key in values
            ],
            "unknownKey": [key for key in asked if key not in values],
        }

    def change_configuration(request: call.ChangeConfiguration) -> Payload:
        setters = {
            HEARTBEAT_INTERVAL: station.set_heartbeat_interval,
            METER_INTERVAL: station.set_meter_interval,
        }
        setter = setters.get(request.key)
        if setter is None:
            return {"status": "NotSupported"}
        if not request.value.isascii() or not request.value.isdigit() or int(request.value) == 0:
            return REJECTED
        setter(float(request.value))
        return ACCEPTED

    return {
        "CancelReservation": lambda _: REJECTED,
        "ChangeAvailability": lambda _: REJECTED,
        "ChangeConfiguration": change_configuration,
        "ClearCache": lambda _: ACCEPTED,
        "ClearChargingProfile": lambda _: {"status": "Unknown"},
        "DataTransfer": lambda _: {"status": "UnknownVendorId"},
        "GetCompositeSchedule": lambda _: REJECTED,
        "GetConfiguration": get_configuration,
        "GetLocalListVersion": lambda _: {"listVersion": -1},
        "RemoteStartTransaction": remote_start,
        "RemoteStopTransaction": remote_stop,
        "ReserveNow": lambda _: REJECTED,
        "Reset": reset,
        "SendLocalList": lambda _: {"status": "NotSupported"},
        "SetChargingProfile": lambda _: {"status": "NotSupported"},
        "TriggerMessage": trigger,
        "UnlockConnector": lambda _: {"status": "NotSupported"},
    }
