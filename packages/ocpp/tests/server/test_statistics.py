"""The counts equal what happened."""

import asyncio
import contextlib

from websockets.exceptions import ConnectionClosed

from ocpp.server import Link, serve

from .handlers import Arrivals, echo
from .raw_client import (
    BINARY,
    CONT,
    PING,
    TEXT,
    RawClient,
    close_frame,
    frame,
    opened,
    request,
    text,
    until,
    until_gone,
)


async def test_messages_and_bytes_of_open_and_closed_links() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        sent = received = 0
        for number in range(3):
            async with await opened(server, f"/{number}") as client:
                data = (
                    text("one")
                    + text("x" * 200)
                    + frame(TEXT, b"t", fin=False)
                    + frame(CONT, b"wo")
                    + frame(BINARY, b"b")
                )
                await client.send(data)
                sent += len(data)
                for _ in range(4):
                    answer = await client.frame()
                    assert answer is not None
                    received += len(answer.payload) + (2 if len(answer.payload) < 126 else 4)
                statistics = server.statistics
                assert (statistics.messages_received, statistics.messages_sent) == (4 * number + 4, 4 * number + 4)
                assert (statistics.bytes_received, statistics.bytes_sent) == (sent, received)
                end = close_frame() if number else frame(PING, b"p") + close_frame()
                await client.send(end)
                sent += len(end)
                while (answer := await client.frame()) is not None:
                    received += len(answer.payload) + 2
        await until_gone(server)
        statistics = server.statistics
        assert (statistics.opened, statistics.closed, statistics.refused) == (3, {1000: 3}, {})
        assert (statistics.messages_received, statistics.messages_sent) == (12, 12)
        assert (statistics.bytes_received, statistics.bytes_sent) == (sent, received)


async def test_a_link_that_has_ended_is_counted_once_while_its_handler_goes_on() -> None:
    release = asyncio.Event()

    async def handler(link: Link) -> None:
        assert await link.recv() == "x"
        await link.wait_closed()
        await release.wait()

    async with serve(handler, "127.0.0.1", 0) as server:
        async with await opened(server) as client:
            await client.send(text("x"))
        await until(lambda: server.link("CP-1") is None)
        await until(lambda: server.statistics.closed)
        assert server.connections, "the handler goes on"
        assert server.statistics.messages_received == 1
        assert server.statistics.bytes_received == len(text("x"))
        release.set()


async def test_messages_that_waited_for_a_listener_are_counted_once() -> None:
    arrivals = Arrivals()
    taken: list[bytes] = []
    async with serve(arrivals, "127.0.0.1", 0) as server:
        async with await RawClient.connect(server) as client:
            await client.send(request() + text("1") + text("2"))
            link = await arrivals.next()
            await until(lambda: link.messages_received == 2)
            listening = asyncio.ensure_future(link.listen(taken.append))
            await client.send(text("3"))
            await until(lambda: len(taken) == 3)
            assert link.messages_received == 3
            assert server.statistics.messages_received == 3
        with contextlib.suppress(ConnectionClosed):
            await listening
    assert taken == [b"1", b"2", b"3"]


async def test_every_connection_is_counted_once_whatever_becomes_of_it() -> None:
    async with serve(echo, "127.0.0.1", 0, max_links=1) as server:
        async with await opened(server, "/1") as first:
            for data, expected in (
                (request("/"), 404),
                (request("/2"), 503),
                (request(subprotocols="mqtt", path="/1"), 400),
                (b"x\r\n\r\n", 400),
                (b"\x16\x03\x01", None),
                (b"GET", None),
                (b"", None),  # somebody looks whether the port is open: that does not count
            ):
                async with await RawClient.connect(server) as client:
                    await client.send(data)
                    if expected is not None:
                        assert (await client.response()).status == expected
            await until(lambda: sum(server.statistics.refused.values()) == 6)
            assert await first.ask("x") == "x"
        await until_gone(server)
        statistics = server.statistics
        assert statistics.refused == {404: 1, 503: 1, 400: 2, 0: 2}
        assert (statistics.opened, statistics.closed) == (1, {1006: 1})


async def test_what_is_handed_out_is_a_copy() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        statistics = server.statistics
        statistics.closed[1000] += 1
        statistics.refused[400] += 1
        statistics.opened += 1
        assert (server.statistics.closed, server.statistics.refused, server.statistics.opened) == ({}, {}, 0)
