"""The beat of a load: the only timer of the event loop."""

import asyncio
from collections.abc import Callable
from time import perf_counter_ns

from csms_simulator.load.histogram import Histogram

PERIOD_S = 0.02

_PERIOD_NS = round(PERIOD_S * 1e9)


class Pulse:
    """Calls something 50 times a second, as far as the event loop lets it, and knows how late it was.

    libuv reads from its sockets for as long as there is much to read, before it looks at its timers. So whoever reads
    may call `beat` when `due_ns` of `time.perf_counter_ns` has passed.

    Args:
        action: what is called, with the time of `time.perf_counter` in seconds.
        on_failed: gets what the action raises; then the pulse has stopped.
    """

    def __init__(self, action: Callable[[float], object], on_failed: Callable[[Exception], object]) -> None:
        self._action = action
        self._on_failed = on_failed
        self._timer: asyncio.TimerHandle | None = None
        self._is_beating = False
        self._has_stopped = False
        self.lateness = Histogram()
        self.due_ns = perf_counter_ns()

    def beat(self) -> None:
        """Call the action now, and then again."""
        if self._is_beating or self._has_stopped:
            return
        self._is_beating = True
        if self._timer is not None:
            self._timer.cancel()
        now_ns = perf_counter_ns()
        self.lateness.record((now_ns - self.due_ns) // 1000)
        self.due_ns = now_ns + _PERIOD_NS
        self._timer = asyncio.get_running_loop().call_later(PERIOD_S, self.beat)
        try:
            self._action(now_ns / 1e9)
        except Exception as error:  # noqa: BLE001 - it must not end the link of a station that happens to call
            self.stop()
            self._on_failed(error)
        finally:
            self._is_beating = False

    def stop(self) -> None:
        """Beat no more."""
        self._has_stopped = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
