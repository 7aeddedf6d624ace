"""A central system on the package `ocpp` of PyPI and websockets' server; it has one charge point at a time."""
# pyright: basic

import asyncio
import base64
import json
import sys
from typing import Any
from urllib.parse import unquote

import pypi_agent
from websockets.asyncio.server import basic_auth, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

SETTINGS = json.loads(sys.argv[1])
VERSION = SETTINGS["version"]


async def main() -> None:
    made: Any = None
    websocket: Any = None

    async def on_connect(connection: Any) -> None:
        nonlocal made, websocket
        websocket = connection
        identity = unquote(connection.request.path.rpartition("/")[2])
        made = pypi_agent.charge_point(identity, connection, VERSION, SETTINGS["answers"])
        pypi_agent.tell(
            saw="connected",
            identity=identity,
            subprotocol=connection.subprotocol,
            compressed=bool(connection.protocol.extensions),
        )
        try:
            await made.start()
        except ConnectionClosed:
            pypi_agent.tell(saw="closed", code=connection.close_code, reason=connection.close_reason)

    async def called(action: str, payload: Any) -> Any:
        return await pypi_agent.call(made, VERSION, action, payload)

    async def called_at_once(action: str, payloads: Any) -> Any:
        return await asyncio.gather(*(called(action, payload) for payload in payloads))

    async def closed(code: int, reason: str) -> None:
        await websocket.close(code, reason)

    login = basic_auth(credentials=(SETTINGS["identity"], base64.b64decode(SETTINGS["password"]).decode()))
    async with serve(
        on_connect, "127.0.0.1", 0, subprotocols=[Subprotocol(f"ocpp{VERSION}")], process_request=login
    ) as server:
        pypi_agent.tell(saw="listening", port=server.sockets[0].getsockname()[1])
        await pypi_agent.obey(call=called, call_at_once=called_at_once, close=closed)


asyncio.run(main())
