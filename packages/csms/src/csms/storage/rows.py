"""Rows as plain values."""

from typing import Any

import sqlalchemy as sa


def values_of(row: sa.RowMapping) -> dict[str, Any]:
    """Return what a row holds, by the names of the columns."""
    return {str(name): value for name, value in row.items()}
