"""Streams that once broke a link, or would break one that is written differently."""

from collections.abc import Iterator
from typing import Any

from websockets.frames import Opcode
from websockets.protocol import SERVER, Side

from .websocket_frames import LIKE_FRAMES, deflated, frame


def known_streams(side: Side) -> dict[str, list[bytes]]:
    """Return streams by name, as the pieces that arrive."""
    masked = side is SERVER

    def text(payload: bytes, **details: Any) -> bytes:
        return frame(Opcode.TEXT, payload, masked=masked, **details)

    bad = text(b"\xff")
    good = text(b"good")
    piece = text(b"pie", fin=False)
    rest = frame(Opcode.CONT, b"ce", masked=masked)
    ping = frame(Opcode.PING, b"ping", masked=masked)
    close = frame(Opcode.CLOSE, b"\x03\xe8", masked=masked)
    longer = text(b"x" * 300)
    binary = frame(Opcode.BINARY, LIKE_FRAMES, masked=masked)
    header = 6 if masked else 2
    return {
        "nothing": [],
        "good ones": [good * 3],
        "one after a bad one": [bad + good],
        "one after a bad one, not plain": [ping + bad + good],
        "one after a bad one in pieces": [text(b"\xff", fin=False) + frame(Opcode.CONT, masked=masked) + good],
        "a close frame after a bad one": [bad + close],
        "a close frame after a bad one, not plain": [ping + bad + close],
        "one between the pieces of another": [piece, good, rest],
        "one after half of another": [piece + good + rest],
        "a ping between the pieces": [piece + ping + rest + good],
        "a ping between the pieces, each alone": [piece, ping, rest, good],
        "a close frame between the pieces": [piece + close + rest],
        "a character cut in two": [text(b"\xe4", fin=False) + frame(Opcode.CONT, b"\xb8\xad", masked=masked) + good],
        "pieces of a binary one": [frame(Opcode.BINARY, b"\xff", fin=False, masked=masked), rest, good],
        "one that is too long": [text(b"x" * 1001) + good],
        "one that is not too long": [text(b"x" * 1000) + good],
        "pieces that are too long together": [piece + frame(Opcode.CONT, b"x" * 998, masked=masked) + good],
        "a short one with a long length": [text(b"x" * 256) + text(b"y" * 258) + good],
        "masked and unmasked": [frame(Opcode.TEXT, b"wrong", masked=not masked) + longer + longer],
        "a length with its highest bit": [text(b"x", length=2**63, length_bits=64) + longer],
        "one behind a header": [binary[:header], binary[header:] + good],
        "one behind half a header": [binary[:1], binary[1:header], binary[header:] + good],
        "one behind a mask": [longer[: header + 2], longer[header + 2 :] + good],
        "compressed ones": [text(deflated(b"good"), reserved=4) * 2 + good],
        "a compressed one in pieces": [
            text(deflated(b"good")[:3], reserved=4, fin=False)
            + frame(Opcode.CONT, deflated(b"good")[3:], masked=masked)
        ],
        "a bomb": [text(deflated(bytes(10**5)), reserved=4) + good],
        "a close frame and more": [good + close + good],
        "close frames": [close * 2],
        "a close frame with a code that must not be sent": [frame(Opcode.CLOSE, b"\x03\xed", masked=masked) + good],
        "a close frame with half a code": [frame(Opcode.CLOSE, b"\x03", masked=masked) + good],
        "a close frame with a bad reason": [frame(Opcode.CLOSE, b"\x03\xe8\xff", masked=masked) + good],
        "a reserved bit": [good + text(b"x", reserved=1) + good],
        "an unknown opcode": [good + frame(3, masked=masked) + good],
        "the rest of nothing": [good + rest + good],
        "a long ping": [good + frame(Opcode.PING, b"p" * 126, masked=masked) + good],
        "a ping in pieces": [good + frame(Opcode.PING, b"p", fin=False, masked=masked) + good],
    }


def ways_to_arrive(pieces: list[bytes]) -> Iterator[list[bytes]]:
    """Yield the pieces as they are, all in one, byte by byte, and cut in two at every place near an end."""
    stream = b"".join(pieces)
    yield pieces
    yield [stream]
    yield [stream[position : position + 1] for position in range(len(stream))]
    for cut in {*range(1, min(len(stream), 9)), *range(max(1, len(stream) - 3), len(stream))}:
        yield [stream[:cut], stream[cut:]]
