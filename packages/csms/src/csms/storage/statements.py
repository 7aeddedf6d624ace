"""Statements of the hot path: compiled once per database, run on the driver's own connection.

SQLAlchemy takes longer to prepare such a statement than the database to run it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.expression import ClauseElement

from csms.storage.schema import Moment, to_microseconds

Row = tuple[Any, ...]
_Processor = Callable[[Any], Any]


class _Compiled:
    """A statement as one driver takes it."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = cast(Any, statement.compile(dialect=dialect, column_keys=list(names)))
        self.text: str = str(compiled)
        parameters: dict[str, Any] = compiled.binds
        constants = [name for name in parameters if name not in names]
        self._constants: list[Any] = [parameters[name].value for name in constants]
        self._count = len(names)
        self._names: list[str] = [*names, *constants]
        self._order: list[int] | None = None
        if compiled.positional:
            self._order = [self._names.index(name) for name in compiled.positiontup]
            if self._order == list(range(len(self._names))):
                self.bind = self.bind_in_order  # most of them are
        self._writers = _processors(_writer_of(parameters[name].type, dialect) for name in self._names)
        columns = cast("sa.Select[Any]", statement).selected_columns if isinstance(statement, sa.Select) else ()
        self._types: list[Any] = [cast(Any, column.type).dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._readers: list[tuple[int, _Processor]] | None = None

    def bind(self, values: Sequence[Any]) -> Any:
        """Return the parameters as the driver takes them."""
        bound = self.bind_in_order(values)
        if self._order is None:
            return dict(zip(self._names, bound, strict=True))
        return [bound[index] for index in self._order]

    def bind_in_order(self, values: Sequence[Any]) -> list[Any]:
        """Return the parameters in their order, with values as the driver takes them."""
        if len(values) != self._count:
            raise ValueError(f"{len(values)} values for the {self._count} parameters of {self.text}")
        bound = [*values, *self._constants]
        for index, processor in self._writers:
            if bound[index] is not None:
                bound[index] = processor(bound[index])
        return bound

    def read(self, cursor: Any, rows: Iterable[Row]) -> list[Row]:
        """Return rows of the driver as SQLAlchemy gives them."""
        if self._readers is None:  # they depend on the types that the driver gives
            self._readers = _processors(
                kind.result_processor(self._dialect, column[1])
                for kind, column in zip(self._types, cursor.description, strict=True)
            )
        return [_processed(row, self._readers) for row in rows]


def _writer_of(kind: Any, dialect: Dialect) -> _Processor | None:
    """Return what turns a value of a type into one of the driver; for times, without SQLAlchemy's detour."""
    if isinstance(kind, Moment) and dialect.name == "sqlite":
        return to_microseconds
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _processed(row: Row, processors: list[tuple[int, _Processor]]) -> Row:
    values = list(row)
    for index, processor in processors:
        if values[index] is not None:
            values[index] = processor(values[index])
    return tuple(values)


def _processors(each: Iterable[_Processor | None]) -> list[tuple[int, _Processor]]:
    return [(index, processor) for index, processor in enumerate(each) if processor is not None]


class Statement:
    """A statement with named parameters.

    Args:
        statement: of SQLAlchemy; for an insert, `parameters` are its columns.
        parameters: the names of what is handed in, in that order.
    """

    def __init__(self, statement: ClauseElement, parameters: Iterable[str]) -> None:
        self._statement = statement
        self._names = tuple(parameters)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: sa.Connection, values: Sequence[Any]) -> Any:
        """Run it and return the driver's cursor, with rows as the driver gives them."""
        compiled = self._on(connection)
        return driver_of(connection).execute(compiled.text, compiled.bind(values))

    def run_many(self, connection: sa.Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Run it for each row."""
        compiled = self._on(connection)
        driver_of(connection).cursor().executemany(compiled.text, [compiled.bind(row) for row in rows])

    def bind(self, connection: sa.Connection, values: Sequence[Any]) -> list[Any]:
        """Return the parameters in their order, with values as the driver takes them."""
        return self._on(connection).bind_in_order(values)

    def first(self, connection: sa.Connection, values: Sequence[Any]) -> Row | None:
        """Run a select and return its first row, None if there is none."""
        compiled = self._on(connection)
        cursor = driver_of(connection).execute(compiled.text, compiled.bind(values))
        row = cursor.fetchone()
        return None if row is None else compiled.read(cursor, (row,))[0]

    def all(self, connection: sa.Connection, values: Sequence[Any]) -> list[Row]:
        """Run a select and return its rows."""
        compiled = self._on(connection)
        cursor = driver_of(connection).execute(compiled.text, compiled.bind(values))
        return compiled.read(cursor, cursor.fetchall())

    def _on(self, connection: sa.Connection) -> _Compiled:
        name = connection.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _Compiled(self._statement, connection.dialect, self._names)
        return compiled


def driver_of(connection: sa.Connection) -> Any:
    """Return the driver's connection; those of sqlite3 and of psycopg both have `execute`."""
    return connection.connection.dbapi_connection
