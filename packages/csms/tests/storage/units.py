"""Units of work for tests, and what makes several of them one group."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Self

import sqlalchemy as sa

from csms.domain.events import StationDisconnected
from csms.storage.engine import Store, Tx
from csms.storage.schema import user
from csms.storage.statements import Statement

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
INSERT_BY_HAND = Statement(sa.insert(user), ("name", "password_hash", "created_at"))


class WrongError(Exception):
    """What a unit raises."""


class Gate:
    """Keeps the writer's thread busy, so that units wait and become one group."""

    def __init__(self, store: Store) -> None:
        self._is_open = threading.Event()
        self._is_reached = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(store.write(self._wait))

    def _wait(self, tx: Tx) -> None:
        self._loop.call_soon_threadsafe(self._is_reached.set)
        self._is_open.wait()

    async def __aenter__(self) -> Self:
        await self._is_reached.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_open.set()
        await self._task


def add(tx: Tx, name: str) -> str:
    """Add a row, by a statement of SQLAlchemy."""
    tx.connection.execute(sa.insert(user).values(name=name, password_hash="", created_at=NOW))
    tx.emit(StationDisconnected(station=name, at=NOW, reason=""))
    return f"{name} is added"


def add_by_hand(tx: Tx, name: str) -> None:
    """Add a row, on the driver's own connection."""
    INSERT_BY_HAND.run(tx.connection, (name, "", NOW))


def add_and_fail(tx: Tx, name: str) -> None:
    add(tx, name)
    raise WrongError(name)


def names(connection: sa.Connection) -> list[str]:
    """The rows, in the order in which they were added."""
    return list(connection.execute(sa.select(user.c.name).order_by(user.c.id)).scalars())


async def waiting(store: Store, count: int) -> None:
    """Return when so many units wait."""
    while store.backlog < count:  # noqa: ASYNC110 - the writer tells nobody
        await asyncio.sleep(0)


async def together(store: Store, *units: Callable[[], Awaitable[object]]) -> list[object]:
    """Have units wait at the same time, and return what came of each."""
    async with Gate(store):
        tasks = [asyncio.ensure_future(unit()) for unit in units]
        await waiting(store, len(tasks))
    return await asyncio.gather(*tasks, return_exceptions=True)
