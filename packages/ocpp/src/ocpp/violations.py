"""The first way in which a payload breaks the schema of its message, in the order in which the schema checks.

Messages are decoded and checked by msgspec in one pass; only when that refuses a payload is it walked here, to name
the violation as a JSON Schema validator would: keyword, sentence, and where.
"""

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from msgspec import Struct

from ocpp.fields import VENDOR_ID_LENGTH, has_one_decimal
from ocpp.model import EXTRA_FIELDS
from ocpp.shapes import Choice, FreeForm, Items, Object, Scalar, Shape

SHOWN_CHARACTERS = 100
"""How much of an offending value a sentence shows."""


class Violation(Struct, frozen=True):
    """A broken rule: the keyword of JSON Schema, a sentence, and the place inside the payload ("" for its top)."""

    keyword: str
    sentence: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} at {self.place}" if self.place else self.sentence


def first_violation(shape: Shape, value: object, place: str = "") -> Violation | None:
    """Return the first rule of `shape` that the decoded JSON `value` breaks, or None."""
    match shape:
        case Object():
            return _in_object(shape, value, place)
        case Items():
            return _in_list(shape, value, place)
        case Choice():
            if not isinstance(value, str):
                return _wrong_type(value, "string", place)
            if value not in shape.words:
                words = ", ".join(repr(str(member.value)) for member in shape.enum)
                return Violation("enum", f"{_shown(value)} is not one of [{_cut(words)}]", place)
            return None
        case Scalar():
            return _in_scalar(shape, value, place)
        case FreeForm():
            return _in_custom_data(value, place) if shape.custom_data else None


def _in_object(shape: Object, value: object, place: str) -> Violation | None:
    if not _is_object(value):
        return _wrong_type(value, "object", place)
    for name in shape.order:
        if name == EXTRA_FIELDS:
            extras = [key for key in value if key not in shape.by_wire]
            if extras:
                verb = "was" if len(extras) == 1 else "were"
                names = _cut(", ".join(map(repr, extras)))
                sentence = f"Additional properties are not allowed ({names} {verb} unexpected)"
                return Violation("additionalProperties", sentence, place)
        elif name in value:
            inside = f"{place}.{name}" if place else name
            if violation := first_violation(shape.by_wire[name].shape, value[name], inside):
                return violation
    for field in shape.fields:
        if field.required and field.wire not in value:
            return Violation("required", f"{field.wire!r} is a required property", place)
    return None


def _in_list(shape: Items, value: object, place: str) -> Violation | None:
    if not _is_list(value):
        return _wrong_type(value, "array", place)
    for index, item in enumerate(value):
        if violation := first_violation(shape.item, item, f"{place}[{index}]"):
            return violation
    if shape.min_length is not None and len(value) < shape.min_length:
        return Violation("minItems", f"{_shown(value)} is too short", place)
    if shape.max_length is not None and len(value) > shape.max_length:
        return Violation("maxItems", f"{_shown(value)} is too long", place)
    return None


def _in_scalar(shape: Scalar, value: object, place: str) -> Violation | None:
    if shape.kind == "string":
        if not isinstance(value, str):
            return _wrong_type(value, "string", place)
        if shape.max_length is not None and len(value) > shape.max_length:
            return Violation("maxLength", f"{_shown(value)} is too long", place)
        return None
    if shape.kind == "boolean":
        return None if isinstance(value, bool) else _wrong_type(value, "boolean", place)
    numbers = int if shape.kind == "integer" else int | float
    if isinstance(value, bool) or not isinstance(value, numbers):
        return _wrong_type(value, shape.kind, place)
    if shape.ge is not None and value < shape.ge:
        return Violation("minimum", f"{_shown(value)} is less than the minimum of {shape.ge}", place)
    if shape.le is not None and value > shape.le:
        return Violation("maximum", f"{_shown(value)} is greater than the maximum of {shape.le}", place)
    if shape.one_decimal and not has_one_decimal(value):
        return Violation("multipleOf", f"{_shown(value)} is not a multiple of 0.1", place)
    return None


def _in_custom_data(value: object, place: str) -> Violation | None:
    if not _is_object(value):
        return _wrong_type(value, "object", place)
    if "vendorId" not in value:
        return Violation("required", "'vendorId' is a required property", place)
    vendor = value["vendorId"]
    if not isinstance(vendor, str):
        return _wrong_type(vendor, "string", f"{place}.vendorId")
    if len(vendor) > VENDOR_ID_LENGTH:
        return Violation("maxLength", f"{_shown(vendor)} is too long", f"{place}.vendorId")
    return None


def _wrong_type(value: object, expected: str, place: str) -> Violation:
    return Violation("type", f"{_shown(value)} is not of type {expected!r}", place)


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list)


def _shown(value: object) -> str:
    try:
        return _cut(repr(value))
    except RecursionError:
        return "A deeply nested value"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
