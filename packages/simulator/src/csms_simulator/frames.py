"""What goes over the wire of a station: a log that can be waited for, and canned answers to commands."""

from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Never

import msgspec
from msgspec import Struct

from csms_simulator.changes import Changes
from ocpp.connection import PushConnection

CALLS_LIMIT = 1000
"""How many calls may wait for their answers before the oldest is forgotten."""


class Direction(StrEnum):
    """Seen from the station."""

    SENT = "sent"
    RECEIVED = "received"


class FrameKind(StrEnum):
    """What a frame is (OCPP-J 4.2)."""

    CALL = "call"
    RESULT = "result"
    ERROR = "error"
    OTHER = "other"
    """It is no frame of OCPP."""


class Frame(Struct, frozen=True):
    """One frame."""

    number: int
    """Its place in the log, from 0."""
    at: float
    """The simulated time."""
    direction: Direction
    kind: FrameKind
    id: str
    action: str
    """Of an answer, the action of the call that it answers; empty if there was none."""
    payload: dict[str, Any]
    """Of an error: code, description and details."""
    text: str


class FrameLog:
    """The frames of a station, the latest ones of all its links.

    Args:
        now: returns the simulated time.
        on_frame: is told of each frame.
        limit: how many frames are kept.
    """

    def __init__(
        self, now: Callable[[], float], on_frame: Callable[[Frame], None] | None = None, limit: int = 10_000
    ) -> None:
        self._now = now
        self._on_frame = on_frame
        self._frames: deque[Frame] = deque(maxlen=limit)
        self._count = 0
        self._calls: dict[tuple[Direction, str], str] = {}
        self._changes = Changes()

    @property
    def count(self) -> int:
        """How many frames there have been; the number of the next one."""
        return self._count

    def since(self, number: int = 0) -> list[Frame]:
        """Return the frames from a number on that are still kept."""
        skipped = number - (self._count - len(self._frames))
        return list(self._frames)[max(0, skipped) :]

    def add(self, direction: Direction, text: str) -> Frame:
        """Note a frame."""
        frame = self._read(direction, text)
        self._count += 1
        self._frames.append(frame)
        if self._on_frame is not None:
            self._on_frame(frame)
        self._changes.tell()
        return frame

    async def next(self, wanted: Callable[[Frame], bool], start: int = 0) -> Frame:
        """Return the first frame from `start` on that is wanted; wait for it if need be."""
        while True:
            for frame in self.since(start):
                if wanted(frame):
                    return frame
            start = self._count
            await self._changes.next()

    async def sent(self, action: str, start: int = 0) -> Frame:
        """Return the first call with this action that the station sends, or has sent, from `start` on."""
        return await self.next(_is_call(Direction.SENT, action), start)

    async def received(self, action: str, start: int = 0) -> Frame:
        """Return the first command with this action that the station gets, or has got, from `start` on."""
        return await self.next(_is_call(Direction.RECEIVED, action), start)

    async def answer_to(self, call: Frame) -> Frame:
        """Return the answer to a call."""
        return await self.next(
            lambda frame: (
                frame.id == call.id
                and frame.direction is not call.direction
                and frame.kind in {FrameKind.RESULT, FrameKind.ERROR}
            ),
            call.number,
        )

    def _read(self, direction: Direction, text: str) -> Frame:
        kind, message_id, action, payload = _parts(text)
        if kind is FrameKind.CALL:
            self._calls[direction, message_id] = action
            if len(self._calls) > CALLS_LIMIT:  # calls that nobody answers
                del self._calls[next(iter(self._calls))]
        elif kind is not FrameKind.OTHER:
            other = Direction.RECEIVED if direction is Direction.SENT else Direction.SENT
            action = self._calls.pop((other, message_id), "")
        return Frame(self._count, self._now(), direction, kind, message_id, action, payload, text)


class CannedAnswers:
    """Answers that a station is to give instead of its own, once each, by action."""

    def __init__(self) -> None:
        self._answers: dict[str, deque[dict[str, Any]]] = {}

    def add(self, action: str, payload: Mapping[str, Any]) -> None:
        """Answer the next command with this action so; several wait for their turn."""
        self._answers.setdefault(action, deque()).append(dict(payload))

    def take(self, action: str) -> dict[str, Any] | None:
        """Return the next answer for an action and forget it; None if there is none."""
        waiting = self._answers.get(action)
        return waiting.popleft() if waiting else None


class LoggedConnection(PushConnection):
    """A link whose frames are noted, and whose commands may get canned answers.

    Args:
        link: the connection to the central system.
        log: where frames are noted.
        answers: what to answer instead of handing a command on.
    """

    def __init__(self, link: PushConnection, log: FrameLog, answers: CannedAnswers) -> None:
        self._link = link
        self._log = log
        self._answers = answers
        self._asked: set[str] = set()

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        """Hand messages over as they arrive."""

        def take(message: bytes) -> None:
            frame = self._log.add(Direction.RECEIVED, message.decode())
            canned = self._answers.take(frame.action) if frame.kind is FrameKind.CALL else None
            if canned is not None:
                self.write(msgspec.json.encode([3, frame.id, canned]))
            elif frame.kind in {FrameKind.RESULT, FrameKind.ERROR} and frame.id in self._asked:
                self._asked.discard(frame.id)
            else:
                on_message(message)

        await self._link.listen(take)

    async def ask(self, message_id: str, action: str, payload: Mapping[str, Any]) -> Frame:
        """Send a call past the conversation; return the answer, which is not handed on."""
        start = self._log.count
        self._asked.add(message_id)
        self.write(msgspec.json.encode([2, message_id, action, payload]))
        return await self._log.answer_to(await self._log.next(lambda frame: frame.id == message_id, start))

    def write(self, message: str | bytes) -> None:
        """Send a message."""
        text = message if isinstance(message, str) else message.decode()
        self._link.write(message)
        self._log.add(Direction.SENT, text)

    async def send(self, message: str) -> None:
        """Send a message."""
        self.write(message)


def _is_call(direction: Direction, action: str) -> Callable[[Frame], bool]:
    return lambda frame: frame.kind is FrameKind.CALL and frame.direction is direction and frame.action == action


def _parts(text: str) -> tuple[FrameKind, str, str, dict[str, Any]]:
    """Return kind, id, action and payload of a frame."""
    try:
        frame: Any = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return FrameKind.OTHER, "", "", {}
    match frame:
        case [2 | 6, message_id, str(action), dict()]:
            return FrameKind.CALL, str(message_id), action, frame[3]
        case [3, message_id, dict()]:
            return FrameKind.RESULT, str(message_id), "", frame[2]
        case [4 | 5, message_id, code, description, details]:
            return FrameKind.ERROR, str(message_id), "", {"code": code, "description": description, "details": details}
        case _:
            return FrameKind.OTHER, "", "", {}
