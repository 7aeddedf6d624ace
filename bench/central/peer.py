"""A central system of PyPI's `ocpp` on websockets and sqlite3; runs in the peer's environment.

It stores what ours stores of these messages, and answers after a COMMIT that has reached the disk. Written for speed:
uvloop, no threads for the library's validation, prepared statements, one thread that writes. It records no frames.
"""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

import ocpp.messages
from bench.transport.servers.process import HOST, SUBPROTOCOL, announce, argument_parser, run, until_told_to_stop
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus

T = TypeVar("T")

INTERVAL_S = 300
ACCEPTED = IdTagInfo(status=AuthorizationStatus.accepted)

SCHEMA = """
CREATE TABLE station (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, vendor TEXT, model TEXT, serial_number TEXT, firmware TEXT,
    booted_at TEXT, is_connected INTEGER NOT NULL DEFAULT 0, connected_at TEXT, disconnected_at TEXT
);
CREATE TABLE connector (
    station_id INTEGER NOT NULL, connector INTEGER NOT NULL, status TEXT, error_code TEXT, reported_at TEXT,
    PRIMARY KEY (station_id, connector)
);
CREATE TABLE status_report (
    id INTEGER PRIMARY KEY, station_id INTEGER NOT NULL, connector INTEGER NOT NULL, status TEXT, error_code TEXT,
    reported_at TEXT
);
CREATE INDEX status_report_station ON status_report (station_id, reported_at);
CREATE TABLE decision (
    id INTEGER PRIMARY KEY, station_id INTEGER NOT NULL, id_token TEXT, occasion TEXT, status TEXT, decided_at TEXT
);
CREATE INDEX decision_station ON decision (station_id, decided_at);
CREATE TABLE "transaction" (
    id INTEGER PRIMARY KEY AUTOINCREMENT, station_id INTEGER NOT NULL, connector INTEGER, id_token TEXT,
    is_open INTEGER NOT NULL, started_at TEXT, ended_at TEXT, stopped_reason TEXT, meter_start_wh REAL,
    meter_stop_wh REAL, energy_wh REAL, power_w REAL, updated_at TEXT,
    UNIQUE (station_id, connector, id_token, started_at, meter_start_wh)
);
CREATE TABLE transaction_event (
    id INTEGER PRIMARY KEY, transaction_id INTEGER NOT NULL, kind TEXT, text TEXT, happened_at TEXT
);
CREATE INDEX transaction_event_transaction ON transaction_event (transaction_id);
CREATE TABLE meter_value (
    id INTEGER PRIMARY KEY, station_id INTEGER NOT NULL, connector INTEGER NOT NULL, transaction_id INTEGER,
    sampled_at TEXT, received_at TEXT, energy_wh REAL, power_w REAL, raw TEXT NOT NULL
);
CREATE INDEX meter_value_transaction ON meter_value (transaction_id, sampled_at);
"""


def now() -> str:
    """Return the time as messages and rows have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Database:
    """SQLite, in a thread of its own: the event loop goes on while a commit reaches the disk.

    Args:
        path: of the file.
    """

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA cache_size=-65536")
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'station'").fetchone():
            self._connection.executescript(SCHEMA)

    async def write(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run `work(connection, *arguments)` in a transaction; return after its commit."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, work, arguments)

    def _write(self, work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection, *arguments)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return result


# Units of work: each in one transaction


def connected(database: sqlite3.Connection, identity: str) -> int:
    """Note that a station is there; return its number."""
    query = (
        "INSERT INTO station (identity, is_connected, connected_at) VALUES (?, 1, ?)"
        " ON CONFLICT (identity) DO UPDATE SET is_connected = 1, connected_at = excluded.connected_at RETURNING id"
    )
    return int(database.execute(query, (identity, now())).fetchone()[0])


def disconnected(database: sqlite3.Connection, station_id: int) -> None:
    """Note that a station has gone."""
    database.execute("UPDATE station SET is_connected = 0, disconnected_at = ? WHERE id = ?", (now(), station_id))


def boot(database: sqlite3.Connection, station_id: int, told: dict[str, Any]) -> None:
    """Note what a station is."""
    database.execute(
        "UPDATE station SET vendor = ?, model = ?, serial_number = ?, firmware = ?, booted_at = ? WHERE id = ?",
        (
            told["charge_point_vendor"],
            told["charge_point_model"],
            told.get("charge_point_serial_number"),
            told.get("firmware_version"),
            now(),
            station_id,
        ),
    )


def status(database: sqlite3.Connection, station_id: int, told: dict[str, Any]) -> None:
    """Note how a connector is."""
    row = (station_id, told["connector_id"], told["status"], told["error_code"], told.get("timestamp") or now())
    database.execute("INSERT OR REPLACE INTO connector VALUES (?, ?, ?, ?, ?)", row)
    columns = "station_id, connector, status, error_code, reported_at"
    database.execute(f"INSERT INTO status_report ({columns}) VALUES (?, ?, ?, ?, ?)", row)  # noqa: S608 - constants


def decide(database: sqlite3.Connection, station_id: int, id_token: str, occasion: str) -> None:
    """Accept a token, and note it."""
    columns = "station_id, id_token, occasion, status, decided_at"
    row = (station_id, id_token, occasion, "Accepted", now())
    database.execute(f"INSERT INTO decision ({columns}) VALUES (?, ?, ?, ?, ?)", row)  # noqa: S608 - constants


def tell(database: sqlite3.Connection, number: int, kind: str, text: str, happened_at: str) -> None:
    """Add a line to a transaction's history."""
    columns = "transaction_id, kind, text, happened_at"
    row = (number, kind, text, happened_at)
    database.execute(f"INSERT INTO transaction_event ({columns}) VALUES (?, ?, ?, ?)", row)  # noqa: S608 - constants


def start(database: sqlite3.Connection, station_id: int, told: dict[str, Any]) -> int:
    """Note that a transaction has begun; return its number, also if it was told before."""
    key = (station_id, told["connector_id"], told["id_tag"], told["timestamp"], told["meter_start"])
    query = (
        'SELECT id FROM "transaction" WHERE station_id = ? AND connector = ? AND id_token = ? AND started_at = ?'
        " AND meter_start_wh = ?"
    )
    known = database.execute(query, key).fetchone()
    if known is not None:
        return int(known[0])
    decide(database, station_id, told["id_tag"], "start")
    query = (
        'UPDATE "transaction" SET is_open = 0, ended_at = ?, stopped_reason = ?'
        " WHERE station_id = ? AND connector = ? AND is_open"
    )
    database.execute(query, (told["timestamp"], "Superseded", station_id, told["connector_id"]))
    query = (
        'INSERT INTO "transaction" (station_id, connector, id_token, started_at, meter_start_wh, is_open, updated_at)'
        " VALUES (?, ?, ?, ?, ?, 1, ?) RETURNING id"
    )
    number = int(database.execute(query, (*key, now())).fetchone()[0])
    tell(database, number, "started", f"Started at {told['meter_start']} Wh", told["timestamp"])
    return number


def stop(database: sqlite3.Connection, told: dict[str, Any]) -> None:
    """Note that a transaction has ended."""
    number, meter_stop = told["transaction_id"], told["meter_stop"]
    query = 'SELECT meter_start_wh, is_open FROM "transaction" WHERE id = ?'
    known = database.execute(query, (number,)).fetchone()
    if known is None or not known[1]:
        return
    query = (
        'UPDATE "transaction" SET is_open = 0, ended_at = ?, stopped_reason = ?, meter_stop_wh = ?, energy_wh = ?,'
        " updated_at = ? WHERE id = ?"
    )
    reason = told.get("reason") or "Local"
    database.execute(query, (told["timestamp"], reason, meter_stop, meter_stop - known[0], now(), number))
    tell(database, number, "ended", f"Stopped at {meter_stop} Wh: {reason}", told["timestamp"])


def meter_values(database: sqlite3.Connection, station_id: int, told: dict[str, Any]) -> None:
    """Note what a meter showed, and what its transaction has used so far."""
    number = told.get("transaction_id")
    query = 'SELECT meter_start_wh, is_open FROM "transaction" WHERE id = ? AND station_id = ?'
    known = database.execute(query, (number, station_id)).fetchone()
    received_at = now()
    rows: list[tuple[Any, ...]] = []
    for value in told["meter_value"]:
        numbers = {each.get("measurand"): each["value"] for each in value["sampled_value"]}
        energy_wh, power_w = numbers.get("Energy.Active.Import.Register"), numbers.get("Power.Active.Import")
        raw = json.dumps(value["sampled_value"])
        rows.append((
            station_id, told["connector_id"], number, value["timestamp"], received_at,
            float(energy_wh) if energy_wh else None, float(power_w) if power_w else None, raw,
        ))  # fmt: skip
    columns = "station_id, connector, transaction_id, sampled_at, received_at, energy_wh, power_w, raw"
    database.executemany(
        f"INSERT INTO meter_value ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
        rows,
    )
    if known is not None and rows and rows[-1][5] is not None:
        query = 'UPDATE "transaction" SET energy_wh = ?, power_w = ?, updated_at = ? WHERE id = ?'
        database.execute(query, (rows[-1][5] - known[0], rows[-1][6], received_at, number))


class Station(ChargePoint):
    """One station.

    Args:
        identity: of the station.
        connection: of websockets.
        database: where everything goes.
        number: of the station in the database.
    """

    def __init__(self, identity: str, connection: ServerConnection, database: Database, number: int) -> None:
        super().__init__(identity, connection)
        self.database = database
        self.number = number

    @on(Action.boot_notification)
    async def on_boot_notification(self, **told: Any) -> call_result.BootNotification:
        """Store what the station is."""
        await self.database.write(boot, self.number, told)
        return call_result.BootNotification(current_time=now(), interval=INTERVAL_S, status=RegistrationStatus.accepted)

    @on(Action.heartbeat)
    async def on_heartbeat(self) -> call_result.Heartbeat:
        """Tell the time."""
        return call_result.Heartbeat(current_time=now())

    @on(Action.status_notification)
    async def on_status_notification(self, **told: Any) -> call_result.StatusNotification:
        """Store how a connector is."""
        await self.database.write(status, self.number, told)
        return call_result.StatusNotification()

    @on(Action.authorize)
    async def on_authorize(self, id_tag: str) -> call_result.Authorize:
        """Accept the driver."""
        await self.database.write(decide, self.number, id_tag, "authorize")
        return call_result.Authorize(id_tag_info=ACCEPTED)

    @on(Action.start_transaction)
    async def on_start_transaction(self, **told: Any) -> call_result.StartTransaction:
        """Store the start."""
        number = await self.database.write(start, self.number, told)
        return call_result.StartTransaction(transaction_id=number, id_tag_info=ACCEPTED)

    @on(Action.stop_transaction)
    async def on_stop_transaction(self, **told: Any) -> call_result.StopTransaction:
        """Store the stop."""
        await self.database.write(stop, told)
        return call_result.StopTransaction()

    @on(Action.meter_values)
    async def on_meter_values(self, **told: Any) -> call_result.MeterValues:
        """Store the values."""
        await self.database.write(meter_values, self.number, told)
        return call_result.MeterValues()


async def main(path: str) -> None:
    """Serve until told to stop."""
    database = Database(path)

    async def on_connect(connection: ServerConnection) -> None:
        identity = connection.request.path.rsplit("/", 1)[-1] if connection.request else ""
        number = await database.write(connected, identity)
        try:
            with contextlib.suppress(ConnectionClosed):
                await Station(identity, connection, database, number).start()
        finally:
            await database.write(disconnected, number)

    async with serve(on_connect, HOST, 0, subprotocols=[Subprotocol(SUBPROTOCOL)]) as server:
        announce(next(iter(server.sockets)).getsockname()[1])
        await until_told_to_stop()


if __name__ == "__main__":
    ocpp.messages.ASYNC_VALIDATION = False  # quicker by far: no thread for each message
    parser = argument_parser("peer")
    parser.add_argument("path", help="the file of SQLite")
    arguments = parser.parse_args()
    run(lambda: main(arguments.path), arguments)
