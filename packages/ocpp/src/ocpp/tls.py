"""TLS as the security profiles 2 and 3 of OCPP ask for it: contexts for both sides, and the certificate of a peer.

The specification's rules on TLS are A00.FR.306 to 321 (server certificate), A00.FR.405 to 429 (client certificate)
and A00.FR.501 to 514 (certificates).
"""

import hashlib
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Never

StrPath = str | os.PathLike[str]

_FORWARD_SECRECY = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
)
_RSA_KEY_EXCHANGE = ("AES128-GCM-SHA256", "AES256-GCM-SHA384")
_LEGACY = ("AES128-SHA",)

# OpenSSL's level for 112 bits of security: RSA keys from 2048 bits, EC keys from 224 bits, nothing signed with SHA-1.
_SECURITY_LEVEL = 2

# A read of OpenSSL returns at most one record, and a record holds at most 16 KiB.
_RECORD_SIZE = 16 * 1024

_OTHER_KEY = "the key {key} does not belong to it; give the key that it was requested with"
_REASONS = {
    "KEY_VALUES_MISMATCH": _OTHER_KEY,
    "KEY_TYPE_MISMATCH": _OTHER_KEY,
    "NO_CERTIFICATE_ASSIGNED": _OTHER_KEY,  # of the key's kind, that is
    "EE_KEY_TOO_SMALL": "its key is too small; make one of at least 2048 bits (RSA) or 224 bits (EC)",
    "CA_KEY_TOO_SMALL": "the key of one of its issuers is too small; issue it from one of at least 2048 bits (RSA) or "
    "224 bits (EC)",
    "CA_MD_TOO_WEAK": "it is signed with an algorithm that is too weak; issue it with SHA-256",
}


class CertificateFileError(ValueError):
    """A file of a certificate, key or revocation list cannot be used; the message says why, and what helps."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of this side, with its key.

    Attributes:
        chain: A PEM file: the certificate, then those of its issuers, without the root.
        key: A PEM file with the private key; `None` if `chain` holds it too.
        password: What the key is encrypted with, if it is.
    """

    chain: StrPath
    key: StrPath | None = None
    password: str | bytes | None = None

    def __repr__(self) -> str:
        """Show the files, and never the password."""
        return f"Certificate({os.fspath(self.chain)!r}, {None if self.key is None else os.fspath(self.key)!r})"


@dataclass(frozen=True, slots=True)
class PeerCertificate:
    """The certificate that the other side has shown, and that its certificate authority has vouched for.

    Attributes:
        common_name: The subject's common name: a charge point's serial number, a central system's host name; `None` if
            there is none, or more than one.
        organization: The subject's organization, `None` in the same cases.
        issuer_common_name: The issuer's common name, `None` in the same cases.
        serial_number: The number that the issuer has given to the certificate.
        not_after: The end of its validity, in UTC.
        sha256: Its fingerprint: the SHA-256 of `der` in lower-case hexadecimal digits.
        der: The certificate itself.
    """

    common_name: str | None
    organization: str | None
    issuer_common_name: str | None
    serial_number: int
    not_after: datetime
    sha256: str
    der: bytes


def server_context(
    certificate: Certificate | StrPath,
    *more: Certificate | StrPath,
    client_ca: StrPath | None = None,
    client_certificate: Literal["required", "optional"] = "required",
    revocation_list: StrPath | None = None,
    rsa_key_exchange: bool = True,
    legacy: bool = False,
) -> ssl.SSLContext:
    """Return a context for a central system: TLS 1.3, and TLS 1.2 with the cipher suites of the specification.

    The specification demands suites for both kinds of keys, so give two certificates, one with an EC key and one with
    an RSA key; of two of the same kind, the later one is used. The context knows its files as they were: to use renewed
    ones, make another. That also ends the resumption of earlier TLS sessions, in which a charge point is not asked for
    its certificate again.

    Args:
        certificate: The certificate of the central system; a path means a PEM file that holds its key too.
        more: Further ones.
        client_ca: A PEM file with the authorities that issue certificates to charge points (security profile 3). They
            need not be roots. `None` asks charge points for no certificate (security profile 2).
        client_certificate: With `client_ca`: "required" ends the handshake with a charge point that has none,
            "optional" lets it in, for a port that serves profiles 2 and 3. A bad one ends the handshake in both cases.
        revocation_list: A PEM file with the current revocation list of each authority that issues certificates to
            charge points. When one has expired, or is missing, no certificate of its authority is accepted.
        rsa_key_exchange: Whether to offer the two suites that exchange the key with RSA. The specification demands
            them (A00.FR.318), but without them no recorded traffic can be read if the RSA key is stolen later.
        legacy: Whether to accept TLS 1.0 and 1.1 and the suite TLS_RSA_WITH_AES_128_CBC_SHA too, for old OCPP 1.6
            charge points which are known to need it. These are broken, and small or SHA-1 certificates of charge points
            are accepted with them: serve such charge points on a port of their own. Needs an RSA certificate.

    Raises:
        CertificateFileError: If a file cannot be used.
        ValueError: If arguments exclude each other.
    """
    if legacy and not rsa_key_exchange:
        msg = "legacy needs rsa_key_exchange: the suite of old charge points exchanges the key with RSA"
        raise ValueError(msg)
    if client_ca is None and revocation_list is not None:
        msg = "revocation_list needs client_ca: without it, no charge point is asked for a certificate"
        raise ValueError(msg)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _harden(context, _FORWARD_SECRECY + _RSA_KEY_EXCHANGE if rsa_key_exchange else _FORWARD_SECRECY)
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_NO_RENEGOTIATION
    for one in (certificate, *more):
        _load_certificate(context, one if isinstance(one, Certificate) else Certificate(one))
    if client_ca is not None:
        _load_authorities(context, client_ca)
        context.verify_mode = ssl.CERT_REQUIRED if client_certificate == "required" else ssl.CERT_OPTIONAL
    if revocation_list is not None:
        _check_pem(revocation_list, "X509 CRL", "a revocation list", "openssl crl -inform DER")
        _load_verify_file(context, revocation_list)
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    if legacy:
        # Only now: the certificates above are to be checked at the usual level.
        _set_ciphers(context, _FORWARD_SECRECY + _RSA_KEY_EXCHANGE + _LEGACY, security_level=0)
        context.options |= ssl.OP_NO_SSLv3
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return context


def client_context(
    ca: StrPath | None = None,
    certificate: StrPath | None = None,
    key: StrPath | None = None,
    password: str | bytes | None = None,
) -> ssl.SSLContext:
    """Return a context for a charge point: it verifies the central system and its host name, with TLS 1.2 or 1.3.

    Args:
        ca: A PEM file with the authorities that may vouch for the central system; `None` means those that the machine
            trusts.
        certificate: A PEM file with the certificate of the charge point (security profile 3), then those of its
            issuers; `None` if it has none (security profile 2).
        key: A PEM file with its private key; `None` if `certificate` holds it too.
        password: What the key is encrypted with, if it is.

    Raises:
        CertificateFileError: If a file cannot be used.
        ValueError: If there is a key without a certificate.
    """
    if certificate is None and key is not None:
        msg = "key needs certificate: a key alone shows nobody who the charge point is"
        raise ValueError(msg)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _harden(context, _FORWARD_SECRECY + _RSA_KEY_EXCHANGE)
    # The specification wants the host name in the common name and asks for no alternative name (A00.FR.510).
    context.hostname_checks_common_name = True
    if ca is None:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    else:
        _load_authorities(context, ca)
    if certificate is not None:
        _load_certificate(context, Certificate(certificate, key, password))
    return context


def peer_certificate(ssl_object: ssl.SSLObject | ssl.SSLSocket | None) -> PeerCertificate | None:
    """Return the verified certificate of the other side, `None` if it has shown none or if there is no TLS.

    `ssl_object` is what `transport.get_extra_info("ssl_object")` of an asyncio transport returns, after the handshake.
    """
    if ssl_object is None:
        return None
    der = ssl_object.getpeercert(binary_form=True)
    # Empty for a certificate that the context did not verify. The type stubs are vague about the values.
    names: dict[str, Any] | None = ssl_object.getpeercert()
    if not der or not names:
        return None
    return PeerCertificate(
        common_name=_only(names["subject"], "commonName"),
        organization=_only(names["subject"], "organizationName"),
        issuer_common_name=_only(names["issuer"], "commonName"),
        serial_number=int(names["serialNumber"], 16),
        not_after=datetime.fromtimestamp(ssl.cert_time_to_seconds(names["notAfter"]), UTC),
        sha256=hashlib.sha256(der).hexdigest(),
        der=der,
    )


def shrink_buffers(transport: object, size: int = _RECORD_SIZE) -> None:
    """Bring the read buffer of a TLS connection of asyncio down from 256 KiB to `size` bytes.

    To be called in `connection_made` or later, on the event loop. Transports that have no such buffer, such as those of
    uvloop or without TLS, are left as they are.
    """
    protocol: Any = getattr(transport, "_ssl_protocol", None)
    buffer: object = getattr(protocol, "_ssl_buffer", None)
    if (
        isinstance(buffer, bytearray)
        and len(buffer) > size
        and isinstance(getattr(protocol, "max_size", None), int)
        and isinstance(getattr(protocol, "_ssl_buffer_view", None), memoryview)
    ):
        # What was received is already in OpenSSL's memory when a protocol is called, so nothing is lost. The buffer is
        # replaced, not resized: the loop may still hold a view of it.
        protocol.max_size = size
        protocol._ssl_buffer = bytearray(size)
        protocol._ssl_buffer_view = memoryview(protocol._ssl_buffer)


def _harden(context: ssl.SSLContext, ciphers: tuple[str, ...]) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION
    _set_ciphers(context, ciphers, _SECURITY_LEVEL)


def _set_ciphers(context: ssl.SSLContext, ciphers: tuple[str, ...], security_level: int) -> None:
    # Those of TLS 1.3 are not among them; OpenSSL always offers its own.
    context.set_ciphers(f"@SECLEVEL={security_level}:{':'.join(ciphers)}")


def _load_certificate(context: ssl.SSLContext, certificate: Certificate) -> None:
    chain = certificate.chain
    key = chain if certificate.key is None else certificate.key
    _check_pem(chain, "CERTIFICATE", "a certificate", "openssl x509 -inform DER")
    _check_pem(key, "PRIVATE KEY", "a private key", "openssl pkey -inform DER")
    # Once alone: beside the certificate of another kind, the key of that one would be taken for the key of this one.
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _harden(alone, _FORWARD_SECRECY)
    try:
        for target in (alone, context):
            target.load_cert_chain(chain, key, password=_password_source(certificate.password, key))
    except ssl.SSLError as error:
        reason = _REASONS.get(error.reason or "")
        if reason is not None:
            msg = f"The certificate {chain} cannot be used: {reason.format(key=key)}"
        elif certificate.password is not None:
            msg = f"The certificate {chain} cannot be used: the key {key} is damaged, or its password is another one"
        else:
            msg = f"The certificate {chain} cannot be used: it, or the key {key}, is damaged ({error})"
        raise CertificateFileError(msg) from error


def _password_source(password: str | bytes | None, key: StrPath) -> Callable[[], str | bytes]:
    def ask() -> str | bytes:
        if password is None:
            # Without this, OpenSSL would ask on the terminal, and a service would hang.
            msg = f"The key {key} is encrypted: give its password, or decrypt it with `openssl pkey -in {key}`"
            raise CertificateFileError(msg)
        return password

    return ask


def _load_authorities(context: ssl.SSLContext, authorities: StrPath) -> None:
    _check_pem(authorities, "CERTIFICATE", "a certificate", "openssl x509 -inform DER")
    _load_verify_file(context, authorities)
    # One may trust the authority that issues certificates to charge points, and not all that its root issues.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN


def _load_verify_file(context: ssl.SSLContext, path: StrPath) -> None:
    try:
        context.load_verify_locations(path)
    except ssl.SSLError as error:
        msg = f"{path} cannot be used: it is damaged ({error})"
        raise CertificateFileError(msg) from error


def _check_pem(path: StrPath, label: str, name: str, conversion: str) -> None:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        msg = f"{path}, which should hold {name}, cannot be read: {error.strerror}"
        raise CertificateFileError(msg) from error
    if f"{label}-----".encode() not in content:
        if content[:1] == b"\x30":
            pkcs12 = f"`openssl pkcs12 -nodes -in {path}` if it is PKCS #12"
            _refuse(path, name, f"it looks like DER; convert it with `{conversion} -in {path}`, or with {pkcs12}")
        _refuse(path, name, f"there is no block `-----BEGIN {label}-----` in it")


def _refuse(path: StrPath, name: str, reason: str) -> Never:
    msg = f"{path} does not hold {name} in the format PEM: {reason}"
    raise CertificateFileError(msg)


def _only(name: tuple[tuple[tuple[str, str], ...], ...], attribute: str) -> str | None:
    # A certificate with two common names shows that its holder is one or the other, and so neither.
    values = [value for part in name for key, value in part if key == attribute]
    return values[0] if len(values) == 1 else None
