"""What a backup holds, and that nothing less comes back."""

import asyncio
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError

from csms.storage.archive import ArchiveError
from csms.storage.backup import BackupError, backup, restore
from csms.storage.connections import make_engine
from csms.storage.engine import Store
from csms.storage.migrations import migrate
from csms.storage.schema import metadata, station, token, transaction
from packages.csms.tests.databases import PostgreSQL
from packages.csms.tests.storage.example_rows import NOW, content, fill
from packages.csms.tests.storage.units import add, names


@pytest.fixture
def empty_urls(tmp_path: Path, postgresql: PostgreSQL) -> dict[str, str]:
    """An empty database of each kind."""
    return {"sqlite": f"sqlite:///{tmp_path / 'restored.db'}", "postgresql": postgresql.create()}


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_all_rows_come_back_in_either_database(
    database_url: str, empty_urls: dict[str, str], target: str, tmp_path: Path
) -> None:
    fill(database_url)
    told: list[tuple[str, int]] = []
    manifest = backup(database_url, tmp_path / "backup.zip", NOW, lambda table, rows: told.append((table, rows)))
    restored = restore(tmp_path / "backup.zip", empty_urls[target])

    assert content(empty_urls[target]) == content(database_url)
    assert manifest == restored
    assert set(manifest.rows) == set(metadata.tables)
    assert set(manifest.rows.values()) == {3}
    assert told == [(name, 3) for name in manifest.rows]


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_numbers_are_not_given_again_after_a_restore(
    database_url: str, empty_urls: dict[str, str], target: str, tmp_path: Path
) -> None:
    fill(database_url, 9)
    engine = make_engine(database_url, connections=1, is_writer=True)

    def add_transaction(connection: sa.Connection) -> int:
        values = dict(connection.execute(sa.select(transaction).limit(1)).mappings().one())
        del values["id"]
        values |= {"start_key": "another", "reference": "another"}
        return connection.execute(sa.insert(transaction).values(values).returning(transaction.c.id)).scalar_one()

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('\"transaction\"', 'id'), 9)")
        last = add_transaction(connection)
        connection.execute(sa.delete(transaction).where(transaction.c.id > 1))
    engine.dispose()
    assert last == 10

    backup(database_url, tmp_path / "backup.zip", NOW)
    restore(tmp_path / "backup.zip", empty_urls[target])
    engine = make_engine(empty_urls[target], connections=1, is_writer=True)
    with engine.begin() as connection:
        assert add_transaction(connection) == 11
        added = connection.execute(sa.insert(token).values({**_A_TOKEN}).returning(token.c.id)).scalar_one()
    engine.dispose()
    assert added == 10


_A_TOKEN = {"key": "abc", "id_token": "ABC", "type": "RFID", "created_at": NOW, "updated_at": NOW}


async def test_a_backup_of_a_database_in_use_is_of_one_moment(store: Store, database_url: str, tmp_path: Path) -> None:
    await store.write(add, "before")

    def write_meanwhile(_table: str, _rows: int) -> None:
        asyncio.run_coroutine_threadsafe(store.write(add, f"meanwhile {_table}"), loop).result()

    loop = asyncio.get_running_loop()
    manifest = await asyncio.to_thread(backup, database_url, tmp_path / "backup.zip", NOW, write_meanwhile)
    assert manifest.rows["user"] == 1
    assert len(await store.read(names)) > 1


def test_an_empty_database_is_saved_and_comes_back(database_url: str, tmp_path: Path) -> None:
    backup(database_url, tmp_path / "backup.zip", NOW)
    restore(tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'other.db'}")
    assert not any(content(f"sqlite:///{tmp_path / 'other.db'}").values())


def test_a_restore_into_tables_that_are_empty_fills_them(database_url: str, tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path / 'source.db'}"
    migrate(source)
    fill(source)
    backup(source, tmp_path / "backup.zip", NOW)
    restore(tmp_path / "backup.zip", database_url)
    assert content(database_url) == content(source)


def test_a_database_that_is_not_empty_is_not_restored_into(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    backup(database_url, tmp_path / "backup.zip", NOW)
    before = content(database_url)
    with pytest.raises(BackupError, match=r"not empty: the table \w+ has rows"):
        restore(tmp_path / "backup.zip", database_url)
    assert content(database_url) == before


def rewritten(file: Path, name: str, old: bytes, new: bytes) -> None:
    """Change an entry of an archive; None of it notices."""
    with zipfile.ZipFile(file) as archive:
        entries = {each: archive.read(each) for each in archive.namelist()}
    assert old in entries[name]
    entries[name] = entries[name].replace(old, new)
    with zipfile.ZipFile(file, "w") as archive:
        for each, data in entries.items():
            archive.writestr(each, data)


def test_a_restore_that_fails_leaves_nothing_and_can_be_done_again(database_url: str, tmp_path: Path) -> None:
    source, file = f"sqlite:///{tmp_path / 'source.db'}", tmp_path / "backup.zip"
    migrate(source)
    fill(source)
    backup(source, file, NOW)
    with zipfile.ZipFile(file) as archive:
        lines = archive.read("tables/login.jsonl").splitlines(keepends=True)
    whole = b"".join(lines)
    for damaged in (whole[: len(whole) // 2], b"".join(lines[:-1]), b"".join([*lines, lines[-1]]), b""):
        backup(source, file, NOW)
        rewritten(file, "tables/login.jsonl", whole, damaged)
        with pytest.raises((ArchiveError, DBAPIError), match=r"damaged at the table login|rows of login|(?i:unique)"):
            restore(file, database_url)
        assert not any(content(database_url).values())

    backup(source, file, NOW)
    restore(file, database_url)
    assert content(database_url) == content(source)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    file, target = tmp_path / "backup.zip", f"sqlite:///{tmp_path / 'new.db'}"
    file.write_bytes(b"nothing")
    with pytest.raises(ArchiveError, match="is no backup"):
        restore(file, target)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("tables/station.jsonl", "")
    with pytest.raises(ArchiveError, match="not a whole one"):
        restore(file, target)
    assert not (tmp_path / "new.db").exists()


def test_half_a_backup_is_refused(tmp_path: Path) -> None:
    source, file = f"sqlite:///{tmp_path / 'source.db'}", tmp_path / "backup.zip"
    migrate(source)
    fill(source)
    backup(source, file, NOW)
    data = file.read_bytes()
    for cut in (len(data) // 2, len(data) - 10):
        file.write_bytes(data[:cut])
        with pytest.raises(ArchiveError, match="is no backup"):
            restore(file, f"sqlite:///{tmp_path / 'new.db'}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [(b'"schema": "0', b'"schema": "9', "does not know"), (b'"format": 1', b'"format": 2', "newer")],
)
def test_a_backup_of_a_newer_release_is_refused(tmp_path: Path, old: bytes, new: bytes, message: str) -> None:
    source, file = f"sqlite:///{tmp_path / 'source.db'}", tmp_path / "backup.zip"
    migrate(source)
    backup(source, file, NOW)
    rewritten(file, "manifest.json", old, new)
    with pytest.raises((ArchiveError, BackupError), match=message):
        restore(file, f"sqlite:///{tmp_path / 'new.db'}")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no database"):
        backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "backup.zip", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_our_tables_is_not_saved(empty_database_url: str, tmp_path: Path, backend: str) -> None:
    if backend == "sqlite":
        engine = make_engine(empty_database_url, connections=1, is_writer=True)
        engine.connect().close()
        engine.dispose()
    with pytest.raises(BackupError, match="instead of"):
        backup(empty_database_url, tmp_path / "backup.zip", NOW)
    assert [file.name for file in tmp_path.iterdir() if "zip" in file.name] == []


def test_a_database_that_is_damaged_is_not_saved(tmp_path: Path) -> None:
    file = tmp_path / "source.db"
    migrate(f"sqlite:///{file}")
    engine = make_engine(f"sqlite:///{file}", connections=1, is_writer=True)
    with engine.begin() as connection:
        rows = [{"identity": f"{n}" * 50, "admission": "held", "created_at": NOW} for n in range(500)]
        connection.execute(sa.insert(station), rows)
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_station_1'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    engine.dispose()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size + 100 : page * size] = bytes(size - 100)
    file.write_bytes(data)
    (tmp_path / "backup.zip").write_bytes(b"the backup of yesterday")
    with pytest.raises((BackupError, DatabaseError), match=r"damaged|malformed"):
        backup(f"sqlite:///{file}", tmp_path / "backup.zip", NOW)
    assert (tmp_path / "backup.zip").read_bytes() == b"the backup of yesterday"
    assert not (tmp_path / "backup.zip.part").exists()


def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'source.db'}")
    backup(f"sqlite:///{tmp_path / 'source.db'}", tmp_path / "backup.zip", NOW)
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600
