"""Hot statements say and give the same as those that SQLAlchemy runs."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from csms.storage.connections import make_engine
from csms.storage.schema import metadata, station, transaction, user
from csms.storage.statements import Statement
from packages.csms.tests.storage.example_rows import fill

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_is_read_and_written_as_by_sqlalchemy(database_url: str, name: str) -> None:
    table = metadata.tables[name]
    columns = tuple(column.name for column in table.columns)
    query = sa.select(table).order_by(*table.primary_key.columns)
    fill(database_url)
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.connect() as connection, connection.begin() as begun:
        expected = [tuple(row) for row in connection.execute(query)]
        read = Statement(query, ())
        rows = read.all(connection, ())
        assert rows == expected
        assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in expected]
        assert read.first(connection, ()) == expected[0]

        connection.execute(sa.delete(table))
        insert = Statement(sa.insert(table), columns)
        insert.run(connection, rows[0])
        insert.run_many(connection, rows[1:])
        assert [tuple(row) for row in connection.execute(query)] == expected
        begun.rollback()
    engine.dispose()


def test_parameters_are_taken_in_the_order_in_which_they_were_named(database_url: str) -> None:
    fill(database_url)
    change = Statement(
        sa.update(station)
        .where(station.c.identity == sa.bindparam("name"), station.c.id > 0)
        .values(note=sa.bindparam("new_note"), is_free=sa.bindparam("new_free", type_=sa.Boolean())),
        ("new_free", "name", "new_note"),
    )
    ask = Statement(
        sa.select(station.c.note, station.c.is_free).where(station.c.identity == sa.bindparam("name")), ("name",)
    )
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        identity = connection.execute(sa.select(station.c.identity).where(station.c.id == 2)).scalar_one()
        assert change.run(connection, (True, identity, "noted")).rowcount == 1
        assert ask.all(connection, (identity,)) == [("noted", True)]
        assert ask.first(connection, ("nobody",)) is None
        assert ask.all(connection, ("nobody",)) == []
    engine.dispose()


def test_what_an_insert_gives_back_is_there(database_url: str) -> None:
    columns = ("name", "password_hash", "created_at")
    values: dict[str, Any] = {name: sa.bindparam(name, type_=user.c[name].type) for name in columns}
    add = Statement(sa.insert(user).values(values).returning(user.c.id), columns)
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        (number,) = add.run(connection, ("a", "b", NOW)).fetchone()
        row = connection.execute(sa.select(user)).one()
        assert tuple(row) == (number, "a", "b", NOW)
    engine.dispose()


def test_too_few_or_too_many_values_are_an_error(database_url: str) -> None:
    ask = Statement(
        sa.select(transaction.c.id).where(
            transaction.c.id == sa.bindparam("number"), transaction.c.evse == sa.bindparam("evse")
        ),
        ("number", "evse"),
    )
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        for values in ((1,), (1, 2, 3)):
            with pytest.raises(ValueError, match="values for the 2 parameters"):
                ask.first(connection, values)
    engine.dispose()
