"""What a charge point says when it knocks, and how it is answered, before there is a WebSocket (OCPP-J, 3)."""

import base64
import binascii
import contextlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from websockets.datastructures import Headers, MultipleValuesError
from websockets.exceptions import InvalidHeader
from websockets.headers import parse_connection, parse_subprotocol
from websockets.http11 import Request

if TYPE_CHECKING:
    from ocpp.tls import PeerCertificate

_REFUSALS = {400, 401, 403, 404, 429, 503}


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to a charge point that is not let in.

    Args:
        status: 400, 401, 403, 404, 429 or 503.
        reason: why, for the log of the charge point; keep secrets out of it.
        retry_after_s: when it may try again, in seconds; sent with 429 and 503.

    Raises:
        ValueError: the status is another one.
    """

    status: int
    reason: str = ""
    retry_after_s: int | None = None

    def __post_init__(self) -> None:
        if self.status not in _REFUSALS:
            raise ValueError(f"{self.status} is none of {', '.join(map(str, sorted(_REFUSALS)))}")
        if self.retry_after_s is not None and self.status not in {429, 503}:
            raise ValueError(f"Retry-After goes with 429 and 503, not with {self.status}")


@dataclass(frozen=True, slots=True)
class Accept:
    """The answer to a charge point that is let in.

    Args:
        subprotocol: the one to speak, if not the first of the charge point's that the server has. One that it has not
            offered is not announced to it: for charge points that offer none.
    """

    subprotocol: str | None = None


@dataclass(slots=True)
class HandshakeRequest:
    """What is known of a charge point that knocks."""

    path: str
    """As it was sent, percent-encoded, with the query."""
    headers: Headers
    identity: str
    """The last segment of the path, decoded once."""
    username: str | None
    """Of basic authentication; None without it."""
    password: bytes | None
    """Of basic authentication: any bytes, as OCPP 1.6 allows; None without it. See `password_matches`."""
    subprotocols: tuple[str, ...]
    """Those that the charge point offers, in its order of preference."""
    remote_address: Any
    """The address that the connection comes from, maybe a proxy's: `(host, port, …)`."""
    peer_certificate: "PeerCertificate | None" = None
    """The certificate that the charge point proved to have, None without TLS or without a certificate."""
    repairs: tuple[str, ...] = field(default=())
    """What was not as the WebSocket protocol wants it and was tolerated, in words (quirk 4)."""


def credentials_of(headers: Headers, identity: str) -> tuple[str | None, bytes | None]:
    """Return user name and password of basic authentication, (None, None) if there is none that can be read.

    The password is any bytes (OCPP 1.6 security whitepaper, AuthorizationKey). The first colon separates the two,
    unless the user name is an identity that holds a colon itself.
    """
    try:
        scheme, _, encoded = headers.get("Authorization", "").strip().partition(" ")
    except MultipleValuesError:
        return None, None
    if scheme.lower() != "basic":
        return None, None
    try:
        # Some charge points leave the padding away.
        decoded = base64.b64decode(encoded.strip().rstrip("=").encode() + b"==", validate=False)
    except (binascii.Error, UnicodeEncodeError):
        return None, None
    own_name = identity.encode() + b":"
    if decoded.startswith(own_name):
        return identity, decoded[len(own_name) :]
    username, colon, password = decoded.partition(b":")
    return (username.decode(errors="replace"), password) if colon else (None, None)


def offered_subprotocols(headers: Headers) -> tuple[str, ...]:
    """Return the subprotocols that a charge point offers, in its order.

    Raises:
        ValueError: the header cannot be read.
    """
    try:
        return tuple(
            name for value in headers.get_all("Sec-WebSocket-Protocol") if value for name in parse_subprotocol(value)
        )
    except InvalidHeader as error:
        raise ValueError(str(error)) from None


def mend(request: Request) -> tuple[str, ...]:
    """Put right in a request what real charge points get wrong and what does not matter; return it in words (quirk 4).

    What is left alone is refused by the WebSocket handshake.
    """
    repairs: list[str] = []
    headers = request.headers
    if request.protocol == "HTTP/1.0":
        request.protocol = "HTTP/1.1"
        repairs.append("HTTP/1.0 instead of HTTP/1.1")
    if "Sec-WebSocket-Key" in headers and "Upgrade" in headers and not _asks_for_upgrade(headers):
        headers["Connection"] = "Upgrade"
        repairs.append("no `Connection: Upgrade`")
    if len(headers.get_all("Origin")) > 1:
        del headers["Origin"]
        repairs.append("several `Origin` headers")
    if "Sec-WebSocket-Protocol" in headers and not "".join(headers.get_all("Sec-WebSocket-Protocol")).strip():
        del headers["Sec-WebSocket-Protocol"]
        repairs.append("an empty `Sec-WebSocket-Protocol`")
    return tuple(repairs)


def _asks_for_upgrade(headers: Headers) -> bool:
    try:
        return any(
            option.lower() == "upgrade" for value in headers.get_all("Connection") for option in parse_connection(value)
        )
    except InvalidHeader:
        return True  # the handshake says what is wrong with it


def password_readings(given: bytes) -> tuple[bytes, ...]:
    """Return what a password may have been meant to be (quirk 5).

    The `AuthorizationKey` of OCPP 1.6 is set as hexadecimal digits. Some charge points send the bytes that these stand
    for, as they should, others the digits.
    """
    readings = [given, given.hex().encode(), given.hex().upper().encode()]
    with contextlib.suppress(ValueError):
        readings.append(bytes.fromhex(given.decode("ascii")))
    return tuple(readings)


def password_matches(given: bytes | None, expected: str | bytes) -> bool:
    """Tell, in constant time, whether a password is the expected one in any of its readings."""
    wanted = expected.encode() if isinstance(expected, str) else expected
    # Every reading is compared, so that the time does not tell which one it was.
    comparisons = [hmac.compare_digest(reading, wanted) for reading in password_readings(given or b"")]
    return given is not None and any(comparisons)
