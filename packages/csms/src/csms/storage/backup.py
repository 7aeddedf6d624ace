"""Backup of a database while it is used, and restore into an empty one, also from SQLite to PostgreSQL or back.

The message log is not part of it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS

from csms.storage.archive import ArchiveReader, ArchiveWriter, Manifest
from csms.storage.connections import make_engine
from csms.storage.migrations import HEAD, REVISIONS, migrate, revision_of
from csms.storage.schema import metadata

Progress = Callable[[str, int], None]
"""Is told the name of a table, and how many of its rows are done."""

_ROWS_AT_ONCE = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BackupError(Exception):
    """A database cannot be saved or restored, and why."""


def backup(url: str, file: Path, now: datetime, progress: Progress = lambda _table, _rows: None) -> Manifest:
    """Save a database to a file, as it is at one moment; who uses it goes on.

    Args:
        url: of the database.
        file: is replaced when all is written.
        now: the time that the file says.
        progress: is told how far it is.

    Raises:
        BackupError: there is nothing of this release to save, or the database is damaged.
        OSError: the file cannot be written.
        sqlalchemy.exc.DBAPIError: the database cannot be read.
    """
    _check_that_it_exists(url)
    engine = make_engine(url, connections=1, is_writer=False)
    try:
        with engine.connect() as connection, connection.begin(), ArchiveWriter(file) as archive:
            revision = revision_of(connection)
            if revision is None or revision != HEAD:
                raise BackupError(
                    f"The database has the schema {revision or 'of nobody'} instead of {HEAD}: run `csms migrate`"
                )
            _check_integrity(connection)
            manifest = Manifest(revision, now, {}, {})
            for table in metadata.sorted_tables:
                name, columns = str(table.name), [str(column.name) for column in table.columns]
                rows = _rows_of(connection, table)
                manifest.rows[name] = archive.write_table(name, columns, rows, partial(progress, name))
                if _gives_numbers(table):
                    manifest.last_ids[name] = _last_id(connection, table)
            archive.write_manifest(manifest)
            return manifest
    finally:
        engine.dispose()


def restore(file: Path, url: str, progress: Progress = lambda _table, _rows: None) -> Manifest:
    """Fill an empty database with what a file holds, all of it or nothing, and bring it to this release.

    Args:
        file: made by `backup`, by this release or an earlier one.
        url: of the database. It has no tables, or empty ones of the same schema.
        progress: is told how far it is.

    Raises:
        ArchiveError: the file is no backup, or is damaged.
        BackupError: the database is not empty, or the file is of a newer release.
        OSError: the file cannot be read.
        sqlalchemy.exc.DBAPIError: the database cannot be written.
    """
    with ArchiveReader(file) as archive:
        manifest = archive.manifest
        if manifest.schema not in REVISIONS:
            raise BackupError(f"{file} has the schema {manifest.schema}, which this release does not know: use a newer")
        engine = make_engine(url, connections=1, is_writer=True)
        try:
            _check_that_it_is_empty(engine, manifest.schema)
            migrate(url, manifest.schema)
            with engine.begin() as connection:
                tables = sa.MetaData()
                tables.reflect(connection)
                _check_tables(manifest, tables)
                for table in tables.sorted_tables:
                    if table.name in manifest.rows:
                        _fill(connection, table, archive, progress)
                for name, last_id in manifest.last_ids.items():
                    _set_last_id(connection, tables.tables[name], last_id)
        finally:
            engine.dispose()
    migrate(url)
    return manifest


# Of a database


def _check_that_it_exists(url: str) -> None:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise BackupError(f"There is no database {address.database}")


def _check_integrity(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        told = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if told != "ok":
            raise BackupError(f"The database is damaged: {told}")


def _check_that_it_is_empty(engine: sa.Engine, schema: str) -> None:
    with engine.begin() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        if not names:
            return
        revision = revision_of(connection)
        if revision != schema:
            raise BackupError(f"The database has tables of the schema {revision}, the file those of {schema}")
        for name in sorted(names):
            table = sa.table(name)
            if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
                raise BackupError(f"The database is not empty: the table {name} has rows. Restore into a new database")


def _check_tables(manifest: Manifest, tables: sa.MetaData) -> None:
    unknown = (manifest.rows.keys() | manifest.last_ids.keys()) - tables.tables.keys()
    if unknown:
        raise BackupError(
            f"The file has tables that its schema {manifest.schema} has not: {', '.join(sorted(unknown))}"
        )


# Rows


def _rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[list[Any]]:
    order = table.primary_key.columns
    query = sa.select(table).order_by(*order).execution_options(yield_per=_ROWS_AT_ONCE)
    for row in connection.execute(query):
        yield [_portable(value) for value in row]


def _portable(value: object) -> object:
    return (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value


def _fill(connection: sa.Connection, table: sa.Table, archive: ArchiveReader, progress: Progress) -> None:
    # What the table has is known by its types here: PostgreSQL has times where SQLite has numbers.
    moments = [column.name for column in table.columns if isinstance(column.type, sa.DateTime)]
    count = 0
    for rows in archive.read_table(table.name, _ROWS_AT_ONCE):
        for row in rows:
            for name in moments:
                if row[name] is not None:
                    row[name] = _EPOCH + timedelta(microseconds=row[name])
        connection.execute(sa.insert(table), rows)
        count += len(rows)
        progress(table.name, count)


# The last number that a table has given: a row that is gone must not come back as another


def _gives_numbers(table: sa.Table) -> bool:
    return table.autoincrement_column is not None and table.autoincrement_column.name == "id"


def _sequence_of(connection: sa.Connection, table: sa.Table) -> str | None:
    quoted = connection.dialect.identifier_preparer.format_table(table)
    return connection.scalar(sa.select(sa.func.pg_get_serial_sequence(quoted, "id")))


def _last_id(connection: sa.Connection, table: sa.Table) -> int:
    newest: int | None = connection.scalar(sa.select(sa.func.max(table.c.id)))
    if connection.dialect.name == "postgresql":
        sequence = sa.cast(_sequence_of(connection, table), REGCLASS)
        given: int | None = connection.scalar(sa.select(sa.func.pg_sequence_last_value(sequence)))
    else:
        numbers = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        given = connection.scalar(sa.select(numbers.c.seq).where(numbers.c.name == table.name))
    return max(newest or 0, given or 0)


def _set_last_id(connection: sa.Connection, table: sa.Table, last_id: int) -> None:
    if last_id < 1:
        return
    if connection.dialect.name == "postgresql":
        sequence = sa.cast(_sequence_of(connection, table), REGCLASS)
        connection.execute(sa.select(sa.func.setval(sequence, last_id)))
        return
    numbers = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    if connection.execute(sa.update(numbers).where(numbers.c.name == table.name).values(seq=last_id)).rowcount:
        return
    definition = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.name})
    if "AUTOINCREMENT" in str(definition):
        connection.execute(sa.insert(numbers).values(name=table.name, seq=last_id))
