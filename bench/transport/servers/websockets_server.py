"""The asyncio server of websockets: with our charge points on it, or with an application that only reads."""

import contextlib
import functools
import http
from collections.abc import Sequence

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidHeader
from websockets.headers import parse_authorization_basic
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

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


def identity_of(request: Request | None) -> str:
    """Return the last part of the path."""
    return request.path.rsplit("/", 1)[-1] if request else ""


async def serve_charge_point(connection: ServerConnection) -> None:
    """Hand the connection to a charge point of ours."""
    with contextlib.suppress(ConnectionClosed):
        await CentralSystem(identity_of(connection.request), connection).start()


async def answer_canned(connection: ServerConnection) -> None:
    """Answer each message with the same text."""
    answer = CANNED_ANSWER.decode()
    async for _ in connection:
        await connection.send(answer)


async def authenticate(connection: ServerConnection, request: Request) -> Response | None:  # noqa: ARG001
    """Check the password."""
    try:
        username, password = parse_authorization_basic(request.headers["Authorization"])
    except (KeyError, InvalidHeader):
        username = password = ""
    if is_right(identity_of(request), username, password.encode(errors="surrogateescape")):
        return None
    unauthorized = http.HTTPStatus.UNAUTHORIZED
    return Response(unauthorized.value, unauthorized.phrase, Headers())


def select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:  # noqa: ARG001
    """Choose the first that the station offers and we have."""
    return next((each for each in offered if each == SUBPROTOCOL), None)


async def main(handler_name: str, certificate: str | None) -> None:
    """Serve until told to stop."""
    handler = serve_charge_point if handler_name == "charge-point" else answer_canned
    async with serve(
        handler,
        HOST,
        0,
        process_request=authenticate,
        select_subprotocol=select_subprotocol,
        ssl=tls_context(certificate),
    ) as server:
        announce(next(iter(server.sockets)).getsockname()[1])
        await until_told_to_stop()


if __name__ == "__main__":
    parser = argument_parser("websockets_server")
    parser.add_argument("--application", choices=("charge-point", "canned"), default="charge-point")
    arguments = parser.parse_args()
    run(functools.partial(main, arguments.application, arguments.certificate), arguments)
