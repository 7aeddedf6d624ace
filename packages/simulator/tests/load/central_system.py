"""A central system that knows every station: for tests, and to measure the generator with.

python -m packages.simulator.tests.load.central_system --port 9000 --heartbeat-interval 300
"""

import argparse
import asyncio
import contextlib
import itertools
import signal
from collections import Counter
from datetime import UTC, datetime

from websockets.exceptions import ConnectionClosed

from ocpp import v16, v21, v201
from ocpp.charge_point import ChargePoint
from ocpp.routing import on
from ocpp.server import run, serve
from ocpp.websocket.link import Link

SUBPROTOCOLS = {"ocpp1.6": "1.6", "ocpp2.0.1": "2.0.1", "ocpp2.1": "2.1"}

_transaction_ids = itertools.count(1)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class CentralSystem:
    """What all stations are told, and what they have said: registers by station, numbers of events by transaction."""

    def __init__(
        self, heartbeat_interval_s: int = 300, token_status: str = "Accepted", start_status: str = "Accepted"
    ) -> None:
        self.heartbeat_interval_s = heartbeat_interval_s
        self.token_status = token_status
        self.start_status = start_status
        self.received: Counter[str] = Counter()
        self.registers: dict[str, list[int]] = {}
        self.sequences: dict[str, list[int]] = {}
        self.charge_points: dict[str, ChargePoint] = {}
        self._waiting: list[tuple[str, int, asyncio.Event]] = []

    def note(self, action: str) -> None:
        """Count a message."""
        self.received[action] += 1
        for awaited, count, has_come in self._waiting:
            if awaited == action and self.received[action] >= count:
                has_come.set()

    async def has_received(self, action: str, count: int) -> None:
        """Wait until so many messages of an action have come."""
        if self.received[action] < count:
            has_come = asyncio.Event()
            self._waiting.append((action, count, has_come))
            await has_come.wait()

    async def serve_link(self, link: Link) -> None:
        """Hand a link to a charge point of its version."""
        classes = {"1.6": Station16, "2.0.1": Station201, "2.1": Station21}
        station = classes[SUBPROTOCOLS[link.subprotocol or ""]](link.identity, link)
        station.central_system = self
        self.charge_points[link.identity] = station
        with contextlib.suppress(ConnectionClosed):
            await station.start()


class Station16(v16.ChargePoint):
    central_system: CentralSystem

    @on("BootNotification")
    def boot(self, request: v16.call.BootNotification) -> v16.call_result.BootNotification:
        self.central_system.note("BootNotification")
        return v16.call_result.BootNotification(now(), self.central_system.heartbeat_interval_s, "Accepted")

    @on("Heartbeat")
    def heartbeat(self, request: v16.call.Heartbeat) -> v16.call_result.Heartbeat:
        self.central_system.note("Heartbeat")
        return v16.call_result.Heartbeat(now())

    @on("StatusNotification")
    def status(self, request: v16.call.StatusNotification) -> v16.call_result.StatusNotification:
        self.central_system.note(f"StatusNotification {request.status}")
        return v16.call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, request: v16.call.Authorize) -> v16.call_result.Authorize:
        self.central_system.note("Authorize")
        return v16.call_result.Authorize(v16.datatypes.IdTagInfo(self.central_system.token_status))

    @on("StartTransaction")
    def start_transaction(self, request: v16.call.StartTransaction) -> v16.call_result.StartTransaction:
        self.central_system.note("StartTransaction")
        self.central_system.registers.setdefault(self.id, []).append(request.meter_start)
        info = v16.datatypes.IdTagInfo(self.central_system.start_status)
        return v16.call_result.StartTransaction(next(_transaction_ids), info)

    @on("MeterValues")
    def meter_values(self, request: v16.call.MeterValues) -> v16.call_result.MeterValues:
        self.central_system.note("MeterValues")
        energy_wh = int(request.meter_value[0].sampled_value[0].value)
        self.central_system.registers.setdefault(self.id, []).append(energy_wh)
        return v16.call_result.MeterValues()

    @on("StopTransaction")
    def stop_transaction(self, request: v16.call.StopTransaction) -> v16.call_result.StopTransaction:
        self.central_system.note(f"StopTransaction {request.reason}")
        self.central_system.registers.setdefault(self.id, []).append(request.meter_stop)
        return v16.call_result.StopTransaction()


class Station201(v201.ChargePoint):
    central_system: CentralSystem

    @on("BootNotification")
    def boot(self, request: v201.call.BootNotification) -> v201.call_result.BootNotification:
        self.central_system.note("BootNotification")
        return v201.call_result.BootNotification(now(), self.central_system.heartbeat_interval_s, "Accepted")

    @on("Heartbeat")
    def heartbeat(self, request: v201.call.Heartbeat) -> v201.call_result.Heartbeat:
        self.central_system.note("Heartbeat")
        return v201.call_result.Heartbeat(now())

    @on("StatusNotification")
    def status(self, request: v201.call.StatusNotification) -> v201.call_result.StatusNotification:
        self.central_system.note(f"StatusNotification {request.connector_status}")
        return v201.call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, request: v201.call.Authorize) -> v201.call_result.Authorize:
        self.central_system.note("Authorize")
        return v201.call_result.Authorize(v201.datatypes.IdTokenInfoType(self.central_system.token_status))

    @on("TransactionEvent")
    def transaction_event(self, request: v201.call.TransactionEvent) -> v201.call_result.TransactionEvent:
        if request.meter_value:
            energy_wh = int(request.meter_value[0].sampled_value[0].value)
            self.central_system.registers.setdefault(self.id, []).append(energy_wh)
        transaction_id = request.transaction_info.transaction_id
        self.central_system.sequences.setdefault(transaction_id, []).append(request.seq_no)
        self.central_system.note(f"TransactionEvent {request.event_type}")
        if request.id_token is None:
            return v201.call_result.TransactionEvent()
        info = v201.datatypes.IdTokenInfoType(self.central_system.start_status)
        return v201.call_result.TransactionEvent(id_token_info=info)


class Station21(v21.ChargePoint):
    central_system: CentralSystem

    @on("BootNotification")
    def boot(self, request: v21.call.BootNotification) -> v21.call_result.BootNotification:
        self.central_system.note("BootNotification")
        return v21.call_result.BootNotification(now(), self.central_system.heartbeat_interval_s, "Accepted")

    @on("Heartbeat")
    def heartbeat(self, request: v21.call.Heartbeat) -> v21.call_result.Heartbeat:
        self.central_system.note("Heartbeat")
        return v21.call_result.Heartbeat(now())

    @on("StatusNotification")
    def status(self, request: v21.call.StatusNotification) -> v21.call_result.StatusNotification:
        self.central_system.note(f"StatusNotification {request.connector_status}")
        return v21.call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, request: v21.call.Authorize) -> v21.call_result.Authorize:
        self.central_system.note("Authorize")
        return v21.call_result.Authorize(v21.datatypes.IdTokenInfoType(self.central_system.token_status))

    @on("TransactionEvent")
    def transaction_event(self, request: v21.call.TransactionEvent) -> v21.call_result.TransactionEvent:
        if request.meter_value:
            energy_wh = int(request.meter_value[0].sampled_value[0].value)
            self.central_system.registers.setdefault(self.id, []).append(energy_wh)
        transaction_id = request.transaction_info.transaction_id
        self.central_system.sequences.setdefault(transaction_id, []).append(request.seq_no)
        self.central_system.note(f"TransactionEvent {request.event_type}")
        return v21.call_result.TransactionEvent()


async def main() -> None:
    parser = argparse.ArgumentParser(description="A central system that accepts every station and stores nothing.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--heartbeat-interval", type=int, default=300, help="seconds")
    arguments = parser.parse_args()
    central_system = CentralSystem(arguments.heartbeat_interval)
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    async with serve(central_system.serve_link, arguments.host, arguments.port):
        await stopped.wait()
    for action, count in central_system.received.most_common():
        print(f"{count:>10,}  {action}")


if __name__ == "__main__":
    run(main())
