"""From the first byte to the 101 or to a refusal, with what real charge points and others send."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

import pytest

from ocpp.server import Link, RefusedConnection, serve
from ocpp.websocket.opening import MAX_HEAD

from .handlers import Arrivals, echo
from .raw_client import ACCEPT, KEY, RawClient, close_frame, on_a_virtual_clock, opened, request, text, until

CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(range(32))


class Log:
    """What `on_refused` was told."""

    def __init__(self) -> None:
        self.refused: list[RefusedConnection] = []

    def __call__(self, refused: RefusedConnection) -> None:
        self.refused.append(refused)

    async def next(self) -> RefusedConnection:
        await until(lambda: self.refused)
        return self.refused.pop(0)


async def test_a_good_request_opens_a_link() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        async with await RawClient.connect(server) as client:
            response = await client.open("/ocpp/CP%201?x=1", headers={"X-Vendor": "Vendor"})
            assert response.status == 101
            assert response.headers["upgrade"].lower() == "websocket"
            assert response.headers["connection"].lower() == "upgrade"
            assert response.headers["sec-websocket-accept"] == ACCEPT
            assert response.headers["sec-websocket-protocol"] == "ocpp1.6"
            assert "sec-websocket-extensions" not in response.headers
            link = await arrivals.next()
            assert link.identity == "CP 1"
            assert link.path == link.request.path == "/ocpp/CP%201?x=1"
            assert link.request.headers["x-vendor"] == "Vendor"
            assert link.remote_address == client.sock.getsockname()
            assert (link.subprotocol, link.version) == ("ocpp1.6", "1.6")
            assert (link.username, link.repairs) == (None, ())
            assert server.link("CP 1") is link
            assert list(server.connections) == [link]
            assert link.is_open
            assert (link.close_code, link.close_reason) == (None, None)
        await link.wait_closed()
        assert server.link("CP 1") is None


async def test_a_request_may_come_byte_by_byte_and_messages_right_behind_it() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        async with await RawClient.connect(server) as client:
            data = request() + text("one") + text("two")
            for index in range(len(data)):
                await client.send(data[index : index + 1])
            assert (await client.response()).status == 101
            assert [await client.message(), await client.message()] == ["one", "two"]
        async with await RawClient.connect(server) as client:
            await client.send(data)
            assert (await client.response()).status == 101
            assert [await client.message(), await client.message()] == ["one", "two"]
            assert await client.ask("three") == "three"


# Quirks 3 and 4


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/CP-1/", "CP-1"),
        ("/steve/websocket/CentralSystemService/CP-1", "CP-1"),
        ("//CP-1/CP-1", "CP-1"),
        ("/ocpp/CP%2D1%2F2", "CP-1/2"),
        ("/CP%2520", "CP%20"),
        ("/CP-1/?token=/x", "CP-1"),
        ("http://central.example:9000/ocpp/CP-1", "CP-1"),
    ],
)
async def test_quirk_3_paths_are_accepted(path: str, identity: str) -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server, await opened(server, path):
        link = await arrivals.next()
        assert link.identity == identity
        assert link.path == path
        assert server.link(identity) is link


@pytest.mark.parametrize(
    ("options", "repair"),
    [
        ({"without": ["Connection"]}, "Connection: Upgrade"),
        ({"without": ["Connection"], "headers": {"Connection": "keep-alive"}}, "Connection: Upgrade"),
        ({"line": "GET /CP-1 HTTP/1.0"}, "HTTP/1.0"),
        ({"headers": [("Origin", "a"), ("Origin", "b")]}, None),
        ({"headers": {"X": "\xe9" * 30000}}, None),
        ({"headers": {"Origin": "not a url"}}, None),
        ({"headers": {"Content-Length": "0"}}, None),
        ({"without": ["Host"]}, None),
        ({"without": ["Connection"], "headers": {"connection": "keep-alive, upgrade"}}, None),
        ({"without": ["Upgrade"], "headers": {"Upgrade": "WebSocket"}}, None),
    ],
)
async def test_quirk_4_what_does_not_matter_is_tolerated_and_said(options: dict[str, Any], repair: str | None) -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server, await opened(server, **options) as client:
        link = await arrivals.next()
        assert len(link.repairs) == (repair is not None)
        if repair is not None:
            assert repair in link.repairs[0]
        await client.send(close_frame())
        assert await client.closing() == (1000, "")


# What is refused, and what the operator is told


@pytest.mark.parametrize(
    ("options", "status", "cause"),
    [
        ({"path": "/"}, 404, "must end in the identity of the charge point"),
        ({"path": "/?CP-1"}, 404, "must end in the identity of the charge point"),
        ({"path": "/%FF"}, 404, "not UTF-8"),
        ({"path": "/%00"}, 404, "control characters"),
        ({"path": "/" + "x" * 256}, 404, "longer than 255"),
        ({"line": "POST /CP-1 HTTP/1.1"}, 405, "not with POST"),
        ({"line": "GET /CP-1 HTTP/3"}, 400, "not HTTP/3"),
        ({"line": "GET /CP-1"}, 400, "no HTTP request: 'GET /CP-1'"),
        ({"line": "nonsense"}, 400, "nonsense"),
        ({"line": "GET /CP 1 HTTP/1.1"}, 400, "percent-encoded: '/CP 1'"),
        ({"line": "GET /CP\xe9 HTTP/1.1"}, 400, "percent-encoded"),
        ({"without": ["Upgrade"]}, 426, "WebSocket server for charge points"),
        ({"without": ["Upgrade"], "headers": {"Upgrade": "h2c"}}, 426, "WebSocket"),
        ({"without": ["Connection", "Upgrade"]}, 426, "WebSocket"),
        ({"without": ["Sec-WebSocket-Key"]}, 400, "Sec-WebSocket-Key"),
        ({"without": ["Sec-WebSocket-Key"], "headers": {"Sec-WebSocket-Key": "short"}}, 400, "Sec-WebSocket-Key"),
        ({"without": ["Sec-WebSocket-Key"], "headers": {"Sec-WebSocket-Key": "\xe9" * 24}}, 400, "Sec-WebSocket-Key"),
        ({"headers": {"Sec-WebSocket-Key": KEY}}, 400, "Sec-WebSocket-Key"),
        ({"without": ["Sec-WebSocket-Version"]}, 426, "Sec-WebSocket-Version"),
        ({"without": ["Sec-WebSocket-Version"], "headers": {"Sec-WebSocket-Version": "8"}}, 426, "must be 13"),
        ({"headers": {"Content-Length": "5"}}, 400, "no body"),
        ({"headers": {"Transfer-Encoding": "chunked"}}, 400, "no body"),
        ({"headers": {"Sec-WebSocket-Extensions": "; ;"}}, 400, "Extensions"),
        ({"subprotocols": "ocpp1.6;"}, 400, "offered ocpp1.6;"),
        ({"headers": {"Bad Name": "x"}}, 400, "no header field: 'Bad Name: x'"),
        ({"headers": {"X": "a\x00b"}}, 400, "no header field"),
        ({"headers": {"X": "a\r\n folded"}}, 400, "no header field: ' folded'"),
        ({"headers": {"X": "a\nY: b"}}, 400, "no header field"),
        ({"headers": [(f"X-{number}", "y") for number in range(200)]}, 431, "More than 100"),
        ({"headers": [(f"X-{number}", "y" * 8000) for number in range(20)]}, 431, "65536"),
    ],
)
async def test_what_is_no_websocket_request_is_refused_with_its_cause(
    options: dict[str, Any], status: int, cause: str, caplog: pytest.LogCaptureFixture
) -> None:
    log = Log()
    caplog.set_level(logging.INFO)
    async with serve(echo, "127.0.0.1", 0, on_refused=log) as server, await RawClient.connect(server) as client:
        response = await client.open(**options)
        assert response.status == status
        assert response.headers["connection"] == ("Upgrade" if "upgrade" in response.headers else "close")
        assert cause in response.body
        refused = await log.next()
        assert refused.status == status
        assert cause in refused.reason
        assert refused.remote_address == client.sock.getsockname()
        client.sock.shutdown(1)
        assert await client.ended() == b""
        assert server.statistics.refused == {status: 1}
        assert server.statistics.opened == 0
        assert not log.refused
    assert any(cause in record.getMessage() for record in caplog.records if record.levelno == logging.INFO)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"line": "PUT /CP-1 HTTP/1.1"}, ("allow", "GET")),
        ({"without": ["Upgrade"]}, ("upgrade", "websocket")),
        ({"without": ["Sec-WebSocket-Version"]}, ("sec-websocket-version", "13")),
    ],
)
async def test_a_refusal_says_what_would_be_right(options: dict[str, Any], field: tuple[str, str]) -> None:
    """RFC 9110, 15.5.6 and 15.5.22; RFC 6455, 4.4."""
    async with serve(echo, "127.0.0.1", 0) as server, await RawClient.connect(server) as client:
        response = await client.open(**options)
        assert response.headers[field[0]] == field[1]


async def test_a_refused_connection_is_a_warning_where_nobody_else_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await RawClient.connect(server) as client:
        await client.open("/", subprotocols=None)
    (warning,) = (record for record in caplog.records if record.levelno == logging.WARNING)
    assert warning.getMessage().startswith("A client at 127.0.0.1 was refused: 404 The URL must end in the identity")


async def test_a_refused_connection_says_who_it_was() -> None:
    log = Log()
    async with serve(echo, "127.0.0.1", 0, on_refused=log) as server:
        for path, expected in (("/ocpp/CP%201", ("/ocpp/CP%201", "CP 1")), ("/", ("/", None))):
            async with await RawClient.connect(server) as client:
                await client.open(path, subprotocols=None)
                refused = await log.next()
                assert (refused.path, refused.identity) == expected


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"AT+CGMI\r\n\r\n", 400),
        (b"\x00\xff\xfe\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\n\r\n", 400),
        (b"x" * (MAX_HEAD + 1), 431),
        (b"GET /CP-1 HTTP/1.1\r\n" + b"X: y\r\n" * 20000, 431),
        (b"\r\n" * 3, 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x03\x00\x00\x13\r\n\r\n", 400),
    ],
)
async def test_garbage_is_refused(data: bytes, status: int) -> None:
    log = Log()
    async with serve(echo, "127.0.0.1", 0, on_refused=log) as server, await RawClient.connect(server) as client:
        await client.send(data)
        assert (await client.response()).status == status
        refused = await log.next()
        assert refused.status == status
        assert refused.reason


async def test_tls_on_a_plain_port_is_named() -> None:
    log = Log()
    async with serve(echo, "127.0.0.1", 0, on_refused=log) as server, await RawClient.connect(server) as client:
        await client.send(CLIENT_HELLO)
        assert await client.ended() == b""
        refused = await log.next()
        assert refused.status == 0
        assert "TLS where plain WebSocket is spoken" in refused.reason
        assert "ws://" in refused.reason
        assert server.statistics.refused == {0: 1}


@pytest.mark.parametrize("data", [b"G", b"GET /CP-1 HTTP/1.1\r\nX", request()[:-1]])
@on_a_virtual_clock
async def test_a_client_that_goes_away_before_its_request_is_complete_is_counted(data: bytes) -> None:
    log = Log()
    async with serve(echo, "127.0.0.1", 0, on_refused=log) as server:
        for go in (RawClient.close, RawClient.reset):
            client = await RawClient.connect(server)
            await client.send(data)
            go(client)
            refused = await log.next()
            assert refused.status == 0
            assert "went away" in refused.reason
    assert server.statistics.refused == {0: 2}


@on_a_virtual_clock
async def test_a_client_that_says_nothing_is_dropped_in_time() -> None:
    log = Log()
    async with (
        serve(echo, "127.0.0.1", 0, on_refused=log, open_timeout=7) as server,
        await RawClient.connect(server) as client,
    ):
        begin = asyncio.get_running_loop().time()
        assert await client.ended() == b""
        assert asyncio.get_running_loop().time() - begin == pytest.approx(7)
        refused = await log.next()
        assert (refused.status, refused.reason) == (0, "sent no complete request in time")
        assert server.statistics.refused == {0: 1}


@on_a_virtual_clock
async def test_a_slow_loris_is_dropped_in_time() -> None:
    log = Log()
    loop = asyncio.get_running_loop()
    async with (
        serve(echo, "127.0.0.1", 0, on_refused=log, open_timeout=7) as server,
        await RawClient.connect(server) as client,
    ):
        begin = loop.time()
        for byte in request(headers={"X": "y" * 1000}):
            try:
                await client.send(bytes([byte]))
            except OSError:
                break
            if log.refused:
                break
            await asyncio.sleep(0.1)  # of the virtual clock
        assert loop.time() - begin == pytest.approx(7, abs=0.2)
        assert (await log.next()).reason == "sent no complete request in time"


@on_a_virtual_clock
async def test_without_an_open_timeout_a_client_may_take_its_time() -> None:
    async with serve(echo, "127.0.0.1", 0, open_timeout=None) as server, await RawClient.connect(server) as client:
        await client.send(request()[:20])
        await asyncio.sleep(100_000)  # of the virtual clock
        await client.send(request()[20:])
        assert (await client.response()).status == 101


@on_a_virtual_clock
async def test_a_refused_client_that_does_not_go_is_sent_away() -> None:
    async with serve(echo, "127.0.0.1", 0, close_timeout=3) as server, await RawClient.connect(server) as client:
        begin = asyncio.get_running_loop().time()
        assert (await client.open("/")).status == 404
        assert await client.ended() == b""

        async def send_on() -> None:
            while True:
                await client.send(b"x" * 1000)
                await asyncio.sleep(1)  # of the virtual clock

        with pytest.raises(OSError):  # noqa: PT011 - which one depends on what the system saw first
            await send_on()
        assert 3 <= asyncio.get_running_loop().time() - begin <= 5


async def test_what_a_refused_client_sends_is_not_kept() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await RawClient.connect(server) as client:
        assert (await client.open("/")).status == 404
        sent = await client.send_what_is_taken(b"x" * 65536, 4 << 20)
        assert sent >= 4 << 20  # the server reads it away, as it waits for the client to go


async def test_too_many_links_are_refused_with_503() -> None:
    log = Log()
    async with (
        serve(echo, "127.0.0.1", 0, max_links=2, on_refused=log) as server,
        await opened(server, "/1"),
        await opened(server, "/2") as second,
    ):
        async with await RawClient.connect(server) as third:
            response = await third.open("/3")
            assert response.status == 503
            assert int(response.headers["retry-after"]) > 0
            refused = await log.next()
            assert (refused.status, refused.identity) == (503, "3")
            assert "Too many" in refused.reason
        second.close()
        await until(lambda: len(server.connections) == 1)
        async with await opened(server, "/3"):
            pass


async def test_quirk_6_a_full_server_lets_a_charge_point_in_that_comes_back() -> None:
    """Its old link is dead without knowing it, and takes the place that it needs."""
    async with serve(echo, "127.0.0.1", 0, max_links=1) as server, await opened(server, "/1"):
        async with await opened(server, "/1") as again:
            assert await again.ask("x") == "x"
        async with await RawClient.connect(server) as other:
            assert (await other.open("/2")).status in {101, 503}


async def test_an_error_in_on_refused_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_refused: RefusedConnection) -> None:
        raise RuntimeError("broken log")

    async with serve(echo, "127.0.0.1", 0, on_refused=broken) as server, await RawClient.connect(server) as client:
        assert (await client.open("/")).status == 404
    assert "broken log" in caplog.text


async def test_a_refusal_reaches_a_client_that_sends_much() -> None:
    """Closing a socket in which something is unread would take the answer away."""
    async with serve(echo, "127.0.0.1", 0) as server:
        for _ in range(5):
            async with await RawClient.connect(server) as client:
                await client.send(request("/") + b"x" * 100_000)
                assert (await client.response()).status == 404


async def test_many_connections_at_once_are_all_served() -> None:
    async def one(number: int) -> None:
        async with await opened(server, f"/{number}") as client:
            assert await client.ask(str(number)) == str(number)
            await client.send(close_frame())
            assert await client.closing() == (1000, "")

    async with serve(echo, "127.0.0.1", 0) as server:
        await asyncio.gather(*(one(number) for number in range(100)))
        assert server.statistics.opened == 100


async def test_a_server_listens_where_it_is_told() -> None:
    async def hosts(**options: Any) -> Iterable[tuple[Any, ...]]:
        async with serve(echo, **options) as server:
            return [each.getsockname() for each in server.sockets]

    assert [address[0] for address in await hosts(host="127.0.0.1", port=0)] == ["127.0.0.1"]
    both = {"127.0.0.1", "127.0.0.2"}
    assert {address[0] for address in await hosts(host=list(both), port=0)} == both


async def test_a_handler_may_take_the_path() -> None:
    seen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def with_path(link: Link, path: str) -> None:
        seen.put_nowait((link.identity, path))

    class Method:
        async def handle(self, link: Link, path: str) -> None:
            await with_path(link, path)

    async def with_default(link: Link, greeting: str = "hello") -> None:
        seen.put_nowait((link.identity, greeting))

    for handler, expected in (
        (with_path, ("CP-1", "/a/CP-1?x")),
        (Method().handle, ("CP-1", "/a/CP-1?x")),
        (with_default, ("CP-1", "hello")),
    ):
        async with serve(handler, "127.0.0.1", 0) as server, await opened(server, "/a/CP-1?x") as client:
            assert await client.closing() == (1000, "")
            assert seen.get_nowait() == expected
