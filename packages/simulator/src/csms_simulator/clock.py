"""Simulated time: as fast as the real one, faster, or only when it is told to go on."""

import asyncio
import heapq
import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will be called, unless it is cancelled before."""

    def cancel(self) -> None:
        """Do not call it."""
        ...


class Clock(ABC):
    """Where a station has its time from: POSIX seconds."""

    @abstractmethod
    def now(self) -> float:
        """Return the simulated time."""

    @abstractmethod
    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call something at a simulated time, or soon if that has passed."""

    async def sleep(self, seconds: float) -> None:
        """Wait for simulated seconds."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, when: float) -> None:
        """Wait until a simulated time."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        timer = self.call_at(when, lambda: None if waiter.done() else waiter.set_result(None))
        try:
            await waiter
        finally:
            timer.cancel()


class ScaledClock(Clock):
    """Time that goes `speed` times as fast as the event loop's.

    Args:
        speed: 1 for real time, 60 for a minute per second.
        start: the simulated time at the begin, by default now.

    Raises: ValueError if the speed is not above 0.
    """

    def __init__(self, speed: float = 1.0, start: float | None = None) -> None:
        if not speed > 0:
            raise ValueError(f"The speed must be above 0, it is {speed}")
        self.speed = speed
        self._start = time.time() if start is None else start
        self._loop_start: float | None = None

    def now(self) -> float:
        """Return the simulated time; it begins to run when it is first asked for in a running loop."""
        return self._start + (self._loop_time() - self._loop_begin()) * self.speed

    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call something at a simulated time."""
        loop = asyncio.get_running_loop()
        return loop.call_at(self._loop_begin() + (when - self._start) / self.speed, callback)

    def _loop_time(self) -> float:
        return asyncio.get_running_loop().time()

    def _loop_begin(self) -> float:
        if self._loop_start is None:
            self._loop_start = self._loop_time()
        return self._loop_start


class ManualClock(Clock):
    """Time that stands still until `advance` is called: for tests.

    Args:
        start: the simulated time at the begin.
    """

    def __init__(self, start: float = 1_767_225_600.0) -> None:
        self._now = start
        self._timers: list[tuple[float, int, _ManualTimer]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        """Return the simulated time."""
        return self._now

    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call something when `advance` reaches a time."""
        timer = _ManualTimer(callback)
        heapq.heappush(self._timers, (max(when, self._now), next(self._numbers), timer))
        return timer

    async def advance(self, seconds: float) -> None:
        """Let time pass: what is due is called in order, and what it starts may run before time goes on."""
        await _let_others_run()  # who is about to wait begins to wait now
        end = self._now + seconds
        while self._timers and self._timers[0][0] <= end:
            when, _, timer = heapq.heappop(self._timers)
            if timer.is_cancelled:
                continue
            self._now = max(self._now, when)
            timer.callback()
            await _let_others_run()
        self._now = end
        await _let_others_run()


class _ManualTimer:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback = callback
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


async def _let_others_run() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
