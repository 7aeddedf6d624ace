"""Starting, being kept waiting, and starting anew (OCPP 2.0.1 Part 2, B)."""

# ruff: noqa: N802  # named by test cases

import pytest

from csms_simulator.model.facts import BootCause
from csms_simulator.model.layout import EvseLayout, Layout
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online


async def test_TC_B_01_a_cold_boot(version: str) -> None:
    layout = Layout((EvseLayout(), EvseLayout()), vendor="Maker", model="Box", serial_number="S1")
    bench = Bench(version, layout)
    await bench.connect()
    (boot,) = bench.sent("BootNotification")
    assert boot == {
        "reason": "PowerUp",
        "charging_station": {
            "vendor_name": "Maker",
            "model": "Box",
            "serial_number": "S1",
            "firmware_version": "1.0.0",
        },
    }
    assert bench.said() == [
        "BootNotification PowerUp",
        "StatusNotification 1 1 Available",
        "StatusNotification 2 1 Available",
    ]
    assert bench.last_boot is not None
    assert (bench.last_boot.is_accepted, bench.last_boot.interval_s) == (True, 900)
    assert bench.last_boot.central_time == 1_767_225_607.0
    assert await bench.dialect.heartbeat() == 1_767_225_607.5
    await bench.lose_link()


async def test_TC_B_02_a_station_that_is_pending_answers_and_reports(version: str) -> None:
    bench = Bench(version)
    bench.records.boot_statuses = ["Pending"]
    await bench.connect()
    bench.said()
    answer = await bench.command("GetReport", request_id=1, component_variable=[{"component": {"name": "TxCtrlr"}}])
    assert answer.status == "Accepted"
    assert bench.said() == ["NotifyReport"]
    answer = await bench.command(
        "RequestStartTransaction", id_token={"id_token": "TAG", "type": "Central"}, remote_start_id=1, evse_id=1
    )
    assert (answer.status, answer.status_info["reason_code"]) == ("Rejected", "CSNotAccepted")
    answer = await bench.command(
        "TriggerMessage", requested_message="StatusNotification", evse={"id": 1, "connector_id": 1}
    )
    assert (answer.status, bench.said()) == ("Accepted", ["StatusNotification 1 1 Available"])
    await bench.plug_in()
    assert bench.said() == []
    await bench.lose_link()


async def test_TC_B_31_a_boot_on_request(version: str) -> None:
    bench = Bench(version)
    bench.records.boot_statuses = ["Rejected"]
    await bench.connect()
    answer = await bench.command("TriggerMessage", requested_message="BootNotification")
    assert (answer.status, bench.boots_wanted) == ("Accepted", 1)
    await bench.lose_link()


async def test_F06_no_boot_on_request_when_it_was_accepted(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("TriggerMessage", requested_message="BootNotification")
        assert (answer.status, bench.boots_wanted) == ("Rejected", 0)


async def test_TC_B_20_a_reset_of_an_idle_station(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("Reset", type="OnIdle")
        assert answer.status == "Accepted"
        assert bench.restarts == [BootCause.REMOTE_RESET]
        bench.said()
        await bench.restart()
        assert bench.said()[0] == "BootNotification RemoteReset"


async def test_TC_B_21_a_reset_waits_for_the_transaction(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        answer = await bench.command("Reset", type="OnIdle")
        assert (answer.status, bench.restarts) == ("Scheduled", [])
        await bench.swipe()
        assert bench.restarts == [BootCause.SCHEDULED_RESET]


async def test_TC_B_22_an_immediate_reset_ends_the_transaction(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command("Reset", type="Immediate")
        assert answer.status == "Accepted"
        (ended,) = [event for event in bench.sent("TransactionEvent") if event["event_type"] == "Ended"]
        assert ended["trigger_reason"] == "ResetCommand"
        assert ended["transaction_info"]["stopped_reason"] == "ImmediateReset"
        bench.said()
        await bench.restart()
        assert bench.said() == ["BootNotification RemoteReset", "StatusNotification 1 1 Occupied"]


async def test_TC_B_27_an_immediate_reset_of_one_evse(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await bench.charge(evse_id=1)
        await bench.charge("OTHER", evse_id=2)
        answer = await bench.command("Reset", type="Immediate", evse_id=1)
        assert (answer.status, bench.restarts) == ("Accepted", [])
        assert bench.model.evse(1).transaction is None
        assert bench.model.evse(2).transaction is not None


@pytest.mark.parametrize("evse_id", [0, 3])
async def test_a_reset_of_an_evse_that_is_not_there(version: str, evse_id: int) -> None:
    async with online(version) as bench:
        answer = await bench.command("Reset", type="Immediate", evse_id=evse_id)
        assert (answer.status, bench.restarts) == ("Rejected", [])


async def test_a_reset_that_resumes_is_not_supported() -> None:
    async with online("2.1") as bench:
        answer = await bench.command("Reset", type="ImmediateAndResume")
        assert (answer.status, answer.status_info["reason_code"]) == ("Rejected", "UnsupportedParam")


async def test_statuses_are_told_again_on_a_new_link_if_they_changed(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await bench.lose_link()
        await bench.plug_in(2)
        await bench.connect(cause=None)
        assert bench.said() == ["StatusNotification 2 1 Occupied"]
