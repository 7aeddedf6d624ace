"""A connection that knocks at a server in memory, what becomes of it, and what websockets would have made of it."""
# pyright: basic

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request, Response
from websockets.protocol import SERVER
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

from ocpp.server import SUBPROTOCOLS
from ocpp.websocket.handshake import Accept, HandshakeRequest, Refusal
from ocpp.websocket.link import Link
from ocpp.websocket.opening import Door, Opened, Opening, RefusedConnection
from packages.ocpp.tests.memory_link import run, settle

from .memory_transport import END, MemoryTransport, Watch
from .websocket_frames import Judge, Settings

OPEN_TIMEOUT_S = 10
CLOSE_TIMEOUT_S = 10
MAX_SIZE = 1000

DEFLATE = ServerPerMessageDeflateFactory(server_max_window_bits=12, client_max_window_bits=12)

Answer = Refusal | Accept | None


async def let_in(_request: HandshakeRequest) -> Answer:
    return None


async def let_in_later(request: HandshakeRequest) -> Answer:
    # Whatever was read of the request can be asked for.
    assert request.headers is not None
    assert request.identity
    await asyncio.sleep(OPEN_TIMEOUT_S / 2)
    return Accept()


async def never_decide(_request: HandshakeRequest) -> Answer:
    await asyncio.sleep(100 * OPEN_TIMEOUT_S)
    return None


async def refuse(_request: HandshakeRequest) -> Answer:
    return Refusal(401, "\u4e2d\u00e4")


async def refuse_later(_request: HandshakeRequest) -> Answer:
    await asyncio.sleep(OPEN_TIMEOUT_S / 2)
    return Refusal(503, retry_after_s=5)


async def have_an_error(_request: HandshakeRequest) -> Answer:
    raise OSError("no data base")


async def have_an_error_when_cancelled(_request: HandshakeRequest) -> Answer:
    try:
        await asyncio.sleep(100 * OPEN_TIMEOUT_S)
    finally:
        raise OSError("no data base")


async def go_on_when_cancelled(_request: HandshakeRequest) -> Answer:
    try:
        await asyncio.sleep(100 * OPEN_TIMEOUT_S)
    except asyncio.CancelledError:
        return None
    return None


JUDGES: list[Callable[[HandshakeRequest], Awaitable[Answer]] | None] = [
    None,
    None,
    None,
    let_in,
    let_in_later,
    never_decide,
    refuse,
    refuse_later,
    have_an_error,
    have_an_error_when_cancelled,
    go_on_when_cancelled,
]


class Knocking:
    """A connection to a server, and what is told of it."""

    def __init__(
        self, *, authenticate: Any = None, is_tls: bool = False, default_subprotocol: str | None = None
    ) -> None:
        self.connected = 0
        self.gone = 0
        self.refused: list[RefusedConnection] = []
        self.opened: list[Opened] = []
        self.link: Link | None = None
        self.door = Door(
            subprotocols=SUBPROTOCOLS,
            default_subprotocol=default_subprotocol,
            unsupported_subprotocol="refuse",
            authenticate=authenticate,
            is_tls=False,  # this is about certificates and buffers, which there are none of
            extensions=(DEFLATE,),
            max_size=MAX_SIZE,
            open_timeout_s=OPEN_TIMEOUT_S,
            close_timeout_s=CLOSE_TIMEOUT_S,
            is_full=lambda _identity: None,
            on_connected=lambda _opening: self._count_connected(),
            on_opened=self._open,
            on_refused=self.refused.append,
            on_gone=lambda _opening: self._count_gone(),
        )
        opening = Opening(self.door)
        self.transport = MemoryTransport(opening, is_tls=is_tls)
        opening.connection_made(self.transport)

    def _count_connected(self) -> None:
        self.connected += 1

    def _count_gone(self) -> None:
        self.gone += 1

    def _open(self, opened: Opened) -> Link:
        self.opened.append(opened)
        self.link = Link(
            opened.transport,
            opened.core,
            identity=opened.handshake.identity,
            raw_request=opened.raw_request,
            subprotocol=opened.subprotocol,
            max_queue=4,
            close_timeout_s=CLOSE_TIMEOUT_S,
        )
        return self.link

    def check(self) -> None:
        """See that it is used as it may be, and decided at most once."""
        assert not self.transport.misuse
        assert self.connected == 1
        assert len(self.opened) + len(self.refused) <= 1, "decided twice"
        assert self.gone <= 1

    async def end(self) -> bytes:
        """Wait until it is decided; check the answer and return what was sent after its head."""
        await asyncio.sleep(OPEN_TIMEOUT_S + 1)
        self.check()
        if not self.transport.received:
            assert self.transport.is_lost
            assert self.gone == 1
            assert not self.opened
            return b""
        assert len(self.opened) + len(self.refused) == 1, "never decided"
        sent = bytes(self.transport.sent)
        if self.opened:
            assert self.link is not None
            assert self.link.request.path == self.opened[0].handshake.path
            if self.transport.is_lost and not sent:
                return b""  # it went away before the answer
            response, rest = read_response(sent)
            assert response.status_code == 101
            return rest
        refusal = self.refused[0]
        await asyncio.sleep(CLOSE_TIMEOUT_S + 1)
        self.check()
        assert self.transport.is_lost, "the connection was never closed"
        assert self.gone == 1
        if refusal.status == 0:
            assert refusal.reason
            assert not sent
        elif sent:
            response, rest = read_response(sent)
            assert response.status_code == refusal.status >= 400
            assert response.headers["Connection"] == ("Upgrade" if "Upgrade" in response.headers else "close")
            assert bytes(response.body).decode() == f"{refusal.reason or response.reason_phrase}\n"
            assert not rest
        return b""


def read_response(sent: bytes) -> tuple[Response, bytes]:
    """Return an answer, read by websockets, and what follows it."""
    reader = StreamReader()
    reader.feed_data(sent)
    parser = Response.parse(reader.read_line, reader.read_exact, reader.read_to_eof)
    try:
        next(parser)
    except StopIteration as end:
        response: Response = end.value
        return response, bytes(reader.buffer)
    raise AssertionError(f"half an answer was sent: {sent!r}")


def websockets_answer(head: bytes) -> tuple[Response | None, Request | None]:
    """Return what a server of websockets answers to a request, and how it reads it; None if it cannot."""
    core = ServerProtocol(extensions=(DEFLATE,), select_subprotocol=_first_of_theirs)
    core.receive_data(head)
    for request in core.events_received():
        assert isinstance(request, Request)
        return core.accept(request), request
    return None, None


def _first_of_theirs(_core: ServerProtocol, offered: Any) -> Any:
    """Choose as we do, in the order of the charge point."""
    return next((name for name in offered if name in SUBPROTOCOLS), None)


def compare_answers(head: bytes) -> None:
    """Compare our answer to a request with that of websockets."""
    head = head[: head.find(b"\r\n\r\n") + 4] or head

    async def scenario() -> None:
        knocking = Knocking(default_subprotocol="ocpp1.6")
        knocking.transport.arrive(head)
        await settle()
        theirs, request = websockets_answer(head)
        if not knocking.opened:
            if theirs is not None and theirs.status_code == 101:
                assert request is not None
                assert knocking.refused, "no answer yet"
                assert is_ours_to_refuse(request, knocking.refused[0]), knocking.refused
            knocking.transport.arrive(END)
            await knocking.end()
            return
        ours, rest = read_response(bytes(knocking.transport.sent))
        assert not rest
        if theirs is None or theirs.status_code != 101:
            assert is_tolerated(knocking.opened[0].handshake, request, theirs), theirs
            return
        for answer in (ours, theirs):
            del answer.headers["Date"]  # a second may have passed between them
        assert sorted(ours.headers.raw_items()) == sorted(theirs.headers.raw_items())
        handshake = knocking.opened[0].handshake
        assert request is not None
        assert list(handshake.headers.raw_items()) == list(request.headers.raw_items())
        assert handshake.path == request.path

    with Watch():
        run(scenario())


def is_ours_to_refuse(request: Request, refusal: RefusedConnection) -> bool:
    """Whether we refuse by design what websockets lets in."""
    if refusal.status == 404:  # no identity
        return True
    if refusal.status == 431:
        return len(list(request.headers.raw_items())) > 100
    if refusal.status == 400 and "URL" in refusal.reason:
        return not request.path.isprintable() or not request.path
    return refusal.status == 400 and "No common subprotocol" in refusal.reason


def is_tolerated(handshake: HandshakeRequest, request: Request | None, theirs: Response | None) -> bool:
    """Whether we let in by design what websockets refuses (quirk 4)."""
    headers = handshake.headers
    if request is None or theirs is None:
        return any(len(value) > 8000 for _, value in headers.raw_items())
    if handshake.repairs or len(headers.get_all("Origin")) > 1:
        return True
    cause = bytes(theirs.body).decode()
    if "Sec-WebSocket-Protocol header" in cause:
        return True  # names that nobody has are passed over
    # Nothing between two commas, or options that are no tokens, beside the ones that must be there.
    connection, upgrade, version = (
        [item for each in headers.get_all(name) for part in each.split(",") if (item := part.strip().lower())]
        for name in ("Connection", "Upgrade", "Sec-WebSocket-Version")
    )
    if not re.search(r"(Connection|Upgrade|Sec-WebSocket-Version) header", cause):
        return False
    return "upgrade" in connection and upgrade == ["websocket"] and version == ["13"]


KNOCKS = st.one_of(
    st.just(("breathe",)),
    st.just(("breathe",)),
    st.just(("wait", OPEN_TIMEOUT_S / 4)),
    st.just(("wait", OPEN_TIMEOUT_S)),
    st.just(("arrive", END)),
    st.just(("lose", None)),
    st.just(("lose", ConnectionResetError("reset"))),
    st.just(("stall",)),
    st.just(("drain",)),
    st.just(("shut down",)),
)


def knock(
    happenings: list[tuple[Any, ...]], *, authenticate: Any, is_tls: bool, default_subprotocol: str | None
) -> None:
    """Let a request arrive, and what follows it, with whatever happens meanwhile."""
    arriving = b"".join(arguments[0] for name, *arguments in happenings if name == "arrive")

    async def scenario() -> None:  # noqa: PLR0912 - a table
        knocking = Knocking(authenticate=authenticate, is_tls=is_tls, default_subprotocol=default_subprotocol)
        opening = knocking.transport.get_protocol()
        has_ended = is_disturbed = False
        for name, *arguments in happenings:
            match name:
                case "arrive":
                    is_disturbed = is_disturbed or arguments[0] == END
                    if not has_ended:
                        knocking.transport.arrive(arguments[0])
                    has_ended = has_ended or arguments[0] == END
                case "breathe":
                    await settle()
                case "wait":
                    await asyncio.sleep(arguments[0])
                case "lose":
                    is_disturbed = True
                    knocking.transport.lose(arguments[0])
                case "stall":
                    knocking.transport.stall()
                case "drain":
                    knocking.transport.drain()
                case _:
                    is_disturbed = True
                    if isinstance(opening, Opening) and not knocking.gone:
                        opening.refuse_for_shutdown()
            knocking.check()
        knocking.transport.drain()
        await knocking.end()
        if knocking.link is None or is_disturbed:
            return
        # What follows the request in the same read is not lost.
        opened = knocking.opened[0]
        if opened.core.extensions:
            return
        judge = Judge(Settings(SERVER, MAX_SIZE).reference())
        judge.take(arriving.partition(b"\r\n\r\n")[2])
        for expected in judge.messages:
            assert await knocking.link.recv() == expected

    with Watch("error in authenticate"):
        run(scenario())
