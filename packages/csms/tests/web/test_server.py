"""The HTTP server in the event loop that runs already."""

import asyncio
import signal
from collections.abc import AsyncGenerator

import httpx
import pytest
from litestar import get
from litestar.response import Stream

from csms.storage.engine import Store
from csms.web.access import PUBLIC
from csms.web.server import HttpServer
from packages.csms.tests.web.serving import Served


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


async def test_it_finds_a_free_port_and_takes_no_signals(served: Served) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with HttpServer(served.app, served.web, "127.0.0.1", 0) as server, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{server.port}/healthz")
        assert answer.json() == {"status": "ok"}
        assert "server" not in answer.headers
        assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


async def test_a_port_that_is_taken_is_an_error_and_not_the_end(served: Served) -> None:
    async with HttpServer(served.app, served.web, "127.0.0.1", 0) as server:
        with pytest.raises(OSError, match="in use"):
            await HttpServer(served.app, served.web, "127.0.0.1", server.port).start()


async def test_streams_end_when_it_closes(served: Served) -> None:
    @get("/endless", opt={PUBLIC: True})
    async def endless() -> Stream:
        async def lines() -> AsyncGenerator[str]:
            yield "begun\n"
            await served.web.closing.wait()
            yield "closing\n"

        return Stream(lines())

    served.app.register(endless)
    server = HttpServer(served.app, served.web, "127.0.0.1", 0)
    await server.start()
    async with httpx.AsyncClient() as client, client.stream("GET", f"http://127.0.0.1:{server.port}/endless") as answer:
        lines = answer.aiter_lines()
        assert await anext(lines) == "begun"
        closing = asyncio.create_task(server.close())
        assert [line async for line in lines] == ["closing"]
        await closing
