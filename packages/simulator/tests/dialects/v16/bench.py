"""A station that speaks OCPP 1.6 to a central system made with the library, over a wire in memory."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from csms_simulator.dialects.dialect import Boot
from csms_simulator.dialects.v16 import Station16
from csms_simulator.model.facts import BootCause, RestartWanted, Token
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from csms_simulator.outbox import Outbox
from ocpp.model import Request, Result
from ocpp.offline import OfflineQueue
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action
from packages.ocpp.tests.memory_link import link, settle

R = TypeVar("R", bound=Result)
T = TypeVar("T", bound=Request[Any])

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
TWO_CONNECTORS = Layout((EvseLayout(), EvseLayout()))


class CentralSystem(ChargePoint):
    """Takes everything, and writes down what it was told."""

    def __init__(self, connection: Any, records: "Records") -> None:
        super().__init__("CP1", connection)
        self.records = records

    @on(Action.boot_notification)
    def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        self.records.take(request)
        status = self.records.boot_statuses.pop(0) if self.records.boot_statuses else "Accepted"
        return call_result.BootNotification(current_time="2026-01-01T00:00:07Z", interval=900, status=status)

    @on(Action.heartbeat)
    def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        self.records.take(request)
        return call_result.Heartbeat(current_time="2026-01-01T00:00:07.5Z")

    @on(Action.authorize)
    def authorize(self, request: call.Authorize) -> call_result.Authorize:
        self.records.take(request)
        return call_result.Authorize(id_tag_info=self.records.info(request.id_tag))

    @on(Action.start_transaction)
    def start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:
        self.records.take(request)
        self.records.last_id += 1
        return call_result.StartTransaction(self.records.last_id, self.records.info(request.id_tag))

    @on(Action.stop_transaction)
    def stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:
        self.records.take(request)
        return call_result.StopTransaction(self.records.info(request.id_tag) if request.id_tag else None)

    @on(Action.meter_values)
    def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        self.records.take(request)
        return call_result.MeterValues()

    @on(Action.status_notification)
    def status_notification(self, request: call.StatusNotification) -> call_result.StatusNotification:
        self.records.take(request)
        return call_result.StatusNotification()

    @on(Action.firmware_status_notification)
    def firmware(self, request: call.FirmwareStatusNotification) -> call_result.FirmwareStatusNotification:
        self.records.take(request)
        return call_result.FirmwareStatusNotification()

    @on(Action.signed_firmware_status_notification)
    def signed_firmware(
        self, request: call.SignedFirmwareStatusNotification
    ) -> call_result.SignedFirmwareStatusNotification:
        self.records.take(request)
        return call_result.SignedFirmwareStatusNotification()

    @on(Action.diagnostics_status_notification)
    def diagnostics(self, request: call.DiagnosticsStatusNotification) -> call_result.DiagnosticsStatusNotification:
        self.records.take(request)
        return call_result.DiagnosticsStatusNotification()

    @on(Action.log_status_notification)
    def log_status(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        self.records.take(request)
        return call_result.LogStatusNotification()

    @on(Action.security_event_notification)
    def security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        self.records.take(request)
        return call_result.SecurityEventNotification()


class Records:
    """What the central system was told on all links, and how it answers."""

    def __init__(self) -> None:
        self.requests: list[Request[Any]] = []
        self.tags: dict[str, IdTagInfo] = {}
        self.boot_statuses: list[str] = []
        self.last_id = 0
        self.on_request: Callable[[Request[Any]], None] = lambda _: None
        """Is told of each request before it is answered; what it raises is the answer."""

    def take(self, request: Request[Any]) -> None:
        self.requests.append(request)
        self.on_request(request)

    def info(self, id_tag: str) -> IdTagInfo:
        return self.tags.get(id_tag, IdTagInfo(status="Invalid" if id_tag.startswith("BAD") else "Accepted"))


class Bench:
    """The shell around the station: time is told to it, and the link is cut and mended by hand."""

    heartbeat_interval_s = 300.0
    identity = "CP1"

    def __init__(self, layout: Layout | None = None, settings: Settings | None = None) -> None:
        self.rng = random.Random(0)
        self.password: bytes | None = None
        self.boots_wanted = 0
        self.restarts: list[BootCause] = []
        self.last_boot: Boot | None = None
        self.records = Records()
        self.central: CentralSystem
        self._time = START
        self._is_settling = False
        self._references = iter(range(1, 1000))
        self._tasks: list[asyncio.Future[Any]] = []
        layout = Layout() if layout is None else layout
        self.model = Station(
            layout, self._time, settings=settings, new_reference=lambda: f"tx-{next(self._references)}"
        )
        self.dialect = Station16(self)
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
            asyncio.get_running_loop().call_soon(self._settle)

    def boot_again(self) -> None:
        self.boots_wanted += 1

    def change_password(self, password: bytes) -> None:
        self.password = password

    # The link

    async def connect(self, *, boots: bool = True) -> None:
        """Make a link; boot until the central system accepts, unless the station has booted before."""
        ours, theirs = link()
        self.central = CentralSystem(theirs, self.records)
        self._tasks = [asyncio.ensure_future(self.central.start()), asyncio.ensure_future(self.dialect.start(ours))]
        await settle()
        if boots:
            self.last_boot = await self.dialect.boot(BootCause.POWER_UP)
            if not self.last_boot.is_accepted:
                return
        self.model.went_online(self.now())
        self._tasks.append(asyncio.ensure_future(self.outbox.deliver(self.dialect)))
        await asyncio.sleep(0)
        self.dialect.on_online(has_booted=boots)
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

    @property
    def is_linked(self) -> bool:
        return bool(self._tasks)

    async def restart(self) -> None:
        """Go through a restart that was asked for."""
        await self.lose_link()
        await self.pass_time(self.model.settings.reset_duration_s)
        self.model.restarted(self.now())
        self.changed()
        await self.connect()

    async def command(self, request: Request[R]) -> R:
        """Send a command of the central system; return the answer when all that follows was said."""
        answer = await self.central.request(request)
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

    async def swipe(self, id_tag: str = "TAG", evse_id: int = 1) -> None:
        self.model.present(self.now(), evse_id, Token(id_tag))
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

    def jump_to(self, at: float) -> None:
        """Set the station's clock."""
        self._time = at

    async def charge(self, id_tag: str = "TAG", evse_id: int = 1) -> None:
        """Begin a transaction: cable first."""
        await self.plug_in(evse_id)
        await self.swipe(id_tag, evse_id)

    # What was said

    def said(self) -> list[str]:
        """Return what the central system was told since the last time, a line for each message."""
        lines = [line(request) for request in self.records.requests]
        self.records.requests.clear()
        return lines

    def sent(self, kind: type[T]) -> list[T]:
        """Return the requests of a kind that were made since `said` was last asked."""
        return [request for request in self.records.requests if isinstance(request, kind)]

    async def settled(self) -> None:
        for _ in range(1000):
            await settle()
            if not self._is_settling and self.outbox.is_idle:
                return
        raise AssertionError("the station does not come to rest")

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
async def online(layout: Layout | None = None, settings: Settings | None = None) -> AsyncGenerator[Bench]:
    """A station that has booted, and whose first messages are not looked at."""
    bench = Bench(layout, settings)
    await bench.connect()
    bench.said()
    try:
        yield bench
    finally:
        await bench.lose_link()


def line(request: Request[Any]) -> str:
    """Return what matters of a message."""
    match request:
        case call.StatusNotification():
            parts: list[object] = [request.connector_id, request.status]
            parts += [] if request.error_code == "NoError" else [request.error_code]
        case call.Authorize():
            parts = [request.id_tag]
        case call.StartTransaction():
            parts = [request.connector_id, request.id_tag]
            parts += [] if request.reservation_id is None else [f"reservation={request.reservation_id}"]
        case call.StopTransaction():
            parts = [request.transaction_id, request.reason]
            parts += [] if request.id_tag is None else [request.id_tag]
        case call.MeterValues():
            context = request.meter_value[0].sampled_value[0].context
            parts = [request.connector_id, context]
            parts += [] if request.transaction_id is None else [f"tx={request.transaction_id}"]
        case call.SignedFirmwareStatusNotification() | call.LogStatusNotification():
            parts = [request.status]
            parts += [] if request.request_id is None else [request.request_id]
        case call.FirmwareStatusNotification() | call.DiagnosticsStatusNotification():
            parts = [request.status]
        case call.SecurityEventNotification():
            parts = [request.type]
        case _:
            parts = []
    return " ".join(map(str, (type(request).__name__, *parts)))
