"""Payload classes are dataclasses to every program that treats them so, and take any value."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import copy
import dataclasses
import importlib
from typing import Any

import pytest

from ocpp import v16, v21, v201
from ocpp.charge_point import camel_to_snake_case
from ocpp.v16.enums import AuthorizationStatus, RegistrationStatus
from ocpp.v201.enums import AuthorizationStatusEnumType

PACKAGES: list[Any] = [v16, v201, v21]


def all_classes() -> list[Any]:
    classes = []
    for package in PACKAGES:
        for submodule in ("call", "call_result", "datatypes"):
            module = importlib.import_module(f"{package.__name__}.{submodule}")
            classes += [
                cls
                for cls in vars(module).values()
                if isinstance(cls, type) and cls.__module__ == module.__name__ and dataclasses.is_dataclass(cls)
            ]
    return classes


def test_positional_construction() -> None:
    payload = v201.call.GetBaseReport(1, "FullInventory")
    assert (payload.request_id, payload.report_base) == (1, "FullInventory")
    status = v16.call.StatusNotification(1, "NoError", "Available", "2024-01-01T00:00:00Z", "info")
    assert (status.connector_id, status.error_code, status.status) == (1, "NoError", "Available")
    assert (status.timestamp, status.info, status.vendor_id, status.vendor_error_code) == (
        "2024-01-01T00:00:00Z",
        "info",
        None,
        None,
    )


def test_wrong_arguments_are_type_errors() -> None:
    payload: Any = v16.call.Reset
    for arguments, keywords in (
        ((), {}),
        (("Soft", "Hard"), {}),
        (("Soft",), {"type": "Hard"}),
        ((), {"kind": "Soft"}),
    ):
        with pytest.raises(TypeError):
            payload(*arguments, **keywords)


def test_every_class_takes_any_value_for_every_field() -> None:
    marker = object()
    for cls in all_classes():
        if cls is v16.datatypes.KeyValue:
            continue
        names = [field.name for field in dataclasses.fields(cls)]
        by_position = cls(*[marker] * len(names))
        by_name = cls(**dict.fromkeys(names, marker))
        assert all(getattr(by_position, name) is marker for name in names), cls
        assert by_position == by_name, cls


def test_values_are_kept_as_they_are() -> None:
    values = {"aB": [1, {"c_d": None}]}
    payload = v201.call.DataTransfer("v" * 1000, message_id=17, data=values)
    assert (payload.vendor_id, payload.message_id) == ("v" * 1000, 17)
    assert payload.data is values
    assert v16.datatypes.IdTagInfo(AuthorizationStatusEnumType.accepted).status is AuthorizationStatusEnumType.accepted


def test_fields_and_is_dataclass() -> None:
    payload = v16.call_result.BootNotification("now", 10, "Accepted")
    assert dataclasses.is_dataclass(payload)
    assert dataclasses.is_dataclass(v16.call_result.BootNotification)
    names = ["current_time", "interval", "status"]
    assert [field.name for field in dataclasses.fields(payload)] == names
    assert [field.name for field in dataclasses.fields(v16.call_result.BootNotification)] == names
    assert list(payload.__dataclass_fields__) == names
    assert all(field.init for field in dataclasses.fields(payload))


def test_asdict_is_deep_and_a_copy() -> None:
    period: Any = v16.datatypes.ChargingSchedulePeriod(0, 16.0)
    schedule = v16.datatypes.ChargingSchedule("A", [period])
    profile = v16.datatypes.ChargingProfile(1, 0, "TxProfile", "Relative", schedule)
    payload = v16.call.SetChargingProfile(1, profile)
    result = dataclasses.asdict(payload)
    assert result["cs_charging_profiles"]["charging_schedule"]["charging_schedule_period"] == [
        {"start_period": 0, "limit": 16.0, "number_phases": None}
    ]
    assert result["cs_charging_profiles"]["valid_from"] is None
    result["cs_charging_profiles"]["charging_schedule"]["charging_schedule_period"].clear()
    assert schedule.charging_schedule_period == [period]


def test_asdict_copies_plain_values_inside() -> None:
    data = {"list": [1]}
    payload = v201.call.DataTransfer("vendor", data=data)
    result = dataclasses.asdict(payload)
    result["data"]["list"].append(2)
    assert data == {"list": [1]}


def test_astuple_and_dict_factory() -> None:
    assert dataclasses.astuple(v16.call.Reset("Soft")) == ("Soft",)
    pairs = dataclasses.asdict(v16.call.ChangeAvailability(0, "Operative"), dict_factory=list)
    assert pairs == [("connector_id", 0), ("type", "Operative")]


def test_replace() -> None:
    payload = v16.call.ChangeAvailability(0, "Operative")
    changed = dataclasses.replace(payload, type="Inoperative")
    assert changed == v16.call.ChangeAvailability(0, "Inoperative")
    assert type(changed) is v16.call.ChangeAvailability
    assert payload.type == "Operative"
    with pytest.raises(TypeError):
        dataclasses.replace(payload, kind="Operative")


def test_equality_is_by_class_and_values() -> None:
    assert v16.call.Reset("Soft") == v16.call.Reset(v16.enums.ResetType.soft)
    assert v16.call.Reset("Soft") != v16.call.Reset("Hard")
    assert v16.call.Heartbeat() != v201.call.Heartbeat()
    assert v16.call.Heartbeat() != v16.call.ClearCache()
    assert v16.call.Reset("Soft") != {"type": "Soft"}


def test_instances_can_be_changed() -> None:
    payload = v16.call.Reset("Soft")
    payload.type = "Hard"
    assert payload == v16.call.Reset("Hard")
    assert dataclasses.asdict(payload) == {"type": "Hard"}


def test_mutable_defaults_are_not_shared() -> None:
    first = v16.call.SendLocalList(1, "Full")
    assert first.local_authorization_list == []
    first.local_authorization_list.append("x")
    assert v16.call.SendLocalList(1, "Full").local_authorization_list == []


def test_repr_names_class_and_fields() -> None:
    assert repr(v16.call.ChangeAvailability(0, "Operative")) == "ChangeAvailability(connector_id=0, type='Operative')"
    assert repr(v16.call.Heartbeat()) == "Heartbeat()"


def test_copies() -> None:
    info = v16.datatypes.IdTagInfo("Accepted")
    payload = v16.call_result.Authorize(info)
    assert copy.copy(payload) == payload
    assert copy.copy(payload).id_tag_info is info
    assert copy.deepcopy(payload) == payload
    assert copy.deepcopy(payload).id_tag_info is not info


def test_construction_from_converted_keywords() -> None:
    frame = {"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": "1"}
    action = "BootNotification"
    cls = getattr(v16.call, action)
    assert cls(**camel_to_snake_case(frame)) == v16.call.BootNotification("M", "V", firmware_version="1")


def test_results_are_built_from_dicts_or_classes_or_enums() -> None:
    assert v16.call_result.Authorize(id_tag_info={"status": "Accepted"}).id_tag_info == {"status": "Accepted"}
    assert v16.call_result.BootNotification("now", 1, RegistrationStatus.accepted).status == "Accepted"
    assert v16.datatypes.IdTagInfo(AuthorizationStatus.accepted) == v16.datatypes.IdTagInfo("Accepted")


def test_users_may_derive_from_a_payload_class() -> None:
    class Reset(v16.call.Reset):
        def is_soft(self) -> bool:
            return self.type == "Soft"

    payload = Reset("Soft")
    assert payload.is_soft()
    assert dataclasses.asdict(payload) == {"type": "Soft"}
    assert payload != v16.call.Reset("Soft")


def test_key_value_checks_its_lengths() -> None:
    key_value = v16.datatypes.KeyValue
    assert key_value("k" * 50, readonly=True, value="v" * 500).value == "v" * 500
    assert key_value("k", False).value is None
    assert key_value("k", True, "").value == ""
    with pytest.raises(ValueError, match="50"):
        key_value("k" * 51, True)
    with pytest.raises(ValueError, match="500"):
        key_value("k", True, "v" * 501)
    with pytest.raises(ValueError, match="50"):
        dataclasses.replace(key_value("k", True), key="k" * 51)
