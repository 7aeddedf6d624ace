"""A central system of the package `ocpp` of PyPI for stations of three versions; run in its environment.

It prints its port. When standard input ends it prints, as JSON, how often each action came, by version, and ends.
"""
# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false, reportArgumentType=false

import asyncio
import contextlib
import json
import sys
from collections import Counter
from datetime import UTC, datetime

import websockets

from ocpp import v16, v21, v201
from ocpp.routing import on

handled: Counter[str] = Counter()
transaction_ids = iter(range(1, 1_000_000))


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Station16(v16.ChargePoint):
    @on("BootNotification")
    def boot(self, **fields):
        handled["1.6 BootNotification"] += 1
        return v16.call_result.BootNotification(current_time=now(), interval=300, status="Accepted")

    @on("Heartbeat")
    def heartbeat(self):
        handled["1.6 Heartbeat"] += 1
        return v16.call_result.Heartbeat(current_time=now())

    @on("StatusNotification")
    def status(self, **fields):
        handled["1.6 StatusNotification"] += 1
        return v16.call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, **fields):
        handled["1.6 Authorize"] += 1
        return v16.call_result.Authorize(id_tag_info={"status": "Accepted"})

    @on("StartTransaction")
    def start_transaction(self, **fields):
        handled["1.6 StartTransaction"] += 1
        return v16.call_result.StartTransaction(
            transaction_id=next(transaction_ids), id_tag_info={"status": "Accepted"}
        )

    @on("MeterValues")
    def meter_values(self, **fields):
        handled["1.6 MeterValues"] += 1
        return v16.call_result.MeterValues()

    @on("StopTransaction")
    def stop_transaction(self, **fields):
        handled["1.6 StopTransaction"] += 1
        return v16.call_result.StopTransaction()


def station_of(version, package):
    class Station(package.ChargePoint):
        @on("BootNotification")
        def boot(self, **fields):
            handled[f"{version} BootNotification"] += 1
            return package.call_result.BootNotification(current_time=now(), interval=300, status="Accepted")

        @on("Heartbeat")
        def heartbeat(self, **fields):
            handled[f"{version} Heartbeat"] += 1
            return package.call_result.Heartbeat(current_time=now())

        @on("StatusNotification")
        def status(self, **fields):
            handled[f"{version} StatusNotification"] += 1
            return package.call_result.StatusNotification()

        @on("Authorize")
        def authorize(self, **fields):
            handled[f"{version} Authorize"] += 1
            return package.call_result.Authorize(id_token_info={"status": "Accepted"})

        @on("TransactionEvent")
        def transaction_event(self, event_type, **fields):
            handled[f"{version} TransactionEvent {event_type}"] += 1
            return package.call_result.TransactionEvent()

        @on("MeterValues")
        def meter_values(self, **fields):
            handled[f"{version} MeterValues"] += 1
            return package.call_result.MeterValues()

        @on("NotifyEvent")
        def notify_event(self, **fields):
            handled[f"{version} NotifyEvent"] += 1
            return package.call_result.NotifyEvent()

        @on("SecurityEventNotification")
        def security_event(self, **fields):
            handled[f"{version} SecurityEventNotification"] += 1
            return package.call_result.SecurityEventNotification()

    return Station


STATIONS = {
    "ocpp1.6": Station16,
    "ocpp2.0.1": station_of("2.0.1", v201),
    "ocpp2.1": station_of("2.1", v21),
}


async def on_connect(websocket) -> None:
    identity = websocket.request.path.rsplit("/", 1)[-1]
    handled["links"] += 1
    with contextlib.suppress(websockets.ConnectionClosed):
        await STATIONS[websocket.subprotocol](identity, websocket).start()


async def main() -> None:
    async with websockets.serve(on_connect, "127.0.0.1", 0, subprotocols=list(STATIONS)) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(json.dumps(handled), flush=True)


asyncio.run(main())
