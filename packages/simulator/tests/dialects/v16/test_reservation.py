"""Reservations."""

from ocpp.v16 import call
from ocpp.v16.datatypes import IdTagInfo
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

IN_AN_HOUR = "2026-01-01T01:00:00Z"


async def reserve(bench: Bench, connector: int = 1, reservation: int = 7, parent: str | None = None) -> str:
    answer = await bench.command(call.ReserveNow(connector, IN_AN_HOUR, "TAG", reservation, parent))
    return str(answer.status)


async def test_tc_046_a_reservation_is_used_by_a_transaction() -> None:
    async with online() as bench:
        assert await reserve(bench) == "Accepted"
        await bench.swipe()
        await bench.plug_in()
        assert bench.said() == [
            "StatusNotification 1 Reserved",
            "Authorize TAG",
            "StatusNotification 1 Preparing",
            "StartTransaction 1 TAG reservation=7",
            "StatusNotification 1 Charging",
        ]


async def test_tc_047_a_reservation_expires() -> None:
    async with online() as bench:
        await reserve(bench)
        await bench.pass_time(3600)
        assert bench.said() == ["StatusNotification 1 Reserved", "StatusNotification 1 Available"]


async def test_tc_048_1_faulted() -> None:
    async with online() as bench:
        bench.model.fault(bench.now(), 1, "GroundFailure")
        assert await reserve(bench) == "Faulted"


async def test_tc_048_2_occupied() -> None:
    async with online() as bench:
        await bench.plug_in()
        assert await reserve(bench) == "Occupied"


async def test_tc_048_3_unavailable() -> None:
    async with online() as bench:
        await bench.command(call.ChangeAvailability(1, "Inoperative"))
        assert await reserve(bench) == "Unavailable"


async def test_tc_048_4_rejected() -> None:
    async with online() as bench:
        bench.model.settings.is_reservation_enabled = False
        assert await reserve(bench) == "Rejected"


async def test_tc_049_the_station_as_a_whole_is_reserved() -> None:
    async with online(TWO_CONNECTORS) as bench:
        assert await reserve(bench, 0) == "Accepted"


async def test_tc_051_a_reservation_is_cancelled() -> None:
    async with online() as bench:
        await reserve(bench)
        answer = await bench.command(call.CancelReservation(7))
        assert answer.status == "Accepted"
        assert bench.said() == ["StatusNotification 1 Reserved", "StatusNotification 1 Available"]


async def test_tc_052_an_unknown_reservation_is_not_cancelled() -> None:
    async with online() as bench:
        await reserve(bench)
        bench.said()
        answer = await bench.command(call.CancelReservation(8))
        assert answer.status == "Rejected"
        assert bench.said() == []


async def test_somebody_else_does_not_charge_on_a_reserved_connector() -> None:
    async with online() as bench:
        await reserve(bench)
        await bench.plug_in()
        await bench.swipe("OTHER")
        assert bench.model.evse(1).transaction is None


async def test_tc_053_another_tag_of_the_parent_uses_the_reservation() -> None:
    async with online() as bench:
        bench.records.tags = {"CHILD": IdTagInfo("Accepted", parent_id_tag="FAMILY")}
        await reserve(bench, parent="FAMILY")
        await bench.swipe("CHILD")
        await bench.plug_in()
        assert "StartTransaction 1 CHILD reservation=7" in bench.said()
