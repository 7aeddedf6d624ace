"""How fast somebody may try passwords."""

from collections import OrderedDict
from collections.abc import Iterable

from msgspec import Struct

FREE_FAILURES = 4
"""As many may be wrong without waiting: people mistype."""
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
FORGOTTEN_AFTER_S = 3600.0
"""Without another failure for so long, all is forgotten."""
LIMIT = 10_000
"""How many names and addresses are remembered; beyond that, those that failed longest ago are forgotten."""


class _Record(Struct):
    failures: int
    failed_at_s: float


class Throttle:
    """Remembers failures per key (a name, an address), and makes who fails wait: twice as long each time."""

    def __init__(self) -> None:
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._records)

    def wait_s(self, keys: Iterable[str], now_s: float) -> float:
        """Return after how many seconds the next attempt is allowed; 0 is now.

        Args:
            keys: on whose behalf it is made; the one that has to wait longest counts.
            now_s: the time in seconds, by any clock that only goes forward.
        """
        return max((self._wait_s(key, now_s) for key in keys), default=0.0)

    def failed(self, keys: Iterable[str], now_s: float) -> None:
        """Note an attempt. Count it before it is known to fail, so that attempts at the same time are counted too."""
        for key in keys:
            record = self._known(key, now_s) or _Record(0, now_s)
            record.failures += 1
            record.failed_at_s = now_s
            self._records[key] = record
            self._records.move_to_end(key)
        while len(self._records) > LIMIT:
            self._records.popitem(last=False)

    def succeeded(self, keys: Iterable[str]) -> None:
        """Forget the failures of who has got in."""
        for key in keys:
            self._records.pop(key, None)

    def _known(self, key: str, now_s: float) -> _Record | None:
        record = self._records.get(key)
        if record is not None and now_s - record.failed_at_s >= FORGOTTEN_AFTER_S:
            del self._records[key]
            return None
        return record

    def _wait_s(self, key: str, now_s: float) -> float:
        record = self._known(key, now_s)
        if record is None or record.failures <= FREE_FAILURES:
            return 0.0
        doublings = min(record.failures - FREE_FAILURES - 1, 30)
        wait_s = min(FIRST_WAIT_S * 2**doublings, LONGEST_WAIT_S)
        return max(0.0, record.failed_at_s + wait_s - now_s)
