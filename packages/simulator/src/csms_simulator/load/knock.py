"""The opening handshake of a station, written by hand: one request, one answer (RFC 6455, 4; OCPP-J, 3)."""

import base64
import hashlib
import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from ocpp.websocket.joining import authorization

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})(?: ([^\r\n]*))?\r\n")
_LONGEST_REASON = 160


class NoAddressError(ValueError):
    """A URL is none that charging stations can connect to; the message says why."""


@dataclass(frozen=True, slots=True)
class CentralSystem:
    """Where the stations connect to: what its URL says."""

    host: str
    port: int
    is_tls: bool
    authority: str
    """For the field `Host`."""
    path: str
    query: str

    @classmethod
    def of(cls, url: str) -> "CentralSystem":
        """Return what a URL such as `ws://127.0.0.1:9000/ocpp` says. Raises: NoAddressError."""
        try:
            parts: SplitResult = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise NoAddressError(f"{url!r} is no URL: {error}") from None
        if parts.scheme not in {"ws", "wss"} or not parts.hostname:
            raise NoAddressError(f"{url!r} is no URL of a central system: it looks like ws://127.0.0.1:9000/ocpp")
        if parts.username is not None or parts.fragment:
            raise NoAddressError(f"{url!r} must have neither a user nor a fragment; the password has its own option")
        is_tls = parts.scheme == "wss"
        path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else ""
        host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
        named = f"[{host}]" if ":" in host else host
        authority = named if port is None else f"{named}:{port}"
        return cls(host, port or (443 if is_tls else 80), is_tls, authority, path, query)


@dataclass(frozen=True, slots=True)
class Refused:
    """The central system did not let a station in."""

    cause: str
    """In words, without anything that differs from station to station."""
    retry_after_s: float = 0.0


class Knock:
    """One request to be let in, and the judgement on the answer.

    Args:
        central_system: whom it is sent to.
        identity: of the station; it becomes the last segment of the path.
        subprotocol: such as `ocpp1.6`.
        password: for basic authentication; None: none is sent.
    """

    __slots__ = ("_accept", "_subprotocol", "request")

    def __init__(self, central_system: CentralSystem, identity: str, subprotocol: str, password: str | None) -> None:
        key = base64.b64encode(os.urandom(16))
        self._accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
        self._subprotocol = subprotocol.encode()
        credentials = "" if password is None else f"Authorization: {authorization(identity, password)}\r\n"
        self.request = (
            f"GET {central_system.path}/{quote(identity, safe='')}{central_system.query} HTTP/1.1\r\n"
            f"Host: {central_system.authority}\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key.decode()}\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {subprotocol}\r\n"
            f"{credentials}"
            "\r\n"
        ).encode()

    def judge(self, head: bytes) -> Refused | None:
        """Return why the answer with this head lets the station not in; None if it does."""
        status_line = _STATUS_LINE.match(head)
        if status_line is None:
            return Refused("what answers is no HTTP server")
        fields = fields_of(head)
        if status_line[1] != b"101":
            retry_after = fields.get(b"retry-after", b"")
            is_delay = retry_after.isdigit() and len(retry_after) < 6
            words = (status_line[1] + b" " + (status_line[2] or b"")).decode(errors="replace").strip()
            if b"location" in fields:
                words += f", to {fields[b'location'].decode(errors='replace')[:_LONGEST_REASON]}"
            return Refused(words, float(retry_after) if is_delay else 0.0)
        if (
            fields.get(b"upgrade", b"").lower() != b"websocket"
            or b"upgrade" not in fields.get(b"connection", b"").lower()
        ):
            return Refused("101 without the fields Upgrade and Connection of a WebSocket")
        if fields.get(b"sec-websocket-accept") != self._accept:
            return Refused("101 with a wrong Sec-WebSocket-Accept")
        if b"sec-websocket-extensions" in fields:
            return Refused("101 with an extension that nobody asked for")
        chosen = fields.get(b"sec-websocket-protocol")
        if chosen != self._subprotocol:
            named = "none" if chosen is None else chosen.decode(errors="replace")[:_LONGEST_REASON]
            return Refused(f"101 with another subprotocol than {self._subprotocol.decode()}: {named}")
        return None


def fields_of(head: bytes) -> dict[bytes, bytes]:
    """Return the header fields of an answer by lower-case name; of a field that occurs twice, both values."""
    fields: dict[bytes, bytes] = {}
    for line in head.split(b"\r\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            name, value = name.strip().lower(), value.strip()
            fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def with_body(refused: Refused, body: bytes) -> Refused:
    """Return a refusal with what the central system says to it, if that is text in one line."""
    text = body[:_LONGEST_REASON].decode(errors="replace").strip()
    if not text.isprintable() or "<" in text or text in refused.cause:
        return refused
    return Refused(f"{refused.cause}: {text}", refused.retry_after_s)
