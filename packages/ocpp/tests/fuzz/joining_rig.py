"""A charge point's attempt to connect, in memory, the answers to it, and what websockets makes of them."""
# pyright: basic

import asyncio
from typing import Any

from websockets.client import ClientProtocol
from websockets.datastructures import Headers
from websockets.exceptions import InvalidHandshake, NegotiationError
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.protocol import Protocol
from websockets.typing import Subprotocol
from websockets.utils import accept_key

from ocpp.websocket.joining import Joining, reason_of
from ocpp.websocket.link import Link
from packages.ocpp.tests.memory_link import run, settle

from .http_bytes import ACCEPT
from .memory_transport import END, MemoryTransport, Watch
from .websocket_frames import URI, Judge

OFFERS = ("ocpp2.0.1", "ocpp1.6")
MAX_SIZE = 1000
DEFLATE = ClientPerMessageDeflateFactory(server_max_window_bits=12, client_max_window_bits=12)

HAPPENINGS: list[tuple[Any, ...]] = [
    ("breathe",),
    ("arrive", END),
    ("lose", None),
    ("lose", ConnectionResetError("reset")),
    ("cancel",),
]


class Attempt:
    """An attempt to connect, and the link that comes of it."""

    def __init__(self, *, compression: bool, is_tls: bool) -> None:
        self.extensions = (DEFLATE,) if compression else None
        self.links: list[Link] = []
        self.core: Protocol | None = None
        self.joining = Joining(
            URI, OFFERS, self.extensions, Headers({"X-Name": "value"}), max_size=MAX_SIZE, make_link=self._make_link
        )
        self.transport = MemoryTransport(self.joining, is_tls=is_tls)
        self.joining.connection_made(self.transport)
        request = bytes(self.transport.sent)
        self.transport.sent.clear()
        assert request.count(b"\r\n\r\n") == 1
        self.key = request.partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0].decode()

    def _make_link(self, transport: asyncio.Transport, core: Any, raw_request: bytes) -> Link:
        link = Link(
            transport, core, identity="CP-1", raw_request=raw_request, subprotocol=core.subprotocol, max_queue=10**6
        )
        self.core = core
        self.links.append(link)
        return link

    def reference(self) -> ClientProtocol:
        """Return a core of websockets that has sent the same request."""
        core = ClientProtocol(
            URI, extensions=self.extensions, subprotocols=[Subprotocol(name) for name in OFFERS], max_size=MAX_SIZE
        )
        core.key = self.key
        core.send_request(core.connect())
        core.data_to_send()
        return core

    def filled_in(self, answer: bytes) -> bytes:
        """Return an answer with the key that the request asks for."""
        return answer.replace(ACCEPT, accept_key(self.key).encode())


def join(
    pieces: list[bytes], happenings: list[tuple[int, tuple[Any, ...]]], *, compression: bool, is_tls: bool
) -> None:
    """Let an answer arrive, with whatever happens meanwhile, and compare what comes of it with websockets."""

    async def scenario() -> None:
        attempt = Attempt(compression=compression, is_tls=is_tls)
        theirs = attempt.reference()
        judge = Judge(theirs)
        steps: list[tuple[Any, ...]] = [("arrive", piece) for piece in pieces]
        for place, happening in happenings:
            steps.insert(place % (len(steps) + 1), happening)
        has_ended = is_disturbed = False
        for name, *arguments in steps:
            if name == "arrive" and not has_ended and not attempt.transport.is_closing():
                data = attempt.filled_in(arguments[0])
                has_ended = data == END
                judge.take_answer(data)
                attempt.transport.arrive(data)
            elif name == "breathe":
                await settle()
            elif name == "lose":
                is_disturbed = True
                attempt.transport.lose(arguments[0])
            elif name == "cancel":
                is_disturbed = True
                attempt.joining.link.cancel()
                attempt.transport.abort()
            assert not attempt.transport.misuse
        await settle()
        if attempt.joining.link.done() and not attempt.links:
            assert attempt.transport.is_lost, "a refused connection is kept open"
        if not has_ended and not attempt.transport.is_closing():
            judge.take_answer(END)
            attempt.transport.arrive(END)
        await settle()
        assert not attempt.transport.misuse
        outcome = attempt.joining.link
        assert outcome.done(), "the attempt never ends"
        if is_disturbed and not attempt.links:
            assert outcome.cancelled() or outcome.exception() is not None
            return
        if is_disturbed:
            judge.take_answer(END)
        compare(attempt, theirs, judge)
        if attempt.links and not is_disturbed:
            assert await messages_of(attempt.links[0]) == judge.messages

    with Watch():
        run(scenario())


def compare(attempt: Attempt, theirs: ClientProtocol, judge: Judge) -> None:
    """Compare the outcome of an attempt with that of websockets."""
    outcome = attempt.joining.link
    error = None if outcome.cancelled() else outcome.exception()
    if theirs.handshake_exc is not None:
        assert type(error) is type(theirs.handshake_exc), (error, theirs.handshake_exc)
        assert str(error) == str(theirs.handshake_exc)
    elif theirs.subprotocol is None:
        assert isinstance(error, NegotiationError)  # we need a version of OCPP
    elif judge.has_opened:
        assert attempt.links
        link = attempt.links[0]
        assert link.subprotocol == theirs.subprotocol
        assert link.is_open is False  # the end has come
        if not (judge.has_seen_bad_text or judge.was_closed_within_a_message):
            assert (link.close_code, link.close_reason) == (theirs.close_code, theirs.close_reason)
    if error is not None:
        assert isinstance(error, InvalidHandshake | OSError)
        assert reason_of(error)
        assert attempt.transport.is_lost, "the connection was never closed"


async def messages_of(link: Link) -> list[str | bytes]:
    """Return what a link that has ended still has to give."""
    waiting = link.messages_received
    messages: list[str | bytes] = []
    for _ in range(waiting):
        task = asyncio.ensure_future(link.recv())
        await settle()
        assert task.done()
        if task.exception() is not None:
            break  # a message that was refused is counted, but never given
        messages.append(task.result())
    return messages


__all__ = ["HAPPENINGS", "join"]
