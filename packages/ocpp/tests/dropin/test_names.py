"""Every public name of the peer can be imported, with the same fields, defaults and members."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# ruff: noqa: PLC0415 - what is tested here is importing

import dataclasses
import enum
import importlib
import json
import logging
from pathlib import Path
from typing import Any

import pytest

PEER: dict[str, Any] = json.loads((Path(__file__).parent / "peer_names.json").read_text())

MODULE_NAMES = {
    "ocpp.charge_point": [
        *("ChargePoint", "camel_to_snake_case", "snake_to_camel_case", "remove_nones", "serialize_as_dict", "LOGGER"),
        *("_raise_key_error", "asdict", "is_dataclass", "Call", "MessageType", "unpack", "validate_payload"),
        *("create_route_map", "OCPPError", "NotImplementedError", "NotSupportedError"),
    ],
    "ocpp.messages": [
        *("Call", "CallResult", "CallError", "MessageType", "unpack", "pack", "validate_payload", "_validate_payload"),
        *("get_validator", "_validators", "_DecimalEncoder", "ASYNC_VALIDATION"),
    ],
    "ocpp.routing": ["on", "after", "create_route_map", "routables"],
    "ocpp.exceptions": [
        *("OCPPError", "NotImplementedError", "NotSupportedError", "InternalError", "ProtocolError", "SecurityError"),
        *("FormatViolationError", "FormationViolationError", "PropertyConstraintViolationError"),
        *("OccurenceConstraintViolationError", "OccurrenceConstraintViolationError", "TypeConstraintViolationError"),
        *("GenericError", "ValidationError", "UnknownCallErrorCodeError"),
    ],
    "ocpp.v16": ["ChargePoint", "call", "call_result", "datatypes", "enums"],
    "ocpp.v201": ["ChargePoint", "call", "call_result", "datatypes", "enums"],
    "ocpp.v21": ["ChargePoint", "call", "call_result", "datatypes", "enums"],
}

# The schemas have these fields optional; the peer demands them. Ours may give them a default.
REQUIRED_BY_MISTAKE = {
    ("v16", "LogStatusNotification", "request_id"),
    ("v16", "SignedFirmwareStatusNotification", "request_id"),
    ("v16", "SecurityEventNotification", "tech_info"),
}

PAYLOAD_CLASSES = [
    pytest.param(package, submodule, name, fields, id=f"{package}.{submodule}.{name}")
    for package, submodules in PEER.items()
    for submodule in ("call", "call_result", "datatypes")
    for name, fields in submodules[submodule].items()
]
ENUMS = [
    pytest.param(package, name, members, id=f"{package}.{name}")
    for package, submodules in PEER.items()
    for name, members in submodules["enums"].items()
    if name != "CiStringType"
]


@pytest.mark.parametrize("module", MODULE_NAMES)
def test_module_offers_its_names(module: str) -> None:
    there = importlib.import_module(module)
    assert [name for name in MODULE_NAMES[module] if not hasattr(there, name)] == []


@pytest.mark.parametrize("package", PEER)
@pytest.mark.parametrize("submodule", ["call", "call_result", "datatypes", "enums"])
def test_submodule_lets_its_imports_be_seen(package: str, submodule: str) -> None:
    there = importlib.import_module(f"ocpp.{package}.{submodule}")
    assert [name for name in PEER[package]["borrowed"][submodule] if not hasattr(there, name)] == []


def fact(field: "dataclasses.Field[Any]") -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}={json.dumps(field.default)}"
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.name}={json.dumps(field.default_factory())}"
    return field.name


@pytest.mark.parametrize(("package", "submodule", "name", "fields"), PAYLOAD_CLASSES)
def test_payload_class_has_the_fields_in_order(package: str, submodule: str, name: str, fields: list[str]) -> None:
    cls = getattr(importlib.import_module(f"ocpp.{package}.{submodule}"), name)
    assert cls.__name__ == name
    assert dataclasses.is_dataclass(cls)
    facts = [fact(field) for field in dataclasses.fields(cls)]
    for position, expected in enumerate(fields):
        found = facts[position]
        if (package, name, expected) in REQUIRED_BY_MISTAKE:
            found = found.removesuffix("=null")
        assert found == expected
    # More fields are welcome at the end if they may be left out: positional construction stays the same.
    assert [extra for extra in facts[len(fields) :] if "=" not in extra] == []


@pytest.mark.parametrize(("package", "name", "members"), ENUMS)
def test_enum_has_the_members_and_their_values(package: str, name: str, members: dict[str, str]) -> None:
    cls = getattr(importlib.import_module(f"ocpp.{package}.enums"), name)
    assert issubclass(cls, enum.StrEnum)
    assert {member: cls[member].value for member in members} == members
    assert {member: getattr(cls, member) for member in members} == members
    assert [cls(value).name for value in members.values()] == list(members)


def test_enum_members_are_strings() -> None:
    from ocpp.v16.enums import Action, RegistrationStatus

    assert Action.boot_notification == "BootNotification"
    assert Action.boot_notification.value == "BootNotification"
    assert f"{Action.boot_notification} {RegistrationStatus.accepted}" == "BootNotification Accepted"
    assert str(Action.boot_notification) == "BootNotification"
    assert json.dumps([Action.heartbeat]) == '["Heartbeat"]'
    assert {"Heartbeat": 1}[Action.heartbeat] == 1
    assert hash(Action.heartbeat) == hash("Heartbeat")


def test_ci_string_type_is_an_int_with_lengths() -> None:
    from ocpp.v16.enums import CiStringType

    assert issubclass(CiStringType, int)
    lengths = {name: value for name, value in vars(CiStringType).items() if not name.startswith("_")}
    assert lengths == PEER["v16"]["enums"]["CiStringType"]
    assert CiStringType(7) == 7


@pytest.mark.parametrize(("package", "version"), [("v16", "1.6"), ("v201", "2.0.1"), ("v21", "2.1")])
def test_charge_point_of_a_version_knows_its_modules(package: str, version: str) -> None:
    from ocpp.charge_point import ChargePoint

    there = importlib.import_module(f"ocpp.{package}")
    assert issubclass(there.ChargePoint, ChargePoint)
    assert there.ChargePoint._call is importlib.import_module(f"ocpp.{package}.call")
    assert there.ChargePoint._call_result is importlib.import_module(f"ocpp.{package}.call_result")
    assert there.ChargePoint._ocpp_version == version


def test_names_are_the_same_objects_wherever_they_are_imported_from() -> None:
    from ocpp import charge_point, exceptions, messages, routing

    assert charge_point.Call is messages.Call
    assert charge_point.unpack is messages.unpack
    assert charge_point.validate_payload is messages.validate_payload
    assert charge_point.MessageType is messages.MessageType
    assert charge_point.create_route_map is routing.create_route_map
    assert charge_point.OCPPError is exceptions.OCPPError
    assert charge_point.NotImplementedError is exceptions.NotImplementedError
    assert charge_point.NotSupportedError is exceptions.NotSupportedError
    assert charge_point.LOGGER is logging.getLogger("ocpp")
    assert (messages.MessageType.Call, messages.MessageType.CallResult, messages.MessageType.CallError) == (2, 3, 4)
    assert isinstance(routing.routables, list)


def test_instance_has_the_attributes_that_programs_touch() -> None:
    import asyncio

    from ocpp.v16 import ChargePoint

    async def look() -> None:
        connection = object()
        charge_point = ChargePoint("CP-1", connection, 12)
        assert charge_point.id == "CP-1"
        assert charge_point._connection is connection
        assert charge_point._response_timeout == 12
        assert charge_point.route_map == {}
        assert type(charge_point.route_map) is dict
        assert isinstance(charge_point._call_lock, asyncio.Lock)
        assert callable(charge_point._unique_id_generator)
        assert charge_point.logger is logging.getLogger("ocpp")
        assert charge_point._response_queue.empty()

    asyncio.run(look())


def test_default_timeout_and_own_logger() -> None:
    from ocpp.v16 import ChargePoint

    logger = logging.getLogger("station.7")
    charge_point = ChargePoint(id="CP-1", connection=None, logger=logger)
    assert charge_point._response_timeout == 30
    assert charge_point.logger is logger
