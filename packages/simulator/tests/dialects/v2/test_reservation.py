"""Reservations (OCPP 2.0.1 Part 2, H)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online

SOON = "2026-01-01T00:10:00Z"


async def reserve(bench: Bench, **changes: Any) -> str:
    payload = {
        "id": 1,
        "evse_id": 1,
        "expiry_date_time": SOON,
        "id_token": {"id_token": "TAG", "type": "ISO14443"},
        **changes,
    }
    answer = await bench.command("ReserveNow", **{name: value for name, value in payload.items() if value is not None})
    status: str = answer.status
    return status


async def test_TC_H_01_an_evse_is_kept_free(version: str) -> None:
    async with online(version) as bench:
        assert await reserve(bench) == "Accepted"
        assert bench.said() == ["StatusNotification 1 1 Reserved"]
        await bench.swipe("OTHER")
        await bench.plug_in()
        assert bench.model.evse(1).transaction is None


async def test_TC_H_07_a_reservation_expires(version: str) -> None:
    async with online(version) as bench:
        await reserve(bench)
        bench.said()
        await bench.pass_time(601)
        assert sorted(bench.said()) == ["ReservationStatusUpdate 1 Expired", "StatusNotification 1 1 Available"]


async def test_TC_H_14_as_many_reservations_as_evses(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        assert await reserve(bench, id=1, evse_id=None) == "Accepted"
        assert await reserve(bench, id=2, evse_id=None) == "Accepted"
        assert sorted(bench.said()) == ["StatusNotification 1 1 Reserved", "StatusNotification 2 1 Reserved"]
        assert await reserve(bench, id=3, evse_id=None) == "Occupied"


async def test_TC_H_15_by_type_of_connector(version: str) -> None:
    layout = Layout((EvseLayout(), EvseLayout((ConnectorLayout("cCCS2", has_fixed_cable=True),))))
    async with online(version, layout) as bench:
        assert await reserve(bench, evse_id=None, connector_type="cCCS2") == "Accepted"
        assert bench.said() == ["StatusNotification 2 1 Reserved"]
        assert await reserve(bench, id=2, evse_id=None, connector_type="cTesla") == "Rejected"


async def test_TC_H_17_a_reservation_is_cancelled(version: str) -> None:
    async with online(version) as bench:
        await reserve(bench)
        bench.said()
        answer = await bench.command("CancelReservation", reservation_id=1)
        assert answer.status == "Accepted"
        assert "StatusNotification 1 1 Available" in bench.said()
        answer = await bench.command("CancelReservation", reservation_id=1)
        assert answer.status == "Rejected"


async def test_TC_H_19_another_of_the_group_uses_it(version: str) -> None:
    async with online(version) as bench:
        bench.records.id_token_infos["TWO"] = {
            "status": "Accepted",
            "group_id_token": {"id_token": "FAMILY", "type": "Central"},
        }
        await reserve(bench, group_id_token={"id_token": "FAMILY", "type": "Central"})
        await bench.charge("TWO")
        assert [event["reservation_id"] for event in bench.sent("TransactionEvent") if "reservation_id" in event] == [1]


async def test_TC_H_20_a_fault_ends_it(version: str) -> None:
    async with online(version) as bench:
        await reserve(bench)
        bench.said()
        await bench.fault("GroundFailure")
        assert "ReservationStatusUpdate 1 Removed" in bench.said()


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"evse_id": 7}, "Rejected"), ({"expiry_date_time": "2025-01-01T00:00:00Z"}, "Rejected")],
)
async def test_what_cannot_be_reserved(version: str, changes: dict[str, Any], status: str) -> None:
    async with online(version) as bench:
        assert await reserve(bench, **changes) == status


async def test_TC_H_22_reservations_are_switched_off(version: str) -> None:
    async with online(version) as bench:
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {"attribute_value": "false", "component": {"name": "ReservationCtrlr"}, "variable": {"name": "Enabled"}}
            ],
        )
        assert await reserve(bench) == "Rejected"


async def test_an_evse_that_is_used_or_broken(version: str) -> None:
    async with online(version) as bench:
        await bench.plug_in()
        assert await reserve(bench) == "Occupied"
        await bench.fault("GroundFailure")
        assert await reserve(bench) == "Faulted"
