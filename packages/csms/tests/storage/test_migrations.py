"""That migrations make the tables that the code expects, from nothing and from what earlier releases left."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from csms.storage import migrations
from csms.storage.connections import make_engine
from csms.storage.migrations import HEAD, REVISIONS, NewerSchemaError, migrate, revision_of
from csms.storage.schema import frames_metadata, metadata
from packages.csms.tests.storage.example_rows import content, fill

RECORDED = Path(__file__).parent / "recorded"


def _is_of_record(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or name not in frames_metadata.tables


def differences(url: str) -> list[object]:
    """What would have to be done so that a database is as the code expects."""
    engine = make_engine(url, connections=1, is_writer=False)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                # Alembic takes the empty text of SQLite for another one; its definitions are compared below.
                "compare_server_default": connection.dialect.name == "postgresql",
                "include_name": _is_of_record,
            },
        )
        found: list[object] = [str(each) for each in compare_metadata(context, metadata)]
    engine.dispose()
    return found


def definitions(file: Path) -> set[tuple[str, ...]]:
    """What SQLite was told to make, line by line, in any order: it sees more than a comparison by Alembic."""
    connection = sqlite3.connect(file)
    try:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
        return {tuple(sorted(line.strip(" ,\t") for line in sql.splitlines())) for (sql,) in made}
    finally:
        connection.close()


def test_migrations_make_the_tables_that_the_code_expects(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert differences(empty_database_url) == []


def test_migrations_make_exactly_what_the_tables_say(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'migrated.db'}")
    engine = make_engine(f"sqlite:///{tmp_path / 'created.db'}", connections=1, is_writer=True)
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    assert definitions(tmp_path / "migrated.db") == definitions(tmp_path / "created.db")


def test_a_difference_would_be_seen(database_url: str) -> None:
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_transaction_open")
        connection.exec_driver_sql("ALTER TABLE station ADD COLUMN colour TEXT")
    engine.dispose()
    assert len(differences(database_url)) == 2


def test_a_migrated_database_stays_as_it_is(database_url: str) -> None:
    fill(database_url)
    before = content(database_url)
    migrate(database_url)
    assert content(database_url) == before
    assert differences(database_url) == []


def test_a_database_knows_its_schema(database_url: str, empty_database_url: str) -> None:
    for url, expected in ((database_url, HEAD), (empty_database_url, None)):
        engine = make_engine(url, connections=1, is_writer=True)
        with engine.begin() as connection:
            assert revision_of(connection) == expected
        engine.dispose()
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert [script.revision for script in scripts.walk_revisions()] == REVISIONS[::-1]


def test_a_database_of_a_newer_release_is_not_touched(database_url: str) -> None:
    engine = make_engine(database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerSchemaError, match="schema 9999, this release knows up to"):
        migrate(database_url)


def test_two_servers_that_start_at_once_do_not_disturb_each_other(empty_database_url: str) -> None:
    code = "import sys; from csms.storage.migrations import migrate; migrate(sys.argv[1])"
    servers = [subprocess.Popen([sys.executable, "-c", code, empty_database_url]) for _ in range(3)]
    assert [server.wait(60) for server in servers] == [0, 0, 0]
    assert differences(empty_database_url) == []


def test_a_migration_that_fails_leaves_nothing(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url, connections=1, is_writer=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE other (at TEXT)")
        connection.exec_driver_sql("CREATE INDEX ix_event_at ON other (at)")  # in the way of one of ours
    with pytest.raises(DBAPIError):
        migrate(empty_database_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == ["other"]
    engine.dispose()


@pytest.mark.parametrize("recorded", sorted(RECORDED.glob("*.sql")), ids=lambda file: file.stem)
def test_a_database_of_an_earlier_release_is_opened_and_keeps_its_rows(tmp_path: Path, recorded: Path) -> None:
    file = tmp_path / "csms.db"
    connection = sqlite3.connect(file)
    connection.executescript(recorded.read_text())
    connection.close()

    migrate(f"sqlite:///{file}")

    assert differences(f"sqlite:///{file}") == []
    rows = content(f"sqlite:///{file}")
    assert {len(rows[name]) for name in ("station", "token", "transaction", "meter_value", "user")} == {3}
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
