"""Frames of the message log: what their text says of itself, and which answer belongs to which call."""

import re
from typing import TypeAlias

import msgspec
from msgspec import Struct

CALL, CALL_RESULT, CALL_ERROR, CALL_RESULT_ERROR, SEND = 2, 3, 4, 5, 6
NO_FRAME = 0
"""The kind of a message that is no frame."""

RECEIVED, SENT = "in", "out"
"""The directions, as the server sees them."""

PENDING_LIMIT = 50_000
"""How many calls wait for their answers at most: so many stations with a call each way."""


class FrameHead(Struct, frozen=True):
    """What a frame says without its payload.

    Args:
        kind: the message type number (OCPP-J 1.6, 4.2), 0 if it is no frame.
        message_id: links a call and its answer.
        action: of a call; answers name none.
        outcome: of an answer: the status in it, or the code of its error; None if it has neither.
    """

    kind: int
    message_id: str | None = None
    action: str | None = None
    outcome: str | None = None


_Id: TypeAlias = str | int


class _Status(Struct):
    status: str | None = None


class _Answer(Struct, rename="camel"):
    status: str | None = None
    id_tag_info: _Status | None = None
    id_token_info: _Status | None = None


class _Call(Struct, array_like=True, tag=CALL):
    id: _Id
    action: str


class _Send(Struct, array_like=True, tag=SEND):
    id: _Id
    action: str


class _CallResult(Struct, array_like=True, tag=CALL_RESULT):
    id: _Id
    answer: _Answer


class _CallError(Struct, array_like=True, tag=CALL_ERROR):
    id: _Id
    code: str


class _CallResultError(Struct, array_like=True, tag=CALL_RESULT_ERROR):
    id: _Id
    code: str


_Frame: TypeAlias = _Call | _CallResult | _CallError | _CallResultError | _Send
_decoder: msgspec.json.Decoder[_Frame] = msgspec.json.Decoder(_Frame)

# Frames whose JSON is broken are what one looks for in a log: as much of the head as can be read.
_HEAD = re.compile(
    r'\s*\[\s*([2-6])\s*,\s*(?:"([^"\\\x00-\x1f]{1,255})"|(-?\d{1,18}))(?:\s*,\s*"([A-Za-z0-9]{1,50})")?'
)


def read_head(text: str) -> FrameHead:
    """Return what a frame says of itself. Never raises."""
    try:
        frame = _decoder.decode(text)
    except (ValueError, RecursionError):
        return _read_broken(text)
    message_id = str(frame.id)
    match frame:
        case _Call():
            return FrameHead(CALL, message_id, frame.action)
        case _CallResult():
            info = frame.answer.id_tag_info or frame.answer.id_token_info
            return FrameHead(CALL_RESULT, message_id, None, frame.answer.status if info is None else info.status)
        case _CallError():
            return FrameHead(CALL_ERROR, message_id, None, frame.code)
        case _CallResultError():
            return FrameHead(CALL_RESULT_ERROR, message_id, None, frame.code)
        case _Send():
            return FrameHead(SEND, message_id, frame.action)


def _read_broken(text: str) -> FrameHead:
    head = _HEAD.match(text)
    if head is None:
        return FrameHead(NO_FRAME)
    kind = int(head[1])
    word: str | None = head[4]
    message_id: str = head[2] or head[3]
    match kind:
        case 2 | 6:
            return FrameHead(kind, message_id, word)
        case 4 | 5:
            return FrameHead(kind, message_id, None, word)
        case _:
            return FrameHead(kind, message_id)


class Pairing:
    """Finds the call that an answer belongs to, from the frames in the order in which they went over the wire.

    Args:
        limit: how many calls are remembered; the oldest are forgotten first.
    """

    def __init__(self, limit: int = PENDING_LIMIT) -> None:
        self._calls: dict[tuple[str, str, str], tuple[str | None, float]] = {}
        self._limit = limit

    def add(self, station: str, direction: str, head: FrameHead, at_s: float) -> tuple[str | None, float | None]:
        """Take note of a frame; return its action, and for an answer the seconds since its call, if that is known.

        Args:
            station: identity of the station.
            direction: `RECEIVED` or `SENT`.
            head: of the frame.
            at_s: when it was received or sent, in seconds.
        """
        if head.kind == CALL and head.message_id is not None:
            if len(self._calls) >= self._limit:
                del self._calls[next(iter(self._calls))]
            self._calls[station, direction, head.message_id] = (head.action, at_s)
        elif head.kind in {CALL_RESULT, CALL_ERROR} and head.message_id is not None:
            asked = RECEIVED if direction == SENT else SENT
            action, asked_at_s = self._calls.pop((station, asked, head.message_id), (None, None))
            return action, None if asked_at_s is None else max(0.0, at_s - asked_at_s)
        return head.action, None
