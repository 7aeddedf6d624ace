"""What a station does, whatever version it speaks: boot, report, heartbeat, charge."""

import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Protocol

from csms_simulator.load.conversation import Conversation
from csms_simulator.load.knock import Refused
from csms_simulator.load.link import GOING_AWAY, Link
from csms_simulator.load.messages import Message
from csms_simulator.load.settings import Kind, Pace
from csms_simulator.load.shared import Shared
from csms_simulator.load.wheel import Timer
from csms_simulator.model.facts import Token

POWER_W = 7360.0
"""Of every vehicle: 32 A on one phase of 230 V."""

DEFAULT_HEARTBEAT_S = 300.0
"""Where a central system leaves the interval to the station."""

SHORTEST_BOOT_WAIT_S = 1.0
DEFAULT_BOOT_WAIT_S = 60.0
RESTART_S = 5.0


class BootAnswer(Protocol):
    """What every version's answer to BootNotification says."""

    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def interval(self) -> int: ...  # noqa: D102


class Station(Conversation):
    """One station. Everything happens in the calls of its link and of its timers.

    Args:
        number: from 1 on.
        shared: what it has in common with the others.
        boot: its BootNotification.
        heartbeat: its Heartbeat.
    """

    __slots__ = (
        "_beat",
        "_charging",
        "_energy_wh",
        "_heartbeat_s",
        "_is_hurrying",
        "_is_settled",
        "_meter_interval_s",
        "_metered_s",
        "_report_boot",
        "_report_heartbeat",
        "_stops_at_s",
        "_transaction_is_open",
        "_turn",
        "_waits",
        "connecting_since_s",
        "identity",
        "is_charging",
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
        self.is_charging = False
        self._report_boot = boot
        self._report_heartbeat = heartbeat
        self._is_hurrying = False
        self._is_settled = False
        self._transaction_is_open = False
        self._heartbeat_s = DEFAULT_HEARTBEAT_S
        self._meter_interval_s = settings.meter_interval_s
        self._beat: Timer | None = None
        self._charging: Timer | None = None
        self._stops_at_s = 0.0
        self._waits: Iterator[float] | None = None
        self._turn = number
        self._energy_wh = float(shared.random.randrange(1_000_000))
        self._metered_s = 0.0

    @property
    def version(self) -> str:
        """Of OCPP."""
        return self._version

    @property
    def is_connected(self) -> bool:
        """Whether it has an open link."""
        return self._link is not None

    @property
    def has_transaction(self) -> bool:
        """Whether a transaction is running that the central system knows."""
        return self._transaction_is_open

    @property
    def heartbeat_interval_s(self) -> float:
        """Between two heartbeats."""
        return self._heartbeat_s

    @property
    def meter_interval_s(self) -> float:
        """Between two readings of the meter."""
        return self._meter_interval_s

    def soon(self, action: Callable[[], object]) -> None:
        """Do something with the next tick: a command is answered first."""
        self._wheel.add(self._now_s(), lambda: self._link is not None and action())

    # What a version adds

    @abstractmethod
    def report_status(self, *, is_occupied: bool) -> None:
        """Say how the first connector is."""

    @abstractmethod
    def report_all_statuses(self) -> None:
        """Say how every connector is."""

    @abstractmethod
    def authorize(self, on_accepted: Callable[[], object], on_refused: Callable[[], object]) -> None:
        """Ask whether the token may charge."""

    @abstractmethod
    def start_transaction(self, token: Token) -> None:
        """Begin a transaction; `transaction_started` or `charging_over` follows."""

    @abstractmethod
    def send_meter_values(self, on_done: Callable[..., object] | None = None) -> None:
        """Say what the meter reads; `on_done` is called with the answer, or without one if there is none."""

    @abstractmethod
    def stop_transaction(self, reason: str, on_done: Callable[[], object]) -> None:
        """End the transaction, for a reason that all versions know."""

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
            self._work()
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
        self._is_hurrying = False
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

    def token_refused(self, action: str, status: str) -> None:
        """Take note that the central system does not know our token, or does not want it to charge."""
        self.shared.statistics.errors.add(f"{action}: the token {self.shared.settings.id_token} is {status}")

    def settle(self) -> None:
        """Take note that it is known how this station's start went."""
        if not self._is_settled:
            self._is_settled = True
            self.shared.statistics.settled += 1

    def wind_down(self) -> None:
        """Come to an end: leave no transaction open, then close the link."""
        if self._transaction_is_open and self._link is not None:
            self.stop_charging("Local", self.close)
        elif not self.is_charging or self._link is None:
            self.close()

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
        self.call(self._report_boot, (self.identity.encode(),), self._booted, self._boot_failed, is_boot=True)

    def _booted(self, answer: BootAnswer) -> None:
        if answer.status == "Accepted":
            is_first = not self._is_accepted
            self._is_accepted = True
            self._heartbeat_s = float(answer.interval) if answer.interval > 0 else DEFAULT_HEARTBEAT_S
            self.settle()
            if is_first:
                self.report_all_statuses()
            self._send_next()
            self._work()
        else:
            self.shared.statistics.errors.add(f"BootNotification: the station is {answer.status}")
            wait_s = float(answer.interval) if answer.interval > 0 else DEFAULT_BOOT_WAIT_S
            self._boot_later(max(wait_s, SHORTEST_BOOT_WAIT_S))

    def _boot_failed(self) -> None:
        self._boot_later(DEFAULT_BOOT_WAIT_S)

    def _boot_later(self, wait_s: float) -> None:
        self.settle()
        self._beat = self._wheel.add(self._now_s() + wait_s, self._boot_again)

    def _boot_again(self) -> None:
        self._beat = None
        if self._link is not None and not self._is_accepted and self.is_silent and not self.shared.is_over:
            self.boot()

    def _work(self) -> None:
        """Do, on a new link or after the boot, what the load wants."""
        if self.shared.settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
            if self.shared.may_hurry:
                self.hurry()
            return
        self._plan_heartbeat()
        if self.shared.settings.charges(self.number) and self._charging is None and not self.is_charging:
            self._charge_in(self.shared.random.random() * self.shared.settings.meter_interval_s)

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

    def set_meter_interval(self, interval_s: float) -> None:
        """Take the interval that the central system has set, from the next reading on."""
        self._meter_interval_s = interval_s

    def restart(self) -> None:
        """Lose the link on purpose, and boot on the next one."""
        if self._transaction_is_open:
            self.stop_charging("Reboot", self._go_down)
        else:
            self._is_accepted = False
            self.close()

    def _go_down(self) -> None:
        self.is_charging = False
        self.restart()

    # Charging

    def _charge_in(self, wait_s: float) -> None:
        self._charging = self._wheel.add(self._now_s() + wait_s, self.begin_charging)

    def begin_charging(self) -> None:
        """Have a driver come: plug in, show the token, charge for a while."""
        self._charging = None
        if self.shared.is_over or self.is_charging:
            return
        if self._link is None or not self._is_accepted:
            self._charge_in(self.shared.around(self.shared.settings.pause_s))
            return
        self.is_charging = True
        self.report_status(is_occupied=True)
        token = Token(self.shared.settings.id_token)
        self.authorize(lambda: self.start_transaction(token), self.charging_over)

    def begin_remote_charging(self, token: Token) -> None:
        """Charge because the central system wants it."""
        if self._link is not None and not self.is_charging:
            self._cancel_charging()
            self.is_charging = True
            self.report_status(is_occupied=True)
            self.start_transaction(token)

    def transaction_started(self) -> None:
        """Measure from now on, as the pace has it."""
        now_s = self._now_s()
        self._metered_s = now_s
        self._transaction_is_open = True
        if self.shared.is_over:
            self.wind_down()
        elif self.shared.settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
            self.hurry()
        else:
            self._stops_at_s = now_s + self.shared.around(self.shared.settings.charging_s)
            self._measure_later()

    def charging_over(self) -> None:
        """Let the driver go, and the next one come."""
        self.is_charging = False
        if self.shared.is_over:
            self.close()
            return
        if self._link is not None:
            self.report_status(is_occupied=False)
        self._charge_in(self.shared.around(self.shared.settings.pause_s))

    def stop_charging(self, reason: str, on_done: Callable[[], object] | None = None) -> None:
        """End the transaction now; `on_done` is called when the central system knows."""
        self._cancel_charging()
        self.stop_transaction(reason, on_done or self.charging_over)
        self._transaction_is_open = False

    def _cancel_charging(self) -> None:
        if self._charging is not None:
            self._charging.cancel()
            self._charging = None

    def _measure_later(self) -> None:
        due_s = min(self._now_s() + self._meter_interval_s, self._stops_at_s)
        self._charging = self._wheel.add(due_s, self._measure)

    def _measure(self) -> None:
        self._charging = None
        if self.shared.is_over:
            return
        if self._link is None:  # what was used meanwhile is in the next reading
            self._charging = self._wheel.add(self._now_s() + self._meter_interval_s, self._measure)
        elif self._now_s() >= self._stops_at_s:
            self.stop_charging("Local")
        else:
            self.send_meter_values()
            self._measure_later()

    def read_meter(self) -> int:
        """Return the register, in Wh: it grows while the station charges, and never runs backwards."""
        now_s = self._now_s()
        if self._transaction_is_open:
            self._energy_wh += POWER_W * (now_s - self._metered_s) / 3600
        self._metered_s = now_s
        return int(self._energy_wh)

    # As fast as answers come

    def hurry(self) -> None:
        """Send from now on the next message when the last one was answered."""
        if not self._is_accepted or self._link is None:
            return
        if self._transaction_is_open or Kind.METER_VALUES not in self.shared.turns:
            if not self._is_hurrying:
                self._is_hurrying = True
                self._next()
        elif not self.is_charging:
            self._cancel_charging()
            self.begin_charging()

    def _next(self, _answer: object = None) -> None:
        shared = self.shared
        if shared.is_over or self._link is None:
            return
        self._turn += 1
        if shared.turns[self._turn % len(shared.turns)] is Kind.HEARTBEAT:
            self.call(self._report_heartbeat, (), self._next, self._next)
        elif self._transaction_is_open:
            self.send_meter_values(self._next)
        else:  # it was stopped from outside; the next one begins anew
            self._is_hurrying = False
