"""How a simulated station connects: what it may do there that no other charge point would, and a link that can die."""

import asyncio
import base64
import ssl as tls
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct

from ocpp.client import connect
from ocpp.server import Link
from ocpp.websocket.core import ClientCore


class ConnectOptions(Struct, frozen=True):
    """How a station connects to its central system; `changed` returns others."""

    url: str
    """Of the central system, without the identity."""
    identity: str
    path: str | None = None
    """What is asked for, character by character; None for the path of the URL and the identity."""
    subprotocols: tuple[str, ...] = ("ocpp1.6",)
    """In order of preference; there may be none."""
    username: str | None = None
    """For basic authentication; None for the identity."""
    password: bytes | None = None
    """For basic authentication; None for none."""
    is_padded: bool = True
    """Whether the base64 of basic authentication ends in its `=`."""
    headers: Mapping[str, str] = {}
    """More headers; they take the place of those that there are anyway."""
    answers_pings: bool = True
    retry_after_s: float | None = None
    """How long to wait before the next attempt, simulated seconds; None to leave that to the station's back-off."""

    def changed(self, **changes: Any) -> "ConnectOptions":
        """Return the same options but for `changes`."""
        return msgspec.structs.replace(self, **changes)

    def with_headers(self, **headers: str) -> "ConnectOptions":
        """Return options with more headers."""
        return self.changed(headers={**self.headers, **headers})


class StationLink(Link):
    """A link that can be cut without a word, or die without anybody being told."""

    __slots__ = ("answers_pings", "is_dead")

    def __init__(self, transport: Any, core: ClientCore, **settings: Any) -> None:
        super().__init__(transport, core, **settings)
        self.answers_pings: bool = True
        self.is_dead: bool = False
        """Whether nothing gets through any more, although the connection is there: it is half open."""

    @property
    def was_ended_by_station(self) -> bool:
        """Whether it is this side that wanted the link to end."""
        return self._core.close_sent is not None and not self._core.close_rcvd_then_sent

    def cut(self) -> None:
        """End the connection without a close frame."""
        self._transport.abort()

    def die(self) -> None:
        """Let nothing through any more: what is sent is lost, what comes is not read, pings are not answered."""
        self.is_dead = True
        self.pause_writing()

    def abandon(self) -> None:
        """Die, and have this side believe that the link has ended: the connection stays until it is `cut`."""
        self.die()
        self._end()

    # A station that gives a dead link up cannot tell the other side.

    def write(self, message: str | bytes) -> None:
        """Send a message."""
        if not self.is_dead:
            super().write(message)

    def start_close(self, code: int = 1000, reason: str = "") -> None:
        """Begin to close the link."""
        if self.is_dead:
            self._end()
        else:
            super().start_close(code, reason)

    def give_up(self, reason: str) -> None:
        """End a link whose other side is gone."""
        if self.is_dead:
            self._end()
        else:
            super().give_up(reason)

    async def wait_closed(self) -> None:
        """Wait until the link is closed; what is dead stays as it is."""
        if not self.is_dead:
            await super().wait_closed()

    def _feed(self, data: bytes, batch: list[bytes]) -> None:
        """Take data; what the core answers by itself is pongs."""
        super()._feed(data, batch if self.answers_pings else [])


class dial(connect):  # noqa: N801 - it is used like the function that it extends
    """Connect as `ocpp.client.connect` does, with the options of a simulated station.

    Args:
        options: how to connect.
        ssl: for `wss`.
        settings: more for `ocpp.client.connect`: time limits, keepalive.

    Raises: as `ocpp.client.connect`.
    """

    _link_class = StationLink

    def __init__(self, options: ConnectOptions, *, ssl: tls.SSLContext | None = None, **settings: Any) -> None:
        headers = dict(options.headers)
        if options.password is not None:
            headers["Authorization"] = _authorization(options, options.password)
        versions = tuple(name.removeprefix("ocpp") for name in options.subprotocols)
        super().__init__(options.url, options.identity, versions, ssl=ssl, headers=headers, **settings)
        if options.path is not None:
            self._uri = replace(self._uri, path=options.path)
        self._answers_pings = options.answers_pings

    async def link(self) -> StationLink:
        """Make one attempt and return the link."""
        link = await self._attempt()
        assert isinstance(link, StationLink)  # noqa: S101 - no other is made
        return link

    def _make_link(self, transport: asyncio.Transport, core: ClientCore, raw_request: bytes) -> Link:
        link = super()._make_link(transport, core, raw_request)
        if isinstance(link, StationLink):
            link.answers_pings = self._answers_pings
        return link


def _authorization(options: ConnectOptions, password: bytes) -> str:
    username = options.identity if options.username is None else options.username
    encoded = base64.b64encode(username.encode() + b":" + password).decode()
    return "Basic " + (encoded if options.is_padded else encoded.rstrip("="))
