"""Server-Sent Events: from where a client has stopped, without gap or double, until an end that it is told of."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from csms.bus.local import LocalBus
from csms.bus.stream import HEARTBEAT_S, TOO_SLOW, EventStream
from csms.domain.events import Event, StationDisconnected
from csms.service.events import forget
from csms.storage import events
from csms.storage.engine import Store
from csms.storage.events import keep
from csms.web import live
from csms.web.live import Wanted, feed, start_of
from packages.csms.tests.bus.timers import Timers
from packages.csms.tests.told import NOW, UPDATE, emit

ALL = Wanted()


def left(reason: str, station: str = "A") -> Event:
    return StationDisconnected(station=station, at=NOW, reason=reason)


class Server:
    """What a stream needs."""

    def __init__(self, database_url: str) -> None:
        self.bus = LocalBus()
        self.store = Store(database_url, publish=self.bus.publish, keep=keep)
        self.timers = Timers()
        self.stream = EventStream(self.bus, self.timers, limit=20)
        self.closing = asyncio.Event()

    async def tell(self, *reasons: str) -> None:
        for reason in reasons:
            await self.store.write(emit, left(reason))

    async def watch(self, last_id: int | None = None, wanted: Wanted = ALL) -> "Client":
        start = await start_of(self.store, last_id)
        return Client(feed(self.store, self.stream, self.closing, wanted, start))


class Client:
    """One who reads a stream."""

    def __init__(self, texts: AsyncIterator[str]) -> None:
        self._texts = texts
        self.last_id = ""
        self.is_watching = False

    async def next(self) -> str:
        """Return what comes next: the reason of an event, the name of another event, a comment, or ""."""
        text = await asyncio.wait_for(anext(self._texts), 10)
        if text == "event: stream.watching\ndata: {}\n\n":
            assert not self.is_watching
            self.is_watching = True
            return await self.next()
        assert text.endswith("\n\n")
        fields = dict(line.split(": ", 1) for line in text.strip("\n").split("\n") if not line.startswith(":"))
        self.last_id = fields.get("id", self.last_id)
        if text.startswith(":"):
            return text.strip("\n")
        if '"reason"' in fields.get("data", ""):
            return fields["data"].split('"reason":"')[1].split('"')[0]
        return fields.get("event", "")

    async def take(self, count: int) -> list[str]:
        return [await self.next() for _ in range(count)]

    async def is_at_end(self) -> bool:
        try:
            await anext(self._texts)
        except StopAsyncIteration:
            return True
        return False


@pytest.fixture
async def server(database_url: str) -> AsyncIterator[Server]:
    made = Server(database_url)
    yield made
    await made.store.close()


async def test_a_new_client_has_what_happens_from_now_on_and_a_number_to_come_back_with(server: Server) -> None:
    await server.tell("before")
    client = await server.watch()
    assert await client.next() == ""
    assert client.last_id == str(await server.store.read(events.newest))
    waiting = asyncio.create_task(client.next())
    await server.tell("after")
    assert await waiting == "after"


async def test_from_when_a_client_is_told_so_it_misses_nothing_even_of_what_is_not_kept(server: Server) -> None:
    client = await server.watch()
    assert await client.next() == ""
    waiting = asyncio.create_task(client.next())
    while not client.is_watching:  # noqa: ASYNC110 - the stream tells nobody else
        await asyncio.sleep(0)
    await server.store.write(emit, UPDATE)
    assert await waiting == UPDATE.name


async def test_a_client_that_comes_back_has_what_it_has_missed_and_then_what_happens(server: Server) -> None:
    await server.tell("1", "2", "3", "4")
    client = await server.watch(await server.store.read(events.newest) - 2)
    assert await client.take(3) == ["", "3", "4"]
    waiting = asyncio.create_task(client.next())
    await server.tell("5")
    assert await waiting == "5"
    again = await server.watch(int(client.last_id))
    await again.next()
    await server.tell("6")
    assert await again.next() == "6"


async def test_nothing_is_left_out_or_told_twice_while_it_changes_from_old_to_new(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAGE", 3)
    await server.tell(*(str(number) for number in range(10)))
    writing = asyncio.create_task(server.tell(*(str(number) for number in range(10, 60))))
    client = await server.watch(0)
    assert await client.next() == ""
    assert await client.take(60) == [str(number) for number in range(60)]
    await writing


async def test_what_is_committed_between_the_reading_and_the_watching_is_told_once(server: Server) -> None:
    await server.tell("0")
    client = await server.watch(0)
    assert await client.take(2) == ["", "0"]  # the client has had a page, and does not watch yet
    await server.tell("1")
    watching = asyncio.create_task(client.take(2))
    await server.tell("2")
    assert await watching == ["1", "2"]


async def test_an_event_that_was_read_and_then_happens_is_told_once(server: Server) -> None:
    """It is so when it is read after its commit, and before it is published."""
    published: list[Event] = []
    unpublished = Store(server.store.url.render_as_string(hide_password=False), publish=published.extend, keep=keep)
    await unpublished.write(emit, left("1"))
    client = await server.watch(0)
    assert await client.take(2) == ["", "1"]
    waiting = asyncio.create_task(client.next())
    await until_watched(server)
    await unpublished.write(emit, left("2"))
    await unpublished.close()
    server.bus.publish(published)
    assert await waiting == "2"


async def test_a_client_with_a_number_of_which_nothing_is_kept_is_told_that_events_are_missing(server: Server) -> None:
    old = StationDisconnected(station="A", at=datetime(2026, 1, 1, tzinfo=UTC), reason="old")
    await server.store.write(emit, old, old)
    await server.tell("kept")
    await server.store.write(forget, NOW)
    newest = await server.store.read(events.newest)
    assert await (await server.watch(newest - 3)).take(3) == ["", "stream.missed", "kept"]
    assert await (await server.watch(newest - 1)).take(2) == ["", "kept"]


async def test_a_client_of_another_database_is_told_that_events_are_missing_and_goes_on(server: Server) -> None:
    await server.tell("1")
    client = await server.watch(1_000_000)
    assert await client.take(2) == ["", "stream.missed"]
    waiting = asyncio.create_task(client.next())
    await asyncio.sleep(0)
    await server.tell("2")
    assert await waiting == "2"


async def test_only_what_is_wanted_is_told_of_the_old_and_of_the_new(server: Server) -> None:
    await server.store.write(emit, left("a1"), left("b1", "B"), UPDATE)
    client = await server.watch(0, Wanted(stations=("B",), names=("station.disconnected",)))
    assert await client.take(2) == ["", "b1"]
    waiting = asyncio.create_task(client.next())
    await asyncio.sleep(0)
    await server.store.write(emit, left("a2"), UPDATE, left("b2", "B"))
    assert await waiting == "b2"


async def test_an_event_that_is_not_kept_has_no_number(server: Server) -> None:
    await server.tell("1")
    client = await server.watch(0)
    await client.take(2)
    number = client.last_id
    waiting = asyncio.create_task(client.next())
    await until_watched(server)
    await server.store.write(emit, UPDATE)
    assert await waiting == "transaction.updated"
    assert client.last_id == number


async def until_watched(server: Server) -> None:
    async with asyncio.timeout(60):
        while not len(server.stream):  # noqa: ASYNC110 - it takes a few turns of the event loop
            await asyncio.sleep(0)


async def test_a_quiet_stream_has_a_comment_now_and_then(server: Server) -> None:
    client = await server.watch()
    await client.next()
    for _ in range(2):
        waiting = asyncio.create_task(client.next())
        await until_watched(server)
        await asyncio.sleep(0)
        server.timers.pass_time(HEARTBEAT_S)
        assert await waiting == ": heartbeat"


async def test_a_client_that_is_too_slow_is_told_so_and_the_stream_ends(server: Server) -> None:
    client = await server.watch()
    await client.next()
    waiting = asyncio.create_task(client.next())
    await until_watched(server)
    await server.tell("taken")
    assert await waiting == "taken"
    await server.tell(*(str(number) for number in range(25)))
    assert await client.next() == f": {TOO_SLOW}"
    assert await client.is_at_end()
    assert len(server.stream) == 0


async def test_streams_end_when_the_server_closes(server: Server) -> None:
    client = await server.watch()
    await client.next()
    waiting = asyncio.create_task(client.next())
    await until_watched(server)
    server.closing.set()
    assert await waiting == ": The server closes"
    assert await client.is_at_end()


async def test_a_client_that_comes_while_the_server_closes_is_sent_away(server: Server) -> None:
    server.closing.set()
    client = await server.watch()
    assert await client.take(2) == ["", ": The server closes"]
    assert await client.is_at_end()


async def test_a_stream_ends_when_the_database_is_away(server: Server) -> None:
    client = await server.watch()
    await client.next()
    await server.store.close()
    assert await client.next() == ": The database is away; come again"
    assert await client.is_at_end()


async def test_a_client_that_leaves_is_forgotten(server: Server) -> None:
    client = await server.watch()
    await client.next()
    waiting = asyncio.create_task(client.next())
    await until_watched(server)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(server.stream) == 0
