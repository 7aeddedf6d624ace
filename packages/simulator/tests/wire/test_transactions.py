"""Q24 and Q26 to Q38 as they show over several messages: transactions, registers, backlogs."""

from typing import Any

import pytest

from csms_simulator.quirks.backlog import DAYS, ENERGY_WH

from .rig import Rig
from .samples import (
    AT,
    BOOT_2,
    BOOT_16,
    BOOTED,
    REGISTER,
    START_16,
    STARTED,
    STATUS_16,
    STOP_16,
    event_2,
    meter_2,
    meter_16,
    sample_2,
    sample_16,
    samples_in,
)


def register_16(value: float) -> dict[str, Any]:
    return sample_16(REGISTER, f"{value:g}", "Wh")


async def test_the_time_is_known_after_a_minute() -> None:
    async with Rig("Q24.1970") as rig:
        await rig.clock.advance(59)
        await rig.call("StatusNotification", STATUS_16)
        assert rig.payload["timestamp"] == "1970-01-01T00:00:59Z"
        await rig.clock.advance(1)
        await rig.call("StatusNotification", STATUS_16)
        assert rig.payload["timestamp"] == AT


async def test_the_last_transaction_is_named_after_its_end() -> None:
    async with Rig("Q27.stale") as rig:
        await rig.call("StartTransaction", START_16)
        await rig.answer(STARTED)
        await rig.call("StopTransaction", STOP_16)
        await rig.call("MeterValues", meter_16(register_16(1), transaction=None))
        assert rig.payload["transactionId"] == 7


async def test_a_transaction_is_0_now_and_then() -> None:
    async with Rig("Q27.random-zero") as rig:
        for _ in range(90):
            await rig.call("MeterValues", meter_16(register_16(1)))
        zeros = [frame[3]["transactionId"] for frame in rig.sent].count(0)
    assert 15 < zeros < 45


@pytest.mark.parametrize(
    ("version", "action", "payload"),
    [("1.6", "StopTransaction", STOP_16), ("2.0.1", "TransactionEvent", event_2("Ended"))],
)
async def test_the_end_is_not_reported(version: str, action: str, payload: dict[str, Any]) -> None:
    async with Rig("Q28", version) as rig:
        message_id = await rig.call(action, payload)
        assert rig.sent == []
        assert rig.seen == [[3, message_id, {}]]


async def test_the_end_names_another_token() -> None:
    async with Rig("Q29.other-tag") as rig:
        await rig.call("StopTransaction", STOP_16)
        assert rig.payload["idTag"] != STOP_16["idTag"]
        assert len(rig.payload["idTag"]) == 8
    async with Rig("Q29.other-tag", "2.1") as rig:
        await rig.call("TransactionEvent", event_2("Ended"))
        assert rig.payload["idToken"]["type"] == "ISO14443"


async def test_the_begin_is_not_reported() -> None:
    async with Rig("Q29.unseen") as rig:
        message_id = await rig.call("StartTransaction", START_16)
        assert rig.sent == []
        ((kind, answered, answer),) = rig.seen
        assert (kind, answered, answer["idTagInfo"]) == (3, message_id, {"status": "Accepted"})
        assert answer["transactionId"] >= 1_000_000
    async with Rig("Q29.unseen", "2.0.1") as rig:
        await rig.call("TransactionEvent", event_2("Started", idToken={"idToken": "A", "type": "ISO14443"}))
        await rig.call("TransactionEvent", event_2("Started"))
        await rig.call("TransactionEvent", event_2("Ended"))
        assert [frame[3]["eventType"] for frame in rig.sent] == ["Ended"]
        assert [frame[2] for frame in rig.seen] == [{"idTokenInfo": {"status": "Accepted"}}, {}]


@pytest.mark.parametrize("late_s", [20, 40])
async def test_a_transaction_that_began_offline_is_minus_one(late_s: float) -> None:
    async with Rig("Q30") as rig:
        await rig.clock.advance(late_s)
        await rig.call("StartTransaction", START_16)
        await rig.answer(STARTED)
        await rig.call("MeterValues", meter_16(register_16(1)))
        await rig.call("StopTransaction", STOP_16)
        expected = -1 if late_s > 30 else 7
        assert [frame[3]["transactionId"] for frame in rig.sent[1:]] == [expected, expected]


@pytest.mark.parametrize(("name", "is_same"), [("Q31.same", True), ("Q31.busy", False)])
async def test_a_transaction_begins_twice(name: str, is_same: bool) -> None:
    async with Rig(name) as rig:
        await rig.call("StartTransaction", START_16)
        await rig.answer(STARTED)
        await rig.call("MeterValues", meter_16(register_16(1)))
        await rig.clock.advance(30)
        assert [frame[2] for frame in rig.calls] == ["StartTransaction", "MeterValues", "StartTransaction"]
        assert (rig.payload == START_16) == is_same
        await rig.answer({**STARTED, "transactionId": 8})
        await rig.call("MeterValues", meter_16(register_16(2)))
        await rig.call("StopTransaction", STOP_16)
        assert [frame[3].get("transactionId") for frame in rig.calls] == [None, 7, None, 8, 8]
        assert len(rig.received) == 1


async def test_a_backlog_of_1_6_comes_after_the_first_boot() -> None:
    async with Rig("Q33") as rig:
        await rig.call("BootNotification", BOOT_16)
        await rig.answer(BOOTED)
        for number in range(2 * DAYS):
            assert len(rig.calls) == 2 + number
            await rig.answer({"transactionId": number} if rig.calls[-1][2] == "StartTransaction" else {})
        assert len(rig.calls) == 1 + 2 * DAYS
        starts, stops = rig.calls[1::2], rig.calls[2::2]
        assert starts[0][3]["timestamp"] == "2025-11-02T00:00:00Z"
        assert [frame[3]["transactionId"] for frame in stops] == list(range(0, 2 * DAYS, 2))
        assert stops[-1][3]["meterStop"] == DAYS * ENERGY_WH
        assert len(rig.received) == 1


async def test_a_backlog_goes_on_after_the_next_boot() -> None:
    async with Rig("Q33", "2.0.1") as rig:
        await rig.call("BootNotification", BOOT_2)
        await rig.answer(BOOTED)
        await rig.answer({})
        await rig.answer({})
        await rig.lose()
        await rig.connect()
        await rig.call("BootNotification", BOOT_2)
        await rig.answer(BOOTED)
        for _ in range(2 * (DAYS - 1)):
            await rig.answer({})
        events = rig.calls[1:]
        assert [frame[3]["eventType"] for frame in events] == ["Started", "Ended"] * (DAYS - 1)
        assert all(frame[3]["offline"] for frame in events)


async def test_registers_count_from_0_in_each_transaction() -> None:
    async with Rig("Q36.relative") as rig:
        await rig.call("StartTransaction", START_16)
        await rig.answer(STARTED)
        await rig.call("MeterValues", meter_16(register_16(1500)))
        await rig.call("StopTransaction", STOP_16)
        assert [frame[3].get("meterStart", frame[3].get("meterStop")) for frame in rig.sent] == [0, None, 3000]
        assert samples_in(rig.sent[1][3])[0]["value"] == "500"
    async with Rig("Q36.relative", "2.1") as rig:
        await rig.call("TransactionEvent", event_2("Started", sample_2(REGISTER, 1000.0)))
        await rig.call("TransactionEvent", event_2("Ended", sample_2(REGISTER, 1250.0)))
        assert [samples_in(frame[3])[0]["value"] for frame in rig.sent] == [0, 250]


async def test_registers_drop_out() -> None:
    async with Rig("Q36.dropouts") as rig:
        for _ in range(200):
            await rig.call("MeterValues", meter_16(register_16(9000)))
        values = [samples_in(frame[3])[0]["value"] for frame in rig.sent]
    assert set(values) == {"9000", "8500", "0"}
    assert 150 < values.count("9000") < 195


async def test_registers_begin_at_0_with_each_boot() -> None:
    async with Rig("Q36.resets") as rig:
        for first in (1000, 3000):
            await rig.call("BootNotification", BOOT_16)
            await rig.call("MeterValues", meter_16(register_16(first)))
            await rig.call("MeterValues", meter_16(register_16(first + 200)))
        values = [samples_in(frame[3])[0]["value"] for frame in rig.calls if frame[2] == "MeterValues"]
    assert values == ["0", "200", "0", "200"]


@pytest.mark.parametrize(
    ("version", "payload"), [("1.6", meter_16(register_16(5))), ("2.0.1", meter_2(sample_2(REGISTER, 5.0)))]
)
async def test_meter_values_come_twice(version: str, payload: dict[str, Any]) -> None:
    async with Rig("Q38.clock", version) as rig:
        message_id = await rig.call("MeterValues", payload)
        first, second = rig.calls
        assert first == [2, message_id, "MeterValues", payload]
        assert samples_in(second[3]) == [{**samples_in(payload)[0], "context": "Sample.Clock"}]
        await rig.answer({}, second[1])
        assert rig.received == []


async def test_the_sum_of_all_registers_follows() -> None:
    async with Rig("Q38.zero-sum") as rig:
        await rig.call("MeterValues", meter_16(register_16(1000)))
        await rig.call("MeterValues", {**meter_16(register_16(500)), "connectorId": 2})
        sums = [frame[3] for frame in rig.calls if frame[3]["connectorId"] == 0]
        assert [samples_in(one)[0]["value"] for one in sums] == ["1000", "1500"]
        assert all("transactionId" not in one for one in sums)


async def test_a_reading_is_signed() -> None:
    async with Rig("Q38.signed", "2.0.1") as rig:
        await rig.call("MeterValues", meter_2(sample_2(REGISTER, 5.0)))
        assert set(samples_in(rig.payload)[0]["signedMeterValue"]) == {
            "signedMeterData",
            "signingMethod",
            "encodingMethod",
            "publicKey",
        }
