"""Waiting for simulated seconds at most."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from csms_simulator.clock import Clock

T = TypeVar("T")


async def in_time(clock: Clock, seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Return what some work returns. Raises: TimeoutError if it takes longer, by the simulated clock."""
    task = asyncio.ensure_future(work)
    is_late = False

    def give_up() -> None:
        nonlocal is_late
        is_late = not task.done()
        task.cancel()

    timer = clock.call_at(clock.now() + seconds, give_up)
    try:
        return await task
    except asyncio.CancelledError:
        if is_late and task.cancelled():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        task.cancel()
