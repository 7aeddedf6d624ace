"""What a station does, whatever version it speaks: charge, or send as fast as answers come."""

from abc import abstractmethod
from collections.abc import Callable

from csms_simulator.load.messages import Message
from csms_simulator.load.presence import Presence
from csms_simulator.load.settings import Kind, Pace
from csms_simulator.load.shared import Shared
from csms_simulator.load.wheel import Timer
from csms_simulator.model.facts import Token

POWER_W = 7360.0
"""Of every vehicle: 32 A on one phase of 230 V."""


class Station(Presence):
    """One station.

    Args:
        number: from 1 on.
        shared: what it has in common with the others.
        boot: its BootNotification.
        heartbeat: its Heartbeat.
    """

    __slots__ = (
        "_charging",
        "_energy_wh",
        "_is_hurrying",
        "_meter_interval_s",
        "_metered_s",
        "_stops_at_s",
        "_transaction_is_open",
        "_turn",
        "is_charging",
    )

    def __init__(self, number: int, shared: Shared, boot: Message, heartbeat: Message) -> None:
        super().__init__(number, shared, boot, heartbeat)
        self.is_charging = False
        """From the moment at which a driver comes until the end is reported."""
        self._transaction_is_open = False
        self._is_hurrying = False
        self._turn = number
        self._meter_interval_s = shared.settings.meter_interval_s
        self._charging: Timer | None = None
        self._stops_at_s = 0.0
        self._energy_wh = float(shared.random.randrange(1_000_000))
        self._metered_s = 0.0

    @property
    def has_transaction(self) -> bool:
        """Whether a transaction is running that the central system knows."""
        return self._transaction_is_open

    @property
    def meter_interval_s(self) -> float:
        """Between two readings of the meter."""
        return self._meter_interval_s

    # What a version adds

    @abstractmethod
    def report_status(self, *, is_occupied: bool) -> None:
        """Say how the first connector is."""

    @abstractmethod
    def report_charging(self) -> None:
        """Say that energy flows."""

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

    # The course of things

    def work(self) -> None:
        """Do, on a new link or after the boot, what the load wants."""
        if self.shared.settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
            if self.shared.may_hurry:
                self.hurry()
            return
        self._plan_heartbeat()
        if self.shared.settings.charges(self.number) and self._charging is None and not self.is_charging:
            self._charge_in(self.shared.random.random() * self.shared.settings.meter_interval_s)

    def link_lost(self, cause: str | None) -> None:
        """Connect again, unless the load is over."""
        self._is_hurrying = False
        super().link_lost(cause)

    def token_refused(self, action: str, status: str) -> None:
        """Take note that the central system does not know our token, or does not want it to charge."""
        self.shared.statistics.errors.add(f"{action}: the token {self.shared.settings.id_token} is {status}")

    def wind_down(self) -> None:
        """Come to an end: leave no transaction open, then close the link."""
        if self._transaction_is_open and self._link is not None:
            self.stop_charging("Local", self.close)
        elif not self.is_charging or self._link is None:
            self.close()

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

    def transaction_started(self, *, is_authorized: bool) -> None:
        """Measure from now on, as the pace has it; stop at once if the driver may not charge."""
        now_s = self._now_s()
        self._metered_s = now_s
        self._transaction_is_open = True
        if self.shared.is_over:
            self.wind_down()
            return
        if not is_authorized:
            self.stop_charging("DeAuthorized")
            return
        if not self.shared.tells_no_more:
            self.report_charging()
        if self.shared.settings.pace is Pace.AS_FAST_AS_ANSWERS_COME:
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
        if self._transaction_is_open or not self.shared.needs_transaction:
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
        kind = shared.turns[self._turn % len(shared.turns)]
        if kind is Kind.HEARTBEAT:
            self.call(self._report_heartbeat, (), self._next, self._next)
        elif not self._transaction_is_open:  # it was stopped from outside; the next one begins anew
            self._is_hurrying = False
        else:
            # Or the timestamp alone, which 50 times a second changes, would tell a message from a repetition.
            self._energy_wh += 1
            if kind is Kind.METER_VALUES:
                self.send_meter_values(self._next)
            else:
                self._is_hurrying = False
                self.stop_charging("Local", self._begin_the_next)

    def _begin_the_next(self) -> None:
        if self.shared.is_over:
            self.charging_over()
        else:
            self.start_transaction(Token(self.shared.settings.id_token))
