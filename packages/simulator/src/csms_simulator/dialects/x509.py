"""Certificates that a central system installs: read from PEM, named by their hashes.

Only what is needed for that is read: names, key, serial number, time of validity. No signature is checked.
"""

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct

SEQUENCE, INTEGER, BIT_STRING, UTC_TIME, GENERALIZED_TIME, VERSION = 0x30, 0x02, 0x03, 0x17, 0x18, 0xA0


class Certificate(Struct, frozen=True):
    """What is known of a certificate."""

    issuer: bytes
    """Its distinguished name, DER."""
    subject: bytes
    public_key: bytes
    serial_number: int
    valid_from: float
    """POSIX seconds."""
    valid_to: float

    @property
    def is_root(self) -> bool:
        """Whether its issuer is itself."""
        return self.issuer == self.subject

    def is_valid_at(self, at: float) -> bool:
        """Tell whether its time is not over and has begun."""
        return self.valid_from <= at <= self.valid_to

    def hashes(self, algorithm: str) -> "CertificateHashes":
        """Return the hashes that name it, for a root certificate (RFC 6960, 4.1.1).

        `algorithm`: SHA256, SHA384 or SHA512.
        """
        return CertificateHashes(
            issuer_name=hashlib.new(algorithm, self.issuer).hexdigest(),
            issuer_key=hashlib.new(algorithm, self.public_key).hexdigest(),
            serial_number=f"{self.serial_number:x}",
        )

    def is_named(self, algorithm: str, hashes: "CertificateHashes") -> bool:
        """Tell whether hashes are its own, whatever the letter case of their digits."""
        own = self.hashes(algorithm)
        return (
            own.issuer_name == hashes.issuer_name.lower()
            and own.issuer_key == hashes.issuer_key.lower()
            and own.serial_number == (hashes.serial_number.lower().lstrip("0") or "0")
        )


class CertificateHashes(Struct, frozen=True):
    """How OCPP names a root certificate (CertificateHashData), in hexadecimal digits."""

    issuer_name: str
    issuer_key: str
    serial_number: str


def read_certificate(pem: str) -> Certificate:
    """Read a certificate (RFC 5280, 4.1). Raises: ValueError if it is none."""
    try:
        certificate = next(_elements(ssl.PEM_cert_to_DER_cert(pem.strip() + "\n"))).content
        fields = [element for element in _elements(next(_elements(certificate)).content) if element.tag != VERSION]
        serial_number, _, issuer, validity, subject, key_info = fields[:6]
        begin, end = _elements(validity.content)
        _, public_key = _elements(key_info.content)
    except (StopIteration, ValueError) as error:
        raise ValueError(f"no certificate: {error}") from None
    if serial_number.tag != INTEGER or issuer.tag != SEQUENCE or public_key.tag != BIT_STRING:
        raise ValueError("no certificate: it is built in another way")
    return Certificate(
        issuer=issuer.whole,
        subject=subject.whole,
        public_key=public_key.content[1:],
        serial_number=int.from_bytes(serial_number.content, "big"),
        valid_from=_time(begin),
        valid_to=_time(end),
    )


class _Element(Struct, frozen=True):
    """An element of DER (ITU-T X.690)."""

    tag: int
    content: bytes
    whole: bytes


def _elements(data: bytes) -> Iterator[_Element]:
    """Yield the elements that stand one after the other. Raises: ValueError."""
    position = 0
    while position < len(data):
        if position + 2 > len(data):
            raise ValueError("it is cut off")
        length, begin = data[position + 1], position + 2
        if length & 0x80:
            octets = length & 0x7F
            length, begin = int.from_bytes(data[begin : begin + octets], "big"), begin + octets
        end = begin + length
        if end > len(data):
            raise ValueError("it is cut off")
        yield _Element(data[position], data[begin:end], data[position:end])
        position = end


def _time(element: _Element) -> float:
    """Read a point in time, POSIX seconds (RFC 5280, 4.1.2.5). Raises: ValueError."""
    text = element.content.decode("ascii")
    if element.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    elif element.tag != GENERALIZED_TIME:
        raise ValueError("no certificate: no point in time where one belongs")
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC).timestamp()
