"""How long things took: counts by size, in memory that does not grow."""

from array import array

_PRECISION_BITS = 7
_EXACT = 1 << _PRECISION_BITS
"""Values below it have a count of their own."""

_LARGEST_BITS = 37
_LARGEST = (1 << _LARGEST_BITS) - 1
_BUCKETS = (_LARGEST_BITS - _PRECISION_BITS + 1) << _PRECISION_BITS

RELATIVE_ERROR = 1 / _EXACT
"""By how much a quantile may be too high, as a share of it."""


class Histogram:
    """Counts of whole microseconds, as HDR histograms have them: exact up to 127, then 128 buckets for each doubling.

    So every quantile is known to within 0.8 % of itself, from a microsecond to 38 hours, in 31 KiB. Values beyond count
    as the largest.
    """

    __slots__ = ("_counts", "largest_us")

    def __init__(self) -> None:
        self._counts = array("Q", bytes(8 * _BUCKETS))
        self.largest_us = 0

    def record(self, value_us: int) -> None:
        """Count a value; one below 0 counts as 0."""
        if value_us > self.largest_us:  # noqa: PLR1730 - `max` takes twice as long, and this is done for each answer
            self.largest_us = value_us
        if value_us >= _EXACT:
            value_us = min(value_us, _LARGEST)
            shift = value_us.bit_length() - _PRECISION_BITS - 1
            self._counts[(shift << _PRECISION_BITS) + (value_us >> shift)] += 1
        else:
            self._counts[max(0, value_us)] += 1

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(self._counts)

    def quantiles_us(self, *shares: float) -> list[int]:
        """Return, for each share (0 to 1, ascending), the least value that so many of all do not exceed.

        What is returned is the upper end of its bucket, but never more than the largest value. Without values it is 0.
        """
        total = self.count
        found: list[int] = []
        seen = 0
        counts = enumerate(self._counts)
        bucket = 0
        for share in shares:
            wanted = max(1, _rounded_up(share * total)) if total else 0
            while seen < wanted:
                bucket, count = next(counts)
                seen += count
            found.append(min(_upper_end(bucket), self.largest_us))
        return found

    def add(self, other: "Histogram") -> None:
        """Count everything that the other one has counted, too."""
        for bucket, count in enumerate(other._counts):
            if count:
                self._counts[bucket] += count
        self.largest_us = max(self.largest_us, other.largest_us)

    def clear(self) -> None:
        """Forget everything."""
        self._counts = array("Q", bytes(8 * _BUCKETS))
        self.largest_us = 0


def _rounded_up(number: float) -> int:
    # 0.9 of 10 is 9 values, though the product of the floats may be a little more.
    return -int(-(number - 1e-9) // 1)


def _upper_end(bucket: int) -> int:
    """Return the largest value that is counted in a bucket."""
    shift = max(0, (bucket >> _PRECISION_BITS) - 1)
    first = bucket - (shift << _PRECISION_BITS)
    return ((first + 1) << shift) - 1
