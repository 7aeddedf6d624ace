"""Monitors and what they see (OCPP 2.0.1 Part 2, N02 to N08)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from packages.simulator.tests.dialects.v2.bench import Bench, online

AVAILABILITY = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "AvailabilityState"}}
POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
PROFILES = {
    "component": {"name": "SmartChargingCtrlr"},
    "variable": {"name": "Entries", "instance": "ChargingProfiles"},
}


def monitor(what: dict[str, Any], kind: str = "Delta", value: float = 1, **changes: Any) -> dict[str, Any]:
    return {"value": value, "type": kind, "severity": 5, "transaction": False, **what, **changes}


async def watch(bench: Bench, *monitors: dict[str, Any]) -> list[tuple[str, int | None]]:
    answer = await bench.command("SetVariableMonitoring", set_monitoring_data=list(monitors))
    return [(result["status"], result.get("id")) for result in answer.set_monitoring_result]


async def listed(bench: Bench, **wanted: Any) -> list[tuple[str, list[int]]]:
    bench.said()
    answer = await bench.command("GetMonitoringReport", request_id=6, **wanted)
    entries = [entry for part in bench.sent("NotifyMonitoringReport") for entry in part["monitor"]]
    assert answer.status == ("Accepted" if entries else "EmptyResultSet")
    return [(entry["variable"]["name"], [kept["id"] for kept in entry["variable_monitoring"]]) for entry in entries]


async def test_TC_N_09_monitors_are_set_and_listed(version: str) -> None:
    async with online(version) as bench:
        outcome = await watch(bench, monitor(AVAILABILITY), monitor(POWER, "UpperThreshold", 9000))
        assert outcome == [("Accepted", 1), ("Accepted", 2)]
        assert await listed(bench) == [("AvailabilityState", [1]), ("Power", [2])]
        (part,) = bench.sent("NotifyMonitoringReport")
        assert (part["request_id"], part["seq_no"], part["tbc"]) == (6, 0, False)
        (kept,) = part["monitor"][1]["variable_monitoring"]
        kept.pop("event_notification_type", None)
        assert kept == {"id": 2, "transaction": False, "value": 9000, "type": "UpperThreshold", "severity": 5}


async def test_TC_N_01_monitors_are_listed_by_criterion(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(AVAILABILITY), monitor(POWER, "UpperThreshold", 9000))
        assert await listed(bench, monitoring_criteria=["ThresholdMonitoring"]) == [("Power", [2])]
        assert await listed(bench, monitoring_criteria=["PeriodicMonitoring"]) == []
        assert await listed(bench, component_variable=[AVAILABILITY]) == [("AvailabilityState", [1])]
        assert await listed(bench, component_variable=[PROFILES]) == []


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (monitor({"component": {"name": "NoCtrlr"}, "variable": {"name": "Power"}}), "UnknownComponent"),
        (monitor({"component": {"name": "TxCtrlr"}, "variable": {"name": "Power"}}), "UnknownVariable"),
        (monitor(AVAILABILITY, "UpperThreshold"), "UnsupportedMonitorType"),
        (monitor(POWER, "Periodic", 60), "UnsupportedMonitorType"),
        (monitor(POWER, severity=10), "Rejected"),
        (monitor(POWER, id=77), "Rejected"),
        (monitor(POWER, value=-1), "Rejected"),
        (
            monitor({"component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"}}),
            "Rejected",
        ),
    ],
)
async def test_monitors_that_are_refused(version: str, wanted: dict[str, Any], status: str) -> None:
    async with online(version) as bench:
        ((outcome, _),) = await watch(bench, wanted)
        assert outcome == status
        assert await listed(bench) == []


async def test_N04_a_monitor_is_replaced_but_not_doubled(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(POWER, "UpperThreshold", 9000))
        assert await watch(bench, monitor(POWER, "UpperThreshold", 8000)) == [("Duplicate", None)]
        assert await watch(bench, monitor(POWER, "UpperThreshold", 8000, id=1)) == [("Accepted", 1)]
        assert await watch(bench, monitor(AVAILABILITY, id=1)) == [("Rejected", 1)]


async def test_TC_N_08_a_change_is_told(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(AVAILABILITY))
        await bench.plug_in()
        (notified,) = bench.sent("NotifyEvent")
        (event,) = notified["event_data"]
        assert event["component"] == AVAILABILITY["component"]
        assert (event["trigger"], event["actual_value"], event["variable_monitoring_id"]) == ("Delta", "Occupied", 1)
        assert event["event_notification_type"] == "CustomMonitor"
        await bench.unplug()
        assert bench.sent("NotifyEvent")[-1]["event_data"][0]["actual_value"] == "Available"


async def test_TC_N_21_a_threshold_is_crossed_and_crossed_back(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(POWER, "UpperThreshold", 5000))
        await bench.charge()
        (notified,) = bench.sent("NotifyEvent")
        (event,) = notified["event_data"]
        assert (event["trigger"], event.get("cleared")) == ("Alerting", None)
        assert float(event["actual_value"]) > 5000
        bench.said()
        await bench.swipe()
        (notified,) = bench.sent("NotifyEvent")
        assert notified["event_data"][0]["cleared"] is True


@pytest.mark.parametrize("kind", ["Delta", "LowerThreshold"])
async def test_a_number_that_is_not_set_can_be_watched(version: str, kind: str) -> None:
    lifetime = {"component": {"name": "AuthCacheCtrlr"}, "variable": {"name": "LifeTime"}}
    async with online(version) as bench:
        await watch(bench, monitor(lifetime, kind, 60))
        await bench.plug_in()
        assert bench.sent("NotifyEvent") == []
        await bench.command("SetVariables", set_variable_data=[{"attribute_value": "30", **lifetime}])
        await bench.unplug()
        (notified,) = bench.sent("NotifyEvent")
        assert notified["event_data"][0]["actual_value"] == "30"


async def test_TC_N_16_what_is_less_severe_is_not_told(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(AVAILABILITY))
        answer = await bench.command("SetMonitoringLevel", severity=4)
        assert answer.status == "Accepted"
        await bench.plug_in()
        assert bench.sent("NotifyEvent") == []


async def test_TC_N_17_a_severity_that_there_is_not(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("SetMonitoringLevel", severity=10)
        assert answer.status == "Rejected"


async def test_TC_N_05_the_monitors_of_the_factory_are_none(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(AVAILABILITY))
        answer = await bench.command("SetMonitoringBase", monitoring_base="HardWiredOnly")
        assert answer.status == "Accepted"
        assert await listed(bench) == []
        read = await bench.command(
            "GetVariables",
            get_variable_data=[
                {"component": {"name": "MonitoringCtrlr"}, "variable": {"name": "ActiveMonitoringBase"}}
            ],
        )
        assert read.get_variable_result[0]["attribute_value"] == "HardWiredOnly"


async def test_N06_monitors_are_cleared(version: str) -> None:
    async with online(version) as bench:
        await watch(bench, monitor(AVAILABILITY))
        answer = await bench.command("ClearVariableMonitoring", id=[1, 9])
        assert [(result["id"], result["status"]) for result in answer.clear_monitoring_result] == [
            (1, "Accepted"),
            (9, "NotFound"),
        ]
        await bench.plug_in()
        assert bench.sent("NotifyEvent") == []
