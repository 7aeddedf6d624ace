"""What waits to be handled: in order, bounded, a fixed number at a time."""
# pyright: basic

import asyncio
import sys

import pytest

from ocpp.inbox import Inbox, start_task

from .memory_link import now, run, settle


class Work:
    """Notes when frames begin and end; "fail" fails, "cancel" cancels its task, a number is its seconds."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.interrupted: list[str] = []
        self.running = 0
        self.most = 0

    async def interrupt(self, frame: str | bytes) -> None:
        await asyncio.sleep(0)
        self.interrupted.append(str(frame))

    async def handle(self, frame: str | bytes) -> None:
        text = str(frame)
        self.log.append(f"+{text}")
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            name, _, seconds = text.partition(":")
            if seconds:
                await asyncio.sleep(float(seconds))
            if name == "cancel":
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
                await asyncio.sleep(1)
            if name == "fail":
                raise ValueError(text)
            self.log.append(f"-{text}")
        finally:
            self.running -= 1


def inbox_of(work: Work, concurrency: int = 1, limit: int = 10) -> Inbox:
    return Inbox(work.handle, work.interrupt, asyncio.current_task(), concurrency=concurrency, limit=limit)


def test_frames_are_handled_in_order_one_after_the_other() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work)
        for frame in ("a:3", "b:2", "c", "d:1"):
            assert inbox.put(frame)
        await asyncio.sleep(10)
        assert work.log == ["+a:3", "-a:3", "+b:2", "-b:2", "+c", "-c", "+d:1", "-d:1"]
        assert work.most == 1

    run(scenario())


@pytest.mark.parametrize("concurrency", [2, 3, 5])
def test_so_many_at_a_time_and_begun_in_order(concurrency: int) -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work, concurrency=concurrency)
        for n in range(10):
            assert inbox.put(f"{n}:{10 - n}")
        await asyncio.sleep(100)
        assert work.most == concurrency
        assert [entry for entry in work.log if entry[0] == "+"] == [f"+{n}:{10 - n}" for n in range(10)]
        assert len(work.log) == 20

    run(scenario())


def test_what_is_too_much_is_refused_until_there_is_room() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work, limit=2)
        assert [inbox.put(f"{n}:1") for n in range(5)] == [True, True, True, False, False]
        await asyncio.sleep(1.5)
        assert [inbox.put(f"{n}:1") for n in range(5, 7)] == [True, False]
        await asyncio.sleep(10)
        assert [entry for entry in work.log if entry[0] == "-"] == ["-0:1", "-1:1", "-2:1", "-5:1"]

    run(scenario())


def test_a_failure_stops_the_reader_that_waits_for_something_else() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work)
        inbox.put("fail:1")
        inbox.put("never")
        begin = now()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.sleep(100)
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()
        assert now() - begin == pytest.approx(1)
        assert isinstance(inbox.failure, ValueError)
        await settle()
        assert work.log == ["+fail:1"]

    run(scenario())


@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_frame_whose_handler_cancels_its_task_does_not_stop_the_others(concurrency: int) -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work, concurrency=concurrency)
        for frame in ("cancel", "a:1", "cancel:1", "b:1", "c"):
            assert inbox.put(frame)
        await asyncio.sleep(10)
        assert work.interrupted == ["cancel", "cancel:1"]
        assert sorted(entry for entry in work.log if entry[0] == "-") == ["-a:1", "-b:1", "-c"]
        assert inbox.failure is None
        assert len(asyncio.all_tasks()) == 1

    run(scenario())


def test_drain_that_is_cancelled_cancels_the_handlers() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work)
        inbox.put("a:100")
        task = asyncio.ensure_future(inbox.drain(50))
        await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert work.running == 0
        assert work.interrupted == []
        assert len(asyncio.all_tasks()) == 1

    run(scenario())


def test_drain_waits_for_what_is_there() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work)
        inbox.put("a:3")
        inbox.put("b:3")
        begin = now()
        assert await inbox.drain(10)
        assert now() - begin == pytest.approx(6)
        assert work.log[-1] == "-b:3"
        assert await inbox.drain(10)

    run(scenario())


def test_drain_cancels_what_takes_too_long() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work)
        inbox.put("a:3")
        inbox.put("b:300")
        inbox.put("c")
        begin = now()
        assert not await inbox.drain(10)
        assert now() - begin == pytest.approx(10)
        assert work.log == ["+a:3", "-a:3", "+b:300"]
        assert work.running == 0

    run(scenario())


def test_cancel_forgets_what_waits() -> None:
    async def scenario() -> None:
        work = Work()
        inbox = inbox_of(work, concurrency=2)
        for frame in ("a:3", "b:3", "c"):
            inbox.put(frame)
        await settle()
        await inbox.cancel()
        await settle()
        assert work.log == ["+a:3", "+b:3"]
        assert work.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(scenario())


@pytest.mark.parametrize("eager", [True, False])
def test_tasks_start_and_return(*, eager: bool) -> None:
    if eager and sys.version_info < (3, 12):
        return

    async def scenario() -> None:
        steps: list[str] = []

        async def work() -> int:
            steps.append("begun")
            await asyncio.sleep(0)
            return 5

        task = start_task(work(), eager=eager)
        assert steps == (["begun"] if eager else [])
        assert await task == 5

    run(scenario())
