"""Write the first migration of csms, which makes all tables, and the recorded database that a test opens.

Until the first release only: then tables change by further migrations, and these two stay as they are.
"""

import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext

from csms.storage.schema import Moment, metadata
from packages.csms.tests.storage.example_rows import fill
from tools.environments import ROOT

MIGRATION = ROOT / "packages/csms/src/csms/storage/migrations/versions/0001_initial.py"
RECORDED = ROOT / "packages/csms/tests/storage/recorded/0001.sql"
_FALSE, _TRUE = (f"sa.Boolean(), server_default=sa.{word}()" for word in ("false", "true"))
HEAD = '''"""The first schema."""

import sqlalchemy as sa
from alembic import op

from csms.storage.schema import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    '''


def render(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write what Alembic would write otherwise than our code does."""
    return "Moment()" if kind == "type" and isinstance(item, Moment) else False


def make() -> str:
    """Return the migration."""
    with sa.create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection, opts={"user_module_prefix": "sa."})
        operations = produce_migrations(context, metadata).upgrade_ops
        assert operations is not None  # noqa: S101 - there are always tables
        body = render_python_code(operations, render_item=render)
    lines = [line for line in body.splitlines() if not line.lstrip().startswith("#")]
    # What SQLite calls false is no such thing on PostgreSQL.
    text = "\n".join(lines).strip().replace("sa.Boolean(), server_default=sa.text('0')", _FALSE)
    return HEAD + text.replace("sa.Boolean(), server_default=sa.text('1')", _TRUE) + "\n"


def record() -> str:
    """Return a database with this schema and a few rows, as SQL."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "recorded.db")
        # In a process of its own, which sees the migration that has just been written.
        code = f"from csms.storage.migrations import migrate; migrate('sqlite:///{file}')"
        subprocess.run([sys.executable, "-c", code], check=True)
        fill(f"sqlite:///{file}")
        connection = sqlite3.connect(file)
        try:
            return "\n".join(connection.iterdump()) + "\n"
        finally:
            connection.close()


def main() -> None:
    """Write both files."""
    MIGRATION.write_text(make())
    for command in (["format"], ["check", "--fix"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, "--quiet", MIGRATION], check=True)
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(record())


if __name__ == "__main__":
    main()
