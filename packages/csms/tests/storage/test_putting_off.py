"""Writes that wait for others: they are there for whoever looks, and gone with a transaction that is rolled back."""

from collections.abc import AsyncIterator, Iterator

import pytest
import sqlalchemy as sa

from csms.storage.connections import make_engine
from csms.storage.engine import Store, Tx
from csms.storage.putting_off import Many, PutOff, places
from csms.storage.schema import user
from csms.storage.statements import Statement
from packages.csms.tests.storage.units import NOW, WrongError, names, together

ADD = Statement(sa.insert(user), ("name", "password_hash", "created_at"))
ADD_MANY = Many(
    lambda _: ADD, lambda count: f"INSERT INTO user (name, password_hash, created_at) VALUES {places(3, count)}"
)


ADD_NUMBERED = Many(
    lambda _: Statement(sa.insert(user).returning(user.c.id), ("name", "password_hash", "created_at")),
    lambda count: f"INSERT INTO user (name, password_hash, created_at) VALUES {places(3, count)} RETURNING id",
)


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    """In a transaction."""
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.connect() as opened, opened.begin():
        yield opened
    engine.dispose()


@pytest.fixture
async def twin(database_url: str) -> AsyncIterator[Store]:
    """Another store on the same database."""
    opened = Store(database_url)
    try:
        yield opened
    finally:
        await opened.close()


def add_later(tx: Tx, name: str) -> None:
    tx.put_off(ADD_MANY, object(), (name, "", NOW))


def append(tx: Tx, name: str) -> None:
    tx.append(ADD_MANY, (name, "", NOW))


@pytest.mark.parametrize("count", [1, 2, 3, 63, 64, 65, 200])
def test_any_number_of_rows_is_written_in_their_order(connection: sa.Connection, count: int) -> None:
    expected = [f"{number}" for number in range(count)]
    ADD_MANY.run(connection, [(name, "", NOW) for name in expected])
    assert names(connection) == expected
    assert connection.execute(sa.select(user.c.created_at).distinct()).scalars().all() == [NOW]


def test_what_is_put_off_is_written_when_somebody_looks(connection: sa.Connection) -> None:
    tx = Tx(connection, {}, PutOff())
    add_later(tx, "a")
    assert names(connection) == []
    assert names(tx.connection) == ["a"]
    assert names(tx.connection) == ["a"]


def test_without_a_place_to_wait_a_row_is_written_at_once(connection: sa.Connection) -> None:
    add_later(Tx(connection), "a")
    assert names(connection) == ["a"]


def test_of_rows_with_the_same_key_the_last_is_written(connection: sa.Connection) -> None:
    tx = Tx(connection, {}, PutOff())
    for key, name in (("x", "first"), ("y", "other"), ("x", "last")):
        tx.put_off(ADD_MANY, key, (name, "", NOW))
    assert sorted(names(tx.connection)) == ["last", "other"]


@pytest.mark.parametrize("count", [0, 1, 3, 65, 200])
def test_rows_are_told_their_numbers_in_their_order(connection: sa.Connection, count: int) -> None:
    expected = [f"{number}" for number in range(count)]
    numbers = ADD_NUMBERED.numbers(connection, [(name, "", NOW) for name in expected])
    found = {row.id: row.name for row in connection.execute(sa.select(user.c.id, user.c.name))}
    assert [found[number] for number in numbers] == expected


def test_a_line_of_a_log_waits_until_somebody_reads_logs(connection: sa.Connection) -> None:
    tx = Tx(connection, {}, PutOff())
    append(tx, "line")
    add_later(tx, "row")
    assert names(tx.connection) == ["row"]
    assert names(tx.connection_with_logs) == ["row", "line"]
    assert names(tx.connection_with_logs) == ["row", "line"]


def test_without_a_place_to_wait_a_line_is_written_at_once(connection: sa.Connection) -> None:
    append(Tx(connection), "line")
    assert names(connection) == ["line"]


async def test_lines_are_committed_with_their_group_in_their_order(store: Store, twin: Store) -> None:
    await together(store, *(lambda name=name: store.write(append, name) for name in "cab"))
    assert await twin.read(names) == ["c", "a", "b"]


async def test_a_line_that_cannot_be_written_fails_its_own_unit_alone(store: Store) -> None:
    results = await together(store, *(lambda name=name: store.write(append, name) for name in "abac"))
    assert await store.read(names) == ["a", "b", "c"]
    assert [result is None for result in results] == [True, True, False, True]


async def test_what_is_put_off_is_committed_with_its_group(store: Store, twin: Store) -> None:
    await together(store, *(lambda name=name: store.write(add_later, name) for name in "abc"))
    assert sorted(await twin.read(names)) == ["a", "b", "c"]


async def test_a_row_that_cannot_be_written_fails_its_own_unit_alone(store: Store) -> None:
    results = await together(store, *(lambda name=name: store.write(add_later, name) for name in "abac"))
    assert sorted(await store.read(names)) == ["a", "b", "c"]
    assert [result is None for result in results] == [True, True, False, True]
    assert "IntegrityError" in {kind.__name__ for kind in type(results[2]).__mro__}


async def test_nothing_is_remembered_of_what_was_rolled_back(store: Store) -> None:
    def fail(tx: Tx) -> None:
        tx.memory["known"] = True
        add_later(tx, "rolled back")
        append(tx, "rolled back")
        raise WrongError

    with pytest.raises(WrongError):
        await store.write(fail)
    assert await store.write(lambda tx: tx.memory.get("known")) is None
    assert await store.read(names) == []


async def test_what_another_process_may_have_changed_is_not_remembered(store: Store, twin: Store, backend: str) -> None:
    def remember(tx: Tx) -> None:
        tx.memory["known"] = True

    await store.write(remember)
    # Only SQLite tells that nobody else has written.
    assert await store.write(lambda tx: tx.memory.get("known")) is (True if backend == "sqlite" else None)
    await store.write(remember)
    await twin.write(add_later, "by another")
    assert await store.write(lambda tx: tx.memory.get("known")) is None
