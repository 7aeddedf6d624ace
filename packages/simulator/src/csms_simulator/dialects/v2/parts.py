"""Reports are told in several messages."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def in_parts(items: Sequence[T], size: int) -> list[list[T]]:
    """Return the items in lists of at most `size`."""
    return [list(items[start : start + size]) for start in range(0, len(items), size)]
