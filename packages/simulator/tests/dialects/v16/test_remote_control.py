"""Unlocking and triggering."""

import pytest

from csms_simulator.model.facts import BootCause
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from ocpp.v16 import call
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

FIXED_CABLE = Layout((EvseLayout(connectors=(ConnectorLayout(has_fixed_cable=True),)),))


async def test_tc_017_1_unlock_without_a_session() -> None:
    async with online() as bench:
        answer = await bench.command(call.UnlockConnector(1))
        assert answer.status == "Unlocked"
        assert bench.said() == []


async def test_tc_017_2_unlock_of_a_fixed_cable() -> None:
    async with online(FIXED_CABLE) as bench:
        answer = await bench.command(call.UnlockConnector(1))
        assert answer.status == "NotSupported"


async def test_tc_018_1_unlock_with_a_session() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command(call.UnlockConnector(1))
        assert answer.status == "Unlocked"
        assert sorted(bench.said()) == ["StatusNotification 1 Finishing", "StopTransaction 1 UnlockCommand"]


async def test_tc_030_unlock_failure() -> None:
    async with online() as bench:
        await bench.charge()
        bench.model.evse(1).lock_is_broken = True
        answer = await bench.command(call.UnlockConnector(1))
        assert answer.status == "UnlockFailed"


@pytest.mark.parametrize("connector", [0, 2])
async def test_tc_031_unlock_of_an_unknown_connector(connector: int) -> None:
    async with online() as bench:
        answer = await bench.command(call.UnlockConnector(connector))
        assert answer.status == "NotSupported"


@pytest.mark.parametrize(
    ("message", "connector", "expected"),
    [
        ("Heartbeat", None, ["Heartbeat"]),
        ("StatusNotification", 2, ["StatusNotification 2 Available"]),
        ("StatusNotification", 0, ["StatusNotification 0 Available"]),
        (
            "StatusNotification",
            None,
            ["StatusNotification 0 Available", "StatusNotification 1 Charging", "StatusNotification 2 Available"],
        ),
        ("MeterValues", 1, ["MeterValues 1 Trigger tx=1"]),
        ("MeterValues", 2, ["MeterValues 2 Trigger"]),
        ("MeterValues", None, ["MeterValues 0 Trigger", "MeterValues 1 Trigger tx=1", "MeterValues 2 Trigger"]),
        ("FirmwareStatusNotification", None, ["FirmwareStatusNotification Idle"]),
        ("DiagnosticsStatusNotification", None, ["DiagnosticsStatusNotification Idle"]),
    ],
)
async def test_tc_054_trigger_message(message: str, connector: int | None, expected: list[str]) -> None:
    async with online(TWO_CONNECTORS) as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command(call.TriggerMessage(message, connector))
        assert answer.status == "Accepted"
        assert sorted(bench.said()) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Heartbeat", "Heartbeat"),
        ("FirmwareStatusNotification", "SignedFirmwareStatusNotification Idle"),
        ("LogStatusNotification", "LogStatusNotification Idle"),
    ],
)
async def test_extended_triggers_ask_for_the_messages_of_the_whitepaper(message: str, expected: str) -> None:
    async with online() as bench:
        answer = await bench.command(call.ExtendedTriggerMessage(message))
        assert answer.status == "Accepted"
        assert bench.said() == [expected]


@pytest.mark.parametrize("message", ["MeterValues", "StatusNotification", "Heartbeat"])
async def test_tc_055_trigger_for_a_connector_that_is_not_there(message: str) -> None:
    async with online(TWO_CONNECTORS) as bench:
        answer = await bench.command(call.TriggerMessage(message, 3))
        assert answer.status == "Rejected"
        assert bench.said() == []


async def test_a_boot_is_not_triggered_once_the_station_is_accepted() -> None:
    async with online() as bench:
        answer = await bench.command(call.TriggerMessage("BootNotification"))
        assert (answer.status, bench.boots_wanted) == ("Rejected", 0)


async def test_a_boot_is_triggered_while_the_station_is_not_accepted() -> None:
    bench = Bench()
    bench.records.boot_statuses = ["Pending"]
    await bench.connect()
    bench.said()
    answer = await bench.command(call.TriggerMessage("BootNotification"))
    assert (answer.status, bench.boots_wanted) == ("Accepted", 1)
    answer = await bench.command(call.TriggerMessage("StatusNotification", 1))
    assert answer.status == "Accepted"
    assert bench.said() == ["StatusNotification 1 Available"]
    await bench.lose_link()


async def test_triggered_messages_come_after_the_answer() -> None:
    async with online() as bench:
        order: list[str] = []
        bench.records.on_request = lambda request: order.append(type(request).__name__)
        answer = await bench.central.request(call.TriggerMessage("Heartbeat"))
        order.append(f"answer {answer.status}")
        await bench.settled()
        assert order == ["answer Accepted", "Heartbeat"]


async def test_meter_values_are_not_triggered_where_none_are_configured() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("MeterValuesSampledData", ""))
        answer = await bench.command(call.TriggerMessage("MeterValues", 1))
        assert answer.status == "Rejected"


async def test_nothing_is_stopped_for_a_central_system_that_does_not_accept_the_station() -> None:
    async with online() as bench:
        await bench.charge()
        bench.records.boot_statuses = ["Pending"]
        await bench.dialect.boot(BootCause.TRIGGERED)
        assert (await bench.command(call.RemoteStopTransaction(1))).status == "Rejected"
