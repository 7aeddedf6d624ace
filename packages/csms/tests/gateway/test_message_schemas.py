"""What the schemas of requests allow is what the server lets through to stations, in all versions."""

import json
from typing import Any, cast

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import Raw

from csms.gateway.message_schemas import check_call, request_schema, sendable_actions
from ocpp import catalogue
from ocpp.model import Send, Sender
from packages.csms.tests.gateway.schema_examples import examples, spoiled

VERSIONS = ("1.6", "2.0.1", "2.1")
ACTIONS = [(version, each.action) for version in VERSIONS for each in sendable_actions(version)]
EXAMPLES = {(version, action): examples(request_schema(version, action) or {}) for version, action in ACTIONS}
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def schema_of(version: str, action: str) -> dict[str, Any]:
    schema = request_schema(version, action)
    assert schema is not None
    return schema


def is_taken(version: str, action: str, value: object) -> bool:
    return check_call(version, action, Raw(json.dumps(value).encode())) is None


@pytest.mark.parametrize(("version", "action"), ACTIONS)
@given(data=st.data())
@FEW
def test_what_a_schema_allows_is_let_through(version: str, action: str, data: st.DataObject) -> None:
    value = data.draw(EXAMPLES[version, action])
    fault = check_call(version, action, Raw(json.dumps(value).encode()))
    assert fault is None, f"{fault} in {value}"


@pytest.mark.parametrize(("version", "action"), ACTIONS)
@given(data=st.data())
@FEW
def test_what_is_let_through_is_what_a_schema_allows(version: str, action: str, data: st.DataObject) -> None:
    schema = schema_of(version, action)
    value = data.draw(spoiled(data.draw(EXAMPLES[version, action])))
    assert is_taken(version, action, value) == is_allowed(schema, value)


def is_allowed(schema: dict[str, Any], value: object) -> bool:
    """Tell whether a schema allows a value; tenths, which validators compute with errors, are right here anyway."""
    validator = cast("Any", Draft202012Validator(json.loads(json.dumps(schema).replace('"multipleOf"', '"$comment"'))))
    return validator.is_valid(value)


@pytest.mark.parametrize(("version", "action"), ACTIONS)
def test_schemas_are_schemas_that_explain_themselves(version: str, action: str) -> None:
    schema = schema_of(version, action)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == action
    for described in (schema, *schema.get("$defs", {}).values()):
        assert described["description"]
        names = list(described["properties"])
        required = described.get("required", [])
        assert names[: len(required)] == required
        assert "_" not in "".join(names) or version == "2.1"  # limit_L2


@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_stations_take_is_there_and_nothing_that_they_send(version: str) -> None:
    listed = {each.action for each in sendable_actions(version)}
    for name, kind in catalogue.messages(version).items():
        is_ours = kind.sender is not Sender.station and not issubclass(kind.request, Send)
        assert (name in listed) == is_ours
        assert (request_schema(version, name) is not None) == is_ours
        fault = check_call(version, name, Raw(b"[]"))
        assert fault is not None
        assert (fault.place == "action") == (not is_ours)
    assert request_schema(version, "MakeCoffee") is None
    assert all(each.summary.endswith(".") and each.block for each in sendable_actions(version))


def test_a_version_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"no OCPP version '1\.5'"):
        sendable_actions("1.5")


def test_a_schema_says_what_the_class_says() -> None:
    schema = schema_of("2.1", "SetChargingProfile")
    assert (schema["required"], schema["additionalProperties"]) == (["chargingProfile", "evseId"], False)
    assert schema["properties"]["evseId"] == {"type": "integer", "minimum": 0}
    profile = schema["$defs"]["ChargingProfileType"]["properties"]
    assert profile["validFrom"] == {"type": "string", "format": "date-time"}
    assert profile["chargingProfilePurpose"]["enum"][0] == "ChargingStationExternalConstraints"
    assert profile["chargingSchedule"]["maxItems"] == 3
    period = schema["$defs"]["ChargingSchedulePeriodType"]
    assert period["properties"]["dischargeLimit"] == {"type": "number", "maximum": 0}
    assert period["properties"]["limit_L2"] == {"type": "number"}
    assert "startPeriod in seconds" in period["description"]
    limit = schema_of("1.6", "SetChargingProfile")["$defs"]["ChargingSchedulePeriod"]["properties"]["limit"]
    assert limit == {"type": "number", "multipleOf": 0.1}
    assert msgspec.json.decode(msgspec.json.encode(schema)) == schema
