"""`validate_payload` and the set of payloads that are accepted, with the class of the first error found."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import asyncio
import gc
import importlib
import inspect
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ocpp.messages
from ocpp.exceptions import (
    FormatViolationError,
    NotImplementedError,
    OCPPError,
    ProtocolError,
    TypeConstraintViolationError,
    ValidationError,
)
from ocpp.messages import Call, CallError, CallResult, _validate_payload, validate_payload

Run = Callable[..., Any]

ERROR_CASES: dict[str, Any] = json.loads((Path(__file__).parent / "error_cases.json").read_text())
BAD = Call("1", "Authorize", {"idTag": 5})
GOOD = Call("1", "Authorize", {"idTag": "x"})


def verdict(message: Any, version: str) -> Any:
    try:
        _validate_payload(message, version)
    except OCPPError as error:
        return type(error)
    return None


def verdict_16(action: str, payload: Any) -> Any:
    return verdict(Call("1", action, payload), "1.6")


def test_validate_payload_is_awaited(run: Run) -> None:
    async def scenario() -> None:
        assert await validate_payload(GOOD, "1.6") is None
        with pytest.raises(TypeConstraintViolationError):
            await validate_payload(BAD, "1.6")
        with pytest.raises(TypeConstraintViolationError):
            await asyncio.gather(validate_payload(BAD, ocpp_version="1.6"))

    run(scenario())


def test_validate_payload_may_become_a_task(run: Run) -> None:
    async def scenario() -> Any:
        awaitable = validate_payload(GOOD, "1.6")
        assert inspect.isawaitable(awaitable)
        return await asyncio.ensure_future(awaitable)

    assert run(scenario()) is None


@pytest.mark.ours
def test_validate_payload_is_called_without_await() -> None:
    validate_payload(GOOD, "1.6")
    with pytest.raises(TypeConstraintViolationError):
        validate_payload(BAD, "1.6")


@pytest.mark.ours
def test_awaitable_of_validate_payload_may_be_thrown_away() -> None:
    """A coroutine that is never awaited warns; warnings are errors in these tests."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        validate_payload(GOOD, "1.6")
        gc.collect()
    assert caught == []


@pytest.mark.parametrize("setting", [True, False])
def test_async_validation_can_be_set(run: Run, monkeypatch: pytest.MonkeyPatch, setting: bool) -> None:
    assert ocpp.messages.ASYNC_VALIDATION in (True, False)
    monkeypatch.setattr(ocpp.messages, "ASYNC_VALIDATION", setting)

    async def scenario() -> None:
        await validate_payload(GOOD, "1.6")
        with pytest.raises(TypeConstraintViolationError):
            await validate_payload(BAD, "1.6")

    run(scenario())


def test_result_is_validated_by_its_action() -> None:
    _validate_payload(CallResult("1", {"status": "Accepted"}, action="Reset"), "1.6")
    with pytest.raises(FormatViolationError):
        _validate_payload(CallResult("1", {"status": "Odd"}, action="Reset"), "1.6")
    _validate_payload(CallResult("1", {"status": "Scheduled"}, action="Reset"), "2.0.1")


def test_exception_keeps_the_message_in_its_details() -> None:
    with pytest.raises(TypeConstraintViolationError) as caught:
        _validate_payload(BAD, "1.6")
    assert caught.value.details["ocpp_message"] is BAD
    assert type(caught.value.details["cause"]) is str
    frame = json.loads(BAD.create_call_error(caught.value).to_json())
    assert frame[:3] == [4, "1", "TypeConstraintViolation"]
    assert frame[4]["ocpp_message"] == BAD.to_json()


@pytest.mark.parametrize("message", [CallError("1", "c", "d", {}), "text", None, {}])
def test_only_calls_and_results_can_be_validated(message: Any) -> None:
    with pytest.raises(ValidationError):
        _validate_payload(message, "1.6")


def test_unknown_action_and_unknown_version() -> None:
    for version in ("1.6", "2.0.1", "2.1"):
        with pytest.raises(NotImplementedError):
            _validate_payload(Call("1", "NoSuchAction", {}), version)
        with pytest.raises(NotImplementedError):
            _validate_payload(CallResult("1", {}, action="NoSuchAction"), version)
    with pytest.raises(ValueError):  # noqa: PT011 - the peer gives no text
        _validate_payload(GOOD, "1.5")


def test_payload_is_not_changed() -> None:
    payload = {"connectorId": 1, "meterValue": [{"timestamp": "x", "sampledValue": [{"value": "1"}]}]}
    before = json.dumps(payload)
    message = Call("1", "MeterValues", payload)
    _validate_payload(message, "1.6")
    assert message.payload is payload
    assert json.dumps(payload) == before


def meter_values(**sampled: Any) -> dict[str, Any]:
    return {"connectorId": 1, "meterValue": [{"timestamp": "x", "sampledValue": [{"value": "50", **sampled}]}]}


def test_edits_of_the_1_6_schemas() -> None:
    assert verdict_16("MeterValues", meter_values(unit="Hertz")) is None
    assert verdict_16("MeterValues", meter_values(unit="Hz")) is FormatViolationError
    assert verdict_16("MeterValues", {"connectorId": 1, "meterValue": []}) is FormatViolationError
    empty = [{"timestamp": "x", "sampledValue": []}]
    assert verdict_16("MeterValues", {"connectorId": 1, "meterValue": empty}) is FormatViolationError


def test_stop_transaction_keeps_the_official_units_and_counts() -> None:
    stop = {"transactionId": 1, "timestamp": "x", "meterStop": 1}
    assert verdict_16("StopTransaction", stop) is None
    assert verdict_16("StopTransaction", {**stop, "transactionData": []}) is None
    assert verdict_16("StopTransaction", {**stop, "transactionData": [{"timestamp": "x", "sampledValue": []}]}) is None


def test_edit_of_a_2_0_1_schema() -> None:
    for length, expected in ((5600, None), (7500, None), (7501, TypeConstraintViolationError)):
        result = CallResult("1", {"status": "Accepted", "exiResponse": length * "x"}, "Get15118EVCertificate")
        assert verdict(result, "2.0.1") is expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        *((21.4, None), (16, None), (16.0, None), (0.1, None), (0.3, None), (-0.7, None), (1e3, None), (5, None)),
        *((4.11, FormatViolationError), (0.05, FormatViolationError), (21.41, FormatViolationError)),
        *((True, TypeConstraintViolationError), ("16", TypeConstraintViolationError)),
        (None, TypeConstraintViolationError),
    ],
)
def test_numbers_with_one_decimal(limit: Any, expected: Any) -> None:
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": schedule,
    }
    assert verdict_16("SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile}) is expected
    assert verdict_16("RemoteStartTransaction", {"idTag": "x", "chargingProfile": profile}) is expected
    result = CallResult("1", {"status": "Accepted", "chargingSchedule": schedule}, "GetCompositeSchedule")
    assert verdict(result, "1.6") is expected


def test_min_charging_rate_has_one_decimal_too() -> None:
    for rate, expected in ((21.4, None), (4.11, FormatViolationError)):
        schedule = {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 1}],
            "minChargingRate": rate,
        }
        result = CallResult("1", {"status": "Accepted", "chargingSchedule": schedule}, "GetCompositeSchedule")
        assert verdict(result, "1.6") is expected


def test_decimals_are_free_in_2_x() -> None:
    period = {"startPeriod": 0, "limit": 4.1123}
    schedule = {"evseId": 1, "duration": 1, "scheduleStart": "x", "chargingRateUnit": "A"}
    result = {"status": "Accepted", "schedule": {**schedule, "chargingSchedulePeriod": [period]}}
    assert verdict(CallResult("1", result, "GetCompositeSchedule"), "2.0.1") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((0, None), (-5, None), (10**12, None)),
        *(
            (True, TypeConstraintViolationError),
            (1.0, TypeConstraintViolationError),
            (1.5, TypeConstraintViolationError),
        ),
        *(
            ("1", TypeConstraintViolationError),
            (None, TypeConstraintViolationError),
            ([], TypeConstraintViolationError),
        ),
    ],
)
def test_integers(value: Any, expected: Any) -> None:
    assert verdict_16("UnlockConnector", {"connectorId": value}) is expected


@pytest.mark.parametrize("time", ["foo", "", "2024-13-45T99:99:99Z", "2024-01-01"])
def test_timestamps_are_any_text(time: str) -> None:
    start = {"connectorId": 1, "idTag": "x", "meterStart": 0, "timestamp": time}
    assert verdict_16("StartTransaction", start) is None
    assert verdict(CallResult("1", {"currentTime": time}, "Heartbeat"), "1.6") is None
    assert verdict(CallResult("1", {"currentTime": time}, "Heartbeat"), "2.1") is None


def test_addresses_are_any_text() -> None:
    assert verdict_16("GetDiagnostics", {"location": "not an address"}) is None


def test_lengths_count_characters() -> None:
    assert verdict_16("Authorize", {"idTag": 20 * "\u4e16"}) is None
    assert verdict_16("Authorize", {"idTag": 20 * "\U0001f50c"}) is None
    assert verdict_16("Authorize", {"idTag": 21 * "\u4e16"}) is TypeConstraintViolationError


def test_first_error_decides_by_the_order_of_the_schema() -> None:
    long_tag = 21 * "x"
    assert verdict_16("StartTransaction", {"idTag": long_tag}) is TypeConstraintViolationError
    assert verdict_16("StartTransaction", {"idTag": long_tag, "more": 1}) is TypeConstraintViolationError
    assert verdict_16("StartTransaction", {"idTag": "x"}) is ProtocolError
    assert verdict_16("StartTransaction", {"idTag": "x", "more": 1}) is FormatViolationError
    assert verdict_16("Reset", {"type": "Warm", "more": 1}) is FormatViolationError
    assert verdict_16("Reset", {"type": 1, "more": 1}) is verdict_16("Reset", {"type": 1})


def test_first_error_inside_a_nested_object_comes_before_those_outside() -> None:
    tag = {"idTag": 5}
    assert verdict_16("SendLocalList", {"localAuthorizationList": [tag]}) is TypeConstraintViolationError
    assert verdict_16("SendLocalList", {"localAuthorizationList": [{}]}) is ProtocolError
    assert verdict_16("SendLocalList", {"localAuthorizationList": [{"more": 1}]}) is FormatViolationError
    token = {"idToken": {"idToken": 37 * "x"}}
    assert verdict(Call("1", "Authorize", token), "2.0.1") is TypeConstraintViolationError
    assert verdict(Call("1", "Authorize", {"idToken": {"idToken": "x"}}), "2.0.1") is ProtocolError
    odd = {"idToken": {"idToken": "x", "type": "Odd", "more": 1}}
    assert verdict(Call("1", "Authorize", odd), "2.1") is FormatViolationError


def test_custom_data_takes_more_keys_but_wants_its_vendor() -> None:
    for version in ("2.0.1", "2.1"):
        assert verdict(Call("1", "Heartbeat", {"customData": {"vendorId": "v", "Any_Key": [{}]}}), version) is None
        assert verdict(Call("1", "Heartbeat", {"customData": {"Any_Key": 1}}), version) is ProtocolError
        too_long = {"customData": {"vendorId": 256 * "v"}}
        assert verdict(Call("1", "Heartbeat", too_long), version) is TypeConstraintViolationError


def test_counts_and_bounds_of_2_x() -> None:
    certificates = [
        {"hashAlgorithm": "SHA256", "issuerNameHash": "", "issuerKeyHash": "", "serialNumber": "", "responderURL": ""}
    ]
    for count, expected in ((0, FormatViolationError), (1, None), (4, None), (5, FormatViolationError)):
        payload = {"idToken": {"idToken": "x", "type": "Central"}, "iso15118CertificateHashData": count * certificates}
        assert verdict(Call("1", "Authorize", payload), "2.0.1") is expected
    for severity, expected in ((0, None), (9, None), (-1, None), ("1", TypeConstraintViolationError)):
        assert verdict(Call("1", "SetMonitoringLevel", {"severity": severity}), "2.0.1") is expected


CASES = [
    pytest.param(version, kind, action, id=f"{version}-{kind}-{action}")
    for version in ("1.6", "2.0.1", "2.1")
    for kind in ("call", "call_result")
    for action in ERROR_CASES[version][kind]
]


@pytest.mark.parametrize(("version", "kind", "action"), CASES)
def test_every_message_has_the_peers_first_error(version: str, kind: str, action: str) -> None:
    expected, fields = ERROR_CASES[version][kind][action]
    payloads: list[dict[str, Any]] = [
        {},
        {"notInTheSchema": 1},
        dict.fromkeys(fields),
        {**dict.fromkeys(fields), "notInTheSchema": 1},
        dict.fromkeys(fields[:1]),
        dict.fromkeys(fields[-1:]),
    ]
    letters = {name: letter for letter, name in ERROR_CASES["letters"].items()}
    found = ""
    for payload in payloads:
        message = Call("1", action, payload) if kind == "call" else CallResult("1", payload, action=action)
        error = verdict(message, version)
        found += letters[error.__name__ if error else "accepted"]
    assert found == expected


@pytest.mark.parametrize(("package", "version"), [("v16", "1.6"), ("v201", "2.0.1"), ("v21", "2.1")])
def test_every_action_can_be_validated_both_ways(package: str, version: str) -> None:
    action_enum = importlib.import_module(f"ocpp.{package}.enums").Action
    peer_actions = set(ERROR_CASES[version]["call"])
    assert peer_actions <= {action.value for action in action_enum}
    assert len(peer_actions) == {"1.6": 39, "2.0.1": 64, "2.1": 90}[version]
