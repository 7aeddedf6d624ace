"""The envelope of frames: reading anything, writing the five kinds."""
# pyright: basic

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp import rpc
from ocpp.rpc import Fault, Malformed

FRAMES: list[tuple[str, type[Any], int]] = [
    ('[2,"1","Heartbeat",{}]', rpc.CallFrame, 2),
    ('[3,"1",{}]', rpc.CallResultFrame, 3),
    ('[4,"1","GenericError","words",{}]', rpc.CallErrorFrame, 4),
    ('[5,"1","GenericError","words",{}]', rpc.CallResultErrorFrame, 5),
    ('[6,"1","NotifyPeriodicEventStream",{}]', rpc.SendFrame, 6),
]


def fault_of(data: str | bytes, id_length: int = rpc.TOLERANT_ID_LENGTH) -> Malformed:
    message = rpc.decode(data, id_length)
    assert isinstance(message, Malformed), message
    return message


@pytest.mark.parametrize(("text", "kind", "number"), FRAMES)
def test_rule_3_2_the_five_kinds_are_read(text: str, kind: type[Any], number: int) -> None:
    forms: tuple[Any, ...] = (text, text.encode(), bytearray(text.encode()), f" \t\r\n{text}\n".replace(",", " , "))
    for data in forms:
        frame = rpc.decode(data)
        assert type(frame) is kind
        assert not isinstance(frame, Malformed)
        assert rpc.kind_of(frame) == number
        assert frame.id == "1"


def test_rule_3_2_the_five_kinds_are_written() -> None:
    assert rpc.encode_call("1", "Reset", b'{"type":"Soft"}') == '[2,"1","Reset",{"type":"Soft"}]'
    assert rpc.encode_call_result("1", b"{}") == '[3,"1",{}]'
    assert rpc.encode_call_error("1", "GenericError", "", b"{}") == '[4,"1","GenericError","",{}]'
    assert rpc.encode_call_result_error("1", "GenericError", "", b"{}") == '[5,"1","GenericError","",{}]'
    assert rpc.encode_send("1", "NotifyPeriodicEventStream", b"{}") == '[6,"1","NotifyPeriodicEventStream",{}]'


def test_rule_3_1_natural_language_is_written_as_utf_8() -> None:
    text = rpc.encode_call("\u00e4", "DataTransfer", '{"data":"\u4e16\U0001f50c"}'.encode())
    assert text == '[2,"\u00e4","DataTransfer",{"data":"\u4e16\U0001f50c"}]'


@pytest.mark.parametrize("length", [1, 35, 36])
def test_rule_3_3_ids_of_1_to_36_characters_are_good(length: int) -> None:
    for message_id in ("x" * length, "\u00e4" * length):
        text = json.dumps([2, message_id, "Heartbeat", {}])
        frame = rpc.decode(text, rpc.STRICT_ID_LENGTH)
        assert isinstance(frame, rpc.CallFrame)
        assert frame.id == message_id


@pytest.mark.parametrize("message_id", ["x" * 37, "x" * 255, 0, 7, -1])
def test_rule_3_3_other_ids_are_refused_if_strict_and_met_in_the_field(message_id: str | int) -> None:
    text = json.dumps([2, message_id, "Heartbeat", {}])
    assert fault_of(text, rpc.STRICT_ID_LENGTH) == Malformed(Fault.bad_id, 2)
    frame = rpc.decode(text)
    assert isinstance(frame, rpc.CallFrame)
    assert frame.id == message_id
    assert type(frame.id) is type(message_id)


@pytest.mark.parametrize(
    "message_id",
    ["", "x" * 256, "x" * 100_000, 10**18, -(10**18), 10**400, None, True, 1.5, [], ["1"], {}, {"id": "1"}],
)
def test_ids_that_nobody_can_mean(message_id: object) -> None:
    text = json.dumps([2, message_id, "Heartbeat", {}])
    for length in (rpc.STRICT_ID_LENGTH, rpc.TOLERANT_ID_LENGTH):
        assert fault_of(text, length) == Malformed(Fault.bad_id, 2)


@pytest.mark.parametrize("text", ['[4,"1","GenericError"]', '[4,"1","GenericError",null]', '[5,"1","GenericError"]'])
def test_errors_may_lack_description_and_details(text: str) -> None:
    frame = rpc.decode(text)
    assert isinstance(frame, rpc.CallErrorFrame | rpc.CallResultErrorFrame)
    assert not frame.description
    assert bytes(frame.details) == b"{}"


def test_payloads_stay_raw() -> None:
    payload = '{ "b" : 1.50, "a" : [null, "\\u00e4"] }'
    frame = rpc.decode(f'[2,"1","Any",{payload}]')
    assert isinstance(frame, rpc.CallFrame)
    assert bytes(frame.payload).decode() == payload


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", Malformed(Fault.not_json)),
        ("AT+CSQ\r\n", Malformed(Fault.not_json)),
        (b"\xff\xfe", Malformed(Fault.not_json)),
        (b'[2,"\xff","Heartbeat",{}]', Malformed(Fault.not_json, 2)),
        ("\ufeff[]", Malformed(Fault.not_json)),
        ('[2,"1","Heartbeat",{}', Malformed(Fault.not_json, 2, "1")),
        ('[2,"1","Heartbeat",{"a":}]', Malformed(Fault.not_json, 2, "1")),
        ('[2,"1","Heartbeat",{"a":NaN}]', Malformed(Fault.not_json, 2, "1")),
        ('[2,17,"Heartbeat",{]', Malformed(Fault.not_json, 2, 17)),
        ('[2,"1","Heartbeat",{}]garbage', Malformed(Fault.not_json, 2, "1")),
        ("[" * 100_000, Malformed(Fault.too_deep)),
        ('[2,"1","A",' + '{"a":' * 100_000, Malformed(Fault.too_deep, 2, "1")),
        ("null", Malformed(Fault.not_a_list)),
        ("17", Malformed(Fault.not_a_list)),
        ('"text"', Malformed(Fault.not_a_list)),
        ('{"a":1}', Malformed(Fault.not_a_list)),
        ("[]", Malformed(Fault.no_type)),
        ("[null]", Malformed(Fault.unknown_type)),
        ('["2","1","Heartbeat",{}]', Malformed(Fault.unknown_type)),
        ('[2.0,"1","Heartbeat",{}]', Malformed(Fault.unknown_type)),
        ('[true,"1","Heartbeat",{}]', Malformed(Fault.unknown_type)),
        ('[1,"1","Heartbeat",{}]', Malformed(Fault.unknown_type, 1, "1")),
        ('[7,"1","Heartbeat",{}]', Malformed(Fault.unknown_type, 7, "1")),
        ('[-2,"1","Heartbeat",{}]', Malformed(Fault.unknown_type, -2, "1")),
        ("[2]", Malformed(Fault.bad_id, 2)),
        ("[2,null]", Malformed(Fault.bad_id, 2)),
        ('[2,"1"]', Malformed(Fault.bad_elements, 2, "1")),
        ('[2,"1","Heartbeat"]', Malformed(Fault.bad_elements, 2, "1")),
        ('[2,"1","Heartbeat",{},{}]', Malformed(Fault.bad_elements, 2, "1")),
        ('[2,"1",5,{}]', Malformed(Fault.bad_elements, 2, "1")),
        ('[2,"1",null,{}]', Malformed(Fault.bad_elements, 2, "1")),
        ('[3,"1"]', Malformed(Fault.bad_elements, 3, "1")),
        ('[3,"1",{},{}]', Malformed(Fault.bad_elements, 3, "1")),
        ('[4,"1"]', Malformed(Fault.bad_elements, 4, "1")),
        ('[4,"1",5,"",{}]', Malformed(Fault.bad_elements, 4, "1")),
        ('[4,"1","GenericError","",{},{}]', Malformed(Fault.bad_elements, 4, "1")),
        ('[6,"1"]', Malformed(Fault.bad_elements, 6, "1")),
    ],
)
def test_rule_5_3_what_is_wrong_and_as_much_of_the_head_as_can_be_read(data: str | bytes, expected: Malformed) -> None:
    for same in (data, data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data):
        assert rpc.decode(same) == expected


@pytest.mark.parametrize("data", [None, 5, object(), [2, "1", "Heartbeat", {}]])
def test_what_is_no_text_is_no_frame(data: Any) -> None:
    assert rpc.decode(data) == Malformed(Fault.not_text)


def test_lone_surrogates_are_no_reason_to_raise() -> None:
    for text in ("\ud800", '[2,"\udfff","Heartbeat",{}]', '[2,"1","Heartbeat",{"a":"\ud800"}]'):
        assert isinstance(rpc.decode(text), Malformed)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=15,
)


@given(st.text() | st.binary() | JSON_VALUES.map(json.dumps) | st.lists(JSON_VALUES, max_size=6).map(json.dumps))
def test_reading_never_raises(data: str | bytes) -> None:
    for length in (rpc.STRICT_ID_LENGTH, rpc.TOLERANT_ID_LENGTH):
        frame = rpc.decode(data, length)
        assert isinstance(frame, Malformed) or 2 <= rpc.kind_of(frame) <= 6


@given(st.text(min_size=1, max_size=36), st.text(max_size=50), st.dictionaries(st.text(max_size=9), JSON_VALUES))
def test_what_was_written_is_read(message_id: str, action: str, payload: dict[str, Any]) -> None:
    data = msgspec.json.encode(payload)
    frame = rpc.decode(rpc.encode_call(message_id, action, data), rpc.STRICT_ID_LENGTH)
    assert isinstance(frame, rpc.CallFrame)
    assert (frame.id, frame.action) == (message_id, action)
    assert bytes(frame.payload) == data
