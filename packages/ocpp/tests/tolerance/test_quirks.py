"""Golden payloads of quirks 17 to 21 and 24: what real charge points sent, and what is made of it."""

from typing import Any

import pytest

from ocpp.model import Model
from ocpp.shapes import shape_of
from ocpp.tolerance import ALL, Tolerance, has_timestamps
from ocpp.v16 import call, call_result
from ocpp.v201 import call as call_201

from .payloads import RECEIVED_AT, decodes, mend

BOOT = {"chargePointVendor": "v", "chargePointModel": "m"}
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
START = {"connectorId": 1, "idTag": "0123ABCD", "meterStart": 0, "timestamp": "2024-05-06T07:08:09Z"}
STOP = {"transactionId": 1, "meterStop": 5, "timestamp": "2024-05-06T07:08:09Z"}


def meter_values(*sampled_values: dict[str, Any], timestamp: str = "2024-05-06T07:08:09Z") -> dict[str, Any]:
    return {"connectorId": 1, "meterValue": [{"timestamp": timestamp, "sampledValue": list(sampled_values)}]}


Case = tuple[type[Model], Any, Any, list[tuple[str, str, str, str]]]

IN_VALUE = "meterValue[0].sampledValue[0]"

CASES: dict[str, Case] = {
    "Q17: empty timestamp and word that may be absent": (
        call.StatusNotification,
        {**STATUS, "timestamp": "", "info": ""},
        {**STATUS, "info": ""},
        [("empty_words", "timestamp", '""', "")],
    ),
    "Q17: empty words of a sampled value": (
        call.MeterValues,
        {**meter_values({"value": "1", "unit": "", "phase": " "}), "transactionId": ""},
        meter_values({"value": "1"}),
        [
            ("empty_words", f"{IN_VALUE}.unit", '""', ""),
            ("empty_words", f"{IN_VALUE}.phase", '" "', ""),
            ("empty_words", "transactionId", '""', ""),
        ],
    ),
    "Q17: empty list": (
        call.StopTransaction,
        {**STOP, "transactionData": ""},
        STOP,
        [("empty_words", "transactionData", '""', "")],
    ),
    "Q18: Schneider EVlink's serial number": (
        call.BootNotification,
        {**BOOT, "chargeBoxSerialNumber": "EVB1A22P4RI3N212345678901234567890"},
        {**BOOT, "chargeBoxSerialNumber": "EVB1A22P4RI3N212345678901"},
        [
            (
                "too_long",
                "chargeBoxSerialNumber",
                '"EVB1A22P4RI3N212345678901234567890"',
                '"EVB1A22P4RI3N212345678901"',
            )
        ],
    ),
    "Q18: a padded id token": (
        call.Authorize,
        {"idTag": "0123ABCD\x00\x00\x00\x00\x00\x00\x00\x00            "},
        {"idTag": "0123ABCD"},
        [("too_long", "idTag", "***", "***")],
    ),
    "Q19: Hager's connectorId in Authorize": (
        call.Authorize,
        {"idTag": "0123ABCD", "connectorId": 1},
        {"idTag": "0123ABCD"},
        [("extra_fields", "connectorId", "1", "")],
    ),
    "Q19: unknown objects inside": (
        call.MeterValues,
        meter_values({"value": "1", "vendor": {"deep": []}}),
        meter_values({"value": "1"}),
        [("extra_fields", f"{IN_VALUE}.vendor", "{...}", "")],
    ),
    "Q20: OpenEVSE's numbers": (
        call.MeterValues,
        meter_values({"value": 604.2}, {"value": 7}),
        meter_values({"value": "604.2"}, {"value": "7"}),
        [
            ("wrong_types", f"{IN_VALUE}.value", "604.2", '"604.2"'),
            ("wrong_types", "meterValue[0].sampledValue[1].value", "7", '"7"'),
        ],
    ),
    "Q20: strings for integers": (
        call.StartTransaction,
        {**START, "connectorId": "1", "meterStart": " 100.0 "},
        {**START, "connectorId": 1, "meterStart": 100},
        [("wrong_types", "connectorId", '"1"', "1"), ("wrong_types", "meterStart", '" 100.0 "', "100")],
    ),
    "Q20: integral floats": (
        call.StopTransaction,
        {**STOP, "meterStop": 5.0},
        STOP,
        [("wrong_types", "meterStop", "5.0", "5")],
    ),
    "Q20: Huawei's object for a list": (
        call.MeterValues,
        {"connectorId": 1, "meterValue": {"timestamp": "2024-05-06T07:08:09Z", "sampledValue": {"value": "1"}}},
        meter_values({"value": "1"}),
        [
            ("wrong_types", "meterValue", "{...}", "[{...}]"),
            ("wrong_types", "meterValue[0].sampledValue", "{...}", "[{...}]"),
        ],
    ),
    "Q20: an empty object for an empty list, a word for a list": (
        call_result.GetConfiguration,
        {"configurationKey": {}, "unknownKey": "Foo"},
        {"configurationKey": [], "unknownKey": ["Foo"]},
        [("wrong_types", "configurationKey", "{}", "[]"), ("wrong_types", "unknownKey", '"Foo"', '["Foo"]')],
    ),
    "Q20: values of configuration keys, secret ones unseen": (
        call_result.GetConfiguration,
        {
            "configurationKey": [
                {"key": "HeartbeatInterval", "readonly": "false", "value": 30},
                {"key": "AuthorizeRemoteTxRequests", "readonly": 0, "value": True},
                {"key": "AuthorizationKey", "readonly": False, "value": 12345678},
                {"key": "Empty", "readonly": True, "value": None},
            ]
        },
        {
            "configurationKey": [
                {"key": "HeartbeatInterval", "readonly": False, "value": "30"},
                {"key": "AuthorizeRemoteTxRequests", "readonly": False, "value": "true"},
                {"key": "AuthorizationKey", "readonly": False, "value": "12345678"},
                {"key": "Empty", "readonly": True},
            ]
        },
        [
            ("wrong_types", "configurationKey[0].readonly", '"false"', "false"),
            ("wrong_types", "configurationKey[0].value", "30", '"30"'),
            ("wrong_types", "configurationKey[1].readonly", "0", "false"),
            ("wrong_types", "configurationKey[1].value", "true", '"true"'),
            ("wrong_types", "configurationKey[2].value", "***", "***"),
            ("wrong_types", "configurationKey[3].value", "null", ""),
        ],
    ),
    "Q20: a number as id token": (
        call.Authorize,
        {"idTag": 12345678},
        {"idTag": "12345678"},
        [("wrong_types", "idTag", "***", "***")],
    ),
    "Q16, Q20: null as payload": (call.Heartbeat, None, {}, [("wrong_types", "", "null", "{}")]),
    "Q21: Legrand's errorCode": (
        call.StatusNotification,
        {**STATUS, "errorCode": "Error"},
        {**STATUS, "errorCode": "OtherError"},
        [("odd_words", "errorCode", '"Error"', '"OtherError"')],
    ),
    "Q21: Alfen's context": (
        call.MeterValues,
        meter_values({"value": "1", "context": "CurrentMax"}),
        meter_values({"value": "1", "context": "Other"}),
        [("odd_words", f"{IN_VALUE}.context", '"CurrentMax"', '"Other"')],
    ),
    "Q21: ChargeAmps' Hz, kwh, phases and temperatures": (
        call.MeterValues,
        meter_values(
            {"value": "50", "measurand": "frequency", "unit": "Hz"},
            {"value": "1", "unit": "kwh", "phase": "l1n"},
            {"value": "20", "measurand": "Temperature", "unit": "celcius"},
            {"value": "20", "measurand": "Energy Active Import Register", "unit": "WH"},
        ),
        meter_values(
            {"value": "50", "measurand": "Frequency", "unit": "Hertz"},
            {"value": "1", "unit": "kWh", "phase": "L1-N"},
            {"value": "20", "measurand": "Temperature", "unit": "Celcius"},
            {"value": "20", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        ),
        [
            ("odd_words", f"{IN_VALUE}.measurand", '"frequency"', '"Frequency"'),
            ("odd_words", f"{IN_VALUE}.unit", '"Hz"', '"Hertz"'),
            ("odd_words", "meterValue[0].sampledValue[1].unit", '"kwh"', '"kWh"'),
            ("odd_words", "meterValue[0].sampledValue[1].phase", '"l1n"', '"L1-N"'),
            ("odd_words", "meterValue[0].sampledValue[2].unit", '"celcius"', '"Celcius"'),
            (
                "odd_words",
                "meterValue[0].sampledValue[3].measurand",
                '"Energy Active Import Register"',
                '"Energy.Active.Import.Register"',
            ),
            ("odd_words", "meterValue[0].sampledValue[3].unit", '"WH"', '"Wh"'),
        ],
    ),
    "Q21: a measurand that nobody knows takes its value with it": (
        call.MeterValues,
        meter_values({"value": "9", "measurand": "Request.Energy"}, {"value": "1"}),
        meter_values({"value": "1"}),
        [("odd_words", IN_VALUE, '{"measurand":"Request.Energy"}', "")],
    ),
    "Q21: an unknown unit too, for absent means Wh": (
        call.StopTransaction,
        {
            **STOP,
            "transactionData": [{"timestamp": "2024-05-06T07:08:09Z", "sampledValue": [{"value": "1", "unit": "MWh"}]}],
        },
        {**STOP, "transactionData": [{"timestamp": "2024-05-06T07:08:09Z", "sampledValue": []}]},
        [("odd_words", "transactionData[0].sampledValue[0]", '{"unit":"MWh"}', "")],
    ),
    "Q21: reasons": (
        call.StopTransaction,
        {**STOP, "reason": "de-authorised"},
        {**STOP, "reason": "DeAuthorized"},
        [("odd_words", "reason", '"de-authorised"', '"DeAuthorized"')],
    ),
    "Q21: a status that the message does not have": (
        call_result.TriggerMessage,
        {"status": "NotSupported"},
        {"status": "NotImplemented"},
        [("odd_words", "status", '"NotSupported"', '"NotImplemented"')],
    ),
    "Q21, 2.0.1: an unknown word that may be absent": (
        call_201.TransactionEvent,
        {
            "eventType": "updated",
            "timestamp": "2024-05-06T07:08:09Z",
            "triggerReason": "Trigger",
            "seqNo": 1,
            "transactionInfo": {"transactionId": "1", "chargingState": "Sleeping"},
        },
        {
            "eventType": "Updated",
            "timestamp": "2024-05-06T07:08:09Z",
            "triggerReason": "Trigger",
            "seqNo": 1,
            "transactionInfo": {"transactionId": "1"},
        },
        [
            ("odd_words", "eventType", '"updated"', '"Updated"'),
            ("odd_words", "transactionInfo.chargingState", '"Sleeping"', ""),
        ],
    ),
    "Q24: Growatt's timestamp": (
        call.MeterValues,
        meter_values({"value": "1"}, timestamp="2023-10-19T15:28:07"),
        meter_values({"value": "1"}, timestamp="2023-10-19T15:28:07Z"),
        [("odd_timestamps", "meterValue[0].timestamp", '"2023-10-19T15:28:07"', '"2023-10-19T15:28:07Z"')],
    ),
    "Q24: Monta's zone": (
        call.StartTransaction,
        {**START, "timestamp": "2024-05-06 07:08:09.5+02"},
        {**START, "timestamp": "2024-05-06T07:08:09.5+02:00"},
        [("odd_timestamps", "timestamp", '"2024-05-06 07:08:09.5+02"', '"2024-05-06T07:08:09.5+02:00"')],
    ),
    "Q24: no timestamp": (
        call.MeterValues,
        {"connectorId": 1, "meterValue": [{"sampledValue": [{"value": "1"}]}]},
        meter_values({"value": "1"}, timestamp=RECEIVED_AT),
        [("odd_timestamps", "meterValue[0].timestamp", "", f'"{RECEIVED_AT}"')],
    ),
    "Q24: an empty timestamp": (
        call.StartTransaction,
        {**START, "timestamp": ""},
        {**START, "timestamp": RECEIVED_AT},
        [("odd_timestamps", "timestamp", '""', f'"{RECEIVED_AT}"')],
    ),
    "Q24: null for a timestamp beside a field that is null": (
        call.StopTransaction,
        {"transactionId": 1, "meterStop": 5, "timestamp": None, "idTag": None},
        {"transactionId": 1, "meterStop": 5, "timestamp": RECEIVED_AT},
        [("odd_timestamps", "timestamp", "null", f'"{RECEIVED_AT}"'), ("wrong_types", "idTag", "null", "")],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_payload_is_mended(case: Case) -> None:
    message_class, payload, meant, repairs = case
    mended, applied = mend(message_class, payload)
    assert mended == meant
    assert sorted(applied) == sorted(repairs)
    assert decodes(message_class, mended)
    assert mend(message_class, mended) == (meant, ())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_tolerance_that_is_off_repairs_nothing(case: Case) -> None:
    message_class, payload, _, repairs = case
    used = {Tolerance(tolerance) for tolerance, *_ in repairs}
    mended, applied = mend(message_class, payload, *(ALL - used))
    assert (mended is payload, applied) == (True, ())


@pytest.mark.parametrize(
    ("message_class", "payload"),
    [
        pytest.param(call.Authorize, {"idTag": {"value": "x"}}, id="object for a string"),
        pytest.param(call.Authorize, {"idTag": None}, id="null for a required field"),
        pytest.param(call.Authorize, [], id="list for the message"),
        pytest.param(call.StatusNotification, {**STATUS, "status": "Sleeping"}, id="unknown required word"),
        pytest.param(call.StatusNotification, {**STATUS, "status": ""}, id="empty required word"),
        pytest.param(call.StatusNotification, {**STATUS, "errorCode": ""}, id="no error code is no error"),
        pytest.param(call.StartTransaction, {**START, "meterStart": 5.5}, id="no integer"),
        pytest.param(call.StartTransaction, {**START, "meterStart": "5,0"}, id="comma"),
        pytest.param(call.StartTransaction, {**START, "meterStart": True}, id="boolean for a number"),
        pytest.param(call.StartTransaction, {**START, "timestamp": 1714979289}, id="number for a timestamp"),
        pytest.param(
            call.ReserveNow, {"connectorId": 1, "idTag": "a", "reservationId": 1}, id="expiry is not invented"
        ),
        pytest.param(call.MeterValues, {"connectorId": 1, "meterValue": {}}, id="no meter values at all"),
        pytest.param(call.MeterValues, meter_values({"value": "1", "unit": "MWh"}), id="nothing left without it"),
    ],
)
def test_what_no_repair_is_named_for_is_left(message_class: type[Model], payload: object) -> None:
    mended, applied = mend(message_class, payload)
    assert (mended is payload, applied) == (True, ())
    assert not decodes(message_class, payload)


def test_only_messages_that_hold_timestamps_need_to_be_looked_at() -> None:
    assert has_timestamps(shape_of(call.MeterValues))
    assert has_timestamps(shape_of(call_result.Authorize))
    assert not has_timestamps(shape_of(call.Authorize))
    assert not has_timestamps(shape_of(call.ClearChargingProfile))


def test_the_original_is_never_changed() -> None:
    payload = meter_values({"value": 1, "unit": "kwh", "x": 1}, {"value": "2"})
    untouched = meter_values({"value": 1, "unit": "kwh", "x": 1}, {"value": "2"})
    mended, _ = mend(call.MeterValues, payload)
    assert payload == untouched
    # What needs no repair is shared, not copied.
    assert mended["meterValue"][0]["sampledValue"][1] is payload["meterValue"][0]["sampledValue"][1]


def test_garbage_of_thousand_defects_is_left() -> None:
    payload = {"idTag": "a", **{f"x{n}": n for n in range(1001)}}
    mended, applied = mend(call.Authorize, payload)
    assert (mended is payload, applied) == (True, ())


def test_secrets_are_not_shown() -> None:
    extra = {"wifiPassword": "SECRET", "clientSecret": "SECRET", "parentIdTag": "SECRET", "secrets": ["SECRET"]}
    _, applied = mend(call.Authorize, {"idTag": "SECRET" * 10, **extra})
    basic_auth = {
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
        "attributeValue": 5,
    }
    _, more = mend(call_201.SetVariables, {"setVariableData": [basic_auth]})
    assert len(applied) == 5
    assert len(more) == 1
    assert "SECRET" not in str(applied)
    assert more[0][2:] == ("***", "***")


def test_long_values_are_cut_where_they_are_shown() -> None:
    _, applied = mend(call.BootNotification, {**BOOT, "iccid": "x" * 10_000, "y" * 10_000: "\ud800"})
    assert len(applied) == 2
    assert all(len(text) <= 100 for _, *texts in applied for text in texts)
