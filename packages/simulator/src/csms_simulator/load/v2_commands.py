"""What a station of OCPP 2.0.1 or 2.1 answers to its central system: simple, valid, and true."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from csms_simulator.load.conversation import Command
from csms_simulator.load.messages import Payload
from csms_simulator.model.facts import Token
from ocpp.v201 import call, datatypes

if TYPE_CHECKING:
    from csms_simulator.load.v2 import Station2

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}

HEARTBEAT_INTERVAL: tuple[str, str] = ("OCPPCommCtrlr", "HeartbeatInterval")
METER_INTERVAL: tuple[str, str] = ("SampledDataCtrlr", "TxUpdatedInterval")


def commands_of(station: "Station2") -> dict[str, Command]:
    """Return what the station does for each action; what is not there is answered with NotSupported.

    The classes of OCPP 2.0.1 stand for those of 2.1, too: what is read here has the same names in both.
    """

    def remote_start(request: call.RequestStartTransaction) -> Payload:
        if station.is_charging or request.evse_id not in (None, 1):
            return REJECTED
        station.remote_start_id = request.remote_start_id
        token = Token(request.id_token.id_token, request.id_token.type)
        station.soon(lambda: station.begin_remote_charging(token))
        return ACCEPTED

    def remote_stop(request: call.RequestStopTransaction) -> Payload:
        if not station.has_transaction or request.transaction_id != station.transaction_id:
            return REJECTED
        station.soon(lambda: station.has_transaction and station.stop_charging("Remote"))
        return ACCEPTED

    def reset(request: call.Reset) -> Payload:
        if request.evse_id is not None:
            return REJECTED
        station.soon(station.restart)
        return ACCEPTED

    def trigger(request: call.TriggerMessage) -> Payload:
        triggered: dict[str, Callable[[], object]] = {
            "BootNotification": station.boot,
            "Heartbeat": station.send_heartbeat,
            "StatusNotification": station.report_all_statuses,
        }
        if station.has_transaction:
            triggered["TransactionEvent"] = station.send_meter_values
        action = triggered.get(request.requested_message)
        if action is None:
            return {"status": "NotImplemented"}
        station.soon(action)
        return ACCEPTED

    def get_variables(request: call.GetVariables) -> Payload:
        values = {HEARTBEAT_INTERVAL: station.heartbeat_interval_s, METER_INTERVAL: station.meter_interval_s}

        def result(asked: datatypes.GetVariableDataType) -> Payload:
            value = values.get((asked.component.name, asked.variable.name))
            named = _named(asked)
            if value is None:
                return {"attributeStatus": _unknown(asked.component.name), **named}
            if asked.attribute_type not in (None, "Actual"):
                return {"attributeStatus": "NotSupportedAttributeType", **named}
            return {"attributeStatus": "Accepted", "attributeValue": str(round(value)), **named}

        return {"getVariableResult": [result(asked) for asked in request.get_variable_data]}

    def set_variables(request: call.SetVariables) -> Payload:
        setters = {
            HEARTBEAT_INTERVAL: station.set_heartbeat_interval,
            METER_INTERVAL: station.set_meter_interval,
        }

        def result(asked: datatypes.SetVariableDataType) -> Payload:
            setter = setters.get((asked.component.name, asked.variable.name))
            value = asked.attribute_value
            if setter is None:
                status = _unknown(asked.component.name)
            elif asked.attribute_type not in (None, "Actual"):
                status = "NotSupportedAttributeType"
            elif not value.isascii() or not value.isdigit() or int(value) == 0:
                status = "Rejected"
            else:
                setter(float(value))
                status = "Accepted"
            return {"attributeStatus": status, **_named(asked)}

        return {"setVariableResult": [result(asked) for asked in request.set_variable_data]}

    def get_transaction_status(request: call.GetTransactionStatus) -> Payload:
        if request.transaction_id is None:
            return {"messagesInQueue": False}
        is_ongoing = station.has_transaction and request.transaction_id == station.transaction_id
        return {"ongoingIndicator": is_ongoing, "messagesInQueue": False}

    return {
        "CancelReservation": lambda _: REJECTED,
        "ChangeAvailability": lambda _: REJECTED,
        "ClearCache": lambda _: REJECTED,
        "ClearChargingProfile": lambda _: {"status": "Unknown"},
        "DataTransfer": lambda _: {"status": "UnknownVendorId"},
        "GetBaseReport": lambda _: {"status": "NotSupported"},
        "GetCompositeSchedule": lambda _: REJECTED,
        "GetLocalListVersion": lambda _: {"versionNumber": 0},
        "GetReport": lambda _: {"status": "NotSupported"},
        "GetTransactionStatus": get_transaction_status,
        "GetVariables": get_variables,
        "RequestStartTransaction": remote_start,
        "RequestStopTransaction": remote_stop,
        "ReserveNow": lambda _: REJECTED,
        "Reset": reset,
        "SetChargingProfile": lambda _: REJECTED,
        "SetNetworkProfile": lambda _: REJECTED,
        "SetVariables": set_variables,
        "TriggerMessage": trigger,
        "UnlockConnector": lambda _: {"status": "UnlockFailed"},
    }


def _unknown(component: str) -> str:
    is_known = component in {HEARTBEAT_INTERVAL[0], METER_INTERVAL[0]}
    return "UnknownVariable" if is_known else "UnknownComponent"


def _named(asked: datatypes.GetVariableDataType | datatypes.SetVariableDataType) -> Payload:
    """Return component, variable and attribute as they were asked for, with the names of the wire."""
    named: dict[str, object] = {
        "component": msgspec.to_builtins(asked.component),
        "variable": msgspec.to_builtins(asked.variable),
    }
    if asked.attribute_type is not None:
        named["attributeType"] = asked.attribute_type
    return named
