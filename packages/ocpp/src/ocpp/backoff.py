"""How long to wait before connecting again: pure arithmetic, the caller brings the randomness and does the waiting."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """The waits between attempts to reconnect (OCPP 2.0.1 and 2.1 Part 4, 5.4); OCPP 1.6 leaves them to the station.

    Raises: ValueError for a negative or infinite number, and for waits that grow beyond every float.
    """

    wait_minimum_s: float = 5
    """The first wait in seconds, without its random part: RetryBackOffWaitMinimum."""

    random_range_s: float = 10
    """The longest random part, which every wait gets anew: RetryBackOffRandomRange, in seconds."""

    repeat_times: int = 5
    """How often the wait is doubled before it stays as it is: RetryBackOffRepeatTimes."""

    def __post_init__(self) -> None:
        for name, value in (("wait_minimum_s", self.wait_minimum_s), ("random_range_s", self.random_range_s)):
            if not 0 <= value < math.inf:
                raise ValueError(f"{name} must be a number of seconds from 0 on, it is {value}")
        if self.repeat_times < 0:
            raise ValueError(f"repeat_times must be a number from 0 on, it is {self.repeat_times}")
        try:
            longest_s = math.ldexp(self.wait_minimum_s, self.repeat_times) + self.random_range_s
        except OverflowError:
            longest_s = math.inf
        if longest_s == math.inf:
            raise ValueError(f"Nobody waits for {self.wait_minimum_s} s doubled {self.repeat_times} times")

    def waits(self, random: Callable[[], float]) -> Iterator[float]:
        """Yield the seconds to wait before each attempt, without end; take a new iterator after a success.

        `random` returns numbers from 0 to 1, as `random.random` does. What is doubled is the wait without its random
        part: otherwise the random parts of all earlier waits would grow with it.
        """
        doublings = 0
        while True:
            yield math.ldexp(self.wait_minimum_s, doublings) + random() * self.random_range_s
            if doublings < self.repeat_times:
                doublings += 1
