"""A station that speaks OCPP 2.x to a central system made with the library, over a wire in memory."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from csms_simulator.dialects.dialect import Boot
from csms_simulator.dialects.v2 import Station21, Station201
from csms_simulator.model.facts import BootCause, RestartWanted, Token
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from csms_simulator.outbox import Outbox
from ocpp import catalogue, charge_point, v21, v201
from ocpp.offline import OfflineQueue
from ocpp.routing import on
from packages.ocpp.tests.memory_link import link, settle

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
VERSIONS = ("2.0.1", "2.1")
TWO_EVSES = Layout((EvseLayout(), EvseLayout()))
_MODULES = {"2.0.1": v201, "2.1": v21}
_STATIONS = {"2.0.1": Station201, "2.1": Station21}


class Said(NamedTuple):
    """A message of the station."""

    action: str
    payload: dict[str, Any]

    def __str__(self) -> str:
        return line(self)


class Records:
    """What the central system was told on all links, and how it answers."""

    def __init__(self, version: str) -> None:
        self.module = _MODULES[version]
        self.said: list[Said] = []
        self.id_token_infos: dict[str, dict[str, Any]] = {}
        self.boot_statuses: list[str] = []
        self.on_message: Callable[[Said], None] = lambda _: None
        """Is told of each message before it is answered; what it raises is the answer."""

    def take(self, action: str, payload: dict[str, Any]) -> Any:
        said = Said(action, payload)
        self.said.append(said)
        self.on_message(said)
        result: Any = getattr(self.module.call_result, action)
        match action:
            case "BootNotification":
                status = self.boot_statuses.pop(0) if self.boot_statuses else "Accepted"
                return result(current_time="2026-01-01T00:00:07Z", interval=900, status=status)
            case "Heartbeat":
                return result(current_time="2026-01-01T00:00:07.5Z")
            case "Authorize":
                return result(id_token_info=self.info(payload["id_token"]["id_token"]))
            case "TransactionEvent" if "id_token" in payload:
                return result(id_token_info=self.info(payload["id_token"]["id_token"]))
            case _:
                return result()

    def info(self, token: str) -> dict[str, Any]:
        return self.id_token_infos.get(token, {"status": "Invalid" if token.startswith("BAD") else "Accepted"})


def central_system(version: str, connection: Any, records: Records) -> charge_point.ChargePoint:
    """Return a central system that takes everything that a station may send, and writes it down."""

    def handler(action: str) -> Any:
        def handle(_: Any, **payload: Any) -> Any:
            return records.take(action, payload)

        return on(action)(handle)

    actions = [action for action, kind in catalogue.messages(version).items() if kind.sender != "csms"]
    handlers = {f"on_{action}": handler(action) for action in actions}
    central: Any = type("CentralSystem", (_MODULES[version].ChargePoint,), handlers)
    return central("CP1", connection)


class Bench:
    """The shell around the station: time is told to it, and the link is cut and mended by hand."""

    heartbeat_interval_s = 300.0
    identity = "CP1"

    def __init__(self, version: str, layout: Layout | None = None, settings: Settings | None = None) -> None:
        self.version = version
        self.rng = random.Random(0)
        self.password: bytes | None = None
        self.boots_wanted = 0
        self.restarts: list[BootCause] = []
        self.last_boot: Boot | None = None
        self.records = Records(version)
        self.central: charge_point.ChargePoint
        self._time = START
        self._is_settling = False
        self._failure: Exception | None = None
        self._references = iter(range(1, 1000))
        self._tasks: list[asyncio.Future[Any]] = []
        layout = Layout() if layout is None else layout
        self.model = Station(
            layout, self._time, settings=settings, new_reference=lambda: f"tx-{next(self._references)}"
        )
        self.dialect = _STATIONS[version](self)
        self.outbox = Outbox(
            OfflineQueue(
                interval_s=0,
                prepare=self.dialect.prepare,
                on_delivered=self.dialect.delivered,
                on_dropped=self.dialect.dropped,
            )
        )

    # What the conversation asks of it

    def now(self) -> float:
        return self._time

    def set_time(self, central_time: float) -> None:
        raise AssertionError("only the real shell sets clocks")

    def changed(self) -> None:
        if not self._is_settling:
            self._is_settling = True
            asyncio.get_running_loop().call_soon(self._settle_soon)

    def boot_again(self) -> None:
        self.boots_wanted += 1

    def change_password(self, password: bytes) -> None:
        self.password = password

    # The link

    async def connect(self, cause: BootCause | None = BootCause.POWER_UP) -> None:
        """Make a link; boot, unless the cause is None."""
        ours, theirs = link()
        self.central = central_system(self.version, theirs, self.records)
        self._tasks = [asyncio.ensure_future(self.central.start()), asyncio.ensure_future(self.dialect.start(ours))]
        await settle()
        if cause is not None:
            self.last_boot = await self.dialect.boot(cause)
            if not self.last_boot.is_accepted:
                return
        self.model.went_online(self.now())
        self._tasks.append(asyncio.ensure_future(self.outbox.deliver(self.dialect)))
        await asyncio.sleep(0)
        self.dialect.on_online(has_booted=cause is not None)
        self.changed()
        await self.settled()

    async def lose_link(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self.model.went_offline(self.now())
        self.changed()
        await settle()

    async def restart(self) -> None:
        """Go through a restart that was asked for."""
        await self.lose_link()
        await self.pass_time(self.model.settings.reset_duration_s)
        self.model.restarted(self.now())
        self.changed()
        await self.connect(self.restarts[-1])

    async def command(self, action: str, **payload: Any) -> Any:
        """Send a command of the central system; return the answer when all that follows was said."""
        request: Any = getattr(self.records.module.call, action)(**payload)
        answer = await self.central.call(request, suppress=False)
        await self.settled()
        return answer

    # The world

    async def plug_in(self, evse_id: int = 1, vehicle: Vehicle | None = None) -> Vehicle:
        vehicle = Vehicle(CATALOGUE["compact"], soc=0.3) if vehicle is None else vehicle
        self.model.plug_in(self.now(), evse_id, vehicle)
        self.changed()
        await self.settled()
        return vehicle

    async def unplug(self, evse_id: int = 1) -> None:
        assert self.model.unplug(self.now(), evse_id)
        self.changed()
        await self.settled()

    async def swipe(self, token: str = "TAG", evse_id: int = 1) -> None:
        self.model.present(self.now(), evse_id, Token(token))
        self.changed()
        await self.settled()

    async def fault(self, error: str, evse_id: int = 1, info: str | None = None) -> None:
        self.model.fault(self.now(), evse_id, error, info)
        self.changed()
        await self.settled()

    async def clear_fault(self, evse_id: int = 1) -> None:
        self.model.clear_fault(self.now(), evse_id)
        self.changed()
        await self.settled()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and everything happen at its time."""
        end = self._time + seconds
        while (due := self.model.next_due()) is not None and due <= end:
            self._time = max(self._time, due)
            self._settle()
            await self.settled()
        self._time = end
        self._settle()
        await self.settled()

    async def charge(self, token: str = "TAG", evse_id: int = 1) -> str:
        """Begin a transaction, cable first; return its reference."""
        await self.plug_in(evse_id)
        await self.swipe(token, evse_id)
        transaction = self.model.evse(evse_id).transaction
        assert transaction is not None
        return transaction.reference

    # What was said

    def said(self) -> list[str]:
        """Return what the central system was told since the last time, a line for each message."""
        lines = [line(said) for said in self.records.said]
        self.records.said.clear()
        return lines

    def sent(self, action: str) -> list[dict[str, Any]]:
        """Return the payloads of the messages of an action since `said` was last asked."""
        return [said.payload for said in self.records.said if said.action == action]

    async def settled(self) -> None:
        for _ in range(1000):
            await settle()
            if self._failure is not None:
                raise self._failure
            if not self._is_settling and self.outbox.is_idle:
                return
        raise AssertionError("the station does not come to rest")

    def _settle_soon(self) -> None:
        try:
            self._settle()
        except Exception as failure:  # noqa: BLE001 - the test that waits is told of any
            self._failure = failure

    def _settle(self) -> None:
        self._is_settling = False
        self.model.advance(self.now())
        while self.model.facts:
            fact = self.model.facts.popleft()
            if isinstance(fact, RestartWanted):
                self.restarts.append(fact.cause)
            else:
                self.dialect.on_fact(fact)


@asynccontextmanager
async def online(version: str, layout: Layout | None = None, settings: Settings | None = None) -> AsyncGenerator[Bench]:
    """A station that has booted, and whose first messages are not looked at."""
    bench = Bench(version, layout, settings)
    await bench.connect()
    bench.said()
    try:
        yield bench
    finally:
        await bench.lose_link()


def reason_of(answer: Any) -> str | None:
    """Return the reason code of an answer, if it has one."""
    info: dict[str, str] | None = answer.status_info
    return None if info is None else info["reason_code"]


def line(said: Said) -> str:
    """Return what matters of a message."""
    payload = said.payload
    match said.action:
        case "StatusNotification":
            parts = [payload["evse_id"], payload["connector_id"], payload["connector_status"]]
        case "Authorize":
            parts = [payload["id_token"]["id_token"]]
        case "TransactionEvent":
            info = payload["transaction_info"]
            parts = [payload["event_type"], payload["seq_no"], payload["trigger_reason"], info["charging_state"]]
            parts += [info["stopped_reason"]] if "stopped_reason" in info else []
            parts += [f"token={payload['id_token']['id_token']}"] if "id_token" in payload else []
            parts += ["offline"] if payload.get("offline") else []
        case "MeterValues":
            parts = [payload["evse_id"], payload["meter_value"][0]["sampled_value"][0]["context"]]
        case "FirmwareStatusNotification" | "LogStatusNotification":
            parts = [payload["status"], *([payload["request_id"]] if "request_id" in payload else [])]
        case "ReservationStatusUpdate":
            parts = [payload["reservation_id"], payload["reservation_update_status"]]
        case "SecurityEventNotification":
            parts = [payload["type"]]
        case "NotifyEvent":
            (event,) = payload["event_data"]
            parts = [event["component"]["name"], event["variable"]["name"], event["actual_value"]]
        case "BootNotification":
            parts = [payload["reason"]]
        case _:
            parts = []
    return " ".join(map(str, (said.action, *parts)))
