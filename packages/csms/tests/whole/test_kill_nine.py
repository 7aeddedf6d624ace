"""A server that is killed in the middle of its work has lost nothing that it acknowledged, and counts nothing twice.

Stations charge without a pause, repeat what was not answered, and write down what was. The server is killed again and
again; then the database is compared with what the stations were told.
"""

import asyncio
import itertools
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa
from websockets.exceptions import ConnectionClosed

from csms.storage.connections import make_engine
from csms.storage.schema import meter_value, station, transaction, transaction_event
from ocpp import v16, v201
from ocpp.backoff import Backoff
from ocpp.charge_point import ChargePoint
from ocpp.client import connect
from ocpp.exceptions import OCPPError
from ocpp.model import Request, Result

KILLS = 20
STATIONS = 12
READY_S = 60
SOON = Backoff(wait_minimum_s=0.02, random_range_s=0.02, repeat_times=3)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

R = TypeVar("R", bound=Result)

pytestmark = pytest.mark.timeout(600)


class Acknowledged:
    """What stations were told is recorded, kept outside of the process that is killed."""

    def __init__(self) -> None:
        self.starts: dict[tuple[str, int], int] = {}
        """By station and meter value at the start: the number of the transaction (1.6)."""
        self.stops: dict[tuple[str, int], int] = {}
        """By station and number: the meter value at the end."""
        self.values: list[tuple[str, int]] = []
        """Station and register."""
        self.events: list[tuple[str, str, int]] = []
        """Station, transaction and number of an event (2.x)."""
        self.count = 0
        self._changed = asyncio.Event()

    def note(self) -> None:
        """Count one more."""
        self.count += 1
        self._changed.set()

    async def reach(self, count: int) -> None:
        """Wait until so many things were acknowledged."""
        while self.count < count:
            self._changed.clear()
            await self._changed.wait()


class Station:
    """A station that goes on with what it has begun, whatever happens to its link."""

    def __init__(self, identity: str, url: str, version: str, acknowledged: Acknowledged) -> None:
        self.identity = identity
        self._version, self._acknowledged = version, acknowledged
        self._links = aiter(connect(url, identity, [version], backoff=SOON, open_timeout=5))
        self._register = itertools.count(1)
        """Each value is given once, so that a row can be told from all others."""
        self._seconds = itertools.count()
        self._point: ChargePoint
        self.attempted: Counter[str] = Counter()

    async def run(self) -> None:
        """Charge until cancelled."""
        script = self._charge_v16 if self._version == "1.6" else self._charge_v201
        await self._connect()
        for number in itertools.count():
            await script(number)

    async def _connect(self) -> None:
        """Wait for the next link."""
        class_ = v16.ChargePoint if self._version == "1.6" else v201.ChargePoint
        self._point = class_(self.identity, await anext(self._links))
        self._reader = asyncio.ensure_future(self._point.start())
        self._reader.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def say(self, payload: Request[R]) -> R:
        """Send a message until it is answered."""
        self.attempted[type(payload).__name__] += 1
        while True:
            try:
                answer = await self._point.request(payload, timeout_s=30)
            except (OCPPError, TimeoutError, ConnectionClosed, OSError):
                self._reader.cancel()
                await self._connect()
                continue
            self._acknowledged.note()
            return answer

    def _now(self) -> str:
        return (EPOCH + timedelta(seconds=next(self._seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")

    async def _charge_v16(self, number: int) -> None:
        acknowledged, register = self._acknowledged, self._register
        begin = next(register)
        started = await self.say(
            v16.call.StartTransaction(connector_id=1, id_tag="TAG", meter_start=begin, timestamp=self._now())
        )
        acknowledged.starts[self.identity, begin] = started.transaction_id
        for _ in range(3):
            value = next(register)
            sampled = v16.datatypes.SampledValue(value=str(value))
            await self.say(
                v16.call.MeterValues(
                    connector_id=1,
                    transaction_id=started.transaction_id,
                    meter_value=[v16.datatypes.MeterValue(timestamp=self._now(), sampled_value=[sampled])],
                )
            )
            acknowledged.values.append((self.identity, value))
        end = next(register)
        await self.say(
            v16.call.StopTransaction(transaction_id=started.transaction_id, meter_stop=end, timestamp=self._now())
        )
        acknowledged.stops[self.identity, started.transaction_id] = end

    async def _charge_v201(self, number: int) -> None:
        kinds = ["Started", "Updated", "Updated", "Ended"]
        for seq_no, kind in enumerate(kinds):
            value, at = next(self._register), self._now()
            sampled = v201.datatypes.SampledValueType(value=value)
            await self.say(
                v201.call.TransactionEvent(
                    event_type=kind,
                    timestamp=at,
                    trigger_reason="MeterValuePeriodic",
                    seq_no=seq_no,
                    transaction_info=v201.datatypes.TransactionType(transaction_id=f"T{number}"),
                    evse=v201.datatypes.EVSEType(id=1),
                    id_token=v201.datatypes.IdTokenType(id_token="TAG", type="ISO14443"),
                    meter_value=[v201.datatypes.MeterValueType(timestamp=at, sampled_value=[sampled])],
                )
            )
            self._acknowledged.events.append((self.identity, f"T{number}", seq_no))
            self._acknowledged.values.append((self.identity, value))


class Server:
    """`csms serve`, to be killed."""

    def __init__(self, folder: Path, database: str, port: int) -> None:
        self._command = [sys.executable, "-m", "csms", "serve", "--data-dir", str(folder), "--database", database]
        self._command += ["--ocpp-host", "127.0.0.1", "--ocpp-port", str(port), "--http-port", "0"]
        self._command += ["--unknown-stations", "accept", "--unknown-tokens", "accept", "--log-level", "warning"]
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; return when it is ready."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CSMS_")}
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stderr=asyncio.subprocess.PIPE, env=environment
        )
        assert self._process.stderr is not None
        said = b""
        async with asyncio.timeout(READY_S):
            while b"is ready" not in said:
                line = await self._process.stderr.readline()
                assert line, f"the server did not start: {said.decode()}"
                said += line

    async def kill(self) -> None:
        """Kill it as the lack of power would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def charging(stations: list[Station]) -> AsyncGenerator[None]:
    """Have stations charge."""
    tasks = [asyncio.create_task(station.run()) for station in stations]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes), outcomes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_what_was_acknowledged_is_there_once(tmp_path: Path, database_url: str):
    port = free_port()
    url = f"ws://127.0.0.1:{port}/ocpp"
    acknowledged = Acknowledged()
    versions = itertools.cycle(["1.6", "2.0.1"])
    stations = [Station(f"CP{number}", url, next(versions), acknowledged) for number in range(STATIONS)]
    server = Server(tmp_path, database_url, port)
    chance = random.Random()
    await server.start()
    async with charging(stations):
        for _ in range(KILLS):
            await acknowledged.reach(acknowledged.count + chance.randint(1, 150))
            await server.kill()
            await server.start()
        await acknowledged.reach(acknowledged.count + 50)
    await server.kill()
    check(database_url, acknowledged, stations)


def check(database_url: str, acknowledged: Acknowledged, stations: list[Station]) -> None:
    """Compare the database with what stations were told."""
    engine = make_engine(database_url, connections=1, is_writer=False)
    with engine.connect() as connection:
        of_station = station.c.identity.label("identity")
        transactions = {
            (row.identity, row.id): row for row in connection.execute(sa.select(of_station, transaction).join(station))
        }
        starts = Counter(
            (row.identity, row.meter_start_wh) for row in transactions.values() if row.first_seq_no is None
        )
        of_value = sa.select(of_station, meter_value.c.energy_import_wh).join(station)
        values = Counter((identity, register) for identity, register in connection.execute(of_value))
        of_event = (
            sa.select(of_station, transaction.c.reference, transaction_event.c.seq_no)
            .select_from(transaction_event.join(transaction).join(station))
            .where(transaction_event.c.seq_no.is_not(None))
        )
        events = Counter((identity, reference, seq_no) for identity, reference, seq_no in connection.execute(of_event))
    engine.dispose()
    assert acknowledged.starts
    assert acknowledged.events
    for (identity, begin), number in acknowledged.starts.items():
        assert transactions[identity, number].meter_start_wh == begin
    for (identity, number), end in acknowledged.stops.items():
        assert transactions[identity, number].meter_stop_wh == end
        assert not transactions[identity, number].is_open
    assert not [key for key in acknowledged.values if values[key] != 1]
    assert not [key for key in acknowledged.events if events[key] != 1]
    assert not [key for counted in (starts, values, events) for key, times in counted.items() if times != 1]
    # What was sent and not acknowledged may be there, once; nothing else is.
    sent = sum(each.attempted["StartTransaction"] for each in stations)
    assert len(acknowledged.starts) <= sum(starts.values()) <= sent
    energies = [row.energy_wh for row in transactions.values() if row.first_seq_no is None and not row.is_open]
    assert all(energy == 4 for energy in energies)
