"""A database that is away, full, locked or read-only: all who wait are told at once, and it goes on by itself."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from csms.storage.connections import make_engine
from csms.storage.engine import StorageError, Store, Tx
from csms.storage.schema import user
from packages.csms.tests.databases import PostgreSQL
from packages.csms.tests.storage.units import Gate, add, add_by_hand, names, waiting

Unit = Callable[[Tx, str], object]


@pytest.fixture
async def file_store(tmp_path: Path, migrated_sqlite_file: Path) -> AsyncIterator[Store]:
    """A store on SQLite."""
    file = tmp_path / "csms.db"
    shutil.copyfile(migrated_sqlite_file, file)
    opened = Store(f"sqlite:///{file}")
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> str:
    """A database of PostgreSQL."""
    return postgresql.create(template="migrated")


@pytest.fixture
async def postgresql_store(postgresql_url: str) -> AsyncIterator[Store]:
    """A store on PostgreSQL."""
    opened = Store(postgresql_url)
    try:
        yield opened
    finally:
        await opened.close()


def pragma(tx: Tx, name: str) -> object:
    result = tx.connection.exec_driver_sql(f"PRAGMA {name}")
    return result.scalar() if result.returns_rows else None


async def test_a_commit_to_sqlite_is_on_the_disk(file_store: Store) -> None:
    settings = [await file_store.write(pragma, name) for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 2, 1]  # 2 is FULL


async def test_what_sqlite_notes_to_undo_a_statement_makes_no_files(file_store: Store) -> None:
    assert await file_store.write(pragma, "temp_store") == 2  # MEMORY


async def test_a_commit_to_postgresql_is_on_the_disk_whatever_its_default(
    postgresql_url: str, postgresql: PostgreSQL
) -> None:
    name = sa.make_url(postgresql_url).database
    postgresql.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    store = Store(postgresql_url)
    try:
        told = await store.write(lambda tx: tx.connection.exec_driver_sql("SHOW synchronous_commit").scalar())
        assert told == "on"
    finally:
        await store.close()


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        make_engine("sqlite://", connections=1, is_writer=True)


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="mysql is no database that is supported"):
        make_engine("mysql://root@localhost/csms", connections=1, is_writer=True)


@pytest.mark.parametrize("unit", [add, add_by_hand])
async def test_a_full_disk_fails_all_who_wait_and_nothing_else(
    file_store: Store, unit: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    await file_store.write(add, "a")

    def fill(tx: Tx, name: str) -> None:
        # Changes nothing but the connection, and stands for a disk without another page.
        pages = pragma(tx, "page_count")
        pragma(tx, f"max_page_count={pages}")
        for number in range(1000):
            unit(tx, f"{name} {number} {'long ' * 100}")

    async with Gate(file_store):
        units = [asyncio.ensure_future(file_store.write(fill, name)) for name in "bcd"]
        await waiting(file_store, 3)
    for each in units:
        with pytest.raises(StorageError, match="full"):
            await each
    assert await file_store.read(names) == ["a"]
    assert caplog.text.count("database or disk is full") == 1

    await file_store.write(lambda tx: pragma(tx, "max_page_count=1000000"))
    await file_store.write(unit, "e")
    assert await file_store.read(names) == ["a", "e"]


async def test_a_database_that_another_process_has_locked_fails_all_who_wait(
    file_store: Store,
) -> None:
    await file_store.write(lambda tx: pragma(tx, "busy_timeout=50"))
    other = sqlite3.connect(file_store.url.database or "", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(*(file_store.write(add, name) for name in "abc"), return_exceptions=True)
        assert [str(result) for result in results] == ["database is locked"] * 3
        assert await file_store.read(names) == []  # who reads is not in the way
        other.execute("ROLLBACK")
    finally:
        other.close()
    await file_store.write(add, "d")
    assert await file_store.read(names) == ["d"]


async def test_a_unit_that_reads_before_it_writes_is_not_overtaken_by_another_process(file_store: Store) -> None:
    other = sqlite3.connect(file_store.url.database or "", isolation_level=None, timeout=0, check_same_thread=False)

    def read_and_write(tx: Tx) -> None:
        assert names(tx.connection) == []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO user (name, password_hash, created_at) VALUES ('other', '', 0)")
        add(tx, "ours")

    try:
        await file_store.write(read_and_write)
    finally:
        other.close()
    assert await file_store.read(names) == ["ours"]


async def test_what_waits_behind_a_lost_group_is_not_kept_waiting(
    file_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await file_store.write(lambda tx: pragma(tx, "busy_timeout=300"))
    other = sqlite3.connect(file_store.url.database or "", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(
            *(file_store.write(add, f"{number}") for number in range(5000)), return_exceptions=True
        )
        assert {type(result) for result in results} == {StorageError}
        # Each line is an attempt that has waited for its time-out; one after the other there would be ten.
        assert len(caplog.records) <= 3
    finally:
        other.close()


async def test_a_database_that_cannot_be_written_says_so(file_store: Store) -> None:
    def write_what_may_only_be_read(tx: Tx) -> None:
        pragma(tx, "query_only=ON")
        try:
            add(tx, "a")
        finally:
            pragma(tx, "query_only=OFF")

    with pytest.raises(StorageError, match="readonly"):
        await file_store.write(write_what_may_only_be_read)
    await file_store.write(add, "b")
    assert await file_store.read(names) == ["b"]


async def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    file = tmp_path / "csms.db"
    file.write_bytes(b"This is no database. " * 1000)
    store = Store(f"sqlite:///{file}")
    try:
        for told in (store.write(add, "a"), store.read(names)):
            with pytest.raises(StorageError, match="not a database"):
                await told
    finally:
        await store.close()


@pytest.mark.parametrize("unit", [add, add_by_hand])
async def test_a_lost_connection_fails_all_who_wait_and_the_next_have_a_new_one(
    postgresql_store: Store, postgresql_url: str, postgresql: PostgreSQL, unit: Unit
) -> None:
    def lose(tx: Tx) -> None:
        add(tx, "lost")
        postgresql.disconnect_all(postgresql_url)
        unit(tx, "lost too")

    async with Gate(postgresql_store):
        units = [
            asyncio.ensure_future(postgresql_store.write(add, "before")),
            asyncio.ensure_future(postgresql_store.write(lose)),
            asyncio.ensure_future(postgresql_store.write(add, "after")),
        ]
        await waiting(postgresql_store, 3)
    for each in units:
        with pytest.raises(StorageError, match=r"terminating connection|the connection is lost"):
            await each
    await postgresql_store.write(unit, "next")
    assert await postgresql_store.read(names) == ["next"]


async def test_a_connection_that_was_lost_while_nobody_used_it_is_not_noticed(
    postgresql_store: Store, postgresql_url: str, postgresql: PostgreSQL
) -> None:
    await postgresql_store.write(add, "a")
    assert await postgresql_store.read(names) == ["a"]
    postgresql.disconnect_all(postgresql_url)
    await postgresql_store.write(add, "b")
    assert await postgresql_store.read(names) == ["a", "b"]


async def test_a_server_that_is_away_fails_all_and_is_found_again(
    postgresql_store: Store, postgresql_url: str, postgresql: PostgreSQL
) -> None:
    await postgresql_store.write(add, "a")
    postgresql.set_accepts_connections(postgresql_url, accepts=False)
    postgresql.disconnect_all(postgresql_url)
    with pytest.raises(StorageError, match="not currently accepting connections"):
        await postgresql_store.write(add, "b")
    with pytest.raises(StorageError, match="not currently accepting connections"):
        await postgresql_store.read(names)
    postgresql.set_accepts_connections(postgresql_url, accepts=True)
    await postgresql_store.write(add, "c")
    assert await postgresql_store.read(names) == ["a", "c"]


async def test_a_commit_whose_outcome_nobody_knows_is_not_acknowledged(
    postgresql_store: Store, postgresql_url: str, postgresql: PostgreSQL
) -> None:
    def lose_before_the_commit(tx: Tx) -> None:
        add(tx, "a")
        postgresql.disconnect_all(postgresql_url)

    with pytest.raises(StorageError):
        await postgresql_store.write(lose_before_the_commit)
    await postgresql_store.write(add, "a")  # the caller sends it again
    assert await postgresql_store.read(names) == ["a"]


async def test_a_row_that_another_process_has_locked_fails_after_a_time(
    postgresql_store: Store, postgresql_url: str
) -> None:
    await postgresql_store.write(add, "a")

    def change(tx: Tx, name: str) -> None:
        tx.connection.exec_driver_sql("SET LOCAL lock_timeout = 50")
        tx.connection.execute(sa.update(user).values(name=name))

    other = make_engine(postgresql_url, connections=1, is_writer=True)
    try:
        with other.begin() as connection:
            connection.execute(sa.update(user).values(name="other"))
            with pytest.raises(StorageError, match="lock timeout"):
                await postgresql_store.write(change, "b")
    finally:
        other.dispose()
    await postgresql_store.write(change, "c")
    assert await postgresql_store.read(names) == ["c"]


async def test_a_deadlock_with_another_process_is_tried_again(postgresql_store: Store) -> None:
    tries: list[int] = []

    def meet(tx: Tx) -> None:
        tries.append(len(tries))
        add(tx, f"try {len(tries)}")
        if len(tries) == 1:
            tx.connection.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")

    await postgresql_store.write(meet)
    assert await postgresql_store.read(names) == ["try 2"]


async def test_a_deadlock_that_stays_is_told(postgresql_store: Store) -> None:
    tries: list[int] = []

    def meet(tx: Tx) -> None:
        tries.append(len(tries))
        tx.connection.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")

    with pytest.raises(StorageError):
        await postgresql_store.write(meet)
    assert len(tries) == 2
