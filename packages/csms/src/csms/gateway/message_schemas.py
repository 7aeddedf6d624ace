"""What may be sent to stations in the words of their version, as JSON schemas: forms are made of them.

They are read from the classes that messages are checked against, so that what a schema allows is what can be sent.
"""

import inspect
import re
from enum import Enum
from functools import cache
from typing import Any

from msgspec import Raw

from csms.domain.messages import SendableAction
from csms.domain.remote_control import Fault
from ocpp import catalogue, codec
from ocpp.catalogue import ActionType
from ocpp.fields import VENDOR_ID_LENGTH
from ocpp.model import Model, Sender
from ocpp.shapes import Choice, Field, FreeForm, Items, Object, Scalar, Shape, shape_of
from ocpp.timestamps import TIMESTAMP_NAMES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

JsonSchema = dict[str, Any]


@cache
def sendable_actions(version: str) -> list[SendableAction]:
    """Return what a central system may ask stations of a version of OCPP, in alphabetical order.

    Raises: ValueError: there is no such version.
    """
    return [
        SendableAction(action=name, block=kind.block, summary=_summary(kind.request))
        for name, kind in sorted(catalogue.messages(version).items())
        if _refusal(version, name, kind) is None
    ]


@cache
def request_schema(version: str, action: str) -> JsonSchema | None:
    """Return the schema of a request, None if a central system cannot send it in this version.

    Raises: ValueError: there is no such version.
    """
    kind = catalogue.find(version, action)
    if kind is None or _refusal(version, action, kind) is not None:
        return None
    definitions: dict[str, JsonSchema] = {}
    schema = {"$schema": DIALECT, **_of_object(shape_of(kind.request), definitions)}
    return {**schema, "$defs": definitions} if definitions else schema


def check_call(version: str, action: str, payload: Raw) -> Fault | None:
    """Return what is wrong with a request to a station of a version, None if it can be sent."""
    kind = catalogue.find(version, action)
    refusal = _refusal(version, action, kind)
    if kind is None or refusal is not None:
        return Fault("action", refusal or "")
    violation = codec.find_violation(kind.request, payload)
    return None if violation is None else Fault(violation.place, violation.sentence)


def _refusal(version: str, action: str, kind: ActionType | None) -> str | None:
    """Return why an action cannot be asked of a station, None if it can."""
    if kind is None or kind.result is None:
        return f"OCPP {version} has no request {action}"
    if kind.sender is Sender.station:
        return f"{action} is sent by stations, not to them"
    return None


def _schema(shape: Shape, definitions: dict[str, JsonSchema]) -> JsonSchema:
    match shape:
        case Object():
            name = shape.message_class.__name__
            if name not in definitions:
                definitions[name] = {}  # it may hold itself
                definitions[name] = _of_object(shape, definitions)
            return {"$ref": f"#/$defs/{name}"}
        case Items():
            return {
                "type": "array",
                "items": _schema(shape.item, definitions),
                **_given(minItems=shape.min_length, maxItems=shape.max_length),
            }
        case Choice():
            return {
                "title": shape.enum.__name__,
                "description": _text(shape.enum),
                "type": "string",
                "enum": [str(member.value) for member in shape.enum],
            }
        case Scalar():
            return {
                "type": shape.kind,
                **_given(
                    maxLength=shape.max_length,
                    minimum=shape.ge,
                    maximum=shape.le,
                    multipleOf=0.1 if shape.one_decimal else None,
                ),
            }
        case FreeForm():
            return _of_custom_data() if shape.custom_data else {"description": "Any JSON."}


def _of_object(shape: Object, definitions: dict[str, JsonSchema]) -> JsonSchema:
    fields = sorted(shape.fields, key=lambda field: not field.required)  # people fill in what is required first
    properties = {field.wire: _of_field(field, definitions) for field in fields}
    required = [field.wire for field in shape.fields if field.required]
    return {
        "title": shape.message_class.__name__,
        "description": _in_wire_names(_text(shape.message_class), shape),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _of_field(field: Field, definitions: dict[str, JsonSchema]) -> JsonSchema:
    schema = _schema(field.shape, definitions)
    # Messages have plain texts there, for stations that write times otherwise; what is sent is to be right.
    is_time = field.wire in TIMESTAMP_NAMES and schema == {"type": "string"}
    return {**schema, "format": "date-time"} if is_time else schema


def _of_custom_data() -> JsonSchema:
    return {
        "description": "A vendor's own JSON object; it names the vendor.",
        "type": "object",
        "properties": {"vendorId": {"type": "string", "maxLength": VENDOR_ID_LENGTH}},
        "required": ["vendorId"],
    }


def _given(**limits: float | None) -> JsonSchema:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _in_wire_names(text: str, shape: Object) -> str:
    """Return a text about a class with its fields called as they are in the message."""
    names = {field.name: field.wire for field in shape.fields if "_" in field.name}
    return re.sub(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", lambda found: names.get(found[0], found[0]), text)


def _text(described: type[Model] | type[Enum]) -> str:
    return inspect.cleandoc(described.__doc__ or "")


def _summary(described: type[Model]) -> str:
    return _text(described).partition("\n")[0]
