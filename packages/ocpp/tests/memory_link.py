"""A wire in memory between two ends, and an event loop whose clock jumps: no test waits for real time."""

import asyncio
import json
import selectors
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")

Frame = list[Any]
"""A frame as JSON holds it."""


class LinkBrokenError(Exception):
    """What the ends raise when the wire is cut; no subclass of what the library catches."""


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for no time: instead of sleeping it moves the clock of its loop forward."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise AssertionError("The test waits for something that never comes")
            self.now += max(timeout, 0)
        return ready


class VirtualClockLoop(asyncio.SelectorEventLoop):
    """An event loop that is always at the time of the next timer, or fails if there is nothing to wait for."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(scenario: Coroutine[Any, Any, T]) -> T:
    """Run a scenario on a loop with a virtual clock; tasks that it leaves behind are cancelled."""
    with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
        return runner.run(scenario)


def now() -> float:
    """Return the virtual time in seconds."""
    return asyncio.get_running_loop().time()


async def settle() -> None:
    """Let everything run that can run without time passing."""
    for _ in range(50):
        await asyncio.sleep(0)


class LinkEnd:
    """One end of a wire: `recv` and `send` as the library asks of a connection.

    `delay_s` is how long the wire takes what this end sends; `deliver` may be replaced to lose or repeat it.
    """

    def __init__(self, delay_s: float = 0) -> None:
        self.delay_s = delay_s
        self.sent: list[str] = []
        self.deliver: Callable[[Any], None] = self._deliver
        self.broken: BaseException | None = None
        self._arrived: deque[Any] = deque()
        self._wakeup: asyncio.Event = asyncio.Event()
        self.other: LinkEnd

    async def recv(self) -> Any:
        while not self._arrived:
            if self.broken is not None:
                raise self.broken
            self._wakeup.clear()
            await self._wakeup.wait()
        return self._arrived.popleft()

    async def send(self, message: Any, /) -> None:
        if self.broken is not None:
            raise self.broken
        self.sent.append(message)
        if self.delay_s:
            asyncio.get_running_loop().call_later(self.delay_s, self.deliver, message)
        else:
            self.deliver(message)

    def _deliver(self, message: Any) -> None:
        if self.other.broken is None:
            self.other._arrived.append(message)
            self.other._wakeup.set()

    def cut(self, error: BaseException | None = None) -> None:
        """Cut the wire for both ends; what arrived before can still be read."""
        for end in (self, self.other):
            end.broken = error or LinkBrokenError("cut")
            end._wakeup.set()

    # The test's hand on this end

    async def put(self, frame: Frame | str | bytes | object) -> None:
        """Send a frame, or text and bytes as they are."""
        await self.send(json.dumps(frame, separators=(",", ":")) if isinstance(frame, list) else frame)

    async def take(self) -> Frame:
        """Wait for the next frame."""
        frame: Frame = json.loads(await self.recv())
        return frame

    def taken(self) -> list[Frame]:
        """Return the frames that have arrived and were not taken, without waiting."""
        frames = [json.loads(message) for message in self._arrived]
        self._arrived.clear()
        return frames

    async def ask(self, frame: Frame | str | bytes) -> Frame:
        """Send a request and return the next frame."""
        await self.put(frame)
        return await self.take()


def link(*, delay_s: float = 0) -> tuple[LinkEnd, LinkEnd]:
    """Return the two ends of a new wire."""
    left, right = LinkEnd(delay_s), LinkEnd(delay_s)
    left.other, right.other = right, left
    return left, right


@asynccontextmanager
async def serving(*charge_points: Any) -> AsyncGenerator[None]:
    """Run the `start()` of charge points until the block ends; that one of them ended by itself is a failure."""
    tasks = [asyncio.ensure_future(charge_point.start()) for charge_point in charge_points]
    await asyncio.sleep(0)
    try:
        yield
        await settle()
        for task in tasks:
            assert not task.done(), f"start() has ended: {task.exception()!r}"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
