"""What the classes of every version are made of: datatypes, requests, results.

A class of `ocpp.v16`, `ocpp.v201` or `ocpp.v21` is a `msgspec.Struct`: its annotations are the constraints of the
official schema, its field names are snake_case, and msgspec writes and reads the camelCase of the wire. To the
standard library it is a dataclass as well (`dataclasses.asdict`, `fields`, `replace`, `is_dataclass`). Nothing is
validated when an object is made; everything is when it is sent or received.
"""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar, cast

import msgspec
from msgspec import Struct

ResultT = TypeVar("ResultT", bound="Result")

EXTRA_FIELDS = "*"
"""In `__schema_order__`: the place at which the schema looks for fields that it does not know."""


SchemaOrder: TypeAlias = tuple[str, ...] | None
"""The type of `__schema_order__`."""


class Sender(StrEnum):
    """Which side of the connection may send a request."""

    station = "station"
    csms = "csms"
    both = "both"


class _DataclassFields:
    """Builds real `dataclasses.Field` objects of a Struct on first access and keeps them on the class."""

    def __get__(self, instance: object, owner: type["Model"]) -> dict[str, "dataclasses.Field[Any]"]:
        fields: dict[str, dataclasses.Field[Any]] = {}
        for struct_field in msgspec.structs.fields(owner):
            field: dataclasses.Field[Any]
            constructor_default: Any = owner.__constructor_defaults__.get(struct_field.name)
            if constructor_default is list:
                field = cast(Any, dataclasses.field)(default_factory=list)
            elif constructor_default is not None:
                field = dataclasses.field(default=constructor_default)
            elif struct_field.default is not msgspec.NODEFAULT:
                field = dataclasses.field(default=struct_field.default)
            elif struct_field.default_factory is not msgspec.NODEFAULT:
                field = dataclasses.field(default_factory=struct_field.default_factory)
            else:
                field = dataclasses.field()
            field.name = struct_field.name
            field.type = struct_field.type
            field.kw_only = False
            # The mark by which dataclasses.fields() knows a field; private, so a test watches it.
            field._field_type = dataclasses._FIELD  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            fields[field.name] = field
        owner.__dataclass_fields__ = fields
        return fields


class Model(Struct, omit_defaults=True, forbid_unknown_fields=True, rename="camel"):
    """The base of every datatype and message: snake_case in Python, camelCase on the wire, None is not sent.

    Fields can also be read as `obj["name"]`.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __schema_order__: ClassVar[SchemaOrder] = None
    """Wire names in the order in which the official schema checks them, "*" standing for fields that it does not
    know; None: "*" first, then the fields as they are declared. It decides which of several errors is reported."""

    __constructor_defaults__: ClassVar[Mapping[str, object]] = {}
    __second_spellings__: ClassVar[Mapping[str, str]] = {}
    """Both are for classes with the metaclass `ConstructorAids`."""

    def __getitem__(self, key: str) -> object:
        """Return the field `key`. Raises: KeyError if there is no such field."""
        if key not in self.__struct_fields__:
            raise KeyError(key)
        return getattr(self, key)


@dataclasses.dataclass
class _AnyDataclass:
    """Lends `Model` the parameters of a plain dataclass."""


if not TYPE_CHECKING:
    Model.__dataclass_fields__ = _DataclassFields()
    Model.__dataclass_params__ = _AnyDataclass.__dataclass_params__  # dataclasses that derive from ours look at it


class ConstructorAids(msgspec.StructMeta):
    """The class of messages whose constructor takes more than what their fields say, as programs are used to.

    `__constructor_defaults__` are the values of fields that are not given; decoding does not know them, so that what
    was not sent stays absent. `__second_spellings__` are other names under which fields may be given.
    """

    if not TYPE_CHECKING:

        def __call__(cls, *arguments, **fields):  # noqa: D102, N805
            for spelling, name in cls.__second_spellings__.items():
                if spelling in fields:
                    fields[name] = fields.pop(spelling)
            for name in cls.__struct_fields__[len(arguments) :]:
                if name in cls.__constructor_defaults__ and name not in fields:
                    default = cls.__constructor_defaults__[name]
                    fields[name] = [] if default is list else default
            return super().__call__(*arguments, **fields)


class Result(Model):
    """The base of every answer (CALLRESULT payload)."""


class Request(Model, Generic[ResultT]):
    """The base of every request (CALL payload); the type parameter is the class of its answer."""

    __block__: ClassVar[str] = ""
    """Functional block (OCPP 2.x) by the name of its room, e.g. "smart_charging"; the same words for OCPP 1.6."""
    __sender__: ClassVar[Sender] = Sender.both
    """The side that may send it."""


class Send(Model):
    """The base of every unconfirmed message (SEND payload, OCPP 2.1 Part 4, 4.2.4): it is never answered."""

    __block__: ClassVar[str] = ""
    __sender__: ClassVar[Sender] = Sender.both
