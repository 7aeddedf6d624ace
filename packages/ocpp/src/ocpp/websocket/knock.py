"""What a charge point asks for when it knocks: its identity and its subprotocols. Needs no WebSocket library."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote_to_bytes, urlsplit

MAX_IDENTITY_LENGTH = 255
"""More than any version allows: 48 characters in 2.x, 1.6 sets no limit."""

_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def identity_of(path: str) -> str:
    """Return the identity in the path of a URL: its last segment that is not empty, percent-decoded once.

    OCPP-J 1.6, 3.1.1; 2.0.1 Part 4, 3.1.1. Whatever stands before it, slashes at the end and the query do not matter.

    Raises:
        ValueError: there is none, or it cannot be one; the message says why.
    """
    if not path.startswith("/"):
        path = urlsplit(path).path
    segments = path.partition("?")[0].rstrip("/").rpartition("/")
    if not segments[2]:
        raise ValueError("The URL must end in the identity of the charge point, as in /CP_1")
    try:
        identity = unquote_to_bytes(segments[2]).decode()
    except UnicodeDecodeError:
        raise ValueError("The identity of the charge point is not UTF-8") from None
    if len(identity) > MAX_IDENTITY_LENGTH:
        raise ValueError(f"The identity of the charge point is longer than {MAX_IDENTITY_LENGTH} characters")
    if _CONTROL_CHARACTER.search(identity):
        raise ValueError("The identity of the charge point holds control characters")
    return identity


def choose_subprotocol(offered: Iterable[str], supported: Collection[str]) -> str | None:
    """Return the first offered subprotocol that is supported: the charge point's preference decides (quirk 2).

    None if there is none: then complete the handshake without one, and close (OCPP-J 1.6, 3.2).
    """
    return next((name for name in offered if name in supported), None)
