"""Messages of stations, as they are before a quirk gets hold of them."""

from typing import Any

AT = "2026-01-01T00:00:00Z"

BOOT_16: dict[str, Any] = {"chargePointVendor": "CSMS", "chargePointModel": "Simulator", "firmwareVersion": "1.0.0"}
BOOT_2: dict[str, Any] = {
    "reason": "PowerUp",
    "chargingStation": {"vendorName": "CSMS", "model": "Simulator", "firmwareVersion": "1.0.0"},
}
STATUS_16: dict[str, Any] = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": AT}
STATUS_2: dict[str, Any] = {"timestamp": AT, "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
START_16: dict[str, Any] = {"connectorId": 1, "idTag": "0123ABCD", "meterStart": 1000, "timestamp": AT}
STOP_16: dict[str, Any] = {
    "transactionId": 7,
    "meterStop": 4000,
    "timestamp": AT,
    "idTag": "0123ABCD",
    "reason": "Local",
}
STARTED: dict[str, Any] = {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}

BOOTED: dict[str, Any] = {"status": "Accepted", "currentTime": AT, "interval": 300}


def sample_16(measurand: str, value: str, unit: str | None = None, **more: str) -> dict[str, Any]:
    sample = {"measurand": measurand, "value": value, **more}
    return sample if unit is None else {**sample, "unit": unit}


def sample_2(measurand: str, value: float, unit: str | None = None, **more: str) -> dict[str, Any]:
    sample = {"measurand": measurand, "value": value, **more}
    return sample if unit is None else {**sample, "unitOfMeasure": {"unit": unit}}


REGISTER = "Energy.Active.Import.Register"


def meter_16(*samples: dict[str, Any], transaction: int | None = 7) -> dict[str, Any]:
    payload = {"connectorId": 1, "meterValue": [{"timestamp": AT, "sampledValue": list(samples)}]}
    return payload if transaction is None else {**payload, "transactionId": transaction}


def meter_2(*samples: dict[str, Any]) -> dict[str, Any]:
    return {"evseId": 1, "meterValue": [{"timestamp": AT, "sampledValue": list(samples)}]}


def event_2(kind: str, *samples: dict[str, Any], **more: Any) -> dict[str, Any]:
    meter_value = {"meterValue": [{"timestamp": AT, "sampledValue": list(samples)}]} if samples else {}
    return {
        "eventType": kind,
        "timestamp": AT,
        "triggerReason": "Authorized",
        "seqNo": 1,
        "transactionInfo": {"transactionId": "tx-1"},
        "evse": {"id": 1, "connectorId": 1},
        **meter_value,
        **more,
    }


def samples_in(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return payload["meterValue"][0]["sampledValue"]


def profile_16(
    limit: float = 16, *, unit: str = "A", level: int = 0, connector: int = 1, purpose: str = "TxProfile"
) -> Any:
    schedule = {"chargingRateUnit": unit, "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
    profile = {
        "chargingProfileId": 1,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
    }
    return {"connectorId": connector, "csChargingProfiles": profile}


def profile_2(
    limit: float = 16, *, unit: str = "A", level: int = 0, evse: int = 1, purpose: str = "TxProfile"
) -> dict[str, Any]:
    schedule = {"id": 1, "chargingRateUnit": unit, "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
    profile = {
        "id": 1,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": [schedule],
    }
    return {"evseId": evse, "chargingProfile": profile}
