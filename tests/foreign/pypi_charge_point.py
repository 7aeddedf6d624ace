"""A charge point on the package `ocpp` of PyPI and websockets' client."""
# pyright: basic

import asyncio
import base64
import json
import sys
from typing import Any
from urllib.parse import quote

import pypi_agent
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

SETTINGS = json.loads(sys.argv[1])
VERSION = SETTINGS["version"]
IDENTITY = SETTINGS["identity"]


async def main() -> None:
    made: Any = None
    websocket: Any = None

    async def connected() -> str:
        nonlocal made, websocket
        credentials = base64.b64encode(f"{IDENTITY}:".encode() + base64.b64decode(SETTINGS["password"])).decode()
        websocket = await connect(
            f"{SETTINGS['url']}/{quote(IDENTITY, safe='')}",
            subprotocols=[Subprotocol(f"ocpp{VERSION}")],
            additional_headers={"Authorization": f"Basic {credentials}"},
        )
        made = pypi_agent.charge_point(IDENTITY, websocket, VERSION, SETTINGS["answers"])
        tasks.create_task(serve())
        return websocket.subprotocol

    async def serve() -> None:
        try:
            await made.start()
        except ConnectionClosed:
            pypi_agent.tell(saw="closed", code=websocket.close_code, reason=websocket.close_reason)

    async def called(action: str, payload: Any) -> Any:
        return await pypi_agent.call(made, VERSION, action, payload)

    async def called_at_once(action: str, payloads: Any) -> Any:
        return await asyncio.gather(*(called(action, payload) for payload in payloads))

    async def closed(code: int, reason: str) -> None:
        await websocket.close(code, reason)

    async with asyncio.TaskGroup() as tasks:
        await pypi_agent.obey(connect=connected, call=called, call_at_once=called_at_once, close=closed)


asyncio.run(main())
