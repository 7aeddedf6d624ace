"""Answers that many ask for are found once."""

import asyncio
from datetime import timedelta

import pytest

from csms.web.recent import Recent
from packages.csms.tests.web.serving import Clock


class Finder:
    """Finds answers when it is let."""

    def __init__(self) -> None:
        self.count = 0
        self.may_go_on = asyncio.Event()

    async def find(self) -> int:
        self.count += 1
        await self.may_go_on.wait()
        return self.count


def recent(clock: Clock) -> Recent[int]:
    return Recent(clock, timedelta(seconds=1))


async def test_who_asks_at_the_same_time_gets_the_same_answer() -> None:
    finder, answers = Finder(), recent(Clock())
    asking = [asyncio.create_task(answers.get("q", finder.find)) for _ in range(3)]
    finder.may_go_on.set()
    assert await asyncio.gather(*asking) == [1, 1, 1]
    assert await answers.get("other", finder.find) == 2


async def test_an_answer_is_told_again_until_it_is_old() -> None:
    finder, clock = Finder(), Clock()
    answers = recent(clock)
    finder.may_go_on.set()
    assert [await answers.get("q", finder.find) for _ in range(2)] == [1, 1]
    clock.advance(1)
    assert await answers.get("q", finder.find) == 2


async def test_who_goes_away_does_not_take_the_answer_from_the_others() -> None:
    finder, answers = Finder(), recent(Clock())
    first, second = (asyncio.create_task(answers.get("q", finder.find)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    finder.may_go_on.set()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_failure_is_told_to_those_who_wait_and_not_kept() -> None:
    answers = recent(Clock())

    async def fail() -> int:
        raise LookupError("the database is away")

    for told in await asyncio.gather(*(answers.get("q", fail) for _ in range(2)), return_exceptions=True):
        assert isinstance(told, LookupError)
    finder = Finder()
    finder.may_go_on.set()
    assert await answers.get("q", finder.find) == 1
