"""A central system that does what it should, until a fault is planted in it."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
from websockets.exceptions import ConnectionClosed

from csms_simulator.clock import ScaledClock
from csms_simulator.stories import FunctionOperator, Order, Story, StoryResult, Target, run_story
from ocpp.charge_point import ChargePoint
from ocpp.exceptions import InternalError
from ocpp.model import Request
from ocpp.server import Accept, HandshakeRequest, Link, Refusal, Server, serve

HOST = "central.example"
PORT = 9000
URL = f"ws://{HOST}:{PORT}/ocpp"
STATION = "CP-1"
PASSWORD = "the-password-of-CP-1"
START = 1_767_225_600.0
"""When stories begin, by the clock of the station: 2026-01-01T00:00:00Z."""

TOKENS = {"TAG-ACCEPTED": "Accepted", "TAG-EXPIRED": "Expired", "TAG-BLOCKED": "Blocked"}
"""The tokens that are known, which the defaults of the stories name."""

Change = Callable[[Any], Any]


class CentralSystem(ABC):
    """One that knows the station and the tokens of the stories, and does what an operator asks for.

    Attributes:
        answers: changes of answers, by action.
        commands: changes of commands, by action; None instead of a command: it is not sent.
    """

    version: str

    def __init__(self) -> None:
        self.answers: dict[str, Change] = {}
        self.commands: dict[str, Change] = {}
        self.passwords = {STATION: PASSWORD}
        self.keeps_old_password = False
        self.subprotocols = [f"ocpp{self.version}"]
        self.unsupported_subprotocol: Any = "refuse"
        self.stations: dict[str, ChargePoint] = {}

    @asynccontextmanager
    async def listening(self, host: str = HOST, port: int = PORT) -> AsyncGenerator[Server]:
        async with serve(
            self._serve,
            host,
            port,
            subprotocols=self.subprotocols,
            unsupported_subprotocol=self.unsupported_subprotocol,
            authenticate=self.authenticate,
        ) as server:
            yield server

    async def authenticate(self, request: HandshakeRequest) -> Refusal | Accept | None:
        if request.username != request.identity or request.password is None:
            return Refusal(401, "Say who you are")
        if request.password.decode() != self.passwords.get(request.identity):
            return Refusal(401, "This is not your password")
        return None

    async def _serve(self, link: Link) -> None:
        station = self.stations[link.identity] = self.station(link)
        with suppress(ConnectionClosed):
            await station.start()

    @abstractmethod
    def station(self, link: Link) -> ChargePoint:
        """Return the other end of a link."""

    async def answer(self, action: str, result: Any) -> Any:
        """Return an answer, changed by a fault if one is planted."""
        change = self.answers.get(action)
        changed = result if change is None else change(result)
        return await changed if asyncio.iscoroutine(changed) else changed

    async def operate(self, order: Order) -> None:
        """Do what an operator wants; a refusal of the station is shown to him."""
        payload = self.command(order.action, dict(order.arguments))
        change = self.commands.get(type(payload).__name__)
        if change is not None:
            payload = change(payload)
        if payload is not None:
            self.commanded(payload, await self.stations[order.station].request(payload))

    @abstractmethod
    def command(self, action: str, arguments: dict[str, Any]) -> Request[Any]:
        """Return the command for what an operator wants."""

    @abstractmethod
    def commanded(self, payload: Any, result: Any) -> None:
        """Take the answer to a command."""


async def tell(story: Story, system: CentralSystem, **values: object) -> StoryResult:
    """Run a story against a central system."""
    target = Target(url=URL, station=STATION, password=PASSWORD)
    async with system.listening():
        return await run_story(
            story,
            target,
            operator=FunctionOperator(system.operate),
            values=values,
            clock=ScaledClock(start=START),
        )


def now() -> str:
    """Return the central system's time, which is a little ahead of the stations'."""
    seconds = START + asyncio.get_running_loop().time() - 1000.0
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Faults

Fault = Callable[[CentralSystem], None]


def keeps_the_old_password(system: CentralSystem) -> None:
    """It does not take over a password that the station has accepted."""
    system.keeps_old_password = True


def refuses(action: str) -> Fault:
    """It answers an action with an error."""

    def change(_: Any) -> Any:
        raise InternalError("a planted fault")

    return lambda system: system.answers.update({action: change})


def ignores(action: str) -> Fault:
    """It never answers an action."""

    async def never() -> Any:
        await asyncio.get_running_loop().create_future()

    return lambda system: system.answers.update({action: lambda _: never()})


def answers(action: str, **fields: Any) -> Fault:
    """It answers an action with other values."""
    return lambda system: system.answers.update({action: lambda result: msgspec.structs.replace(result, **fields)})


def never_sends(action: str) -> Fault:
    """It never sends a command."""
    return lambda system: system.commands.update({action: lambda _: None})


def sends(action: str, **fields: Any) -> Fault:
    """It sends a command with other values."""
    return lambda system: system.commands.update({action: lambda payload: msgspec.structs.replace(payload, **fields)})
