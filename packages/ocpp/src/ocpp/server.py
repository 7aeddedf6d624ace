"""A WebSocket server made for OCPP.

`serve` has the shape of `websockets.serve`, so a central system changes by its import. It knows what a charge point is:
its identity at the end of the URL, its subprotocols in order of preference, basic authentication, certificates.
Needs the extra `server`: `pip install "csms-ocpp[server]"`.
"""

import asyncio
import inspect
import logging
import socket
import ssl as tls
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator, Sequence
from dataclasses import replace
from itertools import chain
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, TypeVar, cast

try:
    from websockets.exceptions import ConnectionClosed, ProtocolError
    from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
    from websockets.frames import Close, CloseCode, Frame, Opcode
except ImportError as _error:
    raise ImportError('ocpp.server needs websockets 17 or newer: pip install "csms-ocpp[server]"') from _error

from ocpp.websocket.handshake import Accept, HandshakeRequest, Refusal, password_matches
from ocpp.websocket.keepalive import Keepalive
from ocpp.websocket.link import Link
from ocpp.websocket.opening import (
    Authenticate,
    Door,
    Opened,
    Opening,
    RefusedConnection,
    UnsupportedSubprotocol,
)
from ocpp.websocket.statistics import Statistics
from ocpp.websocket.tls_listener import TlsListener
from ocpp.websocket.turn import Turn

LOGGER = logging.getLogger("ocpp.server")

_MESSAGES_PER_TURN = 256

T = TypeVar("T")

Handler: TypeAlias = Callable[[Link], Awaitable[object]] | Callable[[Link, str], Awaitable[object]]
Replaces: TypeAlias = Callable[[Link, Link], bool]

SUBPROTOCOLS = ("ocpp2.1", "ocpp2.0.1", "ocpp1.6")

BACKLOG = 1024
"""How many connections may wait to be accepted: all charge points come back at once after a restart."""

DEFLATE = ServerPerMessageDeflateFactory(
    server_max_window_bits=12, client_max_window_bits=12, compress_settings={"memLevel": 5}
)
"""Compression that a charge point may ask for, with a window that costs each link some 40 KiB and not 300."""


def serve(
    handler: Handler,
    host: str | Sequence[str] | None = None,
    port: int | None = None,
    *,
    subprotocols: Sequence[str] | None = SUBPROTOCOLS,
    default_subprotocol: str | None = None,
    unsupported_subprotocol: UnsupportedSubprotocol = "refuse",
    authenticate: Authenticate | None = None,
    on_refused: Callable[[RefusedConnection], None] | None = None,
    newest_wins: bool | Replaces = True,
    max_links: int | None = None,
    ssl: tls.SSLContext | None = None,
    compression: Literal["deflate"] | None = "deflate",
    open_timeout: float | None = 10,
    ping_interval: float | None = 30,
    ping_timeout: float | None = 30,
    max_silence: float = 25 * 3600,
    close_timeout: float | None = 10,
    max_size: int | None = 2**20,
    max_queue: int = 16,
    write_limit: int = 32768,
    **listening: Any,
) -> "Server":
    """Return a server; `async with` or `await` starts it.

    Args:
        handler: what serves a link: `handler(link)` or `handler(link, path)`. When it ends, the link is closed.
        host: where to listen, as for `asyncio.loop.create_server`; None: on all addresses.
        port: 0 for one that is free, see `Server.sockets`.
        subprotocols: what the server speaks. A charge point gets the first of its own that is among them; with None
            nothing is negotiated.
        default_subprotocol: what charge points speak that offer no subprotocol (quirk 1); None: they are refused.
        unsupported_subprotocol: `refuse` answers a charge point without a common subprotocol with 400 and the reason;
            `close` opens the link and closes it at once, as OCPP-J (1.6, 3.2; 2.0.1 Part 4, 3.3) words it. A charge
            point that was let in starts its back-off anew, so it comes back at once and for ever.
        authenticate: judges a request before it is answered: a `Refusal`, or an `Accept` or None to let it in.
        on_refused: is told of every connection that did not become a link, and why.
        newest_wins: whether a new link ends an older one of the same identity, which is often dead without
            knowing it (quirk 6); or a function `(old, new) -> bool` that decides it.
        max_links: more are refused with 503.
        ssl: see `ocpp.tls.server_context`.
        compression: whether charge points may ask for permessage-deflate, which OCPP 2.x demands (Part 4, 3.4).
        open_timeout: seconds until a connection must be a link.
        ping_interval: seconds of silence after which a link is pinged; None: never.
        ping_timeout: seconds in which something must arrive after a ping, or the link is ended; None: it is not.
        max_silence: seconds of silence after which a link is ended that has never answered a ping (quirk 8).
        close_timeout: seconds that the other side has to close a link, and handlers to end when the server closes.
        max_size: bytes that a message may have; longer ones close the link with 1009.
        max_queue: how many messages may wait for `recv`; then nothing more is read from that link.
        write_limit: bytes that may wait to be sent on a link; then `send` waits, and nothing more is read from it.
        listening: more for `asyncio.loop.create_server`: `sock`, `backlog`, `reuse_port`, …
    """
    return Server(
        handler,
        listening | {"host": host, "port": port},
        subprotocols=None if subprotocols is None else tuple(subprotocols),
        default_subprotocol=default_subprotocol,
        unsupported_subprotocol=unsupported_subprotocol,
        authenticate=authenticate,
        on_refused=on_refused,
        newest_wins=newest_wins,
        max_links=max_links,
        ssl=ssl,
        compression=compression,
        open_timeout=open_timeout,
        keepalive=(ping_interval, ping_timeout, max_silence),
        close_timeout=close_timeout,
        max_size=max_size,
        max_queue=max_queue,
        write_limit=write_limit,
    )


class Server:
    """A server that `serve` makes."""

    def __init__(
        self,
        handler: Handler,
        listening: dict[str, Any],
        *,
        subprotocols: Sequence[str] | None,
        default_subprotocol: str | None,
        unsupported_subprotocol: UnsupportedSubprotocol,
        authenticate: Authenticate | None,
        on_refused: Callable[[RefusedConnection], None] | None,
        newest_wins: bool | Replaces,
        max_links: int | None,
        ssl: tls.SSLContext | None,
        compression: Literal["deflate"] | None,
        open_timeout: float | None,
        keepalive: tuple[float | None, float | None, float],
        close_timeout: float | None,
        max_size: int | None,
        max_queue: int,
        write_limit: int,
    ) -> None:
        self._handler = handler
        self._handler_wants_path = _wants_path(handler)
        self._listening = listening
        self._replaces: Replaces = newest_wins if callable(newest_wins) else lambda _old, _new: bool(newest_wins)
        self._replaces_links = bool(newest_wins)
        self._max_links = max_links
        self._on_refused = on_refused
        self._close_timeout = close_timeout
        self._max_queue = max_queue
        self._write_limit = write_limit
        self._statistics = Statistics()
        self._keepalive = Keepalive(*keepalive, self._statistics)
        self._ping_deadline_ms = _user_timeout_ms(*keepalive[:2])
        self._turn = Turn(_MESSAGES_PER_TURN)
        self._openings: set[Opening] = set()
        self._tasks: dict[Link, asyncio.Task[None]] = {}
        self._links: dict[str, list[Link]] = {}
        self._server: asyncio.Server | None = None
        self._tls_listener: TlsListener | None = None
        self._is_closing = False
        self._nobody_knocks: asyncio.Event = asyncio.Event()
        self._closed: asyncio.Event = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None
        self._door = Door(
            subprotocols=subprotocols,
            default_subprotocol=default_subprotocol,
            unsupported_subprotocol=unsupported_subprotocol,
            authenticate=authenticate,
            is_tls=ssl is not None,
            extensions=() if compression is None else (DEFLATE,),
            max_size=max_size,
            open_timeout_s=open_timeout,
            close_timeout_s=close_timeout,
            is_full=self._is_full,
            on_connected=self._openings.add,
            on_opened=self._opened,
            on_refused=self._refused,
            on_gone=self._gone,
        )
        if ssl is not None:
            self._tls_listener = TlsListener(
                ssl,
                self._make_opening,
                handshake_timeout_s=open_timeout,
                shutdown_timeout_s=close_timeout,
                on_failed=self._tls_failed,
            )

    # Life

    async def start(self) -> Self:
        """Listen."""
        loop = asyncio.get_running_loop()
        listening: dict[str, Any] = {"backlog": BACKLOG} | self._listening
        plain = self._tls_listener is None
        self._server = await loop.create_server(self._make_opening, **listening, start_serving=plain)
        if self._tls_listener is not None:
            self._tls_listener.start(self.sockets, listening["backlog"])
        return self

    def __await__(self) -> Generator[Any, None, Self]:
        return self.start().__await__()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
        await self.wait_closed()

    async def serve_forever(self) -> None:
        """Wait until the server is closed; when it is cancelled, close it."""
        try:
            await self._closed.wait()
        finally:
            self.close()
            await self.wait_closed()

    def close(self, code: int = CloseCode.GOING_AWAY, reason: str = "") -> None:
        """Stop listening and close every link.

        `code`: 1001 when the server goes away, 1012 when it restarts. Charge points have the close timeout to answer;
        then handlers, which find their links closed, have it to end; then they are cancelled. `wait_closed` waits for
        all that.

        Raises: ValueError if a close frame cannot hold the code or the reason.
        """
        try:
            Frame(Opcode.CLOSE, Close(code, reason).serialize()).check()
        except ProtocolError as error:
            raise ValueError(str(error)) from None
        self._is_closing = True
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close(code, reason))

    async def wait_closed(self) -> None:
        """Wait until the server has closed."""
        await self._closed.wait()

    async def _close(self, code: int, reason: str) -> None:
        if self._server is not None:
            self._server.close()
        if self._tls_listener is not None:
            self._tls_listener.close()
        for opening in list(self._openings):
            opening.refuse_for_shutdown()
        if not self._openings:
            self._nobody_knocks.set()
        for link in list(self._tasks):
            link.start_close(code, reason)
        # This has an end, because both have timeouts.
        await asyncio.gather(self._nobody_knocks.wait(), *(link.wait_closed() for link in self._tasks))
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=self._close_timeout)
            for task in late:
                task.cancel()
            if late:
                LOGGER.warning("Handlers were cancelled that ran on after their links had closed: %d", len(late))
                await asyncio.wait(late, timeout=self._close_timeout)
        self._closed.set()

    def use_tls(self, context: tls.SSLContext) -> None:
        """Do the TLS handshakes of whoever comes from now on with another context: for renewed certificates.

        Links that are open go on as they are.

        Raises: ValueError if the server was made without TLS.
        """
        if self._tls_listener is None:
            raise ValueError("The server speaks no TLS: give ssl to serve()")
        self._tls_listener.use(context)

    # What is there

    @property
    def sockets(self) -> tuple[socket.socket, ...]:
        """Where the server listens."""
        return () if self._server is None else tuple(cast("Sequence[socket.socket]", self._server.sockets))

    @property
    def connections(self) -> Collection[Link]:
        """All links."""
        return tuple(self._tasks)

    @property
    def handshakes(self) -> int:
        """How many connections are no links yet: their requests come, are authenticated, or are being refused."""
        return len(self._openings)

    def link(self, identity: str) -> Link | None:
        """Return the newest open link of a charge point, None if it has none."""
        return next((link for link in reversed(self._links.get(identity, ())) if link.is_open), None)

    @property
    def statistics(self) -> Statistics:
        """What happened since the start, up to now."""
        now = replace(
            self._statistics, refused=Counter(self._statistics.refused), closed=Counter(self._statistics.closed)
        )
        for link in chain.from_iterable(self._links.values()):
            now.add(link)
        return now

    # Links

    def _is_full(self, identity: str) -> Refusal | None:
        if self._is_closing:
            return Refusal(503, "The server is going away", 30)
        is_full = self._max_links is not None and len(self._tasks) >= self._max_links
        # Who comes back, because its link is dead, takes the place of that link.
        if is_full and not (self._replaces_links and identity in self._links):
            return Refusal(503, "Too many charge points are connected", 60)
        return None

    def _make_opening(self) -> Opening:
        return Opening(self._door)

    def _gone(self, opening: Opening) -> None:
        self._openings.discard(opening)
        if self._is_closing and not self._openings:
            self._nobody_knocks.set()

    def _tls_failed(self, address: Any, cause: str) -> None:
        self._refused(RefusedConnection(address, None, None, 0, f"TLS failed: {cause}"))

    def _refused(self, refused: RefusedConnection) -> None:
        self._statistics.refused[refused.status] += 1
        # A program that is told of it says it in its own way.
        level = logging.WARNING if self._on_refused is None else logging.INFO
        whom, cause = refused.identity or "A client", f"{refused.status or ''} {refused.reason}".strip()
        LOGGER.log(level, "%s at %s was refused: %s", whom, _host_of(refused.remote_address), cause)
        if self._on_refused is not None:
            try:
                self._on_refused(refused)
            except Exception:
                LOGGER.exception("Error in on_refused")

    def _opened(self, opened: Opened) -> Link:
        link = Link(
            opened.transport,
            opened.core,
            identity=opened.handshake.identity,
            raw_request=opened.raw_request,
            subprotocol=opened.subprotocol,
            max_queue=self._max_queue,
            close_timeout_s=self._close_timeout,
            on_lost=self._lost,
            turn=self._turn,
        )
        link.username = opened.handshake.username
        link.repairs = opened.handshake.repairs
        opened.transport.set_write_buffer_limits(self._write_limit)
        _limit_unacknowledged(opened.transport, self._ping_deadline_ms)
        self._statistics.opened += 1
        self._keepalive.watch(link)
        old = self.link(link.identity)
        self._links.setdefault(link.identity, []).append(link)
        if old is not None and self._is_replaced(old, link):
            self._statistics.replaced += 1
            LOGGER.warning("%s: replaced by a newer connection from %s", link.identity, link.remote_address)
            old.fail(CloseCode.POLICY_VIOLATION, "replaced by a newer connection")
        loop = asyncio.get_running_loop()
        self._tasks[link] = loop.create_task(self._serve_link(link, is_unsupported=opened.is_unsupported))
        return link

    def _is_replaced(self, old: Link, link: Link) -> bool:
        try:
            return self._replaces(old, link)
        except Exception:
            LOGGER.exception("%s: error in newest_wins, the newer connection wins", link.identity)
            return True

    async def _serve_link(self, link: Link, *, is_unsupported: bool) -> None:
        code, reason = CloseCode.NORMAL_CLOSURE, ""
        try:
            if is_unsupported:
                code, reason = CloseCode.PROTOCOL_ERROR, "no common subprotocol"
            elif self._handler_wants_path:
                await cast("Callable[[Link, str], Awaitable[object]]", self._handler)(link, link.path)
            else:
                await cast("Callable[[Link], Awaitable[object]]", self._handler)(link)
        except ConnectionClosed:
            LOGGER.debug("%s: closed with %s %s", link.identity, link.close_code, link.close_reason)
        except Exception:
            LOGGER.exception("%s: error in the handler of the link", link.identity)
            code = CloseCode.INTERNAL_ERROR
        finally:
            link.start_close(code, reason)
            try:
                await link.wait_closed()
            finally:
                del self._tasks[link]

    def _lost(self, link: Link) -> None:
        self._keepalive.forget(link)
        links = self._links[link.identity]
        links.remove(link)
        if not links:
            del self._links[link.identity]
        self._statistics.closed[link.close_code or int(CloseCode.ABNORMAL_CLOSURE)] += 1
        self._statistics.add(link)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a program as `asyncio.run` does, on uvloop where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - it does not exist everywhere
    except ImportError:
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


def _host_of(address: object) -> str:
    """Return the host of an address that a socket has: `(host, port, …)`, the path of a Unix socket, None."""
    return str(cast("tuple[object, ...]", address)[0]) if isinstance(address, tuple) else str(address)


def _wants_path(handler: Handler) -> bool:
    """Tell whether a handler takes `(link, path)`, as handlers of old releases of websockets do."""
    try:
        parameters = inspect.signature(handler).parameters.values()
    except (TypeError, ValueError):
        return False
    required = [
        each
        for each in parameters
        if each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD} and each.default is each.empty
    ]
    return len(required) == 2


def _user_timeout_ms(interval_s: float | None, timeout_s: float | None) -> int | None:
    return None if interval_s is None or timeout_s is None else round(1000 * (interval_s + timeout_s))


def _limit_unacknowledged(transport: asyncio.Transport, milliseconds: int | None) -> None:
    """Have the system end a connection whose other side confirms nothing that is sent, a ping for one (Linux)."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    sock = transport.get_extra_info("socket")
    if option is None or milliseconds is None or sock is None or sys.platform != "linux":
        return
    if sock.family in {socket.AF_INET, socket.AF_INET6}:
        sock.setsockopt(socket.IPPROTO_TCP, option, milliseconds)


__all__ = [
    "SUBPROTOCOLS",
    "Accept",
    "Authenticate",
    "HandshakeRequest",
    "Link",
    "Refusal",
    "RefusedConnection",
    "Server",
    "Statistics",
    "password_matches",
    "run",
    "serve",
]
