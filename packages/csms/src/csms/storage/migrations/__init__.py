"""How a database of an earlier release becomes one of this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from csms.storage.connections import make_engine


def migrate(url: str) -> None:
    """Bring a database to the schema of this release; a new one gets all of it.

    Raises: what the driver raises.
    """
    engine = make_engine(url, connections=1, is_writer=True)
    try:
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
