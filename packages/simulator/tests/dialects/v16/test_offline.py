"""What waits while there is no link, and what is said on the next one."""

from typing import Any

from msgspec.structs import replace

from csms_simulator.model.facts import StopReason, TransactionEnded, TransactionStarted, Trigger
from ocpp.exceptions import InternalError
from ocpp.model import Request
from ocpp.v16 import call
from ocpp.v16.datatypes import IdTagInfo
from packages.simulator.tests.dialects.v16.bench import START, TWO_CONNECTORS, online


async def test_tc_036_a_lost_link_does_not_end_a_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        await bench.lose_link()
        await bench.pass_time(120)
        await bench.connect(boots=False)
        assert bench.said() == ["MeterValues 1 Sample.Periodic tx=1", "MeterValues 1 Sample.Periodic tx=1"]


async def test_tc_037_1_offline_start_with_a_valid_tag() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("AllowOfflineTxForUnknownId", "true"))
        await bench.lose_link()
        await bench.charge()
        await bench.pass_time(30)
        await bench.connect(boots=False)
        [start] = bench.sent(call.StartTransaction)
        assert start.timestamp == "2026-01-01T00:00:00Z"
        assert sorted(bench.said()) == ["StartTransaction 1 TAG", "StatusNotification 1 Charging"]


async def test_tc_037_3_offline_start_with_an_invalid_tag() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("AllowOfflineTxForUnknownId", "true"))
        await bench.lose_link()
        await bench.charge("BAD")
        await bench.connect(boots=False)
        assert bench.said() == [
            "StartTransaction 1 BAD",
            "StatusNotification 1 Charging",
            "StopTransaction 1 DeAuthorized",
            "StatusNotification 1 Finishing",
        ]


async def test_tc_038_offline_stop() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        await bench.lose_link()
        await bench.swipe()
        await bench.connect(boots=False)
        assert sorted(bench.said()) == ["StatusNotification 1 Finishing", "StopTransaction 1 Local TAG"]


async def test_tc_039_offline_transaction() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("AllowOfflineTxForUnknownId", "true"))
        await bench.lose_link()
        await bench.charge()
        await bench.pass_time(90)
        await bench.swipe()
        await bench.unplug()
        await bench.connect(boots=False)
        stop = bench.sent(call.StopTransaction)[0]
        assert (stop.transaction_id, stop.timestamp) == (1, "2026-01-01T00:01:30Z")
        assert bench.said() == [
            "StartTransaction 1 TAG",
            "MeterValues 1 Sample.Periodic tx=1",
            "StopTransaction 1 Local TAG",
        ]


async def test_only_states_that_have_changed_are_reported_on_a_new_link() -> None:
    async with online(TWO_CONNECTORS) as bench:
        await bench.lose_link()
        await bench.plug_in(2)
        await bench.pass_time(60)
        await bench.connect(boots=False)
        [state] = bench.sent(call.StatusNotification)
        assert (state.connector_id, state.status, state.timestamp) == (2, "Preparing", "2026-01-01T00:00:00Z")


async def test_a_state_that_came_and_went_is_not_reported() -> None:
    async with online() as bench:
        await bench.lose_link()
        await bench.plug_in()
        await bench.unplug()
        await bench.connect(boots=False)
        assert bench.said() == []


async def test_all_states_are_reported_after_a_boot() -> None:
    async with online() as bench:
        await bench.lose_link()
        await bench.connect()
        assert bench.said() == [
            "BootNotification",
            "StatusNotification 0 Available",
            "StatusNotification 1 Available",
        ]


async def test_a_transaction_whose_start_is_never_answered_has_the_id_minus_one() -> None:
    async with online() as bench:
        bench.outbox.queue.attempts = 2

        def refuse(request: Request[Any]) -> None:
            if isinstance(request, call.StartTransaction):
                raise InternalError("The database is gone")

        bench.records.on_request = refuse
        await bench.charge()
        await bench.pass_time(60)
        await bench.swipe()
        said = [line for line in bench.said() if not line.startswith("StatusNotification")]
        assert said == [
            "Authorize TAG",
            "StartTransaction 1 TAG",
            "StartTransaction 1 TAG",
            "MeterValues 1 Sample.Periodic tx=-1",
            "StopTransaction -1 Local TAG",
        ]


async def test_two_transactions_keep_their_own_ids() -> None:
    async with online(TWO_CONNECTORS) as bench:
        await bench.command(call.ChangeConfiguration("AllowOfflineTxForUnknownId", "true"))
        await bench.command(call.ChangeConfiguration("MeterValueSampleInterval", "0"))
        await bench.lose_link()
        await bench.charge("ONE", 1)
        await bench.charge("TWO", 2)
        await bench.swipe("ONE", 1)
        await bench.swipe("TWO", 2)
        await bench.connect(boots=False)
        about_transactions = [line for line in bench.said() if "Transaction" in line]
        assert about_transactions == [
            "StartTransaction 1 ONE",
            "StartTransaction 2 TWO",
            "StopTransaction 1 Local ONE",
            "StopTransaction 2 Local TWO",
        ]


async def test_what_is_said_about_the_tag_that_stops_is_kept() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("LocalPreAuthorize", "true"))
        await bench.charge()
        bench.records.tags = {"TAG": IdTagInfo("Blocked")}
        await bench.swipe()
        await bench.unplug()
        await bench.lose_link()
        await bench.charge()
        assert bench.model.evse(1).transaction is None


async def test_messages_bear_the_time_of_what_they_tell() -> None:
    async with online() as bench:
        await bench.charge()
        transaction = bench.model.evse(1).transaction
        assert transaction is not None
        reading = bench.model.evse(1).reading(bench.now())
        await bench.lose_link()
        bench.said()
        started = replace(transaction, started_at=START - 120)
        bench.dialect.on_fact(TransactionStarted(START - 119, started, Trigger.AUTHORIZED, reading))
        bench.dialect.on_fact(TransactionEnded(START - 60, started, Trigger.STOP_AUTHORIZED, StopReason.LOCAL, reading))
        await bench.connect(boots=False)
        [start] = bench.sent(call.StartTransaction)
        [stop] = bench.sent(call.StopTransaction)
        assert (start.timestamp, stop.timestamp) == ("2025-12-31T23:58:00Z", "2025-12-31T23:59:00Z")
