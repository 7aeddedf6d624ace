"""What is between a simulated station and its link: the place where quirks and chaos happen.

A `Wiring` belongs to a station for as long as that lives; it gives each of its links a `Wire`, on which every frame
passes through the station's alterations, outgoing ones from the first to the last and incoming ones back.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Never, Protocol

from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from csms_simulator.clock import Clock, Timer
from csms_simulator.dialing import ConnectOptions
from csms_simulator.wire_frame import Frame, Kind
from ocpp.connection import PushConnection
from ocpp.rpc import MessageId

CALLS_LIMIT = 1000
"""Of how many calls the action is remembered until they are answered."""

LINGER_S = 900.0
"""How long the connection of a link that was abandoned stays open."""

OnAnswer = Callable[[Frame], object]


class Line(Protocol):
    """What alterations do to a link itself; `csms_simulator.dialing.StationLink` is one."""

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent."""
        ...

    @property
    def is_dead(self) -> bool:
        """Whether nothing gets through although it seems to be open."""
        ...

    @property
    def was_ended_by_station(self) -> bool:
        """Whether the station has ended it."""
        ...

    @property
    def subprotocol(self) -> str | None:
        """What was agreed on."""
        ...

    @property
    def bytes_received(self) -> int:
        """How much has arrived, pings included."""
        ...

    def start_close(self, code: int = 1000, reason: str = "") -> None:
        """Close it in order."""
        ...

    def cut(self) -> None:
        """End it without a word."""
        ...

    def die(self) -> None:
        """Let nothing through any more."""
        ...

    def abandon(self) -> None:
        """Die, and let the station know, but not the central system."""
        ...

    def pause_writing(self) -> None:
        """Do not read what comes."""
        ...

    def resume_writing(self) -> None:
        """Read again."""
        ...


class Alteration:
    """A change of what goes over the wire; this one changes nothing. One belongs to one station.

    Its hooks are called by the wire. What they return goes on to the next alteration; None keeps a frame back.

    Args:
        rng: for what happens by chance.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._wiring: Wiring
        self._position: int

    # What may be overridden

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Return how the next attempt to connect is made."""
        return options

    def connected(self) -> None:
        """Begin with a new link."""

    def outgoing(self, frame: Frame) -> Frame | None:
        """Take a frame of the station."""
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Take a frame of the central system."""
        return frame

    def lost_unnoticed_s(self) -> float:
        """Return for how long the station does not see that the central system has ended the link, in seconds."""
        return 0.0

    # What can be done in them

    @property
    def version(self) -> str:
        """The version of OCPP that the station speaks."""
        return self._wiring.version

    @property
    def line(self) -> Line:
        """The link. Raises: RuntimeError if there is none."""
        return self._wire.line

    def now(self) -> float:
        """Return the simulated time, POSIX seconds."""
        return self._wiring.clock.now()

    def later(self, delay_s: float, action: Callable[[], object]) -> Timer:
        """Do something after simulated seconds, or soon if there are none, unless the link ends before."""
        return self._wire.later(delay_s, action)

    def send(self, frame: Frame) -> None:
        """Send a frame to the central system, now."""
        self._wire.send_from(self._position + 1, frame)

    def deliver(self, frame: Frame) -> None:
        """Give a frame to the station, soon: after what it is doing now."""
        self.later(0.0, lambda: self._wire.deliver_from(self._position - 1, frame))

    def call(self, action: str, payload: Mapping[str, Any], on_answer: OnAnswer | None = None) -> None:
        """Send a call of the alteration's own; its answer does not reach the station."""
        frame = Frame(Kind.CALL, self.new_id(), action, payload)
        self._wire.expect_answer(self._position, frame.id, on_answer)
        self.send(frame)

    def command(self, action: str, payload: Mapping[str, Any], on_answer: OnAnswer | None = None) -> None:
        """Give the station a command of the alteration's own; its answer does not reach the central system."""
        frame = Frame(Kind.CALL, self.new_id(), action, payload)
        self._wire.expect_reply(self._position, frame.id, on_answer)
        self.deliver(frame)

    def new_id(self) -> str:
        """Return an id for a call."""
        return f"{self.rng.getrandbits(64):016x}"

    def cut_power(self, outage_s: float) -> None:
        """Take the station's power away for simulated seconds; where that cannot be done, cut its link."""
        self._wiring.cut_power(outage_s)

    @property
    def _wire(self) -> "Wire":
        wire = self._wiring.wire
        if wire is None:
            raise RuntimeError("There is no link")
        return wire

    def join(self, wiring: "Wiring", position: int) -> None:
        """Take a place among the alterations of a station. Raises: ValueError if it has one already."""
        if hasattr(self, "_wiring"):
            raise ValueError("An alteration belongs to one station; make another one for the next")
        self._wiring, self._position = wiring, position


class Wiring:
    """All alterations of one station, across its links.

    Args:
        alterations: in their order from the station to the link.
        clock: the time in which delays are.
        version: of OCPP, as "1.6".
        cut_power: takes the station's power away for the seconds that it is given; by default its link is cut instead.
    """

    def __init__(
        self,
        alterations: Iterable[Alteration],
        *,
        clock: Clock,
        version: str,
        cut_power: Callable[[float], object] | None = None,
    ) -> None:
        self.alterations = tuple(alterations)
        self.clock = clock
        self.version = version
        self.wire: Wire | None = None
        """The wire of the present link."""
        self._cut_power = cut_power
        self._abandoned: list[Line] = []
        for position, alteration in enumerate(self.alterations):
            alteration.join(self, position)

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Return how the next attempt to connect is made."""
        for alteration in self.alterations:
            options = alteration.connecting(options)
        return options

    def attach(self, connection: PushConnection, line: Line) -> "Wire":
        """Return the wire of a new link: its messages go through `connection`, it is cut by `line`."""
        self.wire = Wire(self, connection, line)
        return self.wire

    def detach(self, wire: "Wire") -> None:
        """Take note that a wire has ended."""
        if self.wire is wire:
            self.wire = None
        if wire.line.is_dead:
            self._abandoned.append(wire.line)
            self.clock.call_at(self.clock.now() + LINGER_S, lambda: self._forget(wire.line))

    def cut_power(self, outage_s: float) -> None:
        """Take the station's power away for simulated seconds, or cut its link."""
        if self._cut_power is not None:
            self._cut_power(outage_s)
        elif self.wire is not None:
            self.wire.line.cut()

    def close(self) -> None:
        """End what abandoned links have left; call it when the station is no more."""
        for line in tuple(self._abandoned):
            self._forget(line)

    def _forget(self, line: Line) -> None:
        if line in self._abandoned:
            self._abandoned.remove(line)
            line.cut()


class Wire(PushConnection):
    """A connection whose frames are altered on their way; `Wiring.attach` makes it.

    Frames that alterations send after the link has ended are dropped silently.
    """

    def __init__(self, wiring: Wiring, connection: PushConnection, line: Line) -> None:
        self.line = line
        self._wiring = wiring
        self._connection = connection
        self._on_message: Callable[[bytes], None] | None = None
        self._is_over = False
        self._timers: set[_Once] = set()
        self._actions_of_station: dict[MessageId, str] = {}
        self._actions_of_central_system: dict[MessageId, str] = {}
        self._answers: dict[tuple[int, MessageId], OnAnswer | None] = {}
        self._replies: dict[tuple[int, MessageId], OnAnswer | None] = {}

    # What the station sees

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        """Hand over what arrives, altered, until the link has ended and the station has seen that."""
        self._on_message = on_message
        for alteration in self._wiring.alterations:
            alteration.connected()
        try:
            await self._connection.listen(self._receive if self._wiring.alterations else on_message)
        except ConnectionClosed:
            if not self.line.was_ended_by_station and not self.line.is_dead:
                await self._stay_unaware()
            raise
        finally:
            self._end()

    def write(self, message: str | bytes) -> None:
        """Take a message of the station. Raises: ConnectionClosed when it knows that the link has ended."""
        if self._is_over:
            raise ConnectionClosedError(None, None)
        if not self._wiring.alterations:
            self._connection.write(message)
            return
        text = message if isinstance(message, str) else message.decode()
        frame = Frame.read(text)
        if frame.is_answer:
            frame.action = self._actions_of_central_system.get(frame.id, "")
        self.send_from(0, frame)

    async def send(self, message: str) -> None:
        """Take a message of the station. Raises: ConnectionClosed."""
        self.write(message)

    # What alterations do

    def send_from(self, position: int, frame: Frame) -> None:
        """Have a frame pass the alterations from a position on, then send it."""
        if frame.is_call:
            _note(self._actions_of_station, frame)
        passing: Frame | None = frame
        for number in range(position, len(self._wiring.alterations)):
            if frame.is_answer and (number, frame.id) in self._replies:
                _tell(self._replies.pop((number, frame.id)), frame)
                return
            passing = self._wiring.alterations[number].outgoing(frame)
            if passing is None:
                return
            frame = passing
        if frame.is_call:
            _note(self._actions_of_station, frame)  # it may have another id now
        if self.line.is_open:
            self._connection.write(frame.text)

    def deliver_from(self, position: int, frame: Frame) -> None:
        """Have a frame pass the alterations from a position down, then give it to the station."""
        if frame.is_call:
            _note(self._actions_of_central_system, frame)
        passing: Frame | None = frame
        for number in range(position, -1, -1):
            if frame.is_answer and (number, frame.id) in self._answers:
                _tell(self._answers.pop((number, frame.id)), frame)
                return
            passing = self._wiring.alterations[number].incoming(frame)
            if passing is None:
                return
            frame = passing
        if frame.is_call:
            _note(self._actions_of_central_system, frame)
        if self._on_message is not None and not self._is_over:
            self._on_message(frame.text.encode())

    def expect_answer(self, position: int, message_id: MessageId, on_answer: OnAnswer | None) -> None:
        """Keep an answer of the central system to the alteration at a position."""
        self._answers[position, message_id] = on_answer

    def expect_reply(self, position: int, message_id: MessageId, on_answer: OnAnswer | None) -> None:
        """Keep an answer of the station to the alteration at a position."""
        self._replies[position, message_id] = on_answer

    def later(self, delay_s: float, action: Callable[[], object]) -> Timer:
        """Do something after simulated seconds, or soon if there are none, unless the link ends before."""
        once = _Once(self._timers, action)
        if self._is_over:
            return once
        if delay_s > 0:
            clock = self._wiring.clock
            once.start(clock.call_at(clock.now() + delay_s, once.run))
        else:
            once.start(asyncio.get_running_loop().call_soon(once.run))
        return once

    # What the link brings

    def _receive(self, message: bytes) -> None:
        frame = Frame.read(message.decode())
        if frame.is_answer:
            frame.action = self._actions_of_station.get(frame.id, "")
        self.deliver_from(len(self._wiring.alterations) - 1, frame)

    async def _stay_unaware(self) -> None:
        unaware_s = max((alteration.lost_unnoticed_s() for alteration in self._wiring.alterations), default=0.0)
        if unaware_s > 0:
            await self._wiring.clock.sleep(unaware_s)

    def _end(self) -> None:
        self._is_over = True
        for timer in tuple(self._timers):
            timer.cancel()
        self._wiring.detach(self)


class _Once:
    """A timer that takes itself out of a set when it is over."""

    def __init__(self, timers: "set[_Once]", action: Callable[[], object]) -> None:
        self._timers = timers
        self._action = action
        self._timer: Timer | None = None

    def start(self, timer: Timer) -> None:
        self._timers.add(self)
        self._timer = timer

    def cancel(self) -> None:
        self._timers.discard(self)
        if self._timer is not None:
            self._timer.cancel()

    def run(self) -> None:
        self._timers.discard(self)
        self._action()


def _note(actions: dict[MessageId, str], call: Frame) -> None:
    actions[call.id] = call.action
    if len(actions) > CALLS_LIMIT:
        del actions[next(iter(actions))]


def _tell(on_answer: OnAnswer | None, frame: Frame) -> None:
    if on_answer is not None:
        on_answer(frame)
