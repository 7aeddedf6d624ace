"""From JSON payloads to typed messages and back, checked in both directions.

Decoders are built on first use of a class. What msgspec refuses is named by `ocpp.violations` and raised as the
OCPP error that the fault table gives for it.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Raw

from ocpp.casing import camel_to_snake_case
from ocpp.exceptions import OCPPError
from ocpp.faults import ErrorOfKeyword, customary_error
from ocpp.fields import check_special_type
from ocpp.masking import may_hold_secret
from ocpp.model import Model
from ocpp.shapes import FreeForm, shape_of
from ocpp.views import loosener_of, view_of
from ocpp.violations import Violation, first_violation
from ocpp.wire import to_wire

M = TypeVar("M", bound=Model)

# Decimals become numbers, not strings: users compute limits with them.
_encoder = msgspec.json.Encoder(decimal_format="number")


_FREE_FORM_FIELDS = ("customData", "data")
"""The wire names of fields that hold JSON of a vendor's own, for payloads that are read without their class."""


@functools.cache
def decoder_of(message_class: type[M]) -> msgspec.json.Decoder[M]:
    """Return the decoder of a message class."""
    return msgspec.json.Decoder(message_class, dec_hook=check_special_type)


def decode(message_class: type[M], payload: bytes | str | Raw, errors: ErrorOfKeyword = customary_error) -> M:
    """Return the message of this class that the JSON in `payload` holds; null stands for an empty object.

    Raises: OCPPError, the class that `errors` gives for the first violation; its details name it under "cause".
    """
    try:
        return decoder_of(message_class).decode(payload)
    except (ValueError, RecursionError) as error:
        if bytes(payload.encode() if isinstance(payload, str) else payload).strip() == b"null":
            return decode(message_class, b"{}", errors)
        raise _error_for(_violation(message_class, payload, error), errors, payload) from None


def find_violation(message_class: type[Model], payload: bytes | str | Raw) -> Violation | None:
    """Return the first rule that a payload breaks, without the value if it may be a secret; None if it is valid."""
    try:
        decoder_of(message_class).decode(payload)
    except (ValueError, RecursionError) as error:
        return _without_secrets(_violation(message_class, payload, error), payload)
    return None


def decode_json(payload: bytes | str | Raw) -> Any:
    """Return the JSON in `payload`, unchecked. Raises: FormatViolationError if it is none."""
    try:
        return msgspec.json.decode(payload)
    except (ValueError, RecursionError) as error:
        raise customary_error("syntax")(details={"cause": str(error)}) from None


def encode_json(value: object) -> bytes:
    """Return `value` as JSON. Raises: TypeError for what JSON cannot hold."""
    return _encoder.encode(value)


def encode(message: object, message_class: type[Model], *, verbatim: bool = False) -> bytes:
    """Return the JSON of a payload, checked against `message_class`.

    `message` is an object of that class, another dataclass, or a dict with snake_case or camelCase keys. Unless
    `verbatim`, keys inside customData and other free-form JSON are written in camelCase.

    Raises: OCPPError for the first violation; TypeError for what JSON cannot hold.
    """
    try:
        data = _encoder.encode(message)
        decoder_of(message_class).decode(data)
    except (ValueError, TypeError, RecursionError):
        pass
    else:
        if verbatim or not (b'"customData"' in data or shape_of(message_class).has_free_json):
            return data
    data = _encoder.encode(to_wire(message, shape_of(message_class), verbatim=verbatim))
    decode(message_class, data)
    return data


@functools.cache
def writer_of(message_class: type[Model], *, verbatim: bool) -> Callable[[object], bytes]:
    """Return a function that does what `encode` does for objects of the class that are as they should be.

    It raises ValueError, TypeError or RecursionError for others, which `encode` may still be able to write.
    """
    encode_now, check = _encoder.encode, decoder_of(message_class).decode
    may_rename = not verbatim
    has_free_json = shape_of(message_class).has_free_json

    def write(message: object) -> bytes:
        data = encode_now(message)
        check(data)
        if may_rename and (has_free_json or b'"customData"' in data):
            raise ValueError("The names of free-form JSON may have to be changed")
        return data

    return write


def encode_unchecked(message: object, message_class: type[Model] | None, *, verbatim: bool = False) -> bytes:
    """Return the JSON of a payload under wire names, without checking it."""
    shape = None if message_class is None else shape_of(message_class)
    return _encoder.encode(to_wire(message, shape, verbatim))


def to_keywords(message: Model, *, verbatim: bool = False) -> dict[str, Any]:
    """Return a decoded message as keyword arguments: nested snake_case dicts of plain values, absent fields missing.

    Unless `verbatim`, the keys inside customData and other free-form JSON become snake_case as well.
    """
    return view_of(type(message), verbatim)(message)


def loosen(message: M, *, verbatim: bool = False) -> M:
    """Turn the nested objects and enum members of a decoded message, in place, into plain dicts and strings."""
    return cast(M, loosener_of(type(message), verbatim)(message))


def adapt(message: Model, message_class: type[Any]) -> Any:
    """Return a loosened message as an object of another class of the same action; fields it lacks are dropped."""
    present = [field for field in shape_of(type(message)).fields if getattr(message, field.name) is not None]
    if not issubclass(message_class, Model):
        return message_class(**{field.keyword: getattr(message, field.name) for field in present})
    names = shape_of(message_class).by_wire
    values = {names[field.wire].name: getattr(message, field.name) for field in present if field.wire in names}
    return message_class(**values)


def build_unchecked(message_class: type[Any] | None, payload: Any, *, verbatim: bool = False) -> Any:
    """Return an object of `message_class` with the fields of a JSON object, unchecked.

    Fields that the class lacks are dropped, fields that are not there are None; what is nested stays plain dicts. With
    no class, the fields are returned as keyword arguments. null stands for an empty object. Unless `verbatim`, the keys
    inside customData and other free-form JSON become snake_case.

    Raises: TypeConstraintViolationError if the payload is no object.
    """
    if payload is None:
        payload = {}
    if not isinstance(payload, dict):
        raise customary_error("type")(details={"cause": f"{str(payload)[:100]!r} is not of type 'object'"})
    data = cast(dict[str, Any], payload)
    keep = _FREE_FORM_FIELDS if verbatim else ()
    if message_class is None:
        return camel_to_snake_case(data, keep)
    if not issubclass(message_class, Model):
        return message_class(**camel_to_snake_case(data, keep))
    fields = shape_of(message_class).by_any_name
    values: dict[str, Any] = {field.name: None for field in fields.values() if field.required}
    for key, value in data.items():
        if key in fields:
            plain = verbatim and isinstance(fields[key].shape, FreeForm)
            values[fields[key].name] = value if plain else camel_to_snake_case(value, keep)
    return message_class(**values)


def _violation(message_class: type[Model], payload: bytes | str | Raw, error: Exception) -> Violation:
    try:
        value = msgspec.json.decode(payload)
    except (ValueError, RecursionError) as unreadable:
        return Violation("syntax", str(unreadable))
    # Numbers beyond every float are the one thing that only msgspec refuses.
    return first_violation(shape_of(message_class), value) or Violation("syntax", str(error))


def _error_for(violation: Violation, errors: ErrorOfKeyword, payload: bytes | str | Raw) -> OCPPError:
    return errors(violation.keyword)(details={"cause": str(_without_secrets(violation, payload))})


def _without_secrets(violation: Violation, payload: bytes | str | Raw) -> Violation:
    # The sentence shows the value, which must not get into a log if it may be a password.
    if not may_hold_secret(payload if isinstance(payload, str) else bytes(payload)):
        return violation
    return Violation(violation.keyword, f"A value breaks the rule {violation.keyword}", violation.place)
