"""What a station has to say: in order, kept or lost as it must be."""

import asyncio
import json
from typing import Any

import pytest

from csms_simulator.outbox import PATIENCE_S, Outbox
from ocpp.exceptions import LinkClosedError, OCPPError
from ocpp.offline import OfflineQueue
from ocpp.v16 import ChargePoint, call
from packages.ocpp.tests.memory_link import LinkEnd, link, now, run, settle

STATUS = call.StatusNotification(connector_id=1, error_code="NoError", status="Available")
HEARTBEAT = call.Heartbeat()


def start_of(meter: int) -> call.StartTransaction:
    return call.StartTransaction(connector_id=1, id_tag="TAG", meter_start=meter, timestamp="2026-01-01T00:00:00Z")


START_ANSWER = {"transactionId": 5, "idTagInfo": {"status": "Accepted"}}


class Bench:
    """A charge point whose other side is the test."""

    def __init__(self) -> None:
        self.outbox = Outbox(OfflineQueue(attempts=2, interval_s=1000))
        self.theirs: LinkEnd
        self._tasks: list[asyncio.Task[Any]] = []

    async def connect(self) -> None:
        ours, self.theirs = link()
        point = ChargePoint("CP-1", ours)
        self._tasks = [asyncio.ensure_future(point.start()), asyncio.ensure_future(self.outbox.deliver(point))]
        await settle()

    async def lose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def expect(self, action: str) -> str:
        frame = await self.theirs.take()
        assert frame[2] == action
        return str(frame[1])

    async def answer(self, message_id: str, payload: dict[str, Any]) -> None:
        await self.theirs.put([3, message_id, payload])
        await settle()


def test_messages_go_one_at_a_time_in_their_order_whatever_their_kind() -> None:
    async def scenario() -> None:
        bench = Bench()
        await bench.connect()
        bench.outbox.post(STATUS)
        bench.outbox.keep(start_of(1), "t")
        bench.outbox.post(HEARTBEAT)
        await settle()
        assert not bench.outbox.is_idle
        idle = asyncio.ensure_future(bench.outbox.idle())
        for action, payload in (
            ("StatusNotification", {}),
            ("StartTransaction", START_ANSWER),
            ("Heartbeat", {"currentTime": "2026-01-01T00:00:00Z"}),
        ):
            message_id = await bench.expect(action)
            await settle()
            assert bench.theirs.taken() == []
            assert not idle.done()
            await bench.answer(message_id, payload)
        await idle
        assert bench.outbox.is_idle
        await bench.lose()

    run(scenario())


def test_answers_and_failures_are_told() -> None:
    async def scenario() -> None:
        bench = Bench()
        heard: list[Any] = []
        bench.outbox.post(HEARTBEAT, heard.append, heard.append)
        assert isinstance(heard.pop(), LinkClosedError), "there is no link"
        await bench.connect()
        bench.outbox.post(HEARTBEAT, heard.append, heard.append)
        await bench.answer(await bench.expect("Heartbeat"), {"currentTime": "2026-01-01T00:00:00Z"})
        assert heard.pop().current_time == "2026-01-01T00:00:00Z"
        bench.outbox.post(HEARTBEAT, heard.append, heard.append)
        await bench.theirs.put([4, await bench.expect("Heartbeat"), "GenericError", "no", {}])
        await settle()
        assert isinstance(heard.pop(), OCPPError)
        bench.outbox.post(HEARTBEAT, heard.append, heard.append)
        await bench.expect("Heartbeat")
        await asyncio.sleep(31)
        assert isinstance(heard.pop(), TimeoutError)
        bench.outbox.post(HEARTBEAT, heard.append, heard.append)
        bench.outbox.post(STATUS, heard.append, heard.append)
        await settle()
        await bench.lose()
        assert [type(error) for error in heard] == [LinkClosedError] * 2, "what was being said, and what was not"

    run(scenario())


def test_what_is_about_transactions_outlives_the_link() -> None:
    async def scenario() -> None:
        bench = Bench()
        bench.outbox.keep(start_of(1), "one")
        await bench.connect()
        bench.outbox.keep(start_of(2), "two")
        bench.outbox.keep(start_of(3), "three")
        await bench.expect("StartTransaction")
        await bench.lose()
        bench.outbox.keep(start_of(4), "four")
        assert bench.outbox.is_idle, "offline there is nothing that could be said"
        await bench.connect()
        idle = asyncio.ensure_future(bench.outbox.idle())
        for meter in (1, 2, 3, 4):
            assert not idle.done()
            frame = json.loads(await bench.theirs.recv())
            assert frame[3]["meterStart"] == meter
            await bench.answer(frame[1], START_ANSWER)
        await idle
        await bench.lose()

    run(scenario())


def test_others_do_not_wait_for_ever_for_a_message_that_is_not_taken() -> None:
    async def scenario() -> None:
        bench = Bench()
        await bench.connect()
        bench.outbox.keep(start_of(1), "one")
        bench.outbox.post(STATUS)
        begin = now()
        await bench.theirs.put([4, await bench.expect("StartTransaction"), "InternalError", "not now", {}])
        await bench.answer(await bench.expect("StatusNotification"), {})
        assert now() - begin == pytest.approx(PATIENCE_S)
        assert len(bench.outbox.queue) == 1
        await bench.lose()

    run(scenario())
