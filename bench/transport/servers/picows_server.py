"""A server of picows: with our charge points on it, or with an application that answers each message alike."""

# picows is in an environment of its own, where the type checker does not look.
# pyright: basic, reportMissingImports=false

import asyncio
import contextlib
import functools
from collections.abc import Callable
from typing import Never

from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

from bench.transport.servers.central_system import CentralSystem
from bench.transport.servers.process import (
    CANNED_ANSWER,
    HOST,
    SUBPROTOCOL,
    announce,
    argument_parser,
    run,
    until_told_to_stop,
)
from ocpp.connection import PushConnection


class LinkEndedError(Exception):
    """The link has ended."""


class CannedListener(WSListener):
    """Takes each message out of its frame and answers with the same text."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Answer."""
        if frame.msg_type is WSMsgType.TEXT:
            frame.get_payload_as_bytes()
            transport.send(WSMsgType.TEXT, CANNED_ANSWER)
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()


class PicowsConnection(PushConnection):
    """Hands the messages of picows over the moment they arrive."""

    def __init__(self, transport: WSTransport) -> None:
        self._transport = transport
        self.ended = asyncio.get_running_loop().create_future()
        self.on_message: Callable[[bytes], None] = lambda _: None

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        """Hand messages to `on_message` until the link ends."""
        self.on_message = on_message
        await self.ended
        raise LinkEndedError

    def write(self, message: str | bytes) -> None:
        """Send a message."""
        self._transport.send(WSMsgType.TEXT, message)

    async def recv(self) -> str | bytes:
        """Refuse: messages are handed over."""
        raise LinkEndedError

    async def send(self, message: str) -> None:
        """Send a message."""
        self.write(message)


class ChargePointListener(WSListener):
    """Feeds one of our charge points with the frames of picows."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Start the charge point."""
        self._connection = PicowsConnection(transport)
        self._task = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        with contextlib.suppress(LinkEndedError):
            await CentralSystem(self._identity, self._connection).start()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Hand the message over."""
        if frame.msg_type is WSMsgType.TEXT:
            self._connection.on_message(frame.get_payload_as_bytes())
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002
        """End the charge point."""
        self._connection.ended.set_result(None)


def accept(application: str, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
    """Accept a link."""
    identity = request.path.decode().rsplit("/", 1)[-1]
    listener = ChargePointListener(identity) if application == "charge-point" else CannedListener()
    response = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": SUBPROTOCOL})
    return WSUpgradeResponseWithListener(response, listener)


async def main(application: str) -> None:
    """Serve until told to stop."""
    server = await ws_create_server(functools.partial(accept, application), HOST, 0, enable_auto_ping=True)
    announce(server.sockets[0].getsockname()[1])
    await until_told_to_stop()


if __name__ == "__main__":
    parser = argument_parser("picows_server")
    parser.add_argument("--application", choices=("charge-point", "canned"), default="charge-point")
    arguments = parser.parse_args()
    run(functools.partial(main, arguments.application), arguments)
