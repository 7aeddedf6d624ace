"""The device model: variables and reports (OCPP 2.0.1 Part 2, B05 to B08)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from csms_simulator.dialects.v2.device_model import central_controllers, charging_controllers
from csms_simulator.dialects.v2.device_model.variable import Setting
from csms_simulator.model.facts import TxPoint
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.settings import Settings
from ocpp.exceptions import OccurrenceConstraintViolationError
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online

REQUIRED = """
AlignedDataCtrlr.Interval AlignedDataCtrlr.Measurands AlignedDataCtrlr.TxEndedInterval
AlignedDataCtrlr.TxEndedMeasurands AuthCtrlr.AuthorizeRemoteStart AuthCtrlr.LocalAuthorizeOffline
AuthCtrlr.LocalPreAuthorize ChargingStation.AvailabilityState ChargingStation.Available ChargingStation.SupplyPhases
ClockCtrlr.DateTime ClockCtrlr.TimeSource Connector.Available Connector.ConnectorType Connector.SupplyPhases
DeviceDataCtrlr.BytesPerMessage[GetReport] DeviceDataCtrlr.BytesPerMessage[GetVariables]
DeviceDataCtrlr.BytesPerMessage[SetVariables] DeviceDataCtrlr.ItemsPerMessage[GetReport]
DeviceDataCtrlr.ItemsPerMessage[GetVariables] DeviceDataCtrlr.ItemsPerMessage[SetVariables]
DisplayMessageCtrlr.DisplayMessages DisplayMessageCtrlr.SupportedFormats DisplayMessageCtrlr.SupportedPriorities
EVSE.AvailabilityState EVSE.Available EVSE.Power EVSE.SupplyPhases ISO15118Ctrlr.ContractValidationOffline
LocalAuthListCtrlr.BytesPerMessage LocalAuthListCtrlr.Entries LocalAuthListCtrlr.ItemsPerMessage
MonitoringCtrlr.BytesPerMessage[SetVariableMonitoring] MonitoringCtrlr.ItemsPerMessage[SetVariableMonitoring]
OCPPCommCtrlr.FileTransferProtocols OCPPCommCtrlr.MessageTimeout[Default]
OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent] OCPPCommCtrlr.MessageAttempts[TransactionEvent]
OCPPCommCtrlr.NetworkConfigurationPriority OCPPCommCtrlr.NetworkProfileConnectionAttempts
OCPPCommCtrlr.OfflineThreshold OCPPCommCtrlr.ResetRetries OCPPCommCtrlr.UnlockOnEVSideDisconnect
SampledDataCtrlr.TxEndedInterval SampledDataCtrlr.TxEndedMeasurands SampledDataCtrlr.TxStartedMeasurands
SampledDataCtrlr.TxUpdatedInterval SampledDataCtrlr.TxUpdatedMeasurands SecurityCtrlr.CertificateEntries
SecurityCtrlr.OrganizationName SecurityCtrlr.SecurityProfile SmartChargingCtrlr.Entries[ChargingProfiles]
SmartChargingCtrlr.LimitChangeSignificance SmartChargingCtrlr.PeriodsPerSchedule SmartChargingCtrlr.ProfileStackLevel
SmartChargingCtrlr.RateUnit TariffCostCtrlr.Currency TxCtrlr.EVConnectionTimeOut TxCtrlr.StopTxOnEVSideDisconnect
TxCtrlr.StopTxOnInvalidId TxCtrlr.TxStartPoint TxCtrlr.TxStopPoint
"""
"""What the appendices require of both versions (OCPP 2.0.1 Part 2 appendices, 3.3)."""

REQUIRED_OF = {
    "2.0.1": ["TariffCostCtrlr.TariffFallbackMessage", "TariffCostCtrlr.TotalCostFallbackMessage"],
    "2.1": [
        "DisplayMessageCtrlr.SupportedStates",
        "DisplayMessageCtrlr.Language",
        "TariffCostCtrlr.TariffFallbackMessage[en]",
        "TariffCostCtrlr.TotalCostFallbackMessage[en]",
    ],
}


def names(component: str, variable: str, instance: str | None = None, **evse: int) -> dict[str, Any]:
    """Return a component and a variable as messages have them."""
    named: dict[str, Any] = {"component": {"name": component}, "variable": {"name": variable}}
    if instance is not None:
        named["variable"]["instance"] = instance
    if evse:
        named["component"]["evse"] = evse
    return named


async def get(bench: Bench, *arguments: Any, attribute_type: str | None = None, **evse: int) -> tuple[str, str | None]:
    wanted = names(*arguments, **evse)
    if attribute_type is not None:
        wanted["attribute_type"] = attribute_type
    answer = await bench.command("GetVariables", get_variable_data=[wanted])
    (result,) = answer.get_variable_result
    return result["attribute_status"], result.get("attribute_value")


async def put(bench: Bench, value: str, *arguments: Any, attribute_type: str | None = None, **evse: int) -> str:
    wanted = {"attribute_value": value, **names(*arguments, **evse)}
    if attribute_type is not None:
        wanted["attribute_type"] = attribute_type
    answer = await bench.command("SetVariables", set_variable_data=[wanted])
    (result,) = answer.set_variable_result
    return " ".join([result["attribute_status"], *result.get("attribute_status_info", {}).values()])


def reported(bench: Bench) -> list[dict[str, Any]]:
    """Return the entries of all parts of a report, which are checked to be one."""
    parts = bench.sent("NotifyReport")
    assert [part["seq_no"] for part in parts] == list(range(len(parts)))
    assert [part["tbc"] for part in parts] == [True] * (len(parts) - 1) + [False]
    return [entry for part in parts for entry in part["report_data"]]


def name_of(entry: dict[str, Any]) -> str:
    instance = f"[{entry['variable']['instance']}]" if "instance" in entry["variable"] else ""
    return f"{entry['component']['name']}.{entry['variable']['name']}{instance}"


async def test_TC_B_13_full_inventory_has_what_is_required(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("GetBaseReport", request_id=7, report_base="FullInventory")
        assert answer.status == "Accepted"
        entries = reported(bench)
        assert {part["request_id"] for part in bench.sent("NotifyReport")} == {7}
        assert len(bench.sent("NotifyReport")) > 1
        missing = {*REQUIRED.split(), *REQUIRED_OF[version]} - {name_of(entry) for entry in entries}
        assert not missing


async def test_every_variable_is_reported_once_with_value_and_characteristics(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await bench.command("GetBaseReport", request_id=7, report_base="FullInventory")
        entries = reported(bench)
        places = [(name_of(entry).casefold(), str(entry["component"].get("evse"))) for entry in entries]
        assert len(set(places)) == len(places)
        for entry in entries:
            (attribute,) = entry["variable_attribute"]
            assert entry["variable_characteristics"]["data_type"]
            if attribute["mutability"] == "WriteOnly":
                assert "value" not in attribute
            else:
                assert (await get_entry(bench, entry))[0] == "Accepted"


async def get_entry(bench: Bench, entry: dict[str, Any]) -> tuple[str, str | None]:
    wanted = {"component": entry["component"], "variable": entry["variable"]}
    answer = await bench.command("GetVariables", get_variable_data=[wanted])
    (result,) = answer.get_variable_result
    return result["attribute_status"], result.get("attribute_value")


async def test_components_of_evses_and_connectors_are_there_for_each(version: str) -> None:
    layout = Layout((EvseLayout((ConnectorLayout(), ConnectorLayout("cCCS2", has_fixed_cable=True))), EvseLayout()))
    async with online(version, layout) as bench:
        await bench.command("GetBaseReport", request_id=7, report_base="FullInventory")
        types = {
            (entry["component"]["evse"]["id"], entry["component"]["evse"]["connector_id"]): value_of(entry)
            for entry in reported(bench)
            if name_of(entry) == "Connector.ConnectorType"
        }
        assert types == {(1, 1): "sType2", (1, 2): "cCCS2", (2, 1): "sType2"}
        power = [entry for entry in reported(bench) if name_of(entry) == "EVSE.Power"]
        assert [entry["variable_characteristics"]["max_limit"] for entry in power] == [22_080.0, 22_080.0]


def value_of(entry: dict[str, Any]) -> str:
    value: str = entry["variable_attribute"][0]["value"]
    return value


async def test_TC_B_12_configuration_inventory_has_what_can_be_set(version: str) -> None:
    async with online(version) as bench:
        await bench.command("GetBaseReport", request_id=7, report_base="ConfigurationInventory")
        entries = reported(bench)
        assert {entry["variable_attribute"][0]["mutability"] for entry in entries} == {"ReadWrite", "WriteOnly"}


async def test_TC_B_14_summary_inventory_says_whether_all_is_well(version: str) -> None:
    async with online(version) as bench:
        await bench.command("GetBaseReport", request_id=7, report_base="SummaryInventory")
        entries = {name_of(entry): value_of(entry) for entry in reported(bench)}
        assert entries["Connector.AvailabilityState"] == "Available"
        assert entries["ChargingStation.Problem"] == "false"
        assert "TxCtrlr.EVConnectionTimeOut" not in entries


async def test_TC_B_18_custom_report_by_criterion(version: str) -> None:
    async with online(version) as bench:
        wanted = names("EVSE", "AvailabilityState", id=1)
        answer = await bench.command(
            "GetReport", request_id=8, component_criteria=["Problem"], component_variable=[wanted]
        )
        assert (answer.status, bench.said()) == ("EmptyResultSet", [])
        answer = await bench.command(
            "GetReport", request_id=9, component_criteria=["Available"], component_variable=[wanted]
        )
        assert answer.status == "Accepted"
        (entry,) = reported(bench)
        assert (name_of(entry), value_of(entry)) == ("EVSE.AvailabilityState", "Available")


@pytest.mark.parametrize(("criterion", "status"), [("Enabled", "Accepted"), ("Problem", "EmptyResultSet")])
async def test_B08_a_component_that_does_not_tell_is_enabled_and_has_no_problem(
    version: str, criterion: str, status: str
) -> None:
    async with online(version) as bench:
        wanted = names("EVSE", "AvailabilityState", id=1)
        answer = await bench.command(
            "GetReport", request_id=8, component_criteria=[criterion], component_variable=[wanted]
        )
        assert answer.status == status


async def test_a_report_of_a_component_has_all_its_variables(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await bench.command("GetReport", request_id=8, component_variable=[{"component": {"name": "EVSE"}}])
        entries = reported(bench)
        assert {entry["component"]["evse"]["id"] for entry in entries} == {1, 2}
        assert {name_of(entry) for entry in entries} >= {"EVSE.Power", "EVSE.AvailabilityState"}


@pytest.mark.parametrize(
    ("arguments", "evse", "attribute_type", "outcome"),
    [
        (("OCPPCommCtrlr", "OfflineThreshold"), {}, None, ("Accepted", "60")),
        (("ocppcommctrlr", "OFFLINETHRESHOLD"), {}, "Actual", ("Accepted", "60")),
        (("OCPPCommCtrlr", "OfflineThreshold"), {}, "Target", ("NotSupportedAttributeType", None)),
        (("NoCtrlr", "OfflineThreshold"), {}, None, ("UnknownComponent", None)),
        (("OCPPCommCtrlr", "NoVariable"), {}, None, ("UnknownVariable", None)),
        (("DeviceDataCtrlr", "ItemsPerMessage"), {}, None, ("UnknownVariable", None)),
        (("DeviceDataCtrlr", "ItemsPerMessage", "GetReport"), {}, None, ("Accepted", "50")),
        (("SecurityCtrlr", "BasicAuthPassword"), {}, None, ("Rejected", None)),
        (("EVSE", "AvailabilityState"), {"id": 1}, None, ("Accepted", "Available")),
        (("EVSE", "AvailabilityState"), {"id": 2}, None, ("UnknownComponent", None)),
        (("EVSE", "AvailabilityState"), {}, None, ("UnknownComponent", None)),
        (("Connector", "ConnectorType"), {"id": 1, "connector_id": 1}, None, ("Accepted", "sType2")),
        (("Connector", "ConnectorType"), {"id": 1, "connector_id": 2}, None, ("UnknownComponent", None)),
        (("TxCtrlr", "TxStopPoint"), {}, None, ("Accepted", "Authorized")),
        (("TxCtrlr", "TxStartPoint"), {}, None, ("Accepted", "PowerPathClosed")),
        (("ClockCtrlr", "DateTime"), {}, None, ("Accepted", "2026-01-01T00:00:00.000Z")),
    ],
)
async def test_TC_B_06_get_variables(
    version: str, arguments: Any, evse: dict[str, int], attribute_type: str | None, outcome: Any
) -> None:
    async with online(version) as bench:
        assert await get(bench, *arguments, attribute_type=attribute_type, **evse) == outcome


@pytest.mark.parametrize(
    ("value", "arguments", "outcome"),
    [
        ("123", ("OCPPCommCtrlr", "OfflineThreshold"), "Accepted"),
        ("-1", ("OCPPCommCtrlr", "OfflineThreshold"), "Rejected ValueOutOfRange"),
        ("1.5", ("OCPPCommCtrlr", "OfflineThreshold"), "Rejected InvalidValue"),
        ("many", ("OCPPCommCtrlr", "OfflineThreshold"), "Rejected InvalidValue"),
        ("yes", ("AuthCtrlr", "AuthorizeRemoteStart"), "Rejected InvalidValue"),
        ("ParkingBayOccupancy", ("TxCtrlr", "TxStartPoint"), "Rejected InvalidValue"),
        ("", ("TxCtrlr", "TxStartPoint"), "Rejected InvalidValue"),
        ("EVConnected,EVConnected", ("TxCtrlr", "TxStartPoint"), "Rejected InvalidValue"),
        ("", ("SampledDataCtrlr", "TxEndedMeasurands"), "Accepted"),
        ("Voltage", ("SampledDataCtrlr", "TxEndedMeasurands"), "Accepted"),
        ("Voltages", ("SampledDataCtrlr", "TxEndedMeasurands"), "Rejected InvalidValue"),
        ("1", ("LocalAuthListCtrlr", "Entries"), "Rejected ReadOnly"),
        ("2,1", ("OCPPCommCtrlr", "NetworkConfigurationPriority"), "RebootRequired"),
        ("short", ("SecurityCtrlr", "BasicAuthPassword"), "Rejected ValueTooLow"),
        ("Euro", ("TariffCostCtrlr", "Currency"), "Rejected TooLargeElement"),
        ("101", ("SmartChargingCtrlr", "LimitChangeSignificance"), "Rejected ValueOutOfRange"),
        ("2.5", ("SmartChargingCtrlr", "LimitChangeSignificance"), "Accepted"),
        ("1", ("NoCtrlr", "OfflineThreshold"), "UnknownComponent"),
        ("1", ("OCPPCommCtrlr", "NoVariable"), "UnknownVariable"),
    ],
)
async def test_TC_B_09_set_variables(version: str, value: str, arguments: Any, outcome: str) -> None:
    async with online(version) as bench:
        before = await get(bench, *arguments)
        assert await put(bench, value, *arguments) == outcome
        is_set = outcome in {"Accepted", "RebootRequired"}
        assert await get(bench, *arguments) == (("Accepted", value) if is_set else before)


async def test_an_attribute_that_a_variable_does_not_have_is_not_set(version: str) -> None:
    async with online(version) as bench:
        outcome = await put(bench, "5", "OCPPCommCtrlr", "OfflineThreshold", attribute_type="MaxSet")
        assert outcome == "NotSupportedAttributeType"


async def test_TC_B_10_each_item_has_a_status_of_its_own(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command(
            "SetVariables",
            set_variable_data=[
                {"attribute_value": "123", **names("OCPPCommCtrlr", "OfflineThreshold")},
                {"attribute_value": "maybe", **names("AuthCtrlr", "AuthorizeRemoteStart")},
            ],
        )
        assert [result["attribute_status"] for result in answer.set_variable_result] == ["Accepted", "Rejected"]


async def test_variables_are_the_settings_of_the_model(version: str) -> None:
    async with online(version) as bench:
        settings = bench.model.settings
        assert await put(bench, "EVConnected, Authorized", "TxCtrlr", "TxStartPoint") == "Accepted"
        assert settings.tx_start_points == {TxPoint.EV_CONNECTED, TxPoint.AUTHORIZED}
        assert await get(bench, "TxCtrlr", "TxStartPoint") == ("Accepted", "EVConnected,Authorized")
        assert await put(bench, "17", "SampledDataCtrlr", "TxUpdatedInterval") == "Accepted"
        assert settings.sample_interval_s == 17
        assert await put(bench, "true", "AuthCtrlr", "LocalPreAuthorize") == "Accepted"
        assert settings.local_pre_authorize is True
        assert await put(bench, "STAFF", "AuthCtrlr", "MasterPassGroupId") == "Accepted"
        assert settings.master_pass_group == "STAFF"
        assert await put(bench, "", "AuthCtrlr", "MasterPassGroupId") == "Accepted"
        assert settings.master_pass_group is None


def test_each_setting_that_a_variable_stands_for_is_there() -> None:
    settings = Settings()
    wired = [
        variable.source
        for variable in (*charging_controllers.VARIABLES, *central_controllers.VARIABLES)
        if isinstance(variable.source, Setting)
    ]
    assert wired
    assert [setting.name for setting in wired if not hasattr(settings, setting.name)] == []


async def test_TC_A_09_a_new_password_is_used_and_never_told(version: str) -> None:
    async with online(version) as bench:
        assert await put(bench, "0123456789abcdef", "SecurityCtrlr", "BasicAuthPassword") == "Accepted"
        assert bench.password == b"0123456789abcdef"
        await bench.command("GetBaseReport", request_id=7, report_base="FullInventory")
        assert "0123456789abcdef" not in str(bench.records.said)


async def test_heartbeat_interval_and_attempts_are_those_of_the_shell(version: str) -> None:
    async with online(version) as bench:
        assert await put(bench, "77", "OCPPCommCtrlr", "HeartbeatInterval") == "Accepted"
        assert bench.heartbeat_interval_s == 77
        assert await get(bench, "OCPPCommCtrlr", "HeartbeatInterval") == ("Accepted", "77")
        assert await put(bench, "5", "OCPPCommCtrlr", "MessageAttempts", "TransactionEvent") == "Accepted"
        assert await put(bench, "9", "OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent") == "Accepted"
        assert (bench.outbox.queue.attempts, bench.outbox.queue.interval_s) == (5, 9)


async def test_TC_B_08_more_items_than_announced_are_refused(version: str) -> None:
    async with online(version) as bench:
        with pytest.raises(OccurrenceConstraintViolationError):
            await bench.command("GetVariables", get_variable_data=[names("TxCtrlr", "TxStartPoint")] * 51)


async def test_stations_do_not_share_values(version: str) -> None:
    async with online(version) as bench, online(version) as other:
        assert await put(bench, "123", "OCPPCommCtrlr", "OfflineThreshold") == "Accepted"
        assert await get(other, "OCPPCommCtrlr", "OfflineThreshold") == ("Accepted", "60")


async def test_B09_network_profiles_are_checked(version: str) -> None:
    profile = {
        "ocpp_version": "OCPP20",
        "ocpp_transport": "JSON",
        "ocpp_csms_url": "wss://example.com/ocpp",
        "message_timeout": 30,
        "security_profile": 2,
        "ocpp_interface": "Wired0",
    }
    async with online(version) as bench:

        async def status(slot: int, **changes: Any) -> str:
            answer = await bench.command(
                "SetNetworkProfile", configuration_slot=slot, connection_data={**profile, **changes}
            )
            word: str = answer.status
            return word

        assert await status(1) == "Accepted"
        assert await status(9) == "Rejected"
        assert await status(1, ocpp_transport="SOAP") == "Rejected"
        assert await status(1, security_profile=0) == "Rejected"
        assert await status(1, ocpp_csms_url="https://example.com/") == "Failed"
        assert bench.dialect.network_profiles[1].security_profile == 2
