"""Python values of any make as JSON-ready values under the names of the wire.

Payloads come as our own classes, as other dataclasses, or as dicts with snake_case or camelCase keys, mixed at any
depth. Where the class is known its fields give the names; elsewhere they follow the rule of `ocpp.casing`.
"""

import dataclasses
from typing import Any, cast

from ocpp.casing import camel_case, remove_nones, snake_to_camel_case
from ocpp.model import Model
from ocpp.shapes import FreeForm, Items, Object, Shape, shape_of

_PLAIN = frozenset({str, int, float, bool})
"""Types whose values are on the wire what they are here."""


def to_wire(value: object, shape: Shape | None = None, verbatim: bool = False) -> Any:
    """Return `value` with wire names and without None, as far as possible in the given shape.

    `verbatim` keeps the keys inside customData and other free-form JSON as they are.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dict):
        return _dict_to_wire(cast(dict[str, object], value), shape, verbatim)
    if isinstance(value, list | tuple):
        items = cast(list[object], value)
        item_shape = shape.item if isinstance(shape, Items) else shape if isinstance(shape, FreeForm) else None
        return [to_wire(item, item_shape, verbatim) for item in items if item is not None]
    if isinstance(value, Model):
        return _object_to_wire(value, verbatim)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return _dict_to_wire(fields, shape, verbatim)
    return value


def _object_to_wire(message: Model, verbatim: bool) -> dict[str, Any]:
    wire: dict[str, Any] = {}
    for field in shape_of(type(message)).fields:
        value = getattr(message, field.name)
        if value is not None:
            wire[field.wire] = to_wire(value, field.shape, verbatim)
    return wire


def _dict_to_wire(data: dict[str, object], shape: Shape | None, verbatim: bool) -> dict[str, Any]:
    if isinstance(shape, FreeForm):
        return data if verbatim else snake_to_camel_case(remove_nones(data))
    names = shape.by_any_name if isinstance(shape, Object) else {}
    wire: dict[str, Any] = {}
    for key, value in data.items():
        field = names.get(key)
        if field is None:
            if value is not None:
                wire[camel_case(key)] = to_wire(value, None, verbatim)
        elif type(value) in _PLAIN:  # most are; not calling for them halves the time for a charging profile
            wire[field.wire] = value
        elif value is not None:
            wire[field.wire] = to_wire(value, field.shape, verbatim)
    return wire
