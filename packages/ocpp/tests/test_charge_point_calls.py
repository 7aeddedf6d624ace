"""Calls to the other side: their turn, their deadline, their answer (rules-ocppj.md, sections 3 to 5)."""
# pyright: basic

import asyncio
import json
import logging
from typing import Any

import pytest

from ocpp import v16
from ocpp.codec import find_violation
from ocpp.exceptions import (
    CallQueueFullError,
    FormationViolationError,
    FormatViolationError,
    InternalError,
    LinkClosedError,
    NotImplementedError,
    OccurenceConstraintViolationError,
    OccurrenceConstraintViolationError,
    OCPPError,
    ProtocolError,
    RpcFrameworkError,
    UnknownCallErrorCodeError,
)
from ocpp.hooks import Hooks
from ocpp.session import QUEUE_LIMIT

from .memory_link import Frame, LinkBrokenError, LinkEnd, link, now, run, serving, settle
from .stations import BOOT, HEARTBEAT, HEARTBEAT_ANSWER, MODULES, VERSIONS, boot_answer, station, warnings_of

each_version = pytest.mark.parametrize("version", VERSIONS)
strict_or_not = pytest.mark.parametrize("strict", [False, True], ids=["customary", "strict"])
ACCEPTED = {"status": "Accepted"}


def clear_cache(version: str) -> Any:
    return MODULES[version].call.ClearCache()


def start(*calls: Any) -> list["asyncio.Task[Any]"]:
    return [asyncio.ensure_future(call) for call in calls]


async def outcomes(tasks: list["asyncio.Task[Any]"]) -> list[Any]:
    return await asyncio.gather(*tasks, return_exceptions=True)


@each_version
@strict_or_not
def test_rule_4_1_the_next_call_is_sent_when_the_last_one_is_answered(version: str, strict: bool) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            tasks = start(*(charge_point.request(clear_cache(version)) for _ in range(5)))
            for n in range(5):
                request = await theirs.take()
                await settle()
                assert theirs.taken() == [], "two calls are outstanding"
                answer = [4, request[1], "InternalError", "", {}] if n == 2 else [3, request[1], ACCEPTED]
                await theirs.put(answer)
                await settle()
                assert [task.done() for task in tasks] == [m <= n for m in range(5)], "not in order"
            results = await outcomes(tasks)
            assert [type(result).__name__ for result in results] == [
                *["ClearCache"] * 2,
                "InternalError",
                *["ClearCache"] * 2,
            ]

    run(scenario())


@each_version
def test_rule_4_1_the_next_call_is_sent_after_a_timeout(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours)
        async with serving(charge_point):
            begin = now()
            tasks = start(
                charge_point.request(clear_cache(version), timeout_s=7),
                charge_point.request(clear_cache(version), timeout_s=20),
            )
            first, second = await theirs.take(), await theirs.take()
            assert now() - begin == pytest.approx(7)
            await theirs.put([3, second[1], ACCEPTED])
            results = await outcomes(tasks)
            assert isinstance(results[0], TimeoutError)
            assert not isinstance(results[0], LinkClosedError)
            assert results[1].status == "Accepted"
            assert first[1] != second[1]

    run(scenario())


def test_rule_4_4_the_deadline_counts_the_wait_for_the_turn() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours, response_timeout=30)
        async with serving(charge_point):
            begin = now()
            ends: list[float] = []

            async def timed(timeout_s: float) -> None:
                try:
                    await charge_point.request(clear_cache("1.6"), timeout_s=timeout_s)
                finally:
                    ends.append(now() - begin)

            results = await outcomes(start(timed(30), timed(10), timed(12)))
            assert [type(result) for result in results] == [TimeoutError] * 3
            assert ends == pytest.approx([10, 12, 30])
            await settle()
            assert len(theirs.taken()) == 1, "a call was sent whose time was over"

    run(scenario())


def test_the_default_time_is_the_response_timeout() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours, response_timeout=5)
        async with serving(charge_point):
            for method in (charge_point.call, charge_point.request):
                begin = now()
                with pytest.raises(TimeoutError, match=r"^Waited 5s for response on \[2,"):
                    await method(clear_cache("1.6"))
                assert now() - begin == pytest.approx(5)

    run(scenario())


@each_version
@strict_or_not
def test_rule_4_4_a_late_answer_is_dropped_with_one_log_line(version: str, strict: bool, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            with pytest.raises(TimeoutError):
                await charge_point.request(clear_cache(version), timeout_s=1)
            late = await theirs.take()
            await theirs.put([3, late[1], {"status": "Rejected"}])
            await settle()
            assert len(warnings_of(caplog.records)) == 1
            assert late[1] in caplog.text
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"
            assert len(warnings_of(caplog.records)) == 1
            assert theirs.taken() == []

    run(scenario())


@each_version
def test_rule_4_4_an_unknown_answer_is_dropped_with_one_log_line(version: str, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours)
        async with serving(charge_point):
            await theirs.put([3, "unknown", {"status": "Rejected"}])
            await theirs.put([4, "unknown too", "GenericError", "", {}])
            await settle()
            assert len(warnings_of(caplog.records)) == 2
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"
            assert len(warnings_of(caplog.records)) == 2
            assert theirs.taken() == []

    run(scenario())


@each_version
def test_rule_3_5_answers_go_to_the_call_with_their_id(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours)
        async with serving(charge_point):
            tasks = start(*(charge_point.call(clear_cache(version), unique_id=f"id-{n}") for n in range(3)))
            assert (await theirs.take())[1] == "id-0"
            for wrong in ("id-1", "id-2", "ID-0", 0):
                await theirs.put([3, wrong, {"status": "Rejected"}])
            await settle()
            assert not any(task.done() for task in tasks), "an answer to a call that was not sent was taken"
            for n in range(3):
                await theirs.put([3, f"id-{n}", ACCEPTED])
                await settle()
            assert [result.status for result in await outcomes(tasks)] == ["Accepted"] * 3

    run(scenario())


@each_version
@strict_or_not
def test_rule_4_2_a_call_does_not_keep_requests_from_being_served(version: str, strict: bool) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
            assert not task.done()
            # Both sides may even use the same id.
            assert (await theirs.ask([2, request[1], "Heartbeat", {}]))[:2] == [3, request[1]]
            assert not task.done()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"

    run(scenario())


@each_version
def test_rule_4_2_two_charge_points_call_each_other_at_once(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link(delay_s=0.2)
        left, right = station(version, ours), station(version, theirs)
        async with serving(left, right):
            heartbeat = MODULES[version].call.Heartbeat
            begin = now()
            calls = [charge_point.request(heartbeat()) for _ in range(5) for charge_point in (left, right)]
            results = await outcomes(start(*calls))
            assert [result.current_time for result in results] == ["now"] * 10
            assert now() - begin == pytest.approx(5 * 0.4)

    run(scenario())


@each_version
def test_call_inside_a_handler(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        inner: list[Any] = []

        async def on_boot(**_: Any) -> Any:
            inner.append(await charge_point.request(clear_cache(version)))
            return boot_answer(version)

        charge_point = station(version, ours, {"BootNotification": on_boot})
        async with serving(charge_point):
            request = await theirs.ask([2, "boot", "BootNotification", BOOT[version]])
            assert request[2] == "ClearCache"
            answer = await theirs.ask([3, request[1], ACCEPTED])
            assert answer[:2] == [3, "boot"]
            assert inner[0].status == "Accepted"

    run(scenario())


@each_version
def test_answers_arrive_while_a_handler_is_slow(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def on_boot(**_: Any) -> Any:
            await asyncio.sleep(60)
            return boot_answer(version)

        charge_point = station(version, ours, {"BootNotification": on_boot})
        async with serving(charge_point):
            await theirs.put([2, "boot", "BootNotification", BOOT[version]])
            await settle()
            begin = now()
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"
            assert now() == begin

    run(scenario())


def test_an_answer_may_come_before_send_returns() -> None:
    class SlowLink(LinkEnd):
        async def send(self, message: Any, /) -> None:
            await super().send(message)
            await asyncio.sleep(3)

    async def scenario() -> None:
        ours, theirs = SlowLink(), LinkEnd()
        ours.other, theirs.other = theirs, ours
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            for method in (charge_point.call, charge_point.request):
                begin = now()
                (task,) = start(method(clear_cache("1.6")))
                request = await theirs.take()
                await theirs.put([3, request[1], ACCEPTED])
                assert (await task).status == "Accepted"
                assert now() - begin == pytest.approx(3)

    run(scenario())


@each_version
@strict_or_not
@pytest.mark.parametrize(
    "cause", [LinkBrokenError("cut"), ConnectionResetError(), EOFError(), asyncio.CancelledError()]
)
def test_rule_4_7_pending_calls_fail_at_once_when_the_link_closes(
    version: str, strict: bool, cause: BaseException
) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        serving_task = asyncio.ensure_future(charge_point.start())
        tasks = start(
            *(charge_point.request(clear_cache(version)) for _ in range(3)), charge_point.call(clear_cache(version))
        )
        await settle()
        begin = now()
        ours.cut(cause)
        results = await outcomes(tasks)
        assert now() == begin
        for result in results:
            assert isinstance(result, LinkClosedError)
            assert isinstance(result, ConnectionError)
            assert isinstance(result, TimeoutError)
        with pytest.raises(type(cause)):
            await serving_task
        assert len(theirs.taken()) == 1
        with pytest.raises(LinkClosedError):
            await charge_point.request(clear_cache(version))

    run(scenario())


def test_rule_4_7_pending_calls_fail_when_start_is_cancelled() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours)
        serving_task = asyncio.ensure_future(charge_point.start())
        tasks = start(charge_point.request(clear_cache("1.6")), charge_point.request(clear_cache("1.6")))
        await settle()
        serving_task.cancel()
        results = await outcomes([*tasks, serving_task])
        assert [type(result) for result in results] == [LinkClosedError, LinkClosedError, asyncio.CancelledError]

    run(scenario())


def test_after_a_new_start_calls_work_again() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours)
        serving_task = asyncio.ensure_future(charge_point.start())
        await settle()
        ours.cut()
        with pytest.raises(LinkBrokenError):
            await serving_task
        charge_point._connection, theirs = link()
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache("1.6")))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"

    run(scenario())


def test_a_connection_that_cannot_send_fails_the_call_and_not_the_next() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            send, broken = ours.send, OSError("full")

            async def fail(message: Any, /) -> None:
                raise broken

            ours.send = fail
            with pytest.raises(OSError, match="full"):
                await charge_point.request(clear_cache("1.6"))
            ours.send = send
            (task,) = start(charge_point.request(clear_cache("1.6")))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"

    run(scenario())


def test_the_queue_of_calls_is_bounded() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            tasks = start(*(charge_point.request(clear_cache("1.6")) for _ in range(QUEUE_LIMIT + 3)))
            await settle()
            refused = [task for task in tasks if task.done()]
            assert [type(task.exception()) for task in refused] == [CallQueueFullError] * 2
            assert len(theirs.taken()) == 1

    run(scenario())


def test_a_cancelled_call_gives_its_turn_away() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            first, second, third, fourth = start(*(charge_point.request(clear_cache("1.6")) for _ in range(4)))
            await theirs.take()
            third.cancel()
            await settle()
            first.cancel()
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await second).status == "Accepted"
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await fourth).status == "Accepted"
            assert theirs.taken() == []
            assert first.cancelled()
            assert third.cancelled()

    run(scenario())


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        ([4, "id", "InternalError", "words", {"a": 1}], InternalError("words", {"a": 1})),
        ([4, "id", "InternalError"], InternalError("")),
        ([4, "id", "InternalError", None], InternalError("")),
        ([4, "id", "InternalError", "words", None], InternalError("words")),
        ([4, "id", "InternalError", "words", ["a"]], InternalError("words")),
        ([4, "id", "FormatViolation", "", {}], FormatViolationError("")),
        ([4, "id", "FormationViolation", "", {}], FormationViolationError("")),
        ([4, "id", "OccurenceConstraintViolation", "", {}], OccurenceConstraintViolationError("")),
        ([4, "id", "OccurrenceConstraintViolation", "", {}], OccurrenceConstraintViolationError("")),
        ([4, "id", "RpcFrameworkError", "", {}], RpcFrameworkError("")),
    ],
    ids=str,
)
def test_rule_5_1_both_spellings_and_short_errors_are_read(frame: Frame, error: OCPPError) -> None:
    async def scenario() -> None:
        for version in VERSIONS:
            ours, theirs = link()
            charge_point = station(version, ours)
            async with serving(charge_point):
                (task,) = start(charge_point.request(clear_cache(version)))
                request = await theirs.take()
                await theirs.put([frame[0], request[1], *frame[2:]])
                with pytest.raises(OCPPError) as caught:
                    await task
                assert caught.value == error

    run(scenario())


def test_a_code_that_ocpp_does_not_know_keeps_what_was_said() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache("1.6")))
            request = await theirs.take()
            await theirs.put([4, request[1], "VendorTrouble", "words", {"a": 1}])
            with pytest.raises(UnknownCallErrorCodeError, match="VendorTrouble") as caught:
                await task
            assert caught.value.code == "VendorTrouble"
            assert caught.value.details == {"a": 1}

    run(scenario())


BROKEN_RESULTS: list[Any] = [
    {"status": "Perhaps"},
    {"status": 5},
    {},
    {"status": "Accepted", "more": 1},
    [],
    "text",
    '[3,"%s",{"status":1e999}]',
    '[3,"%s",{"status":' + "9" * 5000 + "}]",
]


@each_version
@strict_or_not
@pytest.mark.parametrize("broken", BROKEN_RESULTS, ids=lambda broken: str(broken)[:30])
def test_rule_5_5_an_invalid_result_fails_the_call(version: str, strict: bool, broken: Any) -> None:
    """In OCPP 2.1 strict the other side is told by a CALLRESULTERROR, else it is told nothing."""

    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            await theirs.put(
                broken % request[1] if isinstance(broken, str) and "%" in broken else [3, request[1], broken]
            )
            with pytest.raises(OCPPError) as caught:
                await task
            await settle()
            if strict and version == "2.1":
                (refusal,) = theirs.taken()
                assert refusal[:3] == [5, request[1], caught.value.code]
                assert [type(element) for element in refusal[3:]] == [str, dict]
            else:
                assert theirs.taken() == []

    run(scenario())


@each_version
@strict_or_not
@pytest.mark.parametrize(
    "broken", ['[3,"%s"]', '[3,"%s",{},{}]', '[3,"%s",{"a":}]', '[3,"%s",{', '[4,"%s"]', '[4,"%s",5,"",{}]'], ids=str
)
def test_rule_5_5_an_answer_that_is_no_frame_fails_its_call_at_once(version: str, strict: bool, broken: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            begin = now()
            await theirs.put(broken % request[1])
            with pytest.raises(OCPPError) as caught:
                await task
            assert now() == begin
            await settle()
            if strict and version == "2.1" and broken.startswith("[3"):
                (refusal,) = theirs.taken()
                assert refusal[:3] == [5, request[1], caught.value.code]
            else:
                assert theirs.taken() == []

    run(scenario())


@each_version
@strict_or_not
@pytest.mark.parametrize("answer", ['[3,"%s",{"status":"Accepted"}]', '[3,"%s",{"status":5}]', '[3,"%s"]'])
def test_rule_5_5_a_result_is_judged_once(version: str, strict: bool, answer: str) -> None:
    """Neither its repetition nor one that nobody waits for is answered."""

    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours, strict=strict)
        async with serving(charge_point):
            tasks = start(charge_point.request(clear_cache(version)))
            request = await theirs.take()
            for _ in range(3):
                await theirs.put(answer % request[1])
            await outcomes(tasks)
            await settle()
            assert len(theirs.taken()) <= 1
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())


def test_rule_5_5_a_result_error_is_logged_and_disturbs_no_call(caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("2.1", ours, strict=True)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache("2.1")))
            request = await theirs.take()
            await theirs.put([5, request[1], "FormatViolation", "your answer", {}])
            await settle()
            assert not task.done()
            assert len(warnings_of(caplog.records)) == 1
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"

    run(scenario())


@strict_or_not
@pytest.mark.parametrize("broken", ['[5,"%s"]', '[5,"%s",5,"",{}]', '[6,"%s"]', '[6,"%s","Any",{'])
def test_rule_3_5_ids_of_the_other_side_are_not_those_of_our_calls(strict: bool, broken: str) -> None:
    """A broken CALLRESULTERROR or SEND bears an id of the other side, which may be equal to one of ours."""

    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("2.1", ours, strict=strict)
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache("2.1")))
            request = await theirs.take()
            await theirs.put(broken % request[1])
            await settle()
            assert not task.done()
            await theirs.put([3, request[1], ACCEPTED])
            assert (await task).status == "Accepted"

    run(scenario())


def test_rule_3_7_a_null_payload_is_an_empty_result() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            for method in (charge_point.call, charge_point.request):
                (task,) = start(method(v16.call.GetConfiguration()))
                request = await theirs.take()
                await theirs.put([3, request[1], None])
                assert (await task).unknown_key is None

    run(scenario())


@each_version
def test_rule_3_3_ids_of_calls_are_unique_and_no_longer_than_36(version: str) -> None:
    async def scenario() -> None:
        ids: set[str] = set()
        for _ in range(2):
            ours, theirs = link()
            charge_point = station(version, ours)
            async with serving(charge_point):
                for _ in range(50):
                    (task,) = start(charge_point.request(clear_cache(version)))
                    request = await theirs.take()
                    ids.add(request[1])
                    await theirs.put([3, request[1], ACCEPTED])
                    await task
        assert len(ids) == 100
        assert all(1 <= len(message_id) <= 36 for message_id in ids)

    run(scenario())


def test_rule_4_3_a_send_needs_no_turn() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("2.1", ours)
        v21 = MODULES["2.1"]
        async with serving(charge_point):
            (task,) = start(charge_point.request(clear_cache("2.1")))
            request = await theirs.take()
            element = v21.datatypes.StreamDataElementType(t=0, v="1")
            stream = v21.call.NotifyPeriodicEventStream(
                id=1, pending=0, basetime="2026-01-01T00:00:00Z", data=[element]
            )
            await charge_point.send(stream)
            sent = await theirs.take()
            assert sent[0] == 6
            assert sent[1] != request[1]
            assert sent[2] == "NotifyPeriodicEventStream"
            assert sent[3]["data"] == [{"t": 0, "v": "1"}]
            assert not task.done()
            await theirs.put([3, request[1], ACCEPTED])
            await task

    run(scenario())


@each_version
def test_what_is_not_valid_is_not_sent(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station(version, ours)
        async with serving(charge_point):
            request = MODULES[version].call
            for payload in (request.Reset(type="Sideways"), request.Reset(type=None), object()):
                with pytest.raises(OCPPError):
                    await charge_point.request(payload)
            await settle()
            assert theirs.taken() == []
            (task,) = start(charge_point.request(clear_cache(version)))
            assert (await theirs.take())[2] == "ClearCache"
            task.cancel()

    run(scenario())


def test_a_program_that_takes_the_lock_itself_waits_like_every_call() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)

        async def own_call() -> Any:
            async with charge_point._call_lock:
                await charge_point._send('[2,"mine","ClearCache",{}]')
                return await charge_point._get_specific_response("mine", 10)

        async with serving(charge_point):
            first, own, last = start(
                charge_point.request(clear_cache("1.6")), own_call(), charge_point.request(clear_cache("1.6"))
            )
            for task in (first, own, last):
                request = await theirs.take()
                await settle()
                assert theirs.taken() == []
                await theirs.put([3, request[1], ACCEPTED])
                await task
            assert own.result().payload == ACCEPTED
            assert not charge_point._call_lock.locked()

    run(scenario())


def test_a_program_that_takes_the_lock_has_its_own_time() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            begin = now()
            async with charge_point._call_lock:
                with pytest.raises(TimeoutError):
                    await charge_point._get_specific_response("mine", 4)
            assert now() - begin == pytest.approx(4)

    run(scenario())


def test_a_charge_point_may_live_longer_than_its_event_loop() -> None:
    charge_point = station("1.6", None)

    async def scenario(*, answered: bool) -> None:
        charge_point._connection, theirs = link()
        async with serving(charge_point):
            begin = now()
            tasks = start(charge_point.request(clear_cache("1.6"), timeout_s=10))
            request = await theirs.take()
            if answered:
                await theirs.put([3, request[1], ACCEPTED])
            await outcomes(tasks)
            assert now() - begin == pytest.approx(0 if answered else 10)

    run(scenario(answered=True))
    run(scenario(answered=False))


def test_hooks_are_told_of_calls_and_frames() -> None:
    class Watch(Hooks):
        def __init__(self) -> None:
            self.seen: list[Any] = []

        def frame_received(self, charge_point_id: str, frame: str | bytes) -> None:
            self.seen.append(("received", charge_point_id, json.loads(frame)[0]))

        def frame_sent(self, charge_point_id: str, frame: str) -> None:
            self.seen.append(("sent", charge_point_id, json.loads(frame)[0]))

        def request_handled(self, charge_point_id: str, action: str, seconds: float, error: Exception | None) -> None:
            self.seen.append(("handled", action, type(error)))
            assert seconds >= 0

        def call_ended(self, charge_point_id: str, action: str, seconds: float, error: Exception | None) -> None:
            self.seen.append(("ended", action, type(error)))
            assert seconds >= 0
            raise ValueError("a hook that fails")

    async def scenario() -> None:
        ours, theirs = link()
        watch = Watch()
        charge_point = station("1.6", ours, hooks=watch)
        async with serving(charge_point):
            await theirs.ask(HEARTBEAT)
            await theirs.ask([2, "1", "Reset", {"type": "Soft"}])
            (task,) = start(charge_point.request(clear_cache("1.6")))
            request = await theirs.take()
            await theirs.put([3, request[1], ACCEPTED])
            await task
            with pytest.raises(TimeoutError):
                await charge_point.request(clear_cache("1.6"))
        assert [entry for entry in watch.seen if entry[0] not in ("received", "sent")] == [
            ("handled", "Heartbeat", type(None)),
            ("handled", "Reset", NotImplementedError),
            ("ended", "ClearCache", type(None)),
            ("ended", "ClearCache", TimeoutError),
        ]
        assert [entry for entry in watch.seen if entry[0] in ("received", "sent")] == [
            ("received", "CP-1", 2),
            ("sent", "CP-1", 3),
            ("received", "CP-1", 2),
            ("sent", "CP-1", 4),
            ("sent", "CP-1", 2),
            ("received", "CP-1", 3),
            ("sent", "CP-1", 2),
        ]

    run(scenario())


def test_secrets_are_not_logged(caplog: Any) -> None:
    caplog.set_level(logging.INFO, "ocpp")

    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            request = v16.call.ChangeConfiguration(key="AuthorizationKey", value="0123456789abcdef0123")
            (task,) = start(charge_point.request(request))
            sent = await theirs.take()
            assert sent[3]["value"] == "0123456789abcdef0123"
            await theirs.put([3, sent[1], ACCEPTED])
            await task
            await theirs.ask([2, "1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": "0123456789abcdef"}])
            await theirs.put('[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"0123456789abcdef"')
            await settle()

    run(scenario())
    assert "0123456789" not in caplog.text
    assert "ChangeConfiguration" in caplog.text


def test_errors_that_are_logged_hold_no_secrets(caplog: Any) -> None:
    caplog.set_level(logging.INFO, "ocpp")

    async def scenario() -> None:
        ours, theirs = link()

        def fail(**_: Any) -> Any:
            raise ProtocolError("no")

        charge_point = station("1.6", ours, {"ChangeConfiguration": fail})
        async with serving(charge_point):
            payload = {"key": "AuthorizationKey", "value": "0123456789abcdef"}
            await theirs.ask([2, "1", "ChangeConfiguration", payload])
            await theirs.ask([2, "2", "ChangeConfiguration", payload | {"more": 1}])
            await theirs.ask([2, "3", "ChangeConfiguration", payload | {"value": "0123456789" * 51}])

    run(scenario())
    assert len(warnings_of(caplog.records)) == 3
    assert "0123456789" not in caplog.text


RAW_TRIGGER = '{ "requestedMessage":"Heartbeat", "connectorId": 1 }'


def test_a_raw_request_is_sent_as_it_stands_and_its_answer_is_returned_as_it_came() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            (task,) = start(charge_point.request_raw("TriggerMessage", RAW_TRIGGER))
            request = await theirs.take()
            assert ours.sent[0].endswith(f'"TriggerMessage",{RAW_TRIGGER}]')
            await theirs.put(f'[3,"{request[1]}",{{"status":"accepted",  "more": 1.50}}]')
            assert bytes(await task) == b'{"status":"accepted",  "more": 1.50}'

    run(scenario())


@each_version
def test_a_raw_request_that_is_not_valid_is_not_sent(version: str) -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station(version, ours)
        async with serving(charge_point):
            results = await outcomes(
                start(
                    charge_point.request_raw("ClearCache", b'{"connectorId":1}'),
                    charge_point.request_raw("ClearCache", "null"),
                    charge_point.request_raw("ClearCache", "{"),
                    charge_point.request_raw("ClearCash", "{}"),
                )
            )
            assert [type(result).__name__ for result in results] == [
                "FormatViolationError",
                "TypeConstraintViolationError",
                "FormatViolationError",
                "NotImplementedError",
            ]
            assert "connectorId" in str(results[0])
            assert ours.sent == []

    run(scenario())


def test_a_raw_request_raises_what_it_is_answered_with() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("2.0.1", ours)
        async with serving(charge_point):
            (task,) = start(charge_point.request_raw("ClearCache", "{}"))
            request = await theirs.take()
            await theirs.put([4, request[1], "InternalError", "no cache", {}])
            (result,) = await outcomes([task])
            assert result == InternalError("no cache")

    run(scenario())


def test_an_unreadable_password_is_not_shown_when_a_raw_request_is_refused() -> None:
    payload = '{"key":"AuthorizationKey","value":["secret"]}'
    violation = find_violation(v16.call.ChangeConfiguration, payload)
    assert violation is not None
    assert (violation.keyword, violation.place) == ("type", "value")
    assert "secret" not in str(violation)
    assert find_violation(v16.call.ChangeConfiguration, '{"key":"AuthorizationKey","value":"secret"}') is None
