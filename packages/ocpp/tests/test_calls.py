"""Our calls with their waiters and the one timer, on a clock that jumps."""
# pyright: basic

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from ocpp.calls import CallLock, Calls
from ocpp.exceptions import CallQueueFullError, LinkClosedError, OCPPError
from ocpp.messages import CallError, CallResult
from ocpp.rpc import CallErrorFrame, CallResultFrame
from ocpp.session import QUEUE_LIMIT, CallState

from .memory_link import Frame, LinkEnd, link, now, run, serving, settle
from .stations import MODULES, station


def result(message_id: str) -> CallResultFrame:
    return CallResultFrame(message_id, Raw(b'{"id":"%s"}' % message_id.encode()))


async def whole_call(calls: Calls, message_id: str, timeout_s: float, sent: list[str]) -> Any:
    call = calls.submit(message_id, timeout_s)
    try:
        await calls.turn(call)
        sent.append(message_id)
        return await calls.response(call)
    finally:
        calls.withdraw(call)


def test_turn_and_response() -> None:
    async def scenario() -> None:
        calls, sent = Calls(), list[str]()
        tasks = [asyncio.ensure_future(whole_call(calls, f"{n}", 10, sent)) for n in range(3)]
        for n in range(3):
            await settle()
            assert sent == [f"{m}" for m in range(n + 1)]
            calls.receive(result(f"{n}"))
        responses = await asyncio.gather(*tasks)
        assert [(type(response), response.payload) for response in responses] == [
            (CallResult, {"id": f"{n}"}) for n in range(3)
        ]

    run(scenario())


def test_an_answer_that_came_before_somebody_waits_is_kept() -> None:
    async def scenario() -> None:
        calls = Calls()
        call = calls.submit("1", 10)
        calls.receive(result("1"))
        await calls.turn(call)
        assert (await calls.response(call)).unique_id == "1"
        assert (await calls.response(call)).unique_id == "1"

    run(scenario())


def test_an_error_is_a_response() -> None:
    async def scenario() -> None:
        calls = Calls()
        call = calls.submit("1", 10)
        calls.receive(CallErrorFrame("1", "GenericError", "words", Raw(b'{"a":1}')))
        response = await calls.response(call)
        assert isinstance(response, CallError)
        assert (response.error_code, response.error_description, response.error_details) == (
            "GenericError",
            "words",
            {"a": 1},
        )

    run(scenario())


def test_the_timer_runs_for_the_earliest_deadline_whichever_came_first() -> None:
    async def scenario() -> None:
        calls, begin = Calls(), now()
        ends: dict[str, float] = {}

        async def timed(message_id: str, timeout_s: float) -> None:
            with pytest.raises(TimeoutError):
                await whole_call(calls, message_id, timeout_s, [])
            ends[message_id] = now() - begin

        await asyncio.gather(timed("a", 30), timed("b", 10), timed("c", 20), timed("d", 10))
        assert ends == pytest.approx({"a": 30, "b": 10, "c": 20, "d": 10})

    run(scenario())


def test_the_timer_does_not_run_on_for_nothing() -> None:
    async def scenario() -> None:
        calls = Calls()
        await asyncio.gather(*(whole_call_answered(calls, f"{n}") for n in range(5)))
        begin = now()
        await asyncio.sleep(100)
        assert now() - begin == pytest.approx(100)
        assert calls._timer is None

    async def whole_call_answered(calls: Calls, message_id: str) -> None:
        call = calls.submit(message_id, 10)
        await calls.turn(call)
        calls.receive(result(message_id))
        await calls.response(call)

    run(scenario())


def test_closing_fails_those_who_wait_for_turn_or_response() -> None:
    async def scenario() -> None:
        calls, sent = Calls(), list[str]()
        tasks = [asyncio.ensure_future(whole_call(calls, f"{n}", 10, sent)) for n in range(3)]
        await settle()
        begin, cause = now(), OSError("cut")
        calls.close(cause)
        errors = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(error) for error in errors] == [LinkClosedError] * 3
        assert all(isinstance(error, BaseException) and error.__cause__ is cause for error in errors)
        assert now() == begin
        assert sent == ["0"]
        assert calls._timer is None
        with pytest.raises(LinkClosedError):
            calls.submit("4", 10)

    run(scenario())


def test_failing_a_call_by_its_id() -> None:
    async def scenario() -> None:
        calls, error = Calls(), ValueError("unreadable")
        first, second = calls.submit("1", 10), calls.submit("2", 10)
        assert not calls.fail("2", error)
        assert not calls.fail("3", error)
        assert calls.fail("1", error)
        with pytest.raises(ValueError, match="unreadable"):
            await calls.response(first)
        assert second.state is CallState.outstanding
        assert not calls.fail("1", error)

    run(scenario())


def test_the_lock_is_a_turn() -> None:
    async def scenario() -> None:
        calls = Calls()
        lock = CallLock(calls, 10)
        assert not lock.locked()
        with pytest.raises(RuntimeError):
            lock.release()
        async with lock:
            assert lock.locked()
            call = calls.submit("1", 5)
            assert call.state is CallState.queued
        await calls.turn(call)
        assert lock.locked()
        begin = now()
        with pytest.raises(TimeoutError):
            await calls.response(call)
        assert now() - begin == pytest.approx(5)
        assert not lock.locked()

    run(scenario())


def test_waiting_for_the_lock_ends_in_time_and_can_be_cancelled() -> None:
    async def scenario() -> None:
        calls = Calls()
        calls.submit("1", 100)
        begin = now()
        with pytest.raises(TimeoutError):
            await CallLock(calls, 10).acquire()
        assert now() - begin == pytest.approx(10)
        task = asyncio.ensure_future(CallLock(calls, 10).acquire())
        await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert [call.id for call in calls.session.pending()] == ["1"]
        calls.close(OSError())
        with pytest.raises(LinkClosedError):
            await CallLock(calls, 10).acquire()

    run(scenario())


def test_the_lock_gives_its_turn_away_when_its_time_is_over() -> None:
    async def scenario() -> None:
        calls = Calls()
        async with CallLock(calls, 10):
            call = calls.submit("1", 100)
            await calls.turn(call)
        assert calls.session.outstanding is call

    run(scenario())


# Whatever two charge points do to each other

ACTS = st.sampled_from(
    ["answer"] * 6 + ["slow", "very slow", "lose", "repeat", "error", "stranger", "broken", "cancel"]
)


class UnreliableEnd(LinkEnd):
    """The other side of a charge point: answers each request as the plan says."""

    def __init__(self, plan: list[tuple[str, float]]) -> None:
        super().__init__()
        self.plan = plan
        self.answered: set[str] = set()

    def answer(self, frame: Frame, data: str) -> None:
        self.answered.add(data)
        self.deliver(json.dumps(frame))

    async def serve(self) -> None:
        n = 0
        while True:
            _, message_id, _, payload = await self.take()
            act, delay_s = self.plan[n % len(self.plan)]
            n += 1
            answers = {
                "lose": [],
                "repeat": [[3, message_id, payload]] * 2,
                "error": [[4, message_id, "GenericError", "", payload]],
                "stranger": [[3, "stranger", payload], [3, message_id, payload]],
                "broken": [[3, message_id]],
            }.get(act, [[3, message_id, payload]])
            wait = {"slow": delay_s * 3, "very slow": delay_s * 20}.get(act, delay_s)
            for frame in answers:
                answer = json.loads(json.dumps(frame).replace('"vendorId": "v"', '"status": "Accepted"'))
                asyncio.get_running_loop().call_later(wait, self.answer, answer, payload["data"])


@settings(max_examples=60, deadline=None)
@given(
    plan=st.lists(st.tuples(ACTS, st.floats(0, 3)), min_size=1, max_size=12),
    callers=st.lists(st.tuples(st.floats(0, 20), st.floats(0.5, 20), st.booleans()), min_size=1, max_size=40),
    cut_after=st.none() | st.floats(0.1, 40),
)
def test_every_call_ends_once_in_time_and_with_its_own_answer(
    plan: list[tuple[str, float]], callers: list[tuple[float, float, bool]], cut_after: float | None
) -> None:
    async def scenario() -> None:
        ours, theirs = LinkEnd(), UnreliableEnd(plan)
        ours.other, theirs.other = theirs, ours
        charge_point = station("1.6", ours)
        ended: list[int] = []
        order: list[str] = []
        submitted: list[str] = []
        send = charge_point._send
        begin = now()
        over_at: dict[str, float] = {}

        async def watch(message: str) -> None:
            data = json.loads(message)[3]["data"]
            outstanding = [other for other in order if other not in theirs.answered and over_at[other] > now() + 1e-6]
            assert not outstanding, "two calls are outstanding"
            assert now() < over_at[data] + 1e-6, "sent when its time was over"
            order.append(data)
            await send(message)

        charge_point._send = watch

        async def caller(number: int, starts_at: float, timeout_s: float, *, cancelled: bool) -> None:
            await asyncio.sleep(starts_at)
            data, start_time = str(number), now()
            over_at[data] = start_time + timeout_s * (0.5 if cancelled else 1)
            submitted.append(data)
            payload = MODULES["1.6"].call.DataTransfer(vendor_id="v", data=data)
            task = asyncio.ensure_future(charge_point.request(payload, timeout_s=timeout_s))
            if cancelled:
                asyncio.get_running_loop().call_later(timeout_s / 2, task.cancel)
            task.add_done_callback(lambda _: ended.append(number))
            await asyncio.wait([task])
            waited = now() - start_time
            assert waited <= timeout_s * (0.5 if cancelled else 1) + 1e-6, "a deadline was missed"
            if task.cancelled():
                assert cancelled
                return
            error = task.exception()
            if error is None:
                assert task.result().data == data, "the answer of another call"
            elif type(error) is TimeoutError:
                assert waited == pytest.approx(timeout_s)
            elif isinstance(error, LinkClosedError):
                assert cut_after is not None
                assert now() - begin >= cut_after - 1e-6
            else:
                assert isinstance(error, OCPPError | CallQueueFullError), error

        serving_task = asyncio.ensure_future(charge_point.start())
        serve_task = asyncio.ensure_future(theirs.serve())
        if cut_after is not None:
            asyncio.get_running_loop().call_later(cut_after, ours.cut)
        await asyncio.gather(*(caller(n, at, timeout, cancelled=c) for n, (at, timeout, c) in enumerate(callers)))
        assert sorted(ended) == list(range(len(callers))), "a call ended twice or never"
        assert len(order) == len(set(order)), "a call was sent twice"
        assert order == [data for data in submitted if data in order], "calls overtook each other"
        session = charge_point._calls.session
        assert session.outstanding is None
        assert list(session.pending()) == []
        assert charge_point._response_queue.qsize() <= 16
        for task in (serving_task, serve_task):
            task.cancel()
        await asyncio.gather(serving_task, serve_task, return_exceptions=True)

    run(scenario())


def test_more_callers_than_the_queue_holds() -> None:
    async def scenario() -> None:
        calls = Calls()
        for n in range(QUEUE_LIMIT + 1):
            calls.submit(f"{n}", 10)
        with pytest.raises(CallQueueFullError):
            calls.submit("more", 10)
        await asyncio.sleep(11)
        calls.submit("more", 10)

    run(scenario())


def test_a_link_with_delay_keeps_deadlines() -> None:
    async def scenario() -> None:
        ours, theirs = link(delay_s=6)
        async with serving(left := station("1.6", ours), station("1.6", theirs)):
            heartbeat = MODULES["1.6"].call.Heartbeat()
            begin = now()
            with pytest.raises(TimeoutError):
                await left.request(heartbeat, timeout_s=11)
            assert now() - begin == pytest.approx(11)
            begin = now()
            assert (await left.request(heartbeat, timeout_s=13)).current_time == "now"
            assert now() - begin == pytest.approx(12)

    run(scenario())
