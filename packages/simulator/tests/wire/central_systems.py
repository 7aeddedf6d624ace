"""Central systems made with the library, which note what they were told."""

import asyncio
from collections.abc import Collection
from typing import Any, Never

from ocpp import v16, v201
from ocpp.routing import on
from ocpp.tolerance import Tolerance


class NoLink:
    """Takes the answers of a central system."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.has_sent = asyncio.Event()

    async def recv(self) -> Never:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: str) -> None:
        self.sent.append(message)
        self.has_sent.set()


class CentralSystem16(v16.ChargePoint):
    """Answers what a 1.6 station says here, and notes it."""

    def __init__(self, tolerances: Collection[Tolerance]) -> None:
        self.link = NoLink()
        self.taken: list[Any] = []
        super().__init__("CP1", self.link, tolerances=tolerances)

    @on("Authorize")
    def on_authorize(self, request: v16.call.Authorize) -> v16.call_result.Authorize:
        self.taken.append(request)
        return v16.call_result.Authorize(id_tag_info=v16.datatypes.IdTagInfo(status="Accepted"))

    @on("BootNotification")
    def on_boot(self, request: v16.call.BootNotification) -> v16.call_result.BootNotification:
        self.taken.append(request)
        return v16.call_result.BootNotification(current_time="2026-01-01T00:00:00Z", interval=300, status="Accepted")

    @on("Heartbeat")
    def on_heartbeat(self, request: v16.call.Heartbeat) -> v16.call_result.Heartbeat:
        self.taken.append(request)
        return v16.call_result.Heartbeat(current_time="2026-01-01T00:00:00Z")

    @on("StatusNotification")
    def on_status(self, request: v16.call.StatusNotification) -> v16.call_result.StatusNotification:
        self.taken.append(request)
        return v16.call_result.StatusNotification()

    @on("MeterValues")
    def on_meter_values(self, request: v16.call.MeterValues) -> v16.call_result.MeterValues:
        self.taken.append(request)
        return v16.call_result.MeterValues()

    @on("StartTransaction")
    def on_start(self, request: v16.call.StartTransaction) -> v16.call_result.StartTransaction:
        self.taken.append(request)
        accepted = v16.datatypes.IdTagInfo(status="Accepted")
        return v16.call_result.StartTransaction(transaction_id=1, id_tag_info=accepted)

    @on("StopTransaction")
    def on_stop(self, request: v16.call.StopTransaction) -> v16.call_result.StopTransaction:
        self.taken.append(request)
        return v16.call_result.StopTransaction()


class CentralSystem201(v201.ChargePoint):
    """Answers what a 2.0.1 station says here, and notes it."""

    def __init__(self, tolerances: Collection[Tolerance]) -> None:
        self.link = NoLink()
        self.taken: list[Any] = []
        super().__init__("CP1", self.link, tolerances=tolerances)

    @on("Authorize")
    def on_authorize(self, request: v201.call.Authorize) -> v201.call_result.Authorize:
        self.taken.append(request)
        return v201.call_result.Authorize(id_token_info=v201.datatypes.IdTokenInfoType(status="Accepted"))

    @on("BootNotification")
    def on_boot(self, request: v201.call.BootNotification) -> v201.call_result.BootNotification:
        self.taken.append(request)
        return v201.call_result.BootNotification(current_time="2026-01-01T00:00:00Z", interval=300, status="Accepted")

    @on("Heartbeat")
    def on_heartbeat(self, request: v201.call.Heartbeat) -> v201.call_result.Heartbeat:
        self.taken.append(request)
        return v201.call_result.Heartbeat(current_time="2026-01-01T00:00:00Z")

    @on("TransactionEvent")
    def on_transaction_event(self, request: v201.call.TransactionEvent) -> v201.call_result.TransactionEvent:
        self.taken.append(request)
        if request.id_token is None:
            return v201.call_result.TransactionEvent()
        accepted = v201.datatypes.IdTokenInfoType(status="Accepted")
        return v201.call_result.TransactionEvent(id_token_info=accepted)

    @on("NotifyEvent")
    def on_event(self, request: v201.call.NotifyEvent) -> v201.call_result.NotifyEvent:
        self.taken.append(request)
        return v201.call_result.NotifyEvent()

    @on("SecurityEventNotification")
    def on_security_event(
        self, request: v201.call.SecurityEventNotification
    ) -> v201.call_result.SecurityEventNotification:
        self.taken.append(request)
        return v201.call_result.SecurityEventNotification()

    @on("StatusNotification")
    def on_status(self, request: v201.call.StatusNotification) -> v201.call_result.StatusNotification:
        self.taken.append(request)
        return v201.call_result.StatusNotification()

    @on("MeterValues")
    def on_meter_values(self, request: v201.call.MeterValues) -> v201.call_result.MeterValues:
        self.taken.append(request)
        return v201.call_result.MeterValues()


def central_system(version: str, tolerances: Collection[Tolerance] = ()) -> CentralSystem16 | CentralSystem201:
    return CentralSystem16(tolerances) if version == "1.6" else CentralSystem201(tolerances)
