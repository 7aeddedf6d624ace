"""What a charge point and a central system say to each other in the tests, in the three versions."""

from typing import Any, NamedTuple

TIME = "2026-01-31T12:00:00Z"


class Exchange(NamedTuple):
    """A call and its answer; or, instead of that, the code, description and details of an error."""

    action: str
    request: dict[str, Any]
    answer: Any


class Story(NamedTuple):
    """Who says what."""

    from_station: list[Exchange]
    from_central_system: list[Exchange]
    unserved: Exchange
    """Of the station, to a central system that has no handler for it."""
    unserved_command: Exchange
    """The other way round."""


def _error(code: str, description: str, **details: Any) -> dict[str, Any]:
    return {"error": [code, description, details]}


_STOLEN = _error("SecurityError", "That is none of our connectors — größer", cause={"deep": [1, None, "ß"]})
_BROKEN = _error("InternalError", "Nothing works today", cause="fuse")
_NOT_SERVED = _error("NotImplemented", "")
"""The code that the established library and ours answer with; the words differ."""

_V16 = Story(
    from_station=[
        Exchange(
            "BootNotification",
            {"chargePointVendor": "Vendor", "chargePointModel": "Model", "chargePointSerialNumber": "4711-ü"},
            {"currentTime": TIME, "interval": 300, "status": "Accepted"},
        ),
        Exchange("Heartbeat", {}, {"currentTime": TIME}),
        Exchange("Authorize", {"idTag": "CARD-1"}, {"idTagInfo": {"status": "Accepted", "parentIdTag": "FLEET"}}),
        Exchange(
            "StartTransaction",
            {"connectorId": 1, "idTag": "CARD-1", "meterStart": 1000, "timestamp": TIME},
            {"transactionId": 7, "idTagInfo": {"status": "Accepted"}},
        ),
        Exchange(
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": 7,
                "meterValue": [
                    {
                        "timestamp": TIME,
                        "sampledValue": [
                            {
                                "value": "1234.5",
                                "context": "Sample.Periodic",
                                "measurand": "Energy.Active.Import.Register",
                                "unit": "Wh",
                            },
                            {"value": "16.1", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
                            {"value": "80", "measurand": "SoC", "location": "EV", "unit": "Percent"},
                        ],
                    }
                ],
            },
            {},
        ),
        Exchange("StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}, _STOLEN),
        Exchange(
            "StopTransaction",
            {"idTag": "CARD-1", "meterStop": 2000, "timestamp": TIME, "transactionId": 7, "reason": "EVDisconnected"},
            {"idTagInfo": {"status": "Expired", "expiryDate": TIME}},
        ),
    ],
    from_central_system=[
        Exchange(
            "RemoteStartTransaction",
            {
                "connectorId": 1,
                "idTag": "CARD-1",
                "chargingProfile": {
                    "chargingProfileId": 1,
                    "stackLevel": 0,
                    "chargingProfilePurpose": "TxProfile",
                    "chargingProfileKind": "Relative",
                    "chargingSchedule": {
                        "chargingRateUnit": "A",
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 21.4, "numberPhases": 3}],
                    },
                },
            },
            {"status": "Accepted"},
        ),
        Exchange(
            "GetConfiguration",
            {"key": ["HeartbeatInterval", "Unheard"]},
            {
                "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
                "unknownKey": ["Unheard"],
            },
        ),
        Exchange("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1}, _BROKEN),
    ],
    unserved=Exchange("FirmwareStatusNotification", {"status": "Installed"}, _NOT_SERVED),
    unserved_command=Exchange("Reset", {"type": "Soft"}, _NOT_SERVED),
)

_TOKEN = {"idToken": "04A2B3C4", "type": "ISO14443"}
_EVSE = {"id": 1, "connectorId": 1}


def _transaction(event_type: str, trigger: str, number: int, info: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "eventType": event_type,
        "timestamp": TIME,
        "triggerReason": trigger,
        "seqNo": number,
        "offline": False,
        "transactionInfo": {"transactionId": "tx-1"} | info,
    } | more


def _v2(more_of_transaction: dict[str, Any], more_of_command: dict[str, Any]) -> Story:
    samples = [
        {
            "value": 1234.5,
            "measurand": "Energy.Active.Import.Register",
            "unitOfMeasure": {"unit": "kWh", "multiplier": -3},
        },
        {"value": 80, "measurand": "SoC", "location": "EV", "unitOfMeasure": {"unit": "Percent"}},
    ]
    return Story(
        from_station=[
            Exchange(
                "BootNotification",
                {
                    "reason": "PowerUp",
                    "chargingStation": {
                        "vendorName": "Vendor",
                        "model": "Model",
                        "serialNumber": "4711-ü",
                        "modem": {"iccid": "8949"},
                    },
                },
                {
                    "currentTime": TIME,
                    "interval": 300,
                    "status": "Accepted",
                    "statusInfo": {"reasonCode": "NoError"},
                },
            ),
            Exchange("Heartbeat", {}, {"currentTime": TIME}),
            Exchange(
                "Authorize",
                {"idToken": _TOKEN},
                {"idTokenInfo": {"status": "Accepted", "groupIdToken": {"idToken": "FLEET", "type": "Central"}}},
            ),
            Exchange(
                "TransactionEvent",
                _transaction("Started", "Authorized", 0, {"chargingState": "EVConnected"}, idToken=_TOKEN, evse=_EVSE),
                {},
            ),
            Exchange(
                "TransactionEvent",
                _transaction(
                    "Updated",
                    "MeterValuePeriodic",
                    1,
                    {"chargingState": "Charging"},
                    meterValue=[{"timestamp": TIME, "sampledValue": samples}],
                    **more_of_transaction,
                ),
                {},
            ),
            Exchange(
                "StatusNotification",
                {"timestamp": TIME, "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1},
                _STOLEN,
            ),
            Exchange(
                "TransactionEvent",
                _transaction("Ended", "EVDeparted", 2, {"stoppedReason": "EVDisconnected"}),
                {},
            ),
        ],
        from_central_system=[
            Exchange(
                "RequestStartTransaction",
                {
                    "idToken": _TOKEN,
                    "remoteStartId": 42,
                    "evseId": 1,
                    "chargingProfile": {
                        "id": 1,
                        "stackLevel": 0,
                        "chargingProfilePurpose": "TxProfile",
                        "chargingProfileKind": "Relative",
                        "chargingSchedule": [
                            {
                                "id": 1,
                                "chargingRateUnit": "A",
                                "chargingSchedulePeriod": [
                                    {"startPeriod": 0, "limit": 21.4, "numberPhases": 3} | more_of_command
                                ],
                            }
                        ],
                    },
                },
                {"status": "Accepted", "transactionId": "tx-1"},
            ),
            Exchange(
                "GetVariables",
                {
                    "getVariableData": [
                        {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
                    ]
                },
                {
                    "getVariableResult": [
                        {
                            "attributeStatus": "Accepted",
                            "attributeValue": "300",
                            "component": {"name": "OCPPCommCtrlr"},
                            "variable": {"name": "HeartbeatInterval"},
                        }
                    ]
                },
            ),
            Exchange("TriggerMessage", {"requestedMessage": "MeterValues", "evse": {"id": 1}}, _BROKEN),
        ],
        unserved=Exchange("FirmwareStatusNotification", {"status": "Installed", "requestId": 1}, _NOT_SERVED),
        unserved_command=Exchange("Reset", {"type": "OnIdle"}, _NOT_SERVED),
    )


STORIES = {
    "1.6": _V16,
    "2.0.1": _v2({}, {}),
    "2.1": _v2({"preconditioningStatus": "Ready"}, {"dischargeLimit": -7.5}),
}

VERSIONS = tuple(STORIES)

TRANSFERS = [{"vendorId": "Vendor", "data": f"{number}"} for number in range(8)]
"""Calls that are made at once; the answers tell them apart."""

TRANSFERRED = [{"status": "Accepted", "data": each["data"]} for each in TRANSFERS]


def answers(exchanges: list[Exchange]) -> dict[str, Any]:
    """Return what is answered to each action; `echo` is answered with the request's data."""
    return {each.action: each.answer for each in exchanges} | {"DataTransfer": "echo"}
