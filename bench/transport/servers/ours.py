"""Our server: with charge points on it, or with an application that answers each message alike."""

import contextlib
import functools

from websockets.exceptions import ConnectionClosed

from bench.transport.servers.central_system import CentralSystem
from bench.transport.servers.credentials import is_right
from bench.transport.servers.process import (
    CANNED_ANSWER,
    HOST,
    SUBPROTOCOL,
    announce,
    argument_parser,
    run,
    tls_context,
    until_told_to_stop,
)
from ocpp.server import serve
from ocpp.websocket.handshake import HandshakeRequest, Refusal
from ocpp.websocket.link import Link


async def serve_charge_point(link: Link) -> None:
    """Hand the link to a charge point."""
    with contextlib.suppress(ConnectionClosed):
        await CentralSystem(link.identity, link).start()


async def answer_canned(link: Link) -> None:
    """Answer each message with the same text."""
    with contextlib.suppress(ConnectionClosed):
        await link.listen(lambda _: link.write(CANNED_ANSWER))


async def authenticate(request: HandshakeRequest) -> Refusal | None:
    """Check the password."""
    return None if is_right(request.identity, request.username, request.password) else Refusal(401)


async def main(application: str, certificate: str | None) -> None:
    """Serve until told to stop."""
    handler = serve_charge_point if application == "charge-point" else answer_canned
    async with serve(
        handler, HOST, 0, subprotocols=[SUBPROTOCOL], authenticate=authenticate, ssl=tls_context(certificate)
    ) as server:
        announce(server.sockets[0].getsockname()[1])
        await until_told_to_stop()


if __name__ == "__main__":
    parser = argument_parser("ours")
    parser.add_argument("--application", choices=("charge-point", "canned"), default="charge-point")
    arguments = parser.parse_args()
    run(functools.partial(main, arguments.application, arguments.certificate), arguments)
