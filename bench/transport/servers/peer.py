"""A central system of PyPI's `ocpp` on websockets, as its documentation shows it; runs in the peer's environment."""

import contextlib

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from bench.stations import KeywordStation16
from bench.transport.servers.process import HOST, SUBPROTOCOL, announce, argument_parser, run, until_told_to_stop


async def on_connect(connection: ServerConnection) -> None:
    """Serve one charge point."""
    identity = connection.request.path.rsplit("/", 1)[-1] if connection.request else ""
    with contextlib.suppress(ConnectionClosed):
        await KeywordStation16(identity, connection).start()


async def main() -> None:
    """Serve until told to stop."""
    async with serve(on_connect, HOST, 0, subprotocols=[Subprotocol(SUBPROTOCOL)]) as server:
        announce(next(iter(server.sockets)).getsockname()[1])
        await until_told_to_stop()


if __name__ == "__main__":
    run(main, argument_parser("peer").parse_args())
