"""What goes into the queue, what comes out of it, and what happens when there is too much."""
# pyright: basic

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from ocpp import v16, v21
from ocpp.catalogue import messages, register
from ocpp.exceptions import (
    FormationViolationError,
    NotImplementedError,
    OCPPError,
)
from ocpp.model import Request, Result
from ocpp.offline import FileStorage, MemoryStorage, OfflineQueue, OfflineQueueFullError, QueuedMessage
from ocpp.offline_storage import Stored

from .memory_link import link, now, run, settle
from .offline_station import (
    ACCEPTED,
    TIME,
    Log,
    Station,
    a_reading,
    a_start,
    a_stop,
    a_transfer,
    answer,
    delivering,
    numbers,
    refuse,
)

# What goes in


def test_a_message_that_is_not_valid_is_refused_and_not_stored(tmp_path: Path) -> None:
    with FileStorage(tmp_path / "queue") as storage:
        queue = OfflineQueue(storage)
        size = storage.path.stat().st_size
        with pytest.raises(OCPPError, match="is too long"):
            queue.put(v16.call.DataTransfer(vendor_id="x" * 256))
        assert queue.is_empty
        assert storage.path.stat().st_size == size


def test_what_is_no_request_of_a_version_is_refused() -> None:
    class Unheard(Request[Any]):
        seconds: int

    queue = OfflineQueue()
    wrong: list[Any] = [Unheard(seconds=1), "Heartbeat", object()]
    for payload in wrong:
        with pytest.raises(TypeError, match="is no request of an OCPP version"):
            queue.put(payload)
    stream: Any = v21.call.NotifyPeriodicEventStream(id=1, pending=0, basetime=TIME, data=[])
    with pytest.raises(TypeError, match="unconfirmed message"):
        queue.put(stream)
    with pytest.raises(NotImplementedError):
        queue.put(Unheard(seconds=1), version="1.6")
    assert queue.is_empty


class UnheardResult(Result):
    status: str


class Unheard(Request[UnheardResult]):
    seconds: int


def test_actions_of_your_own_and_classes_of_your_own_can_be_put() -> None:
    class Heartbeat(v16.call.Heartbeat):
        pass

    register("2.0.1", Unheard, UnheardResult)
    try:
        queue = OfflineQueue()
        message = queue.put(Unheard(seconds=1))
        assert (message.version, message.payload()) == ("2.0.1", Unheard(seconds=1))
        assert queue.put(Heartbeat()).version == "1.6"
        assert queue.put(Unheard(seconds=1), version="2.0.1").version == "2.0.1"
    finally:
        cast(dict[str, Any], messages("2.0.1")).pop("Unheard")


def test_messages_say_when_they_were_made_and_what_for() -> None:
    when = datetime(2026, 1, 31, 12, tzinfo=UTC)
    queue = OfflineQueue(clock=lambda: when)
    message = queue.put(a_start(), reference="transaction 7")
    assert (message.number, message.version, message.action, message.attempts) == (1, "1.6", "StartTransaction", 0)
    assert (message.created_at, message.reference) == (when, "transaction 7")
    assert json.loads(bytes(message.raw_payload))["idTag"] == "CARD-1"
    assert abs(OfflineQueue().put(a_start()).created_at.timestamp() - datetime.now(UTC).timestamp()) < 60
    assert list(queue) == [message]


@pytest.mark.parametrize("settings_", [{"attempts": 0}, {"limit": 0}, {"interval_s": -1}])
def test_settings_that_make_no_sense_are_refused(settings_: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be at least"):
        OfflineQueue(**settings_)


class BrokenStorage(MemoryStorage):
    """A storage that can take things up, and fails when it shall."""

    is_broken = True

    def append(self, message: QueuedMessage) -> None:
        if self.is_broken:
            raise OSError("No space left on device")


def test_what_could_not_be_stored_is_not_in_the_queue() -> None:
    storage = BrokenStorage()
    queue = OfflineQueue(storage, limit=2)
    with pytest.raises(OSError, match="No space"):
        queue.put(a_transfer(1))
    assert queue.is_empty
    storage.is_broken = False
    assert queue.put(a_reading(1)).number == 1
    assert queue.put(a_reading(2)).number == 2
    storage.is_broken = True
    with pytest.raises(OSError, match="No space"):
        queue.put(a_reading(3))
    assert numbers(queue) == [1, 2], "something was dropped for a message that is not there"


def test_removed_messages_are_not_sent() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(on_delivered=log.on_delivered, on_dropped=log.on_dropped)
        first, second, third = (queue.put(a_transfer(number)) for number in (1, 2, 3))
        queue.discard(second)
        queue.discard(second)
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            request = await theirs.take()
            queue.discard(first)
            await theirs.put([3, request[1], ACCEPTED])
            request = await theirs.take()
            assert request[3]["data"] == "3"
            queue.discard(third)
            await theirs.put([4, request[1], "InternalError", "", {}])
            await settle()
            assert queue.is_empty
        assert [number for number, _ in log.delivered] == [1]
        assert log.dropped == []

    run(scenario())


def test_a_message_that_is_removed_ends_its_pause() -> None:
    async def scenario() -> None:
        queue = OfflineQueue(interval_s=60)
        first = queue.put(a_transfer(1))
        queue.put(a_transfer(2))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await refuse(theirs)
            begin = now()
            await settle()
            queue.discard(first)
            assert (await answer(theirs))[3]["data"] == "2"
            assert now() == begin

    run(scenario())


# What goes out


def test_a_message_can_be_changed_before_it_is_sent() -> None:
    def prepare(message: QueuedMessage) -> Request[Any]:
        payload = message.payload()
        assert isinstance(payload, v16.call.DataTransfer)
        payload.message_id = f"attempt {message.attempts + 1}"
        return payload

    async def scenario() -> None:
        queue = OfflineQueue(prepare=prepare, interval_s=1)
        queue.put(a_transfer(1))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            assert (await refuse(theirs))[3]["messageId"] == "attempt 1"
            assert (await answer(theirs))[3]["messageId"] == "attempt 2"
            await queue.drained()

    run(scenario())


def test_a_message_that_is_not_wanted_any_more_is_removed() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(
            prepare=lambda message: None if message.number == 1 else message.payload(),
            on_dropped=log.on_dropped,
        )
        queue.put(a_transfer(1))
        queue.put(a_transfer(2))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            assert (await answer(theirs))[3]["data"] == "2"
            await queue.drained()
        assert log.dropped == []

    run(scenario())


def test_a_message_that_can_no_longer_be_sent_keeps_nobody_waiting() -> None:
    """Such as one that another version of the program has stored."""

    class OldStorage(MemoryStorage):
        def load(self) -> Stored:
            when = datetime(2026, 1, 31, 12, tzinfo=UTC)
            payloads = {1: Raw(b'{"vendorId":1}'), 2: Raw(b'{"vendorId":"V"}'), 3: Raw(b'{"vendorId":"V"}')}
            actions = {1: "DataTransfer", 2: "Unheard", 3: "DataTransfer"}
            return Stored(tuple(QueuedMessage(n, "1.6", actions[n], payloads[n], when) for n in (1, 2, 3)), 3)

    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(OldStorage(), on_delivered=log.on_delivered, on_dropped=log.on_dropped)
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await answer(theirs)
            await queue.drained()
        assert [number for number, _ in log.delivered] == [3]
        assert [(number, type(error)) for number, error in log.dropped][1] == (2, NotImplementedError)

    run(scenario())


def test_a_change_that_makes_a_message_invalid_drops_it() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(
            prepare=lambda _: v16.call.DataTransfer(vendor_id="x" * 256), on_dropped=log.on_dropped, attempts=3
        )
        queue.put(a_transfer(1))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            begin = now()
            await queue.drained()
            assert now() == begin, "it was tried again"
            assert theirs.taken() == []
        [(number, error)] = log.dropped
        assert number == 1
        assert isinstance(error, OCPPError)
        assert not isinstance(error, FormationViolationError)

    run(scenario())


def test_a_message_whose_answer_could_not_be_used_is_sent_again() -> None:
    class FullDiskError(Exception):
        pass

    failures = [FullDiskError()]
    log = Log()

    def on_delivered(message: QueuedMessage, result: Result) -> None:
        if failures:
            raise failures.pop()
        log.on_delivered(message, result)

    async def scenario() -> None:
        queue = OfflineQueue(on_delivered=on_delivered)
        queue.put(a_transfer(1))
        ours, theirs = link()
        with pytest.RaisesGroup(FullDiskError):
            async with delivering(queue, Station(ours)):
                await answer(theirs)
                await settle()
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await answer(theirs)
            await queue.drained()
        assert len(log.delivered) == 1

    run(scenario())


# Too many messages


def test_when_the_queue_is_full_readings_from_the_middle_go(tmp_path: Path) -> None:
    log = Log()
    with FileStorage(tmp_path / "queue") as storage:
        queue = OfflineQueue(storage, limit=6, on_dropped=log.on_dropped)
        queue.put(a_start())
        for number in range(2, 7):
            queue.put(a_reading(number))
        assert log.dropped == []
        queue.put(a_reading(7))
        assert numbers(queue) == [1, 2, 4, 6, 7]
        queue.put(a_stop())
        assert numbers(queue) == [1, 2, 4, 6, 7, 8]
        assert [number for number, _ in log.dropped] == [3, 5]
        assert all(isinstance(error, OfflineQueueFullError) for _, error in log.dropped)
    with FileStorage(tmp_path / "queue") as storage:
        assert numbers(OfflineQueue(storage)) == [1, 2, 4, 6, 7, 8]


def test_when_nothing_can_be_dropped_new_transactions_are_refused_and_ends_are_taken() -> None:
    log = Log()
    queue = OfflineQueue(limit=3, on_dropped=log.on_dropped)
    for _ in range(3):
        queue.put(a_start())
    with pytest.raises(OfflineQueueFullError, match="none of them can be dropped"):
        queue.put(a_start())
    reading = queue.put(a_reading(1))
    assert [number for number, _ in log.dropped] == [reading.number]
    for _ in range(3):
        queue.put(a_stop())
    assert numbers(queue) == [1, 2, 3, 5, 6, 7]
    assert len(queue) == 6


def test_a_message_that_is_being_sent_is_not_dropped() -> None:
    async def scenario() -> None:
        log = Log()
        queue = OfflineQueue(limit=1, on_delivered=log.on_delivered, on_dropped=log.on_dropped)
        queue.put(a_reading(1))
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            request = await theirs.take()
            queue.put(a_reading(2))
            assert [number for number, _ in log.dropped] == [2]
            await theirs.put([3, request[1], {}])
            await queue.drained()
        assert [number for number, _ in log.delivered] == [1]

    run(scenario())


@given(st.lists(st.sampled_from(["start", "reading", "stop"]), max_size=60), st.integers(min_value=1, max_value=8))
def test_the_queue_never_grows_beyond_its_limit_and_the_ends(kinds: list[str], limit: int) -> None:
    log = Log()
    queue = OfflineQueue(limit=limit, on_dropped=log.on_dropped)
    put = {"start": a_start, "reading": a_reading, "stop": a_stop}
    kept: list[int] = []
    refused = 0
    for kind in kinds:
        try:
            message = queue.put(put[kind]())
        except OfflineQueueFullError:
            assert kind == "start"
            refused += 1
        else:
            if kind != "reading":
                kept.append(message.number)
        assert len(queue) <= limit + kinds.count("stop")
    assert [message.number for message in queue if message.action != "MeterValues"] == kept
    assert len(queue) + len(log.dropped) + refused == len(kinds)
    assert {message.number for message in queue}.isdisjoint(number for number, _ in log.dropped)
