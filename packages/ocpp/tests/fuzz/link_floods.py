"""Links whose other side never ends: what they keep must stay small, and they must come to an end."""

import asyncio
from collections.abc import Callable, Iterator

from websockets.frames import Opcode
from websockets.protocol import SERVER, Side

from packages.ocpp.tests.memory_link import run

from .link_rig import CLOSE_TIMEOUT_S, MAX_QUEUE, WRITE_LIMIT, Rig
from .memory_transport import END, Watch
from .websocket_frames import Settings, deflated, frame

ROUNDS = 60
READ = 20
"""How many frames arrive in one read."""


def floods(side: Side) -> dict[str, Callable[[], Iterator[bytes]]]:
    """Return endless streams by name; each yields one read."""
    masked = side is SERVER

    def same(*frames: bytes) -> Callable[[], Iterator[bytes]]:
        return lambda: iter([b"".join(frames) * READ] * ROUNDS)

    def after(first: bytes, frames: bytes) -> Callable[[], Iterator[bytes]]:
        return lambda: iter([first, *[frames * READ] * ROUNDS])

    return {
        "messages": same(frame(Opcode.TEXT, b"text", masked=masked)),
        "binary messages": same(frame(Opcode.BINARY, b"data", masked=masked)),
        "messages in pieces": same(
            frame(Opcode.TEXT, b"tex", fin=False, masked=masked), frame(Opcode.CONT, b"t", masked=masked)
        ),
        "a message that does not end": after(
            frame(Opcode.TEXT, b"text", fin=False, masked=masked), frame(Opcode.CONT, b"more", fin=False, masked=masked)
        ),
        "a message of nothing that does not end": after(
            frame(Opcode.TEXT, fin=False, masked=masked), frame(Opcode.CONT, fin=False, masked=masked)
        ),
        "pings": same(frame(Opcode.PING, b"p" * 125, masked=masked)),
        "pongs": same(frame(Opcode.PONG, b"p" * 125, masked=masked)),
        "close frames": same(frame(Opcode.CLOSE, b"\x03\xe8", masked=masked)),
        "garbage": same(b"\xff" * 10),
        "a huge frame": after(frame(Opcode.TEXT, length=2**63, length_bits=64, masked=masked), b"x" * 100),
        "a bomb": same(frame(Opcode.TEXT, deflated(bytes(10**6)), reserved=4, masked=masked)),
    }


def flood(side: Side, name: str, begin: Callable[[Rig], object]) -> None:
    """Let a flood come over a link for which `begin` was done, while nobody takes a message."""

    async def scenario() -> None:
        deflate = (False, False) if name == "a bomb" else None
        rig = Rig(Settings(side, 10_000, deflate))
        begin(rig)
        for read in floods(side)[name]():
            rig.transport.arrive(read)
            rig.check()
            await asyncio.sleep(0)
            kept = rig.link.messages_received
            assert kept <= MAX_QUEUE + READ + 1, "messages pile up"
            waiting = rig.transport.get_write_buffer_size()
            assert waiting <= WRITE_LIMIT + READ * 150, "what is to be sent piles up"
            assert len(rig.core.reader.buffer) <= 10_000 + len(read), "what was read piles up"
        if rig.link.is_open:
            rig.link.start_close()
        await asyncio.sleep(2 * CLOSE_TIMEOUT_S)
        rig.check()
        assert rig.transport.is_lost, "the connection was never closed"

    with Watch():
        run(scenario())


def closed_by_us(rig: Rig) -> None:
    """We have closed, the other side goes on."""
    rig.link.start_close()


def stalled(rig: Rig) -> None:
    """The other side does not read, and more is written than the connection takes."""
    rig.transport.stall()
    rig.link.write("x" * WRITE_LIMIT * 2)


def stalled_and_closed_by_us(rig: Rig) -> None:
    """The other side does not read, and we have closed."""
    stalled(rig)
    rig.link.start_close()


def stalled_and_failed(rig: Rig) -> None:
    """The other side does not read, and we have given up on it."""
    stalled(rig)
    rig.link.fail(1008)


def stalled_and_ended(rig: Rig) -> None:
    """The other side does not read, and sends no more."""
    stalled(rig)
    rig.transport.drain()
    rig.transport.stall()
    rig.link.write("x" * (WRITE_LIMIT - 10))
    rig.transport.arrive(END)


BEGINNINGS: dict[str, Callable[[Rig], object]] = {
    "open": lambda _rig: None,
    "closed by us": closed_by_us,
    "stalled": stalled,
    "stalled and closed by us": stalled_and_closed_by_us,
    "stalled and failed": stalled_and_failed,
    "stalled and ended": stalled_and_ended,
}
