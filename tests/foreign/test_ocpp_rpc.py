"""Our server and client against npm's `ocpp-rpc`, which judges every message by the schemas (strictMode)."""

import asyncio
import base64
import os
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK, InvalidStatus, NegotiationError

from ocpp.backoff import Backoff
from ocpp.client import connect
from ocpp.exceptions import LinkClosedError
from tests.foreign.agent import DEADLINE_S, Agent, ForeignError, agent
from tests.foreign.encounters import (
    OurCentralSystem,
    ask_for_what_is_not_served,
    outcome_of,
    tell,
    tell_at_once,
)
from tests.foreign.our_side import OurSide
from tests.foreign.stories import STORIES, TRANSFERRED, TRANSFERS, answers
from tools.node import node, node_modules_with

HERE = Path(__file__).parent
IDENTITY = "RDAM|1:23 ä%2F"
"""The colon would end a user name by RFC 7617; both sides know the identity and look behind it."""
PASSWORD = b"\x00\xff:\xfe binary \n \x80"
AT_ONCE = Backoff(wait_minimum_s=0, random_range_s=0.01, repeat_times=0)

VERSIONS = ("1.6", "2.0.1")
"""Its schemas of 2.1 lack the names that it looks them up by: there, strict mode refuses every message."""

every_version = pytest.mark.parametrize("version", VERSIONS)


def in_base_64(password: bytes | None) -> str | None:
    return None if password is None else base64.b64encode(password).decode()


@pytest.fixture(scope="module")
def environ() -> dict[str, str]:
    return os.environ | {"NODE_PATH": str(node_modules_with("ocpp-rpc@2.2.1", "ws@8.18.3"))}


def program(
    environ: dict[str, str], name: str, *, password: bytes | None = PASSWORD, **settings: Any
) -> AbstractAsyncContextManager[Agent]:
    return agent([node().program, HERE / name], environ, **{"password": in_base_64(password)} | settings)


# As a charge point


def charge_point(
    environ: dict[str, str], version: str, system: OurCentralSystem, **settings: Any
) -> AbstractAsyncContextManager[Agent]:
    its_answers = answers(STORIES[version].from_central_system)
    settings = {"identity": IDENTITY, "versions": [version], "answers": its_answers} | settings
    return program(environ, "ocpp_rpc_client.cjs", url=system.url, **settings)


def connected(version: str) -> dict[str, Any]:
    """Return what it sees when it has connected; ws asks for compression by itself."""
    return {"subprotocol": f"ocpp{version}", "compressed": True}


def central_system_for(version: str, password: bytes = PASSWORD) -> OurCentralSystem:
    return OurCentralSystem(answers(STORIES[version].from_station), password)


@every_version
async def test_it_is_a_charge_point_of_ours(environ: dict[str, str], version: str) -> None:
    story = STORIES[version]
    system = central_system_for(version)
    async with system.listening(), charge_point(environ, version, system, concurrency=8) as station:
        assert await station.do("connect") == f"ocpp{version}"
        assert await station.see("connected") == connected(version)
        ours = await system.arrival()
        assert (ours.link.identity, ours.link.username, ours.link.version) == (IDENTITY, IDENTITY, version)
        await tell(station, ours, story.from_station)
        await tell(ours, station, story.from_central_system)
        await tell_at_once(station, ours)
        await tell_at_once(ours, station)
        await ask_for_what_is_not_served(station, story.unserved)
        await ask_for_what_is_not_served(ours, story.unserved_command)

        await ours.link.close(1012, "größer")
        assert await station.see("closed") == {"code": 1012, "reason": "größer"}
        assert isinstance(await system.end(), ConnectionClosedError)

        await station.do("connect")
        assert await station.see("connected") == connected(version)
        ours = await system.arrival()
        assert await station.do("close", code=1000, reason="bye") == {"code": 1000, "reason": "bye"}
        assert await station.see("closed") == {"code": 1000, "reason": "bye"}
        assert isinstance(await system.end(), ConnectionClosedOK)
        assert (ours.link.close_code, ours.link.close_reason) == (1000, "bye")


@every_version
async def test_what_is_not_valid_is_refused_by_both(environ: dict[str, str], version: str) -> None:
    """The schemas are in force: without this, all that is seen above would mean little."""
    system = central_system_for(version)
    invalid = {"currentTime": "now"}
    async with system.listening(), charge_point(environ, version, system, strict=False) as station:
        await station.do("connect")
        await station.see("connected")
        ours = await system.arrival()
        assert (await outcome_of(station, "Heartbeat", invalid))["error"][0] == "FormatViolation"
        await ours.link.close()
        await station.see("closed")
    async with system.listening(), charge_point(environ, version, system) as station:
        await station.do("connect")
        await station.see("connected")
        ours = await system.arrival()
        with pytest.raises(ForeignError, match="must NOT have additional properties"):
            await station.call("Heartbeat", invalid)
        refused = await station.see("invalid")
        assert (refused["action"], refused["outbound"], refused["isCall"]) == ("Heartbeat", True, True)
        action = STORIES[version].from_central_system[0].action
        await ours.link.send(f'[2, "1", "{action}", {{"much": "more"}}]')
        refused = await station.see("invalid")
        assert (refused["action"], refused["outbound"], refused["isCall"]) == (action, False, True)
        await ours.link.close()
        await station.see("closed")


@pytest.mark.parametrize("password", [None, b"", b"\x00\xff:\xfe binary \n \x81"])
async def test_it_is_refused_without_the_password(environ: dict[str, str], password: bytes | None) -> None:
    system = central_system_for("1.6")
    async with system.listening(), charge_point(environ, "1.6", system, password=password) as station:
        with pytest.raises(ForeignError) as refusal:
            await station.do("connect")
        assert (refusal.value.code, refusal.value.description) == (401, "Unauthorized")
        assert system.server.statistics.refused == {401: 1}


async def test_its_preferred_version_is_spoken(environ: dict[str, str]) -> None:
    system = OurCentralSystem({}, PASSWORD)
    versions = ["2.0.1", "1.6"]
    async with system.listening(), charge_point(environ, "1.6", system, versions=versions) as station:
        assert await station.do("connect") == "ocpp2.0.1"
        assert (await station.see("connected"))["subprotocol"] == "ocpp2.0.1"
        assert (await system.arrival()).version == "2.0.1"
        await station.do("close")
        await station.see("closed")


async def test_it_comes_back_to_us(environ: dict[str, str]) -> None:
    system = central_system_for("1.6")
    async with charge_point_that_comes_back(environ, system) as station:
        async with system.listening():
            port = system.port
            await station.do("connect", url=system.url)
            await station.see("connected")
            ours = await system.arrival()
            # A link is ended, by us or by a network that breaks; it comes back by itself.
            await ours.link.close(1012, "restart")
            assert await station.see("closed") == {"code": 1012, "reason": "restart"}
            await station.see("connected")
            ours = await system.arrival()
            ours.link._transport.abort()  # pyright: ignore[reportPrivateUsage]
            assert await station.see("closed") == {"code": 1006, "reason": ""}
            await station.see("connected")
            ours = await system.arrival()
            await tell_at_once(station, ours)
        # The server has gone; what is called meanwhile arrives when another one is there.
        assert await station.see("closed") == {"code": 1001, "reason": ""}
        calls = asyncio.ensure_future(station.call_at_once("DataTransfer", TRANSFERS))
        async with system.listening(port):
            ours = await system.arrival()
            assert await calls == TRANSFERRED
            await station.see("connected")
            assert await station.do("close", code=1000, reason="done") == {"code": 1000, "reason": "done"}
            await station.see("closed")


def charge_point_that_comes_back(
    environ: dict[str, str], system: OurCentralSystem
) -> AbstractAsyncContextManager[Agent]:
    settings: dict[str, Any] = {"reconnect": True, "versions": ["1.6"], "concurrency": 8}
    its_answers = answers(STORIES["1.6"].from_central_system)
    return program(environ, "ocpp_rpc_client.cjs", url="", identity=IDENTITY, answers=its_answers, **settings)


async def test_it_pings_us(environ: dict[str, str]) -> None:
    system = central_system_for("1.6")
    async with system.listening(), charge_point(environ, "1.6", system, ping_ms=20) as station:
        await station.do("connect")
        await station.see("connected")
        await station.see("pong")
        await station.do("close")
        await station.see("closed")


# As a central system


@asynccontextmanager
async def central_system(environ: dict[str, str], version: str, **settings: Any) -> AsyncGenerator[tuple[Agent, str]]:
    settings = {"versions": [version], "answers": answers(STORIES[version].from_station)} | settings
    async with program(environ, "ocpp_rpc_server.cjs", **settings) as system:
        port = (await system.see("listening"))["port"]
        yield system, f"ws://127.0.0.1:{port}/some/ocpp/"


def knock(*versions: str) -> dict[str, Any]:
    """Return what it sees of a charge point of ours that knocks."""
    return {
        "identity": IDENTITY,
        "endpoint": "/some/ocpp",
        "password": in_base_64(PASSWORD),
        "subprotocols": [f"ocpp{version}" for version in versions],
    }


@every_version
@pytest.mark.parametrize("compression", [False, True])
async def test_it_is_a_central_system_for_us(environ: dict[str, str], version: str, *, compression: bool) -> None:
    story = STORIES[version]
    asked_for = "deflate" if compression else None
    arrived = {"identity": IDENTITY, "subprotocol": f"ocpp{version}", "compressed": compression}
    async with central_system(environ, version, compression=compression, concurrency=8) as (system, url):
        link = await connect(url, IDENTITY, VERSIONS, password=PASSWORD, compression=asked_for)
        assert await system.see("knock") == knock(*VERSIONS)
        assert await system.see("connected") == arrived
        ours = OurSide(link, answers(story.from_central_system))
        serving = asyncio.ensure_future(ours.start())
        await tell(ours, system, story.from_station)
        await tell(system, ours, story.from_central_system)
        await tell_at_once(ours, system)
        await tell_at_once(system, ours)
        await ask_for_what_is_not_served(system, story.unserved_command)
        await ask_for_what_is_not_served(ours, story.unserved)

        await system.do("close", code=1012, reason="größer")
        assert await system.see("closed") == {"code": 1012, "reason": "größer"}
        assert isinstance(await serving, ConnectionClosedError)
        assert (link.close_code, link.close_reason) == (1012, "größer")

        link = await connect(url, IDENTITY, (version,), password=PASSWORD)
        assert await system.see("knock") == knock(version)
        assert await system.see("connected") == arrived | {"compressed": False}
        await link.close(1000, "bye")
        assert await system.see("closed") == {"code": 1000, "reason": "bye"}


async def test_it_refuses_what_is_not_valid(environ: dict[str, str]) -> None:
    async with central_system(environ, "2.0.1") as (system, url):
        async with connect(url, IDENTITY, password=PASSWORD) as link:
            await system.see("knock")
            await system.see("connected")
            await link.send('[2, "1", "Heartbeat", {"much": "more"}]')
            answer = await link.recv()
            assert isinstance(answer, str)
            assert answer.startswith('[4,"1","PropertyConstraintViolation","data must NOT have additional properties"')
            assert (await system.see("invalid"))["action"] == "Heartbeat"
        await system.see("closed")


async def test_it_refuses_us_with_another_password(environ: dict[str, str]) -> None:
    async with central_system(environ, "1.6") as (system, url):
        for password in (None, b"", PASSWORD[:-1]):
            with pytest.raises(InvalidStatus) as refusal:
                await connect(url, IDENTITY, password=password)
            response = refusal.value.response
            assert (response.status_code, response.body) == (401, b"who are you?")
            assert (await system.see("knock"))["password"] == in_base_64(password)


async def test_it_has_no_version_of_ours(environ: dict[str, str]) -> None:
    async with central_system(environ, "1.6") as (system, url):
        with pytest.raises(NegotiationError, match="none of our versions"):
            await connect(url, IDENTITY, ("2.1", "2.0.1"), password=PASSWORD)
        assert await system.see("knock") == knock("2.1", "2.0.1")
        # For it, the link was there for a moment.
        assert (await system.see("connected"))["subprotocol"] == ""
        assert await system.see("closed") == {"code": 1006, "reason": ""}


async def test_we_come_back_to_it(environ: dict[str, str]) -> None:
    story = STORIES["2.0.1"]
    links = 0
    async with central_system(environ, "2.0.1") as (system, url), asyncio.timeout(DEADLINE_S):
        port = int(url.split(":")[2].split("/")[0])
        async for link in connect(url, IDENTITY, password=PASSWORD, backoff=AT_ONCE):
            links += 1
            assert await system.see("knock") == knock("2.0.1", "1.6")
            await system.see("connected")
            ours = OurSide(link, answers(story.from_central_system))
            serving = asyncio.ensure_future(ours.start())
            await tell(ours, system, story.from_station[:1])
            await tell(system, ours, story.from_central_system[:1])
            match links:
                case 1:
                    await system.do("close", code=1000, reason="once more")
                    assert isinstance(await serving, ConnectionClosedOK)
                case 2:  # it breaks in the middle of a call
                    await system.do("close", force=True)
                    assert isinstance(await serving, ConnectionClosedError)
                    with pytest.raises(LinkClosedError):
                        await ours.call("Heartbeat", {})
                case 3:  # it is started again
                    await system.do("stop", code=1012, reason="restart")
                    assert isinstance(await serving, ConnectionClosedError)
                    assert (link.close_code, link.close_reason) == (1012, "restart")
                    await system.see("closed")
                    await system.do("listen", port=port)
                    await system.see("listening")
                    continue
                case _:
                    await link.close()
                    assert isinstance(await serving, ConnectionClosedOK)
                    await system.see("closed")
                    break
            await system.see("closed")
    assert links == 4


async def test_it_pings_us_as_a_central_system(environ: dict[str, str]) -> None:
    async with central_system(environ, "1.6", ping_ms=20) as (system, url):
        async with connect(url, IDENTITY, password=PASSWORD):
            await system.see("knock")
            await system.see("connected")
            await system.see("pong")
        await system.see("closed")


async def test_we_ping_it(environ: dict[str, str]) -> None:
    async with central_system(environ, "1.6") as (system, url):
        async with connect(url, IDENTITY, password=PASSWORD) as link, asyncio.timeout(DEADLINE_S):
            await system.see("knock")
            await system.see("connected")
            await (await link.ping(b"are you there?"))
        await system.see("closed")
