"""The root certificates of a station, known by the hashes that OCPP 2.x names them by (CertificateHashDataType)."""

from msgspec import Struct

from csms_simulator.dialects.x509 import Certificate, CertificateHashes, read_certificate
from ocpp.v21.datatypes import CertificateHashDataType

LIMIT = 20
"""How many certificates there is room for."""


class InvalidCertificateError(ValueError):
    """A text is no root certificate."""


class Installed(Struct, frozen=True):
    """A root certificate, and what it was installed for."""

    use: str
    """InstallCertificateUseEnumType."""
    certificate: Certificate

    def hash_data(self, algorithm: str = "SHA256") -> CertificateHashDataType:
        """Return the name of the certificate, made with SHA256, SHA384 or SHA512."""
        own = self.certificate.hashes(algorithm)
        return CertificateHashDataType(
            hash_algorithm=algorithm,
            issuer_name_hash=own.issuer_name,
            issuer_key_hash=own.issuer_key,
            serial_number=own.serial_number,
        )


class CertificateStore:
    """Root certificates, in the order in which they were installed."""

    limit = LIMIT

    def __init__(self) -> None:
        self._certificates: list[Installed] = []

    def __len__(self) -> int:
        return len(self._certificates)

    def add(self, use: str, pem: str) -> bool:
        """Install a root certificate; return False if there is no room. Raises: InvalidCertificateError."""
        certificate = _read_root(use, pem)
        if certificate not in self._certificates:
            if len(self._certificates) >= self.limit:
                return False
            self._certificates.append(certificate)
        return True

    def of(self, uses: list[str] | None) -> list[Installed]:
        """Return those that are used for one of these; None: all of them."""
        return [certificate for certificate in self._certificates if uses is None or certificate.use in uses]

    def remove(self, name: CertificateHashDataType) -> bool:
        """Delete a certificate; return whether it was there."""
        hashes = CertificateHashes(name.issuer_name_hash, name.issuer_key_hash, name.serial_number)
        for installed in self._certificates:
            if installed.certificate.is_named(str(name.hash_algorithm), hashes):
                self._certificates.remove(installed)
                return True
        return False


def _read_root(use: str, pem: str) -> Installed:
    try:
        certificate = read_certificate(pem)
    except ValueError as error:
        raise InvalidCertificateError(f"The text is {error}") from None
    if not certificate.is_root:
        raise InvalidCertificateError("The certificate is not self-signed")
    return Installed(use, certificate)
