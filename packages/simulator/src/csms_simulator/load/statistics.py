"""What is counted while the load runs."""

from collections import Counter

from csms_simulator.load.histogram import Histogram

MOST_CAUSES = 100
OTHER_CAUSES = "other causes"
_LONGEST_CAUSE = 200


class Exchange:
    """One action of the stations: how often it was asked, and how long the answers took."""

    __slots__ = ("answer_times", "answered", "failed", "recent", "sent")

    def __init__(self) -> None:
        self.sent = 0
        self.answered = 0
        """With a CALLRESULT that is valid."""
        self.failed = 0
        """Answered with an error or with nonsense, or not at all."""
        self.answer_times = Histogram()
        """All but the recent ones."""
        self.recent = Histogram()
        """How long answers took since `Statistics.take_recent`."""


class Causes:
    """How often what went wrong, in words; memory has a limit, whatever a central system says."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, cause: str) -> None:
        """Count one more."""
        cause = cause[:_LONGEST_CAUSE]
        self._counts[cause if cause in self._counts or len(self._counts) < MOST_CAUSES else OTHER_CAUSES] += 1

    @property
    def total(self) -> int:
        """How many there were."""
        return self._counts.total()

    def by_count(self) -> dict[str, int]:
        """Return the counts, the most frequent cause first."""
        return dict(self._counts.most_common())


class Statistics:
    """Everything that is counted."""

    def __init__(self) -> None:
        self.exchanges: dict[str, Exchange] = {}
        self.answered = 0
        self.commands: Counter[str] = Counter()
        """What the central system has asked, by action."""
        self.connecting_times = Histogram()
        self.connected = 0
        """Stations with a link, now."""
        self.most_connected = 0
        self.connects = 0
        self.settled = 0
        """Stations that have booted, or have failed to connect or to boot, at least once."""
        self.errors = Causes()
        self.refusals = Causes()
        """Attempts to connect that failed."""
        self.lost = Causes()
        """Links that ended, and not by us."""

    def take_recent(self) -> Histogram:
        """Return how long answers of all actions took since the last time."""
        recent = Histogram()
        for exchange in self.exchanges.values():
            if exchange.recent.largest_us:
                recent.add(exchange.recent)
                exchange.answer_times.add(exchange.recent)
                exchange.recent.clear()
        return recent

    def exchange(self, action: str) -> Exchange:
        """Return the counts of an action."""
        return self.exchanges.setdefault(action, Exchange())
