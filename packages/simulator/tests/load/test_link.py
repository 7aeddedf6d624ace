import asyncio
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Close, Frame, Opcode
from websockets.speedups import apply_mask

from csms_simulator.load.knock import CentralSystem, Knock, Refused
from csms_simulator.load.link import MAX_MESSAGE, Link
from packages.simulator.tests.load.test_knock import answer


class Transport:
    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_closed = False
        self.is_aborted = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_aborted = True


class Listener:
    def __init__(self) -> None:
        self.link: Link | None = None
        self.has_begun = False
        self.messages: list[bytes] = []
        self.refused: list[Refused] = []
        self.lost: list[str | None] = []

    def link_begun(self, link: Link) -> None:
        self.has_begun = True

    def link_opened(self, link: Link) -> None:
        self.link = link

    def link_refused(self, refused: Refused) -> None:
        self.refused.append(refused)

    def message_received(self, payload: bytes) -> None:
        self.messages.append(payload)

    def link_lost(self, cause: str | None) -> None:
        self.lost.append(cause)


def knocking() -> tuple[Link, Listener, Transport, Knock]:
    listener, transport = Listener(), Transport()
    knock = Knock(CentralSystem.of("ws://127.0.0.1:9000"), "CP1", "ocpp1.6", None)
    link = Link(listener, knock)
    link.connection_made(cast(asyncio.Transport, transport))
    assert transport.written == [knock.request]
    transport.written.clear()
    return link, listener, transport, knock


def opened() -> tuple[Link, Listener, Transport]:
    link, listener, transport, knock = knocking()
    link.data_received(answer(knock) + b"\r\n")
    assert listener.link is link
    return link, listener, transport


def frame(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=False)


def unmasked(data: bytes) -> tuple[int, bytes]:
    """Return opcode and payload of a short masked frame."""
    length = data[1] & 0x7F
    assert data[0] & 0x80
    assert data[1] & 0x80
    assert length < 126
    return data[0] & 0x0F, apply_mask(data[6 : 6 + length], data[2:6])


def close_frame(code: int, reason: str = "") -> bytes:
    return frame(Opcode.CLOSE, Close(code, reason).serialize())


@given(
    st.lists(st.one_of(st.binary(max_size=200), st.integers(120, 70_000).map(bytes)), max_size=4),
    st.lists(st.integers(0, 500), max_size=20),
)
def test_messages_arrive_however_they_are_cut(messages: list[bytes], cuts: list[int]) -> None:
    link, listener, transport, knock = knocking()
    data = answer(knock) + b"\r\n"
    for message in messages:
        if len(message) % 2:  # some come in fragments, with a ping in between
            data += frame(Opcode.TEXT, message[:3], fin=False) + frame(Opcode.PING, b"?")
            data += frame(Opcode.CONT, message[3:])
        else:
            data += frame(Opcode.TEXT, message)
    position = 0
    for cut in cuts:
        if data[position : position + cut]:
            link.data_received(data[position : position + cut])
        position += cut
    if data[position:]:
        link.data_received(data[position:])
    assert listener.messages == messages
    assert [unmasked(each) for each in transport.written] == [(Opcode.PONG, b"?")] * sum(len(m) % 2 for m in messages)


def test_a_message_is_sent_masked() -> None:
    link, _, transport = opened()
    link.send(b"[2]")
    assert unmasked(transport.written[0]) == (Opcode.TEXT, b"[2]")


def test_a_close_frame_is_answered_and_its_reason_kept() -> None:
    link, listener, transport = opened()
    link.data_received(close_frame(1008, "replaced by a newer connection"))
    assert unmasked(transport.written[0]) == (Opcode.CLOSE, (1008).to_bytes(2, "big"))
    assert transport.is_closed
    link.send(b"too late")
    assert len(transport.written) == 1
    link.connection_lost(None)
    assert listener.lost == ["the central system closed the link with 1008 replaced by a newer connection"]


def test_closing_it_ourselves_is_no_failure() -> None:
    link, listener, transport = opened()
    link.close()
    link.close()
    assert [unmasked(each) for each in transport.written] == [(Opcode.CLOSE, (1000).to_bytes(2, "big"))]
    assert not transport.is_closed
    link.data_received(frame(Opcode.TEXT, b"late") + close_frame(1000))
    assert listener.messages == []
    assert transport.is_closed
    link.connection_lost(None)
    assert listener.lost == [None]


@pytest.mark.parametrize(
    ("data", "cause", "code"),
    [
        (frame(Opcode.BINARY, b"x"), "a binary message came", 1003),
        (b"\x83\x00", "a frame came with the unknown opcode 3", 1002),
        (b"\xc1\x00", "a frame came with reserved bits", 1002),
        pytest.param(Frame(Opcode.TEXT, b"x").serialize(mask=True), "a masked frame came", 1002, id="masked"),
        (b"\x09\x00", "a control frame came that is long or fragmented", 1002),
        (b"\x89\x7e\x00\x80", "a control frame came that is long or fragmented", 1002),
        (frame(Opcode.CONT, b"x"), "fragments of messages came in a wrong order", 1002),
        (frame(Opcode.TEXT, b"x", fin=False) * 2, "fragments of messages came in a wrong order", 1002),
        (
            frame(Opcode.TEXT, b"x", fin=False) + frame(Opcode.TEXT, b"x"),
            "fragments of messages came in a wrong order",
            1002,
        ),
        (b"\x88\x01x", "a Close frame came that is cut off", 1002),
        (b"\x81\x7f" + (MAX_MESSAGE + 1).to_bytes(8, "big"), "a message came that is longer than 1 MiB", 1009),
        (frame(Opcode.TEXT, bytes(MAX_MESSAGE), fin=False) + frame(Opcode.CONT, b"x"), "a message came that is", 1009),
    ],
)
def test_what_breaks_the_protocol_ends_the_link(data: bytes, cause: str, code: int) -> None:
    link, listener, transport = opened()
    link.data_received(data)
    assert unmasked(transport.written[-1]) == (Opcode.CLOSE, code.to_bytes(2, "big"))
    assert transport.is_closed
    assert listener.messages == []
    link.connection_lost(None)
    assert str(listener.lost[0]).startswith(f"the central system broke the WebSocket protocol: {cause}")


def test_a_new_message_in_the_middle_of_another_one() -> None:
    link, listener, transport = opened()
    link.data_received(frame(Opcode.TEXT, b"x", fin=False))
    link.data_received(frame(Opcode.TEXT, b"y"))
    assert listener.messages == []
    assert transport.is_closed


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (None, "the link ended without a Close frame"),
        (ConnectionResetError(104, "Connection reset by peer"), "the connection was lost: connection reset by peer"),
    ],
)
def test_a_connection_that_is_gone(error: Exception | None, cause: str) -> None:
    link, listener, _ = opened()
    assert link.eof_received() is False
    link.connection_lost(error)
    assert listener.lost == [cause]


def test_a_refusal_with_its_body_that_comes_later() -> None:
    link, listener, transport, _ = knocking()
    link.data_received(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n")
    assert not transport.is_closed
    link.data_received(b"go")
    link.data_received(b"ne")
    link.eof_received()
    link.connection_lost(None)
    assert listener.refused == [Refused("403 Forbidden: gone")]


def test_a_refusal_whose_body_is_there() -> None:
    link, listener, transport, _ = knocking()
    link.data_received(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
    assert transport.is_closed
    link.connection_lost(None)
    assert listener.refused == [Refused("403 Forbidden: no")]


@pytest.mark.parametrize("data", [b"SSH-2.0-x\r\n", b"\x15\x03\x01", b"HTTP/1.1 200 OK\r\n" + bytes(20_000)])
def test_what_is_no_http_is_refused_at_once(data: bytes) -> None:
    link, listener, transport, _ = knocking()
    link.data_received(data)
    assert transport.is_closed
    link.connection_lost(None)
    assert listener.refused == [Refused("what answers is no HTTP server")]


def test_no_answer_to_the_handshake() -> None:
    link, listener, transport, _ = knocking()
    link.abort("none in 20 s")
    assert transport.is_aborted
    link.connection_lost(None)
    assert listener.refused == [Refused("no answer to the handshake: none in 20 s")]
    link, listener, _, _ = knocking()
    link.connection_lost(None)
    assert listener.refused == [Refused("no answer to the handshake: the connection ended")]
