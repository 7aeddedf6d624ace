"""What goes wrong by chance: links, messages, power, clocks. The same seed and messages make the same faults."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import msgspec
from msgspec import Struct

from csms_simulator.clock import Clock, Timer
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame
from ocpp.rpc import MessageId

HELD_BACK_S = 5.0
"""How long a message waits at most for another one that is to overtake it."""

SHORTEST_OUTAGE_S, LONGEST_OUTAGE_S = 5.0, 300.0


class Rates(Struct, frozen=True, forbid_unknown_fields=True):
    """How often what goes wrong: shares of all messages, from 0 to 1, where nothing else is said.

    Raises: ValueError for numbers that are none of that.
    """

    drop: float = 0.0
    """The link ends, half of the times without a close frame; the message is lost."""
    half_open: float = 0.0
    """The connection stays but nothing gets through; half of the times the station knows and connects anew."""
    repeat: float = 0.0
    """A call of the station comes twice, with the same id."""
    resend: float = 0.0
    """A call of the station comes twice, the second time with another id."""
    reorder: float = 0.0
    """A message of the station comes after the one that follows it."""
    delay: float = 0.0
    """An answer, of either side, comes late."""
    truncate: float = 0.0
    """A message of the station lacks its end."""
    power: float = 0.0
    """The station loses its power, for 5 s to 5 minutes."""
    longest_delay_s: float = 20.0
    clock_offset_s: float = 0.0
    """How wrong clocks are at first, at most."""
    clock_ppm: float = 0.0
    """How much too fast or too slow clocks go, at most: microseconds per second."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if not 0 <= value < float("inf"):
                raise ValueError(f"{name} must be a number from 0 on, it is {value}")
            if name in SHARES and value > 1:
                raise ValueError(f"{name} is a share of all messages, from 0 to 1; it is {value}")

    def scaled(self, level: float) -> "Rates":
        """Return rates of which all but the longest delay are `level` times as high."""
        changes = {name: getattr(self, name) * level for name in self.__struct_fields__ if name != "longest_delay_s"}
        return msgspec.structs.replace(self, **changes)


SHARES = ("drop", "half_open", "repeat", "resend", "reorder", "delay", "truncate", "power")

OFF = Rates()
HEAVY = Rates(
    drop=0.02,
    half_open=0.005,
    repeat=0.05,
    resend=0.05,
    reorder=0.05,
    delay=0.1,
    truncate=0.02,
    power=0.002,
    clock_offset_s=3600.0,
    clock_ppm=2000.0,
)
LEVELS = {"off": OFF, "light": HEAVY.scaled(0.1), "medium": HEAVY.scaled(0.3), "heavy": HEAVY}
"""Rates that have a name."""


def parse(text: str) -> Rates:
    """Return the rates that a text such as "light", "drop=0.01,repeat=0.02" or "medium,power=0" asks for.

    Raises: ValueError, which says what is wrong and what there is.
    """
    rates = OFF
    for number, part in enumerate(item.strip() for item in text.split(",")):
        name, equals, value = part.partition("=")
        if not equals and number == 0:
            if part not in LEVELS:
                raise ValueError(f"{part!r} is no chaos: write {', '.join(LEVELS)}, or rates as drop=0.01,repeat=0.02")
            rates = LEVELS[part]
            continue
        name = name.strip()
        if not equals or name not in Rates.__struct_fields__:
            raise ValueError(f"{part!r} is no rate of chaos; there are {', '.join(Rates.__struct_fields__)}")
        try:
            rates = msgspec.structs.replace(rates, **{name: float(value)})
        except ValueError as error:
            raise ValueError(f"{part!r} is no rate of chaos: {error}") from None
    return rates


class Drift(Struct, frozen=True):
    """A clock that is wrong: by how much at one moment, and how much too fast it goes from there."""

    offset_s: float = 0.0
    gain: float = 0.0
    """Seconds that it gains in a second; below 0 it is slow. Above -1."""
    since: float = 0.0
    """The moment, POSIX seconds."""

    def shown(self, at: float) -> float:
        """Return what the clock shows at a time."""
        return at + self.offset_s + (at - self.since) * self.gain

    def when(self, shown: float) -> float:
        """Return the time at which the clock shows something."""
        return (shown - self.offset_s + self.since * self.gain) / (1 + self.gain)


class DriftingClock(Clock):
    """The clock of one station, which is wrong.

    Args:
        clock: the right one.
        drift: how this one differs.
    """

    def __init__(self, clock: Clock, drift: Drift) -> None:
        self._clock = clock
        self._drift = drift

    def now(self) -> float:
        """Return the time that it shows."""
        return self._drift.shown(self._clock.now())

    def call_at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call something when it shows a time."""
        return self._clock.call_at(self._drift.when(when), callback)


class Chaos(Alteration):
    """Faults by chance on the wire of one station.

    Args:
        rates: how often; a number from 0 to 1 is that much of `HEAVY`.
        rng: decides. It is asked equally often for each message, whatever the rates are: more of one fault does not
            change when others happen, until they have an effect.
    """

    def __init__(self, rates: Rates | float, rng: random.Random) -> None:
        super().__init__(rng)
        if isinstance(rates, Rates):
            self.rates = rates
        elif 0 <= rates <= 1:
            self.rates = HEAVY.scaled(rates)
        else:
            raise ValueError(f"The level of chaos goes from 0 to 1, it is {rates}")
        self.counts: Counter[str] = Counter()
        """How often each fault has happened."""
        self._offset, self._gain = rng.uniform(-1, 1), rng.uniform(-1, 1)
        self._held_back: list[Frame] = []
        self._repeated: dict[MessageId, bool] = {}
        """Calls that were sent twice, and whether one of the two answers has come."""
        self._has_broken_off = False

    def drift(self, since: float) -> Drift:
        """Return how wrong the station's clock is, from a moment on."""
        return Drift(self._offset * self.rates.clock_offset_s, self._gain * self.rates.clock_ppm / 1e6, since)

    def connected(self) -> None:
        """Forget what was under way on the last link."""
        self._held_back.clear()
        self._repeated.clear()
        self._has_broken_off = False

    def outgoing(self, frame: Frame) -> Frame | None:
        """Let a message of the station go wrong, or not."""
        faults = self._throw()
        if self._breaks_off(faults):
            return None
        if "truncate" in faults:
            self.counts["truncate"] += 1
            frame.raw = frame.text[: int(len(frame.text) * faults["truncate"])]
        if frame.is_call:
            self._repeat(frame, faults)
        elif "delay" in faults and frame.is_answer:
            self._delay(partial(self.send, frame), faults["delay"])
            return None
        return self._reorder(frame, faults)

    def incoming(self, frame: Frame) -> Frame | None:
        """Let a message of the central system go wrong, or not."""
        faults = self._throw()
        if self._breaks_off(faults) or (frame.is_answer and self._is_surplus(frame)):
            return None
        if "delay" in faults and frame.is_answer:
            self._delay(partial(self.deliver, frame), faults["delay"])
            return None
        return frame

    def _throw(self) -> dict[str, float]:
        """Return the faults that a message meets, each with a number from 0 to 1 for how it happens."""
        dice = [(name, self.rng.random(), self.rng.random()) for name in SHARES]
        return {name: how for name, chance, how in dice if chance < getattr(self.rates, name)}

    def _breaks_off(self, faults: dict[str, float]) -> bool:
        """End the link, or the station, if that is among the faults; after that, nothing passes any more."""
        if self._has_broken_off:
            return True
        if "power" in faults:
            self.counts["power"] += 1
            self.cut_power(SHORTEST_OUTAGE_S + faults["power"] * (LONGEST_OUTAGE_S - SHORTEST_OUTAGE_S))
        elif "drop" in faults:
            self.counts["drop"] += 1
            if faults["drop"] < 0.5:
                self.line.cut()
            else:
                self.line.start_close()
        elif "half_open" in faults:
            self.counts["half_open"] += 1
            if faults["half_open"] < 0.5:
                self.line.abandon()
            else:
                self.line.die()
        else:
            return False
        self._has_broken_off = True
        return True

    def _repeat(self, call: Frame, faults: dict[str, float]) -> None:
        if "repeat" in faults:
            self.counts["repeat"] += 1
            self._repeated[call.id] = False
            self.later(0.0, partial(self.send, call.copy()))
        if "resend" in faults:
            self.counts["resend"] += 1
            self.later(0.0, partial(self.call, call.action, call.copy().payload))

    def _is_surplus(self, answer: Frame) -> bool:
        """Tell whether the station has this answer already."""
        if answer.id not in self._repeated:
            return False
        if self._repeated[answer.id]:
            del self._repeated[answer.id]
            return True
        self._repeated[answer.id] = True
        return False

    def _delay(self, go_on: Callable[[], None], how: float) -> None:
        self.counts["delay"] += 1
        self.later(how * self.rates.longest_delay_s, go_on)

    def _reorder(self, frame: Frame, faults: dict[str, float]) -> Frame | None:
        """Hold a message back until the next one has gone, if that is among the faults."""
        if self._held_back:
            self.later(0.0, self._let_go)
        elif "reorder" in faults:
            self.counts["reorder"] += 1
            self._held_back.append(frame)
            self.later(HELD_BACK_S, self._let_go)
            return None
        return frame

    def _let_go(self) -> None:
        while self._held_back:
            self.send(self._held_back.pop())
