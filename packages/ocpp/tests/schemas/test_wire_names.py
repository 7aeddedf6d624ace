"""Every field of every class goes by exactly the name that the schema gives it, in both directions."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from ocpp import codec
from ocpp.shapes import Choice, FreeForm, Items, Object, Scalar, Shape, shape_of

from .instances import ITEMS, places
from .judges import message_class_of
from .schema_files import MessageSchema, peer_schemas

MESSAGES = [pytest.param(message, id=f"{message.version}-{message.name}") for message in peer_schemas()]


def filled(shape: Shape, default: object = None) -> Any:
    """Return JSON with every field that the shape has, none with its default value."""
    match shape:
        case Object():
            defaults = {field.encode_name: field.default for field in msgspec.structs.fields(shape.message_class)}
            return {field.wire: filled(field.shape, defaults[field.wire]) for field in shape.fields}
        case Items():
            return [filled(shape.item)] * max(shape.min_length or 0, 1)
        case Choice():
            return next(word.value for word in shape.enum if word != default)
        case FreeForm():
            return {"vendorId": "v", "own_Key": [{"another-Key": None}]}
        case Scalar():
            number = int(shape.le) if shape.le is not None else int(shape.ge or 0) + 3
            return {"string": "s", "boolean": True}.get(shape.kind, number)


def steps_to(shape: Shape, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the way to everything in a class, by wire names."""
    yield steps
    match shape:
        case Object():
            for field in shape.fields:
                yield from steps_to(field.shape, (*steps, field.wire))
        case Items():
            yield from steps_to(shape.item, (*steps, ITEMS))
        case _:
            return


@pytest.mark.parametrize("message", MESSAGES)
def test_every_field_survives_decoding_and_encoding(message: MessageSchema) -> None:
    message_class = message_class_of(message)
    payload = filled(shape_of(message_class))

    decoded = codec.decode(message_class, json.dumps(payload).encode())

    assert msgspec.to_builtins(decoded) == payload
    assert json.loads(codec.encode(decoded, message_class, verbatim=True)) == payload


@pytest.mark.parametrize("message", MESSAGES)
def test_names_are_those_of_the_schema(message: MessageSchema) -> None:
    in_schema = {place.steps for place in places(message.schema) if "customData" not in place.steps[:-1]}
    assert set(steps_to(shape_of(message_class_of(message)))) == in_schema
