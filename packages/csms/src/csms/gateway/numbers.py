"""Whole numbers of stations, which JSON does not limit."""

from typing import overload

LARGEST = 2**63 - 1
"""The largest number that databases hold."""


@overload
def fit(number: int) -> int: ...


@overload
def fit(number: int | None) -> int | None: ...


def fit(number: int | None) -> int | None:
    """Return a number that databases can hold: itself, or the nearest one; a station must get its answer."""
    return None if number is None else max(-LARGEST, min(number, LARGEST))
