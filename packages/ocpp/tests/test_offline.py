"""How the queue delivers, link after link (rules-ocppj.md, 4.5 and 4.6; OCPP 1.6, 3.7; OCPP 2.x, E13)."""
# pyright: basic

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ocpp import v16, v21, v201
from ocpp.exceptions import (
    InternalError,
)
from ocpp.offline import OfflineQueue
from ocpp.session import QUEUE_LIMIT

from .memory_link import Frame, LinkBrokenError, LinkEnd, link, now, run, settle
from .offline_station import (
    ACCEPTED,
    TIME,
    Log,
    Station,
    a_transfer,
    answer,
    delivering,
    numbers,
    refuse,
)

# Delivery


def test_rule_4_6_messages_are_delivered_one_at_a_time_in_order() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(on_delivered=log.on_delivered)
        queue.put(a_transfer(1))
        queue.put(a_transfer(2))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            for number in (1, 2, 3):
                request = await theirs.take()
                await settle()
                assert theirs.taken() == [], "two messages are under way"
                assert request[2:] == ["DataTransfer", {"vendorId": "V", "data": str(number)}]
                assert number in numbers(queue), "it was removed before it was answered"
                if number == 2:
                    queue.put(a_transfer(3))
                await theirs.put([3, request[1], ACCEPTED])
            await queue.drained()
            assert queue.is_empty
        assert log.delivered == [(n, v16.call_result.DataTransfer(status="Accepted")) for n in (1, 2, 3)]

    run(scenario())


def test_a_message_that_is_put_while_the_link_lives_is_sent_at_once() -> None:
    async def scenario() -> None:
        queue = OfflineQueue()
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await settle()
            queue.put(a_transfer(1))
            begin = now()
            await answer(theirs)
            await queue.drained()
            assert now() == begin

    run(scenario())


def test_other_calls_need_not_wait_for_the_queue() -> None:
    async def scenario() -> None:
        queue = OfflineQueue(interval_s=100)
        queue.put(a_transfer(1))
        ours, theirs = link()
        station = Station(ours)
        async with delivering(queue, station):
            await refuse(theirs)
            heartbeat = asyncio.ensure_future(station.request(v16.call.Heartbeat()))
            assert (await answer(theirs, {"currentTime": TIME}))[2] == "Heartbeat"
            await heartbeat
            assert len(queue) == 1

    run(scenario())


@pytest.mark.parametrize(
    ("module", "version"), [(v16, "1.6"), (v201, "2.0.1"), (v21, "2.1")], ids=["1.6", "2.0.1", "2.1"]
)
def test_each_version_has_a_queue(module: Any, version: str) -> None:
    async def scenario() -> None:
        queue = OfflineQueue()
        message = queue.put(module.call.Heartbeat())
        assert (message.version, message.action, message.payload()) == (version, "Heartbeat", module.call.Heartbeat())
        ours, theirs = link()
        async with delivering(queue, module.ChargePoint("CP-1", ours)):
            await answer(theirs, {"currentTime": TIME})
            await queue.drained()

    run(scenario())


def times_of_attempts(respond: Callable[[LinkEnd], Any], attempts: int, interval_s: float) -> tuple[list[float], Log]:
    async def scenario() -> tuple[list[float], Log]:
        log = Log()
        queue = OfflineQueue(attempts=attempts, interval_s=interval_s, on_dropped=log.on_dropped)
        queue.put(a_transfer(1))
        queue.put(a_transfer(2))
        ours, theirs = link()
        times: list[float] = []
        async with delivering(queue, Station(ours)):
            begin = now()
            data = "1"
            while data == "1":
                data = (await respond(theirs))[3]["data"]
                times.append(now() - begin)
            assert numbers(queue) == [2], "the next message is sent before the failed one is dropped"
        return times, log

    return run(scenario())


def test_the_example_of_1_6_chapter_3_7_1() -> None:
    times, log = times_of_attempts(refuse, attempts=3, interval_s=60)
    assert times == [0, 60, 60 + 120, 60 + 120]
    assert log.dropped == [(1, InternalError("", {}))]


def test_tc_e_41_without_an_answer_the_time_limit_comes_on_top() -> None:
    times, log = times_of_attempts(LinkEnd.take, attempts=3, interval_s=10)
    assert times == [0, 30 + 10, 30 + 10 + 30 + 20, 30 + 10 + 30 + 20 + 30]
    [(number, error)] = log.dropped
    assert number == 1
    assert isinstance(error, TimeoutError)


def test_with_one_attempt_there_is_no_second() -> None:
    assert times_of_attempts(refuse, attempts=1, interval_s=60)[0] == [0, 0]


def test_an_answer_that_is_not_valid_is_a_failure() -> None:
    async def nonsense(end: LinkEnd) -> Frame:
        return await answer(end, {"status": 7})

    assert times_of_attempts(nonsense, attempts=2, interval_s=60)[0] == [0, 60, 60]


def test_the_settings_may_change_while_messages_wait() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(attempts=2, interval_s=60, on_dropped=log.on_dropped)
        queue.put(a_transfer(1))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await refuse(theirs)
            await settle()
            queue.attempts, queue.interval_s = 3, 7
            begin = now()
            await refuse(theirs)
            await refuse(theirs)
            await queue.drained()
            assert now() - begin == 60 + 14
        assert [number for number, _ in log.dropped] == [1]

    run(scenario())


def test_the_queue_has_its_own_time_limit() -> None:
    async def scenario() -> None:
        queue = OfflineQueue(timeout_s=5, interval_s=0)
        queue.put(a_transfer(1))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await theirs.take()
            begin = now()
            await theirs.take()
            assert now() - begin == 5

    run(scenario())


def test_a_charge_point_with_too_many_calls_is_no_failure_of_the_central_system() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(attempts=1, on_dropped=log.on_dropped)
        ours, theirs = link()
        station = Station(ours)
        calls = [asyncio.ensure_future(station.request(v16.call.Heartbeat())) for _ in range(QUEUE_LIMIT + 1)]
        await settle()
        queue.put(a_transfer(1))
        async with delivering(queue, station):
            await settle()
            for _ in calls:
                await answer(theirs, {"currentTime": TIME})
            await answer(theirs)
            await queue.drained()
        await asyncio.gather(*calls)
        assert log.dropped == []

    run(scenario())


# Links that are lost


def test_a_lost_link_counts_as_no_attempt_and_the_message_is_the_first_on_the_next() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(attempts=1, on_delivered=log.on_delivered, on_dropped=log.on_dropped)
        queue.put(a_transfer(1))
        for _ in range(5):
            ours, theirs = link()
            async with delivering(queue, Station(ours)) as delivery:
                request = await theirs.take()
                assert request[3]["data"] == "1"
                queue.put(a_transfer(2))
                theirs.cut()
                await settle()
            assert delivery.exception() is None
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            for _ in range(6):
                await answer(theirs)
            await queue.drained()
        assert [number for number, _ in log.delivered] == [1, 2, 3, 4, 5, 6]
        assert log.dropped == []

    run(scenario())


def test_one_charge_point_lives_on_many_links() -> None:
    async def scenario() -> None:
        queue = OfflineQueue()
        station: Any = None
        for number in (1, 2, 3):
            ours, theirs = link()
            if station is None:
                station = Station(ours)
            station._connection = ours
            queue.put(a_transfer(number))
            async with delivering(queue, station):
                assert (await answer(theirs))[3]["data"] == str(number)
                await queue.drained()
                theirs.cut()
                await settle()

    run(scenario())


def test_a_pause_ends_with_the_link_and_goes_on_with_the_next() -> None:
    async def scenario() -> None:
        queue = OfflineQueue(interval_s=60)
        queue.put(a_transfer(1))
        ours, theirs = link()
        begin = now()
        async with delivering(queue, Station(ours)) as delivery:
            await refuse(theirs)
            await asyncio.sleep(20)
            theirs.cut()
            await settle()
        assert delivery.done()
        assert now() - begin == 20
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await answer(theirs)
            assert now() - begin == 60
            await queue.drained()

    run(scenario())


def test_a_link_that_cannot_send_ends_the_delivery_and_the_message_stays() -> None:
    async def scenario() -> None:
        queue = OfflineQueue(attempts=1)
        queue.put(a_transfer(1))
        ours, theirs = link()
        theirs.cut()
        with pytest.raises(LinkBrokenError):
            await queue.deliver(Station(ours))
        assert numbers(queue) == [1]

    run(scenario())


def test_only_one_delivery_runs_at_a_time() -> None:
    async def scenario() -> None:
        queue = OfflineQueue()
        ours, _ = link()
        async with delivering(queue, Station(ours)):
            await settle()
            with pytest.raises(RuntimeError, match="being delivered already"):
                await queue.deliver(Station(link()[0]))
        ours, theirs = link()
        queue.put(a_transfer(1))
        async with delivering(queue, Station(ours)):
            await answer(theirs)
            await queue.drained()

    run(scenario())


def test_messages_of_another_version_wait_for_a_link_of_theirs(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        queue = OfflineQueue()
        queue.put(v201.call.Heartbeat())
        queue.put(a_transfer(2))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await answer(theirs)
            await settle()
            assert numbers(queue) == [1]
        assert "1 queued messages are not of OCPP 1.6 and wait" in caplog.text
        ours, theirs = link()
        async with delivering(queue, v201.ChargePoint("CP-1", ours)):
            await answer(theirs, {"currentTime": TIME})
            await queue.drained()

    run(scenario())
