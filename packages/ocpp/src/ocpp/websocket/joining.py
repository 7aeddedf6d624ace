"""A connection before it is a WebSocket, on the charge point's side: the request, and the answer to it."""

import asyncio
import base64
from collections.abc import Callable, Sequence
from typing import cast
from urllib.parse import quote, urlsplit, urlunsplit

from websockets.datastructures import Headers
from websockets.exceptions import InvalidHandshake, InvalidMessage, NegotiationError
from websockets.extensions import ClientExtensionFactory
from websockets.uri import WebSocketURI, parse_uri

from ocpp.websocket.core import ClientCore
from ocpp.websocket.link import Link

MAX_HEAD = 65536
"""How many bytes an answer may have before its body."""

MakeLink = Callable[[asyncio.Transport, ClientCore, bytes], Link]


def uri_of(url: str, identity: str) -> WebSocketURI:
    """Return the address of a charge point: the URL of the central system and the identity, percent-encoded.

    OCPP-J 1.6, 3.1.1; 2.0.1 Part 4, 3.1.1. A query of the URL stays at the end.

    Raises: ValueError if the identity is empty; websockets' InvalidURI.
    """
    if not identity:
        raise ValueError("A charge point has an identity")
    parts = urlsplit(url)
    path = f"{parts.path.rstrip('/')}/{quote(identity, safe='')}"
    return parse_uri(urlunsplit(parts._replace(path=path)))


def authorization(identity: str, password: str | bytes) -> str:
    """Return the header of basic authentication; the bytes of a password need not be UTF-8 (OCPP 1.6)."""
    secret = password.encode() if isinstance(password, str) else password
    return "Basic " + base64.b64encode(identity.encode() + b":" + secret).decode()


class Joining(asyncio.Protocol):
    """Sends the request, reads the answer, and gives the transport to the link; `link` is the outcome."""

    def __init__(
        self,
        uri: WebSocketURI,
        subprotocols: Sequence[str],
        extensions: Sequence[ClientExtensionFactory] | None,
        headers: Headers,
        *,
        max_size: int | None,
        make_link: MakeLink,
    ) -> None:
        self.link: asyncio.Future[Link] = asyncio.get_running_loop().create_future()
        self._core = ClientCore(uri, subprotocols, extensions, max_size)
        self._wants_subprotocol = bool(subprotocols)
        self._headers = headers
        self._make_link = make_link
        self._head = bytearray()
        self._has_head = False
        self._raw_request = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the request."""
        self._transport = cast(asyncio.Transport, transport)
        request = self._core.connect()
        for name in self._headers:
            request.headers.pop(name, None)  # ours are taken instead: `Host`, the password that is in the URL
        request.headers.update(self._headers)
        self._raw_request = request.serialize()
        self._transport.write(self._raw_request)

    def data_received(self, data: bytes) -> None:
        """Collect the answer; what follows it belongs to the link."""
        if self.link.done():
            return
        if self._has_head:
            self._receive(data)
            return
        searched = max(0, len(self._head) - 3)
        self._head += data
        end = self._head.find(b"\r\n\r\n", searched) + 4
        if end < 4:
            if len(self._head) > MAX_HEAD:
                self._give_up(InvalidMessage(f"The headers of the answer are longer than {MAX_HEAD} bytes"))
            return
        self._has_head = True
        self._receive(bytes(self._head[:end]), bytes(self._head[end:]))

    def eof_received(self) -> bool:
        """Take the end of the body, if the answer has no length."""
        if not self.link.done():
            self._core.receive_eof()
            self._look()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail, unless it is known already how this ended."""
        if not self.link.done():
            self._give_up(exc or ConnectionResetError("The central system closed the connection without an answer"))

    def _receive(self, data: bytes, rest: bytes = b"") -> None:
        self._core.receive_data(data)
        self._look(rest)

    def _look(self, rest: bytes = b"") -> None:
        """See whether there is an answer, and which."""
        if self._core.handshake_exc is not None:
            self._give_up(self._core.handshake_exc)
        elif self._core.events_received():
            if self._wants_subprotocol and self._core.subprotocol is None:
                self._give_up(NegotiationError("The central system chose none of our versions of OCPP"))
                return
            link = self._make_link(self._transport, self._core, self._raw_request)
            self._transport.set_protocol(link)
            self.link.set_result(link)
            if rest:
                link.data_received(rest)
        elif rest:
            self._receive(rest)  # the body of a refusal, which says why

    def _give_up(self, error: Exception) -> None:
        self._transport.abort()
        if not self.link.done():
            self.link.set_exception(error)
            self.link.exception()  # nobody asks for it if the attempt was cancelled


def reason_of(error: Exception) -> str:
    """Return why a connection could not be made, in words; what the central system says is part of it."""
    response = getattr(error, "response", None)
    if isinstance(error, InvalidHandshake) and response is not None:
        text = bytes(response.body or b"").decode(errors="replace").strip()[:200]
        return f"{response.status_code} {text or response.reason_phrase}"
    reason = str(error) or type(error).__name__
    return f"{reason}: {error.__cause__}" if isinstance(error, InvalidMessage) and error.__cause__ else reason
