"""The root certificates of a station, known by the hashes that OCPP 2.x names them by (CertificateHashDataType)."""

import binascii
import hashlib
import ssl

from msgspec import Struct

from ocpp.v21.datatypes import CertificateHashDataType

LIMIT = 20
"""How many certificates there is room for."""

_SEQUENCE, _BIT_STRING, _INTEGER, _VERSION = 0x30, 0x03, 0x02, 0xA0


class InvalidCertificateError(ValueError):
    """A text is no root certificate."""


class Certificate(Struct, frozen=True):
    """The parts of a root certificate that its name is made of."""

    use: str
    """InstallCertificateUseEnumType."""
    issuer_name: bytes
    """The distinguished name, DER."""
    issuer_key: bytes
    """The public key, without tag and length."""
    serial_number: int

    def hash_data(self, algorithm: str = "SHA256") -> CertificateHashDataType:
        """Return the name of the certificate, made with SHA256, SHA384 or SHA512 (as in RFC 6960, CertID)."""
        return CertificateHashDataType(
            hash_algorithm=algorithm,
            issuer_name_hash=hashlib.new(algorithm, self.issuer_name).hexdigest(),
            issuer_key_hash=hashlib.new(algorithm, self.issuer_key).hexdigest(),
            serial_number=f"{self.serial_number:x}",
        )


class CertificateStore:
    """Root certificates, in the order in which they were installed."""

    limit = LIMIT

    def __init__(self) -> None:
        self._certificates: list[Certificate] = []

    def __len__(self) -> int:
        return len(self._certificates)

    def add(self, use: str, pem: str) -> bool:
        """Install a root certificate; return False if there is no room. Raises: InvalidCertificateError."""
        certificate = read_root(use, pem)
        if certificate not in self._certificates:
            if len(self._certificates) >= self.limit:
                return False
            self._certificates.append(certificate)
        return True

    def of(self, uses: list[str] | None) -> list[Certificate]:
        """Return those that are used for one of these; None: all of them."""
        return [certificate for certificate in self._certificates if uses is None or certificate.use in uses]

    def remove(self, name: CertificateHashDataType) -> bool:
        """Delete a certificate; return whether it was there."""
        for certificate in self._certificates:
            if _is_named(certificate, name):
                self._certificates.remove(certificate)
                return True
        return False


def read_root(use: str, pem: str) -> Certificate:
    """Return a self-signed certificate. Raises: InvalidCertificateError if the text is none."""
    try:
        der = ssl.PEM_cert_to_DER_cert(pem.strip())
        body = _children(_children(der)[0].content)[0]
        fields = [field for field in _children(body.content) if field.tag != _VERSION]
        serial, _, issuer, _, subject, key_info = fields[:6]
        _, key = _children(key_info.content)
        if (serial.tag, issuer.tag, key.tag) != (_INTEGER, _SEQUENCE, _BIT_STRING):
            raise InvalidCertificateError("The text is no X.509 certificate")
    except (ValueError, IndexError, binascii.Error) as error:
        raise InvalidCertificateError(f"The text is no X.509 certificate in PEM: {error}") from None
    if issuer.der != subject.der:
        raise InvalidCertificateError("The certificate is not self-signed")
    return Certificate(use, issuer.der, key.content[1:], int.from_bytes(serial.content))


class _Element(Struct, frozen=True):
    """One element of DER (X.690)."""

    tag: int
    content: bytes
    der: bytes
    """All of it, with tag and length."""


def _children(content: bytes) -> list[_Element]:
    """Return the elements that follow one another. Raises: ValueError, IndexError."""
    elements: list[_Element] = []
    start = 0
    while start < len(content):
        tag, length, begin = content[start], content[start + 1], start + 2
        if length & 0x80:
            begin += length & 0x7F
            length = int.from_bytes(content[start + 2 : begin])
        end = begin + length
        if end > len(content):
            raise ValueError("it is cut off")
        elements.append(_Element(tag, content[begin:end], content[start:end]))
        start = end
    return elements


def _is_named(certificate: Certificate, name: CertificateHashDataType) -> bool:
    own = certificate.hash_data(str(name.hash_algorithm))
    return (
        own.issuer_name_hash == name.issuer_name_hash.lower()
        and own.issuer_key_hash == name.issuer_key_hash.lower()
        and own.serial_number == name.serial_number.lower().lstrip("0")
    )
