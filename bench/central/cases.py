"""What is measured of central systems, and the goals it is measured against."""

from dataclasses import dataclass
from enum import Enum

from bench.central.contenders import ANSWERING, OURS, OURS_TLS, PEER, Contender


class Mode(Enum):
    """What the stations do."""

    METER_VALUES = "meter-values"
    TRANSACTIONS = "transactions"
    IDLE = "idle"
    STORM = "storm"

    @property
    def is_rate(self) -> bool:
        """Whether messages are sent as fast as answers come, and counted."""
        return self in {Mode.METER_VALUES, Mode.TRANSACTIONS}


@dataclass(frozen=True)
class Row:
    """One central system of a case.

    Args:
        contender: the central system.
        goal: how many messages it has to store per second.
        p99_goal_ms: what 99 of 100 answers may take at most.
        limit_kib: how much memory a station may take.
        stores: whether it has to have stored what it answered; else it shows what the load itself is capable of.
    """

    contender: Contender
    goal: float | None = None
    p99_goal_ms: float | None = None
    limit_kib: float | None = None
    stores: bool = True


@dataclass(frozen=True)
class CentralCase:
    """One kind of load, and the central systems that bear it in turns."""

    name: str
    title: str
    mode: Mode
    rows: tuple[Row, ...]


CASES = (
    CentralCase(
        "central-meter-values",
        "MeterValues, 8 values",
        Mode.METER_VALUES,
        (Row(OURS, goal=15_000, p99_goal_ms=50), Row(PEER), Row(ANSWERING, stores=False)),
    ),
    CentralCase(
        "central-transactions",
        "starts and stops",
        Mode.TRANSACTIONS,
        (Row(OURS, goal=2_000), Row(PEER), Row(ANSWERING, stores=False)),
    ),
    CentralCase(
        "central-memory",
        "idle stations",
        Mode.IDLE,
        (Row(OURS, limit_kib=16), Row(OURS_TLS, limit_kib=45), Row(PEER)),
    ),
    CentralCase(
        "central-storm",
        "all stations at once after a kill",
        Mode.STORM,
        (Row(OURS), Row(PEER), Row(ANSWERING, stores=False)),
    ),
)
