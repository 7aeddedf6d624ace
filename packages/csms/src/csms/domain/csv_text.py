"""Tables as CSV (RFC 4180), for programs and for spreadsheets.

A spreadsheet takes a text that begins like a formula for one, and runs it: a driver may have chosen it. Such a text
gets an apostrophe in front, which spreadsheets do not show; `unescaped` takes it away again. Files begin with a byte
order mark, without which some spreadsheets do not see that they are UTF-8.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

BYTE_ORDER_MARK = "\ufeff"

Cell = str | float | bool | datetime | None

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def lines_of(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as lines of CSV, with times as RFC 3339 in UTC and nothing where there is no value."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_shown(cell) for cell in row] for row in rows])
    return text.getvalue()


def unescaped(text: str) -> str:
    """Return a text of a cell as it was before it was written."""
    return text[1:] if _ESCAPED.match(text) else text


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return f"{cell:.12g}" if isinstance(cell, float) else str(cell)
        case datetime():
            return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case str():
            return f"'{cell}" if _LIKE_A_FORMULA.match(cell) else cell
