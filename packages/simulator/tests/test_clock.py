"""Simulated time: scaled, and by hand."""

import asyncio

import pytest

from csms_simulator.clock import ManualClock, ScaledClock
from packages.ocpp.tests.memory_link import now, run


@pytest.mark.parametrize("speed", [0.5, 1, 60])
def test_time_goes_so_many_times_as_fast_as_the_loops(speed: float) -> None:
    async def scenario() -> None:
        clock = ScaledClock(speed, start=1_000_000)
        assert clock.now() == 1_000_000
        begin = now()
        await clock.sleep(120)
        assert clock.now() == pytest.approx(1_000_120)
        assert now() - begin == pytest.approx(120 / speed)

    run(scenario())


def test_a_timer_that_was_cancelled_does_nothing() -> None:
    async def scenario() -> None:
        clock = ScaledClock(10, start=0)
        called: list[float] = []
        clock.call_at(5, lambda: called.append(5)).cancel()
        clock.call_at(6, lambda: called.append(6))
        clock.call_at(-1, lambda: called.append(-1))
        await clock.sleep_until(10)
        assert called == [-1, 6]

    run(scenario())


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_time_that_does_not_go_on_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="The speed must be above 0"):
        ScaledClock(speed)


async def test_time_by_hand_calls_in_order_and_lets_what_is_called_run() -> None:
    clock = ManualClock(start=100)
    happened: list[str] = []

    async def sleeper() -> None:
        await clock.sleep(10)
        happened.append(f"woken at {clock.now():g}")
        await clock.sleep(5)
        happened.append(f"woken at {clock.now():g}")

    task = asyncio.ensure_future(sleeper())
    await asyncio.sleep(0)
    clock.call_at(112, lambda: happened.append("112"))
    clock.call_at(110, lambda: happened.append("110")).cancel()
    await clock.advance(9)
    assert happened == []
    await clock.advance(6)
    assert happened == ["woken at 110", "112", "woken at 115"]
    assert clock.now() == 115
    await task


async def test_time_by_hand_never_runs_backwards() -> None:
    clock = ManualClock(start=100)
    at: list[float] = []
    clock.call_at(50, lambda: at.append(clock.now()))
    await clock.advance(0)
    assert at == [100]
