"""An EVSE with two connectors, between two others: OCPP 1.6 counts connectors, the model EVSEs."""

from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from ocpp.v16 import call
from packages.simulator.tests.dialects.v16.bench import Bench, online

TWIN = EvseLayout(connectors=(ConnectorLayout(), ConnectorLayout(type="cCCS2", has_fixed_cable=True)))
LAYOUT = Layout((EvseLayout(), TWIN, EvseLayout()))


async def plug_into_the_third(bench: Bench) -> None:
    bench.model.plug_in(bench.now(), 2, Vehicle(CATALOGUE["compact"], soc=0.3), 2)
    bench.changed()
    await bench.settled()


async def test_a_session_on_the_second_connector_of_an_evse() -> None:
    async with online(LAYOUT) as bench:
        await bench.command(call.ChangeConfiguration("ClockAlignedDataInterval", "30"))
        await plug_into_the_third(bench)
        await bench.swipe("TAG", 2)
        assert bench.said() == [
            "StatusNotification 3 Preparing",
            "Authorize TAG",
            "StartTransaction 3 TAG",
            "StatusNotification 3 Charging",
        ]
        await bench.pass_time(30)
        assert bench.said() == [
            "MeterValues 0 Sample.Clock",
            "MeterValues 1 Sample.Clock",
            "MeterValues 3 Sample.Clock tx=1",
            "MeterValues 4 Sample.Clock",
        ]
        await bench.command(call.TriggerMessage("MeterValues", 2))
        assert bench.said() == ["MeterValues 2 Trigger"]


async def test_commands_find_their_connector() -> None:
    async with online(LAYOUT) as bench:
        assert (await bench.command(call.UnlockConnector(2))).status == "Unlocked"
        assert (await bench.command(call.UnlockConnector(3))).status == "NotSupported"
        await bench.command(call.ChangeAvailability(3, "Inoperative"))
        assert bench.said() == ["StatusNotification 3 Unavailable"]
        await bench.command(call.RemoteStartTransaction("TAG", 4))
        assert bench.said() == ["StatusNotification 4 Preparing"]
        await bench.command(call.RemoteStartTransaction("TAG", 2))
        assert bench.said() == ["StatusNotification 2 Preparing"]


async def test_the_meter_of_an_evse_that_nobody_uses_is_that_of_its_first_connector() -> None:
    async with online(LAYOUT) as bench:
        await bench.command(call.ChangeConfiguration("ClockAlignedDataInterval", "30"))
        await bench.pass_time(30)
        assert bench.said() == [f"MeterValues {connector} Sample.Clock" for connector in (0, 1, 2, 4)]
        await plug_into_the_third(bench)
        bench.said()
        await bench.pass_time(30)
        assert bench.said() == [f"MeterValues {connector} Sample.Clock" for connector in (0, 1, 3, 4)]
