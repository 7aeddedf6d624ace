from datetime import UTC, datetime, timedelta

import pytest

from csms.domain.inbox import Cause, Knock, knock
from csms.gateway import knocks as module
from csms.gateway.knocks import Knocks
from csms.storage import knocks as storage
from csms.storage.engine import Store
from packages.csms.tests.gateway.knocking import until

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def attempt(identity: str = "CP1", seconds: float = 0) -> Knock:
    return knock(Cause.UNKNOWN, identity, "192.0.2.1", NOW + timedelta(seconds=seconds))


async def counts(store: Store) -> dict[str, int]:
    return {entry.identity: entry.count for entry in await store.read(storage.newest, 100)}


async def test_many_attempts_are_one_write(store: Store):
    knocks = Knocks(store)
    for number in range(100):
        knocks.note(attempt(f"CP{number % 3}", number))
    commits = store.commits
    await knocks.flush()

    assert await counts(store) == {"CP0": 34, "CP1": 33, "CP2": 33}
    assert store.commits == commits + 1
    await knocks.close()


async def test_attempts_are_written_by_themselves(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "PAUSE_S", 0.0)
    knocks = Knocks(store)
    knocks.note(attempt())

    await until(lambda: store.commits == 1)

    assert await counts(store) == {"CP1": 1}
    await knocks.close()


async def test_what_waits_is_written_at_the_end(store: Store):
    knocks = Knocks(store)
    knocks.note(attempt())
    await knocks.close()

    assert await counts(store) == {"CP1": 1}


async def test_who_has_got_in_is_forgotten(store: Store):
    knocks = Knocks(store)
    knocks.note(attempt("CP1"))
    knocks.note(attempt("CP2"))
    knocks.forget("CP1")
    await knocks.close()

    assert await counts(store) == {"CP2": 1}


async def test_the_memory_is_bounded_and_what_is_dropped_is_counted(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    knocks = Knocks(store)
    for identity in ("CP1", "CP1", "CP2", "CP3"):
        knocks.note(attempt(identity))
    await knocks.close()

    assert await counts(store) == {"CP2": 1, "CP3": 1}
    assert knocks.dropped == 2


async def test_attempts_are_kept_while_the_database_is_away(store: Store, monkeypatch: pytest.MonkeyPatch):
    knocks = Knocks(store)
    with monkeypatch.context() as away:
        away.setattr(store, "_queue_limit", 0)
        knocks.note(attempt(seconds=0))
        await knocks.flush()
        knocks.note(attempt(seconds=1))
        await knocks.flush()
    assert await counts(store) == {}
    await knocks.flush()

    (entry,) = await store.read(storage.newest, 10)
    assert (entry.count, entry.first_at, entry.last_at) == (2, NOW, NOW + timedelta(seconds=1))
    await knocks.close()
