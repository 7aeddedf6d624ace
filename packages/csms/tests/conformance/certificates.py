"""Certificates for stations and the server, as files."""

import ssl
from pathlib import Path

import trustme

from ocpp.tls import client_context


class Certificates:
    """An authority and what it has issued.

    Args:
        folder: where the files go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ca = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(self.ca_file)

    def issue(self, name: str, key_type: trustme.KeyType = trustme.KeyType.ECDSA) -> tuple[Path, Path]:
        """Return certificate and key for a common name."""
        issued = self._ca.issue_cert("localhost", common_name=name, key_type=key_type)
        chain, key = self._folder / f"{name}-{key_type.name}.pem", self._folder / f"{name}-{key_type.name}.key"
        chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(key)
        return chain, key

    def of_station(self, name: str | None = None) -> ssl.SSLContext:
        """Return what a station speaks TLS with; without a name it has no certificate."""
        if name is None:
            return client_context(self.ca_file)
        chain, key = self.issue(name)
        return client_context(self.ca_file, chain, key)
