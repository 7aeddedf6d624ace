"""A charge point that speaks bytes: it can say anything, at any moment, and hears what really came."""

import asyncio
import base64
import json
import socket
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Self

import pytest

from ocpp.server import Server

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

on_a_virtual_clock = pytest.mark.asyncio(loop_factories=["virtual"])
"""Real sockets, but timers are over at once when nothing else happens: the loopback is never slower than a timer."""

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""That of the example in RFC 6455, 1.3."""
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
MASK = b"\x81\x85\x81\x80"
"""It looks like the begin of frames, which a reader that has lost its place would take it for."""


class Frame(NamedTuple):
    """A frame as it came."""

    opcode: int
    payload: bytes
    is_final: bool = True
    reserved: int = 0


@dataclass
class Response:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: str


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, mask: bytes | None = MASK, rsv: int = 0) -> bytes:
    """Return a frame; masked unless `mask` is None."""
    masked = 0 if mask is None else 0x80
    head = bytes([fin << 7 | rsv << 4 | opcode])
    length = len(payload)
    if length < 126:
        head += bytes([masked | length])
    elif length < 65536:
        head += bytes([masked | 126]) + length.to_bytes(2, "big")
    else:
        head += bytes([masked | 127]) + length.to_bytes(8, "big")
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


def text(message: str | bytes) -> bytes:
    """Return a text frame of a charge point."""
    return frame(TEXT, message.encode() if isinstance(message, str) else message)


def close_frame(code: int | None = 1000, reason: str = "") -> bytes:
    """Return a close frame of a charge point."""
    return frame(CLOSE, b"" if code is None else struct.pack("!H", code) + reason.encode())


def basic(username: str | bytes, password: str | bytes) -> str:
    """Return a header of basic authentication."""
    parts = [part.encode() if isinstance(part, str) else part for part in (username, password)]
    return "Basic " + base64.b64encode(b":".join(parts)).decode()


def request(
    path: str = "/CP-1",
    *,
    subprotocols: str | None = "ocpp1.6",
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    without: Iterable[str] = (),
    line: str | None = None,
) -> bytes:
    """Return a request to open a WebSocket, with more headers, or without some."""
    fields = {
        "Host": "central.example",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    if subprotocols is not None:
        fields["Sec-WebSocket-Protocol"] = subprotocols
    kept = [(name, value) for name, value in fields.items() if name not in set(without)]
    more: Sequence[tuple[str, str]] = list(headers.items()) if isinstance(headers, Mapping) else headers
    lines = [line or f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in [*kept, *more]), "", ""]
    return "\r\n".join(lines).encode("latin-1")


class RawClient:
    """One TCP connection to a server."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.received = bytearray()

    @classmethod
    async def connect(cls, server: Server, *, receive_buffer: int | None = None) -> Self:
        """Connect; `receive_buffer` is how many bytes the system may take for a client that does not read."""
        sock = socket.socket()
        if receive_buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, server.sockets[0].getsockname())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(sock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Go away: the server sees the end of the stream."""
        self.sock.close()

    def reset(self) -> None:
        """Go away with an error."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    async def send(self, data: bytes) -> None:
        """Send bytes."""
        await asyncio.get_running_loop().sock_sendall(self.sock, data)

    async def send_what_is_taken(self, data: bytes, limit: int) -> int:
        """Send the same bytes again and again until the server takes no more, or `limit` is reached; return how many.

        The server has had many turns of its loop to take more when this ends.
        """
        sent, idle, position = 0, 0, 0
        while idle < 200 and sent < limit:
            try:
                count = self.sock.send(data[position:])
            except BlockingIOError:
                idle += 1
            else:
                idle, sent, position = 0, sent + count, (position + count) % len(data)
            await asyncio.sleep(0)
        return sent

    async def read(self) -> bytes:
        """Return what comes next; empty at the end."""
        try:
            return await asyncio.get_running_loop().sock_recv(self.sock, 1 << 20)
        except ConnectionResetError:
            return b""

    async def _fill(self, count: int) -> bool:
        while len(self.received) < count:
            data = await self.read()
            if not data:
                return False
            self.received += data
        return True

    def _take(self, count: int) -> bytes:
        taken = bytes(self.received[:count])
        del self.received[:count]
        return taken

    async def response(self) -> Response:
        """Return the HTTP answer."""
        while b"\r\n\r\n" not in self.received:
            data = await self.read()
            assert data, f"the connection ended after {bytes(self.received)!r}"
            self.received += data
        head = self._take(self.received.index(b"\r\n\r\n") + 4).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        version, status, _ = first.split(" ", 2)
        assert version == "HTTP/1.1"
        pairs = [line.split(": ", 1) for line in lines]
        headers = {name.lower(): value for name, value in pairs}
        assert len(headers) == len(pairs), f"a header came twice: {head}"
        length = int(headers.get("content-length", "0"))
        assert await self._fill(length)
        return Response(int(status), headers, self._take(length).decode())

    async def open(self, path: str = "/CP-1", **options: Any) -> Response:
        """Ask for a WebSocket; return the answer."""
        await self.send(request(path, **options))
        return await self.response()

    async def frame(self) -> Frame | None:
        """Return the next frame; None at the end of the stream."""
        if not await self._fill(2):
            assert not self.received
            return None
        first, second = self.received[:2]
        assert not second & 0x80, "a server does not mask"
        length, start = second & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            assert await self._fill(2 + size)
            length, start = int.from_bytes(self.received[2 : 2 + size], "big"), 2 + size
        assert await self._fill(start + length)
        payload = self._take(start + length)[start:]
        return Frame(first & 0x0F, payload, bool(first & 0x80), first >> 4 & 7)

    async def message(self) -> str:
        """Return the next message, which must be text."""
        received = await self.frame()
        assert received is not None
        assert (received.opcode, received.is_final) == (TEXT, True), received
        return received.payload.decode()

    async def ask(self, message: str | bytes | list[Any]) -> str:
        """Send a text message and return the next one."""
        await self.send(text(json.dumps(message) if isinstance(message, list) else message))
        return await self.message()

    async def closing(self) -> tuple[int | None, str]:
        """Return code and reason of the close frame, which must come next; None if it has no code."""
        received = await self.frame()
        assert received is not None, "the connection ended without a close frame"
        assert received.opcode == CLOSE, received
        if not received.payload:
            return None, ""
        return int.from_bytes(received.payload[:2], "big"), received.payload[2:].decode()

    async def ended(self) -> bytes:
        """Wait for the end of the stream; return what came before it."""
        while data := await self.read():
            self.received += data
        return self._take(len(self.received))


def small_buffers() -> socket.socket:
    """Return a socket to listen on; the system keeps little for its connections, so that what one side does not take
    soon stays with the other.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)
    listening.bind(("127.0.0.1", 0))
    return listening


async def opened(server: Server, path: str = "/CP-1", **options: Any) -> RawClient:
    """Return a client whose WebSocket is open."""
    client = await RawClient.connect(server)
    response = await client.open(path, **options)
    assert response.status == 101, response
    return client


async def until(condition: Callable[[], object]) -> None:
    """Let others run until a condition holds."""
    while not condition():  # noqa: ASYNC110 - the conditions are no events of the library
        await asyncio.sleep(0)


async def until_gone(server: Server) -> None:
    """Wait until the server has seen the end of every link."""
    await until(lambda: not server.connections)
