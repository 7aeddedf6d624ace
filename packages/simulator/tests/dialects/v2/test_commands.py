"""Every command that a central system may send is answered, sensibly."""

from typing import Any

import pytest

from ocpp import catalogue
from ocpp.exceptions import NotImplementedError, NotSupportedError, OCPPError
from packages.simulator.tests.dialects.v2.bench import VERSIONS, Bench, online

TOKEN = {"id_token": "TAG", "type": "ISO14443"}
HASH_DATA = {
    "hash_algorithm": "SHA256",
    "issuer_name_hash": "ab",
    "issuer_key_hash": "cd",
    "serial_number": "1",
}
TIMESTAMP = "2026-01-01T00:10:00Z"
COMPONENT: dict[str, Any] = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "OfflineThreshold"}}
TARIFF = {"tariff_id": "T", "currency": "EUR"}
PROFILE = {
    "id": 1,
    "stack_level": 0,
    "charging_profile_purpose": "TxDefaultProfile",
    "charging_profile_kind": "Relative",
    "charging_schedule": [
        {"id": 1, "charging_rate_unit": "A", "charging_schedule_period": [{"start_period": 0, "limit": 10.0}]}
    ],
}

COMMANDS: dict[str, tuple[dict[str, Any], str]] = {
    "AFRRSignal": ({"timestamp": TIMESTAMP, "signal": 1}, "Rejected"),
    "AdjustPeriodicEventStream": ({"id": 1, "params": {"interval": 5}}, "Rejected"),
    "CancelReservation": ({"reservation_id": 1}, "Rejected"),
    "CertificateSigned": ({"certificate_chain": "-----BEGIN CERTIFICATE-----"}, "Rejected"),
    "ChangeAvailability": ({"operational_status": "Operative"}, "Accepted"),
    "ChangeTransactionTariff": ({"transaction_id": "none", "tariff": TARIFF}, "TxNotFound"),
    "ClearCache": ({}, "Accepted"),
    "ClearChargingProfile": ({"charging_profile_id": 1}, "Unknown"),
    "ClearDERControl": ({"is_default": True}, "NotSupported"),
    "ClearDisplayMessage": ({"id": 1}, "Unknown"),
    "ClearTariffs": ({"tariff_ids": ["T"]}, ""),
    "ClearVariableMonitoring": ({"id": [1]}, ""),
    "CostUpdated": ({"total_cost": 1.5, "transaction_id": "none"}, ""),
    "CustomerInformation": ({"request_id": 1, "report": True, "clear": False, "id_token": TOKEN}, "Accepted"),
    "DataTransfer": ({"vendor_id": "somebody"}, "UnknownVendorId"),
    "DeleteCertificate": ({"certificate_hash_data": HASH_DATA}, "NotFound"),
    "GetBaseReport": ({"request_id": 1, "report_base": "SummaryInventory"}, "Accepted"),
    "GetChargingProfiles": ({"request_id": 1, "charging_profile": {"stack_level": 0}}, "NoProfiles"),
    "GetCompositeSchedule": ({"duration": 600, "evse_id": 1}, "Accepted"),
    "GetDERControl": ({"request_id": 1}, "NotSupported"),
    "GetDisplayMessages": ({"request_id": 1}, "Unknown"),
    "GetInstalledCertificateIds": ({}, "NotFound"),
    "GetLocalListVersion": ({}, ""),
    "GetLog": (
        {"request_id": 1, "log_type": "DiagnosticsLog", "log": {"remote_location": "https://example.com/"}},
        "Accepted",
    ),
    "GetMonitoringReport": ({"request_id": 1}, "EmptyResultSet"),
    "GetPeriodicEventStream": ({}, ""),
    "GetReport": ({"request_id": 1, "component_variable": [COMPONENT]}, "Accepted"),
    "GetTariffs": ({"evse_id": 0}, "NoTariff"),
    "GetTransactionStatus": ({}, ""),
    "GetVariables": ({"get_variable_data": [COMPONENT]}, ""),
    "InstallCertificate": ({"certificate_type": "CSMSRootCertificate", "certificate": "none"}, "Rejected"),
    "NotifyAllowedEnergyTransfer": ({"transaction_id": "none", "allowed_energy_transfer": ["DC"]}, "Rejected"),
    "NotifyWebPaymentStarted": ({"evse_id": 1, "timeout": 60}, "NotSupported"),
    "PublishFirmware": ({"location": "https://example.com/", "checksum": "0" * 32, "request_id": 1}, "Rejected"),
    "RequestBatterySwap": ({"request_id": 1, "id_token": TOKEN}, "Rejected"),
    "RequestStartTransaction": ({"id_token": TOKEN, "remote_start_id": 1, "evse_id": 1}, "Accepted"),
    "RequestStopTransaction": ({"transaction_id": "none"}, "Rejected"),
    "ReserveNow": ({"id": 1, "expiry_date_time": TIMESTAMP, "id_token": TOKEN, "evse_id": 1}, "Accepted"),
    "Reset": ({"type": "Immediate"}, "Accepted"),
    "SendLocalList": ({"version_number": 1, "update_type": "Full"}, "Accepted"),
    "SetChargingProfile": ({"evse_id": 1, "charging_profile": PROFILE}, "Accepted"),
    "SetDERControl": ({"is_default": True, "control_id": "1", "control_type": "EnterService"}, "NotSupported"),
    "SetDefaultTariff": ({"evse_id": 0, "tariff": TARIFF}, "Rejected"),
    "SetDisplayMessage": (
        {"message": {"id": 1, "priority": "InFront", "message": {"format": "UTF8", "content": "Hi"}}},
        "Accepted",
    ),
    "SetMonitoringBase": ({"monitoring_base": "All"}, "Accepted"),
    "SetMonitoringLevel": ({"severity": 4}, "Accepted"),
    "SetNetworkProfile": (
        {
            "configuration_slot": 1,
            "connection_data": {
                "ocpp_version": "OCPP20",
                "ocpp_transport": "JSON",
                "ocpp_csms_url": "wss://example.com/ocpp",
                "message_timeout": 30,
                "security_profile": 2,
                "ocpp_interface": "Wired0",
            },
        },
        "Accepted",
    ),
    "SetVariableMonitoring": (
        {"set_monitoring_data": [{"value": 1, "type": "Delta", "severity": 5, "transaction": False, **COMPONENT}]},
        "",
    ),
    "SetVariables": ({"set_variable_data": [{"attribute_value": "123", **COMPONENT}]}, ""),
    "TriggerMessage": ({"requested_message": "Heartbeat"}, "Accepted"),
    "UnlockConnector": ({"evse_id": 1, "connector_id": 1}, "Unlocked"),
    "UnpublishFirmware": ({"checksum": "0" * 32}, "NoFirmware"),
    "UpdateDynamicSchedule": ({"charging_profile_id": 1, "schedule_update": {"limit": 10.0}}, "Rejected"),
    "UpdateFirmware": (
        {"request_id": 1, "firmware": {"location": "https://example.com/", "retrieve_date_time": TIMESTAMP}},
        "Accepted",
    ),
    "UsePriorityCharging": ({"transaction_id": "none", "activate": True}, "Rejected"),
}
"""A request for each command, and the status of the answer; empty where the answer has none."""


def commands_of(version: str) -> list[str]:
    return [action for action, kind in catalogue.messages(version).items() if kind.sender != "station"]


def all_commands() -> list[tuple[str, str]]:
    return [(version, action) for version in VERSIONS for action in commands_of(version)]


async def status_of(bench: Bench, action: str, payload: dict[str, Any]) -> str:
    try:
        answer = await bench.command(action, **payload)
    except OCPPError as error:
        return error.code
    return getattr(answer, "status", "")


@pytest.mark.parametrize(("version", "action"), all_commands())
async def test_every_command_is_answered(version: str, action: str) -> None:
    payload, status = COMMANDS[action]
    async with online(version) as bench:
        assert await status_of(bench, action, payload) == status


def test_the_table_is_complete() -> None:
    assert set(COMMANDS) == {action for version in VERSIONS for action in commands_of(version)}


@pytest.mark.parametrize("action", sorted(set(commands_of("2.1")) - set(commands_of("2.0.1"))))
async def test_a_station_of_2_0_1_does_not_know_what_came_with_2_1(action: str) -> None:
    async with online("2.0.1") as bench:
        assert action not in bench.dialect.route_map


async def test_a_refusal_says_why(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("Reset", type="Immediate", evse_id=7)
        assert (answer.status, answer.status_info) == ("Rejected", {"reason_code": "UnknownEvse"})


async def test_what_is_not_supported_is_no_unknown_action() -> None:
    async with online("2.1") as bench:
        with pytest.raises(NotSupportedError) as refusal:
            await bench.command("NotifyWebPaymentStarted", evse_id=1, timeout=60)
        assert not isinstance(refusal.value, NotImplementedError)
