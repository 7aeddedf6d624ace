"""Values of one JSON type as the other type that was meant, where both say the same."""

import re

import msgspec

_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{0,18})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_EXACT_FLOATS = 2**53


def convert(value: object, kind: str) -> object:
    """Return `value` as the JSON type `kind` (string, integer, number, boolean); itself if it is not the same in it."""
    match kind:
        case "string":
            text = text_of(value)
            return value if text is None else text
        case "boolean":
            return _as_boolean(value)
        case _:
            return _as_number(value, kind)


def text_of(value: object) -> str | None:
    """Return the JSON text of a number or boolean, None for anything else."""
    if not isinstance(value, bool | int | float):
        return None
    try:
        return msgspec.json.encode(value).decode()
    except (ValueError, OverflowError):  # an integer of more than 64 bits
        return None


def _as_boolean(value: object) -> object:
    if isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    if type(value) is int and value in (0, 1):
        return bool(value)
    return value


def _as_number(value: object, kind: str) -> object:
    if isinstance(value, str):
        text = value.strip()
        if _INTEGER.fullmatch(text):
            return int(text.partition(".")[0])
        if kind == "number" and _NUMBER.fullmatch(text):
            return float(text)
    elif kind == "integer" and isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT_FLOATS:
        return int(value)
    return value
