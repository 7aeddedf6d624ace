"""Databases are migrated, saved and restored."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from csms.config import mask_url
from csms.console.client import ApiError, UsageError
from csms.console.output import print_line
from csms.console.progress import reporting
from csms.storage import backup as archives
from csms.storage.archive import ArchiveError, Manifest
from csms.storage.backup import BackupError
from csms.storage.failures import reason_of
from csms.storage.migrations import NewerSchemaError
from csms.storage.migrations import migrate as migrate_database

Work = Callable[[archives.Progress], Manifest]


def migrate(url: str) -> None:
    """Bring a database to the schema of this release. Raises: ApiError."""
    with _database(url):
        migrate_database(url)
    print_line(f"The database {mask_url(url)} has the schema of this release")


def backup(url: str, file: Path, *, replace: bool) -> None:
    """Save a database to a file. Raises: UsageError, ApiError."""
    if file.exists() and not replace:
        raise UsageError(f"There is a file {file}; --replace replaces it")
    manifest = _run(url, lambda progress: archives.backup(url, file, datetime.now(UTC), progress))
    print_line(f"{file} holds {_counted(manifest)}, as of {_moment(manifest)}")


def restore(url: str, file: Path) -> None:
    """Fill an empty database with what a file holds. Raises: ApiError."""
    manifest = _run(url, lambda progress: archives.restore(file, url, progress))
    print_line(f"The database {mask_url(url)} holds {_counted(manifest)}, as of {_moment(manifest)}")


def _run(url: str, work: Work) -> Manifest:
    with _database(url), reporting() as report:
        return work(lambda table, rows: report(table, rows, None))


@contextmanager
def _database(url: str) -> Generator[None]:
    """Say in words what is wrong with a database or a file. Raises: ApiError."""
    try:
        yield
    except (ArchiveError, BackupError, NewerSchemaError) as error:
        raise ApiError(str(error)) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise ApiError(f"The database {mask_url(url)} cannot be used: {reason_of(error)}") from None
    except OSError as error:
        raise ApiError(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}") from None


def _counted(manifest: Manifest) -> str:
    rows = manifest.rows
    words = (("station", "stations"), ("token", "tokens"), ("transaction", "transactions"))
    counted = ", ".join(f"{rows.get(table, 0)} {name}" for table, name in words)
    return f"{sum(rows.values())} rows ({counted})"


def _moment(manifest: Manifest) -> str:
    return manifest.created_at.astimezone().isoformat(sep=" ", timespec="seconds")
