"""The messages of the RPC framework as objects: what `_handle_call` gets, what `_get_specific_response` returns.

Payloads are decoded when they are first looked at; most of the time nobody does, because handlers get theirs from
the typed message.
"""

import asyncio
import dataclasses
from collections.abc import Awaitable, Generator, Mapping
from decimal import Decimal
from json import JSONEncoder
from typing import Any, ClassVar, TypeAlias, cast

import msgspec
from msgspec import Raw

from ocpp import catalogue, codec, rpc
from ocpp.exceptions import (
    ERRORS_BY_CODE,
    FormatViolationError,
    NotImplementedError,
    OCPPError,
    PropertyConstraintViolationError,
    ProtocolError,
    UnknownCallErrorCodeError,
    ValidationError,
)
from ocpp.model import Model, Result
from ocpp.session import RequestKey

ASYNC_VALIDATION = True
"""Has no effect: validation takes microseconds and needs no threads. Kept because programs set it."""

DETAILS_LIMIT = 512
"""Bytes of JSON that the details of a CALLERROR may have; what is more is cut."""

DESCRIPTION_LIMIT = 255
"""Characters that the description of a CALLERROR may have (OCPP 2.0.1 Part 4, 4.2.3)."""


class MessageType:
    """The numbers of the frames."""

    Call = rpc.CALL
    CallResult = rpc.CALL_RESULT
    CallError = rpc.CALL_ERROR


class _Payload:
    """A payload that is raw JSON until somebody looks at it."""

    _raw: Raw | None = None
    _payload: Any = None

    @property
    def payload(self) -> Any:
        """The payload as dicts and lists under the names of the wire; may be changed and replaced."""
        if self._raw is not None:
            self._payload = codec.decode_json(self._raw)
            # From now on the object counts: whoever has it may change it.
            self._raw = None
        return self._payload

    @payload.setter
    def payload(self, payload: Any) -> None:
        self._raw = None
        self._payload = payload

    def shown_payload(self) -> object:
        """Return the payload for people to read: also when it is no JSON."""
        try:
            return self.payload
        except OCPPError:
            return bytes(self.raw_payload()).decode("utf-8", "replace")

    def raw_payload(self) -> Raw:
        """Return the payload as JSON. Raises: TypeError for what JSON cannot hold."""
        return Raw(codec.encode_json(self._payload)) if self._raw is None else self._raw


class Call(_Payload):
    """A request: `[2, unique_id, action, payload]`. A dataclass given as payload becomes a dict."""

    message_type_id: ClassVar[int] = rpc.CALL

    answered: bool = False
    """Whether an answer was handed to the connection."""
    send_failed: bool = False
    """Whether the connection could not send it."""
    failure: Exception | None = None
    """What the answer tells, if it is an error."""
    key: RequestKey | None = None
    """By which the session remembers the answer."""

    def __init__(self, unique_id: rpc.MessageId, action: str, payload: Any) -> None:
        self.unique_id = unique_id
        self.action = action
        if dataclasses.is_dataclass(payload) and not isinstance(payload, type):
            payload = dataclasses.asdict(payload)
        self.payload = payload

    @classmethod
    def from_frame(cls, frame: rpc.CallFrame | rpc.SendFrame, key: RequestKey | None = None) -> "Call":
        """Return the request in a frame, its payload still raw."""
        call = cls.__new__(cls)
        call.unique_id = frame.id
        call.action = frame.action
        call.key = key
        call._raw = frame.payload
        return call

    def to_json(self) -> str:
        """Return the text of the frame, without blanks."""
        return _to_json([self.message_type_id, self.unique_id, self.action, self.payload])

    def create_call_result(self, payload: Any) -> "CallResult":
        """Return the answer with this payload."""
        return CallResult(self.unique_id, payload, self.action)

    def create_call_error(self, exception: Exception | None) -> "CallError":
        """Return the answer that tells of an exception: an OCPPError by its code, anything else as InternalError."""
        if isinstance(exception, OCPPError):
            return CallError(self.unique_id, exception.code, exception.description, exception.details)
        return CallError(self.unique_id, "InternalError", "An unexpected error occurred.", {})

    def __repr__(self) -> str:
        return f"<Call - unique_id={self.unique_id}, action={self.action}, payload={self.shown_payload()}>"


class CallResult(_Payload):
    """The answer to a request: `[3, unique_id, payload]`. The action is not on the wire but needed to validate."""

    message_type_id: ClassVar[int] = rpc.CALL_RESULT

    def __init__(self, unique_id: rpc.MessageId, payload: Any, action: str | None = None) -> None:
        self.unique_id = unique_id
        self.action = action
        self.payload = payload

    @classmethod
    def from_raw(cls, unique_id: rpc.MessageId, payload: Raw, action: str | None = None) -> "CallResult":
        """Return an answer whose payload is still raw JSON."""
        result = cls.__new__(cls)
        result.unique_id = unique_id
        result.action = action
        result._raw = payload
        return result

    def to_json(self) -> str:
        """Return the text of the frame, without blanks."""
        return _to_json([self.message_type_id, self.unique_id, self.payload])

    def __repr__(self) -> str:
        return f"<CallResult - unique_id={self.unique_id}, action={self.action}, payload={self.shown_payload()}>"


class CallError:
    """The answer that a request failed: `[4, unique_id, error_code, error_description, error_details]`."""

    message_type_id: ClassVar[int] = rpc.CALL_ERROR

    def __init__(
        self,
        unique_id: rpc.MessageId,
        error_code: str,
        error_description: str | None,
        error_details: Mapping[str, Any] | None = None,
    ) -> None:
        self.unique_id = unique_id
        self.error_code = error_code
        self.error_description = error_description
        self.error_details = error_details

    def to_json(self) -> str:
        """Return the text of the frame, without blanks; description and details are cut to their limits."""
        description = str(self.error_description or "")[:DESCRIPTION_LIMIT].encode("utf-8", "replace").decode()
        details = bounded_details(self.error_details)
        return rpc.encode_call_error(self.unique_id, str(self.error_code), description, details)

    def to_exception(self) -> OCPPError:
        """Return the exception that stands for this error.

        Raises: UnknownCallErrorCodeError for a code that OCPP does not define; it holds code, text and details.
        """
        error = ERRORS_BY_CODE.get(self.error_code)
        if error is not None:
            return error(description=self.error_description, details=self.error_details)
        raise UnknownCallErrorCodeError(
            f"Error code '{self.error_code}' is not defined by the OCPP specification: {self.error_description}",
            self.error_details,
            code=self.error_code,
        )

    def __repr__(self) -> str:
        return (
            f"<CallError - unique_id={self.unique_id}, error_code={self.error_code}, "
            f"error_description={self.error_description}, error_details={self.error_details}>"
        )


Message: TypeAlias = Call | CallResult | CallError


def answer_message(frame: rpc.CallResultFrame | rpc.CallErrorFrame) -> CallResult | CallError:
    """Return the answer in a frame."""
    if isinstance(frame, rpc.CallResultFrame):
        return CallResult.from_raw(frame.id, frame.payload)
    try:
        details: Any = codec.decode_json(frame.details)
    except OCPPError as error:
        details = error.details
    description = frame.description or ""
    return CallError(frame.id, frame.code, description, details if isinstance(details, dict) else {})  # pyright: ignore[reportUnknownArgumentType]


def bounded_details(details: object) -> bytes:
    """Return error details as JSON of at most `DETAILS_LIMIT` bytes; of longer ones, the beginnings of the first texts.

    Never raises: what JSON cannot hold is described.
    """
    if not isinstance(details, Mapping) or not details:
        return b"{}"
    entries = list(cast(Mapping[object, object], details).items())
    data = _describe(dict(entries))
    if len(data) > DETAILS_LIMIT:
        entries = entries[:8]
    room = DETAILS_LIMIT // (2 * len(entries))
    while len(data) > DETAILS_LIMIT and room:
        data = _describe({str(name)[:room]: _beginning(value, room) for name, value in entries})
        room //= 2
    return data if len(data) <= DETAILS_LIMIT else b"{}"


def _beginning(value: object, characters: int) -> str:
    if isinstance(value, Call | CallResult | CallError):
        value = _describable(value)
    text = value if isinstance(value, str) else _describe(value).decode()
    return text if len(text) <= characters else f"{text[:characters]}..."


def _describe(value: object) -> bytes:
    """Return anything as JSON, in words where JSON has nothing for it."""
    try:
        return _describing_encoder.encode(value)
    except (TypeError, ValueError, RecursionError):
        return msgspec.json.encode(ascii(value))


def unpack(msg: str | bytes) -> Message:
    """Return the message in the text of a frame.

    Raises: FormatViolationError for what is no JSON; ProtocolError for what is no list or lacks elements;
    PropertyConstraintViolationError for an unknown message type.
    """
    frame = rpc.decode(msg)
    if isinstance(frame, rpc.CallFrame):
        return Call.from_frame(frame)
    if isinstance(frame, rpc.CallResultFrame):
        return answer_message(frame)
    if isinstance(frame, rpc.CallErrorFrame):
        if frame.description is msgspec.UNSET:
            raise ProtocolError(details={"cause": "Message is missing elements."})
        return answer_message(frame)
    if not isinstance(frame, rpc.Malformed):
        kind = rpc.kind_of(frame)
        raise PropertyConstraintViolationError(details={"cause": f"MessageTypeId '{kind}' isn't valid"})
    match frame.fault:
        case rpc.Fault.not_json | rpc.Fault.too_deep | rpc.Fault.not_text:
            raise FormatViolationError(details={"cause": "Message is not valid JSON", "ocpp_message": msg})
        case rpc.Fault.unknown_type:
            raise PropertyConstraintViolationError(details={"cause": f"MessageTypeId '{frame.kind}' isn't valid"})
        case rpc.Fault.not_a_list:
            found: object = codec.decode_json(msg)
            cause = f"OCPP message hasn't the correct format. It should be a list, but got '{type(found)}' instead"
            raise ProtocolError(details={"cause": cause})
        case rpc.Fault.no_type:
            raise ProtocolError(details={"cause": "Message does not contain MessageTypeId"})
        case rpc.Fault.bad_id | rpc.Fault.bad_elements:
            raise ProtocolError(details={"cause": "Message is missing elements."})


def pack(msg: Message) -> str:
    """Return the text of a message's frame."""
    return msg.to_json()


class _Validated(Awaitable[None]):
    """What validation returns: it is over already, so this can be awaited or ignored."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


def validate_payload(message: Call | CallResult, ocpp_version: str) -> Awaitable[None]:
    """Check the payload of a message against the types of its action, at once; the result may be awaited.

    Raises: OCPPError for the first violation; NotImplementedError if the version lacks the action; ValidationError if
    `message` is neither a Call nor a CallResult.
    """
    _validate_payload(message, ocpp_version)
    return _Validated()


def _validate_payload(message: Call | CallResult, ocpp_version: str) -> None:
    if type(message) not in (Call, CallResult):
        raise ValidationError(f"Only Call and CallResult have a payload to validate, not {type(message)}")
    validator = _message_class(message.message_type_id, str(message.action), ocpp_version)
    if validator is None:
        raise NotImplementedError(details={"cause": f"Failed to validate action: {message.action}"})
    try:
        codec.decode(validator, message.raw_payload())
    except OCPPError as error:
        raise with_message(error, message) from None


def with_message(error: OCPPError, message: Call | CallResult) -> OCPPError:
    """Return the violation with the message that it was found in under "ocpp_message" of its details.

    A missing field is reported without the message.
    """
    if not isinstance(error, ProtocolError):
        error.details = {**error.details, "ocpp_message": message}
    return error


def _message_class(message_type_id: int, action: str, ocpp_version: str) -> type[Model] | None:
    message_type = catalogue.find(ocpp_version, action)
    if message_type is None:
        return None
    result: type[Result] | None = message_type.result
    return result if message_type_id == rpc.CALL_RESULT else message_type.request


class Validator:
    """The check of one payload class, for programs that ask for a validator and call its `validate(payload)`."""

    def __init__(self, message_class: type[Model]) -> None:
        self.message_class = message_class

    def validate(self, payload: Any) -> None:
        """Check a payload of dicts and lists. Raises: OCPPError for the first violation."""
        codec.decode(self.message_class, codec.encode_json(payload))


_validators: dict[str, Validator] = {}


def get_validator(message_type_id: int, action: str, ocpp_version: str, parse_float: object = float) -> Validator:  # noqa: ARG001
    """Return the validator of a payload. `parse_float` has no effect: one decimal is checked exactly anyhow.

    Raises: ValueError for an unknown version; OSError if the version lacks the message.
    """
    key = f"{action}_{message_type_id}_{ocpp_version}"
    if key not in _validators:
        message_class = _message_class(message_type_id, action, ocpp_version)
        if message_class is None:
            raise FileNotFoundError(f"OCPP {ocpp_version} has no {action}")
        _validators[key] = Validator(message_class)
    return _validators[key]


class _DecimalEncoder(JSONEncoder):
    """Encodes Decimal as a number, and objects with `to_json` as its text, for programs that use `json.dumps`."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal):
            return float(o)
        if hasattr(o, "to_json"):
            return o.to_json()
        return super().default(o)


def _jsonable(value: Any) -> Any:
    """Return an object that can say what it is in JSON as that text."""
    if hasattr(value, "to_json"):
        return value.to_json()
    raise TypeError(f"JSON cannot hold {type(value).__name__}")


def _describable(value: Any) -> str:
    """Return any object in words; messages, as which details name the offender, as the text of their frames."""
    if isinstance(value, Call | CallResult | CallError):
        try:
            return value.to_json()
        except (OCPPError, TypeError, ValueError):
            return repr(value)
    return str(value)


_encoder = msgspec.json.Encoder(enc_hook=_jsonable, decimal_format="number")
_describing_encoder = msgspec.json.Encoder(enc_hook=_describable, decimal_format="number")


def _to_json(value: Any) -> str:
    return _encoder.encode(value).decode()


# Names that programs import from here.
__all__ = [
    "ASYNC_VALIDATION",
    "Call",
    "CallError",
    "CallResult",
    "Message",
    "MessageType",
    "Validator",
    "_DecimalEncoder",
    "_validate_payload",
    "_validators",
    "answer_message",
    "asyncio",
    "bounded_details",
    "get_validator",
    "pack",
    "unpack",
    "validate_payload",
    "with_message",
]
