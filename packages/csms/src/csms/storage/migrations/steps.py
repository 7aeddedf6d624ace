"""The steps of the migration, as Alembic runs them; imported only when there is one to be made, for it takes long."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

_FOLDER = str(Path(__file__).parent)


def upgrade(connection: sa.Connection, revision: str) -> None:
    """Bring a database to a schema that this release knows."""
    config = Config()
    config.set_main_option("script_location", _FOLDER.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
