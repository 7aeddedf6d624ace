"""`csms migrate`, `csms backup` and `csms restore`: the database, with the server or without."""

from pathlib import Path
from typing import Annotated

import typer

from csms.config import Settings, database_url
from csms.console.session import with_errors_told

# What is done stands in `csms.console.databases`, which is imported when it is done: the commands that ask a server
# start sooner without the database.


def migrate(settings: Settings) -> None:
    """Bring the database to the schema of this release, or make it; `csms serve` does the same when it starts.

    Make a backup before: there is no way back to the schema of an earlier release.
    """
    from csms.console import databases  # noqa: PLC0415

    with_errors_told(lambda: databases.migrate(database_url(settings)))


def backup(
    settings: Settings,
    file: Annotated[Path, typer.Argument(help="Where the backup goes.", metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file if there is one.")] = False,
) -> None:
    """Save the database to a file, as it is at one moment; the server may run meanwhile.

    The file has all that was acknowledged: stations, tokens, transactions, meter values, commands, users. It does not
    have the frames. It is the same for SQLite and PostgreSQL.
    """
    from csms.console import databases  # noqa: PLC0415

    with_errors_told(lambda: databases.backup(database_url(settings), file, replace=replace))


def restore(
    settings: Settings,
    file: Annotated[Path, typer.Argument(help="A file that `csms backup` has made.", metavar="FILE")],
) -> None:
    """Fill an empty database with what a backup holds: all of it or nothing.

    The database may be SQLite or PostgreSQL, whichever the backup is of. Do it before the first `csms serve`.
    """
    from csms.console import databases  # noqa: PLC0415

    with_errors_told(lambda: databases.restore(database_url(settings), file))
