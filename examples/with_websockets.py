"""A central system for OCPP 1.6 on the server of websockets, as programs for the package `ocpp` of PyPI are written.

    python examples/with_websockets.py [port]

`ChargePoint` takes every connection that has `recv()` and `send()`. This program needs nothing of `ocpp.server`: with
the package `ocpp` in place of `csms-ocpp` it does the same.
"""

import asyncio
import contextlib
import sys
from datetime import UTC, datetime
from typing import Any

from websockets import ConnectionClosed, ServerConnection, Subprotocol, serve

from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.enums import Action, RegistrationStatus


class Station(ChargePoint):
    @on(Action.boot_notification)
    def on_boot(self, charge_point_vendor: str, charge_point_model: str, **_: Any):
        print(f"{self.id} is a {charge_point_model} by {charge_point_vendor}")
        return call_result.BootNotification(current_time=now(), interval=300, status=RegistrationStatus.accepted)

    @on(Action.heartbeat)
    def on_heartbeat(self):
        return call_result.Heartbeat(current_time=now())


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def on_connect(websocket: ServerConnection) -> None:
    path = websocket.request.path if websocket.request else ""
    station = Station(path.strip("/"), websocket)
    try:
        await station.start()
    except ConnectionClosed:
        print(f"{station.id} has left")


async def main(port: int) -> None:
    async with serve(on_connect, "127.0.0.1", port, subprotocols=[Subprotocol("ocpp1.6")]) as server:
        print(f"Listening on port {server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 9000))
