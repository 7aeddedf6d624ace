"""Our server and client against the package `ocpp` of PyPI, on the release of websockets that we use ourselves."""

import asyncio
import base64
import importlib.metadata
import os
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK, InvalidStatus

from ocpp.client import connect
from ocpp.websocket.link import Link
from tests.foreign.agent import Agent, ForeignError, agent
from tests.foreign.encounters import IDENTITY, OurCentralSystem, ask_for_what_is_not_served, tell, tell_at_once
from tests.foreign.our_side import OurSide
from tests.foreign.stories import STORIES, VERSIONS, answers
from tools.environments import python_with

HERE = Path(__file__).parent
PASSWORD = "größer:0123456789"

every_version = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture(scope="module")
def python() -> Path:
    return python_with("ocpp==2.1.0", f"websockets=={importlib.metadata.version('websockets')}")


def program(python: Path, name: str, **settings: Any) -> AbstractAsyncContextManager[Agent]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    password = base64.b64encode(PASSWORD.encode()).decode()
    return agent([python, HERE / name], environ, **{"password": password, "identity": IDENTITY} | settings)


# As a charge point


def charge_point(
    python: Path, version: str, system: OurCentralSystem, **settings: Any
) -> AbstractAsyncContextManager[Agent]:
    its_answers = answers(STORIES[version].from_central_system)
    return program(python, "pypi_charge_point.py", version=version, url=system.url, answers=its_answers, **settings)


@every_version
async def test_it_is_a_charge_point_of_ours(python: Path, version: str) -> None:
    story = STORIES[version]
    system = OurCentralSystem(answers(story.from_station), PASSWORD.encode())
    async with system.listening(), charge_point(python, version, system) as station:
        assert await station.do("connect") == f"ocpp{version}"
        ours = await system.arrival()
        assert ours.link.identity == IDENTITY
        assert ours.link.version == version
        assert "permessage-deflate" in ours.link.request.headers["Sec-WebSocket-Extensions"]
        await tell(station, ours, story.from_station)
        await tell(ours, station, story.from_central_system)
        await tell_at_once(station, ours)
        await tell_at_once(ours, station)
        await ask_for_what_is_not_served(station, story.unserved)
        if version != "2.1":  # there, it leaves such requests without an answer
            await ask_for_what_is_not_served(ours, story.unserved_command)

        await ours.link.close(1012, "größer")
        assert await station.see("closed") == {"code": 1012, "reason": "größer"}
        assert isinstance(await system.end(), ConnectionClosedError)

        await station.do("connect")
        ours = await system.arrival()
        await station.do("close", code=1000, reason="bye")
        assert isinstance(await system.end(), ConnectionClosedOK)
        assert (ours.link.close_code, ours.link.close_reason) == (1000, "bye")
        assert await station.see("closed") == {"code": 1000, "reason": "bye"}


async def test_it_is_refused_with_another_password(python: Path) -> None:
    system = OurCentralSystem({}, b"another one")
    async with system.listening(), charge_point(python, "1.6", system) as station:
        with pytest.raises(ForeignError, match="HTTP 401") as refusal:
            await station.do("connect")
        assert refusal.value.code == "InvalidStatus"
        assert system.server.statistics.refused == {401: 1}


# As a central system


@asynccontextmanager
async def central_system(python: Path, version: str) -> AsyncGenerator[tuple[Agent, str]]:
    its_answers = answers(STORIES[version].from_station)
    async with program(python, "pypi_central_system.py", version=version, answers=its_answers) as system:
        port = (await system.see("listening"))["port"]
        yield system, f"ws://127.0.0.1:{port}/ocpp/"


async def link_to(url: str, *, password: str = PASSWORD, compression: Literal["deflate"] | None = None) -> Link:
    return await connect(url, IDENTITY, ("2.1", "2.0.1", "1.6"), password=password, compression=compression)


@every_version
@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_it_is_a_central_system_for_us(
    python: Path, version: str, compression: Literal["deflate"] | None
) -> None:
    story = STORIES[version]
    async with central_system(python, version) as (system, url):
        connected = {"identity": IDENTITY, "subprotocol": f"ocpp{version}", "compressed": compression is not None}
        link = await link_to(url, compression=compression)
        assert await system.see("connected") == connected
        ours = OurSide(link, answers(story.from_central_system))
        serving = asyncio.ensure_future(ours.start())
        await tell(ours, system, story.from_station)
        await tell(system, ours, story.from_central_system)
        await tell_at_once(ours, system)
        await tell_at_once(system, ours)
        await ask_for_what_is_not_served(system, story.unserved_command)
        if version != "2.1":
            await ask_for_what_is_not_served(ours, story.unserved)

        await system.do("close", code=1012, reason="größer")
        assert isinstance(await serving, ConnectionClosedError)
        assert (link.close_code, link.close_reason) == (1012, "größer")
        assert await system.see("closed") == {"code": 1012, "reason": "größer"}

        link = await link_to(url, compression=compression)
        assert await system.see("connected") == connected
        await link.close(1000, "bye")
        assert await system.see("closed") == {"code": 1000, "reason": "bye"}


async def test_it_refuses_us_with_another_password(python: Path) -> None:
    async with central_system(python, "2.0.1") as (_, url):
        with pytest.raises(InvalidStatus) as refusal:
            await link_to(url, password="another one")
        assert refusal.value.response.status_code == 401
