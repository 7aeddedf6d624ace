"""Being in service, or not."""

import pytest

from csms_simulator.dialects.v16.availability import status_notification
from csms_simulator.model.facts import Status, StatusChanged
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from ocpp.v16 import call
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, online


async def test_a_connector_is_taken_out_of_service_and_back() -> None:
    async with online(TWO_CONNECTORS) as bench:
        answer = await bench.command(call.ChangeAvailability(2, "Inoperative"))
        assert answer.status == "Accepted"
        assert bench.said() == ["StatusNotification 2 Unavailable"]
        await bench.command(call.ChangeAvailability(2, "Operative"))
        assert bench.said() == ["StatusNotification 2 Available"]


async def test_the_whole_station_is_taken_out_of_service() -> None:
    async with online(TWO_CONNECTORS) as bench:
        await bench.command(call.ChangeAvailability(0, "Inoperative"))
        assert sorted(bench.said()) == [f"StatusNotification {connector} Unavailable" for connector in (0, 1, 2)]


async def test_a_connector_that_charges_goes_out_of_service_afterwards() -> None:
    async with online() as bench:
        await bench.charge()
        answer = await bench.command(call.ChangeAvailability(1, "Inoperative"))
        assert answer.status == "Scheduled"
        bench.said()
        await bench.swipe()
        await bench.unplug()
        assert bench.said()[-1] == "StatusNotification 1 Unavailable"


async def test_tc_034_being_out_of_service_survives_a_loss_of_power() -> None:
    async with online() as bench:
        await bench.command(call.ChangeAvailability(1, "Inoperative"))
        await bench.lose_link()
        bench.model.cut_power(bench.now())
        await bench.pass_time(60)
        bench.model.restore_power(bench.now())
        bench.changed()
        await bench.settled()
        await bench.connect()
        assert bench.said()[-1] == "StatusNotification 1 Unavailable"


async def test_tc_041_a_fault_comes_and_goes() -> None:
    async with online() as bench:
        bench.model.fault(bench.now(), 1, "GroundFailure")
        bench.changed()
        await bench.settled()
        assert bench.said() == ["StatusNotification 1 Faulted GroundFailure"]
        bench.model.clear_fault(bench.now(), 1)
        bench.changed()
        await bench.settled()
        assert bench.said() == ["StatusNotification 1 Available"]


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_word(status: Status) -> None:
    message = status_notification(1, StatusChanged(0.0, 1, 1, status), "CSMS")
    assert (message.status, message.error_code, message.vendor_id) == (status.value, "NoError", None)


def test_a_fault_that_has_no_code_is_one_of_the_vendor() -> None:
    state = StatusChanged(0.0, 1, 1, Status.FAULTED, "CoolantLeak", "x" * 60)
    message = status_notification(1, state, "CSMS")
    assert (message.error_code, message.vendor_error_code, message.vendor_id) == ("OtherError", "CoolantLeak", "CSMS")
    assert message.info == "x" * 50


async def test_a_warning_about_the_station_is_told_once() -> None:
    async with online() as bench:
        bench.dialect.on_fact(StatusChanged(bench.now(), 0, 0, Status.AVAILABLE, "LocalListConflict"))
        await bench.settled()
        assert bench.said() == ["StatusNotification 0 Available LocalListConflict"]
        await bench.lose_link()
        await bench.connect()
        assert bench.said()[1] == "StatusNotification 0 Available"


async def test_the_same_state_is_not_told_twice() -> None:
    async with online() as bench:
        bench.dialect.on_fact(StatusChanged(bench.now() + 1, 1, 1, Status.AVAILABLE))
        await bench.settled()
        assert bench.said() == []


async def test_a_state_whose_message_was_lost_is_told_again() -> None:
    async with online() as bench:
        bench.model.plug_in(bench.now(), 1, Vehicle(CATALOGUE["compact"], soc=0.3))
        bench.dialect.on_fact(bench.model.facts.popleft())
        await bench.lose_link()
        await bench.connect(boots=False)
        assert bench.said() == ["StatusNotification 1 Preparing"]
