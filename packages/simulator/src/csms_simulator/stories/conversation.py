"""The rules that hold in every story: what either side says is OCPP, and what the station says is answered."""

from collections.abc import Collection, Iterable
from typing import cast

import msgspec

from csms_simulator.frames import Direction, Frame, FrameKind
from ocpp import catalogue, codec
from ocpp.exceptions import OCPPError
from ocpp.masking import loggable
from ocpp.model import Model

FRAME_LENGTH = 1000
"""How much of a frame is shown."""

_SEND = "[6,"
"""A message that is never answered (OCPP 2.1 Part 4, 4.2.4) begins so."""


def broken_rule(frame: Frame, version: str, may_fail: Collection[str]) -> str | None:
    """Return what is wrong with a frame for which the central system is responsible; None if nothing is.

    Args:
        frame: the frame.
        version: of OCPP.
        may_fail: actions that the central system may answer with an error.
    """
    match frame.direction, frame.kind:
        case Direction.RECEIVED, FrameKind.OTHER:
            return "the central system sent what is no message of OCPP"
        case Direction.RECEIVED, FrameKind.ERROR if frame.action not in may_fail:
            return f"the central system answered {frame.action or 'nothing'} with the error {_error(frame)}"
        case Direction.RECEIVED, FrameKind.RESULT:
            return _broken_answer(frame, version)
        case Direction.RECEIVED, FrameKind.CALL:
            return _broken_command(frame, version)
        case _:
            return None


def unanswered(frames: Iterable[Frame]) -> list[Frame]:
    """Return the calls of the station among some frames that have no answer there."""
    calls: dict[str, Frame] = {}
    for frame in frames:
        if frame.direction is Direction.SENT and frame.kind is FrameKind.CALL and not frame.text.startswith(_SEND):
            calls[frame.id] = frame
        elif frame.direction is Direction.RECEIVED and frame.kind in {FrameKind.RESULT, FrameKind.ERROR}:
            calls.pop(frame.id, None)
    return list(calls.values())


def shown(frame: Frame) -> str:
    """Return a frame on one line: an arrow, and what is on the wire, without secrets."""
    arrow = "->" if frame.direction is Direction.SENT else "<-"
    text = loggable(frame.text)
    text = text if len(text) <= FRAME_LENGTH else f"{text[:FRAME_LENGTH]}..."
    name = "" if frame.kind is FrameKind.CALL or not frame.action else f" ({frame.action})"
    return f"{arrow} {text}{name}"


def _broken_answer(frame: Frame, version: str) -> str | None:
    if not frame.action:
        return "the central system answered a message that the station has not sent"
    message = catalogue.find(version, frame.action)
    if message is None or message.result is None:
        return None
    cause = _violation(message.result, frame)
    return None if cause is None else f"the answer to {frame.action} is not valid: {cause}"


def _broken_command(frame: Frame, version: str) -> str | None:
    message = catalogue.find(version, frame.action)
    if message is None:
        return f"the central system sent {frame.action}, which OCPP {version} does not have"
    cause = _violation(message.request, frame)
    return None if cause is None else f"the command {frame.action} is not valid: {cause}"


def _violation(message_class: type[Model], frame: Frame) -> str | None:
    try:
        codec.decode(message_class, msgspec.json.encode(frame.payload))
    except OCPPError as error:
        return str(error.details.get("cause", error.description))
    return None


def _error(frame: Frame) -> str:
    description = cast(object, frame.payload.get("description"))
    return f"{frame.payload.get('code')}: {description}" if description else str(frame.payload.get("code"))
