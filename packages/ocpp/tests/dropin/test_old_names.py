"""Names of the peer's 0.x and 1.x releases still work, as aliases that warn once. Only this library has them."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# ruff: noqa: PLC0415 - what is tested here is importing

import importlib
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

OLD: dict[str, Any] = json.loads((Path(__file__).parent / "old_names.json").read_text())

pytestmark = pytest.mark.ours


@pytest.fixture(autouse=True)
def _old_names_are_used_on_purpose() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def test_table_is_whole() -> None:
    assert len(OLD["v16"]["action_members"]) == 39
    assert len(OLD["v201"]["action_members"]) == 64
    assert sum(len(members) for members in OLD["v16"]["enum_members"].values()) == 77
    assert len(OLD["v201"]["enum_classes"]) == 91


@pytest.mark.parametrize("package", ["v16", "v201"])
@pytest.mark.parametrize("submodule", ["call", "call_result"])
def test_payload_suffix_gives_the_same_class(package: str, submodule: str) -> None:
    module = importlib.import_module(f"ocpp.{package}.{submodule}")
    for old_name in OLD[package]["payload_classes"][submodule]:
        assert getattr(module, old_name) is getattr(module, old_name.removesuffix("Payload")), old_name


def test_payload_suffix_works_in_an_import() -> None:
    from ocpp.v16.call import ResetPayload
    from ocpp.v16.call_result import BootNotificationPayload

    assert BootNotificationPayload(current_time="now", interval=10, status="Accepted").interval == 10
    assert ResetPayload("Soft").type == "Soft"
    assert ResetPayload.__name__ == "Reset"


@pytest.mark.parametrize("package", ["v16", "v201"])
def test_pascal_case_action_members(package: str) -> None:
    action = importlib.import_module(f"ocpp.{package}.enums").Action
    for old_name, value in OLD[package]["action_members"].items():
        assert getattr(action, old_name) is action(value), old_name
        assert action[old_name] is action(value), old_name


def test_camel_case_members_of_1_6_enums() -> None:
    enums = importlib.import_module("ocpp.v16.enums")
    for class_name, members in OLD["v16"]["enum_members"].items():
        cls = getattr(enums, class_name)
        for old_name, value in members.items():
            assert getattr(cls, old_name) is cls(value), (class_name, old_name)
            assert getattr(cls, old_name) == value


def test_class_names_of_2_0_1_enums() -> None:
    enums = importlib.import_module("ocpp.v201.enums")
    for old_name, new_name in OLD["v201"]["enum_classes"].items():
        assert getattr(enums, old_name) is getattr(enums, new_name), old_name


def test_class_name_of_2_0_1_enum_works_in_an_import() -> None:
    from ocpp.v201.enums import BootReasonEnumType, BootReasonType

    assert BootReasonType is BootReasonEnumType


def test_old_members_do_not_show_up_when_an_enum_is_walked() -> None:
    from ocpp.v16.enums import Action, Reason

    assert len(list(Action)) == 39
    assert [member.name for member in Reason if member.name != member.name.lower()] == []


@pytest.mark.parametrize("package", ["v16", "v201", "v21"])
@pytest.mark.parametrize("submodule", ["call", "call_result", "datatypes", "enums"])
def test_a_name_that_never_was_is_an_attribute_error(package: str, submodule: str) -> None:
    module = importlib.import_module(f"ocpp.{package}.{submodule}")
    for name in ("NoSuchMessagePayload", "NoSuchType", "nothing"):
        with pytest.raises(AttributeError, match=name):
            getattr(module, name)
    with pytest.raises(AttributeError):
        _ = importlib.import_module(f"ocpp.{package}.enums").Action.NoSuchAction


@pytest.mark.parametrize(
    "expression",
    [
        "ocpp.v16.call.ResetPayload",
        "ocpp.v16.call_result.BootNotificationPayload",
        "ocpp.v201.call_result.BootNotificationPayload",
        "ocpp.v16.enums.Action.BootNotification",
        "ocpp.v201.enums.Action.BootNotification",
        "ocpp.v16.enums.Reason.evDisconnected",
        "ocpp.v201.enums.BootReasonType",
    ],
)
def test_alias_warns_once(expression: str) -> None:
    program = (
        "import warnings, ocpp.v16, ocpp.v201\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n"
        f"    for _ in range(3): {expression}\n"
        "print(*[w.category.__name__ for w in caught])\n"
        "print(*[w.message for w in caught])\n"
    )
    command = [sys.executable, "-c", program]
    categories, text = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert categories == "DeprecationWarning"
    assert expression.rpartition(".")[2] in text


def test_new_names_do_not_warn() -> None:
    program = "import ocpp.v16, ocpp.v201, ocpp.v21; ocpp.v16.enums.Action.boot_notification; ocpp.v16.call.Reset"
    command = [sys.executable, "-W", "error", "-c", program]
    assert subprocess.run(command, check=False).returncode == 0


def test_v20_says_that_v201_replaced_it() -> None:
    with pytest.raises(ImportError, match="v201"):
        importlib.import_module("ocpp.v20")


def test_old_handler_and_payload_names_work_together() -> None:
    from ocpp.routing import create_route_map, on
    from ocpp.v16.enums import Action

    class Station:
        @on(Action.BootNotification)
        def on_boot(self) -> None: ...

    assert list(create_route_map(Station())) == ["BootNotification"]


def test_iso_15118_action_has_both_spellings() -> None:
    v201 = importlib.import_module("ocpp.v201.enums").Action
    v21 = importlib.import_module("ocpp.v21.enums").Action
    for action in (v201, v21):
        assert action.get_15118_ev_certificate == "Get15118EVCertificate"
        assert action.get15118_ev_certificate == "Get15118EVCertificate"
