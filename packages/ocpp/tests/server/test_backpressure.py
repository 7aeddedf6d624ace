"""What one side does not take must not pile up on the other: memory stays bounded, whatever a client does."""

import asyncio
import tracemalloc
from collections.abc import Generator
from contextlib import contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed

from ocpp.server import Link, Server, serve

from .handlers import Arrivals, echo
from .memory_transport import memory_link
from .raw_client import (
    CONT,
    PING,
    TEXT,
    RawClient,
    frame,
    on_a_virtual_clock,
    opened,
    request,
    small_buffers,
    text,
    until,
)

MIB = 2**20


@contextmanager
def at_most(bytes_more: int) -> Generator[None]:
    """Fail if Python needed more memory than that meanwhile; what the system holds of sockets does not count."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < bytes_more, f"{peak / MIB:.1f} MiB"


async def unread(server: Server) -> RawClient:
    """Return a client with a small buffer that is open and will not read."""
    client = await RawClient.connect(server, receive_buffer=4096)
    assert (await client.open()).status == 101
    return client


async def test_a_full_queue_pauses_reading_and_recv_resumes_it() -> None:
    link, transport = memory_link(max_queue=4)
    for number in range(5):
        assert transport.is_reading_now
        link.data_received(text(str(number)))
    assert not transport.is_reading_now
    for number in range(3):
        assert await link.recv() == str(number)
        assert not transport.is_reading_now, "it would go on and off with every message"
    assert await link.recv() == "3"
    assert transport.is_reading_now
    assert await link.recv() == "4"


async def test_all_messages_of_a_fast_client_arrive_at_a_slow_handler_in_order() -> None:
    async def handler(link: Link) -> None:
        async for message in link:
            for _ in range(3):
                await asyncio.sleep(0)
            taken.append(message)
        done.set()

    taken: list[str | bytes] = []
    done = asyncio.Event()
    async with serve(handler, "127.0.0.1", 0, max_queue=3) as server, await opened(server) as client:
        await client.send(b"".join(text(f"{number}:" + "x" * 300) for number in range(500)) + frame(8, b"\x03\xe8"))
        await done.wait()
        assert [message.partition(":")[0] for message in map(str, taken)] == [str(number) for number in range(500)]


async def test_a_handler_that_does_not_read_stops_the_client() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, sock=small_buffers()) as server, await opened(server) as client:
        link = await arrivals.next()
        with at_most(4 * MIB):
            sent = await client.send_what_is_taken(text("x" * 10_000) * 10, 16 * MIB)
        assert sent < 4 * MIB
        before = link.messages_received
        for _ in range(before):
            assert await link.recv() == "x" * 10_000
        await until(lambda: link.messages_received != before)  # reading goes on


@pytest.mark.parametrize("messages", ["text", "pings", "pings and text"])
@pytest.mark.parametrize("door", ["recv", "listen"])
async def test_a_client_that_never_reads_answers_is_not_read_either(messages: str, door: str) -> None:
    async def handler(link: Link) -> None:
        if door == "listen":
            await link.listen(link.write)
        await echo(link)

    data = {"text": text("x" * 1000) * 20, "pings": frame(PING, b"p" * 125) * 100}
    data["pings and text"] = data["pings"] + data["text"]
    async with serve(handler, sock=small_buffers()) as server, await unread(server) as client:
        with at_most(4 * MIB):
            sent = await client.send_what_is_taken(data[messages], 16 * MIB)
        assert sent < 4 * MIB
        link = server.link("CP-1")
        assert link is not None
        assert link.bytes_sent < MIB
        received = link.bytes_received
        while link.bytes_received == received:  # the client begins to read
            assert await client.read()


async def test_send_waits_while_the_client_does_not_read() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, sock=small_buffers()) as server, await unread(server) as client:
        link = await arrivals.next()
        total = 0
        sending: asyncio.Future[None]
        while True:
            sending = asyncio.ensure_future(link.send("x" * 100_000))
            for _ in range(20):
                await asyncio.sleep(0)
            total += 100_000
            if not sending.done():
                break
            assert total < 64 * MIB
        while not sending.done():
            await client.read()
        await sending
        sending = asyncio.ensure_future(link.send("x" * 16_000_000))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not sending.done()
        client.close()
        with pytest.raises(ConnectionClosed):
            await sending


async def test_writing_and_reading_pause_together() -> None:
    link, transport = memory_link()
    sending = asyncio.ensure_future(link.send("1"))
    await asyncio.sleep(0)
    assert sending.done()
    link.pause_writing()
    assert not transport.is_reading_now
    sending = asyncio.ensure_future(link.send(b"2"))
    await asyncio.sleep(0)
    assert not sending.done()
    link.resume_writing()
    assert transport.is_reading_now
    await sending


# A link that is being closed


async def deaf(link: Link) -> None:
    """End at once: the server closes the link."""


@on_a_virtual_clock
@pytest.mark.parametrize(
    "data", [text("x" * 1000) * 50, frame(PING, b"p" * 125) * 400, frame(TEXT, b"x" * 900, fin=False)]
)
async def test_a_client_that_does_not_heed_a_close_fills_no_memory(data: bytes) -> None:
    async with serve(deaf, sock=small_buffers(), close_timeout=5) as server, await unread(server) as client:
        with at_most(4 * MIB), suppress(OSError):
            await client.send_what_is_taken(data, 8 * MIB)
        for link in server.connections:
            assert link.bytes_sent < MIB


# Slow and endless


@on_a_virtual_clock
async def test_a_message_byte_by_byte_needs_no_more_memory_than_the_message() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        with at_most(2 * MIB):
            for byte in text("x" * 3000):
                await client.send(bytes([byte]))
                await asyncio.sleep(0)
            assert await client.message() == "x" * 3000


async def test_one_byte_fragments() -> None:
    async with serve(echo, sock=small_buffers(), max_size=4000) as server:
        async with await opened(server) as client:
            with at_most(4 * MIB):
                await client.send(
                    frame(TEXT, b"x", fin=False) + frame(CONT, b"x", fin=False) * 3998 + frame(CONT, b"x")
                )
                assert await client.message() == "x" * 4000
        async with await opened(server) as client:
            with at_most(4 * MIB):
                await client.send(frame(TEXT, b"x", fin=False) + frame(CONT, b"x", fin=False) * 4000)
                assert (await client.closing())[0] == 1009


async def test_empty_fragments_without_end() -> None:
    async with serve(echo, sock=small_buffers()) as server, await opened(server) as client:
        await client.send(frame(TEXT, b"x", fin=False))
        with at_most(4 * MIB):
            for _ in range(20):
                await client.send(frame(CONT, fin=False) * 500)
            await client.send(frame(CONT, b"y"))
            assert await client.message() == "xy"


async def test_empty_messages_without_end() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, sock=small_buffers()) as server, await opened(server) as client:
        await arrivals.next()
        with at_most(8 * MIB):
            sent = await client.send_what_is_taken(text("") * 10_000, 16 * MIB)
        assert sent < 4 * MIB


async def test_endless_headers_need_no_memory() -> None:
    async with serve(echo, sock=small_buffers()) as server, await RawClient.connect(server) as client:
        with at_most(2 * MIB):
            try:
                await client.send(request()[:-2])
                await client.send_what_is_taken(b"X-Endless: y\r\n" * 5000, 32 * MIB)
            except OSError:
                pass
        assert server.statistics.refused == {431: 1}


async def test_pings_between_fragments_of_a_client_that_reads_are_all_answered() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        count = 2000

        async def send() -> None:
            for number in range(count):
                await client.send(frame(PING, str(number).encode()))

        sending = asyncio.ensure_future(send())
        for number in range(count):
            pong = await client.frame()
            assert pong is not None
            assert pong.payload == str(number).encode()
        await sending
