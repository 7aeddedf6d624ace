"""WebSockets of other libraries as the connections of charge points: Starlette, which is FastAPI's too, and aiohttp.

    connection = StarletteConnection(websocket)
    await connection.accept(choose_subprotocol(connection.offered_subprotocols, ["ocpp2.0.1", "ocpp1.6"]))
    await ChargePoint(connection.identity, connection).start()

Neither library is imported here. In whatever way it tells that a connection has ended, `recv` and `send` raise
`WebSocketClosedError`, which is a LinkClosedError. A `recv` that is cancelled loses no message.
"""

from collections.abc import Awaitable, MutableMapping
from enum import Enum
from typing import Any, Protocol
from urllib.parse import quote

from ocpp.exceptions import LinkClosedError
from ocpp.websocket.knock import choose_subprotocol, identity_of

__all__ = [
    "AiohttpConnection",
    "AiohttpMessage",
    "AiohttpWebSocket",
    "StarletteConnection",
    "StarletteWebSocket",
    "WebSocketClosedError",
    "choose_subprotocol",
    "identity_of",
]

NORMAL_CLOSURE = 1000
NO_STATUS = 1005
"""The Close frame had no code (RFC 6455, 7.4.1)."""

ABNORMAL_CLOSURE = 1006
"""There was no Close frame (RFC 6455, 7.4.1), or the library does not say."""

REASON_LIMIT = 123
"""How many bytes of a reason a Close frame has room for (RFC 6455, 5.5)."""


class WebSocketClosedError(LinkClosedError):
    """The WebSocket has ended; `code` and `reason` are those of the Close frame, as far as the library knows them.

    The code is 1006 where there was no Close frame; uvicorn calls that 1005.
    """

    def __init__(self, message: str, code: int = ABNORMAL_CLOSURE, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


class _Ends:
    """What a connection knows of its end. Who says first how it ended is believed."""

    close_code: int | None = None
    """The code that the connection was closed with; None as long as neither `recv` nor `close` have ended it."""
    close_reason: str = ""

    def _ended(self, code: int | None, reason: str = "") -> WebSocketClosedError:
        """Take down how the connection has ended, unless that is known; return the error to raise."""
        if self.close_code is None:
            self.close_code, self.close_reason = int(code or ABNORMAL_CLOSURE), reason
        return self._error()

    def _error(self) -> WebSocketClosedError:
        code = self.close_code or ABNORMAL_CLOSURE
        text = f"The WebSocket is closed: code {code} {self.close_reason}".rstrip()
        return WebSocketClosedError(text, code, self.close_reason)


class StarletteWebSocket(Protocol):
    """What is used of `starlette.websockets.WebSocket`, which is `fastapi.WebSocket` too."""

    @property
    def scope(self) -> MutableMapping[str, Any]:
        """What ASGI says of the request."""
        ...

    @property
    def client_state(self) -> Enum:
        """Whether the other side is connected."""
        ...

    @property
    def application_state(self) -> Enum:
        """Whether we have accepted, or closed."""
        ...

    def accept(self, subprotocol: str | None) -> Awaitable[object]:
        """Complete the handshake."""
        ...

    def receive(self) -> Awaitable[MutableMapping[str, Any]]:
        """Return the next ASGI message."""
        ...

    def send_text(self, data: str) -> Awaitable[object]:
        """Send a text message."""
        ...

    def close(self, code: int, reason: str | None) -> Awaitable[object]:
        """Send a Close frame; before `accept`, refuse the handshake with HTTP 403."""
        ...


class StarletteConnection(_Ends):
    """A `WebSocket` of Starlette or FastAPI as the connection of a charge point.

    Accept it with `accept` of this class. If the WebSocket is accepted already, say with which `subprotocol`: it does
    not know itself.
    """

    def __init__(self, websocket: StarletteWebSocket, subprotocol: str | None = None) -> None:
        self.subprotocol: str | None = subprotocol
        """What was agreed upon, such as "ocpp1.6"."""
        self.websocket: StarletteWebSocket = websocket

    @property
    def identity(self) -> str:
        """The charge point's identity, from the URL. Raises: ValueError, see `identity_of`."""
        scope = self.websocket.scope
        raw_path: bytes | None = scope.get("raw_path")
        # A server need not give the path as it was sent; the other is decoded already.
        return identity_of(quote(scope["path"]) if raw_path is None else raw_path.decode(errors="replace"))

    @property
    def offered_subprotocols(self) -> list[str]:
        """What the charge point offers, the best first."""
        return list(self.websocket.scope.get("subprotocols", ()))

    async def accept(self, subprotocol: str | None = None) -> None:
        """Complete the handshake with this subprotocol. Raises: WebSocketClosedError."""
        try:
            await self.websocket.accept(subprotocol)
        except OSError as error:
            raise self._error() from error
        self.subprotocol = subprotocol

    async def recv(self) -> str | bytes:
        """Return the next message, a binary one as bytes. Raises: WebSocketClosedError."""
        if self.close_code is not None:
            raise self._error()
        try:
            message = await self.websocket.receive()
        except Exception as error:
            if not self._is_end(error):
                raise
            raise self._error() from error
        match message["type"]:
            case "websocket.receive":
                text: str | None = message.get("text")
                return message["bytes"] if text is None else text
            case "websocket.disconnect":
                raise self._ended(message.get("code"), message.get("reason") or "")
            case _:
                raise RuntimeError("The handshake is not complete: call accept() before recv()")

    async def send(self, message: str, /) -> None:
        """Send a text message. Raises: WebSocketClosedError."""
        try:
            await self.websocket.send_text(message)
        except Exception as error:
            if not self._is_end(error):
                raise
            raise self._error() from error

    async def close(self, code: int = NORMAL_CLOSURE, reason: str = "") -> None:
        """Close with this code and reason, unless the connection has ended already. Before `accept`: HTTP 403."""
        if self.close_code is not None:
            return
        self._ended(code, reason.encode()[:REASON_LIMIT].decode(errors="ignore"))
        try:
            await self.websocket.close(code, self.close_reason)
        except Exception as error:
            if not self._is_end(error):
                raise

    def _is_end(self, error: Exception) -> bool:
        """Tell whether an error says that the connection has ended, and not that it is used wrongly.

        That is Starlette's WebSocketDisconnect, which has a code, and the errors of servers. After the end, all that
        is sent or read is a RuntimeError, also where the server has closed by itself, as for want of a pong.
        """
        if self.websocket.application_state.name == "CONNECTING":
            return False
        return hasattr(error, "code") or isinstance(error, OSError | RuntimeError)


# Numbers of aiohttp.WSMsgType: opcodes (RFC 6455, 5.2), and CLOSING, CLOSED and ERROR, which are larger.
_TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class AiohttpMessage(Protocol):
    """What is used of an `aiohttp.WSMessage`."""

    @property
    def type(self) -> int:
        """A number of WSMsgType."""
        ...

    @property
    def data(self) -> Any:
        """The message; the code of a Close frame; an exception."""
        ...

    @property
    def extra(self) -> Any:
        """The reason of a Close frame."""
        ...


class AiohttpWebSocket(Protocol):
    """What is used of `aiohttp.web.WebSocketResponse` and of `aiohttp.ClientWebSocketResponse`."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        ...

    @property
    def close_code(self) -> int | None:
        """The code that it was closed with."""
        ...

    def receive(self) -> Awaitable[AiohttpMessage]:
        """Return the next message, or how the connection has ended."""
        ...

    def send_str(self, data: str) -> Awaitable[object]:
        """Send a text message."""
        ...

    def close(self, *, code: int, message: bytes) -> Awaitable[object]:
        """Send a Close frame and wait for the other side's."""
        ...


class AiohttpConnection(_Ends):
    """A WebSocket of aiohttp, of its server (after `prepare`) or of its client, as the connection of a charge point.

    `path` is where the identity is taken from, on a server `request.raw_path`: the WebSocket does not know it.
    """

    def __init__(self, websocket: AiohttpWebSocket, path: str = "") -> None:
        self.websocket: AiohttpWebSocket = websocket
        self._path = path

    @property
    def identity(self) -> str:
        """The charge point's identity, from the path. Raises: ValueError, see `identity_of`."""
        return identity_of(self._path)

    @property
    def subprotocol(self) -> str | None:
        """What was agreed upon, such as "ocpp1.6"."""
        name = "ws_protocol" if hasattr(self.websocket, "ws_protocol") else "protocol"  # server, client
        return getattr(self.websocket, name)

    async def recv(self) -> str | bytes:
        """Return the next message, a binary one as bytes. Raises: WebSocketClosedError."""
        while self.close_code is None:
            try:
                message = await self.websocket.receive()
            except RuntimeError as error:
                if not self.websocket.closed:
                    raise
                raise self._ended(self.websocket.close_code) from error
            if message.type in (_TEXT, _BINARY):
                return message.data
            if message.type == _CLOSE:
                raise self._ended(message.data or NO_STATUS, message.extra or "")
            if message.type not in (_PING, _PONG):  # which come with autoping=False
                cause = message.data if isinstance(message.data, BaseException) else None
                # An error of the protocol has the code that aiohttp closed with; `close_code` is another by now.
                raise self._ended(getattr(cause, "code", self.websocket.close_code)) from cause
        raise self._error()

    async def send(self, message: str, /) -> None:
        """Send a text message. Raises: WebSocketClosedError."""
        try:
            await self.websocket.send_str(message)
        except OSError as error:
            raise self._error() from error

    async def close(self, code: int = NORMAL_CLOSURE, reason: str = "") -> None:
        """Close with this code and reason, unless the connection has ended already."""
        if self.close_code is not None:
            return
        self._ended(code, reason.encode()[:REASON_LIMIT].decode(errors="ignore"))
        await self.websocket.close(code=code, message=self.close_reason.encode())
