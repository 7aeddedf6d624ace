"""The queue beside a model of it: lost links, failures, silence and power cuts in any order."""
# pyright: basic

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpp import v16
from ocpp.offline import FileStorage, OfflineQueue, QueuedMessage

from .memory_link import LinkEnd, link, run
from .offline_station import (
    ACCEPTED,
    Station,
    a_transfer,
    delivering,
)


class PowerCutError(Exception):
    """The program ends here."""


class DoneError(Exception):
    """The queue is empty."""


Step = tuple[str, int]
"""What the central system does with a request, and how many messages are put before."""


def expected(steps: list[Step], attempts: int) -> tuple[list[int], list[int], list[int]]:
    """Return the messages that are to be received, in order, repetitions included; those delivered; those dropped."""
    waiting, count, failures = [0], 1, 0
    received: list[int] = []
    delivered: list[int] = []
    dropped: list[int] = []
    remaining = iter(steps)
    while waiting:
        deed, put = next(remaining, ("answer", 0))
        received.append(waiting[0])
        waiting += range(count, count + put)
        count += put
        if deed in ("fail", "be silent"):
            failures += 1
        if deed == "answer" or failures == attempts:
            (delivered if deed == "answer" else dropped).append(waiting.pop(0))
            failures = 0
    return received, delivered, dropped


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["answer", "fail", "be silent", "cut the link", "cut the power"]),
            st.integers(min_value=0, max_value=2),
        ),
        max_size=25,
    ),
    st.integers(min_value=1, max_value=3),
)
@settings(deadline=None, max_examples=60)
def test_nothing_is_lost_and_nothing_is_out_of_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], attempts: int
) -> None:
    path = tmp_path_factory.mktemp("offline") / "queue"
    received: list[int] = []
    remaining = iter(steps)

    def number_of(message: QueuedMessage) -> int:
        payload = message.payload()
        assert isinstance(payload, v16.call.DataTransfer)
        return int(payload.data or "")

    delivered: list[int] = []
    dropped: list[int] = []
    count = 1

    async def serve(end: LinkEnd, queue: OfflineQueue) -> None:
        nonlocal count
        while True:
            _, message_id, _, payload = await end.take()
            received.append(int(payload["data"]))
            deed, put = next(remaining, ("answer", 0))
            for number in range(count, count + put):
                queue.put(a_transfer(number))
            count += put
            match deed:
                case "answer":
                    await end.put([3, message_id, ACCEPTED])
                case "fail":
                    await end.put([4, message_id, "InternalError", "", {}])
                case "cut the link":
                    end.cut()
                    return
                case "cut the power":
                    raise PowerCutError

    async def live(storage: FileStorage) -> None:
        queue = OfflineQueue(
            storage,
            attempts=attempts,
            on_delivered=lambda message, _: delivered.append(number_of(message)),
            on_dropped=lambda message, _: dropped.append(number_of(message)),
        )
        if not received:
            queue.put(a_transfer(0))
        while True:
            ours, theirs = link()
            async with delivering(queue, Station(ours)) as _, asyncio.TaskGroup() as tasks:
                tasks.create_task(serve(theirs, queue))
                await queue.drained()
                raise DoneError

    def restart_until_done() -> None:
        while True:
            with FileStorage(path) as storage:
                try:
                    run(live(storage))
                except ExceptionGroup as ends:
                    if ends.subgroup(DoneError) is not None:
                        return
                    if ends.subgroup(PowerCutError) is None:
                        raise

    restart_until_done()
    assert (received, delivered, dropped) == expected(steps, attempts)
    assert sorted(delivered + dropped) == list(range(count))
    with FileStorage(path) as storage:
        assert storage.load() == ((), count)
