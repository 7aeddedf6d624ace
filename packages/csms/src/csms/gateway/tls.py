"""TLS of the port for stations (security profiles 2 and 3)."""

import ssl

from csms.config import Settings
from ocpp.tls import Certificate, CertificateFileError, server_context

__all__ = ["CertificateFileError", "tls_context"]


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return what TLS is spoken with; None if it is not.

    A certificate of the station is optional here: whether it has to show one is decided per station.

    Raises: CertificateFileError: a file cannot be used.
    """
    if settings.tls_cert is None:
        return None
    second = settings.tls_second_cert
    return server_context(
        Certificate(settings.tls_cert, settings.tls_key),
        *(() if second is None else (Certificate(second, settings.tls_second_key),)),
        client_ca=settings.client_ca,
        client_certificate="optional",
    )
