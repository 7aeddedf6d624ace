"""Whether a payload is as a story expects it: part of it is told, and the rest may be anything.

A pattern is what YAML holds: an object (each of its fields must match), a list (as long, item by item), a number, true,
false, or a text. Texts that mean more than themselves are `any` (there is a value), `absent` (there is none), `/regex/`
(occurs in the text) and comparisons: `> 0`, `>= 1`, `< 5`, `<= 5`, `!= Accepted`. Objects with one of these names alone
are rules: `equals` (exactly this value), `one_of` (a list of patterns), `contains` (a list has an item that matches),
`every` (a list has items and all match), `not`.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias, cast

from msgspec import Struct


class Absent:
    """The value of a field that is not there."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT: Final = Absent()

_REGEX = re.compile(r"/(.*)/", re.DOTALL)
_COMPARISON = re.compile(r"(>=|<=|>|<|!=)\s*(.+)")

SHOWN_LENGTH = 200

JsonObject: TypeAlias = dict[str, object]


class Mismatch(Struct, frozen=True):
    """A value that is not as expected."""

    place: str
    """Path of the value in the payload."""
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"{self.place or 'the payload'}: expected {self.expected}, was {self.actual}"


def mismatches(pattern: object, value: object, place: str = "") -> list[Mismatch]:
    """Return what in a value is not as a pattern has it; an empty list if it matches."""
    match pattern:
        case dict():
            return _object_mismatches(cast(JsonObject, pattern), value, place)
        case list():
            return _list_mismatches(cast("list[object]", pattern), value, place)
        case str():
            return [] if _text_matches(pattern, value) else [Mismatch(place, _shown(pattern), _literal(value))]
        case _:
            return [] if _equal(pattern, value) else [Mismatch(place, _shown(pattern), _literal(value))]


def matches(pattern: object, value: object) -> bool:
    """Whether a value is as a pattern has it."""
    return not mismatches(pattern, value)


def check_pattern(pattern: object, place: str = "") -> None:
    """Check that a pattern can be used. Raises: ValueError, naming the place in it."""
    match pattern:
        case dict():
            fields = cast(JsonObject, pattern)
            rule = _rule_of(fields)
            if rule == "equals":
                return
            if rule == "one_of" and not (isinstance(fields[rule], list) and fields[rule]):
                raise ValueError(f"{_dotted(place, rule)} needs a list of what may be there")
            for name, inner in fields.items():
                check_pattern(inner, _dotted(place, name))
        case list():
            for index, inner in enumerate(cast("list[object]", pattern)):
                check_pattern(inner, f"{place}[{index}]")
        case str() if regex := _REGEX.fullmatch(pattern):
            try:
                re.compile(regex[1])
            except re.error as error:
                raise ValueError(f"{place}: {pattern} is no regular expression: {error}") from None
        case str() if (comparison := _COMPARISON.fullmatch(pattern)) and comparison[1] != "!=":
            if "${" not in comparison[2] and _number(comparison[2]) is None:
                raise ValueError(f"{place}: {pattern!r} compares with something that is no number")
        case _:
            pass


def _object_mismatches(pattern: JsonObject, value: object, place: str) -> list[Mismatch]:
    rule = _rule_of(pattern)
    if rule is not None:
        is_met = RULES[rule](pattern[rule], value)
        return [] if is_met else [Mismatch(place, _shown(pattern), _literal(value))]
    if not isinstance(value, dict):
        if all(inner == "absent" for inner in pattern.values()) and value is ABSENT:
            return []
        return [Mismatch(place, "an object", _literal(value))]
    fields = cast(JsonObject, value)
    return [
        mismatch
        for name, inner in pattern.items()
        for mismatch in mismatches(inner, fields.get(name, ABSENT), _dotted(place, name))
    ]


def _list_mismatches(pattern: list[object], value: object, place: str) -> list[Mismatch]:
    if not isinstance(value, list):
        return [Mismatch(place, "a list", _literal(value))]
    items = cast("list[object]", value)
    if len(items) != len(pattern):
        return [Mismatch(place, f"a list of {len(pattern)}", f"one of {len(items)}: {_literal(items)}")]
    return [
        mismatch
        for index, (inner, item) in enumerate(zip(pattern, items, strict=True))
        for mismatch in mismatches(inner, item, f"{place}[{index}]")
    ]


def _text_matches(pattern: str, value: object) -> bool:
    if pattern == "any":
        return value is not ABSENT
    if pattern == "absent":
        return value is ABSENT
    if regex := _REGEX.fullmatch(pattern):
        return isinstance(value, str) and re.search(regex[1], value) is not None
    if comparison := _COMPARISON.fullmatch(pattern):
        return _compares(comparison[1], comparison[2], value)
    return value == pattern


def _compares(operator: str, limit: str, value: object) -> bool:
    if value is ABSENT:
        return False
    if operator == "!=":
        return str(value) != limit
    number, bound = _number(value), _number(limit)
    if number is None or bound is None:
        return False
    match operator:
        case ">":
            return number > bound
        case ">=":
            return number >= bound
        case "<":
            return number < bound
        case _:
            return number <= bound


def _number(value: object) -> float | None:
    """Return a number, or the number in a text, as OCPP 1.6 writes meter values and configuration."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _equal(expected: object, value: object) -> bool:
    """Whether two values of JSON are the same; true is not 1 (to Python it is)."""
    if isinstance(expected, bool) or isinstance(value, bool):
        return expected is value
    return expected == value


def _one_of(patterns: object, value: object) -> bool:
    return any(matches(pattern, value) for pattern in cast("list[object]", patterns))


def _contains(pattern: object, value: object) -> bool:
    return isinstance(value, list) and any(matches(pattern, item) for item in cast("list[object]", value))


def _every(pattern: object, value: object) -> bool:
    if not isinstance(value, list):
        return False
    items = cast("list[object]", value)
    return bool(items) and all(matches(pattern, item) for item in items)


RULES: dict[str, Callable[[object, object], bool]] = {
    "equals": _equal,
    "one_of": _one_of,
    "contains": _contains,
    "every": _every,
    "not": lambda pattern, value: not matches(pattern, value),
}


def _rule_of(pattern: JsonObject) -> str | None:
    name = next(iter(pattern)) if len(pattern) == 1 else None
    return name if name in RULES else None


def _dotted(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _shown(pattern: object) -> str:
    """Return a pattern in words."""
    match pattern:
        case dict() if rule := _rule_of(cast(JsonObject, pattern)):
            return _rule_shown(rule, cast(JsonObject, pattern)[rule])
        case "any":
            return "a value"
        case "absent":
            return "nothing"
        case _:
            return _literal(pattern)


def _literal(value: object) -> str:
    """Return a value on one line."""
    match value:
        case str() | Absent():
            return str(value) if value else repr(value)
        case bool():
            return str(value).lower()
        case _:
            text = str(value)
            return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}..."


def _rule_shown(rule: str, argument: object) -> str:
    match rule:
        case "equals":
            return _literal(argument)
        case "one_of":
            return " or ".join(map(_shown, cast("list[object]", argument)))
        case "contains":
            return f"a list with {_shown(argument)}"
        case "every":
            return f"a list of {_shown(argument)}"
        case _:
            return f"not {_shown(argument)}"


__all__ = ["ABSENT", "RULES", "Mismatch", "check_pattern", "matches", "mismatches"]
