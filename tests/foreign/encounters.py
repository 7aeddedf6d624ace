"""A side of ours and a foreign one tell each other a story; and our central system, for foreign charge points."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from websockets.exceptions import ConnectionClosed

from ocpp.exceptions import OCPPError
from ocpp.server import HandshakeRequest, Refusal, Server, password_matches, serve
from ocpp.websocket.link import Link
from tests.foreign.agent import DEADLINE_S, ForeignError
from tests.foreign.our_side import OurSide
from tests.foreign.stories import TRANSFERRED, TRANSFERS, Exchange

IDENTITY = "RDAM|123 ä%2F"
"""Nothing of it may go into a URL as it is."""


class Side(Protocol):
    """One of the two who talk: ours or a foreign program."""

    async def call(self, action: str, payload: dict[str, Any]) -> Any: ...
    async def call_at_once(self, action: str, payloads: list[dict[str, Any]]) -> list[Any]: ...
    async def heard(self) -> tuple[str, Any]: ...


async def tell(teller: Side, listener: Side, exchanges: list[Exchange]) -> None:
    """Have one side make calls: the other one hears them as they are, and the first one the answers."""
    for action, request, answer in exchanges:
        outcome = await outcome_of(teller, action, request)
        assert outcome == answer, f"{action} was answered with {outcome}"
        heard = await listener.heard()
        assert heard == (action, request), f"{action} was heard as {heard}"


async def tell_at_once(teller: Side, listener: Side) -> None:
    """Have one side make eight calls at once."""
    async with asyncio.timeout(DEADLINE_S):
        outcomes = await teller.call_at_once("DataTransfer", TRANSFERS)
    assert outcomes == TRANSFERRED, outcomes
    heard = [await listener.heard() for _ in TRANSFERS]
    if not isinstance(teller, OurSide):  # the package of PyPI validates in threads, which changes the order
        heard.sort(key=lambda request: request[1]["data"])
    assert heard == [("DataTransfer", each) for each in TRANSFERS], heard


async def ask_for_what_is_not_served(teller: Side, exchange: Exchange) -> None:
    """Have one side call what the other has no handler for; the words of the error are everybody's own."""
    outcome = await outcome_of(teller, exchange.action, exchange.request)
    assert outcome["error"][0] == exchange.answer["error"][0], outcome


async def outcome_of(teller: Side, action: str, payload: dict[str, Any]) -> Any:
    """Return the payload of the answer, or the error as stories have it."""
    try:
        return await teller.call(action, payload)
    except (ForeignError, OCPPError) as error:
        return {"error": [error.code, error.description, dict(error.details)]}


class OurCentralSystem:
    """A central system on our server; charge points have one password."""

    def __init__(self, answers: dict[str, Any], password: bytes) -> None:
        self._answers = answers
        self._password = password
        self._arrivals: asyncio.Queue[OurSide] = asyncio.Queue()
        self._ends: asyncio.Queue[ConnectionClosed] = asyncio.Queue()
        self.server: Server

    @property
    def port(self) -> int:
        """The one that it listens on."""
        return self.server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """What charge points are set to."""
        return f"ws://127.0.0.1:{self.port}/some/ocpp"

    async def arrival(self) -> OurSide:
        """Return the next charge point that connects."""
        async with asyncio.timeout(DEADLINE_S):
            return await self._arrivals.get()

    async def end(self) -> ConnectionClosed:
        """Return how the next link has ended."""
        async with asyncio.timeout(DEADLINE_S):
            return await self._ends.get()

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncGenerator[None]:
        """Serve until the block ends."""
        async with serve(self._serve, "127.0.0.1", port, authenticate=self._authenticate) as self.server:
            yield

    async def _authenticate(self, request: HandshakeRequest) -> Refusal | None:
        if request.username == request.identity and password_matches(request.password, self._password):
            return None
        return Refusal(401, "who are you?")

    async def _serve(self, link: Link) -> None:
        side = OurSide(link, self._answers)
        self._arrivals.put_nowait(side)
        self._ends.put_nowait(await side.start())
