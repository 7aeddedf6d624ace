"""When what is due: a hashed timing wheel, for any number of timers at the cost of one.

Pure: the caller brings the time, in seconds of any clock that never runs backwards.
"""

import math
from collections.abc import Callable


class Timer:
    """Something that will be done, unless it is cancelled."""

    __slots__ = ("action", "due_tick")

    def __init__(self, due_tick: int, action: Callable[[], object]) -> None:
        self.due_tick = due_tick
        self.action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Do nothing when it is due; once it was done, this changes nothing."""
        self.action = None


class TimerWheel:
    """Timers in the order in which they are due: never early, and late by less than a tick and the caller's own delay.

    A timer is put into the slot of its tick, modulo the number of slots; one that is due in a later turn of the wheel
    stays where it is. So adding and cancelling cost the same however many timers there are, and so does a tick without
    timers.

    Args:
        now_s: the time now.
        tick_s: how exact it is.
        slots: after how many ticks the wheel has turned once.
    """

    def __init__(self, now_s: float, tick_s: float = 0.02, slots: int = 4096) -> None:
        self._start_s = now_s
        self._tick_s = tick_s
        self._slots: list[list[Timer]] = [[] for _ in range(slots)]
        self._tick = 0

    def add(self, due_s: float, action: Callable[[], object]) -> Timer:
        """Have `action` called when the time is `due_s` or later; for a time that has passed, with the next tick."""
        due_tick = max(math.ceil((due_s - self._start_s) / self._tick_s), self._tick + 1)
        timer = Timer(due_tick, action)
        self._slots[due_tick % len(self._slots)].append(timer)
        return timer

    def run_due(self, now_s: float) -> None:
        """Do everything that is due at `now_s`, in the order of ticks, within one as it was added."""
        tick = math.floor((now_s - self._start_s) / self._tick_s)
        count = len(self._slots)
        first = self._tick + 1
        self._tick = max(self._tick, tick)
        due: list[Timer] = []
        for slot in range(first, min(tick + 1, first + count)):
            timers = self._slots[slot % count]
            if timers:
                due += [timer for timer in timers if timer.due_tick <= tick]
                self._slots[slot % count] = [timer for timer in timers if timer.due_tick > tick and timer.action]
        due.sort(key=_due_tick)
        for timer in due:
            action = timer.action
            if action is not None:
                timer.action = None
                action()


def _due_tick(timer: Timer) -> int:
    return timer.due_tick
