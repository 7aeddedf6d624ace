"""The five frames of the RPC framework: reading and writing, nothing else.

OCPP-J 1.6, 4.2; OCPP 2.0.1 and 2.1 Part 4, 4.2. Only the envelope is decoded here; the payload stays raw JSON until
it is known which class it belongs to.
"""

import re
from enum import Enum
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

MessageId: TypeAlias = str | int
"""A string of 1 to 36 characters by the specification; numbers are met in the field and echoed as they are."""

STRICT_ID_LENGTH = 36
TOLERANT_ID_LENGTH = 255

UNREADABLE_ID = "-1"
"""The id of a CALLERROR that answers a frame without a readable id (OCPP 2.0.1 Part 4, 4.2.3)."""

NO_DETAILS = Raw(b"{}")


class CallFrame(Struct, array_like=True, forbid_unknown_fields=True, tag=2):
    """CALL: a request."""

    id: MessageId
    action: str
    payload: Raw


class CallResultFrame(Struct, array_like=True, forbid_unknown_fields=True, tag=3):
    """CALLRESULT: the answer to a request."""

    id: MessageId
    payload: Raw


class CallErrorFrame(Struct, array_like=True, forbid_unknown_fields=True, tag=4):
    """CALLERROR: a request failed. Description and details are often left out in the field."""

    id: MessageId
    code: str
    description: str | UnsetType | None = UNSET
    details: Raw = NO_DETAILS


class CallResultErrorFrame(Struct, array_like=True, forbid_unknown_fields=True, tag=5):
    """CALLRESULTERROR: the answer to our request could not be read by us, or ours by the peer (OCPP 2.1)."""

    id: MessageId
    code: str
    description: str | UnsetType | None = UNSET
    details: Raw = NO_DETAILS


class SendFrame(Struct, array_like=True, forbid_unknown_fields=True, tag=6):
    """SEND: an unconfirmed message, never answered (OCPP 2.1)."""

    id: MessageId
    action: str
    payload: Raw


Frame: TypeAlias = CallFrame | CallResultFrame | CallErrorFrame | CallResultErrorFrame | SendFrame
Answer: TypeAlias = CallResultFrame | CallErrorFrame

CALL, CALL_RESULT, CALL_ERROR, CALL_RESULT_ERROR, SEND = 2, 3, 4, 5, 6


class Fault(Enum):
    """Why a message is no frame; the value is the sentence for people."""

    not_text = "Message is not text"
    not_json = "Message is not valid JSON"
    too_deep = "Message is nested too deeply"
    not_a_list = "Message is not a JSON array"
    no_type = "Message does not contain MessageTypeId"
    unknown_type = "MessageTypeId is not known"
    bad_id = "UniqueId is missing, not a string, or too long"
    bad_elements = "Message is missing elements, or has too many or wrong ones"


class Malformed(Struct, frozen=True):
    """A message that is no frame: why, and as much of its head as could be read."""

    fault: Fault
    kind: int | None = None
    id: MessageId | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it should have been an answer to a call of ours."""
        return self.kind in (CALL_RESULT, CALL_ERROR)


_decoder = msgspec.json.Decoder(CallFrame | CallResultFrame | CallErrorFrame | CallResultErrorFrame | SendFrame)
_encoder = msgspec.json.Encoder()

_HEAD = re.compile(rb'\s*\[\s*(-?\d{1,9})(?:\s*,\s*(?:"([^"\\\x00-\x1f]{1,255})"|(-?\d{1,18}))\s*[,\]]|\s*[,\]])')
"""Type and id of a frame whose rest cannot be read."""


def decode(data: str | bytes, id_length: int = TOLERANT_ID_LENGTH) -> Frame | Malformed:
    """Return the frame in `data`, or what is wrong with it. Never raises.

    Empty ids and ids longer than `id_length` are refused; with `STRICT_ID_LENGTH` so are numeric ones.
    """
    try:
        frame = _decoder.decode(data)
    except (ValueError, RecursionError):
        return _diagnose(data)
    except TypeError:
        # msgspec takes no subclasses of str, as some connections return.
        if isinstance(data, str) and type(data) is not str:
            return decode(str.__str__(data), id_length)
        return _diagnose(data)
    message_id = frame.id
    if isinstance(message_id, str):
        if 0 < len(message_id) <= id_length:
            return frame
    elif id_length > STRICT_ID_LENGTH and abs(message_id) < 10**18:
        return frame
    return Malformed(Fault.bad_id, kind_of(frame))


def kind_of(frame: Frame) -> int:
    """Return the number of the frame's type, 2 to 6."""
    return int(frame.__struct_config__.tag or 0)


def _diagnose(data: object) -> Malformed:
    """Say why `data` is no frame; read its head by pattern where JSON fails."""
    if isinstance(data, str):
        text = data.encode("utf-8", "surrogatepass")
    elif isinstance(data, bytes | bytearray):
        text = bytes(data)
    else:
        return Malformed(Fault.not_text)
    kind, message_id = _read_head(text)
    try:
        message = msgspec.json.decode(text)
    except RecursionError:
        return Malformed(Fault.too_deep, kind, message_id)
    except ValueError:
        return Malformed(Fault.not_json, kind, message_id)
    if not isinstance(message, list):
        return Malformed(Fault.not_a_list)
    if not message:
        return Malformed(Fault.no_type)
    if kind is None or not CALL <= kind <= SEND:
        return Malformed(Fault.unknown_type, kind, message_id)
    if message_id is None:
        return Malformed(Fault.bad_id, kind)
    return Malformed(Fault.bad_elements, kind, message_id)


def _read_head(text: bytes) -> tuple[int | None, MessageId | None]:
    """Return type and id of a frame, each None where it is not there or cannot be read."""
    head = _HEAD.match(text)
    if head is None:
        return None, None
    kind = int(head[1])
    if head[3] is not None:
        return kind, int(head[3])
    if head[2] is not None:
        try:
            return kind, head[2].decode()
        except UnicodeDecodeError:
            return kind, None
    return kind, None


def encode_call(message_id: MessageId, action: str, payload: bytes) -> str:
    """Return the text of a CALL with this JSON payload."""
    return _encoder.encode((CALL, message_id, action, Raw(payload))).decode()


def encode_call_result(message_id: MessageId, payload: bytes) -> str:
    """Return the text of a CALLRESULT with this JSON payload."""
    return _encoder.encode((CALL_RESULT, message_id, Raw(payload))).decode()


def call_result(message_id: MessageId, payload: bytes) -> bytes:
    """Return the same as UTF-8, for connections that take bytes."""
    return b"".join((b"[3,", _encoder.encode(message_id), b",", payload, b"]"))


def encode_call_error(message_id: MessageId, code: str, description: str, details: bytes) -> str:
    """Return the text of a CALLERROR with these JSON details."""
    return _encoder.encode((CALL_ERROR, message_id, code, description, Raw(details))).decode()


def encode_call_result_error(message_id: MessageId, code: str, description: str, details: bytes) -> str:
    """Return the text of a CALLRESULTERROR with these JSON details (OCPP 2.1)."""
    return _encoder.encode((CALL_RESULT_ERROR, message_id, code, description, Raw(details))).decode()


def encode_send(message_id: MessageId, action: str, payload: bytes) -> str:
    """Return the text of a SEND with this JSON payload (OCPP 2.1)."""
    return _encoder.encode((SEND, message_id, action, Raw(payload))).decode()
