"""Central systems that answer with the bytes that a test wants: right ones, wrong ones, none."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from email.message import Message
from email.parser import Parser
from typing import cast

from websockets.utils import accept_key

DEADLINE_S = 30

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

URL = "ws://central.example:9000/ocpp"
"""Of the central system of a virtual network."""


class Visit(asyncio.Protocol):
    """A connection that a charge point has made."""

    def __init__(self, on_request: "Callable[[Visit], None]") -> None:
        self._on_request = on_request
        self.received = bytearray()
        self.line = ""
        """The first line of the request."""
        self.headers: Message
        self.frames: list[tuple[int, bytes]] = []
        """What came after the request: opcodes and payloads."""
        self.on_frame: Callable[[int, bytes], object] = lambda _opcode, _payload: None
        self.transport: asyncio.Transport
        self.lost: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.line:
            self._read_frames(data)
            return
        self.received += data
        if b"\r\n\r\n" in self.received:
            head, _, rest = bytes(self.received).partition(b"\r\n\r\n")
            self.received.clear()
            self.line, _, headers = head.decode().partition("\r\n")
            self.headers = Parser().parsestr(headers)
            self._on_request(self)
            self._read_frames(rest)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(exc)

    def _read_frames(self, data: bytes) -> None:
        """Note messages and pings; close when the charge point does. Its frames are short."""
        self.received += data
        while len(self.received) >= 6 and len(self.received) >= (end := 6 + (self.received[1] & 0x7F)):
            opcode, key, payload = self.received[0] & 0x0F, self.received[2:6], self.received[6:end]
            del self.received[:end]
            self.frames.append((opcode, bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))))
            self.on_frame(*self.frames[-1])
            if opcode == CLOSE:
                self.transport.close()

    @property
    def offered(self) -> list[str]:
        """The subprotocols."""
        value = self.headers["Sec-WebSocket-Protocol"]
        return [] if value is None else value.split(", ")

    def accepted(self, subprotocol: str | None, more: str = "") -> bytes:
        """Return the answer that opens the link; `more` are headers."""
        chosen = "" if subprotocol is None else f"Sec-WebSocket-Protocol: {subprotocol}\r\n"
        accept = accept_key(self.headers["Sec-WebSocket-Key"])
        return (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n{chosen}{more}\r\n"
        ).encode()


Answer = bytes | Callable[[Visit], bytes | None]


def answer(status: str, headers: str = "", body: str = "") -> bytes:
    """Return an answer that is no link."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body.encode())}\r\n{headers}\r\n{body}".encode()


def speaking(*subprotocols: str, more: str = "", then: bytes = b"") -> Answer:
    """Return a central system that speaks these; others it refuses. `then` is what it sends at once."""

    def answer_to(visit: Visit) -> bytes:
        chosen = next((name for name in visit.offered if name in subprotocols), None)
        return answer("400 Bad Request") if chosen is None else visit.accepted(chosen, more) + then

    return answer_to


def frame(opcode: int, payload: bytes) -> bytes:
    """Return a short frame of a central system."""
    assert len(payload) < 126
    return bytes((0x80 | opcode, len(payload))) + payload


class CentralSystem:
    """Gives the first answer to the first request and so on; the last one to all that follow.

    Attributes:
        visits: every connection on which a request came.
    """

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self._connections: list[Visit] = []
        self.visits: list[Visit] = []
        self.url = URL

    @property
    def offers(self) -> list[list[str]]:
        """The subprotocols that each visitor has offered."""
        return [visit.offered for visit in self.visits]

    @asynccontextmanager
    async def listening(self, port: int = 0, context: ssl.SSLContext | None = None) -> AsyncGenerator[None]:
        """Listen on a port; on a virtual network it needs a number."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(self._connect, "127.0.0.1", port, ssl=context)
        if not port:
            scheme = "ws" if context is None else "wss"
            self.url = f"{scheme}://127.0.0.1:{listener.sockets[0].getsockname()[1]}/ocpp"
        try:
            yield
        except BaseException:
            for visit in self._connections:
                visit.transport.abort()
            raise
        finally:
            listener.close()
        await self.left()

    async def left(self) -> None:
        """Wait until all visitors have gone: none may leave its connection open."""
        async with asyncio.timeout(DEADLINE_S):
            while waiting := [visit.lost for visit in self._connections if not visit.lost.done()]:
                await asyncio.wait(waiting)

    def _connect(self) -> Visit:
        self._connections.append(Visit(self._knock))
        return self._connections[-1]

    def _knock(self, visit: Visit) -> None:
        self.visits.append(visit)
        given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        data = given if isinstance(given, bytes) else given(visit)
        if data is not None:
            visit.transport.write(data)
