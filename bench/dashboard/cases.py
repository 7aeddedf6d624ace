"""What is measured of the dashboard, and the limits that it has to keep."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SHORTEST_TASK_MS = 50.0
"""Browsers tell of no task that is shorter."""


@dataclass(frozen=True)
class Figure:
    """One figure.

    Args:
        title: what the table calls it.
        unit: of the samples and of the limit.
        limit: what it may be at most.
        sum_up: makes one value of all samples.
        least: the least that can be told; 0: anything can.
    """

    title: str
    unit: str
    limit: float
    sum_up: Callable[[Sequence[float]], float]
    least: float = 0.0


@dataclass(frozen=True)
class DashboardCase:
    """What is looked at together."""

    name: str
    figures: tuple[Figure, ...]


def _longest(tasks_ms: Sequence[float]) -> float:
    return max(tasks_ms, default=0.0)


SCRIPT = Figure("first view: compressed script", "KiB", 300, max)
FIRST_PAINT = Figure("first view: first paint of content, on loopback", "ms", 1000, statistics.median)
COMPLETE = Figure("first view: complete, by the clock", "ms", 2000, statistics.median)
FIRST_VIEW_CPU = Figure("first view: CPU time of the page until it is complete", "ms", 1000, statistics.median)
LONGEST_TASK = Figure(
    "1,000 connectors, 50 changes/s: longest task by the clock", "ms", 100, _longest, least=SHORTEST_TASK_MS
)
LONGEST_TASK_CPU = Figure("1,000 connectors, 50 changes/s: longest task, CPU time", "ms", 100, _longest)
SEEN = Figure("1,000 connectors, 50 changes/s: from a fault at a station to the page", "ms", 1000, statistics.median)

FIRST_VIEW = DashboardCase("dashboard-first-view", (SCRIPT, FIRST_PAINT, COMPLETE, FIRST_VIEW_CPU))
LIVE = DashboardCase("dashboard-live", (LONGEST_TASK, LONGEST_TASK_CPU, SEEN))
CASES = (FIRST_VIEW, LIVE)
