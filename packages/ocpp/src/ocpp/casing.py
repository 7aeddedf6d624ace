"""Conversion of keys between camelCase (the wire) and snake_case (Python) for payloads of any shape.

These work by rule, for dicts whose class is not known. Where the class is known, names come from its fields
(`ocpp.shapes`), because the rule cannot restore every name of OCPP 2.1.
"""

import re
from collections.abc import Collection
from dataclasses import asdict, fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeGuard

_WORD_START = re.compile(r"(.)([A-Z][a-z]+)")
_ACRONYM_START = re.compile(r"([a-z0-9])([A-Z])(?=\S)")

_TO_SNAKE_FIRST = (("ocppCSMSURL", "ocpp_csms_url"), ("V2X", "_v2x"), ("V2G", "_v2g"))
"""Names whose capitals do not mark words."""

_TO_CAMEL_FIRST = (
    ("soc", "SoC"),
    ("_SoCket", "Socket"),
    ("_v2x", "V2X"),
    ("_v2g", "V2G"),
    ("ocpp_csms_url", "ocppCsmsUrl"),
    ("csms", "CSMS"),
    ("_url", "URL"),
)
"""Abbreviations that the specification writes in capitals, in the order in which they are replaced."""


@lru_cache(maxsize=4096)
def snake_case(key: str) -> str:
    """Return the snake_case of a camelCase name: chargePointVendor gives charge_point_vendor."""
    for camel, snake in _TO_SNAKE_FIRST:
        key = key.replace(camel, snake)
    key = _WORD_START.sub(r"\1_\2", key)
    return _ACRONYM_START.sub(r"\1_\2", key).lower()


@lru_cache(maxsize=4096)
def camel_case(key: str) -> str:
    """Return the camelCase of a snake_case name: charge_point_vendor gives chargePointVendor."""
    for snake, camel in _TO_CAMEL_FIRST:
        key = key.replace(snake, camel)
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def _is_dict(data: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(data, dict)


def _is_list(data: object) -> TypeGuard[list[Any]]:
    return isinstance(data, list)


def camel_to_snake_case(data: Any, keep: Collection[str] = ()) -> Any:
    """Return `data` with the keys of all its dicts, at any depth, in snake_case.

    What is inside the fields that `keep` names stays as it is.
    """
    if _is_dict(data):
        return {
            snake_case(key): value if key in keep else camel_to_snake_case(value, keep) for key, value in data.items()
        }
    if _is_list(data):
        return [camel_to_snake_case(item, keep) for item in data]
    return data


def snake_to_camel_case(data: Any) -> Any:
    """Return `data` with the keys of all its dicts, at any depth, in camelCase."""
    if _is_dict(data):
        return {camel_case(key): snake_to_camel_case(value) for key, value in data.items()}
    if _is_list(data):
        return [snake_to_camel_case(item) for item in data]
    return data


def remove_nones(data: Any) -> Any:
    """Return `data` without the None values of its dicts and lists, at any depth."""
    if _is_dict(data):
        return {key: remove_nones(value) for key, value in data.items() if value is not None}
    if _is_list(data):
        return [remove_nones(item) for item in data if item is not None]
    return data


def serialize_as_dict(dataclass: Any) -> dict[str, Any]:
    """Return a dataclass, and the dataclasses in its fields at any depth, as dicts; None is kept."""
    serialized: dict[str, Any] = asdict(dataclass)
    for field in fields(dataclass):
        serialized[field.name] = _as_dict(getattr(dataclass, field.name))
    return serialized


def _as_dict(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return serialize_as_dict(value)
    if _is_list(value):
        return [_as_dict(item) for item in value]
    if _is_dict(value):
        return {key: _as_dict(item) for key, item in value.items()}
    return value
