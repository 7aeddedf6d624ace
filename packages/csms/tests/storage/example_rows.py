"""Rows for all tables, each value another."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from csms.storage.connections import make_engine
from csms.storage.schema import Moment, metadata

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def fill(url: str, rows: int = 3) -> None:
    """Put rows into all tables; the last of each has nothing where nothing may be."""
    engine = make_engine(url, connections=1, is_writer=True)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for number in range(1, rows + 1):
                values = {
                    column.name: None if column.nullable and number == rows else _example_of(column, number)
                    for column in table.columns
                }
                connection.execute(sa.insert(table).values(values))
    engine.dispose()


def content(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    engine = make_engine(url, connections=1, is_writer=False)
    with engine.connect() as connection:
        found = {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def _example_of(column: sa.Column[Any], number: int) -> object:
    if column.foreign_keys or column.name == "id":
        return number
    if isinstance(column.type, Moment):
        return NOW + timedelta(microseconds=number)
    kind = column.type.python_type
    if kind is bool:
        return number % 2 == 0
    if kind is int:
        return number + (2**40 if isinstance(column.type, sa.BigInteger) else 0)
    if kind is float:
        return number + 0.1
    return f'{column.name} {number} "\N{LATIN SMALL LETTER U WITH DIAERESIS}\\ \N{ELECTRIC PLUG}'
