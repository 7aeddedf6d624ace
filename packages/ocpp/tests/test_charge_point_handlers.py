"""Handlers: slow, silent, failing ones neither end nor block the connection; `@after` hooks have an owner."""
# pyright: basic

import asyncio
import gc
import logging
from typing import Any

import pytest

from ocpp import v16, v21, v201
from ocpp.charge_point import INBOX_LIMIT
from ocpp.exceptions import SecurityError
from ocpp.routing import after, create_route_map, on

from .memory_link import Frame, LinkBrokenError, link, now, run, serving, settle
from .stations import BOOT, HEARTBEAT, HEARTBEAT_ANSWER, MODULES, VERSIONS, boot_answer, station, warnings_of

each_version = pytest.mark.parametrize("version", VERSIONS)
concurrencies = pytest.mark.parametrize("concurrency", [1, 4])


def boot(version: str, message_id: str = "boot") -> Frame:
    return [2, message_id, "BootNotification", BOOT[version]]


@each_version
def test_a_slow_handler_does_not_block_the_reader_and_answers_in_order(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def on_boot(**_: Any) -> Any:
            await asyncio.sleep(60)
            return boot_answer(version)

        async with serving(station(version, ours, {"BootNotification": on_boot})):
            begin = now()
            await theirs.put(boot(version))
            await theirs.put(HEARTBEAT)
            assert (await theirs.take())[1] == "boot"
            assert now() - begin == pytest.approx(60)
            assert await theirs.take() == HEARTBEAT_ANSWER

    run(scenario())


@each_version
def test_with_more_concurrency_others_are_served_meanwhile(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        running: list[int] = [0, 0]

        async def on_boot(**_: Any) -> Any:
            running[0] += 1
            running[1] = max(running)
            await asyncio.sleep(60)
            running[0] -= 1
            return boot_answer(version)

        async with serving(station(version, ours, {"BootNotification": on_boot}, concurrency=3)):
            await theirs.put(boot(version))
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
            for n in range(5):
                await theirs.put(boot(version, f"boot-{n}"))
            answers = [(await theirs.take())[1] for _ in range(6)]
            assert answers == ["boot", *(f"boot-{n}" for n in range(5))]
            assert running == [0, 3]

    run(scenario())


async def _waits_for_a_cancelled_task() -> Any:
    task = asyncio.ensure_future(asyncio.sleep(10))
    task.cancel()
    return await task


async def _cancels_itself() -> Any:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(1)


async def _raises_cancelled_error() -> Any:
    raise asyncio.CancelledError


async def _times_out() -> Any:
    async with asyncio.timeout(1):
        await asyncio.sleep(10)


async def _task_group_fails() -> Any:
    async with asyncio.TaskGroup() as group:
        group.create_task(_raises())
        await asyncio.sleep(10)


async def _raises() -> Any:
    raise ValueError("failed")


def _returns_nothing() -> Any:
    return None


async def _recurses() -> Any:
    return await _recurses()


def _raises_details_that_json_cannot_hold() -> Any:
    raise SecurityError("no", {"why": object()})


def _raises_details_that_are_no_object() -> Any:
    details: Any = ["why"]
    raise SecurityError("no", details)


def _raises_a_description_that_is_no_text() -> Any:
    description: Any = 5
    raise SecurityError(description)


def _raises_lone_surrogates() -> Any:
    raise SecurityError("\ud800", {"\ud800": "\ud800"})


def _raises_itself_in_circles() -> Any:
    details: dict[str, Any] = {}
    details["self"] = details
    raise SecurityError("no", details)


def _returns_lone_surrogates() -> Any:
    return v16.call_result.Heartbeat(current_time="\ud800")


class _NoTextError(Exception):
    def __str__(self) -> str:
        raise ValueError("no text")


def _raises_what_has_no_text() -> Any:
    raise _NoTextError


FAILURES = [
    _raises_what_has_no_text,
    _waits_for_a_cancelled_task,
    _cancels_itself,
    _raises_cancelled_error,
    _times_out,
    _task_group_fails,
    _raises,
    _returns_nothing,
    _recurses,
    _raises_details_that_json_cannot_hold,
    _raises_details_that_are_no_object,
    _raises_a_description_that_is_no_text,
    _raises_lone_surrogates,
    _raises_itself_in_circles,
    _returns_lone_surrogates,
]


@each_version
@concurrencies
@pytest.mark.parametrize("fail", FAILURES, ids=lambda fail: fail.__name__.strip("_"))
def test_a_handler_that_fails_is_answered_and_the_next_requests_too(version: str, concurrency: int, fail: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        handlers = {"BootNotification": lambda **_: fail()}
        async with serving(station(version, ours, handlers, concurrency=concurrency)):
            # The next requests wait already while the handler fails.
            for n in range(3):
                await theirs.put(boot(version, str(n)))
            await theirs.put(HEARTBEAT)
            answers = sorted([await theirs.take() for _ in range(4)], key=lambda answer: answer[1])
            assert [answer[:2] for answer in answers] == [[4, "0"], [4, "1"], [4, "2"], [3, "heartbeat"]]
            assert {answer[2] for answer in answers[:3]} <= {"InternalError", "SecurityError"}

    run(scenario())


@each_version
def test_the_log_says_which_handler_returned_nothing(version: str, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        async with serving(station(version, ours, {"BootNotification": lambda **_: _returns_nothing()})):
            await theirs.ask(boot(version))

    run(scenario())
    assert "returned None" in caplog.text


def test_requests_beyond_the_limit_are_refused_and_the_memory_is_bounded(caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        gate = asyncio.Event()

        async def on_boot(**_: Any) -> Any:
            await gate.wait()
            return boot_answer("1.6")

        async with serving(station("1.6", ours, {"BootNotification": on_boot})):
            for n in range(INBOX_LIMIT + 4):
                await theirs.put(boot("1.6", str(n)))
            await theirs.put("no frame")
            await theirs.put([6, "send", "NotifyPeriodicEventStream", {}])
            for _ in range(20):
                await settle()
            refused = theirs.taken()
            assert [answer[:3] for answer in refused] == [
                [4, str(n), "GenericError"] for n in range(INBOX_LIMIT + 1, INBOX_LIMIT + 4)
            ]
            assert len(warnings_of(caplog.records)) == 5, "what is dropped is logged"
            gate.set()
            answers = [await theirs.take() for _ in range(INBOX_LIMIT + 1)]
            assert [answer[:2] for answer in answers] == [[3, str(n)] for n in range(INBOX_LIMIT + 1)]
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())


def test_answers_come_through_a_full_inbox() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        gate = asyncio.Event()

        async def on_boot(**_: Any) -> Any:
            await gate.wait()
            return boot_answer("1.6")

        charge_point = station("1.6", ours, {"BootNotification": on_boot})
        async with serving(charge_point):
            for n in range(INBOX_LIMIT + 1):
                await theirs.put(boot("1.6", str(n)))
            task = asyncio.ensure_future(charge_point.request(v16.call.ClearCache()))
            request = await theirs.take()
            await theirs.put([3, request[1], {"status": "Accepted"}])
            assert (await task).status == "Accepted"
            gate.set()

    run(scenario())


@each_version
def test_after_hooks_are_kept_alive_and_their_errors_logged(version: str, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        ended: list[str] = []

        async def after_boot(**_: Any) -> None:
            await asyncio.sleep(5)
            ended.append("boot")
            raise ValueError("the hook failed")

        async def after_heartbeat() -> None:
            ended.append("heartbeat")

        hooks = {"BootNotification": after_boot, "Heartbeat": after_heartbeat}
        charge_point = station(version, ours, {"BootNotification": lambda **_: boot_answer(version)}, hooks)
        async with serving(charge_point):
            assert (await theirs.ask(boot(version)))[0] == 3
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
            gc.collect()
            await asyncio.sleep(10)
            assert ended == ["heartbeat", "boot"]
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
        assert not charge_point._tasks

    run(scenario())
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "the hook failed" in caplog.text


@each_version
@pytest.mark.parametrize(
    "fail",
    [_raises, _raises_cancelled_error, _cancels_itself, lambda: 1 / 0],
    ids=["it raises", "it raises CancelledError", "it cancels itself", "it takes no arguments"],
)
def test_an_after_hook_that_fails_harms_nothing(version: str, fail: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        async with serving(station(version, ours, hooks_after={"Heartbeat": fail})):
            for _ in range(3):
                assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
                await settle()

    run(scenario())


@each_version
def test_an_after_hook_may_call_and_gets_the_answer(version: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        results: list[Any] = []

        async def after_boot(response: Any, **_: Any) -> None:
            results.append(response.status)
            results.append((await charge_point.request(MODULES[version].call.ClearCache())).status)

        charge_point = station(version, ours, {"BootNotification": lambda **_: boot_answer(version)})
        charge_point.after_boot = after("BootNotification", inject_response=True)(after_boot)
        charge_point.route_map = create_route_map(charge_point)
        async with serving(charge_point):
            assert (await theirs.ask(boot(version)))[0] == 3
            request = await theirs.take()
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
            await theirs.put([3, request[1], {"status": "Accepted"}])
            await settle()
            assert results == ["Accepted", "Accepted"]

    run(scenario())


def test_typed_handlers_get_and_return_messages() -> None:
    class Station16(v16.ChargePoint):
        @on("BootNotification")
        def on_boot(self, request: v16.call.BootNotification) -> Any:
            assert type(request) is v16.call.BootNotification
            assert request.charge_point_vendor == "vendor"
            return boot_answer("1.6")

    class Station201(v201.ChargePoint):
        @on("BootNotification")
        async def on_boot(self, request: v201.call.BootNotification, call_unique_id: str) -> Any:
            assert call_unique_id == "boot"
            assert request.charging_station.model == "model"
            return boot_answer("2.0.1")

    class Station21(v21.ChargePoint):
        @on("BootNotification")
        async def on_boot(self, request: "v21.call.BootNotification") -> Any:
            assert request.charging_station["vendor_name"] == "vendor"
            return boot_answer("2.1")

    async def scenario() -> None:
        for station_class in (Station16, Station201, Station21):
            ours, theirs = link()
            async with serving(station_class("CP-1", ours)):
                version = station_class._ocpp_version
                assert (await theirs.ask(boot(version)))[:2] == [3, "boot"]

    run(scenario())


@each_version
def test_lines_that_complain_of_a_request_are_short(version: str, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        async with serving(station(version, ours)):
            await theirs.ask([2, "1", "Heartbeat", {"more": "x" * 100_000}])
            await theirs.ask([2, "1", "x" * 100_000, {}])

    run(scenario())
    assert [len(line) < 5000 for line in warnings_of(caplog.records)] == [True, True]


# The end of a connection


@each_version
@concurrencies
def test_handlers_finish_after_the_link_has_closed(version: str, concurrency: int) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        recorded: list[str] = []

        async def on_boot(**_: Any) -> Any:
            await asyncio.sleep(5)
            recorded.append("boot")
            return boot_answer(version)

        charge_point = station(version, ours, {"BootNotification": on_boot}, concurrency=concurrency)
        task = asyncio.ensure_future(charge_point.start())
        await theirs.put(boot(version))
        await settle()
        ours.cut(LinkBrokenError("cut"))
        with pytest.raises(LinkBrokenError):
            await task
        assert recorded == ["boot"]

    run(scenario())


@each_version
def test_handlers_that_never_finish_are_cancelled(version: str, caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        ends: list[str] = []

        async def on_boot(**_: Any) -> Any:
            try:
                await asyncio.Event().wait()
            finally:
                ends.append("cancelled")

        charge_point = station(version, ours, {"BootNotification": on_boot}, response_timeout=30)
        task = asyncio.ensure_future(charge_point.start())
        for n in range(3):
            await theirs.put(boot(version, str(n)))
        await settle()
        begin = now()
        ours.cut()
        with pytest.raises(LinkBrokenError):
            await task
        assert now() - begin == pytest.approx(30)
        assert ends == ["cancelled"]
        assert len(asyncio.all_tasks()) == 1, "a task has no owner"

    run(scenario())
    assert len(warnings_of(caplog.records)) == 1


@pytest.mark.parametrize("closed_before", [False, True])
def test_cancelling_start_cancels_the_handlers(*, closed_before: bool) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        ends: list[str] = []

        async def on_boot(**_: Any) -> Any:
            try:
                await asyncio.Event().wait()
            finally:
                ends.append("cancelled")

        charge_point = station("1.6", ours, {"BootNotification": on_boot})
        task = asyncio.ensure_future(charge_point.start())
        await theirs.put(boot("1.6"))
        await settle()
        if closed_before:
            ours.cut()
            await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert ends == ["cancelled"]
        assert len(asyncio.all_tasks()) == 1, "a task has no owner"

    run(scenario())


@concurrencies
@pytest.mark.parametrize("slow", [False, True])
def test_a_connection_that_cannot_send_ends_start(concurrency: int, *, slow: bool) -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def fail(message: Any, /) -> None:
            raise LinkBrokenError("cannot send")

        async def on_boot(**_: Any) -> Any:
            if slow:
                await asyncio.sleep(3)
            return boot_answer("1.6")

        ours.send = fail
        charge_point = station("1.6", ours, {"BootNotification": on_boot}, concurrency=concurrency)
        task = asyncio.ensure_future(charge_point.start())
        await theirs.put(boot("1.6"))
        with pytest.raises(LinkBrokenError, match="cannot send"):
            await task
        assert not task.cancelled()
        assert len(asyncio.all_tasks()) == 1

    run(scenario())


def test_a_strict_station_handles_a_retry_of_what_was_never_answered() -> None:
    """Rule 3.4: the first attempt ended with its connection, so the memory has no answer to repeat."""

    async def scenario() -> None:
        ours, theirs = link()
        attempts: list[int] = []

        async def on_boot(**_: Any) -> Any:
            attempts.append(1)
            if len(attempts) == 1:
                await asyncio.Event().wait()
            return boot_answer("1.6")

        charge_point = station("1.6", ours, {"BootNotification": on_boot}, strict=True)
        task = asyncio.ensure_future(charge_point.start())
        await theirs.put(boot("1.6"))
        await settle()
        ours.cut()
        with pytest.raises(LinkBrokenError):
            await task
        charge_point._connection, theirs = link()
        async with serving(charge_point):
            await theirs.put(boot("1.6"))
            await settle()
            assert [answer[:2] for answer in theirs.taken()] == [[3, "boot"]]

    run(scenario())


def test_a_strict_station_repeats_the_answer_over_a_new_connection() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        attempts: list[int] = []

        def on_boot(**_: Any) -> Any:
            attempts.append(1)
            return boot_answer("1.6")

        charge_point = station("1.6", ours, {"BootNotification": on_boot}, strict=True)
        for _ in range(2):
            charge_point._connection, theirs = link()
            async with serving(charge_point):
                assert (await theirs.ask(boot("1.6")))[:2] == [3, "boot"]
        assert len(attempts) == 1

    run(scenario())


def test_a_strict_station_with_concurrency_keeps_answers_of_equal_ids_apart() -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def on_authorize(id_tag: str) -> Any:
            await asyncio.sleep(int(id_tag))
            info: Any = {"status": "Accepted", "parentIdTag": id_tag}
            return v16.call_result.Authorize(info)

        frames: list[Frame] = [[2, "1", "Authorize", {"idTag": str(n)}] for n in (1, 2)]
        async with serving(station("1.6", ours, {"Authorize": on_authorize}, strict=True, concurrency=4)):
            for frame in frames:
                await theirs.put(frame)
            answers = [await theirs.take() for _ in frames]
            assert [answer[2]["idTagInfo"]["parentIdTag"] for answer in answers] == ["1", "2"]
            for frame, answer in zip(frames, answers, strict=True):
                assert await theirs.ask(frame) == answer

    run(scenario())


def test_a_repeated_request_that_is_being_handled_is_answered_once(caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def on_boot(**_: Any) -> Any:
            await asyncio.sleep(5)
            return boot_answer("1.6")

        charge_point = station("1.6", ours, {"BootNotification": on_boot}, strict=True, concurrency=4)
        async with serving(charge_point):
            await theirs.put(boot("1.6"))
            await theirs.put(boot("1.6"))
            assert (await theirs.take())[:2] == [3, "boot"]
            await asyncio.sleep(20)
            assert theirs.taken() == []
            assert len(warnings_of(caplog.records)) == 1

    run(scenario())
