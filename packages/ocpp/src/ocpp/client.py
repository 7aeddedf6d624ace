"""The charge point's side of a link: it connects, and keeps connecting, as OCPP wants it.

`connect` has the shape of `websockets.connect`. Needs the extra `server`: `pip install "csms-ocpp[server]"`.
"""

import asyncio
import logging
import random
import ssl as tls
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal

try:
    from websockets.datastructures import Headers
    from websockets.exceptions import InvalidHandshake, InvalidHeader, InvalidStatus, NegotiationError
    from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
except ImportError as _error:
    raise ImportError('ocpp.client needs websockets 17 or newer: pip install "csms-ocpp[server]"') from _error

from ocpp.backoff import Backoff
from ocpp.tls import client_context
from ocpp.websocket.core import ClientCore
from ocpp.websocket.joining import Joining, authorization, reason_of, uri_of
from ocpp.websocket.keepalive import Keepalive
from ocpp.websocket.link import Link
from ocpp.websocket.statistics import Statistics

LOGGER = logging.getLogger("ocpp.client")

VERSIONS = ("2.0.1", "1.6")

# The window of what we send is left to the central system: some answer a limit of ours with another one.
DEFLATE = ClientPerMessageDeflateFactory(server_max_window_bits=12, compress_settings={"memLevel": 5})


class connect:  # noqa: N801 - it is used like a function, as the one of websockets
    """Connect a charge point to its central system.

    `await connect(…)` makes one attempt and returns the link; `async with connect(…) as link` closes it at the end;
    `async for link in connect(…)` yields a link and, each time it was lost, the next one, for ever.

    Args:
        url: the central system's URL, without the identity: `wss://csms.example/ocpp`.
        identity: of the charge point; it becomes the last segment of the path.
        versions: of OCPP, in order of preference: `2.1`, `2.0.1`, `1.6`; or one of them. All are offered at once;
            when a central system refuses that, the next attempts offer one after the other.
        password: for basic authentication (security profiles 1 and 2), as text or as bytes; see also
            `AuthorizationKey` of OCPP 1.6, which is set as hexadecimal digits: `bytes.fromhex(key)`.
        ssl: for `wss`: see `ocpp.tls.client_context`, which is the default without a certificate of our own.
        backoff: how long `async for` waits between attempts.
        headers: more headers for the request.
        compression: whether to ask for permessage-deflate; few messages of OCPP are worth it.
        open_timeout: seconds that an attempt may take.
        ping_interval: seconds of silence after which the central system is pinged (WebSocketPingInterval); None:
            never.
        ping_timeout: seconds in which something must arrive after a ping, or the link is ended; None: it is not.
        close_timeout: seconds that the other side has to close the link.
        max_size: bytes that a message may have; longer ones close the link with 1009.
        max_queue: how many messages may wait for `recv`; then nothing more is read.
        keepalive: the timer for pings, to be shared by many charge points; with it, the two settings above do nothing.
        connecting: more for `asyncio.loop.create_connection`: `local_addr`, `server_hostname`, `sock`, another `host`
            than that of the URL, and so on.

    Raises: OSError, TimeoutError and websockets' InvalidHandshake when an attempt fails; ValueError and InvalidURI at
        once for what cannot be an address.
    """

    _link_class: type[Link] = Link
    """What is made of a connection."""

    def __init__(
        self,
        url: str,
        identity: str,
        versions: str | Sequence[str] = VERSIONS,
        *,
        password: str | bytes | None = None,
        ssl: tls.SSLContext | None = None,
        backoff: Backoff | None = None,
        headers: Mapping[str, str] | None = None,
        compression: Literal["deflate"] | None = None,
        open_timeout: float | None = 10,
        ping_interval: float | None = 60,
        ping_timeout: float | None = 30,
        close_timeout: float | None = 10,
        max_size: int | None = 2**20,
        max_queue: int = 16,
        keepalive: Keepalive | None = None,
        **connecting: Any,
    ) -> None:
        self._uri = uri_of(url, identity)
        self._identity = identity
        versions = (versions,) if isinstance(versions, str) else versions
        self._offers = _Offers(tuple(f"ocpp{version}" for version in versions))
        self._headers = Headers(headers or {})
        if password is not None:
            self._headers.pop("Authorization", None)
            self._headers["Authorization"] = authorization(identity, password)
        if self._uri.secure:
            connecting["ssl"] = ssl or client_context()
            connecting.setdefault("ssl_handshake_timeout", open_timeout)
            connecting.setdefault("ssl_shutdown_timeout", close_timeout)
            connecting.setdefault("server_hostname", self._uri.host)
        if "sock" not in connecting:
            connecting.setdefault("host", self._uri.host)
            connecting.setdefault("port", self._uri.port)
        self._connecting = connecting
        self._backoff = backoff or Backoff()
        self._extensions = None if compression is None else (DEFLATE,)
        self._open_timeout = open_timeout
        self._close_timeout = close_timeout
        self._max_size = max_size
        self._max_queue = max_queue
        # Unlike some charge points, central systems answer pings (RFC 6455, 5.5.2): one that has not done so yet is not
        # spared, or a link that was lost before its first ping would seem to live for ever.
        self._keepalive = keepalive or Keepalive(ping_interval, ping_timeout, 0, Statistics())
        self._link: Link | None = None

    def __await__(self) -> Generator[Any, None, Link]:
        return self._attempt().__await__()

    async def __aenter__(self) -> Link:
        self._link = await self._attempt()
        return self._link

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._link is not None:
            await self._link.close()

    async def __aiter__(self) -> AsyncIterator[Link]:
        """Yield one link after the other; the next one when the last has ended and the back-off has passed."""
        waits: Iterator[float] | None = None
        while True:
            wait_s = 0.0
            try:
                link = await self._attempt()
            except (OSError, TimeoutError, InvalidHandshake) as error:
                wait_s = _retry_after_s(error)
                LOGGER.warning("%s: not connected to %s: %s", self._identity, self._uri.host, reason_of(error))
            else:
                waits = None
                try:
                    yield link
                finally:
                    await link.close()
            if waits is None:
                waits = self._backoff.waits(random.random)
            wait_s = max(wait_s, next(waits))
            LOGGER.info("%s: connecting again in %.0f s", self._identity, wait_s)
            await asyncio.sleep(wait_s)

    async def _attempt(self) -> Link:
        """Connect once. Raises: OSError, TimeoutError, InvalidHandshake."""
        try:
            return await self._join(self._offers.current())
        except InvalidHandshake as error:
            self._offers.refused(error)
            raise

    async def _join(self, subprotocols: Sequence[str]) -> Link:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._open_timeout):
            transport, joining = await loop.create_connection(
                lambda: Joining(
                    self._uri,
                    subprotocols,
                    self._extensions,
                    self._headers,
                    max_size=self._max_size,
                    make_link=self._make_link,
                ),
                **self._connecting,
            )
            try:
                return await joining.link
            except asyncio.CancelledError:
                transport.abort()
                raise

    def _make_link(self, transport: asyncio.Transport, core: ClientCore, raw_request: bytes) -> Link:
        link = self._link_class(
            transport,
            core,
            identity=self._identity,
            raw_request=raw_request,
            subprotocol=core.subprotocol,
            max_queue=self._max_queue,
            close_timeout_s=self._close_timeout,
            on_lost=self._keepalive.forget,
        )
        self._keepalive.watch(link)
        return link


class _Offers:
    """Which subprotocols to offer: all at once, and one after the other to a central system that refuses that."""

    def __init__(self, subprotocols: Sequence[str]) -> None:
        alone = [(name,) for name in subprotocols] if len(subprotocols) > 1 else []
        self._rounds = [tuple(subprotocols), *alone]
        self._position = 0

    def current(self) -> Sequence[str]:
        """Return what to offer now; what was accepted is offered again."""
        return self._rounds[self._position]

    def refused(self, error: InvalidHandshake) -> None:
        """Take note of a refusal; only one that may be about the subprotocol changes the offer."""
        match error:
            case NegotiationError() | InvalidHeader(name="Sec-WebSocket-Protocol"):  # some send the whole list back
                is_about_it = True
            case InvalidStatus(response=response):
                is_about_it = response.status_code in {400, 406, 426, 500, 501}
            case _:
                is_about_it = False
        if is_about_it:
            self._position = (self._position + 1) % len(self._rounds)


def _retry_after_s(error: Exception) -> float:
    """Return the seconds that a central system asks to wait; 0 if it does not."""
    if not isinstance(error, InvalidStatus):
        return 0
    values = error.response.headers.get_all("Retry-After")
    return max((float(value) for value in values if value.isdecimal() and len(value) < 6), default=0)


__all__ = ["VERSIONS", "Backoff", "Link", "connect"]
