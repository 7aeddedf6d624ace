"""The types that values of configuration keys have; on the wire all of them are text (OCPP 1.6, 5.3 and 9)."""

import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

Value: TypeAlias = bool | int | str | tuple[str, ...]
"""A value as the station uses it."""

LONGEST = 500
"""Characters of a value at most (CiString500Type)."""

_INTEGER = re.compile(r"-?[0-9]{1,10}", re.ASCII)


class Boolean(Struct, frozen=True):
    """`true` or `false`."""

    def parse(self, text: str) -> Value:
        """Return the value of a text. Raises: ValueError."""
        lowered = text.strip().lower()
        if lowered not in {"true", "false"}:
            raise ValueError(f"neither true nor false: {text!r}")
        return lowered == "true"


class Integer(Struct, frozen=True):
    """A whole number."""

    minimum: int = 0
    maximum: int = 2**31 - 1

    def parse(self, text: str) -> Value:
        """Return the value of a text. Raises: ValueError."""
        digits = text.strip()
        if not _INTEGER.fullmatch(digits):
            raise ValueError(f"no whole number: {text!r}")
        if not self.minimum <= int(digits) <= self.maximum:
            raise ValueError(f"not within {self.minimum} and {self.maximum}: {text!r}")
        return int(digits)


class Text(Struct, frozen=True):
    """Any text."""

    longest: int = LONGEST

    def parse(self, text: str) -> Value:
        """Return the value of a text. Raises: ValueError."""
        if len(text) > self.longest:
            raise ValueError(f"longer than {self.longest} characters")
        return text


class Items(Struct, frozen=True):
    """A list with commas in between (CSL); it may be empty."""

    check: Callable[[str], object]
    """Raises ValueError for an item that cannot be one."""
    most: int
    """How many items there may be."""

    def parse(self, text: str) -> Value:
        """Return the value of a text. Raises: ValueError."""
        items = tuple(item.strip() for item in text.split(",")) if text.strip() else ()
        if len(items) > self.most:
            raise ValueError(f"more than {self.most} items")
        for item in items:
            self.check(item)
        return items


ValueType: TypeAlias = Boolean | Integer | Text | Items


def whole_number(value: Value) -> int:
    """Return the value of an `Integer`. Raises: TypeError if it is another one."""
    if not isinstance(value, int):
        raise TypeError(f"no whole number: {value!r}")
    return value


def text_of(value: Value) -> str:
    """Return a value as GetConfiguration shows it."""
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(value)
        case _:
            return str(value)
