"""The time of a story: it flies while nothing goes on, and is the real one while somebody waits for an answer."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Self, cast

import msgspec

from csms.app import App
from csms_simulator.clock import Clock
from ocpp.hooks import Hooks
from ocpp.messages import MessageType

TICK_S = 0.01
QUIET_S = 0.02
"""After so much real time without a frame or a handshake, nothing goes on."""
FLIGHT_S = 0.5
"""So much time of the story passes with each tick then."""
PATIENCE_S = 2.0
"""Who has not answered after so much real time does not want to."""


class Traffic(Hooks):
    """Knows whether something goes on between a central system and its stations.

    Args:
        app: the central system, in another thread.
    """

    def __init__(self, app: App) -> None:
        self._hooks = app.recorder
        self._bus = app.bus
        self._server = app.ocpp_server
        self._unanswered: dict[tuple[str, bool, str], tuple[float, object]] = {}
        self._last_frame = self._last_handshake = time.monotonic()
        self.orders = 0
        """How many orders of the operator are being done."""

    def frame_received(self, charge_point_id: str, frame: str | bytes) -> None:
        self._note(charge_point_id, frame, is_ours=False)
        self._hooks.frame_received(charge_point_id, frame)

    def frame_sent(self, charge_point_id: str, frame: str) -> None:
        self._note(charge_point_id, frame, is_ours=True)
        self._hooks.frame_sent(charge_point_id, frame)

    def _note(self, identity: str, frame: str | bytes, *, is_ours: bool) -> None:
        kind, message_id, *_ = cast("list[object]", msgspec.json.decode(frame))
        if kind == MessageType.Call:
            self._unanswered[identity, is_ours, str(message_id)] = (time.monotonic(), self._bus.link(identity))
        else:
            self._unanswered.pop((identity, not is_ours, str(message_id)), None)
        self._last_frame = time.monotonic()

    @property
    def is_quiet(self) -> bool:
        """Whether nobody waits for anything."""
        now = time.monotonic()
        is_waited_for = any(
            now - asked_at < PATIENCE_S and self._bus.link(key[0]) is link
            for key, (asked_at, link) in list(self._unanswered.items())
        )
        if self._server.handshakes:
            self._last_handshake = now
        last_event = max(self._last_frame, self._last_handshake)
        return not self.orders and not is_waited_for and now - last_event > QUIET_S


class _Timer:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback = callback
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class StoryClock(Clock):
    """The clock of a station; `async with` has it run.

    Args:
        traffic: between the station and the central system.
    """

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._now = time.time()
        self._timers: list[tuple[float, int, _Timer]] = []
        self._numbers = itertools.count()

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    def now(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Callable[[], object]) -> _Timer:
        timer = _Timer(callback)
        heapq.heappush(self._timers, (when, next(self._numbers), timer))
        return timer

    async def _run(self) -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(TICK_S)
            passed_s = time.monotonic() - before
            before += passed_s
            # Who comes late has not seen what goes on: the machine is busy.
            is_in_time = passed_s < 2 * TICK_S
            self._go_on(FLIGHT_S if is_in_time and self._traffic.is_quiet else passed_s)

    def _go_on(self, seconds: float) -> None:
        end = self._now + seconds
        while self._timers and self._timers[0][0] <= end:
            when, _, timer = heapq.heappop(self._timers)
            if not timer.is_cancelled:
                self._now = max(self._now, when)
                timer.callback()
                return  # what it begins may need time
        self._now = end
