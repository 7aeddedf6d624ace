"""A station in a database of its own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from csms.storage.connections import make_engine
from packages.csms.tests.service.chargers import Charger, make_charger


@pytest.fixture
def charger(database_url: str) -> Iterator[Charger]:
    engine = make_engine(database_url, connections=1, is_writer=True)
    try:
        yield make_charger(engine)
    finally:
        engine.dispose()
