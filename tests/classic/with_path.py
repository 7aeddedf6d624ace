# ruff: noqa: DTZ003, N813
# pyright: basic, reportAttributeAccessIssue=false, reportDeprecated=false, reportArgumentType=false, reportOptionalMemberAccess=false
# A central system as it was written years ago, with the names of then, for websockets 10 to 13.
import asyncio
import sys
from datetime import datetime

import websockets

from ocpp.routing import after, on
from ocpp.v16 import ChargePoint as cp
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, RegistrationStatus


class ChargePoint(cp):
    @on(Action.BootNotification)
    def on_boot_notification(self, charge_point_vendor: str, charge_point_model: str, **kwargs):
        return call_result.BootNotificationPayload(
            current_time=datetime.utcnow().isoformat(), interval=10, status=RegistrationStatus.accepted
        )

    @after(Action.BootNotification)
    async def after_boot_notification(self, **kwargs):
        response = await self.call(call.GetConfigurationPayload(key=["HeartbeatInterval"]))
        print(self.id, response.configuration_key, flush=True)


async def on_connect(websocket, path):
    try:
        requested_protocols = websocket.request_headers["Sec-WebSocket-Protocol"]
    except KeyError:
        return await websocket.close()
    if not websocket.subprotocol:
        print("no common subprotocol, the client has", requested_protocols, flush=True)
        return await websocket.close()

    charge_point_id = path.strip("/")
    cp = ChargePoint(charge_point_id, websocket)
    try:
        await cp.start()
    except websockets.exceptions.ConnectionClosed:
        print(charge_point_id, "has left", flush=True)


async def main():
    server = await websockets.serve(on_connect, "127.0.0.1", int(sys.argv[1]), subprotocols=["ocpp1.6"])
    print("websockets", websockets.version.version, "on port", server.sockets[0].getsockname()[1], flush=True)
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main())
