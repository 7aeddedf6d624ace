"""Settings of the drop-in tests: `--peer` leaves out what only this library promises."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from .connection import MemoryConnection

PATIENCE_S = 60.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--peer", action="store_true", help="the installed `ocpp` is PyPI ocpp 2.1.0: leave out `ours`")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "ours: a promise of this library that PyPI ocpp does not keep")


def against_peer(config: pytest.Config) -> bool:
    # The option exists only if pytest was started on this folder; from the root it is absent and the answer is no.
    return bool(config.getoption("--peer", default=False))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if against_peer(config):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("ours")])
        items[:] = [item for item in items if not item.get_closest_marker("ours")]


@pytest.fixture(scope="session")
def peer(request: pytest.FixtureRequest) -> bool:
    """Whether the library under test is the peer."""
    return against_peer(request.config)


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Run a coroutine to its end in a loop of its own, with a limit on its time."""

    def run_with_limit(coroutine: Coroutine[Any, Any, Any]) -> Any:
        async def limited() -> Any:
            async with asyncio.timeout(PATIENCE_S):
                return await coroutine

        return asyncio.run(limited())

    return run_with_limit


@pytest.fixture
def connection() -> MemoryConnection:
    return MemoryConnection()
