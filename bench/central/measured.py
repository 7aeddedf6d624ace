"""What one run of the load has seen."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """How it was at one moment.

    Args:
        at_s: of a clock that runs evenly.
        answered: how many messages of those that count were answered so far.
        server_cpu_s: CPU time of the server so far, all its threads, user and system.
        generator_cpu_s: CPU time of the load so far.
        server_memory_kib: resident memory of the server.
    """

    at_s: float
    answered: int
    server_cpu_s: float
    generator_cpu_s: float
    server_memory_kib: int


@dataclass(frozen=True)
class Measured:
    """One run of the load.

    Args:
        before: before the first station connected.
        samples: once a second, from when all stations did what they are to do until the end.
        ramp_s: how long it took until all stations had booted.
        stations: how many were connected at the end.
        answered: how many messages were answered from the begin to the end, by action.
        p50_ms: the median of the answer times of what counts; of the slower action if it is two.
        p99_ms: what 99 of 100 of them took at most.
    """

    before: Sample
    samples: list[Sample]
    ramp_s: float
    stations: int
    answered: dict[str, int]
    p50_ms: float
    p99_ms: float

    @classmethod
    def from_json(cls, text: str) -> "Measured":
        """Return what the load has printed."""
        values: dict[str, Any] = json.loads(text)
        before = Sample(**values.pop("before"))
        samples = [Sample(**each) for each in values.pop("samples")]
        return cls(before=before, samples=samples, **values)
