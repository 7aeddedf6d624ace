"""Which messages are given up when too many wait (OCPP 2.0.1 Part 2, E11.FR.04 and 05; OCPP 1.6 errata, 3.16.6)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from ocpp import catalogue, codec, v16, v21, v201
from ocpp.offline_storage import QueuedMessage
from ocpp.offline_thinning import Worth, to_be_dropped, worth_of

WHEN = datetime(2026, 1, 31, 12, tzinfo=UTC)
TIME = "2026-01-31T12:00:00Z"
V2: dict[str, Any] = {"2.0.1": v201, "2.1": v21}

each_v2 = pytest.mark.parametrize("version", V2)


def queued(number: int, version: str, payload: Any, reference: str | None = None) -> QueuedMessage:
    action = type(payload).__name__
    raw = Raw(codec.encode(payload, catalogue.messages(version)[action].request))
    return QueuedMessage(number, version, action, raw, WHEN, reference=reference)


def meter_values_16(context: str | None = None, transaction_id: int | None = 1) -> v16.call.MeterValues:
    sample: dict[str, Any] = {"value": "1"} | ({} if context is None else {"context": context})
    values: list[Any] = [{"timestamp": TIME, "sampledValue": [{"value": "7"}, sample]}]
    return v16.call.MeterValues(connector_id=1, transaction_id=transaction_id, meter_value=values)


def event(
    version: str, kind: str, trigger: str, context: str | None = None, *, token: bool = False, of: str = "T"
) -> Any:
    fields: dict[str, Any] = {"transaction_info": {"transactionId": of}}
    if context is not None:
        fields["meter_value"] = [{"timestamp": TIME, "sampledValue": [{"value": 1.0, "context": context}]}]
    if token:
        fields["id_token"] = {"idToken": "CARD-1", "type": "ISO14443"}
    return V2[version].call.TransactionEvent(
        event_type=kind, timestamp=TIME, trigger_reason=trigger, seq_no=1, **fields
    )


@pytest.mark.parametrize(
    ("payload", "worth"),
    [
        (v16.call.StartTransaction(connector_id=1, id_tag="A", meter_start=0, timestamp=TIME), Worth.needed),
        (v16.call.StopTransaction(meter_stop=0, timestamp=TIME, transaction_id=1), Worth.ending),
        (v16.call.DataTransfer(vendor_id="V"), Worth.needed),
        (meter_values_16(), Worth.reading),
        (meter_values_16("Sample.Clock"), Worth.reading),
        (meter_values_16("Transaction.Begin"), Worth.needed),
        (meter_values_16("Transaction.End"), Worth.needed),
    ],
)
def test_what_messages_of_1_6_are_worth(payload: Any, worth: Worth) -> None:
    assert worth_of(queued(1, "1.6", payload)) is worth


@each_v2
@pytest.mark.parametrize(
    ("kind", "trigger", "context", "token", "worth"),
    [
        ("Started", "Authorized", None, True, Worth.needed),
        ("Started", "MeterValuePeriodic", None, False, Worth.needed),
        ("Updated", "MeterValuePeriodic", "Sample.Periodic", False, Worth.reading),
        ("Updated", "MeterValueClock", None, False, Worth.reading),
        ("Updated", "MeterValuePeriodic", "Transaction.Begin", False, Worth.needed),
        ("Updated", "MeterValueClock", None, True, Worth.needed),
        ("Updated", "ChargingStateChanged", "Sample.Periodic", False, Worth.change),
        ("Updated", "Trigger", None, False, Worth.change),
        ("Updated", "Authorized", None, False, Worth.needed),
        ("Updated", "SignedDataReceived", None, False, Worth.needed),
        ("Ended", "StopAuthorized", None, True, Worth.ending),
        ("Ended", "MeterValuePeriodic", "Transaction.End", False, Worth.ending),
    ],
)
def test_what_events_are_worth(
    kind: str, trigger: str, context: str | None, *, token: bool, worth: Worth, version: str
) -> None:
    assert worth_of(queued(1, version, event(version, kind, trigger, context, token=token))) is worth


@each_v2
def test_meter_values_outside_transactions_are_readings(version: str) -> None:
    values: list[Any] = [{"timestamp": TIME, "sampledValue": [{"value": 1.0}]}]
    payload = V2[version].call.MeterValues(evse_id=1, meter_value=values)
    assert worth_of(queued(1, version, payload)) is Worth.reading


def test_an_action_of_your_own_is_needed() -> None:
    message = QueuedMessage(1, "2.1", "Unheard", Raw(b'{"meterValue":"high","eventType":7}'), WHEN)
    assert worth_of(message) is Worth.needed


@each_v2
def test_e11_fr_05_every_second_reading_goes_and_neither_the_first_nor_the_newest_of_an_odd_number(
    version: str,
) -> None:
    messages = [queued(1, version, event(version, "Started", "Authorized"))]
    messages += [queued(n, version, event(version, "Updated", "MeterValuePeriodic")) for n in range(2, 7)]
    messages += [queued(7, version, event(version, "Updated", "ChargingStateChanged"))]
    assert to_be_dropped(messages) == [3, 5]


def test_transactions_are_thinned_one_by_one() -> None:
    owners = "ABABBA"
    messages = [queued(n, "2.1", event("2.1", "Updated", "MeterValueClock", of=o)) for n, o in enumerate(owners)]
    assert to_be_dropped(messages) == [2, 3]
    by_reference = [queued(n, "1.6", meter_values_16(transaction_id=None), o) for n, o in enumerate(owners)]
    assert to_be_dropped(by_reference) == [2, 3]


def test_changes_go_when_there_are_no_more_readings_from_the_middle() -> None:
    triggers = ["MeterValueClock", "ChargingStateChanged", "ChargingRateChanged", "Trigger"]
    messages = [queued(n, "2.1", event("2.1", "Updated", trigger)) for n, trigger in enumerate(triggers)]
    assert to_be_dropped(messages) == [2]
    messages = [message for message in messages if message.number in (0, 1)]
    assert to_be_dropped(messages) == [0]
    assert to_be_dropped(messages[1:]) == [1]
    assert to_be_dropped([]) == []


@given(st.lists(st.sampled_from(["MeterValueClock", "Trigger", "Authorized"]), max_size=40))
def test_thinning_ends_when_only_what_is_needed_is_left(triggers: list[str]) -> None:
    messages = [queued(n, "2.1", event("2.1", "Updated", trigger)) for n, trigger in enumerate(triggers)]
    while dropped := to_be_dropped(messages):
        assert len(dropped) <= max(1, len(messages) // 2)
        messages = [message for message in messages if message.number not in dropped]
    assert [m.number for m in messages] == [n for n, trigger in enumerate(triggers) if trigger == "Authorized"]
