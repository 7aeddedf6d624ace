"""Charge points on WebSockets of Starlette, FastAPI and aiohttp, over real sockets."""

import asyncio
import json
import pickle
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

import aiohttp
import pytest
import uvicorn
from aiohttp import web
from fastapi import FastAPI
from fastapi import WebSocket as FastapiWebSocket
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from ocpp.adapters import AiohttpConnection, StarletteConnection, WebSocketClosedError, choose_subprotocol
from ocpp.exceptions import LinkClosedError
from ocpp.v16 import ChargePoint, call

from .stations import MODULES, VERSIONS, boot_answer, station

DEADLINE_S = 20

AnyConnection: TypeAlias = StarletteConnection | AiohttpConnection
Serve: TypeAlias = Callable[[AnyConnection], Awaitable[None]]
Host: TypeAlias = Callable[[Serve], AbstractAsyncContextManager[int]]

SUPPORTED = ("ocpp2.1", "ocpp2.0.1", "ocpp1.6")


@asynccontextmanager
async def running_uvicorn(app: Any) -> AsyncGenerator[int]:
    # Connections wait in the backlog of this socket until the server is ready.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def serve_starlette(websocket: WebSocket, serve: Serve) -> None:
    connection = StarletteConnection(websocket)
    await connection.accept(choose_subprotocol(connection.offered_subprotocols, SUPPORTED))
    await serve(connection)


@asynccontextmanager
async def starlette_host(serve: Serve) -> AsyncGenerator[int]:
    async def endpoint(websocket: WebSocket) -> None:
        await serve_starlette(websocket, serve)

    async with running_uvicorn(Starlette(routes=[WebSocketRoute("/{path:path}", endpoint)])) as port:
        yield port


@asynccontextmanager
async def fastapi_host(serve: Serve) -> AsyncGenerator[int]:
    app = FastAPI()

    @app.websocket("/{path:path}")
    async def endpoint(websocket: FastapiWebSocket) -> None:
        await serve_starlette(websocket, serve)

    async with running_uvicorn(app) as port:
        yield port


@asynccontextmanager
async def aiohttp_host(serve: Serve) -> AsyncGenerator[int]:
    async def endpoint(request: web.Request) -> web.WebSocketResponse:
        websocket = web.WebSocketResponse(protocols=SUPPORTED)
        await websocket.prepare(request)
        await serve(AiohttpConnection(websocket, request.raw_path))
        return websocket

    app = web.Application()
    app.router.add_get("/{path:.*}", endpoint)
    runner = web.AppRunner(app)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        await web.SockSite(runner, listener).start()
        try:
            yield listener.getsockname()[1]
        finally:
            await runner.cleanup()


HOSTS: dict[str, Host] = {"starlette": starlette_host, "fastapi": fastapi_host, "aiohttp": aiohttp_host}
on_each_host = pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS.keys())


@asynccontextmanager
async def connected(
    host: Host, subprotocols: Sequence[str] = ("ocpp1.6",), path: str = "/CP_1"
) -> AsyncGenerator[tuple[Any, ClientConnection]]:
    """Give the server's end of a connection, and a client's."""
    arrived: asyncio.Future[AnyConnection] = asyncio.get_running_loop().create_future()
    is_over = asyncio.Event()

    async def hand_over(connection: AnyConnection) -> None:
        arrived.set_result(connection)
        await is_over.wait()

    offered = [Subprotocol(name) for name in subprotocols]
    async with (
        asyncio.timeout(DEADLINE_S),
        host(hand_over) as port,
        connect(f"ws://127.0.0.1:{port}{path}", subprotocols=offered or None, proxy=None) as client,
    ):
        try:
            yield await arrived, client
        finally:
            is_over.set()


async def end_of(awaitable: Awaitable[object]) -> WebSocketClosedError:
    """Return the error that tells the end of a connection."""
    with pytest.raises(WebSocketClosedError) as caught:
        await awaitable
    return caught.value


async def answers_to(*calls: Awaitable[Any]) -> list[Any]:
    """Return the answers to calls that are under way at the same time."""
    return await asyncio.gather(*calls)


# A charge point of each version


@on_each_host
@pytest.mark.parametrize("version", VERSIONS)
async def test_both_sides_call_each_other(host: Host, version: str) -> None:
    calls, results = MODULES[version].call, MODULES[version].call_result

    def boot(**_: Any) -> Any:
        return boot_answer(version)

    async with connected(host, [f"ocpp{version}"]) as (connection, client):
        assert connection.subprotocol == client.subprotocol == f"ocpp{version}"
        central = station(version, connection, {"BootNotification": boot})
        charge_point = station(version, client, {"ClearCache": lambda: results.ClearCache(status="Accepted")})
        ends = [asyncio.create_task(central.start()), asyncio.create_task(charge_point.start())]

        await client.send(json.dumps([2, "unheard", "Unknown", {}]))  # answered while the others are at it
        request = calls.BootNotification(**BOOT_FIELDS[version])
        answers = await answers_to(charge_point.call(request), central.call(calls.ClearCache()))
        assert [answer.status for answer in answers] == ["Accepted", "Accepted"]

        await client.close(3000, "enough")
        end = await end_of(ends[0])
        assert (end.code, end.reason) == (3000, "enough")
        with pytest.raises(ConnectionClosed):
            await ends[1]
        assert (connection.close_code, connection.close_reason) == (3000, "enough")


BOOT_FIELDS: dict[str, dict[str, Any]] = {
    "1.6": {"charge_point_vendor": "vendor", "charge_point_model": "model"},
    "2.0.1": {"reason": "PowerUp", "charging_station": {"vendor_name": "vendor", "model": "model"}},
    "2.1": {"reason": "PowerUp", "charging_station": {"vendor_name": "vendor", "model": "model"}},
}


# The handshake


@on_each_host
async def test_the_order_of_the_charge_point_decides(host: Host) -> None:
    async with connected(host, ["ocpp1.5", "ocpp1.6", "ocpp2.0.1"]) as (connection, client):
        assert connection.subprotocol == client.subprotocol == "ocpp1.6"


@on_each_host
async def test_no_subprotocol_in_common(host: Host) -> None:
    async with connected(host, ["ocpp1.5"]) as (connection, client):
        assert connection.subprotocol is client.subprotocol is None


@on_each_host
async def test_no_subprotocol_offered(host: Host) -> None:
    async with connected(host, []) as (connection, client):
        assert connection.subprotocol is client.subprotocol is None


@on_each_host
@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/CP_1", "CP_1"),
        ("/a/b/CP%20%2F%2520/?x=/y", "CP /%20"),
        ("/ocpp//RDAM%7C1//", "RDAM|1"),
        ("/%C3%84", "\u00c4"),
    ],
)
async def test_the_identity_is_decoded_once(host: Host, path: str, identity: str) -> None:
    async with connected(host, path=path) as (connection, _):
        assert connection.identity == identity


@on_each_host
async def test_no_identity(host: Host) -> None:
    async with connected(host, path="/") as (connection, _):
        with pytest.raises(ValueError, match="identity"):
            _ = connection.identity


# How a connection ends


@on_each_host
async def test_the_charge_point_closes(host: Host) -> None:
    async with connected(host) as (connection, client):
        central = ChargePoint("CP_1", connection)
        start = asyncio.create_task(central.start())
        clearing = asyncio.create_task(central.call(call.ClearCache()))
        await client.recv()
        await client.close(1001, "reboot")
        end = await end_of(start)
        assert (end.code, end.reason) == (1001, "reboot")
        assert "1001 reboot" in str(end)
        assert isinstance(end, LinkClosedError)
        with pytest.raises(LinkClosedError):
            await clearing
        with pytest.raises(LinkClosedError):
            await central.call(call.ClearCache())


@on_each_host
async def test_a_close_frame_without_a_code(host: Host) -> None:
    async with connected(host) as (connection, client):
        client.transport.write(b"\x88\x80\0\0\0\0")
        assert (await end_of(connection.recv())).code == 1005


@on_each_host
async def test_we_close(host: Host) -> None:
    async with connected(host) as (connection, client):
        receiving = asyncio.create_task(connection.recv())
        await asyncio.sleep(0)
        await connection.close(1012, "\u00e4" * 100)  # more than fits
        end = await end_of(receiving)
        assert (end.code, end.reason) == (1012, "\u00e4" * 61)
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert (client.close_code, client.close_reason) == (1012, "\u00e4" * 61)
        assert connection.close_code == 1012


@on_each_host
async def test_the_library_closes(host: Host) -> None:
    """As it does when it is shut down: past the adapter."""
    async with connected(host) as (connection, client):
        receiving = asyncio.create_task(connection.recv())
        await asyncio.sleep(0)
        await connection.websocket.close()
        await end_of(receiving)
        assert (await end_of(connection.send("late"))).code == connection.close_code == 1000
        with pytest.raises(ConnectionClosed):
            await client.recv()


@on_each_host
async def test_the_wire_breaks(host: Host) -> None:
    async with connected(host) as (connection, client):
        receiving = asyncio.create_task(connection.recv())
        await asyncio.sleep(0)
        client.transport.abort()
        end = await end_of(receiving)
        assert end.code in (1005, 1006)
        assert (await end_of(connection.send("late"))).code == end.code


@on_each_host
async def test_sending_tells_that_the_wire_broke(host: Host) -> None:
    async with connected(host) as (connection, client):
        client.transport.abort()
        end = await end_of(send_for_ever(connection))
        assert end.__cause__ is not None
        await end_of(connection.recv())


async def send_for_ever(connection: AnyConnection) -> None:
    while True:  # until the operating system says that nobody is there
        await connection.send("x" * 65536)
        await asyncio.sleep(0)


@on_each_host
async def test_a_message_that_breaks_the_protocol(host: Host) -> None:
    async with connected(host) as (connection, client):
        client.transport.write(b"\x81\x81\0\0\0\0\xff")  # no UTF-8
        end = await end_of(connection.recv())
        assert end.code == 1007
        await client.wait_closed()
        assert client.close_code == 1007


@on_each_host
async def test_after_the_end_everything_says_so(host: Host) -> None:
    async with connected(host) as (connection, client):
        closing = asyncio.create_task(client.close(3000, "enough"))
        for _ in range(6):  # aiohttp loses patience with the fifth
            end = await end_of(connection.recv())
            assert (end.code, end.reason) == (3000, "enough")
        end = await end_of(connection.send("late"))
        assert (end.code, end.reason) == (3000, "enough")
        await connection.close(1011)
        assert connection.close_code == 3000
        await closing


@on_each_host
async def test_after_our_close_everything_says_so(host: Host) -> None:
    async with connected(host) as (connection, client):
        await client.send("unread")
        await connection.close()
        await connection.close(1011)
        for attempt in (connection.recv(), connection.send("late"), connection.recv()):
            assert (await end_of(attempt)).code == 1000


# Messages


@on_each_host
async def test_binary_messages_come_as_bytes_and_are_answered(host: Host) -> None:
    heartbeat = json.dumps([2, "1", "Heartbeat", {}])
    async with connected(host) as (connection, client):
        await client.send(heartbeat.encode())
        await client.send("")
        await client.send(b"")
        assert [await connection.recv() for _ in range(3)] == [heartbeat.encode(), "", b""]

        start = asyncio.create_task(station("1.6", connection).start())
        await client.send(heartbeat.encode())
        assert json.loads(await client.recv()) == [3, "1", {"currentTime": "now"}]
        await client.close()
        await end_of(start)


@on_each_host
async def test_a_message_in_fragments_of_more_than_one_read(host: Host) -> None:
    async with connected(host) as (connection, client):
        await client.send(["\u20ac" * 100_000, "", "end"])
        assert await connection.recv() == "\u20ac" * 100_000 + "end"
        await connection.send("\u20ac" * 100_000)
        assert await client.recv() == "\u20ac" * 100_000


@on_each_host
async def test_a_cancelled_recv_loses_no_message(host: Host) -> None:
    async with connected(host) as (connection, client):
        received: list[str] = []
        sent = [str(number) for number in range(200)]
        sending = asyncio.create_task(send_all(client, sent))
        while len(received) < len(sent):
            receiving = asyncio.create_task(connection.recv())
            for _ in range(len(received) % 4):
                await asyncio.sleep(0)
            receiving.cancel()
            outcome = (await asyncio.gather(receiving, return_exceptions=True))[0]
            if isinstance(outcome, str):
                received.append(outcome)
            elif len(received) % 4 == 0:
                received.append(await connection.recv())
        assert received == sent
        await sending


async def send_all(client: ClientConnection, messages: list[str]) -> None:
    for message in messages:
        await client.send(message)


# aiohttp as a charge point


@asynccontextmanager
async def aiohttp_client(*, autoping: bool = True) -> AsyncGenerator[tuple[AiohttpConnection, ServerConnection]]:
    """Give aiohttp's end of a connection to a server of websockets, and the server's."""
    arrived: asyncio.Future[ServerConnection] = asyncio.get_running_loop().create_future()
    is_over = asyncio.Event()

    async def hand_over(connection: ServerConnection) -> None:
        arrived.set_result(connection)
        await is_over.wait()

    subprotocols = [Subprotocol(name) for name in SUPPORTED]
    async with (
        asyncio.timeout(DEADLINE_S),
        serve(hand_over, "127.0.0.1", 0, subprotocols=subprotocols) as server,
        aiohttp.ClientSession() as session,
    ):
        port = next(iter(server.sockets)).getsockname()[1]
        url = f"ws://127.0.0.1:{port}/CP_1"
        websocket = await session.ws_connect(url, protocols=["ocpp1.6"], autoping=autoping)
        try:
            yield AiohttpConnection(websocket), await arrived
        finally:
            is_over.set()
            await websocket.close()


async def test_a_charge_point_on_aiohttp() -> None:
    calls, results = MODULES["1.6"].call, MODULES["1.6"].call_result
    async with aiohttp_client() as (connection, server):
        assert connection.subprotocol == "ocpp1.6"
        charge_point = station("1.6", connection, {"ClearCache": lambda: results.ClearCache(status="Accepted")})
        central = station("1.6", server)
        ends = [asyncio.create_task(charge_point.start()), asyncio.create_task(central.start())]
        answers = await answers_to(charge_point.call(calls.Heartbeat()), central.call(calls.ClearCache()))
        assert (answers[0].current_time, answers[1].status) == ("now", "Accepted")
        await server.close(1001, "bye")
        end = await end_of(ends[0])
        assert (end.code, end.reason) == (1001, "bye")
        with pytest.raises(ConnectionClosed):
            await ends[1]
        await end_of(connection.send("late"))
        with pytest.raises(ValueError, match="identity"):
            _ = connection.identity


async def test_a_charge_point_on_aiohttp_closes() -> None:
    async with aiohttp_client() as (connection, server):
        receiving = asyncio.create_task(connection.recv())
        await asyncio.sleep(0)
        await connection.close(3001, "done")
        assert (await end_of(receiving)).code == 3001
        with pytest.raises(ConnectionClosed):
            await server.recv()
        assert (server.close_code, server.close_reason) == (3001, "done")


async def test_the_wire_of_a_charge_point_on_aiohttp_breaks() -> None:
    async with aiohttp_client() as (connection, server):
        server.transport.abort()
        assert (await end_of(connection.recv())).code == 1006
        await end_of(connection.send("late"))


async def test_pings_that_aiohttp_is_told_to_hand_over_are_no_messages() -> None:
    async with aiohttp_client(autoping=False) as (connection, server):
        await server.ping()
        await server.pong()
        await server.send("message")
        assert await connection.recv() == "message"


async def test_who_else_reads_does_not_hide_the_end() -> None:
    async with aiohttp_client() as (connection, server):
        closing = asyncio.create_task(server.close(3002))
        while not connection.websocket.closed:
            await connection.websocket.receive()
        assert (await end_of(connection.recv())).code == 3002
        await closing


async def test_a_server_of_aiohttp_that_has_lost_its_patience() -> None:
    async with connected(aiohttp_host) as (connection, client):
        closing = asyncio.create_task(client.close(3003))
        for _ in range(5):  # after these it raises a RuntimeError
            await connection.websocket.receive()
        assert (await end_of(connection.recv())).code == 3003
        await closing


async def test_mistakes_come_out_as_they_are() -> None:
    async with aiohttp_client() as (connection, _):
        first, second = asyncio.create_task(connection.recv()), asyncio.create_task(connection.recv())
        with pytest.raises(RuntimeError, match="Concurrent"):
            await second
        first.cancel()
        with pytest.raises(TypeError):
            await connection.send(b"bytes")  # pyright: ignore[reportArgumentType]


# ASGI servers other than uvicorn may say things otherwise


def starlette_connection(
    *received: dict[str, Any], send_error: Exception | None = None, accepts: str = "websocket.accept", **scope: Any
) -> StarletteConnection:
    """Return a connection to a server that has these messages, and raises an error for all but what it accepts."""
    messages = iter([{"type": "websocket.connect"}, *received])

    async def receive() -> MutableMapping[str, Any]:
        return next(messages)

    async def send(message: MutableMapping[str, Any]) -> None:
        if send_error is not None and message["type"] != accepts:
            raise send_error

    return StarletteConnection(WebSocket({"type": "websocket", "path": "/ocpp/CP 1%20", **scope}, receive, send))


async def test_a_server_that_does_not_give_the_path_as_it_was_sent() -> None:
    assert starlette_connection().identity == "CP 1%20"
    assert starlette_connection(raw_path=b"/CP%201").identity == "CP 1"
    assert starlette_connection().offered_subprotocols == []


@pytest.mark.parametrize("left_out", [{}, {"code": None, "reason": None}])
async def test_a_server_that_says_little_of_the_end(left_out: dict[str, Any]) -> None:
    connection = starlette_connection({"type": "websocket.disconnect", **left_out})
    await connection.accept()
    end = await end_of(connection.recv())
    assert (end.code, end.reason) == (1006, "")


async def test_a_server_that_gives_text_and_bytes() -> None:
    messages = ({"text": "text", "bytes": None}, {"text": None, "bytes": b"bytes"}, {"bytes": b""}, {"text": ""})
    connection = starlette_connection(*({"type": "websocket.receive", **message} for message in messages))
    await connection.accept()
    assert [await connection.recv() for _ in messages] == ["text", b"bytes", b"", ""]


@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("Unexpected ASGI message"), ConnectionResetError()])
async def test_servers_that_fail_to_send_in_their_own_way(error: Exception) -> None:
    connection = starlette_connection(send_error=error)
    await connection.accept("ocpp1.6")
    assert (await end_of(connection.send("text"))).__cause__ is not None
    connection = starlette_connection(send_error=error)
    await connection.accept("ocpp1.6")
    await connection.close()


async def test_a_charge_point_that_has_left_before_it_is_let_in() -> None:
    connection = starlette_connection(send_error=ConnectionResetError(), accepts="nothing")
    await end_of(connection.accept("ocpp1.6"))
    assert connection.subprotocol is None


async def test_what_has_not_been_read_before_we_close_is_lost() -> None:
    connection = starlette_connection({"type": "websocket.receive", "text": "unread"})
    await connection.accept()
    await connection.close(1001)
    assert (await end_of(connection.recv())).code == 1001


async def test_who_else_reads_starlette_does_not_hide_the_end() -> None:
    connection = starlette_connection({"type": "websocket.disconnect", "code": 1001})
    await connection.accept()
    await connection.websocket.receive()
    await end_of(connection.recv())


async def test_using_starlette_wrongly_is_no_end() -> None:
    connection = starlette_connection(send_error=TypeError("not a text"))
    with pytest.raises(RuntimeError, match="accept"):
        await connection.send("text")
    with pytest.raises(RuntimeError, match="accept"):
        await connection.recv()
    await connection.accept()
    with pytest.raises(RuntimeError, match="accept"):
        await connection.accept()
    with pytest.raises(TypeError, match="not a text"):
        await connection.send("text")
    with pytest.raises(TypeError, match="not a text"):
        await connection.close()


async def test_a_websocket_that_was_accepted_before() -> None:
    websocket = starlette_connection({"type": "websocket.receive", "text": "text"}).websocket
    await websocket.accept("ocpp1.6")
    connection = StarletteConnection(websocket, "ocpp1.6")
    assert connection.subprotocol == "ocpp1.6"
    assert await connection.recv() == "text"


# Besides


def test_the_error_can_be_copied() -> None:
    error = pickle.loads(pickle.dumps(WebSocketClosedError("closed", 1001, "bye")))
    assert (str(error), error.code, error.reason) == ("closed", 1001, "bye")


def test_no_websocket_library_is_needed() -> None:
    program = "import sys, ocpp.adapters; print(*{'aiohttp', 'asyncio', 'starlette', 'websockets'} & {*sys.modules})"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.split() == []
