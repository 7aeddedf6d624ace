"""Verdicts, and tables for terminals."""

from collections.abc import Collection, Sequence

VERDICTS = ("reached", "half", "below")

_COLOURS = dict(zip(VERDICTS, ("\x1b[32m", "\x1b[33m", "\x1b[31m"), strict=True))


def verdict(share_of_goal: float) -> str:
    """Say whether a goal is reached, at least half reached, or missed by more."""
    if share_of_goal >= 1:
        return "reached"
    return "half" if share_of_goal >= 0.5 else "below"


def aligned(rows: Sequence[Sequence[str]], to_the_left: Collection[int], *, coloured: bool) -> list[str]:
    """Return a line for each row, with columns of equal width; those that are not `to_the_left` end at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]

    def cell(text: str, column: int) -> str:
        padded = text.ljust(widths[column]) if column in to_the_left else text.rjust(widths[column])
        return f"{_COLOURS[text]}{padded}\x1b[0m" if coloured and text in _COLOURS else padded

    return ["  ".join(cell(text, column) for column, text in enumerate(row)).rstrip() for row in rows]
