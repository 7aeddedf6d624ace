"""Connecting over real sockets, and links that are cut or die."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from csms_simulator.clock import ScaledClock
from csms_simulator.dialing import ConnectOptions, StationLink, dial
from csms_simulator.quirks import alterations_for
from csms_simulator.wire import Wiring
from ocpp.server import HandshakeRequest, Link, Refusal, Server, serve

DEADLINE_S = 20


class CentralSystem:
    """Lets everybody in and echoes what they say; notes who knocked and which links there were."""

    def __init__(self) -> None:
        self.knocks: list[HandshakeRequest] = []
        self.links: list[Link] = []
        self.url = ""

    async def authenticate(self, request: HandshakeRequest) -> Refusal | None:
        self.knocks.append(request)
        return None

    async def serve(self, link: Link) -> None:
        self.links.append(link)
        with contextlib.suppress(ConnectionClosed):
            async for message in link:
                await link.send(message)

    @property
    def knock(self) -> HandshakeRequest:
        return self.knocks[-1]


@asynccontextmanager
async def central_system(**settings: object) -> AsyncGenerator[CentralSystem]:
    system = CentralSystem()
    serving: Server = serve(
        system.serve,
        "127.0.0.1",
        0,
        authenticate=system.authenticate,
        default_subprotocol="ocpp1.6",
        close_timeout=0.1,
        **settings,  # pyright: ignore[reportArgumentType]
    )
    async with asyncio.timeout(DEADLINE_S), serving as server:
        system.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ocpp"
        yield system


def options_with(quirks: str, url: str, password: bytes | None = None) -> ConnectOptions:
    alterations = alterations_for(quirks.split(), random.Random(1))
    wiring = Wiring(alterations, clock=ScaledClock(), version="1.6")
    return wiring.connecting(ConnectOptions(url, "CP1", password=password))


async def end(link: StationLink) -> None:
    link.cut()
    with contextlib.suppress(ConnectionClosed):
        await link.recv()
    await Link.wait_closed(link)


@pytest.mark.parametrize(
    ("quirk", "path", "identity"),
    [
        ("Q3.trailing-slash", "/ocpp/CP1/", "CP1"),
        ("Q3.doubled-identity", "/ocpp/CP1/CP1", "CP1"),
        ("Q3.double-slash", "/ocpp//CP1", "CP1"),
        ("Q3.prefix", "/steve/websocket/CentralSystemService/CP1", "CP1"),
        ("Q3.encoded", "/ocpp/%43P1", "CP1"),
        ("Q3.case", "/ocpp/cp1", "cp1"),
    ],
)
async def test_the_path_is_sent_as_it_is(quirk: str, path: str, identity: str) -> None:
    async with central_system() as system:
        link = await dial(options_with(quirk, system.url)).link()
        assert (system.knock.path, system.knock.identity) == (path, identity)
        await end(link)


async def test_a_station_may_offer_no_subprotocol() -> None:
    async with central_system() as system:
        link = await dial(options_with("Q1", system.url)).link()
        assert system.knock.subprotocols == ()
        assert link.subprotocol is None
        await end(link)


async def test_a_station_may_offer_what_it_cannot_speak() -> None:
    async with central_system() as system:
        link = await dial(options_with("Q2.own-first", system.url)).link()
        assert system.knock.subprotocols == ("ocpp1.6", "ocpp2.1", "ocpp2.0.1", "ocpp1.5")
        assert link.subprotocol == "ocpp1.6"
        await end(link)


async def test_headers_are_odd() -> None:
    async with central_system() as system:
        link = await dial(options_with("Q4.no-upgrade Q4.origin", system.url)).link()
        assert system.knock.headers.get_all("Connection") == ["keep-alive"]
        assert system.knock.headers["Origin"] == "http://0.0.0.0:0"
        assert system.knock.repairs
        await end(link)


@pytest.mark.parametrize(
    ("quirk", "password", "username", "sent"),
    [
        ("Q5.username", b"secret1", "chargepoint", b"secret1"),
        ("Q5.hex", b"\x01\xfe", "CP1", b"01FE"),
        ("Q5.decoded", b"01FE02", "CP1", b"\x01\xfe\x02"),
        ("Q5.unpadded", b"secret", "CP1", b"secret"),
    ],
)
async def test_basic_authentication_is_odd(quirk: str, password: bytes, username: str, sent: bytes) -> None:
    async with central_system() as system:
        link = await dial(options_with(quirk, system.url, password)).link()
        assert (system.knock.username, system.knock.password) == (username, sent)
        is_padded = system.knock.headers["Authorization"].endswith("=")
        assert is_padded == (quirk != "Q5.unpadded")
        await end(link)


async def test_a_refusal_is_told() -> None:
    async with central_system(max_links=0) as system:
        with pytest.raises(InvalidStatus):
            await dial(ConnectOptions(system.url, "CP1")).link()


@pytest.mark.parametrize("answers", [True, False])
async def test_pings_are_answered_or_not(answers: bool) -> None:
    async with central_system() as system:
        options = ConnectOptions(system.url, "CP1") if answers else options_with("Q8.no-pong", system.url)
        link = await dial(options).link()
        await link.send("before")
        assert await link.recv() == "before"
        pong = asyncio.ensure_future(await system.links[0].ping())
        await link.send("after")
        assert await link.recv() == "after"
        assert pong.done() == answers
        await end(link)
        await asyncio.wait([pong])
        assert (pong.exception() is None) == answers


async def test_a_link_is_cut_without_a_close_frame() -> None:
    async with central_system() as system:
        link = await dial(ConnectOptions(system.url, "CP1")).link()
        await link.send("hello")
        assert await link.recv() == "hello"
        await end(link)
        assert link.was_ended_by_station is False
        await system.links[0].wait_closed()
        assert system.links[0].close_code == 1006


async def test_a_dead_link_is_open_for_the_central_system_and_deaf() -> None:
    async with central_system() as system:
        link = await dial(ConnectOptions(system.url, "CP1")).link()
        await link.send("hello")
        assert await link.recv() == "hello"
        link.die()
        link.write("lost")
        assert link.is_open
        pong = asyncio.ensure_future(await system.links[0].ping())
        other = await dial(ConnectOptions(system.url, "CP2")).link()
        await other.send("alive")
        assert await other.recv() == "alive"
        assert not pong.done()
        assert system.links[0].messages_received == 1

        link.start_close()
        assert not link.is_open
        with pytest.raises(ConnectionClosed):
            await link.recv()
        await link.close()
        assert system.links[0].is_open

        again = await dial(ConnectOptions(system.url, "CP1")).link()
        await again.send("newest")
        assert await again.recv() == "newest"
        assert [each.is_open for each in system.links] == [False, True, True]
        await asyncio.wait([pong])
        assert pong.exception() is not None
        for each in (again, other, link):
            await end(each)


async def test_frames_pass_a_wire_over_a_real_link() -> None:
    async with central_system() as system:
        wiring = Wiring(alterations_for(["Q22.action"], random.Random(1)), clock=ScaledClock(), version="1.6")
        link = await dial(wiring.connecting(ConnectOptions(system.url, "CP1"))).link()
        wire = wiring.attach(link, link)
        echoed: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        listening = asyncio.create_task(wire.listen(echoed.set_result))
        await wire.send('[2,"1","Heartbeat",{}]')
        assert json.loads(await echoed) == [2, "1", "heartbeat", {}]
        await system.links[0].close()
        with pytest.raises(ConnectionClosed):
            await listening
        await Link.wait_closed(link)
