"""The helpers that users call on dictionaries of their own give exactly the peer's results."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.v16 import call, call_result, datatypes
from ocpp.v16.enums import AuthorizationStatus

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "casing_cases.json").read_text())
CONVERTERS = {"camel_to_snake_case": camel_to_snake_case, "snake_to_camel_case": snake_to_camel_case}


@pytest.mark.parametrize("name", CONVERTERS)
def test_converter_gives_the_table(name: str) -> None:
    convert = CONVERTERS[name]
    for table in ("wire_names", "python_names", "odd_keys"):
        expected: dict[str, str] = CASES[name].get(table, {})
        assert {key: next(iter(convert({key: 0}))) for key in expected} == expected


@pytest.mark.parametrize("name", CONVERTERS)
@pytest.mark.parametrize("number", range(12))
def test_converter_walks_dicts_and_lists(name: str, number: int) -> None:
    value, expected = CASES[name]["values"][number]
    before = json.dumps(value)
    result = CONVERTERS[name](value)
    assert json.dumps(result) == json.dumps(expected)
    assert json.dumps(value) == before


@pytest.mark.parametrize("name", CONVERTERS)
def test_converter_gives_new_containers_but_the_same_values(name: str) -> None:
    marker = object()
    items: list[Any] = [marker, (1, 2)]
    data = {"key": items}
    result = CONVERTERS[name](data)
    assert result == data
    assert result is not data
    assert result["key"] is not items
    assert result["key"][0] is marker


def test_converter_leaves_tuples_and_their_keys_alone() -> None:
    assert camel_to_snake_case(({"aaBb": 1},)) == ({"aaBb": 1},)
    assert snake_to_camel_case({"a_b": ({"c_d": 1},)}) == {"aB": ({"c_d": 1},)}


def test_remove_nones_at_every_depth() -> None:
    data = {"a": None, "b": [None, 1, {"c": None, "d": 0}, [None]], "e": {"f": None}, "g": "", "h": False}
    assert remove_nones(data) == {"b": [1, {"d": 0}, []], "e": {}, "g": "", "h": False}
    assert remove_nones([None, {"a": None}]) == [{}]
    assert data["a"] is None


def test_remove_nones_passes_other_values_on() -> None:
    assert remove_nones("text") == "text"
    assert remove_nones(None) is None


def test_serialize_as_dict_of_a_plain_class() -> None:
    payload = call.StartTransaction(1, "tag", 5, "2024-01-01T00:00:00Z")
    assert serialize_as_dict(payload) == {
        "connector_id": 1,
        "id_tag": "tag",
        "meter_start": 5,
        "timestamp": "2024-01-01T00:00:00Z",
        "reservation_id": None,
    }
    assert list(serialize_as_dict(payload)) == [field.name for field in dataclasses.fields(payload)]


def test_serialize_as_dict_of_nested_classes() -> None:
    info = datatypes.IdTagInfo(AuthorizationStatus.accepted)
    assert serialize_as_dict(call_result.Authorize(info)) == {
        "id_tag_info": {"status": "Accepted", "parent_id_tag": None, "expiry_date": None}
    }
    local_list = [datatypes.AuthorizationData("a", info), {"id_tag": "b"}]
    assert serialize_as_dict(call.SendLocalList(1, "Full", local_list)) == {
        "list_version": 1,
        "update_type": "Full",
        "local_authorization_list": [
            {"id_tag": "a", "id_tag_info": {"status": "Accepted", "parent_id_tag": None, "expiry_date": None}},
            {"id_tag": "b"},
        ],
    }


def test_serialize_as_dict_of_a_users_own_dataclass() -> None:
    @dataclasses.dataclass
    class Inner:
        first_value: int
        second_value: Any = None

    @dataclasses.dataclass
    class Outer:
        inner: Inner
        many: list[Any]
        data: dict[str, Any]

    assert serialize_as_dict(Outer(Inner(1), [Inner(2, 3), 4, "x"], {"keyOne": [1]})) == {
        "inner": {"first_value": 1, "second_value": None},
        "many": [{"first_value": 2, "second_value": 3}, 4, "x"],
        "data": {"keyOne": [1]},
    }


def test_serialize_as_dict_does_not_change_its_argument() -> None:
    data = {"a": [1]}
    payload = call.DataTransfer("vendor", data=data)
    result = serialize_as_dict(payload)
    assert result["data"] == data
    assert payload.data is data
