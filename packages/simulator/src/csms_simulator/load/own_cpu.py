"""How busy the generator itself is: a slow generator must not be taken for a slow central system."""

import time
from collections.abc import Callable

LIMIT = 0.8
"""Of one core. Above it, answers wait in the generator before they are seen."""

_FEW = 0.1


class OwnCpu:
    """The CPU time of this process as a share of one core, second by second.

    Args:
        cpu_s: CPU seconds of the process so far.
        now_s: a clock that never runs backwards.
    """

    def __init__(
        self, cpu_s: Callable[[], float] = time.process_time, now_s: Callable[[], float] = time.perf_counter
    ) -> None:
        self._cpu_s = cpu_s
        self._now_s = now_s
        self.start()

    def start(self) -> None:
        """Begin anew: what was before does not count."""
        self._first_cpu_s = self._last_cpu_s = self._cpu_s()
        self._first_s = self._last_s = self._now_s()
        self.busiest_share = 0.0
        self.samples = 0
        self.busy_samples = 0

    def sample(self) -> float:
        """Return the share since the last sample."""
        cpu_s, now_s = self._cpu_s(), self._now_s()
        elapsed_s = now_s - self._last_s
        share = (cpu_s - self._last_cpu_s) / elapsed_s if elapsed_s > 0 else 0.0
        self._last_cpu_s, self._last_s = cpu_s, now_s
        self.busiest_share = max(self.busiest_share, share)
        self.samples += 1
        self.busy_samples += share > LIMIT
        return share

    @property
    def share(self) -> float:
        """Since the start."""
        elapsed_s = self._now_s() - self._first_s
        return (self._cpu_s() - self._first_cpu_s) / elapsed_s if elapsed_s > 0 else 0.0

    @property
    def warning(self) -> str | None:
        """What to think of the figures; None if the generator was not busy."""
        if self.share > LIMIT:
            how_busy = f"used {self.share:.0%} of a core itself"
        elif self.busy_samples > _FEW * self.samples:
            how_busy = f"used more than {LIMIT:.0%} of a core itself in {self.busy_samples} of {self.samples} seconds"
        else:
            return None
        return (
            f"The generator {how_busy}: the rate may be its own limit, and the answer times include the time that "
            "answers waited in it. Put fewer stations on each generator and run several, on other cores or machines."
        )
