"""TLS of the port for stations (security profiles 2 and 3)."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from pathlib import Path

from csms.config import Settings
from ocpp.tls import Certificate, CertificateFileError, server_context

__all__ = ["CertificateFileError", "Certificates", "tls_context"]

LOGGER = logging.getLogger("csms.gateway")


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


class Certificates:
    """Has the server use certificates that were renewed.

    Args:
        settings: name the files.
        use: has all handshakes from then on be done with another context.
    """

    def __init__(self, settings: Settings, use: Callable[[ssl.SSLContext], None]) -> None:
        self._settings = settings
        self._use = use
        self._seen = self._look()
        self.error = ""
        """Why the files are not used as they are now, and those before are; empty: they are used."""

    async def renew(self, *, anyway: bool = False) -> None:
        """Use the files as they are now, if they have changed since they were read last.

        If they cannot be used, that is logged, and what was read before stays in use.

        Args:
            anyway: read them though they seem to be the same.
        """
        seen = await asyncio.to_thread(self._look)
        if seen == self._seen and not anyway:
            return
        self._seen = seen
        try:
            context = await asyncio.to_thread(tls_context, self._settings)
        except CertificateFileError as error:
            self.error = str(error)
            LOGGER.error("Renewed files cannot be used, and the certificates before stay in use: %s", error)
            return
        self.error = ""
        if context is not None:
            self._use(context)
            LOGGER.info("The files of the certificates were read: who connects from now on gets the new ones")

    def _look(self) -> list[tuple[int, ...] | None]:
        """Return what changes when a file is renewed."""
        names = self._settings
        files = (names.tls_cert, names.tls_key, names.tls_second_cert, names.tls_second_key, names.client_ca)
        return [_mark_of(file) for file in files if file is not None]


def _mark_of(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)
