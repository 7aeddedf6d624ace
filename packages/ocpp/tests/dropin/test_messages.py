"""Call, CallResult and CallError, and reading and writing them."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import dataclasses
import json
from decimal import Decimal
from typing import Any

import pytest

from ocpp import exceptions
from ocpp.exceptions import (
    FormatViolationError,
    InternalError,
    PropertyConstraintViolationError,
    ProtocolError,
    UnknownCallErrorCodeError,
)
from ocpp.messages import Call, CallError, CallResult, MessageType, _DecimalEncoder, pack, unpack
from ocpp.v16 import call, datatypes
from ocpp.v16.enums import ResetType

from .test_exceptions import CODES


def test_unpack_call() -> None:
    message = unpack('[2, "id", "Reset", {"type": "Soft"}]')
    assert type(message) is Call
    assert (message.message_type_id, message.unique_id, message.action) == (2, "id", "Reset")
    assert message.payload == {"type": "Soft"}


def test_unpack_call_result() -> None:
    message = unpack('[3, "id", {"status": "Accepted"}]')
    assert type(message) is CallResult
    assert (message.message_type_id, message.unique_id, message.action) == (3, "id", None)
    assert message.payload == {"status": "Accepted"}


def test_unpack_call_error() -> None:
    message = unpack('[4, "id", "GenericError", "words", {"a": 1}]')
    assert type(message) is CallError
    assert (message.message_type_id, message.unique_id, message.error_code) == (4, "id", "GenericError")
    assert (message.error_description, message.error_details) == ("words", {"a": 1})


def test_unpack_takes_bytes() -> None:
    message = unpack('[2, "id", "DataTransfer", {"vendorId": "\u00e4"}]'.encode())
    assert message.payload == {"vendorId": "\u00e4"}


def test_payload_of_unpack_is_plain_json() -> None:
    message = unpack('[2,"1","X",{"a":{"b":[1,2.5,null,true,"\\u00e4"]}}]')
    assert message.payload == {"a": {"b": [1, 2.5, None, True, "\u00e4"]}}
    assert type(message.payload) is dict
    assert type(message.payload["a"]["b"]) is list


@pytest.mark.parametrize("raw", ["", "{", "[2, 'id']", "word", b"\xff\xfe[", '[2,"1","Heartbeat",{}'])
def test_unpack_refuses_what_is_no_json(raw: Any) -> None:
    with pytest.raises(FormatViolationError) as caught:
        unpack(raw)
    assert caught.value.details["ocpp_message"] == raw


@pytest.mark.parametrize("raw", ["{}", '"text"', "1", "null", "true"])
def test_unpack_refuses_what_is_no_list(raw: str) -> None:
    with pytest.raises(ProtocolError):
        unpack(raw)


@pytest.mark.parametrize("raw", ["[]", "[2]", '[2,"1"]', '[2,"1","Heartbeat"]', "[3]", '[3,"1"]', "[4]", '[4,"1","x"]'])
def test_unpack_refuses_missing_elements(raw: str) -> None:
    with pytest.raises(ProtocolError):
        unpack(raw)


@pytest.mark.parametrize("raw", ['[0,"1","X",{}]', '[7,"1","X",{}]', '["2","1","X",{}]', '[null,"1"]', "[[]]"])
def test_unpack_refuses_unknown_message_types(raw: str) -> None:
    with pytest.raises(PropertyConstraintViolationError):
        unpack(raw)


def test_constructors_take_positions_and_names() -> None:
    assert repr(Call("1", "Reset", {"a": 1})) == repr(Call(unique_id="1", action="Reset", payload={"a": 1}))
    assert repr(CallResult("1", {}, "Reset")) == repr(CallResult(unique_id="1", payload={}, action="Reset"))
    assert repr(CallError("1", "c", "d", {})) == repr(
        CallError(unique_id="1", error_code="c", error_description="d", error_details={})
    )
    assert CallResult("1", {}).action is None
    assert CallError("1", "c", "d").error_details is None


def test_type_numbers_are_on_classes_and_instances() -> None:
    assert (Call.message_type_id, CallResult.message_type_id, CallError.message_type_id) == (2, 3, 4)
    assert (MessageType.Call, MessageType.CallResult, MessageType.CallError) == (2, 3, 4)
    assert Call("1", "X", {}).message_type_id == MessageType.Call


def test_attributes_can_be_changed() -> None:
    message = Call("1", "Reset", {})
    message.unique_id, message.action, message.payload = "2", "Heartbeat", {"a": 1}
    assert message.to_json() == '[2,"2","Heartbeat",{"a":1}]'
    result = CallResult("1", {})
    result.action = "Reset"
    result.payload = {"b": 2}
    assert result.to_json() == '[3,"1",{"b":2}]'
    error = CallError("1", "c", "d", {})
    error.error_code, error.error_description, error.error_details = "x", "y", {"z": 0}
    assert error.to_json() == '[4,"1","x","y",{"z":0}]'


def test_call_makes_a_dict_of_a_dataclass() -> None:
    assert Call("1", "Reset", call.Reset("Soft")).payload == {"type": "Soft"}
    info = datatypes.AuthorizationData("tag", datatypes.IdTagInfo("Accepted"))
    assert Call("1", "SendLocalList", call.SendLocalList(1, "Full", [info])).payload == {
        "list_version": 1,
        "update_type": "Full",
        "local_authorization_list": [
            {"id_tag": "tag", "id_tag_info": {"status": "Accepted", "parent_id_tag": None, "expiry_date": None}}
        ],
    }

    @dataclasses.dataclass
    class Own:
        word: str

    assert Call("1", "Own", Own("w")).payload == {"word": "w"}


def test_text_is_compact_and_keeps_the_order_of_keys() -> None:
    assert Call("1", "Reset", {"b": [1, 2.5], "a": None}).to_json() == '[2,"1","Reset",{"b":[1,2.5],"a":null}]'
    assert CallResult("1", {"b": True, "a": {}}, "Reset").to_json() == '[3,"1",{"b":true,"a":{}}]'
    assert CallError("1", "c", "d", {"a": 1}).to_json() == '[4,"1","c","d",{"a":1}]'


def test_text_gives_enums_by_value_and_ids_by_type() -> None:
    assert Call(1, "Reset", {"type": ResetType.soft}).to_json() == '[2,1,"Reset",{"type":"Soft"}]'
    assert CallResult(7, {}).to_json() == "[3,7,{}]"


def test_text_holds_other_languages() -> None:
    payload = {"data": "\u00e4\u4e16\U0001f50c"}
    assert json.loads(Call("1", "DataTransfer", payload).to_json())[3] == payload


def test_decimals_become_numbers() -> None:
    assert Call("1", "X", {"limit": Decimal("21.4")}).to_json() == '[2,"1","X",{"limit":21.4}]'
    assert json.dumps({"a": Decimal(3)}, cls=_DecimalEncoder) == '{"a": 3.0}'


def test_encoder_writes_messages_as_their_text_and_refuses_the_rest() -> None:
    message = Call("1", "X", {})
    assert json.loads(json.dumps([message], cls=_DecimalEncoder)) == [message.to_json()]
    with pytest.raises(TypeError):
        json.dumps(object(), cls=_DecimalEncoder)


def test_error_details_may_hold_the_call() -> None:
    message = Call("1", "Reset", {"type": "Warm"})
    frame = json.loads(CallError("1", "c", "d", {"ocpp_message": message}).to_json())
    assert frame[4]["ocpp_message"] == message.to_json()


@pytest.mark.parametrize(
    "message", [Call("1", "Reset", {"type": "Soft"}), CallResult("1", {}), CallError("1", "c", "d", {})]
)
def test_pack_is_the_inverse_of_unpack(message: Any) -> None:
    assert pack(message) == message.to_json()
    assert pack(unpack(pack(message))) == pack(message)


def test_representations() -> None:
    assert repr(Call("1", "Reset", {"type": "Soft"})) == "<Call - unique_id=1, action=Reset, payload={'type': 'Soft'}>"
    assert repr(CallResult("1", {})) == "<CallResult - unique_id=1, action=None, payload={}>"
    assert repr(CallError("1", "c", "d", {"a": 1})) == (
        "<CallError - unique_id=1, error_code=c, error_description=d, error_details={'a': 1}>"
    )
    assert str(Call("1", "Reset", {})) == repr(Call("1", "Reset", {}))


def test_create_call_result() -> None:
    result = Call("1", "Reset", {"type": "Soft"}).create_call_result({"status": "Accepted"})
    assert type(result) is CallResult
    assert (result.unique_id, result.action, result.payload) == ("1", "Reset", {"status": "Accepted"})


def test_create_call_error_of_an_ocpp_error() -> None:
    error = Call("1", "Reset", {}).create_call_error(ProtocolError("words", {"a": 1}))
    assert type(error) is CallError
    assert error.to_json() == '[4,"1","ProtocolError","words",{"a":1}]'


def test_create_call_error_of_any_other_exception() -> None:
    error = Call("1", "Reset", {}).create_call_error(ValueError("secret"))
    assert error.to_json() == '[4,"1","InternalError","An unexpected error occurred.",{}]'


@pytest.mark.parametrize("name", CODES)
def test_call_error_to_exception(name: str) -> None:
    error = CallError("1", CODES[name], "words", {"a": 1}).to_exception()
    assert type(error) is getattr(exceptions, name)
    assert error == getattr(exceptions, name)("words", {"a": 1})


def test_call_error_without_details_gives_an_exception_with_empty_ones() -> None:
    assert CallError("1", "InternalError", "words").to_exception() == InternalError("words", {})


def test_unknown_error_code_raises() -> None:
    error = CallError("1", "NoSuchCode", "words", {})
    with pytest.raises(UnknownCallErrorCodeError, match="NoSuchCode"):
        error.to_exception()
