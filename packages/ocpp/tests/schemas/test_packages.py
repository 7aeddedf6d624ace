"""What each version's package offers beyond the classes themselves."""

import importlib
import inspect
import subprocess
import sys
from enum import Enum
from types import ModuleType

import pytest

from ocpp import catalogue, v21
from ocpp.model import Model, Send, Sender

PACKAGES = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}
ACTIONS = {"1.6": 39, "2.0.1": 64, "2.1": 91}
BLOCKS = {
    "security",
    "provisioning",
    "authorization",
    "local_auth_list",
    "transactions",
    "remote_control",
    "availability",
    "reservation",
    "tariff_and_cost",
    "metering",
    "smart_charging",
    "firmware",
    "certificates",
    "diagnostics",
    "display_message",
    "data_transfer",
    "bidirectional",
    "der_control",
    "battery_swap",
}


def rooms(package: str) -> list[ModuleType]:
    names = ["call", "call_result", "datatypes", "enums"] + ([] if package == "v16" else ["device_model"])
    return [importlib.import_module(f"ocpp.{package}.{name}") for name in names]


def own_classes(module: ModuleType) -> list[type]:
    return [value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__]


@pytest.mark.parametrize("version", PACKAGES)
def test_every_action_is_there(version: str) -> None:
    action = importlib.import_module(f"ocpp.{PACKAGES[version]}.enums").Action
    assert len(action) == ACTIONS[version]
    assert sorted(map(str, action)) == sorted(catalogue.messages(version))


@pytest.mark.parametrize("version", PACKAGES)
def test_every_message_has_a_sender_and_a_block(version: str) -> None:
    for message in catalogue.messages(version).values():
        assert message.block in BLOCKS, message.action
        assert message.sender in Sender, message.action
    both = [message.action for message in catalogue.messages(version).values() if message.sender is Sender.both]
    assert both == ["DataTransfer"]


def test_only_the_event_stream_is_unconfirmed() -> None:
    unconfirmed = {
        (version, message.action)
        for version in PACKAGES
        for message in catalogue.messages(version).values()
        if issubclass(message.request, Send) or message.result is None
    }
    assert unconfirmed == {("2.1", "NotifyPeriodicEventStream")}


@pytest.mark.parametrize("package", PACKAGES.values())
def test_every_class_says_what_it_is_for(package: str) -> None:
    for module in rooms(package):
        for cls in own_classes(module):
            text = inspect.cleandoc(cls.__doc__ or "")
            first = text.partition("\n")[0]
            assert first.endswith("."), (cls, first)
            if issubclass(cls, Model | Enum):
                assert "OCPP" in text.rpartition("\n")[2], (cls, text)


@pytest.mark.parametrize("package", PACKAGES.values())
def test_no_version_imports_another(package: str) -> None:
    others = [f"ocpp.{other}" for other in PACKAGES.values() if other != package]
    program = f"import sys, ocpp.{package}; print(*set({others}).intersection(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.split() == []


def test_fields_with_a_standard_number_go_by_both_spellings() -> None:
    hashes: list[v21.datatypes.OCSPRequestDataType] = []
    authorize = v21.call.Authorize(v21.datatypes.IdTokenType("t", "Local"), iso_15118_certificate_hash_data=hashes)
    assert authorize.iso15118_certificate_hash_data is hashes
    get = v21.call.Get15118EVCertificate("Install", "exi", "urn:iso")
    assert get.iso15118_schema_version == get.iso_15118_schema_version == "urn:iso"
