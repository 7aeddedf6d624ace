"""How a server ends: every link is told, nobody is waited for without end."""

import asyncio
import contextlib
import gc
import logging

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

from ocpp.server import HandshakeRequest, Link, RefusedConnection, serve
from packages.ocpp.tests.event_loops import FACTORIES, LoopFactory

from .handlers import Arrivals, echo
from .raw_client import RawClient, close_frame, on_a_virtual_clock, opened, request, text


async def finish(client: RawClient, code: int, reason: str = "") -> None:
    """Answer a close, as a charge point does."""
    assert await client.closing() == (code, reason)
    await client.send(close_frame(code, reason))
    assert await client.ended() == b""
    client.close()


@pytest.mark.parametrize(
    ("arguments", "code", "reason"), [((), 1001, ""), ((1012,), 1012, ""), ((1012, "update"), 1012, "update")]
)
async def test_quirk_7_every_link_is_closed_with_the_code(arguments: tuple[int, str], code: int, reason: str) -> None:
    ends: list[ConnectionClosed] = []

    async def handler(link: Link) -> None:
        try:
            await link.recv()
        except ConnectionClosed as error:
            ends.append(error)

    server = await serve(handler, "127.0.0.1", 0)
    clients = [await opened(server, f"/{number}") for number in range(10)]
    server.close(*arguments)
    server.close(1000)  # does nothing more
    await asyncio.gather(*(finish(client, code, reason) for client in clients))
    await server.wait_closed()
    assert server.statistics.closed == {code: 10}
    assert [error.sent and (error.sent.code, error.sent.reason) for error in ends] == [(code, reason)] * 10
    assert not server.connections
    assert isinstance(ends[0], ConnectionClosedOK) == (code == 1001)


@pytest.mark.parametrize(("code", "reason"), [(999, ""), (1005, ""), (1006, ""), (5000, ""), (1012, "x" * 124)])
async def test_a_code_that_cannot_be_sent_is_refused_and_the_server_goes_on(code: int, reason: str) -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        with pytest.raises(ValueError):  # noqa: PT011 - its words are those of websockets
            server.close(code, reason)
        assert await client.ask("x") == "x"


async def test_the_port_is_free_at_once() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        address = server.sockets[0].getsockname()
        client = await opened(server)
        closing = asyncio.ensure_future(finish(client, 1001))
    await closing
    async with serve(echo, *address) as again, await opened(again):
        pass
    with pytest.raises(OSError):  # noqa: PT011 - nobody listens there
        await asyncio.open_connection(*address)


@on_a_virtual_clock
async def test_charge_points_that_do_not_answer_are_left_after_the_timeout(caplog: pytest.LogCaptureFixture) -> None:
    server = await serve(echo, "127.0.0.1", 0, close_timeout=5)
    clients = [await opened(server, f"/{number}") for number in range(3)]
    begin = asyncio.get_running_loop().time()
    server.close()
    await server.wait_closed()
    assert asyncio.get_running_loop().time() - begin == pytest.approx(5)
    for client in clients:
        assert await client.closing() == (1001, "")
        assert await client.ended() == b""
        client.close()
    assert server.statistics.closed == {1006: 3}
    assert "cancelled" not in caplog.text, "no handler ran on"


@on_a_virtual_clock
async def test_handlers_that_do_not_end_are_cancelled(caplog: pytest.LogCaptureFixture) -> None:
    cancelled: list[str] = []

    async def handler(link: Link) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            cancelled.append(link.identity)
            raise

    server = await serve(handler, "127.0.0.1", 0, close_timeout=5)
    client = await opened(server)
    begin = asyncio.get_running_loop().time()
    server.close()
    await finish(client, 1001)
    await server.wait_closed()
    assert asyncio.get_running_loop().time() - begin == pytest.approx(5)
    assert cancelled == ["CP-1"]
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["Handlers were cancelled that ran on after their links had closed: 1"]


@on_a_virtual_clock
async def test_handlers_that_do_not_even_heed_that_are_left() -> None:
    release = asyncio.Event()

    async def handler(_link: Link) -> None:
        while not release.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await release.wait()

    server = await serve(handler, "127.0.0.1", 0, close_timeout=5)
    client = await opened(server)
    begin = asyncio.get_running_loop().time()
    server.close()
    await finish(client, 1001)
    await server.wait_closed()
    assert asyncio.get_running_loop().time() - begin == pytest.approx(10)
    release.set()


async def test_handlers_may_finish_their_work() -> None:
    finished: list[bool] = []

    async def handler(link: Link) -> None:
        try:
            await link.recv()
        finally:
            for _ in range(50):
                await asyncio.sleep(0)
            finished.append(True)

    server = await serve(handler, "127.0.0.1", 0)
    client = await opened(server)
    server.close()
    await finish(client, 1001)
    await server.wait_closed()
    assert finished == [True]


async def test_those_that_knock_get_503() -> None:
    told: list[RefusedConnection] = []
    cancelled: list[bool] = []
    asked = asyncio.Event()

    async def authenticate(_request: HandshakeRequest) -> None:
        asked.set()
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async with serve(echo, "127.0.0.1", 0, authenticate=authenticate, on_refused=told.append) as server:
        judged, half = await RawClient.connect(server), await RawClient.connect(server)
        await judged.send(request())
        await half.send(request("/CP-2")[:40])
        await asked.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        server.close()

        async def see(client: RawClient) -> None:
            response = await client.response()
            assert response.status == 503
            assert int(response.headers["retry-after"]) > 0
            assert await client.ended() == b""
            client.close()

        await asyncio.gather(see(judged), see(half))
        await server.wait_closed()
        assert cancelled == [True]
        assert [(each.status, each.identity) for each in told] == [(503, "CP-1"), (503, None)] or [
            (each.status, each.identity) for each in told
        ] == [(503, None), (503, "CP-1")]
        assert server.statistics.refused == {503: 2}
        assert server.statistics.opened == 0


@pytest.mark.parametrize("factory", FACTORIES.values(), ids=FACTORIES)
def test_those_that_knock_get_their_answer_although_the_program_ends(factory: LoopFactory) -> None:
    """`async with` is left, and the loop ends, as soon as the server says that it is closed."""

    async def program() -> RawClient:
        async with serve(echo, "127.0.0.1", 0, close_timeout=0.05) as server:
            client = await RawClient.connect(server)
            await client.send(request()[:40])
            for _ in range(20):
                await asyncio.sleep(0)
        return client

    with asyncio.Runner(loop_factory=factory) as runner:
        client = runner.run(program())
    client.sock.setblocking(True)
    assert client.sock.recv(1000).startswith(b"HTTP/1.1 503 ")
    client.close()
    gc.collect()  # what was left open would be complained about now


async def test_serve_forever_ends_when_the_server_is_closed_or_the_task_cancelled() -> None:
    server = await serve(echo, "127.0.0.1", 0)
    forever = asyncio.ensure_future(server.serve_forever())
    async with await opened(server) as client:
        assert await client.ask("x") == "x"
        server.close()
        await finish(client, 1001)
    await forever

    server = await serve(echo, "127.0.0.1", 0)
    forever = asyncio.ensure_future(server.serve_forever())
    async with await opened(server) as client:
        assert await client.ask("x") == "x"
        forever.cancel()
        await finish(client, 1001)
    with pytest.raises(asyncio.CancelledError):
        await forever
    assert not server.connections


async def test_what_was_sent_before_arrives_before_the_close() -> None:
    arrivals = Arrivals()
    server = await serve(arrivals, "127.0.0.1", 0)
    client = await opened(server)
    link = await arrivals.next()
    link.write("last words")
    server.close()
    assert await client.message() == "last words"
    await client.send(text("not heard any more"))
    await finish(client, 1001)
    await server.wait_closed()


async def test_a_server_that_was_closed_lets_nobody_in() -> None:
    server = await serve(echo, "127.0.0.1", 0)
    client = await RawClient.connect(server)
    for _ in range(20):
        await asyncio.sleep(0)
    server.close()
    with contextlib.suppress(OSError):
        await client.send(request())
    assert (await client.ended())[:13] in {b"HTTP/1.1 503 ", b""}
    client.close()
    await server.wait_closed()
    assert server.sockets == ()
    assert server.statistics.opened == 0
