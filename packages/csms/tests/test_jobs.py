"""Work that is done again and again: it goes on after an error, and ends with the server."""

import asyncio
import logging

import pytest

from csms.jobs import Jobs
from csms.storage.engine import StorageError


class Sleeper:
    """Sleeps as long as the test wants."""

    def __init__(self) -> None:
        self.asked_s: list[float] = []
        self._turn = asyncio.Semaphore(0)

    async def __call__(self, seconds: float) -> None:
        self.asked_s.append(seconds)
        await self._turn.acquire()

    async def pass_time(self, times: int = 1) -> None:
        for _ in range(times):
            self._turn.release()
            for _ in range(5):
                await asyncio.sleep(0)


async def test_a_job_is_done_after_each_pause_and_not_before() -> None:
    sleeper = Sleeper()
    jobs = Jobs(sleeper)
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    jobs.every(5, "work", work)
    async with jobs:
        await asyncio.sleep(0)
        assert done == []
        await sleeper.pass_time(3)
        assert done == ["work"] * 3
        assert set(sleeper.asked_s) == {5}
    assert done == ["work"] * 3


async def test_a_job_that_fails_is_logged_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    sleeper = Sleeper()
    jobs = Jobs(sleeper)
    errors: list[Exception] = [ValueError("a mistake"), StorageError("The disk is full")]
    done: list[str] = []

    async def work() -> None:
        if errors:
            raise errors.pop(0)
        done.append("work")

    jobs.every(5, "count sheep", work)
    async with jobs:
        await sleeper.pass_time(3)
    assert done == ["work"]
    mistake, storage = caplog.records
    assert mistake.levelno == logging.ERROR
    assert mistake.exc_info is not None
    assert storage.getMessage() == "Could not count sheep: The disk is full"
    assert storage.exc_info is None


async def test_a_job_is_done_once_more_at_the_end_if_it_wants_so() -> None:
    jobs = Jobs(Sleeper())
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    async def fail() -> None:
        raise ValueError("a mistake")

    jobs.every(5, "fail", fail, at_end=True)
    jobs.every(5, "work", work, at_end=True)
    jobs.every(5, "other work", work)
    async with jobs:
        pass
    assert done == ["work"]
