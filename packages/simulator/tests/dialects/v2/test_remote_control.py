"""Remote control and messages on request (OCPP 2.0.1 Part 2, F)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online, reason_of

TOKEN = {"id_token": "APP", "type": "Central"}


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "stack_level": 0,
        "charging_profile_purpose": "TxProfile",
        "charging_profile_kind": "Relative",
        "charging_schedule": [
            {"id": 1, "charging_rate_unit": "A", "charging_schedule_period": [{"start_period": 0, "limit": 8.0}]}
        ],
        **changes,
    }


async def trigger(bench: Bench, message: str, **evse: int) -> str:
    payload: dict[str, Any] = {"requested_message": message}
    if evse:
        payload["evse"] = evse
    answer = await bench.command("TriggerMessage", **payload)
    status: str = answer.status
    return status


async def start(bench: Bench, **changes: Any) -> Any:
    payload = {"id_token": TOKEN, "remote_start_id": 9, "evse_id": 1, **changes}
    return await bench.command("RequestStartTransaction", **payload)


async def test_TC_F_01_cable_first(version: str) -> None:
    async with online(version) as bench:
        await bench.plug_in()
        bench.said()
        answer = await start(bench)
        assert answer.status == "Accepted"
        events = bench.sent("TransactionEvent")
        assert events[0]["event_type"] == "Started"
        assert events[0]["transaction_info"]["remote_start_id"] == 9
        assert not bench.sent("Authorize")


async def test_F02_the_transaction_that_runs_already_is_named(version: str) -> None:
    async with online(version) as bench:
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {
                    "attribute_value": "EVConnected",
                    "component": {"name": "TxCtrlr"},
                    "variable": {"name": "TxStartPoint"},
                }
            ],
        )
        await bench.plug_in()
        (started,) = bench.sent("TransactionEvent")
        answer = await start(bench)
        assert answer.transaction_id == started["transaction_info"]["transaction_id"]


async def test_F01_an_authorization_may_be_asked_for(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.authorize_remote_start = True
        await start(bench)
        assert [message["id_token"] for message in bench.sent("Authorize")] == [TOKEN]


async def test_TC_K_37_a_start_with_a_profile(version: str) -> None:
    async with online(version) as bench:
        answer = await start(bench, charging_profile=profile())
        assert answer.status == "Accepted"
        await bench.plug_in()
        assert bench.model.evse(1).offer.current_a == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evse_id": 7}, "UnknownEvse"),
        ({"charging_profile": profile(charging_profile_purpose="TxDefaultProfile")}, "InvalidProfile"),
        ({"charging_profile": profile(transaction_id="some")}, "InvalidProfile"),
    ],
)
async def test_starts_that_are_refused(version: str, changes: dict[str, Any], reason: str) -> None:
    async with online(version) as bench:
        answer = await start(bench, **changes)
        assert (answer.status, answer.status_info["reason_code"]) == ("Rejected", reason)


async def test_an_evse_that_charges_takes_nobody_else(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        answer = await start(bench)
        assert answer.status == "Rejected"
        assert answer.status_info["reason_code"]


async def test_TC_F_06_a_connector_is_unlocked(version: str) -> None:
    layout = Layout((EvseLayout(), EvseLayout((ConnectorLayout("cCCS2", has_fixed_cable=True),))))
    async with online(version, layout) as bench:

        async def unlock(evse_id: int, connector_id: int = 1) -> tuple[str, str | None]:
            answer = await bench.command("UnlockConnector", evse_id=evse_id, connector_id=connector_id)
            return answer.status, reason_of(answer)

        assert await unlock(1) == ("Unlocked", None)
        assert await unlock(1, 2) == ("UnknownConnector", "UnknownConnectorId")
        assert await unlock(7) == ("UnknownConnector", "UnknownEvse")
        assert await unlock(2) == ("UnlockFailed", "FixedCable")
        await bench.charge()
        assert await unlock(1) == ("OngoingAuthorizedTransaction", "TxInProgress")
        assert bench.model.evse(1).transaction is not None


async def test_F05_a_lock_that_is_broken(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.model.evse(1).lock_is_broken = True
        await bench.swipe()
        answer = await bench.command("UnlockConnector", evse_id=1, connector_id=1)
        assert answer.status == "UnlockFailed"


async def test_TC_F_11_meter_values_on_request(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        assert await trigger(bench, "MeterValues", id=2) == "Accepted"
        assert bench.said() == ["MeterValues 2 Trigger"]
        assert await trigger(bench, "MeterValues") == "Accepted"
        assert bench.said() == ["MeterValues 1 Trigger", "MeterValues 2 Trigger"]


async def test_TC_F_13_a_transaction_event_on_request(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        assert await trigger(bench, "TransactionEvent") == "Rejected"
        await bench.charge()
        bench.said()
        assert await trigger(bench, "TransactionEvent", id=1) == "Accepted"
        (event,) = bench.sent("TransactionEvent")
        assert (event["event_type"], event["trigger_reason"]) == ("Updated", "Trigger")
        assert event["meter_value"][0]["sampled_value"][0]["context"] == "Trigger"
        assert await trigger(bench, "TransactionEvent", id=2) == "Rejected"


async def test_TC_F_15_nothing_is_uploaded_or_updated(version: str) -> None:
    async with online(version) as bench:
        assert await trigger(bench, "LogStatusNotification") == "Accepted"
        assert await trigger(bench, "FirmwareStatusNotification") == "Accepted"
        assert await trigger(bench, "Heartbeat") == "Accepted"
        assert bench.said() == ["LogStatusNotification Idle", "FirmwareStatusNotification Idle", "Heartbeat"]


async def test_TC_F_23_the_state_of_a_connector_on_request(version: str) -> None:
    async with online(version) as bench:
        assert await trigger(bench, "StatusNotification", id=1, connector_id=1) == "Accepted"
        assert bench.said() == ["StatusNotification 1 1 Available"]
        assert await trigger(bench, "StatusNotification", id=1) == "Rejected"
        assert await trigger(bench, "StatusNotification") == "Rejected"
        assert await trigger(bench, "StatusNotification", id=1, connector_id=2) == "Rejected"
        assert await trigger(bench, "StatusNotification", id=7, connector_id=1) == "Rejected"
        assert bench.said() == []


@pytest.mark.parametrize("message", ["SignChargingStationCertificate", "PublishFirmwareStatusNotification"])
async def test_TC_F_27_messages_that_this_station_does_not_send(version: str, message: str) -> None:
    async with online(version) as bench:
        assert await trigger(bench, message) == "NotImplemented"
        assert bench.said() == []
