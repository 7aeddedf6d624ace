"""What a charge point says when it knocks, and how it is answered, before there is a WebSocket (OCPP-J, 3)."""

import base64
import binascii
import contextlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from websockets.datastructures import Headers

from ocpp.websocket.request import RequestHead

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


class HandshakeRequest:
    """What is known of a charge point that knocks."""

    __slots__ = (
        "_head",
        "identity",
        "password",
        "peer_certificate",
        "remote_address",
        "repairs",
        "subprotocols",
        "username",
    )

    def __init__(
        self,
        head: RequestHead,
        identity: str,
        remote_address: Any = None,
        peer_certificate: "PeerCertificate | None" = None,
        repairs: tuple[str, ...] = (),
    ) -> None:
        self._head = head
        self.identity: str = identity
        """The last segment of the path, decoded once."""
        authorization = head.values("authorization")
        credentials = credentials_of(authorization[0], identity) if len(authorization) == 1 else (None, None)
        self.username: str | None = credentials[0]
        """Of basic authentication; None without it."""
        self.password: bytes | None = credentials[1]
        """Of basic authentication: any bytes, as OCPP 1.6 allows; None without it. See `password_matches`."""
        self.subprotocols: tuple[str, ...] = tuple(head.items("sec-websocket-protocol"))
        """Those that the charge point offers, in its order of preference."""
        self.remote_address: Any = remote_address
        """The address that the connection comes from, maybe a proxy's: `(host, port, …)`."""
        self.peer_certificate: PeerCertificate | None = peer_certificate
        """The certificate that the charge point proved to have, None without TLS or without a certificate."""
        self.repairs: tuple[str, ...] = repairs
        """What was not as the WebSocket protocol wants it and was tolerated, in words (quirk 4)."""

    @property
    def path(self) -> str:
        """The path as it was sent, percent-encoded, with the query."""
        return self._head.path

    @property
    def headers(self) -> Headers:
        """The header fields, as websockets has them."""
        return self._head.request().headers


def credentials_of(authorization: str, identity: str) -> tuple[str | None, bytes | None]:
    """Return user name and password of a field `Authorization`; (None, None) if it is not basic authentication.

    The password is any bytes (OCPP 1.6 security whitepaper, AuthorizationKey). The first colon separates the two,
    unless the user name is an identity that holds a colon itself.
    """
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None, None
    try:
        # Some charge points leave the padding away.
        decoded = base64.b64decode(encoded.strip().rstrip("=") + "==", validate=False)
    except ValueError:
        return None, None
    own_name = identity.encode() + b":"
    if decoded.startswith(own_name):
        return identity, decoded[len(own_name) :]
    username, colon, password = decoded.partition(b":")
    return (username.decode(errors="replace"), password) if colon else (None, None)


def password_readings(given: bytes) -> tuple[bytes, ...]:
    """Return what a password may have been meant to be (quirk 5).

    The `AuthorizationKey` of OCPP 1.6 is set as hexadecimal digits. Some charge points send the bytes that these stand
    for, as they should, others the digits.
    """
    readings = [given, given.hex().encode(), given.hex().upper().encode()]
    with contextlib.suppress(ValueError):
        key = binascii.unhexlify(given)
        readings += [key, key.hex().encode(), key.hex().upper().encode()]
    return tuple(readings)


def password_matches(given: bytes | None, expected: str | bytes) -> bool:
    """Tell, in constant time, whether a password is the expected one in any of its readings."""
    wanted = expected.encode() if isinstance(expected, str) else expected
    # Every reading is compared, so that the time does not tell which one it was.
    comparisons = [hmac.compare_digest(reading, wanted) for reading in password_readings(given or b"")]
    return given is not None and any(comparisons)
