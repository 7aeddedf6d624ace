"""Secrets in the text of frames."""
# pyright: basic

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp.masking import MASK, loggable, mask

SECRET = "0123456789abcdef"


@pytest.mark.parametrize(
    "payload",
    [
        {"key": "AuthorizationKey", "value": SECRET},
        {"key": "authorizationkey", "value": SECRET},
        {"configurationKey": [{"key": "AuthorizationKey", "readonly": False, "value": SECRET}]},
        {"setVariableData": [{"attributeValue": SECRET, "variable": {"name": "BasicAuthPassword"}, "component": {}}]},
        {"connectionData": {"basicAuthPassword": SECRET, "apn": {"apnPassword": SECRET}, "vpn": {"password": SECRET}}},
        {"customData": {"vendorId": "v", "Password": SECRET}},
    ],
)
def test_passwords_and_keys_are_hidden_and_nothing_else(payload: Any) -> None:
    text = json.dumps([2, "1", "Any", payload])
    for frame in (text, text.encode(), text.replace("Authorization", "\\u0041uthorization")):
        masked = mask(frame)
        assert SECRET not in masked
        assert MASK in masked
        shape = json.dumps(payload).replace(SECRET, MASK).lower()
        assert json.dumps(json.loads(masked)[3]).lower() == shape


def test_a_secret_in_a_frame_that_is_no_json_is_hidden() -> None:
    text = f'[2,"1","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{SECRET}"'
    assert SECRET not in mask(text)
    assert str(len(text)) in mask(text)


def test_a_secret_in_the_text_of_a_value_is_hidden() -> None:
    """A CALLERROR may show the request that it refuses as text."""
    request = json.dumps([2, "1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": SECRET, "more": 1}])
    assert SECRET not in mask(json.dumps([4, "1", "FormatViolation", "", {"ocpp_message": request}]))


def test_other_frames_are_shown_as_they_are() -> None:
    for text in ('[2, "1",\n"Heartbeat", {}]', "garbage \ufeff", '[2,"1","Authorize",{"idTag":"TAG"}]'):
        assert mask(text) == text
        assert mask(text.encode()) == text
    assert mask(b"\xff[") == "\ufffd["


def test_id_tokens_are_hidden_if_asked_for() -> None:
    text = '[2,"1","Authorize",{"idTag":"TAG","idToken":{"idToken":"TAG","type":"Central"}}]'
    assert mask(text) == text
    assert "TAG" not in mask(text, id_tokens=True)
    assert "Central" in mask(text, id_tokens=True)
    assert "TAG" not in mask(text.replace('"idT', '"\\u0069dT'), id_tokens=True)
    other = '[2, "1", "Heartbeat", {}]'
    assert mask(other, id_tokens=True) == other


@pytest.mark.parametrize("depth", [10, 400, 500, 700, 900, 960, 990, 1000, 2000, 100_000])
def test_deep_nesting_is_no_reason_to_raise(depth: int) -> None:
    for inner in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        assert SECRET not in mask(f'[2,"1","Any",{{"password":"{SECRET}","more":{inner}}}]')


@given(st.text() | st.binary() | st.none() | st.integers() | st.lists(st.text()))
def test_anything_can_be_logged(message: object) -> None:
    assert isinstance(loggable(message), str)
