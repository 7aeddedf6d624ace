"""What the tests of the web share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from csms.storage.engine import Store
from packages.csms.tests.web.serving import PASSWORD, Served, serving


@pytest.fixture
async def served(store: Store, tmp_path: Path) -> AsyncIterator[Served]:
    """The web, on each kind of database."""
    async with serving(store, tmp_path / "data", admin_password=PASSWORD) as web:
        yield web
