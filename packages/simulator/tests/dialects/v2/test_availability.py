"""States of connectors, faults, and taking out of service (OCPP 2.0.1 Part 2, G)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online

TWO_CONNECTORS = Layout((EvseLayout((ConnectorLayout(), ConnectorLayout())),))


async def change(bench: Bench, status: str, **evse: int) -> str:
    payload: dict[str, Any] = {"operational_status": status}
    if evse:
        payload["evse"] = evse
    answer = await bench.command("ChangeAvailability", **payload)
    word: str = answer.status
    return word


async def test_five_states_are_told_and_each_only_once(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        await bench.swipe()
        await bench.unplug()
        assert [line for line in bench.said() if line.startswith("Status")] == [
            "StatusNotification 1 1 Occupied",
            "StatusNotification 1 1 Available",
        ]


async def test_TC_G_03_an_evse_goes_out_of_service_and_back(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        assert await change(bench, "Inoperative", id=2) == "Accepted"
        assert bench.said() == ["StatusNotification 2 1 Unavailable"]
        assert await change(bench, "Operative", id=2) == "Accepted"
        assert bench.said() == ["StatusNotification 2 1 Available"]


async def test_TC_G_05_the_station_goes_out_of_service_and_back(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        assert await change(bench, "Inoperative") == "Accepted"
        assert bench.said() == ["StatusNotification 1 1 Unavailable", "StatusNotification 2 1 Unavailable"]
        assert await change(bench, "Operative") == "Accepted"
        assert bench.said() == ["StatusNotification 1 1 Available", "StatusNotification 2 1 Available"]


async def test_TC_G_07_a_connector_goes_out_of_service(version: str) -> None:
    async with online(version, TWO_CONNECTORS) as bench:
        assert await change(bench, "Inoperative", id=1, connector_id=2) == "Accepted"
        assert bench.said() == ["StatusNotification 1 2 Unavailable"]


async def test_TC_G_11_a_transaction_is_not_cut_off(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.said()
        assert await change(bench, "Inoperative", id=1) == "Scheduled"
        assert bench.said() == []
        await bench.swipe()
        await bench.unplug()
        assert bench.said()[-1] == "StatusNotification 1 1 Unavailable"


@pytest.mark.parametrize("evse", [{"id": 7}, {"id": 1, "connector_id": 7}])
async def test_what_is_not_there_cannot_be_taken_out_of_service(version: str, evse: dict[str, int]) -> None:
    async with online(version) as bench:
        assert await change(bench, "Inoperative", **evse) == "Rejected"


async def test_TC_G_20_a_lock_that_fails_is_told_as_an_event(version: str) -> None:
    async with online(version) as bench:
        await bench.fault("ConnectorLockFailure", info="stuck")
        said = bench.said()
        assert "NotifyEvent ConnectorPlugRetentionLock Problem true" in said
        await bench.clear_fault()
        assert "NotifyEvent ConnectorPlugRetentionLock Problem false" in bench.said()


async def test_a_fault_is_told_as_state_and_event(version: str) -> None:
    async with online(version) as bench:
        await bench.fault("GroundFailure")
        (notified,) = bench.sent("NotifyEvent")
        (event,) = notified["event_data"]
        assert event["component"] == {"name": "Connector", "evse": {"id": 1, "connector_id": 1}}
        assert (event["tech_code"], event["event_notification_type"]) == ("GroundFailure", "HardWiredNotification")
        assert "StatusNotification 1 1 Faulted" in bench.said()
        await bench.clear_fault()
        assert bench.said() == ["NotifyEvent Connector Problem false", "StatusNotification 1 1 Available"]
        await bench.fault("GroundFailure")
        assert bench.said() == ["NotifyEvent Connector Problem true", "StatusNotification 1 1 Faulted"]


async def test_the_state_of_an_evse_is_that_of_its_busiest_connector(version: str) -> None:
    async with online(version, TWO_CONNECTORS) as bench:
        await bench.plug_in()
        assert bench.model.evse(1).status(2) != bench.model.evse(1).status(1)
        answer = await bench.command(
            "GetVariables",
            get_variable_data=[
                {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "AvailabilityState"}}
            ],
        )
        assert answer.get_variable_result[0]["attribute_value"] == "Occupied"
