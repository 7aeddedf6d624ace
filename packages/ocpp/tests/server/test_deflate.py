"""permessage-deflate, which OCPP 2.x demands (Part 4, 3.4) and which only a charge point offers."""

import tracemalloc
import zlib
from typing import Any

import pytest

from ocpp.server import Link, serve

from .handlers import echo
from .raw_client import BINARY, CONT, PING, PONG, TEXT, RawClient, close_frame, frame, opened, text

OFFER = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
COMPRESSED = 4
"""The first reserved bit."""


class Deflate:
    """The charge point's side of the compression."""

    def __init__(self, bits: int = 12) -> None:
        self.compressor = zlib.compressobj(wbits=-bits)
        self.decompressor = zlib.decompressobj(wbits=-bits)

    def pack(self, data: bytes) -> bytes:
        packed = self.compressor.compress(data) + self.compressor.flush(zlib.Z_SYNC_FLUSH)
        assert packed.endswith(b"\x00\x00\xff\xff")
        return packed[:-4]

    def unpack(self, data: bytes) -> bytes:
        return self.decompressor.decompress(data + b"\x00\x00\xff\xff")


async def take_all(link: Link) -> None:
    await link.listen(link.write)


@pytest.mark.parametrize("handler", [echo, take_all])
async def test_a_charge_point_that_offers_it_gets_it(handler: Any) -> None:
    async with serve(handler, "127.0.0.1", 0) as server, await RawClient.connect(server) as client:
        response = await client.open(headers=OFFER)
        assert response.status == 101
        chosen = response.headers["sec-websocket-extensions"]
        assert chosen.startswith("permessage-deflate")
        assert "server_max_window_bits=12" in chosen
        assert "client_max_window_bits=12" in chosen
        deflate = Deflate()
        for message in (b"x" * 1000, b"", "Grüße".encode() * 300, b"x" * 1000):
            await client.send(frame(TEXT, deflate.pack(message), rsv=COMPRESSED))
            received = await client.frame()
            assert received is not None
            assert (received.opcode, received.reserved) == (TEXT, COMPRESSED)
            assert deflate.unpack(received.payload) == message
            if len(message) > 500:
                assert len(received.payload) < 100
        await client.send(text("plain") + frame(PING, b"p"))
        answers = [await client.frame(), await client.frame()]
        assert (PONG, b"p", True, 0) in answers
        (answer,) = [each for each in answers if each and each.opcode == TEXT]
        assert deflate.unpack(answer.payload) == b"plain"
        packed = deflate.pack(b"in two parts")
        await client.send(frame(TEXT, packed[:3], fin=False, rsv=COMPRESSED) + frame(CONT, packed[3:]))
        received = await client.frame()
        assert received is not None
        assert deflate.unpack(received.payload) == b"in two parts"
        await client.send(close_frame())
        assert await client.closing() == (1000, "")


async def test_nobody_gets_it_unasked() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        for headers in ({}, {"Sec-WebSocket-Extensions": "x-other; a=1"}):
            async with await RawClient.connect(server) as client:
                response = await client.open(headers=headers)
                assert response.status == 101
                assert "sec-websocket-extensions" not in response.headers
                await client.send(frame(TEXT, b"x", rsv=COMPRESSED))
                assert (await client.closing())[0] == 1002


async def test_a_server_may_do_without() -> None:
    async with (
        serve(echo, "127.0.0.1", 0, compression=None) as server,
        await RawClient.connect(server) as client,
    ):
        response = await client.open(headers=OFFER)
        assert response.status == 101
        assert "sec-websocket-extensions" not in response.headers


@pytest.mark.parametrize(
    "offer",
    [
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_max_window_bits=10",
    ],
)
async def test_any_offer_is_taken_up_or_left(offer: str) -> None:
    async with (
        serve(echo, "127.0.0.1", 0) as server,
        await opened(server, headers={"Sec-WebSocket-Extensions": offer}) as client,
    ):
        await client.send(text("x" * 10))
        received = await client.frame()
        assert received is not None
        payload = Deflate().unpack(received.payload) if received.reserved else received.payload
        assert payload == b"x" * 10


@pytest.mark.parametrize("handler", [echo, take_all])
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
async def test_a_message_that_grows_beyond_the_limit_closes_with_1009(opcode: int, handler: Any) -> None:
    async with serve(handler, "127.0.0.1", 0, max_size=10_000) as server, await opened(server, headers=OFFER) as client:
        await client.send(frame(opcode, Deflate().pack(b"\x00" * 10_000_000), rsv=COMPRESSED))
        assert (await client.closing())[0] == 1009


async def test_what_is_not_compressed_as_it_says_closes_the_link() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server, headers=OFFER) as client:
        await client.send(frame(TEXT, b"\xff\xff\xff\xff", rsv=COMPRESSED))
        assert (await client.closing())[0] in {1002, 1007}


async def test_many_bombs_in_one_read_do_not_fill_the_memory() -> None:
    """Each message is within its limit, but a thousand of them fit in what the system hands over at once."""

    async def handler(link: Link) -> None:
        await link.listen(lambda _message: None)

    deflate = Deflate()
    bombs = b"".join(frame(TEXT, deflate.pack(b"x" * 2**20), rsv=COMPRESSED, mask=bytes(4)) for _ in range(60))
    assert len(bombs) < 200_000
    async with serve(handler, "127.0.0.1", 0) as server, await opened(server, headers=OFFER) as client:
        tracemalloc.start()
        try:
            await client.send(bombs + frame(PING))
            received = await client.frame()
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert received == (PONG, b"", True, 0)
        assert server.statistics.messages_received == 60
        assert peak < 20 * 2**20
