"""Rows as plain values."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa


def values_of(row: sa.RowMapping) -> dict[str, Any]:
    """Return what a row holds, by the names of the columns."""
    return {str(name): value for name, value in row.items()}


def rows_of(connection: sa.Connection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    """Return what a query finds, row by row."""
    return [values_of(row) for row in connection.execute(query).mappings()]


def position(time: sa.Column[datetime], number: sa.Column[int], after: tuple[datetime, int]) -> sa.Tuple:
    """Return the place in a list where a page has ended, as values of the columns by which it is ordered."""
    return sa.tuple_(sa.literal(after[0], time.type), sa.literal(after[1], number.type))
