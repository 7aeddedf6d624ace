"""The programs that are timed: a station on a connection in memory, handling messages one after another."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from bench.protocol import Measured
from bench.stations import KeywordStation16, KeywordStation201, TypedStation16, TypedStation201
from ocpp.charge_point import camel_to_snake_case
from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call as call16
from ocpp.v16.enums import ChargingProfileStatus

PAYLOADS = Path(__file__).parent / "payloads"

StationClass = type[KeywordStation16] | type[TypedStation16] | type[KeywordStation201] | type[TypedStation201]


class MeasuringError(Exception):
    """The library did not do what was measured, so the time says nothing."""


class Program(Protocol):
    """Something that handles a number of messages and says how long it took."""

    async def run(self, messages: int) -> Measured:
        """Handle so many messages.

        Raises:
            MeasuringError: A message was not handled or not answered.
        """
        ...


def read_payload(name: str) -> Any:
    """Return a committed payload as the wire has it."""
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))


class Stopwatch:
    """Takes CPU seconds of the whole process, its threads included, and seconds of the clock on the wall."""

    def __init__(self) -> None:
        self._wall_s = time.perf_counter()
        self._cpu_s = time.process_time()

    def stop(self, messages: int) -> Measured:
        """Return what has passed since the stopwatch was made."""
        cpu_s = time.process_time() - self._cpu_s
        return Measured(messages=messages, cpu_s=cpu_s, wall_s=time.perf_counter() - self._wall_s)


class SinkConnection:
    """Keeps the newest frame that was sent and counts all of them."""

    def __init__(self) -> None:
        self.sent = 0
        self.newest = ""

    async def send(self, message: str) -> None:
        """Keep the frame."""
        self.sent += 1
        self.newest = message

    async def recv(self) -> str:
        """Refuse: nobody reads from this connection."""
        raise MeasuringError("frames are handed to route_message(), nothing is received")


class Inbound:
    """CALL frames through `route_message`: decode, validate, handler, validate, encode, send."""

    def __init__(self, station: StationClass, action: str, payload: str, seen_per_message: int) -> None:
        self._connection = SinkConnection()
        self._station = station("bench", self._connection)
        self._head = f'","{action}",'
        self._payload = json.dumps(read_payload(payload), separators=(",", ":")) + "]"
        self._seen_per_message = seen_per_message
        self._numbers = itertools.count()

    async def run(self, messages: int) -> Measured:
        """Handle so many CALLs, each with an id of its own."""
        # 36 characters, as most stations send a UUID.
        ids = [f"{number:036x}" for number in itertools.islice(self._numbers, messages)]
        frames = [f'[2,"{unique_id}{self._head}{self._payload}' for unique_id in ids]
        station, connection = self._station, self._connection
        route_message = station.route_message
        station.seen = connection.sent = 0

        stopwatch = Stopwatch()
        for frame in frames:
            await route_message(frame)
        measured = stopwatch.stop(messages)

        if connection.sent != messages or station.seen != messages * self._seen_per_message:
            raise MeasuringError(
                f"{messages} messages: {connection.sent} answers, handlers saw {station.seen}; "
                f"newest answer: {connection.newest!r}"
            )
        answer = json.loads(connection.newest)
        if answer[:2] != [3, ids[-1]]:
            raise MeasuringError(f"not the CALLRESULT of the last CALL: {connection.newest!r}")
        return measured


class AnsweringConnection:
    """Has the answer to each CALL ready as soon as it was sent."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._received: asyncio.Queue[str] = asyncio.Queue()

    async def send(self, message: str) -> None:
        """Answer the CALL."""
        unique_id = message.split('"', 2)[1]
        self._received.put_nowait(f'[3,"{unique_id}",{self._answer}]')

    async def recv(self) -> str:
        """Return the next answer."""
        return await self._received.get()


class Outbound:
    """`call()` of SetChargingProfile with nested dicts, answered at once, while `start()` reads the answers."""

    def __init__(self) -> None:
        self._station = ChargePoint16("bench", AnsweringConnection('{"status":"Accepted"}'))
        self._keywords: dict[str, Any] = camel_to_snake_case(read_payload("v16_set_charging_profile"))

    async def run(self, messages: int) -> Measured:
        """Make so many calls, one after another."""
        call, keywords, accepted = self._station.call, self._keywords, ChargingProfileStatus.accepted
        refused = 0
        reading = asyncio.create_task(self._station.start())
        await asyncio.sleep(0)

        stopwatch = Stopwatch()
        for _ in range(messages):
            result = await call(call16.SetChargingProfile(**keywords))
            if result is None or result.status != accepted:
                refused += 1
        measured = stopwatch.stop(messages)

        reading.cancel()
        await asyncio.wait([reading])
        if refused:
            raise MeasuringError(f"{refused} of {messages} calls were not accepted")
        return measured


PROGRAMS: dict[str, Callable[[], Program]] = {
    "heartbeat": lambda: Inbound(KeywordStation16, "Heartbeat", "v16_heartbeat", 1),
    "boot-notification": lambda: Inbound(KeywordStation16, "BootNotification", "v16_boot_notification", 1),
    "meter-values": lambda: Inbound(KeywordStation16, "MeterValues", "v16_meter_values", 8),
    "meter-values-typed": lambda: Inbound(TypedStation16, "MeterValues", "v16_meter_values", 8),
    "transaction-event": lambda: Inbound(KeywordStation201, "TransactionEvent", "v201_transaction_event", 8),
    "transaction-event-typed": lambda: Inbound(TypedStation201, "TransactionEvent", "v201_transaction_event", 8),
    "set-charging-profile": Outbound,
}
