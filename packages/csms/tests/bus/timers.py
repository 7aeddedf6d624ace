"""Timers for tests: time passes when the test says so."""

from collections.abc import Callable


class Timers:
    """Stands for `call_later` of the event loop."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._planned: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def __call__(self, delay: float, callback: Callable[[], None], /) -> object:
        """Have a function called."""
        self._count += 1
        self._planned.append((self.now_s + delay, self._count, callback))
        return None

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._planned)

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        end_s = self.now_s + seconds
        while due := [each for each in self._planned if each[0] <= end_s]:
            first = min(due)
            self._planned.remove(first)
            self.now_s = first[0]
            first[2]()
        self.now_s = end_s
