"""A station with a queue of messages, and the hand of a test at the other end of its link."""
# pyright: basic

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from ocpp import v16
from ocpp.model import Result
from ocpp.offline import OfflineQueue, QueuedMessage

from .memory_link import Frame, LinkBrokenError, LinkEnd

TIME = "2026-01-31T12:00:00Z"
ACCEPTED = {"status": "Accepted"}
RESPONSE_TIMEOUT_S = 30


class Station(v16.ChargePoint):
    def __init__(self, connection: LinkEnd) -> None:
        super().__init__("CP-1", connection, response_timeout=RESPONSE_TIMEOUT_S)


def a_transfer(number: int = 0) -> v16.call.DataTransfer:
    return v16.call.DataTransfer(vendor_id="V", data=str(number))


def a_reading(number: int = 0) -> v16.call.MeterValues:
    values: list[Any] = [{"timestamp": TIME, "sampledValue": [{"value": str(number)}]}]
    return v16.call.MeterValues(connector_id=1, meter_value=values)


def a_start() -> v16.call.StartTransaction:
    return v16.call.StartTransaction(connector_id=1, id_tag="CARD-1", meter_start=0, timestamp=TIME)


def a_stop() -> v16.call.StopTransaction:
    return v16.call.StopTransaction(meter_stop=9, timestamp=TIME, transaction_id=-1)


def numbers(queue: OfflineQueue) -> list[int]:
    return [message.number for message in queue]


@dataclass
class Log:
    """What a queue reports."""

    delivered: list[tuple[int, Any]] = field(default_factory=list)
    dropped: list[tuple[int, Exception]] = field(default_factory=list)

    def on_delivered(self, message: QueuedMessage, result: Result) -> None:
        self.delivered.append((message.number, result))

    def on_dropped(self, message: QueuedMessage, error: Exception) -> None:
        self.dropped.append((message.number, error))


@asynccontextmanager
async def delivering(queue: OfflineQueue, station: Any) -> AsyncGenerator["asyncio.Task[None]"]:
    """Serve a link as a program does, until the block ends or the link is lost."""
    try:
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(station.start())
            delivery = tasks.create_task(queue.deliver(station))
            yield delivery
            serving.cancel()
            delivery.cancel()
    except* LinkBrokenError:
        pass


async def answer(end: LinkEnd, result: dict[str, Any] = ACCEPTED) -> Frame:
    """Take a request, answer it, return it."""
    request = await end.take()
    await end.put([3, request[1], result])
    return request


async def refuse(end: LinkEnd) -> Frame:
    request = await end.take()
    await end.put([4, request[1], "InternalError", "", {}])
    return request
