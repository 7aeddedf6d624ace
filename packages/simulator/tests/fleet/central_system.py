"""A central system made with the library, for fleets of all versions: it takes everything, and counts what comes."""

from collections import Counter
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.exceptions import ConnectionClosed

from ocpp import v16, v21, v201
from ocpp.charge_point import ChargePoint
from ocpp.routing import on
from ocpp.server import Accept, HandshakeRequest, Link, Refusal, serve

NOW = "2026-01-01T00:00:00Z"


class CentralSystem:
    """What the stations of all links have in common."""

    def __init__(self, refused: Collection[str] = (), password: bytes | None = None) -> None:
        self.refused = refused
        self.password = password
        self.calls: Counter[str] = Counter()
        self.versions: dict[str, str] = {}
        self.links: dict[str, ChargePoint] = {}
        self.running: dict[object, str] = {}
        """Transactions that began and did not end, and their stations."""
        self.tokens: Counter[str] = Counter()
        self.url = ""
        self.boot_status = "Accepted"

    def status_of(self, token: str) -> str:
        self.tokens[token] += 1
        return "Invalid" if token in self.refused else "Accepted"

    async def serve(self, link: Link) -> None:
        stations = {"ocpp1.6": Station16, "ocpp2.0.1": Station201, "ocpp2.1": Station21}
        station = stations[link.subprotocol or ""](link.identity, link)
        station.system = self
        self.versions[link.identity] = link.subprotocol or ""
        self.links[link.identity] = station
        with suppress(ConnectionClosed):
            await station.start()

    async def authenticate(self, request: HandshakeRequest) -> Accept | Refusal | None:
        if self.password is not None and request.password != self.password:
            return Refusal(401, "wrong password")
        return None


@asynccontextmanager
async def central_system(
    refused: Collection[str] = (),
    *,
    password: bytes | None = None,
    subprotocols: Collection[str] = ("ocpp2.1", "ocpp2.0.1", "ocpp1.6"),
) -> AsyncGenerator[CentralSystem]:
    """Serve on a free port of the loopback."""
    system = CentralSystem(refused, password)
    async with serve(
        system.serve, "127.0.0.1", 0, subprotocols=tuple(subprotocols), authenticate=system.authenticate
    ) as server:
        system.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield system


class Station16(v16.ChargePoint):
    system: CentralSystem

    @on("BootNotification")
    def boot(self, **_: Any) -> v16.call_result.BootNotification:
        self.system.calls["BootNotification"] += 1
        return v16.call_result.BootNotification(current_time=NOW, interval=300, status=self.system.boot_status)

    @on("Heartbeat")
    def heartbeat(self) -> v16.call_result.Heartbeat:
        self.system.calls["Heartbeat"] += 1
        return v16.call_result.Heartbeat(current_time=NOW)

    @on("StatusNotification")
    def status(self, **_: Any) -> v16.call_result.StatusNotification:
        self.system.calls["StatusNotification"] += 1
        return v16.call_result.StatusNotification()

    @on("MeterValues")
    def meter_values(self, **_: Any) -> v16.call_result.MeterValues:
        self.system.calls["MeterValues"] += 1
        return v16.call_result.MeterValues()

    @on("Authorize")
    def authorize(self, request: v16.call.Authorize) -> v16.call_result.Authorize:
        self.system.calls["Authorize"] += 1
        return v16.call_result.Authorize(
            id_tag_info=v16.datatypes.IdTagInfo(status=self.system.status_of(request.id_tag))
        )

    @on("StartTransaction")
    def start_transaction(self, request: v16.call.StartTransaction) -> v16.call_result.StartTransaction:
        self.system.calls["StartTransaction"] += 1
        number = self.system.calls["StartTransaction"]
        self.system.running[number] = self.id
        info = v16.datatypes.IdTagInfo(status=self.system.status_of(request.id_tag))
        return v16.call_result.StartTransaction(transaction_id=number, id_tag_info=info)

    @on("StopTransaction")
    def stop_transaction(self, request: v16.call.StopTransaction) -> v16.call_result.StopTransaction:
        self.system.calls["StopTransaction"] += 1
        self.system.running.pop(request.transaction_id, None)
        return v16.call_result.StopTransaction()


class Station201(v201.ChargePoint):
    system: CentralSystem

    @on("BootNotification")
    def boot(self, **_: Any) -> v201.call_result.BootNotification:
        self.system.calls["BootNotification"] += 1
        return v201.call_result.BootNotification(current_time=NOW, interval=300, status=self.system.boot_status)

    @on("Heartbeat")
    def heartbeat(self) -> v201.call_result.Heartbeat:
        self.system.calls["Heartbeat"] += 1
        return v201.call_result.Heartbeat(current_time=NOW)

    @on("StatusNotification")
    def status(self, **_: Any) -> v201.call_result.StatusNotification:
        self.system.calls["StatusNotification"] += 1
        return v201.call_result.StatusNotification()

    @on("NotifyEvent")
    def event(self, **_: Any) -> v201.call_result.NotifyEvent:
        self.system.calls["NotifyEvent"] += 1
        return v201.call_result.NotifyEvent()

    @on("MeterValues")
    def meter_values(self, **_: Any) -> v201.call_result.MeterValues:
        self.system.calls["MeterValues"] += 1
        return v201.call_result.MeterValues()

    @on("Authorize")
    def authorize(self, request: v201.call.Authorize) -> v201.call_result.Authorize:
        self.system.calls["Authorize"] += 1
        status = self.system.status_of(request.id_token.id_token)
        return v201.call_result.Authorize(id_token_info=v201.datatypes.IdTokenInfoType(status=status))

    @on("TransactionEvent")
    def transaction_event(self, request: v201.call.TransactionEvent) -> v201.call_result.TransactionEvent:
        self.system.calls[f"TransactionEvent {request.event_type}"] += 1
        reference = request.transaction_info.transaction_id
        if request.event_type == "Ended":
            self.system.running.pop(reference, None)
        else:
            self.system.running[reference] = self.id
        if request.id_token is None:
            return v201.call_result.TransactionEvent()
        status = self.system.status_of(request.id_token.id_token)
        return v201.call_result.TransactionEvent(id_token_info=v201.datatypes.IdTokenInfoType(status=status))


class Station21(v21.ChargePoint):
    system: CentralSystem

    @on("BootNotification")
    def boot(self, **_: Any) -> v21.call_result.BootNotification:
        self.system.calls["BootNotification"] += 1
        return v21.call_result.BootNotification(current_time=NOW, interval=300, status=self.system.boot_status)

    @on("Heartbeat")
    def heartbeat(self) -> v21.call_result.Heartbeat:
        self.system.calls["Heartbeat"] += 1
        return v21.call_result.Heartbeat(current_time=NOW)

    @on("StatusNotification")
    def status(self, **_: Any) -> v21.call_result.StatusNotification:
        self.system.calls["StatusNotification"] += 1
        return v21.call_result.StatusNotification()

    @on("NotifyEvent")
    def event(self, **_: Any) -> v21.call_result.NotifyEvent:
        self.system.calls["NotifyEvent"] += 1
        return v21.call_result.NotifyEvent()

    @on("MeterValues")
    def meter_values(self, **_: Any) -> v21.call_result.MeterValues:
        self.system.calls["MeterValues"] += 1
        return v21.call_result.MeterValues()

    @on("Authorize")
    def authorize(self, request: v21.call.Authorize) -> v21.call_result.Authorize:
        self.system.calls["Authorize"] += 1
        status = self.system.status_of(request.id_token.id_token)
        return v21.call_result.Authorize(id_token_info=v21.datatypes.IdTokenInfoType(status=status))

    @on("TransactionEvent")
    def transaction_event(self, request: v21.call.TransactionEvent) -> v21.call_result.TransactionEvent:
        self.system.calls[f"TransactionEvent {request.event_type}"] += 1
        reference = request.transaction_info.transaction_id
        if request.event_type == "Ended":
            self.system.running.pop(reference, None)
        else:
            self.system.running[reference] = self.id
        if request.id_token is None:
            return v21.call_result.TransactionEvent()
        status = self.system.status_of(request.id_token.id_token)
        return v21.call_result.TransactionEvent(id_token_info=v21.datatypes.IdTokenInfoType(status=status))
