"""Pings for all links from one timer, and the decision which link is dead."""

import asyncio
from enum import Enum, auto

from ocpp.websocket.statistics import Statistics


class Health:
    """What a link knows of its other side; the link says when it hears something, `Keepalive` asks."""

    __slots__ = ("answers_pings", "due", "heard", "is_waiting", "silent_s")

    def __init__(self) -> None:
        self.heard: bool = True
        """Whether anything has arrived since the last look."""
        self.answers_pings: bool = False
        """Whether a pong has ever come: some charge points send none (quirk 8)."""
        self.is_waiting: bool = False
        """Whether a ping was sent and nothing has arrived since."""
        self.silent_s: float = 0.0
        """How long nothing has arrived, by the times of looking."""
        self.due: int = 0
        """The tick of the next look."""


class Verdict(Enum):
    """What a look at a link came to."""

    alive = auto()
    ping = auto()
    dead = auto()


class Watched:
    """What `Keepalive` needs of a link."""

    __slots__ = ()

    health: Health

    def ping_now(self) -> None:
        """Send a ping, without waiting."""
        raise NotImplementedError

    def give_up(self, reason: str) -> None:
        """End the link: its other side is gone."""
        raise NotImplementedError


def judge(health: Health, interval_s: float, timeout_s: float | None, max_silence_s: float) -> tuple[Verdict, float]:
    """Look at a link; return the verdict and the seconds until the next look.

    A link is pinged when nothing has arrived for an interval. It is dead when it has answered pings before and now
    nothing at all has arrived for `timeout_s` after one. One that has never answered a ping is dead when it has been
    silent for `max_silence_s`: a link that talks is never ended, whatever it does with pings.
    """
    if health.heard:
        health.heard = health.is_waiting = False
        health.silent_s = 0.0
        return Verdict.alive, interval_s
    if timeout_s is None:
        health.silent_s += interval_s
        return Verdict.ping, interval_s
    if not health.is_waiting:
        health.silent_s += interval_s
        health.is_waiting = True
        return Verdict.ping, timeout_s
    health.silent_s += timeout_s
    if health.answers_pings or health.silent_s >= max_silence_s:
        return Verdict.dead, 0
    health.is_waiting = False
    return Verdict.alive, interval_s


class Keepalive:
    """A wheel of one slot per second: each tick looks at the links of one slot, so the work is spread over time.

    Args:
        interval_s: how long a link may be silent before it is pinged; None: never.
        timeout_s: how long after a ping something must have arrived; None: links are pinged, but never ended.
        max_silence_s: how long a link may be silent that does not answer pings.
    """

    TICK_S = 1.0

    def __init__(
        self, interval_s: float | None, timeout_s: float | None, max_silence_s: float, statistics: Statistics
    ) -> None:
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._max_silence_s = max_silence_s
        self._statistics = statistics
        self._slots: dict[int, set[Watched]] = {}
        self._tick = 0
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, link: Watched) -> None:
        """Look after a link from now on."""
        if self._interval_s is None:
            return
        self._put(link, self._interval_s)
        if self._timer is None:
            self._schedule()

    def forget(self, link: Watched) -> None:
        """Look no more after a link that has ended."""
        slot = self._slots.get(link.health.due)
        if slot is not None:
            slot.discard(link)
            if not slot:
                del self._slots[link.health.due]
        if not self._slots and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def tick(self) -> None:
        """Look at the links whose turn it is."""
        self._tick += 1
        for link in self._slots.pop(self._tick, ()):
            if self._interval_s is not None:
                self._look(link, self._interval_s)
        self._timer = None
        if self._slots:
            self._schedule()

    def _look(self, link: Watched, interval_s: float) -> None:
        verdict, next_s = judge(link.health, interval_s, self._timeout_s, self._max_silence_s)
        if verdict is Verdict.dead:
            self._statistics.ping_timeouts += 1
            link.give_up(f"nothing heard for {link.health.silent_s:.0f} s")
            return
        self._put(link, next_s)
        if verdict is Verdict.ping:
            self._statistics.pings += 1
            link.ping_now()

    def _put(self, link: Watched, seconds: float) -> None:
        due = self._tick + max(1, round(seconds / self.TICK_S))
        link.health.due = due
        self._slots.setdefault(due, set()).add(link)

    def _schedule(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self.TICK_S, self.tick)
