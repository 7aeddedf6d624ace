"""Statements of the hot path: compiled once per database, run on the driver's own connection.

SQLAlchemy takes longer to prepare such a statement than the database to run it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.expression import ClauseElement

Row = tuple[Any, ...]
_Processor = Callable[[Any], Any]


class _Compiled:
    """A statement as one driver takes it."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = cast(Any, statement.compile(dialect=dialect, column_keys=list(names)))
        self.text: str = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup) if compiled.positional else tuple(compiled.binds)
        self.is_positional: bool = compiled.positional
        self.processors: dict[str, _Processor] = {}
        for name, parameter in compiled.binds.items():
            processor = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if processor is not None:
                self.processors[name] = processor
        self.constants: dict[str, Any] = {
            name: parameter.value for name, parameter in compiled.binds.items() if name not in names
        }

    def bind(self, values: Mapping[str, Any]) -> Any:
        bound = {**self.constants, **values}
        for name, processor in self.processors.items():
            bound[name] = processor(bound[name])
        return tuple([bound[name] for name in self.names]) if self.is_positional else bound


class Statement:
    """A statement with named parameters.

    Args:
        statement: of SQLAlchemy; for an insert, `parameters` are its columns.
        parameters: the names of what is handed in.
    """

    def __init__(self, statement: ClauseElement, parameters: Iterable[str]) -> None:
        self._statement = statement
        self._names = tuple(parameters)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: sa.Connection, values: Mapping[str, Any]) -> Any:
        """Run it and return the driver's cursor, with rows as the driver gives them."""
        compiled = self._on(connection)
        cursor = cast(Any, connection.connection.driver_connection).cursor()
        cursor.execute(compiled.text, compiled.bind(values))
        return cursor

    def run_many(self, connection: sa.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for each row."""
        compiled = self._on(connection)
        cursor = cast(Any, connection.connection.driver_connection).cursor()
        cursor.executemany(compiled.text, [compiled.bind(row) for row in rows])

    def _on(self, connection: sa.Connection) -> _Compiled:
        name = connection.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _Compiled(self._statement, connection.dialect, self._names)
        return compiled
