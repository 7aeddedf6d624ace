"""A connection before it is a WebSocket, on the server's side: from the first byte to the 101, or to a refusal."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, TypeAlias, cast

from websockets.exceptions import InvalidHandshake
from websockets.extensions import ServerExtensionFactory

from ocpp.tls import peer_certificate, shrink_buffers
from ocpp.websocket.core import ServerCore
from ocpp.websocket.handshake import Accept, HandshakeRequest, Refusal
from ocpp.websocket.knock import choose_subprotocol, identity_of
from ocpp.websocket.request import BadRequestError, RequestHead, accept_key, accepting, refusing

LOGGER = logging.getLogger("ocpp.server")
MAX_HEAD = 65536
"""How many bytes a request may have: headers with a certificate from a proxy fit."""

_TLS_HANDSHAKE = 0x16

Authenticate: TypeAlias = Callable[[HandshakeRequest], Awaitable[Refusal | Accept | None]]
UnsupportedSubprotocol: TypeAlias = Literal["refuse", "close"]


@dataclass(frozen=True, slots=True)
class RefusedConnection:
    """A connection that did not become a link, and why: what an operator wants to see of it."""

    remote_address: Any
    path: str | None
    """The path that was asked for; None if no request came."""
    identity: str | None
    """The identity in it; None if there is none."""
    status: int
    """The HTTP status that was answered; 0 if nothing could be answered."""
    reason: str
    """The cause, in words."""


@dataclass(frozen=True, slots=True)
class Door:
    """How connections are let in, and whom to tell."""

    subprotocols: Sequence[str] | None
    default_subprotocol: str | None
    unsupported_subprotocol: UnsupportedSubprotocol
    authenticate: Authenticate | None
    is_tls: bool
    extensions: Sequence[ServerExtensionFactory]
    max_size: int | None
    open_timeout_s: float | None
    close_timeout_s: float | None
    is_full: Callable[[str], Refusal | None]
    on_connected: Callable[["Opening"], None]
    on_opened: Callable[["Opened"], asyncio.Protocol]
    on_refused: Callable[[RefusedConnection], None]
    on_gone: Callable[["Opening"], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is made of."""

    transport: asyncio.Transport
    core: ServerCore
    raw_request: bytes
    handshake: HandshakeRequest
    subprotocol: str | None
    is_unsupported: bool
    """Whether the link is only opened to be closed: there is no common subprotocol."""


@dataclass(frozen=True, slots=True)
class _Knock:
    """A request that may be let in."""

    head: RequestHead
    accept: str
    """The key that the answer holds."""
    handshake: HandshakeRequest


class Opening(asyncio.Protocol):
    """Reads the request, has it judged, answers it, and gives the transport to the link."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._head = bytearray()
        self._early = bytearray()
        self._knock: _Knock | None = None
        self._path: str | None = None
        self._identity: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False
        self._remote_address: Any = None
        self._transport: asyncio.Transport

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the request, not for ever."""
        self._transport = cast(asyncio.Transport, transport)
        self._remote_address = transport.get_extra_info("peername")
        self._door.on_connected(self)
        if self._door.open_timeout_s is not None:
            self._timer = self._loop.call_later(self._door.open_timeout_s, self._time_out)
        if self._door.is_tls:
            shrink_buffers(transport)

    def data_received(self, data: bytes) -> None:
        """Collect the request."""
        if self._is_over:
            return
        if self._knock is not None:  # while it is being judged; reading goes on, to see whether the client goes away
            self._early += data
            if len(self._early) > MAX_HEAD:
                self._drop("sent data before it was let in")
            return
        searched = max(0, len(self._head) - 3)
        self._head += data
        self._read_head(searched)

    def eof_received(self) -> bool:
        """Let asyncio close the transport."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Give up what is going on."""
        if self._head or self._path is not None:  # else somebody has looked whether the port is open
            self._drop("went away" if exc is None else f"went away: {exc}")
        self._stop()
        self._door.on_gone(self)

    # The request

    def _read_head(self, searched: int) -> None:
        place = self._head.find(b"\r\n\r\n", searched)
        is_complete = place >= 0
        end = place + 4 if is_complete else len(self._head)
        if end > MAX_HEAD:
            self._refuse(431, f"The headers are longer than {MAX_HEAD} bytes")
            return
        if not is_complete:
            if self._head and self._head[0] == _TLS_HANDSHAKE and not self._door.is_tls:
                self._drop("TLS where plain WebSocket is spoken: use ws:// instead of wss://, or another port")
            return
        raw = bytes(self._head[:end])
        self._early = self._head[end:]
        self._head.clear()
        try:
            self._knock = knock = self._read_request(raw)
        except BadRequestError as error:
            self._refuse(error.status, error.reason, error.headers)
            return
        full = self._door.is_full(knock.handshake.identity)
        if full is not None:
            self._refuse_with(full)
        elif self._door.authenticate is None:
            self._let_in(knock, None)
        else:
            self._task = self._loop.create_task(self._judge(self._door.authenticate, knock))

    def _read_request(self, raw: bytes) -> "_Knock":
        """Raises: BadRequestError."""
        head = RequestHead(raw)
        self._path = head.path
        accept, repairs = accept_key(head)
        try:
            self._identity = identity_of(head.path)
        except ValueError as error:
            raise BadRequestError(404, str(error)) from None
        certificate = peer_certificate(self._transport.get_extra_info("ssl_object")) if self._door.is_tls else None
        return _Knock(head, accept, HandshakeRequest(head, self._identity, self._remote_address, certificate, repairs))

    async def _judge(self, authenticate: Authenticate, knock: "_Knock") -> None:
        try:
            answer = _checked(await authenticate(knock.handshake))
        except Exception:
            LOGGER.exception("%s: error in authenticate", knock.handshake.identity)
            if not self._is_over:
                self._refuse(500, "The server failed, see its log")
            return
        self._task = None
        if self._is_over:
            return
        if isinstance(answer, Refusal):
            self._refuse_with(answer)
        elif (full := self._door.is_full(knock.handshake.identity)) is not None:
            self._refuse_with(full)  # others, who were judged at the same time, have taken the last place
        else:
            self._let_in(knock, answer)

    # The answer

    def _let_in(self, knock: "_Knock", answer: Accept | None) -> None:
        core = ServerCore(self._door.max_size)
        try:
            subprotocol, is_unsupported = self._subprotocol(knock.handshake, answer)
            extensions = self._negotiate_extensions(knock.head, core)
        except BadRequestError as error:
            self._refuse(error.status, error.reason)
            return
        announced = subprotocol if subprotocol in knock.handshake.subprotocols else None
        self._stop()
        self._is_over = True
        self._door.on_gone(self)
        transport = self._transport
        opened = Opened(transport, core, knock.head.raw, knock.handshake, subprotocol, is_unsupported)
        link = self._door.on_opened(opened)
        transport.set_protocol(link)
        transport.write(accepting(knock.accept, announced, extensions))
        if self._early:
            link.data_received(bytes(self._early))

    def _negotiate_extensions(self, head: RequestHead, core: ServerCore) -> str | None:
        """Take up what is offered and wanted; return the field that says so. Raises: BadRequestError."""
        if not self._door.extensions or "sec-websocket-extensions" not in head.fields:
            return None
        core.available_extensions = self._door.extensions
        try:
            field, core.extensions = core.process_extensions(head.request().headers)
        except InvalidHandshake as error:
            raise BadRequestError(400, str(error)) from None
        return field

    def _subprotocol(self, handshake: HandshakeRequest, answer: Accept | None) -> tuple[str | None, bool]:
        """Return what to speak, and whether that is nothing at all. Raises: BadRequestError."""
        door = self._door
        if answer is not None and answer.subprotocol is not None:
            return answer.subprotocol, False
        if door.subprotocols is None:
            return None, False
        if not handshake.subprotocols and door.default_subprotocol is not None:
            LOGGER.warning(
                "%s: offers no subprotocol, taken for %s; set its OCPP version in the charge point",
                handshake.identity,
                door.default_subprotocol,
            )
            return door.default_subprotocol, False
        chosen = choose_subprotocol(handshake.subprotocols, door.subprotocols)
        if chosen is not None:
            return chosen, False
        if door.unsupported_subprotocol == "close":
            return None, True
        offered = ", ".join(handshake.subprotocols) or "none"
        raise BadRequestError(
            400, f"No common subprotocol: offered {offered}, supported {', '.join(door.subprotocols)}"
        )

    def _refuse_with(self, refusal: Refusal) -> None:
        headers = {} if refusal.retry_after_s is None else {"Retry-After": str(refusal.retry_after_s)}
        if refusal.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = 'Basic realm="OCPP", charset="UTF-8"'
        self._refuse(refusal.status, refusal.reason, headers)

    def _refuse(self, status: int, reason: str, headers: "dict[str, str] | None" = None) -> None:
        """Answer with an HTTP status, and close when the other side has had the time to read it."""
        self._report(status, reason)
        self._stop()
        self._transport.write(refusing(status, HTTPStatus(status).phrase, reason, headers or {}))
        if self._transport.can_write_eof():
            self._transport.write_eof()
            # What the client sends is read to its end: closing earlier could lose the answer.
            self._timer = self._loop.call_later(self._door.close_timeout_s or 10, self._transport.abort)
        else:
            self._transport.close()

    def _drop(self, reason: str) -> None:
        """End the connection without an answer."""
        if not self._is_over:
            self._report(0, reason)
            self._transport.abort()

    def _time_out(self) -> None:
        self._timer = None
        if self._task is not None:
            self._task.cancel()
            self._refuse_with(Refusal(503, "The server took too long to decide", 30))
        else:
            self._drop("sent no complete request in time")

    def _report(self, status: int, reason: str) -> None:
        self._is_over = True
        self._door.on_refused(RefusedConnection(self._remote_address, self._path, self._identity, status, reason))

    def refuse_for_shutdown(self) -> None:
        """Send away whoever is still knocking."""
        if self._is_over:
            self._transport.abort()
        else:
            self._refuse_with(Refusal(503, "The server is going away", 30))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        task, self._task = self._task, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()


def _checked(answer: object) -> Refusal | Accept | None:
    """Return what `authenticate` answered. Raises: TypeError if it is no answer: `False` must let nobody in."""
    if answer is None or isinstance(answer, Refusal | Accept):
        return answer
    raise TypeError(f"authenticate must return a Refusal, an Accept or None, not {answer!r}")
