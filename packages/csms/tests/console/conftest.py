"""A central system for the tests of commands."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from packages.csms.tests.console.served import Served, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A central system that holds strangers and refuses unknown tokens, for all tests of a module."""
    with served(tmp_path_factory.mktemp("data"), unknown_stations="hold", unknown_tokens="reject") as found:
        yield found


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own folder and environment has a say; the zone is one with an offset."""
    monkeypatch.chdir(tmp_path)
    for name in ("CSMS_SERVER", "CSMS_TOKEN", "CSMS_CONFIG", "CSMS_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "Etc/GMT-2")
    time.tzset()
