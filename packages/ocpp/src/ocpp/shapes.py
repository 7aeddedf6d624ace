"""The shape of a message class as a tree, read once from its annotations.

What walks over messages - the keyword views, the search for the first violation, the conversion of nested dicts, the
repairs of tolerated input - walks along this tree instead of asking annotations again.
"""

import typing
from enum import Enum
from functools import cache
from typing import Any, TypeAlias

import msgspec
from msgspec import NODEFAULT, Meta, Struct

from ocpp.casing import snake_case
from ocpp.fields import CustomData, NonPositiveNumber, OneDecimal, PercentNumber
from ocpp.model import EXTRA_FIELDS, Model


class Scalar(Struct, frozen=True):
    """A string, number or boolean. `kind` is the JSON type: string, integer, number, boolean."""

    kind: str
    max_length: int | None = None
    ge: float | None = None
    le: float | None = None
    one_decimal: bool = False


class Choice(Struct, frozen=True):
    """One of the words of an enum."""

    enum: type[Enum]
    words: frozenset[str]


class Items(Struct, frozen=True):
    """A list."""

    item: "Shape"
    min_length: int | None = None
    max_length: int | None = None


class FreeForm(Struct, frozen=True):
    """JSON whose inside OCPP does not define; `custom_data`: an object with a vendorId."""

    custom_data: bool = False


class Field(Struct, frozen=True):
    """A field of an object under its three names: attribute, wire, and keyword of handlers."""

    name: str
    wire: str
    keyword: str
    required: bool
    shape: "Shape"


class Object(Struct, frozen=True, eq=False):
    """A message or datatype. `order`: wire names and "*" as `Model.__schema_order__` has them."""

    message_class: type[Model]
    fields: tuple[Field, ...]
    by_wire: dict[str, Field]
    by_any_name: dict[str, Field]
    order: tuple[str, ...]
    has_free_json: bool
    """Whether a field other than customData is free-form."""


Shape: TypeAlias = Scalar | Choice | Items | FreeForm | Object

_BOUNDED_NUMBERS: tuple[Any, ...] = (NonPositiveNumber, PercentNumber)
_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@cache
def shape_of(message_class: type[Model]) -> Object:
    """Return the shape of a message or datatype class."""
    fields = tuple(
        Field(
            name=field.name,
            wire=field.encode_name,
            keyword=snake_case(field.encode_name),
            required=field.default is NODEFAULT and field.default_factory is NODEFAULT,
            shape=_shape_of_type(field.type),
        )
        for field in msgspec.structs.fields(message_class)
    )
    by_wire = {field.wire: field for field in fields}
    by_any_name = {name: field for field in fields for name in (field.wire, field.keyword, field.name)}
    return Object(
        message_class=message_class,
        fields=fields,
        by_wire=by_wire,
        by_any_name=by_any_name,
        order=message_class.__schema_order__ or (EXTRA_FIELDS, *by_wire),
        has_free_json=any(isinstance(field.shape, FreeForm) and not field.shape.custom_data for field in fields),
    )


def _shape_of_type(field_type: Any) -> Shape:
    if field_type in _BOUNDED_NUMBERS:
        # The bounds stand at both alternatives, because msgspec takes none for the union.
        meta = typing.get_args(typing.get_args(field_type)[0])[1]
        return Scalar("number", None, meta.ge, meta.le)
    constraints: list[Meta] = []
    if typing.get_origin(field_type) is typing.Annotated:
        field_type, *metadata = typing.get_args(field_type)
        constraints = [meta for meta in metadata if isinstance(meta, Meta)]
    meta = constraints[0] if constraints else Meta()
    if typing.get_origin(field_type) is list:
        (item,) = typing.get_args(field_type)
        return Items(_shape_of_type(item), meta.min_length, meta.max_length)
    if field_type in _SCALARS:
        return Scalar(_SCALARS[field_type], meta.max_length, meta.ge, meta.le)
    if field_type == int | float:
        return Scalar("number", None, meta.ge, meta.le)
    if field_type is OneDecimal:
        return Scalar("number", one_decimal=True)
    if field_type is CustomData:
        return FreeForm(custom_data=True)
    if field_type is Any:
        return FreeForm()
    if isinstance(field_type, type) and issubclass(field_type, Enum):
        return Choice(field_type, frozenset(str(member.value) for member in field_type))
    if isinstance(field_type, type) and issubclass(field_type, Model):
        return shape_of(field_type)
    raise TypeError(f"No message can have a field of type {field_type!r}")
