"""Who knocks, as far as the connection shows it: directly, or through a reverse proxy that is trusted."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import cast

from msgspec import Struct

from csms.declaration import Network
from ocpp.server import HandshakeRequest

_ENCRYPTED = {"https", "wss"}
_VERIFIED = {"SUCCESS", "0"}
"""What nginx and HAProxy say of a certificate that they have verified."""

_ATTRIBUTE = re.compile(
    r"\s*(?P<type>[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)\s*=\s*"
    r"(?P<value>(?:\\[0-9A-Fa-f]{2}|\\[^0-9A-Fa-f]|[^\\,+\"<>;=])*)(?P<end>,|\+|$)"
)
_ESCAPED = re.compile(rb"\\([0-9A-Fa-f]{2}|.)", re.DOTALL)
_NAMES = {"2.5.4.3": "CN", "2.5.4.10": "O"}


class ClientCertificate(Struct, frozen=True):
    """What a certificate says that was verified, here or by a proxy.

    Args:
        common_name: of the station; None if there is none, or more than one.
        organization: in the same way.
        issuer: the common name of who has issued it; None if that is not known.
    """

    common_name: str | None
    organization: str | None
    issuer: str | None


class Visitor(Struct, frozen=True):
    """Who knocks.

    Args:
        host: the address of the station.
        is_encrypted: it has come by TLS.
        certificate: that it has shown.
    """

    host: str
    is_encrypted: bool
    certificate: ClientCertificate | None = None


def visitor_of(
    request: HandshakeRequest, *, is_tls: bool, proxies: Sequence[Network] = (), do_proxies_verify: bool = False
) -> Visitor:
    """Return who knocks. Headers are believed only if the connection comes from a proxy.

    Args:
        request: of the station.
        is_tls: our own port speaks TLS.
        proxies: the addresses of the proxies.
        do_proxies_verify: they verify certificates, and say of each request whose certificate it came with.
    """
    host = host_of(request.remote_address)
    if not _is_one_of(host, proxies):
        shown = request.peer_certificate
        certificate = None
        if shown is not None:
            certificate = ClientCertificate(shown.common_name, shown.organization, shown.issuer_common_name)
        return Visitor(host, is_tls, certificate)
    # Whatever the connection between the proxy and us is like, only the proxy knows that of the station.
    headers = request.headers
    is_encrypted = _last(headers.get_all("X-Forwarded-Proto")).lower() in _ENCRYPTED
    certificate = None
    if do_proxies_verify:
        certificate = _certificate(
            headers.get_all("X-Client-Subject"),
            headers.get_all("X-Client-Issuer"),
            headers.get_all("X-Client-Verify"),
        )
    station = _forwarded_for(headers.get_all("X-Forwarded-For"), proxies) or host
    return Visitor(station, is_encrypted or certificate is not None, certificate)


def host_of(address: object) -> str:
    """Return the host of an address of asyncio; empty if it has none."""
    parts = cast("tuple[object, ...]", address) if isinstance(address, tuple) else ()
    return parts[0] if parts and isinstance(parts[0], str) else ""


def _is_one_of(host: str, networks: Sequence[Network]) -> bool:
    address = _address(host)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # On a socket for both, IPv4 comes as ::ffff:192.0.2.1.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _last(values: list[str]) -> str:
    return ",".join(values).rpartition(",")[2].strip()


def _forwarded_for(values: list[str], proxies: Sequence[Network]) -> str | None:
    """Return the last address that is not a proxy's: those before it are hearsay."""
    for part in reversed(",".join(values).split(",")):
        text = part.strip()
        if re.fullmatch(r"[0-9.]+:[0-9]+", text):
            text = text.partition(":")[0]
        elif text.startswith("["):
            text = text[1:].partition("]")[0]
        address = _address(text)
        if address is None:
            return None
        if not any(address in network for network in proxies):
            return str(address)
    return None


def _certificate(subjects: list[str], issuers: list[str], verified: list[str]) -> ClientCertificate | None:
    """Return the certificate that a proxy has verified; None if it does not clearly say so."""
    if len(subjects) != 1 or not subjects[0] or (verified and verified[0] not in _VERIFIED) or len(verified) > 1:
        return None
    subject = names_in(subjects[0])
    issuer = names_in(issuers[0]) if len(issuers) == 1 else None
    if subject is None:
        return None
    return ClientCertificate(_only(subject, "CN"), _only(subject, "O"), None if issuer is None else _only(issuer, "CN"))


def names_in(distinguished_name: str) -> list[tuple[str, str]] | None:
    """Return the attributes of a name such as `CN=CP_1,O=Example` (RFC 4514); None if it cannot be read for certain.

    What is in doubt is not read: quotes and values in hexadecimal digits are.
    """
    names: list[tuple[str, str]] = []
    position = 0
    while True:
        found = _ATTRIBUTE.match(distinguished_name, position)
        if found is None:
            return None
        value = _unescaped(found["value"])
        if value is None:
            return None
        kind = found["type"].upper()
        names.append((_NAMES.get(kind, kind), value))
        if not found["end"]:
            return names
        position = found.end()


def _unescaped(value: str) -> str | None:
    if value.startswith("#"):
        return None
    # Headers are read as Latin-1; names are UTF-8, as it is or byte for byte in hexadecimal digits.
    text = value.rstrip(" ") if not re.search(r"\\ +$", value) else value
    try:
        return _ESCAPED.sub(_byte, text.encode("latin-1")).decode()
    except UnicodeError:
        return None


def _byte(found: "re.Match[bytes]") -> bytes:
    return bytes.fromhex(found[1].decode()) if len(found[1]) == 2 else found[1]


def _only(names: list[tuple[str, str]], kind: str) -> str | None:
    # A certificate with two common names shows that its holder is one or the other, and so neither.
    values = [value for name, value in names if name == kind]
    return values[0] if len(values) == 1 else None
