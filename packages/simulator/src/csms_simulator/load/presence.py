"""How a station is there: its link, its boot, its heartbeat."""

import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Protocol

from csms_simulator.load.conversation import Conversation
from csms_simulator.load.knock import Refused
from csms_simulator.load.link import GOING_AWAY, Link
from csms_simulator.load.messages import Message, in_json
from csms_simulator.load.shared import Shared
from csms_simulator.load.wheel import Timer

DEFAULT_HEARTBEAT_S = 300.0
"""Where a central system leaves the interval to the station."""

SHORTEST_BOOT_WAIT_S = 1.0
DEFAULT_BOOT_WAIT_S = 60.0

LONGEST_SERIAL_NUMBER = 25


class BootAnswer(Protocol):
    """What every version's answer to BootNotification says."""

    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def interval(self) -> int: ...  # noqa: D102


class Presence(Conversation):
    """The part of a station that keeps it connected. Everything happens in the calls of its link and of its timers.

    Args:
        number: from 1 on.
        shared: what it has in common with the others.
        boot: its BootNotification.
        heartbeat: its Heartbeat.
    """

    __slots__ = (
        "_beat",
        "_heartbeat_s",
        "_is_settled",
        "_report_boot",
        "_report_heartbeat",
        "_waits",
        "connecting_since_s",
        "identity",
        "last_failure",
        "number",
        "opening",
        "shared",
    )

    def __init__(self, number: int, shared: Shared, boot: Message, heartbeat: Message) -> None:
        settings = shared.settings
        super().__init__(
            settings.version(number),
            wheel=shared.wheel,
            now_s=time.perf_counter,
            pulse=shared.pulse,
            statistics=shared.statistics,
            first_id=f"{shared.run_id}-",
            answer_timeout_s=settings.answer_timeout_s,
        )
        self.number = number
        self.identity = settings.identity(number)
        self.shared = shared
        self.connecting_since_s = 0.0
        self.opening: Link | None = None
        """The link whose handshake is under way."""
        self.last_failure: str | None = None
        """Why it has no link, as far as is known."""
        self._report_boot = boot
        self._report_heartbeat = heartbeat
        self._is_settled = False
        self._heartbeat_s = DEFAULT_HEARTBEAT_S
        self._beat: Timer | None = None
        self._waits: Iterator[float] | None = None

    @property
    def version(self) -> str:
        """Of OCPP."""
        return self._version

    @property
    def is_connected(self) -> bool:
        """Whether it has an open link."""
        return self._link is not None

    @property
    def heartbeat_interval_s(self) -> float:
        """Between two heartbeats."""
        return self._heartbeat_s

    @abstractmethod
    def report_all_statuses(self) -> None:
        """Say how every connector is."""

    @abstractmethod
    def work(self) -> None:
        """Do, on a new link or after the boot, what the load wants."""

    def soon(self, action: Callable[[], object]) -> None:
        """Do something with the next tick: a command is answered first."""
        self._wheel.add(self._now_s(), lambda: self._link is not None and action())

    # Links

    def link_begun(self, link: Link) -> None:
        """Remember the link whose handshake is under way."""
        self.opening = link
        self.shared.links += 1

    def link_opened(self, link: Link) -> None:
        """Boot, or say what has changed meanwhile: a lost link is no new start."""
        statistics = self.shared.statistics
        statistics.connects += 1
        statistics.connected += 1
        statistics.most_connected = max(statistics.most_connected, statistics.connected)
        statistics.connecting_times.record(int((self._now_s() - self.connecting_since_s) * 1e6))
        self.opening = None
        self.last_failure = None
        self._waits = None
        if self._is_accepted:
            self._begin_conversation(link)
            self.report_all_statuses()
            self.work()
        else:
            self._link = link
            self.boot()
            if self.shared.is_over:
                self.close()

    def link_refused(self, refused: Refused) -> None:
        """Try again later. Without a link, there was not even a connection."""
        if self.opening is not None:
            self.opening = None
            self.shared.link_ended()
        self.shared.statistics.refusals.add(refused.cause)
        self._connect_later(refused.cause, refused.retry_after_s)

    def link_lost(self, cause: str | None) -> None:
        """Connect again, unless the load is over."""
        self.shared.statistics.connected -= 1
        self.shared.link_ended()
        self._end_conversation()
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None
        if cause is not None:
            self.shared.statistics.lost.add(cause)
        self._connect_later(cause or "it restarts")

    def _connect_later(self, cause: str, at_least_s: float = 0.0) -> None:
        self.last_failure = cause
        self.settle()
        if self.shared.is_over:
            return
        if self._waits is None:
            self._waits = self.shared.settings.backoff.waits(self.shared.random.random)
        wait_s = max(at_least_s, next(self._waits))
        self._wheel.add(self._now_s() + wait_s, lambda: self.shared.is_over or self.shared.connect(self))

    def settle(self) -> None:
        """Take note that it is known how this station's start went."""
        if not self._is_settled:
            self._is_settled = True
            self.shared.statistics.settled += 1

    def close(self) -> None:
        """End the link."""
        if self._link is not None:
            self._link.close(GOING_AWAY)

    def abort(self) -> None:
        """End the connection at once."""
        link = self._link or self.opening
        if link is not None:
            link.abort()

    # Boot and heartbeat

    def boot(self) -> None:
        """Say what the station is."""
        serial_number = in_json(self.identity[-LONGEST_SERIAL_NUMBER:])
        self.call(self._report_boot, (serial_number,), self._booted, self._boot_failed, is_boot=True)

    def _booted(self, answer: BootAnswer) -> None:
        if answer.status == "Accepted":
            is_first = not self._is_accepted
            self._is_accepted = True
            self._heartbeat_s = float(answer.interval) if answer.interval > 0 else DEFAULT_HEARTBEAT_S
            self.settle()
            if is_first:
                self.report_all_statuses()
            self._send_next()
            self.work()
        else:
            self.shared.statistics.errors.add(f"BootNotification: the station is {answer.status}")
            wait_s = float(answer.interval) if answer.interval > 0 else DEFAULT_BOOT_WAIT_S
            self._boot_later(max(wait_s, SHORTEST_BOOT_WAIT_S))

    def _boot_failed(self) -> None:
        self._boot_later(DEFAULT_BOOT_WAIT_S)

    def _boot_later(self, wait_s: float) -> None:
        self.settle()
        if not self._is_accepted:  # else it was triggered, and nothing depends on it
            self._beat = self._wheel.add(self._now_s() + wait_s, self._boot_again)

    def _boot_again(self) -> None:
        self._beat = None
        if self._link is not None and self._outstanding is None and not self.shared.is_over:
            self.boot()

    def _plan_heartbeat(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        self._beat = self._wheel.add(self._now_s() + self._heartbeat_s, self._heartbeat_is_due)

    def _heartbeat_is_due(self) -> None:
        self._beat = None
        if self._link is not None and not self.shared.is_over:
            self.send_heartbeat()
            self._plan_heartbeat()

    def send_heartbeat(self) -> None:
        """Show that the station is there."""
        self.call(self._report_heartbeat)

    def set_heartbeat_interval(self, interval_s: float) -> None:
        """Take the interval that the central system has set."""
        self._heartbeat_s = interval_s
        if self._beat is not None:
            self._plan_heartbeat()
