"""A station whose central system dies in the middle of a transaction: nothing is lost, repeated or out of order."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from ocpp import v16
from ocpp.backoff import Backoff
from ocpp.client import connect
from ocpp.offline import FileStorage, MemoryStorage, OfflineQueue, QueuedMessage
from ocpp.routing import on
from ocpp.server import serve
from ocpp.websocket.link import Link

from .central_systems import DEADLINE_S

AT_ONCE = Backoff(wait_minimum_s=0, random_range_s=0.01, repeat_times=0)
TIME = "2026-01-31T12:00:00Z"


class CentralSystem:
    """Notes what it is told; dies before it has done so with the messages of these numbers."""

    def __init__(self, *dying: int) -> None:
        self.told: list[str] = []
        self.links: list[Link] = []
        self._heard = 0
        self._dying = set(dying)

    def note(self, link: Link, what: str) -> None:
        self._heard += 1
        if self._heard in self._dying:
            link._transport.abort()  # pyright: ignore[reportPrivateUsage]
        else:
            self.told.append(what)

    async def serve(self, link: Link) -> None:
        system = self
        self.links.append(link)

        class Connected(v16.ChargePoint):
            @on("StartTransaction")
            def start_transaction(self, request: v16.call.StartTransaction) -> v16.call_result.StartTransaction:
                system.note(link, "start")
                info = v16.datatypes.IdTagInfo(status="Accepted")
                return v16.call_result.StartTransaction(transaction_id=7, id_tag_info=info)

            @on("MeterValues")
            def meter_values(self, request: v16.call.MeterValues) -> v16.call_result.MeterValues:
                system.note(link, request.meter_value[0].sampled_value[0].value)
                return v16.call_result.MeterValues()

            @on("StopTransaction")
            def stop_transaction(self, request: v16.call.StopTransaction) -> v16.call_result.StopTransaction:
                system.note(link, "stop")
                return v16.call_result.StopTransaction()

        await Connected(link.identity, link).start()


def meter(value: int) -> v16.call.MeterValues:
    sample: dict[str, Any] = {"timestamp": TIME, "sampledValue": [{"value": str(value)}]}
    return v16.call.MeterValues(connector_id=1, transaction_id=7, meter_value=[sample])  # pyright: ignore[reportArgumentType]


async def keep_connected(url: str, queue: OfflineQueue) -> None:
    """Deliver the queue over one link after the other, as a station does."""
    station: v16.ChargePoint | None = None
    async for link in connect(url, "CP-1", ("1.6",), backoff=AT_ONCE):
        station = station or v16.ChargePoint("CP-1", link)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(station.start(link))
                tasks.create_task(queue.deliver(station))
        except* ConnectionClosed:
            pass


@pytest.mark.parametrize("kind", ["memory", "file"])
async def test_a_central_system_dies_in_the_middle_of_a_transaction(kind: str, tmp_path: Path) -> None:
    storage = MemoryStorage() if kind == "memory" else FileStorage(tmp_path / "queue")
    delivered: list[str] = []

    def note(message: QueuedMessage, _: object) -> None:
        delivered.append(message.action)

    queue = OfflineQueue(storage, on_delivered=note)
    system = CentralSystem(1, 4, 5, 9)
    async with asyncio.timeout(DEADLINE_S):
        async with serve(system.serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            url = f"ws://127.0.0.1:{port}/ocpp"
            task = asyncio.ensure_future(keep_connected(url, queue))
            queue.put(v16.call.StartTransaction(connector_id=1, id_tag="CARD-1", meter_start=0, timestamp=TIME))
            for value in range(3):
                queue.put(meter(value))
            await queue.drained()
            assert system.told == ["start", "0", "1", "2"]
            assert len(system.links) == 4
        # It is gone for a while; the transaction goes on and ends.
        for value in range(3, 6):
            queue.put(meter(value))
        queue.put(v16.call.StopTransaction(meter_stop=6, timestamp=TIME, transaction_id=7))
        async with serve(system.serve, "127.0.0.1", port):
            await queue.drained()
        task.cancel()
        await asyncio.wait([task])
    assert system.told == ["start", "0", "1", "2", "3", "4", "5", "stop"]
    assert delivered == ["StartTransaction", *["MeterValues"] * 6, "StopTransaction"]
    queue.close()
