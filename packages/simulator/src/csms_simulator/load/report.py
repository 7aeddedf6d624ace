"""What a load has shown: numbers for people and for programs."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from csms_simulator.load.histogram import Histogram
from csms_simulator.load.statistics import Exchange

Counts: TypeAlias = dict[str, int]


class Times(Struct, frozen=True, kw_only=True):
    """How long things took, in milliseconds; each figure is at most 0.8 % too high."""

    p50_ms: float
    p90_ms: float
    p99_ms: float
    p999_ms: float
    max_ms: float

    @classmethod
    def of(cls, histogram: Histogram) -> "Times":
        """Return what a histogram says; zeros if it is empty."""
        p50, p90, p99, p999 = (each / 1000 for each in histogram.quantiles_us(0.5, 0.9, 0.99, 0.999))
        return cls(p50_ms=p50, p90_ms=p90, p99_ms=p99, p999_ms=p999, max_ms=histogram.largest_us / 1000)


class ActionReport(Struct, frozen=True, kw_only=True):
    """One action: what was sent, and what came back."""

    action: str
    sent: int
    answered: int
    failed: int
    """Answered with an error or with nonsense, not in time, or not before the link was lost."""
    answer_times: Times

    @classmethod
    def of(cls, action: str, exchange: Exchange) -> "ActionReport":
        """Return what was counted for an action."""
        return cls(
            action=action,
            sent=exchange.sent,
            answered=exchange.answered,
            failed=exchange.failed,
            answer_times=Times.of(exchange.answer_times),
        )


class StationsReport(Struct, frozen=True, kw_only=True):
    """What became of the stations."""

    wanted: int
    connected: int
    """At the end."""
    most_connected: int
    connects: int
    """Handshakes that succeeded; more than stations if links were lost."""
    not_connected: Counts
    """Stations without a link at the end, by the last cause."""


class OwnReport(Struct, frozen=True, kw_only=True):
    """How the generator itself fared; its own slowness looks like the central system's."""

    cpu_share: float
    """Of one core, while it was measured."""
    busiest_cpu_share: float
    """The highest in one second."""
    loop_lag: Times
    """How late its timers fired: answers may have waited as long before they were seen."""


class LoadReport(Struct, frozen=True, kw_only=True):
    """Everything. Counts are from the start on, rates and the generator's own figures from the end of the ramp."""

    url: str
    versions: list[str]
    pace: str
    started_at: str
    ramp_s: float
    """How long it took until every station had connected, or failed to."""
    measured_s: float
    """How long the load lasted after that."""
    messages: int
    """Calls of stations that were answered while it was measured."""
    messages_per_s: float
    stations: StationsReport
    connecting_times: Times
    """From the attempt to the end of the handshake, TLS included."""
    actions: list[ActionReport]
    commands: Counts
    """What the central system has asked."""
    errors: Counts
    refusals: Counts
    """Attempts to connect that failed."""
    lost_links: Counts
    """Links that ended without our doing."""
    generator: OwnReport
    warnings: list[str]

    @property
    def has_failed(self) -> bool:
        """Whether anything happened that should not."""
        return bool(self.errors or self.refusals or self.lost_links)


class Progress(Struct, frozen=True, kw_only=True):
    """How it goes, once a second."""

    elapsed_s: float
    is_ramping: bool
    stations: int
    connected: int
    messages_per_s: float
    answered: Counts
    """Calls of stations since the start, by action."""
    answer_times: Times
    """In the last second."""
    errors: int
    """So far: errors, refusals and lost links together."""
    cpu_share: float
    """Of the generator, in the last second."""


def sorted_actions(exchanges: Mapping[str, Exchange]) -> list[ActionReport]:
    """Return what was sent, the most frequent action first."""
    reports = [ActionReport.of(action, exchange) for action, exchange in exchanges.items() if exchange.sent]
    return sorted(reports, key=lambda report: -report.sent)
