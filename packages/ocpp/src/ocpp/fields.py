"""The types of the fields of messages and datatypes: constraints for msgspec, plain types for type checkers.

`Annotated[str, Meta(max_length=20)]` and friends are what msgspec checks when a message is decoded. The special names
here say what annotations alone cannot: a field that may be missing but never null, an enum field that may be given
as a plain string, one decimal at most, a vendor's own JSON.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, cast

from msgspec import Meta

T = TypeVar("T")

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""Anything that JSON can hold."""

VENDOR_ID_LENGTH = 255
"""How many characters a vendorId has at most (OCPP 2.x, CustomDataType)."""


class _SpecialType(type):
    """Metaclass of types that msgspec hands to `check_special_type`; what that returns is taken as it is."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


if TYPE_CHECKING:
    Absent: TypeAlias = T | None
    OneOf: TypeAlias = T | str
    Number: TypeAlias = float
    NonPositiveNumber: TypeAlias = float
    PercentNumber: TypeAlias = float
    OneDecimal: TypeAlias = float
    CustomData: TypeAlias = Mapping[str, JsonValue]
    AnyJson: TypeAlias = JsonValue
else:
    AnyJson = Any
    # Integers stay integers, so that what goes out is what came in.
    Number = int | float
    NonPositiveNumber = Annotated[int, Meta(le=0)] | Annotated[float, Meta(le=0)]
    PercentNumber = Annotated[int, Meta(ge=0, le=100)] | Annotated[float, Meta(ge=0, le=100)]

    class Absent:
        """`Absent[T]`: a field that may be missing, and then is None; null is refused, as the schemas do."""

        def __class_getitem__(cls, item):
            return item

    class OneOf:
        """`OneOf[E]`: a member of the enum E, which may also be given by its value as a plain string."""

        def __class_getitem__(cls, item):
            return item

    class OneDecimal(metaclass=_SpecialType):
        """A number with at most one decimal, such as the limits of OCPP 1.6 (`multipleOf: 0.1` in its schemas)."""

    class CustomData(metaclass=_SpecialType):
        """A vendor's own JSON object, verbatim; it names the vendor in `vendorId` (OCPP 2.0.1 Part 4, 4.1.5)."""


def has_one_decimal(number: float) -> bool:
    """Tell whether a number has no more than one decimal."""
    return not number % 1 or round(number, 1) == number


def check_special_type(special_type: Any, value: object) -> object:
    """Return `value` if it is valid for `OneDecimal` or `CustomData`: the `dec_hook` of every decoder.

    Raises: ValueError; `ocpp.violations` says more exactly why.
    """
    if special_type is OneDecimal:
        if type(value) in (float, int) and has_one_decimal(cast(float, value)):
            return value
        raise ValueError("Expected a number with at most one decimal")
    if isinstance(value, dict):
        custom_data = cast(dict[str, object], value)
        vendor = custom_data.get("vendorId")
        if isinstance(vendor, str) and len(vendor) <= VENDOR_ID_LENGTH:
            return custom_data
    raise ValueError("Expected an object with a vendorId")


# Strings of at most so many characters.
String3: TypeAlias = Annotated[str, Meta(max_length=3)]
String6: TypeAlias = Annotated[str, Meta(max_length=6)]
String8: TypeAlias = Annotated[str, Meta(max_length=8)]
String16: TypeAlias = Annotated[str, Meta(max_length=16)]
String20: TypeAlias = Annotated[str, Meta(max_length=20)]
String25: TypeAlias = Annotated[str, Meta(max_length=25)]
String32: TypeAlias = Annotated[str, Meta(max_length=32)]
String36: TypeAlias = Annotated[str, Meta(max_length=36)]
String40: TypeAlias = Annotated[str, Meta(max_length=40)]
String48: TypeAlias = Annotated[str, Meta(max_length=48)]
String50: TypeAlias = Annotated[str, Meta(max_length=50)]
String60: TypeAlias = Annotated[str, Meta(max_length=60)]
String64: TypeAlias = Annotated[str, Meta(max_length=64)]
String80: TypeAlias = Annotated[str, Meta(max_length=80)]
String88: TypeAlias = Annotated[str, Meta(max_length=88)]
String100: TypeAlias = Annotated[str, Meta(max_length=100)]
String128: TypeAlias = Annotated[str, Meta(max_length=128)]
String160: TypeAlias = Annotated[str, Meta(max_length=160)]
String200: TypeAlias = Annotated[str, Meta(max_length=200)]
String255: TypeAlias = Annotated[str, Meta(max_length=255)]
String256: TypeAlias = Annotated[str, Meta(max_length=256)]
String500: TypeAlias = Annotated[str, Meta(max_length=500)]
String512: TypeAlias = Annotated[str, Meta(max_length=512)]
String800: TypeAlias = Annotated[str, Meta(max_length=800)]
String1000: TypeAlias = Annotated[str, Meta(max_length=1000)]
String1024: TypeAlias = Annotated[str, Meta(max_length=1024)]
String2000: TypeAlias = Annotated[str, Meta(max_length=2000)]
String2500: TypeAlias = Annotated[str, Meta(max_length=2500)]
String5500: TypeAlias = Annotated[str, Meta(max_length=5500)]
String5600: TypeAlias = Annotated[str, Meta(max_length=5600)]
String7500: TypeAlias = Annotated[str, Meta(max_length=7500)]
String10000: TypeAlias = Annotated[str, Meta(max_length=10000)]
String11000: TypeAlias = Annotated[str, Meta(max_length=11000)]
String17000: TypeAlias = Annotated[str, Meta(max_length=17000)]
String18000: TypeAlias = Annotated[str, Meta(max_length=18000)]
String32768: TypeAlias = Annotated[str, Meta(max_length=32768)]
