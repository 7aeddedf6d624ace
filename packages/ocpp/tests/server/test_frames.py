"""The short way for frames against the long one: websockets' own core reads and writes the same."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from ocpp.websocket.frames import masked_frame, read_masked, read_unmasked, unmasked_frame

from .memory_transport import memory_link
from .raw_client import BINARY, CONT, PING, PONG, TEXT, close_frame, frame

EDGES = (0, 1, 2, 124, 125, 126, 127, 128, 65534, 65535, 65536, 65537)
LIMIT = 2**20


def read_by_core(data: bytes, *, by_server: bool) -> list[Frame]:
    core = ServerProtocol(state=OPEN) if by_server else ClientProtocol(parse_uri("ws://x/"), state=OPEN)
    core.receive_data(data)
    assert core.parser_exc is None
    return [event for event in core.events_received() if isinstance(event, Frame)]


def written_by_core(payload: bytes, *, by_server: bool) -> bytes:
    core = ServerProtocol(state=OPEN) if by_server else ClientProtocol(parse_uri("ws://x/"), state=OPEN)
    core.send_text(payload)
    return b"".join(core.data_to_send())


@pytest.mark.parametrize("length", EDGES)
def test_what_is_written_is_what_the_core_writes_and_reads(length: int) -> None:
    payload = bytes(index % 251 for index in range(length))
    assert unmasked_frame(payload) == written_by_core(payload, by_server=True)
    ours, theirs = masked_frame(payload), written_by_core(payload, by_server=False)
    head = len(theirs) - length - 4
    assert ours[:head] == theirs[:head]
    assert len(ours) == len(theirs)
    for data, by_server in ((ours, True), (unmasked_frame(payload), False)):
        (read,) = read_by_core(data, by_server=by_server)
        assert (read.opcode, bytes(read.data), read.fin) == (Opcode.TEXT, payload, True)


def test_masks_are_not_repeated() -> None:
    masks = [masked_frame(b"x" * 10)[2:6] for _ in range(5000)]
    assert len(set(masks)) > 4990  # there are 2**32


@pytest.mark.parametrize("length", EDGES)
def test_a_frame_is_read_if_it_is_complete_and_short_enough(length: int) -> None:
    payload = b"\x81" * length
    for reader, data in ((read_masked, frame(TEXT, payload)), (read_unmasked, frame(TEXT, payload, mask=None))):
        expected: tuple[list[bytes], int] = (
            ([payload], len(data)) if length < 65536 else ([], 0)
        )  # the core reads those
        assert reader(data, LIMIT) == expected
        assert reader(data, length) == expected
        assert reader(data[:-1], LIMIT) == ([], 0)
        assert reader(data + b"\x81", LIMIT) == (expected[0], expected[1])
        if length:
            assert reader(data, length - 1) == ([], 0)


@pytest.mark.parametrize("reader", [read_masked, read_unmasked])
@given(data=st.binary(max_size=300) | st.binary(max_size=300).map(lambda rest: b"\x81" + rest))
def test_any_bytes_are_read_as_the_core_does_or_left_to_it(reader: Any, data: bytes) -> None:
    payloads, position = reader(data, LIMIT)
    assert 0 <= position <= len(data)
    frames = read_by_core(data[:position], by_server=reader is read_masked)
    assert [(each.opcode, bytes(each.data), each.fin) for each in frames] == [
        (Opcode.TEXT, payload, True) for payload in payloads
    ]


@pytest.mark.parametrize("first", [0x80 | BINARY, 0x80 | PING, 0x80 | PONG, TEXT, 0x80 | CONT, 0xC1, 0xA1, 0x91, 0x88])
def test_all_but_plain_complete_text_is_left_to_the_core(first: int) -> None:
    other = bytes([first]) + frame(TEXT, b"abc")[1:]
    assert read_masked(other, LIMIT) == ([], 0)
    assert read_masked(frame(TEXT, b"one") + other, LIMIT) == ([b"one"], 9)
    assert read_unmasked(bytes([first, 3]) + b"abc", LIMIT) == ([], 0)


def test_frames_of_the_wrong_side_are_left_to_the_core() -> None:
    assert read_masked(frame(TEXT, b"abc", mask=None), LIMIT) == ([], 0)
    assert read_unmasked(frame(TEXT, b"abc"), LIMIT) == ([], 0)


# A whole link, however its bytes are cut

sizes = st.sampled_from([0, 1, 5, 125, 126, 127]) | st.integers(0, 300)
payloads = st.tuples(sizes, st.sampled_from([b"a", b"\x00", b"\x01", b"\x7f"])).map(lambda pair: pair[0] * pair[1])
masks = st.sampled_from([b"\x81\x80\x81\x80", b"\x81\x81\x00\x81", b"\x00\x00\x00\x00", b"\x12\x34\x56\x78"])


@st.composite
def messages(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """Return the bytes of one message, pings and pongs in between, and the message."""
    mask = draw(masks)
    parts = draw(st.lists(payloads, min_size=1, max_size=3))
    data = bytearray()
    for number, part in enumerate(parts):
        if draw(st.booleans()):
            data += frame(draw(st.sampled_from([PING, PONG])), b"\x81\x80", mask=mask)
        data += frame(TEXT if number == 0 else CONT, part, fin=number == len(parts) - 1, mask=mask)
    return bytes(data), [b"".join(parts)]


@settings(max_examples=150)
@given(st.lists(messages(), min_size=1, max_size=5), st.data())
def test_a_link_reads_the_same_messages_wherever_the_stream_is_cut(
    parts: list[tuple[bytes, list[bytes]]], data: st.DataObject
) -> None:
    stream = b"".join(part for part, _ in parts)
    expected = [message for _, found in parts for message in found]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))

    async def scenario() -> None:
        link, transport = memory_link()
        taken: list[bytes] = []
        listening = asyncio.ensure_future(link.listen(taken.append))
        await asyncio.sleep(0)
        for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
            if begin < end:
                link.data_received(stream[begin:end])
        assert taken == expected
        assert link.is_open
        assert link.messages_received == len(expected)
        transport.abort()
        await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(scenario())


def test_a_link_reads_frames_that_come_byte_by_byte_or_cut_once_anywhere() -> None:
    """A part of a frame is never taken for the begin of one: mask and text look like frames."""
    texts = [b"\x01\x05\x01\x00" * 4, b"", b"\x00\x00\x00", b"a" * 126]
    stream = b"".join(frame(TEXT, each) for each in texts)

    async def scenario(*cuts: int) -> None:
        link, transport = memory_link()
        taken: list[bytes] = []
        listening = asyncio.ensure_future(link.listen(taken.append))
        await asyncio.sleep(0)
        for begin, end in zip((0, *cuts), (*cuts, len(stream)), strict=True):
            link.data_received(stream[begin:end])
        assert taken == texts, cuts
        transport.abort()
        await asyncio.gather(listening, return_exceptions=True)

    with asyncio.Runner() as runner:
        for cut in range(1, len(stream)):
            runner.run(scenario(cut))
        runner.run(scenario(*range(1, len(stream))))


@settings(max_examples=200)
@given(
    st.lists(
        st.binary(max_size=40)
        | st.builds(
            frame,
            st.sampled_from([TEXT, BINARY, CONT, PING, PONG, 3, 8, 11]),
            st.binary(max_size=140),
            fin=st.booleans(),
            mask=masks | st.none(),
            rsv=st.sampled_from([0, 0, 0, 1, 4]),
        )
        | st.builds(close_frame, st.sampled_from([None, 1000, 1005, 999, 4000])),
        max_size=6,
    )
)
def test_no_bytes_make_a_link_raise(pieces: list[bytes]) -> None:
    async def scenario() -> None:
        link, transport = memory_link()
        listening = asyncio.ensure_future(link.listen(link.write))
        await asyncio.sleep(0)
        for piece in pieces:
            if transport.is_gone or transport.has_ended:
                break
            if piece:
                link.data_received(piece)
        transport.abort()
        await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(scenario())
