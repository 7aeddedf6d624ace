"""Noise on the socket and frames that are almost JSON (quirk 16)."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp import rpc
from ocpp.tolerance import ALL, Mended, Tolerance, mend_text

from .payloads import json_values, plain


def mended(text: str) -> Mended:
    """What charge_point does: mend, then read again."""
    return mend_text(text, ALL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n",
        "\x00\x00",
        "AT",
        "AT+CSQ\r\n",
        "ATE0",
        'AT+CGDCONT=1,"IP","internet"\r\r\nOK\r\n',
        "+CREG: 0,1\r\n\r\nOK",
        "NO CARRIER",
    ],
)
def test_q16_empty_messages_and_modem_commands_are_ignored(text: str) -> None:
    result = mended(text)
    assert result.ignore
    assert [applied.tolerance for applied in result.applied] == [Tolerance.noise]
    assert mend_text(text.encode(), ALL).ignore
    assert mend_text(text, ALL - {Tolerance.noise}) == Mended(text)


@pytest.mark.parametrize("text", ['AT[2,"1","Heartbeat",{}]', "[]", "hello", "{}", "null", "OKAY", "AT" + "A" * 1000])
def test_other_messages_are_not_noise(text: str) -> None:
    assert mended(text) == Mended(text)


def test_a_modem_password_is_not_shown() -> None:
    (applied,) = mended('AT+CGAUTH=1,1,"user","secret"').applied
    assert plain(applied) == ("noise", "", '"AT+CGAUTH"', "")


BROKEN: dict[str, tuple[str, Any, list[tuple[str, str, str]]]] = {
    "AEFA: a member without value": (
        '[2,"7","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[]}]',
        [2, "7", "MeterValues", {"connectorId": 1, "meterValue": []}],
        [("character 39", '"transactionId":', "")],
    ),
    "first, middle and last member without value": (
        '[2,"7","A",{"a":,"b": , "c":1,"d":}]',
        [2, "7", "A", {"c": 1}],
        [("character 13", '"a":', ""), ("character 18", '"b":', ""), ("character 31", '"d":', "")],
    ),
    "Vestel: missing commas": (
        '[2,"7","StatusNotification",{"connectorId":1 "errorCode":"NoError"\n"status":"Available"}]',
        [2, "7", "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}],
        [("character 46", "", ","), ("character 68", "", ",")],
    ),
    "missing comma between objects": (
        '[2,"7","A",{"v":[{"a":1}{"a":2}]}]',
        [2, "7", "A", {"v": [{"a": 1}, {"a": 2}]}],
        [("character 25", "", ",")],
    ),
    "Mennekes: raw tabs in strings": (
        '[2,"7","StatusNotification",{"info":"one\ttwo\nthree"}]',
        [2, "7", "StatusNotification", {"info": "one\ttwo\nthree"}],
        [("character 41", "\t", "\\u0009")],
    ),
    "trailing commas": (
        '[2,"7","A",{"a":[1,2,],"b":{"c":true,},},]',
        [2, "7", "A", {"a": [1, 2], "b": {"c": True}}],
        [
            ("character 22", ",", ""),
            ("character 38", ",", ""),
            ("character 40", ",", ""),
            ("character 42", ",", ""),
        ],
    ),
}


@pytest.mark.parametrize(("text", "meant", "repairs"), BROKEN.values(), ids=BROKEN)
def test_q16_broken_json_is_repaired(text: str, meant: object, repairs: list[tuple[str, str, str]]) -> None:
    result = mended(text)
    assert msgspec.json.decode(result.text) == meant
    assert [plain(applied) for applied in result.applied] == [("broken_json", *repair) for repair in repairs]
    assert mend_text(text, ALL - {Tolerance.broken_json}) == Mended(text)


CUT_OFF: list[tuple[str, Any]] = [
    ('[3,"7",{"status":"Accepted"}', [3, "7", {"status": "Accepted"}]),
    ('[3,"7",{"status":"Accepted"', [3, "7", {"status": "Accepted"}]),
    # What the end was in the middle of is dropped: a value may be longer than what arrived of it.
    ('[3,"7",{"status":"Acc', [3, "7", {}]),
    ('[3,"7",{"status":"Accepted","interval":30', [3, "7", {"status": "Accepted"}]),
    ('[3,"7",{"status":"Accepted","interval":30 ', [3, "7", {"status": "Accepted", "interval": 30}]),
    ('[3,"7",{"a":true', [3, "7", {"a": True}]),
    ('[3,"7",{"a":tr', [3, "7", {}]),
    ('[3,"7",{"status":', [3, "7", {}]),
    ('[3,"7",{"a":1,"status"', [3, "7", {"a": 1}]),
    ('[3,"7",{"a":1,', [3, "7", {"a": 1}]),
    ('[3,"7",{"v":[1,25', [3, "7", {"v": [1]}]),
    ('[3,"7",{"v":[12', [3, "7", {"v": []}]),
    ('[3,"7",{"v":["one","tw', [3, "7", {"v": ["one"]}]),
    ('[3,"7",{"idTagInfo":{"status":"Accepted","parentId', [3, "7", {"idTagInfo": {"status": "Accepted"}}]),
    # Grizzl-E cuts long answers; half a configuration key is none, a whole one that only lacks its bracket is.
    (
        '[3,"7",{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"B","readonly":false,"val',
        [3, "7", {"configurationKey": [{"key": "A", "readonly": True, "value": "1"}]}],
    ),
    (
        '[3,"7",{"configurationKey":[{"key":"A","readonly":true},{"key":"B","readonly":false,"value":"2"',
        [
            3,
            "7",
            {"configurationKey": [{"key": "A", "readonly": True}, {"key": "B", "readonly": False, "value": "2"}]},
        ],
    ),
    (
        '[2,"7","X",{"meterValue":[{"timestamp":"t","sampledValue":[{"value":"1"},{"value":"2","un',
        [2, "7", "X", {"meterValue": [{"timestamp": "t", "sampledValue": [{"value": "1"}]}]}],
    ),
    (
        '[2,"7","X",{"sampledValue":[{"value":"1"},{"value":"2","unitOfMeasure":{"unit":"W',
        [2, "7", "X", {"sampledValue": [{"value": "1"}]}],
    ),
]


@pytest.mark.parametrize(("text", "meant"), CUT_OFF)
def test_q16_a_cut_off_end_is_completed(text: str, meant: object) -> None:
    result = mended(text)
    assert msgspec.json.decode(result.text) == meant
    *_, last = result.applied
    assert last.before == ""
    assert str(result.text).endswith(last.after)


@pytest.mark.parametrize(
    "text",
    [
        '[2,"7","Heartbeat",{}',
        '[2,"7","Heartbeat"',
    ],
)
def test_bytes_are_mended_like_text(text: str) -> None:
    assert mend_text(text.encode(), ALL) == mend_text(text, ALL)


@pytest.mark.parametrize(
    "text",
    [
        "[2,'7','Heartbeat',{}]",
        '[2,"7","A",{"a" 1}]',
        '[2,"7","A",{a:1}]',
        '[2,"7","A",{"a":1,,"b":2}]',
        '[,2,"7"]',
        '[2,"7","A",{"a":[1}]]',
        '[2,"7","A",{}] [2,"8","A",{}]',
        '[2,"7","A",{"a":"\\x"}]',
        '[2,"7","A",{"a":NaN}]',
        '{"a":,}',
        '"text',
        "[" * 100_000,
        '[2,"7","A",{' + '"a":,' * 2000 + "}]",
        "\ud800",
        "[\x0b",
        '[2,"7","A",{"a":"' + "x" * 100_000,
    ],
)
def test_other_faults_are_left_as_they_are(text: str) -> None:
    assert mended(text) == Mended(text)


def test_text_that_is_json_is_left_as_it_is() -> None:
    # rpc.decode refuses it for another reason.
    assert mended('[2,"7"]') == Mended('[2,"7"]')
    assert mend_text(b"\xff\xfe", ALL) == Mended(b"\xff\xfe")


def test_no_value_of_a_broken_frame_is_shown() -> None:
    result = mended('[2,"7","Authorize",{"idTag":"SECRET1"\t"x":,"idTag":"SECRET2')
    assert result.applied
    assert "SECRET" not in str(result.applied)


@given(st.text() | st.text('[]{},:"\\ 1a\t\n'))
def test_any_text_is_survived_and_mended_once(text: str) -> None:
    result = mended(text)
    if result.applied and not result.ignore:
        assert mended(str(result.text)) == Mended(result.text)
        msgspec.json.decode(result.text)
    else:
        assert result.text == text


@given(json_values, st.data())
def test_every_prefix_of_a_frame_becomes_json(payload: object, data: st.DataObject) -> None:
    frame = json.dumps([2, "7", "DataTransfer", {"data": payload}])
    end = data.draw(st.integers(1, len(frame) - 1))
    result = mended(frame[:end])
    message = msgspec.json.decode(result.text, type=list[Any])
    assert [2, "7", "DataTransfer"][: len(message)] == message[:3]


@given(json_values)
def test_a_planted_trailing_comma_and_tab_are_taken_out_again(payload: object) -> None:
    frame = rpc.encode_call("7", "DataTransfer", msgspec.json.encode({"data": payload, "last": "a?b"}))
    broken = frame.replace('"a?b"}]', '"a\tb",}]')
    frame_again = rpc.decode(mended(broken).text)
    assert isinstance(frame_again, rpc.CallFrame)
    assert msgspec.json.decode(frame_again.payload) == {"data": payload, "last": "a\tb"}
