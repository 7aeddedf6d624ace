"""A link on a transport in memory, all that can happen to it in any order, and what must be true whatever does."""
# pyright: basic

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, ProtocolError
from websockets.frames import CloseCode, Opcode
from websockets.protocol import OPEN, SERVER, Side

from ocpp.websocket.link import Link
from ocpp.websocket.turn import Turn
from packages.ocpp.tests.memory_link import run, settle

from .memory_transport import END, MemoryTransport, Watch
from .websocket_frames import Judge, Message, Settings, frame, frames_of, settings_of, state_of, streams

MAX_QUEUE = 4
WRITE_LIMIT = 1000
CLOSE_TIMEOUT_S = 10


class BrokenCallbackError(Exception):
    """What a callback raises that has an error."""


class Rig:
    """A link, what it is driven with, and what has come of it."""

    def __init__(
        self, settings: Settings, *, is_tls: bool = False, max_queue: int = MAX_QUEUE, turn_limit: int = 1
    ) -> None:
        self.settings = settings
        self.core = settings.core()
        self.transport = MemoryTransport(asyncio.Protocol(), is_tls=is_tls)
        self.max_queue = max_queue
        self.lost: list[Link] = []
        self.link = Link(
            self.transport,
            self.core,
            identity="CP-1",
            raw_request=b"GET /CP-1 HTTP/1.1\r\n\r\n",
            subprotocol="ocpp1.6",
            max_queue=max_queue,
            close_timeout_s=CLOSE_TIMEOUT_S,
            on_lost=self.lost.append,
            turn=Turn(turn_limit),
        )
        self.transport.set_protocol(self.link)
        self.transport.set_write_buffer_limits(WRITE_LIMIT)
        self.judge = Judge(settings.reference())
        self.taken: list[Message] = []
        """The messages that recv and listen gave, text as text."""
        self.has_listened = False
        self.was_disturbed = False
        """Whether we ended the link, or the connection broke, before all had been read."""
        self.tasks: dict[str, asyncio.Task[Any]] = {}
        self.pings: list[Awaitable[float]] = []

    # What can happen

    def arrive(self, piece: bytes) -> None:
        """Let bytes arrive."""
        if piece == END:
            self.judge.end()
        else:
            self.judge.take(piece)
        self.transport.arrive(piece)

    def lose(self, error: Exception | None) -> None:
        """Break the connection."""
        self.was_disturbed = True
        self.transport.lose(error)

    def start(self, name: str, work: Callable[[], Awaitable[Any]]) -> None:
        """Start something that waits, unless the same waits already."""
        task = self.tasks.get(name)
        if task is None or task.done():
            self.tasks[name] = asyncio.ensure_future(self._guarded(work))

    async def _guarded(self, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            await work()
        except ConnectionClosed:
            assert not self.link.is_open

    def cancel(self, name: str) -> None:
        """Cancel something that waits."""
        if name in self.tasks:
            self.tasks[name].cancel()

    async def receive(self) -> None:
        """Take one message."""
        self.taken.append(await self.link.recv())

    def write(self, text: str) -> None:
        """Send without waiting."""
        try:
            self.link.write(text)
        except ConnectionClosed:
            assert not self.link.is_open

    async def close(self, code: int, reason: str) -> None:
        """Close the link; what no close frame can hold is refused, and nothing has happened then."""
        try:
            await self.link.close(code, reason)
        except ProtocolError:
            assert code in {0, 999, 1005, 1006, 1015, 70000} or len(reason.encode()) > 123, (code, reason)

    def fail(self, code: int) -> None:
        """End the link at once."""
        self.was_disturbed = True
        self.link.fail(code, "we say so")
        assert not self.link.is_open

    def give_up(self) -> None:
        """End the link as the keepalive does."""
        self.was_disturbed = True
        self.link.give_up("nothing heard")
        assert not self.link.is_open

    async def ping(self, data: str | bytes | None) -> None:
        """Send a ping."""
        with suppress(ProtocolError if len(data or b"") > 125 else RuntimeError):  # too long, or not answered yet
            self.pings.append(await self.link.ping(data))

    def listen(self, behaviour: str) -> None:
        """Listen with a callback that does something with each message."""
        if self.is_waiting("receive"):
            return  # that must not be done at the same time

        def on_message(message: bytes) -> None:
            self.taken.append(message.decode())
            if behaviour == "answer":
                self.link.write(message)
            elif behaviour == "close":
                self.link.start_close(1001, "enough")
                self.write("too late")
            elif behaviour == "fail":
                self.fail(1008)
            elif behaviour == "raise" and len(message) != 1:
                self.was_disturbed = True
                raise BrokenCallbackError

        self.has_listened = True
        self.start("listen", lambda: self.link.listen(on_message))

    def is_waiting(self, name: str) -> bool:
        """Whether something was started and waits."""
        return name in self.tasks and not self.tasks[name].done()

    # What must be true

    @property
    def waiting(self) -> int:
        """How many messages the link keeps."""
        return self.link.messages_received - len(self.taken)

    def check(self) -> None:
        """See that the transport is used as it may be, and that nothing piles up."""
        assert not self.transport.misuse
        if self.link.is_open and not self.transport.is_closing():
            # One read may bring more than there is room for; then no other is made.
            wants_to_read = self.transport.is_reading()
            if self.waiting > self.max_queue or self.transport.get_write_buffer_size() > WRITE_LIMIT:
                assert not wants_to_read, "reads on although nobody takes it"
            elif self.waiting == 0 and self.transport.get_write_buffer_size() == 0:
                assert wants_to_read, "does not read although there is room"
        for name in [name for name, task in self.tasks.items() if task.done()]:
            task = self.tasks.pop(name)
            if not task.cancelled():
                task.result()

    async def end(self) -> None:
        """Let the time pass that ends take; then all must have ended and nobody may wait."""
        await asyncio.sleep(3 * CLOSE_TIMEOUT_S)
        self.check()
        assert self.transport.is_lost, "the connection was never closed"
        assert self.lost == [self.link]
        assert not self.link.is_open
        assert self.link.close_code is not None
        while self.waiting > 0 or self.is_waiting("receive"):
            assert not self.is_waiting("receive"), "recv waits for ever"
            before = len(self.taken)
            self.start("receive", self.receive)
            await settle()
            if len(self.taken) == before:
                break  # what was refused, as text that is no UTF-8, is counted but never given
        self.check()
        assert not self.tasks, "somebody waits for ever"
        for ping in self.pings:
            assert isinstance(ping, asyncio.Future)
            assert ping.done()

    def compare_messages(self) -> None:
        """See that messages come in order, none twice and none left out; all of them unless somebody broke it off."""
        expected = self.judge.messages
        assert self.taken == expected[: len(self.taken)]
        was_refused = self.has_listened and any(isinstance(message, bytes) for message in expected)
        if not (self.was_disturbed or was_refused or self.transport.left_unread):
            assert self.taken == expected
            assert self.link.messages_received == len(expected) + self.judge.has_seen_bad_text


CALLBACKS = ("keep", "answer", "close", "fail", "raise")
"""What a callback of listen may do with each message."""

ACTIONS = st.one_of(
    st.just(("receive",)),
    st.just(("receive",)),
    st.just(("cancel", "receive")),
    st.just(("breathe",)),
    st.just(("breathe",)),
    st.tuples(st.just("write"), st.sampled_from(["", "short", "\u00e4" * 100, "x" * 3000])),
    st.tuples(st.just("send"), st.sampled_from(["text", "y" * 3000, b"binary"])),
    st.just(("cancel", "send")),
    st.tuples(st.just("ping"), st.sampled_from([None, b"", "text", b"p" * 125, b"p" * 126])),
    st.just(("ping_now",)),
    st.just(("stall",)),
    st.just(("drain",)),
    st.tuples(st.just("listen"), st.sampled_from(CALLBACKS)),
    st.just(("cancel", "listen")),
)
ENDS = st.one_of(
    st.tuples(
        st.just("close"),
        st.sampled_from([0, 999, 1000, 1001, 1005, 1006, 1012, 1015, 3000, 4999, 70000]),
        st.sampled_from(["", "bye", "r" * 124]),
    ),
    st.just(("cancel", "close")),
    st.tuples(st.just("fail"), st.sampled_from([1002, 1008, 1011])),
    st.just(("give_up",)),
    st.just(("lose", None)),
    st.just(("lose", ConnectionResetError("reset"))),
    st.just(("arrive", END)),
    st.just(("wait", CLOSE_TIMEOUT_S / 2)),
)


@st.composite
def lives(draw: st.DrawFn, side: Side) -> list[tuple[Any, ...]]:
    """Draw what happens to a link, in order."""
    happenings: list[tuple[Any, ...]] = [("arrive", piece) for piece in draw(streams(masked=side is SERVER))]
    for action in draw(st.lists(ACTIONS, max_size=10)):
        happenings.insert(draw(st.integers(0, len(happenings))), action)
    for action in draw(st.lists(ENDS, max_size=3)):
        happenings.insert(draw(st.integers(0, len(happenings))), action)
    return happenings


async def live(rig: Rig, happenings: list[tuple[Any, ...]]) -> None:  # noqa: PLR0912 - a table
    """Let all that happen."""
    has_ended = False
    for name, *arguments in happenings:
        match name:
            case "arrive":
                if has_ended:
                    continue
                has_ended = arguments[0] == END
                rig.arrive(arguments[0])
            case "receive":
                if not rig.is_waiting("listen"):
                    rig.start("receive", rig.receive)
                    await asyncio.sleep(0)
            case "listen":
                rig.listen(arguments[0])
                await asyncio.sleep(0)
            case "send":
                message = arguments[0]
                rig.start("send", lambda message=message: rig.link.send(message))
            case "close":
                code, reason = arguments
                rig.start("close", lambda code=code, reason=reason: rig.close(code, reason))
            case "cancel":
                rig.cancel(arguments[0])
            case "ping":
                await rig.ping(arguments[0]) if rig.link.is_open else None
            case "ping_now":
                rig.link.ping_now()
            case "breathe":
                await settle()
            case "wait":
                await asyncio.sleep(arguments[0])
            case "stall":
                rig.transport.stall()
            case "drain":
                rig.transport.drain()
            case _:
                getattr(rig, name)(*arguments)
        rig.check()
    if rig.tasks.get("listen") is not None:
        await settle()
    # At the end the other side does nothing any more, not even read, or it goes.
    if rig.link.is_open:
        rig.was_disturbed = rig.was_disturbed or rig.transport.unread > 0
        if has_ended or len(happenings) % 2:
            rig.was_disturbed = True
            rig.link.start_close()
        else:
            rig.arrive(END)
            rig.was_disturbed = rig.was_disturbed or rig.transport.unread > 0
            if rig.transport.unread:
                rig.link.start_close()
    elif not rig.transport.is_lost and not has_ended and len(happenings) % 2:
        rig.arrive(END)
    await rig.end()


def judge_streams(side: Side, settings: Settings, pieces: list[bytes]) -> None:
    """Compare what a link makes of a stream with what websockets' own core makes of it."""

    async def scenario() -> None:
        rig = Rig(settings, max_queue=10**6)
        for piece in pieces:
            rig.arrive(piece)
            rig.check()
        rig.start("receive", rig.receive)
        for _ in range(len(rig.judge.messages)):
            await settle()
            rig.start("receive", rig.receive)
        await settle()
        rig.compare_messages()
        ours, theirs = state_of(rig.core), state_of(rig.judge.core)
        if rig.judge.has_seen_bad_text:
            # The core has read all that came in one piece before text is looked at. What it found there, a close frame
            # for one, may have been answered: we looked too late, not wrongly.
            was_bad = ours[2] is not None and ours[2][0] == CloseCode.INVALID_DATA
            assert was_bad or rig.core.close_rcvd is not None or rig.core.parser_exc is not None
            assert not rig.link.is_open
        elif rig.judge.was_closed_within_a_message:
            assert ours[1] == ours[2] == theirs[1]
            assert not rig.link.is_open
        else:
            assert ours == theirs
            sent = frames_of(bytes(rig.transport.sent), side, settings.deflate)
            assert sent == frames_of(bytes(rig.judge.written), side, settings.deflate)
            assert rig.link.is_open == (rig.judge.core.state is OPEN)
        rig.arrive(END)
        await rig.end()
        rig.compare_messages()
        if not (rig.judge.has_seen_bad_text or rig.judge.was_closed_within_a_message):
            assert state_of(rig.core) == state_of(rig.judge.core)
            assert (rig.link.close_code, rig.link.close_reason) == (
                rig.judge.core.close_code,
                rig.judge.core.close_reason,
            )
            assert type(rig.link.closed_error()) is type(rig.judge.core.close_exc)

    with Watch():
        run(scenario())


def judge_ping(settings: Settings, data: str | bytes | None) -> None:
    """Answer a ping, among keepalive's own, after others that nobody has asked for."""

    async def scenario() -> None:
        rig = Rig(settings)
        masked = settings.side is SERVER
        answer = await rig.link.ping(data)
        ((opcode, sent),) = frames_of(bytes(rig.transport.sent), settings.side)
        assert opcode is Opcode.PING
        rig.arrive(frame(Opcode.PONG, sent + b"x", masked=masked))
        await asyncio.sleep(1)
        rig.arrive(frame(Opcode.PONG, sent, masked=masked))
        assert await answer == rig.link.latency == 1
        rig.link.ping_now()
        rig.arrive(frame(Opcode.PONG, b"", masked=masked))
        assert rig.link.latency == 0

    with Watch():
        run(scenario())


def live_through(settings: Settings, happenings: list[tuple[Any, ...]], *, is_tls: bool, turn_limit: int) -> None:
    """Let a link live, and see that nothing but its end comes of it."""

    async def scenario() -> None:
        rig = Rig(settings, is_tls=is_tls, turn_limit=turn_limit)
        await live(rig, happenings)
        rig.compare_messages()
        frames_of(bytes(rig.transport.sent), settings.side, settings.deflate)

    with Watch("BrokenCallbackError"):
        run(scenario())


__all__ = ["CALLBACKS", "Rig", "judge_ping", "judge_streams", "live_through", "lives", "settings_of"]
