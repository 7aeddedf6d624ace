"""docs/howto/who-may-connect.md: what the page says it prints is what it prints."""

import asyncio
import contextlib
import ssl
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from tests.test_docs_snippets import blocks, running, wait_until_listening, write_programs

PAGE = "docs/howto/who-may-connect.md"
KEY = "4F43415F4F4354545F61646D696E5F74657374"


async def knock(url: str, subprotocol: str = "ocpp1.6") -> int | str:
    """Connect and send a Heartbeat; return the answer's kind, or the status that refuses it."""
    try:
        async with connect(url, subprotocols=[Subprotocol(subprotocol)]) as websocket:
            await websocket.send('[2,"1","Heartbeat",{}]')
            return str(await websocket.recv())[:6]
    except InvalidStatus as refused:
        return refused.response.status_code


async def knock_all(port: int) -> list[int | str]:
    here = f"127.0.0.1:{port}"
    answers = [
        await knock(f"ws://CP_1:{bytes.fromhex(KEY).decode()}@{here}/CP_1"),
        await knock(f"ws://CP_1:{KEY}@{here}/any/prefix/CP_1/"),
        await knock(f"ws://{here}/CP_9"),
        await knock(f"ws://CP_1:wrong@{here}/CP_1"),
        await knock(f"ws://{here}/"),
    ]
    with contextlib.suppress(OSError):
        await asyncio.open_connection("127.0.0.1", port, ssl=ssl.create_default_context())
    return [*answers, await knock(f"ws://CP_1:{KEY}@{here}/CP_1", "ocpp1.5")]


def test_who_may_connect(tmp_path: Path) -> None:
    port = write_programs(tmp_path, PAGE)
    with running(tmp_path, "central_system.py") as central_system:
        wait_until_listening(port)
        assert asyncio.run(knock_all(port)) == ['[3,"1"', '[3,"1"', 404, 401, 404, 400]
        central_system.terminate()
        printed = central_system.communicate()[0].splitlines()
    assert printed == "".join(blocks(PAGE, "text")).splitlines()
