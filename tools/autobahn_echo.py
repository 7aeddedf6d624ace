"""What the Autobahn suite is let loose on: servers and clients that send back what they receive.

`python -m tools.autobahn_echo server DOOR` prints its port and serves until it is ended;
`python -m tools.autobahn_echo client OPENER URL AGENT` runs each case of the suite's server at URL.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import websockets.asyncio.client
import websockets.asyncio.server
from websockets.exceptions import ConnectionClosed, InvalidHandshake

import ocpp.client
import ocpp.server
from ocpp.websocket.link import Link

HOST = "127.0.0.1"
MAX_SIZE = 2**25  # the longest message of the suite has 16 MiB
OPENING_DEADLINE_S = 30.0
RETRY_S = 0.1


class EchoConnection(Protocol):
    """What the suite's cases need of a connection."""

    def __aiter__(self) -> AsyncIterator[str | bytes]: ...

    async def recv(self) -> str | bytes:
        """Return the next message."""
        ...

    async def send(self, message: str | bytes, /) -> None:
        """Send a message."""

    async def close(self) -> None:
        """Close the connection."""


class Listening(Protocol):
    """What is needed of a server."""

    @property
    def sockets(self) -> Iterable[socket.socket]:
        """Where it listens."""
        ...

    async def serve_forever(self) -> None:
        """Serve until it is cancelled."""


Open = Callable[[str], Awaitable[EchoConnection]]


async def echo(connection: EchoConnection) -> None:
    """Send every message back, text as text and binary as binary, until the connection ends."""
    with suppress(ConnectionClosed):  # the suite breaks the rules, so the connection is failed: that is its purpose
        async for message in connection:
            await connection.send(message)


async def echo_by_callback(link: Link) -> None:
    """Send every text message back at the moment it arrives, until the link ends."""
    with suppress(ConnectionClosed):
        await link.listen(link.write)


def _ours(handler: Callable[[Link], Awaitable[None]]) -> AbstractAsyncContextManager[Listening]:
    return ocpp.server.serve(handler, HOST, 0, subprotocols=None, newest_wins=False, max_size=MAX_SIZE)


def _websockets() -> AbstractAsyncContextManager[Listening]:
    return websockets.asyncio.server.serve(echo, HOST, 0, max_size=MAX_SIZE)


SERVERS: dict[str, Callable[[], AbstractAsyncContextManager[Listening]]] = {
    "recv": lambda: _ours(echo),
    "listen": lambda: _ours(echo_by_callback),
    "websockets": _websockets,
}


async def _open_with_websockets(url: str) -> EchoConnection:
    return await websockets.asyncio.client.connect(url, max_size=MAX_SIZE)


async def _open_with_ours(url: str) -> EchoConnection:
    """Open a URL of the suite's server: to our client, the last segment of its path is the identity."""
    parts = urlsplit(url)
    before, _, identity = parts.path.rpartition("/")
    central_system = urlunsplit(parts._replace(path=before))
    return await ocpp.client.connect(central_system, identity, (), compression="deflate", max_size=MAX_SIZE)


OPENERS: dict[str, Open] = {"ocpp": _open_with_ours, "websockets": _open_with_websockets}


async def run_server(name: str) -> None:
    """Serve at a free port, and print it."""
    async with SERVERS[name]() as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await server.serve_forever()


async def run_cases(open_connection: Open, url: str, agent: str) -> None:
    """Let the suite's server try each of its cases on a connection of its own, and have it write its report."""
    count = int(await _answer(open_connection, f"{url}/getCaseCount"))
    for case in range(1, count + 1):
        try:
            connection = await open_connection(f"{url}/runCase?case={case}&agent={agent}")
        except InvalidHandshake as error:  # the suite takes note of it: the case fails
            print(f"Case number {case}: {error}", file=sys.stderr)
        else:
            await echo(connection)
    await echo(await open_connection(f"{url}/updateReports?agent={agent}"))  # it says nothing, and closes at the end


async def _answer(open_connection: Open, url: str) -> str | bytes:
    """Return what the suite's server says first; it may have to be waited for until it listens."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + OPENING_DEADLINE_S
    while True:
        try:
            connection = await open_connection(url)
        except ConnectionRefusedError:
            if loop.time() > deadline:
                raise
            await asyncio.sleep(RETRY_S)
        else:
            answer = await connection.recv()
            await connection.close()
            return answer


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says; on uvloop where it exists."""
    program: Coroutine[Any, Any, None]
    match arguments:
        case ["server", name]:
            program = run_server(name)
        case ["client", name, url, agent]:
            program = run_cases(OPENERS[name], url, agent)
        case _:
            raise SystemExit(__doc__)
    ocpp.server.run(program)


if __name__ == "__main__":
    main(sys.argv[1:])
