"""Transactions as the cases for central systems describe them (OCPP 2.0.1 Part 2, E and J)."""

# ruff: noqa: N802  # named by test cases

import pytest

from csms_simulator.model.facts import TxPoint
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, online

DC = Layout((EvseLayout((ConnectorLayout("cCCS2", has_fixed_cable=True),), is_dc=True, voltage_v=400.0),))


def settings(start: str, stop: str = "EVConnected,Authorized") -> Settings:
    made = Settings()
    made.tx_start_points = frozenset(map(TxPoint, start.split(",")))
    made.tx_stop_points = frozenset(map(TxPoint, stop.split(",")))
    return made


async def test_TC_E_01_starts_when_the_power_path_is_closed(version: str) -> None:
    async with online(version, settings=settings("PowerPathClosed")) as bench:
        await bench.swipe()
        assert bench.said() == ["Authorize TAG"]
        await bench.plug_in()
        said = bench.said()
        assert said[0] == "StatusNotification 1 1 Occupied"
        assert said[1].startswith("TransactionEvent Started 0 ")
        assert said[1].endswith("token=TAG")
        assert said[-1] == "TransactionEvent Updated 1 ChargingStateChanged Charging"


async def test_TC_E_02_starts_when_energy_flows(version: str) -> None:
    async with online(version, settings=settings("EnergyTransfer")) as bench:
        await bench.swipe()
        await bench.plug_in()
        assert bench.said() == [
            "Authorize TAG",
            "StatusNotification 1 1 Occupied",
            "TransactionEvent Started 0 ChargingStateChanged Charging token=TAG",
        ]


async def test_TC_E_03_cable_first(version: str) -> None:
    async with online(version, settings=settings("EVConnected")) as bench:
        await bench.plug_in()
        assert bench.said() == [
            "StatusNotification 1 1 Occupied",
            "TransactionEvent Started 0 CablePluggedIn EVConnected",
        ]
        await bench.swipe()
        said = bench.said()
        assert said[0] == "Authorize TAG"
        assert said[1].startswith("TransactionEvent Updated 1 Authorized ")
        assert said[1].endswith("token=TAG")
        assert said[2] == "TransactionEvent Updated 2 ChargingStateChanged Charging"


async def test_TC_E_04_authorization_first(version: str) -> None:
    async with online(version, settings=settings("Authorized")) as bench:
        await bench.swipe()
        assert bench.said() == ["Authorize TAG", "TransactionEvent Started 0 Authorized Idle token=TAG"]
        await bench.plug_in()
        said = bench.said()
        assert said[0] == "StatusNotification 1 1 Occupied"
        assert said[1].startswith("TransactionEvent Updated 1 CablePluggedIn ")
        assert said[2] == "TransactionEvent Updated 2 ChargingStateChanged Charging"


async def test_TC_E_15_local_stop(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.said()
        await bench.swipe()
        (ended,) = bench.sent("TransactionEvent")
        assert ended["event_type"] == "Ended"
        assert (ended["trigger_reason"], ended["transaction_info"]["stopped_reason"]) == ("StopAuthorized", "Local")
        assert ended["id_token"]["id_token"] == "TAG"
        assert ended["transaction_info"]["charging_state"] == "EVConnected"


async def test_TC_E_14_the_cable_is_pulled_at_the_station(version: str) -> None:
    layout = Layout((EvseLayout((ConnectorLayout(has_fixed_cable=True),)),))
    async with online(version, layout, settings("PowerPathClosed", "EVConnected")) as bench:
        await bench.charge()
        bench.said()
        await bench.unplug()
        (ended,) = bench.sent("TransactionEvent")
        assert ended["event_type"] == "Ended"
        assert ended["trigger_reason"] == "EVCommunicationLost"
        assert ended["transaction_info"]["stopped_reason"] == "EVDisconnected"
        assert bench.said()[-1] == "StatusNotification 1 1 Available"


async def test_TC_E_16_a_token_that_turns_out_to_be_invalid(version: str) -> None:
    async with online(version) as bench:

        def change_of_mind(said: object) -> None:
            if "Started" in str(said):
                bench.records.id_token_infos["TAG"] = {"status": "Blocked"}

        bench.records.on_message = change_of_mind
        await bench.plug_in()
        await bench.swipe()
        (ended,) = [event for event in bench.sent("TransactionEvent") if event["event_type"] == "Ended"]
        assert ended["trigger_reason"] == "Deauthorized"
        assert ended["transaction_info"]["stopped_reason"] == "DeAuthorized"


async def test_TC_E_21_remote_stop(version: str) -> None:
    async with online(version) as bench:
        reference = await bench.charge()
        bench.said()
        answer = await bench.command("RequestStopTransaction", transaction_id=reference)
        assert answer.status == "Accepted"
        assert "RemoteStop" in bench.said()[0]
        bench.said()
        answer = await bench.command("RequestStopTransaction", transaction_id=reference)
        assert (answer.status, answer.status_info["reason_code"]) == ("Rejected", "UnknownTxId")


async def test_TC_E_39_nobody_plugs_in(version: str) -> None:
    async with online(version, settings=settings("Authorized")) as bench:
        bench.model.settings.sample_interval_s = 0
        await bench.swipe()
        bench.said()
        await bench.pass_time(59)
        assert bench.said() == []
        await bench.pass_time(2)
        (ended,) = bench.sent("TransactionEvent")
        assert (ended["event_type"], ended["trigger_reason"]) == ("Ended", "EVConnectTimeout")
        assert ended["transaction_info"]["stopped_reason"] == "Timeout"


async def test_TC_E_38_the_vehicle_is_not_ready(version: str) -> None:
    async with online(version) as bench:
        vehicle = Vehicle(CATALOGUE["compact"], soc=0.3)
        vehicle.is_ready = False
        await bench.plug_in(vehicle=vehicle)
        await bench.swipe()
        assert "SuspendedEV" in bench.said()[-1]


async def test_TC_E_53_each_transaction_counts_from_0(version: str) -> None:
    async with online(version) as bench:
        for _ in range(2):
            await bench.charge()
            await bench.swipe()
            await bench.unplug()
        numbers: dict[str, list[int]] = {}
        for event in bench.sent("TransactionEvent"):
            numbers.setdefault(event["transaction_info"]["transaction_id"], []).append(event["seq_no"])
        assert len(numbers) == 2
        assert all(counted == list(range(len(counted))) for counted in numbers.values())


async def test_what_is_known_is_told_once(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        await bench.pass_time(200)
        events = bench.sent("TransactionEvent")
        assert len(events) > 3
        assert [event["evse"] for event in events if "evse" in event] == [{"id": 1, "connector_id": 1}]
        assert [event["id_token"]["id_token"] for event in events if "id_token" in event] == ["TAG"]
        assert all("remote_start_id" not in event["transaction_info"] for event in events)


async def test_F01_a_remote_start_is_known_by_its_number(version: str) -> None:
    async with online(version) as bench:
        token = {"id_token": "APP", "type": "Central"}
        answer = await bench.command("RequestStartTransaction", id_token=token, remote_start_id=77, evse_id=1)
        assert answer.status == "Accepted"
        await bench.plug_in()
        events = bench.sent("TransactionEvent")
        assert [event["transaction_info"].get("remote_start_id") for event in events] == [77] + [None] * (
            len(events) - 1
        )
        assert events[0]["id_token"] == token
        assert not bench.sent("Authorize")


async def test_H_a_reservation_is_named_by_the_transaction_that_uses_it(version: str) -> None:
    async with online(version) as bench:
        await bench.command(
            "ReserveNow",
            id=5,
            evse_id=1,
            expiry_date_time="2026-01-01T01:00:00Z",
            id_token={"id_token": "TAG", "type": "ISO14443"},
        )
        await bench.charge()
        assert [event["reservation_id"] for event in bench.sent("TransactionEvent") if "reservation_id" in event] == [5]
        assert not bench.sent("ReservationStatusUpdate")


# While there is no link


async def test_TC_E_29_what_happened_offline_is_told_later(version: str) -> None:
    async with online(version) as bench:
        reference = await bench.charge()
        bench.said()
        await bench.lose_link()
        await bench.pass_time(60)
        answer_before = [message.reference for message in bench.outbox.queue]
        assert answer_before == [reference]
        await bench.connect(cause=None)
        assert bench.said() == ["TransactionEvent Updated 2 MeterValuePeriodic Charging offline"]
        answer = await bench.command("GetTransactionStatus", transaction_id=reference)
        assert (answer.ongoing_indicator, answer.messages_in_queue) == (True, False)


async def test_a_transaction_that_ends_offline_keeps_its_order(version: str) -> None:
    async with online(version) as bench:
        reference = await bench.charge()
        await bench.lose_link()
        await bench.swipe()
        await bench.unplug()
        bench.said()
        await bench.connect(cause=None)
        events = bench.sent("TransactionEvent")
        assert [event["event_type"] for event in events][-1] == "Ended"
        assert all(event["offline"] for event in events)
        numbers = [event["seq_no"] for event in events]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert [status["connector_status"] for status in bench.sent("StatusNotification")] == ["Available"]
        answer = await bench.command("GetTransactionStatus", transaction_id=reference)
        assert (answer.ongoing_indicator, answer.messages_in_queue) == (False, False)


async def test_TC_E_34_nothing_waits(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("GetTransactionStatus")
        assert (answer.ongoing_indicator, answer.messages_in_queue) == (None, False)


# Meter values


async def test_TC_J_07_the_first_event_has_the_meter_at_the_start(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        (value,) = bench.sent("TransactionEvent")[0]["meter_value"]
        (sample,) = value["sampled_value"]
        assert sample["context"] == "Transaction.Begin"
        assert sample["measurand"] == "Energy.Active.Import.Register"
        assert sample["unit_of_measure"]["unit"] == "Wh"


async def test_TC_J_09_samples_are_taken_as_often_as_configured(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.sample_interval_s = 20
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {
                    "attribute_value": "Current.Import,Voltage",
                    "component": {"name": "SampledDataCtrlr"},
                    "variable": {"name": "TxUpdatedMeasurands"},
                }
            ],
        )
        await bench.charge()
        bench.said()
        await bench.pass_time(65)
        events = [event for event in bench.sent("TransactionEvent") if event["trigger_reason"] == "MeterValuePeriodic"]
        assert [event["timestamp"] for event in events] == [
            f"2026-01-01T00:0{minute}Z" for minute in ("0:20.000", "0:40.000", "1:00.000")
        ]
        (value,) = events[0]["meter_value"]
        assert {(sample["measurand"], sample["phase"]) for sample in value["sampled_value"]} == {
            ("Current.Import", "L1"), ("Current.Import", "L2"), ("Current.Import", "L3"),
            ("Voltage", "L1-N"), ("Voltage", "L2-N"), ("Voltage", "L3-N"),
        }  # fmt: skip
        assert {sample["context"] for sample in value["sampled_value"]} == {"Sample.Periodic"}


async def test_TC_J_10_the_last_event_has_begin_samples_and_end(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.ended_sample_interval_s = 100
        await bench.charge()
        await bench.pass_time(250)
        bench.said()
        await bench.swipe()
        (ended,) = [event for event in bench.sent("TransactionEvent") if event["event_type"] == "Ended"]
        contexts = [value["sampled_value"][0]["context"] for value in ended["meter_value"]]
        assert contexts == ["Transaction.Begin", "Sample.Periodic", "Sample.Periodic", "Transaction.End"]
        energies = [value["sampled_value"][0]["value"] for value in ended["meter_value"]]
        assert energies == sorted(energies)
        assert energies[-1] > energies[0]
        assert ended["transaction_info"]["time_spent_charging"] == 250


async def test_TC_J_02_clock_aligned_values(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        bench.model.settings.clock_aligned_interval_s = 900
        bench.model.settings.sample_interval_s = 0
        await bench.charge()
        bench.said()
        await bench.pass_time(900)
        said = bench.said()
        assert "TransactionEvent Updated 2 MeterValueClock Charging" in said
        assert "MeterValues 2 Sample.Clock" in said
        assert "MeterValues 1 Sample.Clock" not in said


async def test_J01_send_during_idle_keeps_quiet_while_somebody_charges(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        bench.model.settings.clock_aligned_interval_s = 900
        bench.model.settings.sample_interval_s = 0
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {
                    "attribute_value": "true",
                    "component": {"name": "AlignedDataCtrlr"},
                    "variable": {"name": "SendDuringIdle"},
                }
            ],
        )
        await bench.pass_time(900)
        assert "MeterValues 1 Sample.Clock" in bench.said()
        await bench.charge()
        bench.said()
        await bench.pass_time(900)
        assert bench.said() == []


async def test_TC_J_03_the_last_event_has_clock_aligned_values(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.clock_aligned_interval_s = 900
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {
                    "attribute_value": "1800",
                    "component": {"name": "AlignedDataCtrlr"},
                    "variable": {"name": "TxEndedInterval"},
                }
            ],
        )
        await bench.charge()
        await bench.pass_time(3700)
        bench.said()
        await bench.swipe()
        (ended,) = bench.sent("TransactionEvent")
        contexts = [value["sampled_value"][0]["context"] for value in ended["meter_value"]]
        assert contexts == ["Transaction.Begin", "Sample.Clock", "Sample.Clock", "Transaction.End"]


async def test_a_vehicle_with_direct_current_tells_its_state_of_charge(version: str) -> None:
    async with online(version, DC) as bench:
        await bench.plug_in(vehicle=Vehicle(CATALOGUE["suv_dc"], soc=0.4))
        await bench.swipe()
        bench.said()
        await bench.pass_time(60)
        (value,) = bench.sent("TransactionEvent")[-1]["meter_value"]
        samples = {sample["measurand"]: sample for sample in value["sampled_value"]}
        assert 40 < samples["SoC"]["value"] < 100
        assert samples["SoC"]["location"] == "EV"
        assert "phase" not in samples["Voltage"]


@pytest.mark.parametrize("component", ["SampledDataCtrlr"])
async def test_samples_can_be_switched_off(version: str, component: str) -> None:
    async with online(version) as bench:
        await bench.command(
            "SetVariables",
            set_variable_data=[
                {"attribute_value": "false", "component": {"name": component}, "variable": {"name": "Enabled"}}
            ],
        )
        await bench.charge()
        await bench.pass_time(300)
        assert all("meter_value" not in event for event in bench.sent("TransactionEvent"))
        assert not [event for event in bench.sent("TransactionEvent") if "MeterValue" in event["trigger_reason"]]
