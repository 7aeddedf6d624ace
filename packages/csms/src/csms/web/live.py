"""Server-Sent Events: the kept ones from where a client has stopped, then all as they happen."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import suppress

from msgspec import UNSET, Struct

from csms.bus.stream import EventStream, Subscriber
from csms.domain.events import Event
from csms.storage import events
from csms.storage.engine import StorageError, Store

RETRY_MS = 3000
"""How long a client is to wait before it comes again."""
PAGE = 500
MISSED = "stream.missed"
"""Name of the event that says: there were others, which are not kept any more."""
WATCHING = "stream.watching"
"""Name of the event that says: from now on nothing is missed. What was read before it may be old."""


class Wanted(Struct, frozen=True):
    """Which events are wanted; without any, all are.

    Args:
        stations: identities.
        names: of events.
    """

    stations: Collection[str] = ()
    names: Collection[str] = ()

    def includes(self, event: Event) -> bool:
        """Tell whether an event is wanted."""
        return (not self.stations or event.station in self.stations) and (not self.names or event.name in self.names)


async def start_of(store: Store, last_id: int | None) -> tuple[int, bool]:
    """Return the number of the event to go on after, and whether events are missing. Raises: StorageError.

    Args:
        store: the database.
        last_id: the number of the last event that the client has; None: it has none, and wants only what comes.
    """
    newest = await store.read(events.newest)
    if last_id is None or last_id == newest:
        return newest, False
    if last_id > newest:  # of another database, such as one before a backup was restored
        return newest, True
    return last_id, last_id < await store.read(events.oldest) - 1


async def feed(
    store: Store, stream: EventStream, closing: asyncio.Event, wanted: Wanted, start: tuple[int, bool]
) -> AsyncIterator[str]:
    """Yield the text of the stream, until the client is too slow, or the server closes.

    Args:
        store: the database.
        stream: of what happens.
        closing: is set when the server closes.
        wanted: which events.
        start: as `start_of` has it.
    """
    position, misses = start
    yield f"retry: {RETRY_MS}\nid: {position}\n\n"
    if misses:
        yield f"event: {MISSED}\ndata: {{}}\n\n"
    try:
        # Most of what was missed is read before the stream is watched: else those who have much to catch up would be
        # too slow for it. What is committed between the last page and the first event to come is in both.
        async for kept in _kept_after(store, position, wanted):
            position = kept.id
            yield _text(kept.id, kept.name, kept.data)
        with stream.subscribe(wanted.includes) as subscriber:
            async for kept in _kept_after(store, position, wanted):
                position = kept.id
                yield _text(kept.id, kept.name, kept.data)
            yield f"event: {WATCHING}\ndata: {{}}\n\n"
            async for text in _live(subscriber, closing, position):
                yield text
    except StorageError:
        yield _comment("The database is away; come again")


async def _kept_after(store: Store, position: int, wanted: Wanted) -> AsyncIterator[events.KeptEvent]:
    while True:
        page = await store.read(events.read_after, position, wanted.stations, wanted.names, PAGE)
        for kept in page:
            yield kept
        if len(page) < PAGE:
            return
        position = page[-1].id


async def _live(subscriber: Subscriber, closing: asyncio.Event, position: int) -> AsyncIterator[str]:
    watch = asyncio.create_task(_end_when(closing, subscriber))
    try:
        while True:
            told = await subscriber.take()
            for each in told:
                event = each.event
                if event.id is UNSET:
                    yield _text(None, event.name, each.data)
                elif event.id > position:
                    yield _text(event.id, event.name, each.data)
            if subscriber.end_reason is not None:
                yield _comment(subscriber.end_reason)
                return
            if not told:
                yield _comment("heartbeat")
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _end_when(closing: asyncio.Event, subscriber: Subscriber) -> None:
    await closing.wait()
    subscriber.end("The server closes")


def _text(number: int | None, name: str, data: str) -> str:
    """Return an event as the stream has it; JSON holds no line breaks."""
    return f"event: {name}\ndata: {data}\n\n" if number is None else f"id: {number}\nevent: {name}\ndata: {data}\n\n"


def _comment(text: str) -> str:
    return f": {text}\n\n"
