"""Events for those who watch: none too often, none without bound, and an end."""

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from csms.bus.local import LocalBus
from csms.bus.stream import HEARTBEAT_S, TOO_SLOW, EventStream, Subscriber
from csms.domain.events import (
    EVENTS,
    Event,
    StationDisconnected,
    TransactionEnded,
    TransactionUpdated,
    data_of,
)
from packages.csms.tests.bus.timers import Timers
from packages.csms.tests.told import UPDATE

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def left(station: str = "A", reason: str = "") -> Event:
    return StationDisconnected(station=station, at=NOW, reason=reason)


def update(energy_wh: float, transaction: int = 1, station: str = "A") -> Event:
    return replace(UPDATE, station=station, transaction=transaction, energy_wh=energy_wh)


def end(transaction: int = 1) -> Event:
    return TransactionEnded(
        station="A", at=NOW, transaction=transaction, evse=1, connector=1, id_token="TAG", energy_wh=9.0, reason=None
    )


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def stream(bus: LocalBus, timers: Timers) -> EventStream:
    return EventStream(bus, timers, limit=5)


async def taken(subscriber: Subscriber) -> list[object]:
    """Return what is there now: reasons, and energies of updates."""
    subscriber.beat()
    values: list[object] = []
    for told in await subscriber.take():
        match told.event:
            case TransactionUpdated(energy_wh=energy_wh):
                values.append(energy_wh)
            case StationDisconnected(reason=reason):
                values.append(reason)
            case event:
                values.append(event.name)
    return values


async def test_events_come_in_order_to_each_who_watches(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe() as one, stream.subscribe() as other:
        bus.publish([left(reason="1"), left(reason="2")])
        assert await taken(one) == ["1", "2"]
        assert await taken(one) == []
        bus.publish([left(reason="3")])
        assert await taken(other) == ["1", "2", "3"]


async def test_only_wanted_events_come(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe(lambda event: event.station == "B") as subscriber:
        bus.publish([left("A", "a"), left("B", "b")])
        assert await taken(subscriber) == ["b"]


async def test_who_waits_is_woken_by_an_event(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe() as subscriber:
        waiting = asyncio.create_task(subscriber.take())
        await asyncio.sleep(0)
        assert not waiting.done()
        bus.publish([left()])
        assert len(await waiting) == 1


async def test_a_transaction_is_updated_once_a_second_with_its_latest_values(
    bus: LocalBus, stream: EventStream, timers: Timers
) -> None:
    with stream.subscribe() as subscriber:
        bus.publish([update(1.0), update(2.0), update(3.0)])
        assert await taken(subscriber) == [1.0]
        timers.pass_time(0.9)
        bus.publish([update(4.0)])
        assert await taken(subscriber) == []
        timers.pass_time(0.2)
        assert await taken(subscriber) == [4.0]
        bus.publish([update(5.0)])
        assert await taken(subscriber) == []
        timers.pass_time(1.0)
        assert await taken(subscriber) == [5.0]
        timers.pass_time(5.0)
        assert await taken(subscriber) == []
        bus.publish([update(6.0)])
        assert await taken(subscriber) == [6.0]


async def test_updates_of_other_transactions_do_not_wait_for_each_other(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe() as subscriber:
        bus.publish([update(1.0), update(2.0, transaction=2), update(3.0, station="B")])
        assert await taken(subscriber) == [1.0, 2.0, 3.0]


async def test_nothing_is_told_of_a_transaction_after_its_end(
    bus: LocalBus, stream: EventStream, timers: Timers
) -> None:
    with stream.subscribe() as subscriber:
        bus.publish([update(1.0), update(2.0), end()])
        timers.pass_time(5.0)
        assert await taken(subscriber) == [1.0, "transaction.ended"]


async def test_nothing_is_kept_while_nobody_watches(bus: LocalBus, stream: EventStream, timers: Timers) -> None:
    bus.publish([update(1.0), left()])
    assert len(timers) == 0
    with stream.subscribe() as subscriber:
        bus.publish([left(reason="now")])
        assert await taken(subscriber) == ["now"]
    timers.pass_time(100.0)
    assert len(timers) == 0
    assert len(stream) == 0


async def test_who_is_too_slow_is_dropped_and_the_others_are_not(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe() as slow, stream.subscribe() as quick:
        for number in range(5):
            bus.publish([left(reason=str(number))])
        assert await taken(quick) == ["0", "1", "2", "3", "4"]
        bus.publish([left(reason="5")])
        assert slow.end_reason == TOO_SLOW
        assert await taken(slow) == []
        assert len(stream) == 1
        assert await taken(quick) == ["5"]
        assert quick.end_reason is None


async def test_who_hears_nothing_is_woken_now_and_then(stream: EventStream, timers: Timers) -> None:
    with stream.subscribe() as subscriber:
        for _ in range(3):
            waiting = asyncio.create_task(subscriber.take())
            await asyncio.sleep(0)
            timers.pass_time(HEARTBEAT_S)
            assert await waiting == []


async def test_what_waits_at_the_end_can_still_be_taken(bus: LocalBus, stream: EventStream) -> None:
    with stream.subscribe() as subscriber:
        bus.publish([left(reason="last")])
        subscriber.end("over")
        bus.publish([left(reason="too late")])
        assert await taken(subscriber) == ["last"]
        assert subscriber.end_reason == "over"


def test_every_event_has_a_name_of_its_own_and_says_what_it_says_without_its_number() -> None:
    assert len(EVENTS) == len(Event.__subclasses__())
    event = msgspec.structs.replace(left(reason="gone"), id=7)
    assert data_of(event) == data_of(left(reason="gone"))
    assert msgspec.json.decode(data_of(event)) == {"station": "A", "at": "2026-05-01T12:00:00Z", "reason": "gone"}
