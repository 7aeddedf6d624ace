"""Writes that are put off until the end of a group, or until somebody looks: many rows go in with one statement.

Each step of a statement of SQLite lets other threads have the interpreter, and it can take until the next switch to get
it back: the statements of a hundred units one by one cost a multiple of what the database does for them.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from csms.storage.statements import Statement, driver_of

_ROWS_AT_ONCE = 64
"""SQLite takes 32,766 parameters at once; with few sizes of statements, it has them prepared."""


def places(columns: int, rows: int) -> str:
    """Return the places of the parameters of rows."""
    return ", ".join([f"({', '.join('?' * columns)})"] * rows)


class Many:
    """A statement that writes a row, and how SQLite is told to write several of them.

    Args:
        one: writes a row.
        text: returns the statement for a number of rows, which has the parameters of each row, one after the other, in
            the order of those of `one`.
    """

    def __init__(self, one: Callable[[sa.Connection], Statement], text: Callable[[int], str]) -> None:
        self._one = one
        self._text = cache(text)

    @classmethod
    def inserting(
        cls, one: Callable[[sa.Connection], Statement], table: str, columns: Sequence[str], ending: str = ""
    ) -> "Many":
        """Return what inserts rows into a table; `ending` follows their values."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
        return cls(one, lambda count: f"{into} {places(len(columns), count)} {ending}")

    def run(self, connection: sa.Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows."""
        if connection.dialect.name != "sqlite":
            self._one(connection).run_many(connection, rows)
            return
        for cursor in self._run_on_sqlite(connection, rows):
            cursor.close()

    def numbers(self, connection: sa.Connection, rows: Sequence[Sequence[Any]]) -> list[int]:
        """Write rows with statements that return what number each was given; return the numbers."""
        one = self._one(connection)
        if connection.dialect.name != "sqlite":
            return [one.run(connection, row).fetchone()[0] for row in rows]
        cursors = self._run_on_sqlite(connection, rows)
        # They are given in the order of the rows, and returned in any.
        return [number for cursor in cursors for number in sorted(found for (found,) in cursor.fetchall())]

    def _run_on_sqlite(self, connection: sa.Connection, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
        one, driver = self._one(connection), driver_of(connection)
        start, size = 0, _ROWS_AT_ONCE
        while start < len(rows):
            while start + size > len(rows):
                size //= 2
            values: list[Any] = []
            for row in rows[start : start + size]:
                values += one.bind(connection, row)
            yield driver.execute(self._text(size), values)
            start += size


class PutOff:
    """What waits to be written."""

    def __init__(self) -> None:
        self._rows: dict[Many, dict[Hashable, Sequence[Any]]] = {}
        self._lines: dict[Many, list[Sequence[Any]]] = {}

    def add(self, statement: Many, key: Hashable, row: Sequence[Any]) -> None:
        """Have a row written later; of rows with the same key only the last is written."""
        self._rows.setdefault(statement, {})[key] = row

    def append(self, statement: Many, line: Sequence[Any]) -> None:
        """Have a line of a log written later."""
        self._lines.setdefault(statement, []).append(line)

    def write_rows(self, connection: sa.Connection) -> None:
        """Write the rows that wait. Raises: whatever the database does; then none waits any more."""
        waiting, self._rows = self._rows, {}
        for statement, rows in waiting.items():
            statement.run(connection, list(rows.values()))

    def write_all(self, connection: sa.Connection) -> None:
        """Write all that waits. Raises: whatever the database does; then nothing waits any more."""
        self.write_rows(connection)  # lines are about them
        waiting, self._lines = self._lines, {}
        for statement, lines in waiting.items():
            statement.run(connection, lines)

    def clear(self) -> None:
        """Forget what waits: the transaction was rolled back."""
        self._rows.clear()
        self._lines.clear()
