"""Events are kept in the transaction that makes them true, and deleted when they are old or too many."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import msgspec
import pytest
import sqlalchemy as sa

from csms.domain.events import Event, StationConnected, StationDisconnected, data_of
from csms.service.events import RETENTION, forget_all
from csms.storage import events
from csms.storage.engine import Store, Tx
from csms.storage.events import KeptEvent, keep
from csms.storage.schema import event as event_table
from packages.csms.tests.told import NOW, UPDATE, emit


@pytest.fixture
async def store(database_url: str, published: list[Event]) -> AsyncIterator[Store]:
    opened = Store(database_url, publish=published.extend, keep=keep)
    yield opened
    await opened.close()


def left(station: str = "A", reason: str = "", at: datetime = NOW) -> Event:
    return StationDisconnected(station=station, at=at, reason=reason)


def emit_and_fail(tx: Tx, told: Event) -> None:
    tx.emit(told)
    raise ValueError("after all not")


def number_of(told: Event) -> int:
    assert isinstance(told.id, int)
    return told.id


async def kept(store: Store, number: int = 0, stations: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> list[str]:
    rows = await store.read(events.read_after, number, stations, names, 100)
    return [msgspec.json.decode(row.data)["reason"] for row in rows]


async def test_an_event_that_is_kept_is_published_with_its_number(store: Store, published: list[Event]) -> None:
    await store.write(emit, left(reason="1"), UPDATE, left(reason="2"))
    first, update, second = published
    assert update == UPDATE
    rows = await store.read(events.read_after, 0, (), (), 100)
    assert rows == [
        KeptEvent(number_of(each), "station.disconnected", data_of(each).decode()) for each in (first, second)
    ]
    assert rows[0].id < rows[1].id == await store.read(events.newest)
    assert await store.read(events.oldest) == rows[0].id


async def test_an_event_of_a_unit_that_fails_is_not_kept(store: Store, published: list[Event]) -> None:
    with pytest.raises(ValueError, match="after all not"):
        await store.write(emit_and_fail, left())
    assert await kept(store) == []
    assert published == []
    assert (await store.read(events.newest), await store.read(events.oldest)) == (0, 0)


async def test_events_are_found_by_number_station_and_name(store: Store, published: list[Event]) -> None:
    await store.write(emit, left("A", "1"), left("B", "2"), left("A", "3"))
    connected = StationConnected(station="A", at=NOW, version="1.6", remote_address="", admission="accepted", site=None)
    await store.write(emit, connected)
    numbers = [number_of(each) for each in published]
    assert await kept(store, names=("station.disconnected",)) == ["1", "2", "3"]
    assert await kept(store, numbers[0], names=("station.disconnected",)) == ["2", "3"]
    assert await kept(store, stations=("B",)) == ["2"]
    assert await kept(store, names=("transaction.ended",)) == []
    (last,) = await store.read(events.read_after, 0, ("A",), ("station.connected",), 100)
    assert last.id == numbers[3]
    assert len(await store.read(events.read_after, 0, (), (), 2)) == 2


async def test_old_events_are_deleted_in_slices_and_newer_ones_stay(store: Store) -> None:
    await store.write(emit, *(left(reason="old", at=NOW - RETENTION - timedelta(seconds=1)) for _ in range(2500)))
    await store.write(emit, left(reason="new", at=NOW - RETENTION))
    commits = store.commits
    await forget_all(store, NOW)
    assert await kept(store) == ["new"]
    assert store.commits - commits == 4


async def test_too_many_events_are_deleted_the_oldest_first(store: Store) -> None:
    await store.write(emit, *(left(reason=str(number)) for number in range(10)))

    assert await store.write(_forget_all_but_four) == 6
    assert await kept(store) == ["6", "7", "8", "9"]
    assert await store.write(_forget_all_but_four) == 0


async def test_a_number_is_never_given_twice(store: Store, published: list[Event]) -> None:
    await store.write(emit, left())
    await store.write(_delete_all)
    await store.write(emit, left())
    assert number_of(published[0]) < number_of(published[1])


def _delete_all(tx: Tx) -> None:
    tx.connection.execute(sa.delete(event_table))


def _forget_all_but_four(tx: Tx) -> int:
    return events.delete_old(tx.connection, NOW - RETENTION, 4, 100)
