"""A central system for tests that answers what the test says, and speaks when the test wants it to."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from ssl import SSLContext
from typing import Any, TypeAlias

from websockets.exceptions import ConnectionClosed

from ocpp.server import HandshakeRequest, Link, Refusal, Server, serve

NOW = "2026-01-01T00:00:00Z"
ACCEPTED = {"status": "Accepted"}

Answer: TypeAlias = dict[str, Any] | list[Any] | Callable[[dict[str, Any]], Any]
"""The payload of an answer, or what makes it of the request; a list is an error: code, description, details."""


def answers_16() -> dict[str, Answer]:
    numbers = itertools.count(1)
    return {
        "BootNotification": {**ACCEPTED, "currentTime": NOW, "interval": 300},
        "Heartbeat": {"currentTime": NOW},
        "Authorize": {"idTagInfo": ACCEPTED},
        "StartTransaction": lambda _: {"transactionId": next(numbers), "idTagInfo": ACCEPTED},
        "StopTransaction": {},
    }


def answers_2() -> dict[str, Answer]:
    return {
        "BootNotification": {**ACCEPTED, "currentTime": NOW, "interval": 300},
        "Heartbeat": {"currentTime": NOW},
        "Authorize": {"idTokenInfo": ACCEPTED},
        "TransactionEvent": {},
    }


class RawCentralSystem:
    """Serves one station at a time."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.answers = answers_16() if version == "1.6" else answers_2()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        """All that it was told."""
        self.passwords: list[bytes | None] = []
        self.password: bytes | None = None
        self.certificates: list[str | None] = []
        """The common names of the certificates that stations have shown."""
        self.links: list[Link] = []
        self.url = ""
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._ids = itertools.count(1)
        self._server: Server

    @property
    def actions(self) -> list[str]:
        """What it was told, by action."""
        return [action for action, _ in self.calls]

    def payloads(self, action: str) -> list[dict[str, Any]]:
        """What it was told with an action."""
        return [payload for name, payload in self.calls if name == action]

    async def command(self, action: str, payload: dict[str, Any]) -> Any:
        """Send a command and return its answer: the payload, or of an error its code."""
        message_id = f"c{next(self._ids)}"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = answer
        await self.links[-1].send(json.dumps([2, message_id, action, payload]))
        return await answer

    @asynccontextmanager
    async def listening(self, port: int = 0, ssl: SSLContext | None = None) -> AsyncGenerator[None]:
        """Serve until the end of the block."""
        async with serve(
            self._serve,
            "127.0.0.1",
            port,
            subprotocols=[f"ocpp{self.version}"],
            authenticate=self._authenticate,
            ssl=ssl,
        ) as server:
            scheme = "ws" if ssl is None else "wss"
            self.url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield

    async def _authenticate(self, request: HandshakeRequest) -> Refusal | None:
        self.passwords.append(request.password)
        peer = request.peer_certificate
        self.certificates.append(None if peer is None else peer.common_name)
        return None if self.password in {None, request.password} else Refusal(401)

    async def _serve(self, link: Link) -> None:
        self.links.append(link)
        with suppress(ConnectionClosed):
            async for message in link:
                self._take(link, json.loads(message))

    def _take(self, link: Link, frame: list[Any]) -> None:
        kind, message_id, *rest = frame
        if kind != 2:
            self._waiting.pop(message_id).set_result(rest[0])
            return
        action, payload = rest
        self.calls.append((action, payload))
        answer = self.answers.get(action, {})
        made = answer(payload) if callable(answer) else answer
        if made is not None:
            link.write(json.dumps([4, message_id, *made] if isinstance(made, list) else [3, message_id, made]))


def in_turn(*payloads: Any) -> Callable[[dict[str, Any]], Any]:
    """Answer each request with the next payload, the last for ever; None is no answer."""
    waiting = deque(payloads)
    return lambda _: waiting.popleft() if len(waiting) > 1 else waiting[0]
