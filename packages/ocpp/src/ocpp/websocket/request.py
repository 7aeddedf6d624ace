"""The request that opens a WebSocket, and the answer that lets it in (RFC 6455, 4; RFC 9112).

Read here and not by a library, because of what charge points get wrong that does not matter (quirk 4), because a
refusal must say its cause, and because all charge points of an operator connect at once when the server comes back.
"""

import base64
import binascii
import email.utils
import functools
import hashlib
import re
import time

from websockets.datastructures import Headers
from websockets.http11 import Request

MAX_FIELDS = 100
"""How many header fields a request may have."""

_ACCEPT_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105
_FIELD = rf"{_TOKEN}:[\t -~\x80-\xff]*"
_HEAD = re.compile(rf"({_TOKEN}) ([!-~]+) HTTP/1\.([01])\r\n((?:{_FIELD}\r\n)*)\r\n")


class BadRequestError(Exception):
    """A request that opens no WebSocket: the HTTP status to answer with, and the cause in words."""

    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers: dict[str, str] = headers or {}


class RequestHead:
    """A request, read as far as opening a link needs it; the rest is read when it is asked for.

    Raises: BadRequestError if it is no HTTP.
    """

    __slots__ = ("fields", "is_old_http", "method", "path", "raw")

    def __init__(self, raw: bytes) -> None:
        head = _HEAD.fullmatch(raw.decode("latin-1"))
        if head is None:
            raise BadRequestError(400, _what_is_wrong_with(raw))
        self.raw: bytes = raw
        """The text of the request."""
        self.method: str = head[1]
        self.path: str = head[2]
        self.is_old_http: bool = head[3] == "0"
        self.fields: dict[str, list[str]] = {}
        """The values of each field, its name in lower case."""
        lines = head[4].split("\r\n")
        if len(lines) - 1 > MAX_FIELDS:
            raise BadRequestError(431, f"More than {MAX_FIELDS} header fields")
        for line in lines[:-1]:
            name, _, value = line.partition(":")
            self.fields.setdefault(name.lower(), []).append(value.strip(" \t"))

    def values(self, name: str) -> list[str]:
        """Return the values of a field, in the order of their lines."""
        return self.fields.get(name, [])

    def items(self, name: str) -> list[str]:
        """Return the items of a field that is a list."""
        return [item for value in self.values(name) for part in value.split(",") if (item := part.strip(" \t"))]

    def request(self) -> Request:
        """Return the whole request, as websockets has it."""
        return request_in(self.raw)


def request_in(raw: bytes) -> Request:
    """Return the request that a text holds which `RequestHead` has accepted."""
    first, *lines = raw.decode("latin-1")[:-4].split("\r\n")
    method, path, protocol = first.split(" ")
    headers = Headers()
    for line in lines:
        name, _, value = line.partition(":")
        headers.set_insecure(name, value.strip(" \t"))
    return Request(path, headers, method, protocol)


def accept_key(head: RequestHead) -> tuple[str, tuple[str, ...]]:
    """Check that a request opens a WebSocket; return the key of the answer, and what was tolerated, in words.

    Raises: BadRequestError.
    """
    if head.method != "GET":
        raise BadRequestError(405, f"A WebSocket is opened with GET, not with {head.method}", {"Allow": "GET"})
    if "transfer-encoding" in head.fields or any(length != "0" for length in head.values("content-length")):
        raise BadRequestError(400, "A request that opens a WebSocket has no body")
    if [name.lower() for name in head.items("upgrade")] != ["websocket"]:
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
        raise BadRequestError(426, "This is a WebSocket server for charge points, not a web page", upgrade)
    repairs: list[str] = []
    if head.is_old_http:
        repairs.append("HTTP/1.0 instead of HTTP/1.1")
    if not any(option.lower() == "upgrade" for option in head.items("connection")):
        repairs.append("no `Connection: Upgrade`")
    if head.items("sec-websocket-version") != ["13"]:
        version = {"Sec-WebSocket-Version": "13"}
        raise BadRequestError(426, "The version of WebSocket must be 13 (Sec-WebSocket-Version)", version)
    keys = head.values("sec-websocket-key")
    if len(keys) != 1 or not _is_key(keys[0]):
        raise BadRequestError(400, "Sec-WebSocket-Key must be there once, 16 bytes in base64")
    digest = hashlib.sha1(keys[0].encode() + _ACCEPT_SUFFIX, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode(), tuple(repairs)


def accepting(accept: str, subprotocol: str | None, extensions: str | None) -> bytes:
    """Return the answer that opens the link."""
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        f"Date: {_date(int(time.time()))}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    ]
    if extensions is not None:
        lines.append(f"Sec-WebSocket-Extensions: {extensions}")
    if subprotocol is not None:
        lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def refusing(status: int, phrase: str, reason: str, headers: dict[str, str]) -> bytes:
    """Return an answer that refuses, with the reason as its text."""
    body = f"{reason or phrase}\n".encode()
    fields = {
        "Date": _date(int(time.time())),
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
    }
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in (fields | headers).items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@functools.lru_cache(maxsize=1)
def _date(second: int) -> str:
    """Return a time for a `Date` field; all answers of a second have the same."""
    return email.utils.formatdate(second, usegmt=True)


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _what_is_wrong_with(raw: bytes) -> str:
    first, *lines = raw.decode("latin-1")[:-4].split("\r\n")
    words = first.split(" ")
    if len(words) < 3 or not words[-1].startswith("HTTP/"):
        return f"This is no HTTP request: {first[:100]!r}"
    if words[-1] not in {"HTTP/1.1", "HTTP/1.0"}:
        return f"HTTP/1.1 is needed, not {words[-1][:20]}"
    if len(words) > 3 or not re.fullmatch("[!-~]+", words[1]):
        return f"The URL must be percent-encoded: {' '.join(words[1:-1])[:100]!r}"
    wrong = next((line for line in lines if not re.fullmatch(_FIELD, line)), first)
    return f"This is no header field: {wrong[:100]!r}"
