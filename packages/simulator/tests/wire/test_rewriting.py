"""Quirks that change what a station says: each message as it was, and as it is on the wire."""

import json
from typing import Any

import pytest

from .rig import Rig
from .samples import (
    AT,
    BOOT_2,
    BOOT_16,
    REGISTER,
    START_16,
    STATUS_2,
    STATUS_16,
    STOP_16,
    event_2,
    meter_2,
    meter_16,
    sample_2,
    sample_16,
)

V16, V201, V21 = "1.6", "2.0.1", "2.1"

SERIAL = "SIM1A22P4RI3N212345678901234567890"


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


def boot_2(**more: Any) -> dict[str, Any]:
    return {**BOOT_2, "chargingStation": {**BOOT_2["chargingStation"], **more}}


CURRENT_16 = sample_16("Current.Import", "16", "A", phase="L1")
ENERGY_16 = sample_16(REGISTER, "12345", "Wh")
POWER_16 = sample_16("Power.Active.Import", "9000", "W")
CURRENT_2 = sample_2("Current.Import", 16.0, "A", phase="L1")
ENERGY_2 = sample_2(REGISTER, 12345.0, "Wh")

CALLS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("Q17.vendor", V16, "BootNotification", BOOT_16, {**BOOT_16, "chargePointVendor": ""}),
    ("Q17.vendor", V201, "BootNotification", BOOT_2, boot_2(vendorName="")),
    ("Q17.sim", V16, "BootNotification", BOOT_16, {**BOOT_16, "iccid": "", "imsi": ""}),
    ("Q17.sim", V21, "BootNotification", BOOT_2, boot_2(modem={"iccid": "", "imsi": ""})),
    (
        "Q17.optional",
        V16,
        "StatusNotification",
        STATUS_16,
        {**STATUS_16, "timestamp": "", "info": "", "vendorId": "", "vendorErrorCode": ""},
    ),
    ("Q18.serial", V16, "BootNotification", BOOT_16, {**BOOT_16, "chargeBoxSerialNumber": SERIAL}),
    ("Q18.serial", V201, "BootNotification", BOOT_2, boot_2(serialNumber=SERIAL)),
    ("Q18.token", V16, "Authorize", {"idTag": "0123ABCD"}, {"idTag": "0123ABCD" + 20 * "0"}),
    (
        "Q18.token",
        V201,
        "Authorize",
        {"idToken": {"idToken": "0123ABCD", "type": "ISO14443"}},
        {"idToken": {"idToken": "0123ABCD" + 36 * "0", "type": "ISO14443"}},
    ),
    ("Q18.padded-token", V16, "Authorize", {"idTag": "0123ABCD"}, {"idTag": "0123ABCD" + 8 * "\0" + 12 * " "}),
    (
        "Q18.padded-token",
        V21,
        "Authorize",
        {"idToken": {"idToken": "0123ABCD", "type": "ISO14443"}},
        {"idToken": {"idToken": "0123ABCD" + 24 * "\0" + 12 * " ", "type": "ISO14443"}},
    ),
    ("Q19.authorize", V16, "Authorize", {"idTag": "A"}, {"idTag": "A", "connectorId": 1}),
    (
        "Q19.vendor-data",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        {**meter_16({**ENERGY_16, "quality": "good"}), "vendorData": {"rssi": -71, "uptime": 86400}},
    ),
    ("Q20.number-values", V16, "MeterValues", meter_16(ENERGY_16), meter_16({**ENERGY_16, "value": 12345.0})),
    (
        "Q20.string-numbers",
        V16,
        "StartTransaction",
        START_16,
        {**START_16, "connectorId": "1", "meterStart": "1000"},
    ),
    (
        "Q20.string-numbers",
        V201,
        "MeterValues",
        meter_2(ENERGY_2),
        {**meter_2({**ENERGY_2, "value": "12345.0"}), "evseId": "1"},
    ),
    (
        "Q20.object-for-list",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        {"connectorId": 1, "transactionId": 7, "meterValue": {"timestamp": AT, "sampledValue": ENERGY_16}},
    ),
    ("Q20.floats", V16, "StopTransaction", STOP_16, {**STOP_16, "meterStop": 4000.0}),
    ("Q20.floats", V201, "TransactionEvent", event_2("Ended"), {**event_2("Ended"), "seqNo": 1.0}),
    (
        "Q21.error-code",
        V16,
        "StatusNotification",
        {**STATUS_16, "errorCode": "GroundFailure"},
        {**STATUS_16, "errorCode": "Error"},
    ),
    ("Q21.error-code", V16, "StatusNotification", STATUS_16, STATUS_16),
    ("Q21.context", V16, "MeterValues", meter_16(CURRENT_16), meter_16({**CURRENT_16, "context": "CurrentMax"})),
    ("Q21.context", V201, "MeterValues", meter_2(CURRENT_2), meter_2({**CURRENT_2, "context": "CurrentMax"})),
    (
        "Q21.measurand",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        meter_16(ENERGY_16, {"value": "0", "measurand": "Request.Energy"}),
    ),
    (
        "Q21.measurand",
        V201,
        "MeterValues",
        meter_2(ENERGY_2),
        meter_2(ENERGY_2, {"value": 0.0, "measurand": "Request.Energy"}),
    ),
    (
        "Q21.hertz",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        meter_16(ENERGY_16, sample_16("Frequency", "50", "Hz")),
    ),
    ("Q21.kwh", V16, "MeterValues", meter_16(ENERGY_16), meter_16(sample_16(REGISTER, "12.345", "kwh"))),
    ("Q21.kwh", V201, "MeterValues", meter_2(ENERGY_2), meter_2(sample_2(REGISTER, 12.345, "kwh"))),
    (
        "Q22.words",
        V16,
        "StatusNotification",
        STATUS_16,
        {**STATUS_16, "status": "available", "errorCode": "noerror"},
    ),
    ("Q22.words", V201, "StatusNotification", STATUS_2, {**STATUS_2, "connectorStatus": "available"}),
    (
        "Q22.json-info",
        V16,
        "StatusNotification",
        STATUS_16,
        {**STATUS_16, "info": '{"temp":31,"door":"closed"}'},
    ),
    (
        "Q22.vendor-error",
        V16,
        "StatusNotification",
        {**STATUS_16, "errorCode": "GroundFailure"},
        {**STATUS_16, "errorCode": "OtherError", "vendorErrorCode": "E-GroundFailure"},
    ),
    (
        "Q22.finishing",
        V16,
        "StatusNotification",
        {**STATUS_16, "status": "Finishing"},
        {**STATUS_16, "status": "Finishing", "errorCode": "OtherError"},
    ),
    (
        "Q23.markup",
        V16,
        "BootNotification",
        BOOT_16,
        {**BOOT_16, "chargePointModel": "<b>A&amp;C</b>", "firmwareVersion": "<img src=x onerror=alert(1)>"},
    ),
    (
        "Q23.markup",
        V201,
        "BootNotification",
        BOOT_2,
        boot_2(model="<b>A&amp;C</b>", firmwareVersion="<img src=x onerror=alert(1)>"),
    ),
    ("Q24.no-zone", V16, "StartTransaction", START_16, {**START_16, "timestamp": "2026-01-01T00:00:00"}),
    ("Q24.no-zone", V201, "StatusNotification", STATUS_2, {**STATUS_2, "timestamp": "2026-01-01T00:00:00"}),
    ("Q24.short-zone", V16, "StartTransaction", START_16, {**START_16, "timestamp": "2026-01-01T02:00:00+02"}),
    ("Q24.local", V16, "StartTransaction", START_16, {**START_16, "timestamp": "2026-01-01T02:00:00Z"}),
    ("Q24.1970", V16, "StartTransaction", START_16, {**START_16, "timestamp": "1970-01-01T00:00:00Z"}),
    ("Q24.missing", V16, "StartTransaction", START_16, without(START_16, "timestamp")),
    ("Q24.missing", V201, "StatusNotification", STATUS_2, without(STATUS_2, "timestamp")),
    ("Q24.future", V16, "StartTransaction", START_16, {**START_16, "timestamp": "2027-01-01T00:00:00Z"}),
    ("Q26.zero", V16, "StopTransaction", STOP_16, {**STOP_16, "transactionId": 0}),
    ("Q26.minus-one", V16, "MeterValues", meter_16(ENERGY_16), meter_16(ENERGY_16, transaction=-1)),
    ("Q26.int64", V16, "StopTransaction", STOP_16, {**STOP_16, "transactionId": 2**63 - 1}),
    ("Q26.zero", V16, "MeterValues", meter_16(ENERGY_16, transaction=None), meter_16(ENERGY_16, transaction=None)),
    ("Q29.no-tag", V16, "StopTransaction", STOP_16, without(STOP_16, "idTag")),
    (
        "Q29.no-tag",
        V201,
        "TransactionEvent",
        event_2("Ended", idToken={"idToken": "A", "type": "ISO14443"}),
        event_2("Ended"),
    ),
    ("Q32.tag-serial", V16, "Authorize", {"idTag": "0123ABCD"}, {"idTag": "0123ABCD_17625123"}),
    ("Q36.kwh-as-wh", V16, "MeterValues", meter_16(ENERGY_16), meter_16(sample_16(REGISTER, "12.345", "Wh"))),
    ("Q36.kwh-as-wh", V201, "MeterValues", meter_2(ENERGY_2), meter_2(sample_2(REGISTER, 12.345, "Wh"))),
    ("Q36.no-unit", V16, "MeterValues", meter_16(ENERGY_16), meter_16(sample_16(REGISTER, "12.345"))),
    ("Q36.no-unit", V201, "MeterValues", meter_2(ENERGY_2), meter_2(sample_2(REGISTER, 12.345))),
    ("Q36.mixed-units", V16, "MeterValues", meter_16(ENERGY_16), meter_16(sample_16(REGISTER, "12.345", "kWh"))),
    ("Q36.mixed-units", V16, "StopTransaction", STOP_16, STOP_16),
    (
        "Q36.zero-begin",
        V201,
        "TransactionEvent",
        event_2("Started", {**ENERGY_2, "context": "Transaction.Begin"}),
        event_2("Started", {**ENERGY_2, "context": "Transaction.Begin", "value": 0.0}),
    ),
    (
        "Q36.rounded-up",
        V16,
        "MeterValues",
        meter_16(sample_16("Current.Import", "15.1", "A")),
        meter_16(sample_16("Current.Import", "16", "A")),
    ),
    (
        "Q37.lines-only",
        V16,
        "MeterValues",
        meter_16(POWER_16),
        meter_16(*({**POWER_16, "value": "3000", "phase": line} for line in ("L1", "L2", "L3"))),
    ),
    (
        "Q37.neutral",
        V16,
        "MeterValues",
        meter_16(CURRENT_16, {**CURRENT_16, "phase": "L2"}, ENERGY_16),
        meter_16({**CURRENT_16, "phase": "N"}, ENERGY_16),
    ),
    ("Q37.line-neutral", V201, "MeterValues", meter_2(CURRENT_2), meter_2({**CURRENT_2, "phase": "L1-N"})),
    (
        "Q37.line-line",
        V16,
        "MeterValues",
        meter_16(sample_16("Voltage", "230", "V", phase="L1-N")),
        meter_16(sample_16("Voltage", "398.4", "V", phase="L1-L2")),
    ),
    (
        "Q37.no-phase-power",
        V16,
        "MeterValues",
        meter_16(POWER_16, {**POWER_16, "phase": "L1"}),
        meter_16(POWER_16),
    ),
    (
        "Q38.signed",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        meter_16(ENERGY_16, {**ENERGY_16, "format": "SignedData", "value": "OCMF|{}|{}"}),
    ),
    (
        "Q38.empty",
        V16,
        "MeterValues",
        meter_16(ENERGY_16),
        meter_16(ENERGY_16, {"value": "", "measurand": "Temperature"}),
    ),
    ("Q40.evse-zero", V201, "StatusNotification", STATUS_2, {**STATUS_2, "evseId": 0}),
]

FEATURES = {"key": "SupportedFeatureProfiles", "readonly": True, "value": "Core,SmartCharging"}
RATE_UNIT = {"key": "ChargingScheduleAllowedChargingRateUnit", "readonly": True, "value": "Current"}
RATE_UNIT_2 = {
    "component": {"name": "SmartChargingCtrlr"},
    "variable": {"name": "RateUnit"},
    "variableAttribute": [{"value": "A"}],
}


def keys(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"configurationKey": list(entries)}


RESULTS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "Q20.typed-configuration",
        V16,
        "GetConfiguration",
        keys({"key": "A", "readonly": False, "value": "300"}, {"key": "B", "readonly": True, "value": "true"}),
        keys({"key": "A", "readonly": False, "value": 300}, {"key": "B", "readonly": True, "value": True}),
    ),
    ("Q21.refusal", V16, "ChangeAvailability", {"status": "Rejected"}, {"status": "NotSupported"}),
    ("Q21.refusal", V201, "ChangeAvailability", {"status": "Rejected"}, {"status": "NotSupported"}),
    ("Q39.spaced", V16, "GetConfiguration", keys(RATE_UNIT), keys({**RATE_UNIT, "value": "Current, Power"})),
    ("Q39.watt-only", V16, "GetConfiguration", keys(RATE_UNIT), keys({**RATE_UNIT, "value": "Power"})),
    ("Q39.unreported", V16, "GetConfiguration", keys(RATE_UNIT, FEATURES), keys(FEATURES)),
    ("Q40.no-feature-profiles", V16, "GetConfiguration", keys(FEATURES, RATE_UNIT), keys(RATE_UNIT)),
    ("Q40.spaced", V16, "GetConfiguration", keys(FEATURES), keys({**FEATURES, "value": "Core, SmartCharging"})),
    (
        "Q40.empty-unknown",
        V16,
        "GetConfiguration",
        {"unknownKey": ["Foo"]},
        keys({"key": "Foo", "readonly": False, "value": ""}),
    ),
]

EVSE_2 = {
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "Power"},
    "variableAttribute": [{"value": "22000"}],
}
AVAILABLE_2 = {
    "component": {"name": "Connector"},
    "variable": {"name": "Available"},
    "variableAttribute": [{"value": "true"}],
}
REPORT = {"requestId": 1, "generatedAt": AT, "seqNo": 0, "reportData": [RATE_UNIT_2, EVSE_2, AVAILABLE_2]}
REPORTS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "Q39.spaced",
        V201,
        "NotifyReport",
        REPORT,
        {
            **REPORT,
            "reportData": [{**RATE_UNIT_2, "variableAttribute": [{"value": "Current, Power"}]}, EVSE_2, AVAILABLE_2],
        },
    ),
    ("Q39.unreported", V201, "NotifyReport", REPORT, {**REPORT, "reportData": [EVSE_2, AVAILABLE_2]}),
    ("Q40.no-evse", V201, "NotifyReport", REPORT, {**REPORT, "reportData": [RATE_UNIT_2, AVAILABLE_2]}),
    ("Q40.no-available", V21, "NotifyReport", REPORT, {**REPORT, "reportData": [RATE_UNIT_2, EVSE_2]}),
]


@pytest.mark.parametrize(("name", "version", "action", "before", "after"), [*CALLS, *REPORTS])
async def test_a_call_is_changed(
    name: str, version: str, action: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    async with Rig(name, version) as rig:
        message_id = await rig.call(action, before)
        assert _normal(rig.link.written) == _normal([json.dumps([2, message_id, action, after])])


@pytest.mark.parametrize(("name", "version", "action", "before", "after"), RESULTS)
async def test_an_answer_is_changed(
    name: str, version: str, action: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    async with Rig(name, version) as rig:
        command_id = await rig.command(action)
        await rig.reply(command_id, before)
        assert _normal(rig.link.written) == _normal([json.dumps([3, command_id, after])])


def _normal(texts: list[str]) -> list[str]:
    """Return messages with their members in order; 5 and 5.0 stay different."""
    return [json.dumps(json.loads(text), sort_keys=True) for text in texts]
