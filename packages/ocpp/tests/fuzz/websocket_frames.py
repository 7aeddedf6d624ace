"""Streams of WebSocket frames, good and bad, and websockets' own core as the judge of them."""
# pyright: basic

import zlib
from dataclasses import dataclass, field
from typing import TypeVar

from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Close, CloseCode, Frame, Opcode
from websockets.protocol import CLIENT, OPEN, SERVER, Protocol, Side, State
from websockets.server import ServerProtocol
from websockets.streams import StreamReader
from websockets.uri import parse_uri

from ocpp.websocket.core import ClientCore, ServerCore

KEY = b"\x81\x85\x81\x80"
"""It looks like the begin of a frame, which a reader that has lost its place would take it for."""
LIKE_FRAMES = b"\x81\x05hello" + b"\x81\x85" + KEY + b"hello"
URI = parse_uri("ws://example.com/CP-1")

Message = str | bytes
C = TypeVar("C", bound=Protocol)


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    reserved: int = 0,
    masked: bool = True,
    length_bits: int = 0,
    length: int | None = None,
) -> bytes:
    """Return a frame. `length_bits`: 7, 16 or 64; 0 for the shortest. `length`: what the frame claims, if not so."""
    claimed = len(payload) if length is None else length
    if not length_bits:
        length_bits = 7 if claimed < 126 else 16 if claimed < 65536 else 64
    head = bytes((fin << 7 | reserved << 4 | opcode,))
    mask = masked << 7
    if length_bits == 7:
        head += bytes((mask | claimed & 127,))
    elif length_bits == 16:
        head += bytes((mask | 126,)) + (claimed & 0xFFFF).to_bytes(2, "big")
    else:
        head += bytes((mask | 127,)) + claimed.to_bytes(8, "big")
    if not masked:
        return head + payload
    return head + KEY + bytes(byte ^ KEY[n % 4] for n, byte in enumerate(payload))


def deflated(payload: bytes) -> bytes:
    """Return a payload as permessage-deflate sends it, without anything of messages before (RFC 7692, 7.2.1)."""
    packer = zlib.compressobj(wbits=-12)
    return (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


TEXTS = st.sampled_from(
    [
        b"",
        b"a",
        b'[2,"1","Heartbeat",{}]',
        "\u00e4\u4e2d\U0001f50c".encode(),
        b"x" * 125,
        b"y" * 126,
        b"z" * 127,
        b"w" * 256,
        b"v" * 300,
    ]
)
BAD_TEXTS = st.sampled_from(
    [b"\xff", b"a\xe4", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u4e2d".encode()[:2]]
)
CLOSE_CODES = st.sampled_from([0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1011, 1012, 1015, 1016])
CLOSE_PAYLOADS = st.one_of(
    st.just(b""),
    st.just(b"\x03"),
    st.builds(
        lambda code, reason: code.to_bytes(2, "big") + reason,
        CLOSE_CODES | st.sampled_from([2999, 3000, 4999, 5000, 65535]),
        st.sampled_from([b"", b"bye", "\u00e4".encode(), b"\xff", b"r" * 123, b"r" * 124, b"\x00"]),
    ),
)


@st.composite
def fragments(draw: st.DrawFn, masked: bool) -> bytes:
    """Draw a message in pieces, maybe with control frames in between, maybe cut within a character, maybe not ended."""
    payload = draw(TEXTS | BAD_TEXTS | st.just("\u4e2d\U0001f50c\u00e4".encode() * 3))
    opcode = draw(st.sampled_from([Opcode.TEXT, Opcode.TEXT, Opcode.BINARY]))
    cuts = sorted(draw(st.lists(st.integers(0, len(payload)), max_size=4)))
    reserved = 0
    if draw(st.integers(0, 3)) == 0:
        payload, reserved = deflated(payload), 4
    pieces = [payload[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
    last = len(pieces) - 1 if draw(st.integers(0, 7)) else len(pieces)
    stream = b""
    for n, piece in enumerate(pieces):
        stream += frame(
            Opcode.CONT if n else opcode, piece, fin=n == last, reserved=0 if n else reserved, masked=masked
        )
        if n != last and draw(st.booleans()):
            stream += frame(draw(st.sampled_from([Opcode.PING, Opcode.PONG])), piece[:125], masked=masked)
    return stream


def bad_frames(masked: bool) -> st.SearchStrategy[bytes]:
    """Draw frames that break a rule, by the rule."""
    return st.one_of(
        st.builds(lambda opcode: frame(opcode, b"x", masked=masked), st.sampled_from([3, 7, 11, 15])),
        st.builds(lambda bits: frame(1, b"x", reserved=bits, masked=masked), st.integers(1, 7)),
        st.just(frame(Opcode.TEXT, b"wrong mask", masked=not masked)),
        st.builds(lambda opcode: frame(opcode, b"x", fin=False, masked=masked), st.sampled_from([8, 9, 10])),
        st.builds(lambda opcode: frame(opcode, b"x" * 126, masked=masked), st.sampled_from([8, 9, 10])),
        st.just(frame(Opcode.CONT, b"of nothing", masked=masked)),
        st.builds(
            lambda length: frame(Opcode.TEXT, b"x", length=length, length_bits=64, masked=masked),
            st.sampled_from([2**16, 2**20 + 1, 2**31, 2**32, 2**63 - 1, 2**63, 2**64 - 1]),
        ),
        st.just(frame(Opcode.TEXT, deflated(bytes(10**5)), reserved=4, masked=masked)),
        st.just(frame(Opcode.TEXT, b"\xff\x00no deflate", reserved=4, masked=masked)),
        st.binary(max_size=20),
    )


def good_frames(masked: bool) -> st.SearchStrategy[bytes]:
    """Draw frames that are as they should be, the short way and the long way."""
    return st.one_of(
        st.builds(lambda text: frame(Opcode.TEXT, text, masked=masked), TEXTS),
        st.builds(
            lambda text, bits: frame(Opcode.TEXT, text, length_bits=bits, masked=masked),
            TEXTS,
            st.sampled_from([16, 64]),
        ),
        st.builds(lambda text: frame(Opcode.TEXT, deflated(text), reserved=4, masked=masked), TEXTS),
        st.builds(lambda data: frame(Opcode.BINARY, data, masked=masked), TEXTS | BAD_TEXTS | st.just(LIKE_FRAMES)),
        st.builds(
            lambda opcode, data: frame(opcode, data, masked=masked),
            st.sampled_from([Opcode.PING, Opcode.PONG]),
            st.sampled_from([b"", b"ping", b"p" * 125, b"\xff"]),
        ),
        fragments(masked),
    )


@st.composite
def streams(draw: st.DrawFn, *, masked: bool, max_frames: int = 8) -> list[bytes]:
    """Draw the pieces in which bytes arrive: frames, mostly good, some of them broken, cut anywhere and glued."""
    texts = st.builds(lambda text: frame(Opcode.TEXT, text, masked=masked), TEXTS)
    good = good_frames(masked)
    spoilt = st.one_of(
        bad_frames(masked),
        st.builds(lambda text: frame(Opcode.TEXT, text, masked=masked), BAD_TEXTS),
        st.builds(lambda payload: frame(Opcode.CLOSE, payload, masked=masked), CLOSE_PAYLOADS),
    )
    frames = draw(st.lists(st.one_of(texts, good, good, good, spoilt), max_size=max_frames))
    if draw(st.booleans()):
        frames.append(draw(spoilt))
        frames.append(draw(texts | spoilt))
    stream = bytearray(b"".join(frames))
    if stream and draw(st.integers(0, 7)) == 0:
        del stream[draw(st.integers(0, len(stream) - 1)) :]
    if stream and draw(st.integers(0, 7)) == 0:
        stream[draw(st.integers(0, len(stream) - 1))] ^= draw(st.integers(1, 255))
    return draw(chunks(bytes(stream)))


@st.composite
def chunks(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """Draw the pieces in which data arrives: all in one, a few, or byte by byte."""
    way = draw(st.sampled_from(["one", "one", "few", "few", "bytes"]))
    if way == "bytes" and len(data) < 600:
        return [data[n : n + 1] for n in range(len(data))]
    cuts = [] if way == "one" else sorted(set(draw(st.lists(st.integers(1, max(1, len(data) - 1)), max_size=6))))
    pieces = [data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    return [piece for piece in pieces if piece]


@dataclass(frozen=True)
class Settings:
    """How a core is set up."""

    side: Side = SERVER
    max_size: int | None = 2**20
    deflate: tuple[bool, bool] | None = None
    """Without context of the other side, and of ours; None: no compression."""

    def core(self) -> ServerCore | ClientCore:
        """Return a core of ours that is open already."""
        if self.side is SERVER:
            core = ServerCore(self.max_size)
        else:
            core = ClientCore(URI, (), None, self.max_size)
            core.state = OPEN
            core.parser = core.parse()
            next(core.parser)
        return self._extended(core)

    def reference(self) -> ServerProtocol | ClientProtocol:
        """Return a core as websockets has it."""
        if self.side is SERVER:
            return self._extended(ServerProtocol(state=OPEN, max_size=self.max_size))
        return self._extended(ClientProtocol(URI, state=OPEN, max_size=self.max_size))

    def _extended(self, core: C) -> C:
        if self.deflate is not None:
            core.extensions = [PerMessageDeflate(*self.deflate, 12, 12, {"memLevel": 5})]
        return core


def settings_of(side: Side) -> st.SearchStrategy[Settings]:
    """Draw settings; most links have no compression."""
    return st.builds(
        Settings,
        side=st.just(side),
        max_size=st.sampled_from([2**20, 2**20, 126, 1000, None]),
        deflate=st.none() | st.none() | st.tuples(st.booleans(), st.booleans()),
    )


@dataclass
class Judge:
    """websockets' core in the thinnest of shells: what comes is looked at byte by byte, and text must be UTF-8."""

    core: Protocol
    messages: list[Message] = field(default_factory=list[Message])
    written: bytearray = field(default_factory=bytearray)
    has_seen_bad_text: bool = False
    has_opened: bool = False
    _opcode: Opcode = Opcode.TEXT
    _assembled: bytes = b""

    def take(self, data: bytes) -> None:
        """Take what arrives."""
        # Within long runs of payload nothing happens; to step through each of their bytes takes too long.
        step = 1 if len(data) < 5000 else 512
        for position in range(0, len(data), step):
            if self.core.reader.eof:
                return
            self.core.receive_data(data[position : position + step])
            for event in self.core.events_received():
                assert isinstance(event, Frame)
                if not self.has_seen_bad_text:
                    self._take(event)
            self._collect()

    def take_answer(self, data: bytes) -> None:
        """Take what arrives on the client's side, the answer to its request first; nothing for the end."""
        for position in range(len(data) or 1):
            if self.core.reader.eof:
                return
            if data:
                self.core.receive_data(data[position : position + 1])
            else:
                self.core.receive_eof()
            for event in self.core.events_received():
                if isinstance(event, Frame):
                    if not self.has_seen_bad_text:
                        self._take(event)
                else:
                    self.has_opened = self.core.state is OPEN
            self._collect()

    def end(self) -> None:
        """Take the end of what the other side sends."""
        self.core.receive_eof()
        self._collect()

    @property
    def was_closed_within_a_message(self) -> bool:
        """Whether a close frame came within a message: websockets refuses what RFC 6455, 5.5.1 allows."""
        return str(self.core.parser_exc) == "incomplete fragmented message"

    def _collect(self) -> None:
        self.written += b"".join(self.core.data_to_send())

    def _take(self, event: Frame) -> None:
        if event.opcode in {Opcode.TEXT, Opcode.BINARY}:
            self._opcode, self._assembled = event.opcode, b""
        elif event.opcode is not Opcode.CONT:
            return
        self._assembled += event.data
        if not event.fin:
            return
        if self._opcode is Opcode.BINARY:
            self.messages.append(self._assembled)
            return
        try:
            self.messages.append(self._assembled.decode())
        except UnicodeDecodeError:
            self.has_seen_bad_text = True
            if self.core.state is OPEN:
                self.core.fail(CloseCode.INVALID_DATA, "not UTF-8")


def frames_of(sent: bytes, side: Side, deflate: tuple[bool, bool] | None = None) -> list[tuple[Opcode, bytes]]:
    """Return the frames that a side has sent, after checking that each is a good one and none comes too late."""
    reader = StreamReader()
    reader.feed_data(sent)
    theirs = None if deflate is None else (deflate[1], deflate[0])
    extensions = Settings(CLIENT if side is SERVER else SERVER, None, theirs).reference().extensions
    frames: list[tuple[Opcode, bytes]] = []
    has_closed = False
    while reader.buffer:
        parser = Frame.parse(reader.read_exact, mask=side is CLIENT, extensions=extensions)
        try:
            next(parser)
        except StopIteration as end:
            each: Frame = end.value
        else:
            raise AssertionError("half a frame was sent")
        # After its close frame a side may answer pings, as websockets does, and send nothing else (RFC 6455, 5.5.1).
        assert not has_closed or each.opcode is Opcode.PONG, each
        has_closed = has_closed or each.opcode is Opcode.CLOSE
        frames.append((each.opcode, bytes(each.data)))
    return frames


def code_of(close: Close | None) -> tuple[int, str] | None:
    """Return code and reason of a close frame."""
    return None if close is None else (int(close.code), close.reason)


def state_of(core: Protocol) -> tuple[State, tuple[int, str] | None, tuple[int, str] | None]:
    """Return what a core knows of the end: its state, what the other side closed with, and what we closed with."""
    return core.state, code_of(core.close_rcvd), code_of(core.close_sent)
