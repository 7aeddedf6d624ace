"""TLS by real handshakes; names of tests carry the ids of the test cases of the certification, where there is one."""
# ruff: noqa: N802

import asyncio
import socket
import ssl
import warnings
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from ocpp.tls import (
    Certificate,
    CertificateFileError,
    PeerCertificate,
    client_context,
    peer_certificate,
    server_context,
    shrink_buffers,
)

DEADLINE_S = 60
NOW = datetime.now(UTC)
DAY = timedelta(days=1)

FORWARD_SECRECY = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
]
RSA_KEY_EXCHANGE = ["AES128-GCM-SHA256", "AES256-GCM-SHA384"]

# An EC certificate signed with SHA-1, which the package cryptography does not make any more, and its key.
SIGNED_WITH_SHA_1 = """\
-----BEGIN CERTIFICATE-----
MIIBETCBuQIBATAJBgcqhkjOPQQBMBgxFjAUBgNVBAMMDU9sZCBhdXRob3JpdHkw
HhcNMjYxMTIzMDIzNDE2WhcNMzYxMTIwMDIzNDE2WjAUMRIwEAYDVQQDDAlsb2Nh
bGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASllmsAav6NzRei/SAeVMNt
DWa1zwRXaQKrQBQ6HSmTkvmSCF+n0/T8acYgTHtnrjMZVUuDfwiE402YhnAhiM0f
MAkGByqGSM49BAEDSAAwRQIhAJ7eDQFRmUKgp+3MpTpaSJdiUy2mWMv2rkXxCpxW
ztI2AiB0EXwUoIiDOeCtMchAgWITcXSS3EO4GdUlqEHo/tDgow==
-----END CERTIFICATE-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIG4HK8pH3/XJ2dKU73BP5eCPoDeeODrLAjFfDjXGHndloAoGCCqGSM49
AwEHoUQDQgAEpZZrAGr+jc0Xov0gHlTDbQ1mtc8EV2kCq0AUOh0pk5L5kghfp9P0
/GnGIEx7Z64zGVVLg38IhONNmIZwIYjNHw==
-----END EC PRIVATE KEY-----
"""


# Certificates


class Files:
    """Certificates of two authorities, as files; each is one file that holds the chain and the key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = trustme.CA(organization_name="Operator", organization_unit_name="Root")
        self.ca = self.write("ca.pem", self.authority.cert_pem.bytes())
        self.other_ca = self.write("other_ca.pem", trustme.CA().cert_pem.bytes())
        self.server_ec = self.issue("server_ec", "localhost")
        self.server_rsa = self.issue("server_rsa", "localhost", key_type=trustme.KeyType.RSA)
        self.station = self.issue("station", common_name="CP 1", organization_name="Operator")

    def write(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def issue(self, name: str, *identities: str, authority: trustme.CA | None = None, **options: Any) -> Path:
        # Without an identity trustme issues nothing, and without a common name, as it is said, none.
        leaf = (authority or self.authority).issue_cert(*(identities or ("station.example",)), **options)
        return self.write(f"{name}.pem", leaf.private_key_and_cert_chain_pem.bytes())

    def revocation_list(self, revoked: Path, *, next_update: datetime = NOW + DAY) -> Path:
        key = load_pem_private_key(self.authority.private_key_pem.bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        certificate = x509.load_pem_x509_certificate(revoked.read_bytes())
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(NOW - 2 * DAY)
            .build()
        )
        revocations = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.issuer)
            .last_update(NOW - 2 * DAY)
            .next_update(next_update)
            .add_revoked_certificate(entry)
            .sign(key, SHA256())
        )
        return self.write("revoked.crl", revocations.public_bytes(Encoding.PEM))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("certificates"))


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate_of(
    key: PrivateKey,
    *common_names: str,
    issuer: tuple[str, PrivateKey] | None = None,
    serial_number: int = 1,
    not_after: datetime = NOW + DAY,
) -> bytes:
    """Return a certificate as PEM whose subject has these common names and nothing else; self-signed if no issuer."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in common_names])
    issuer_name, issuer_key = issuer or (None, key)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)]) if issuer_name is not None else subject
        )
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(NOW - 2 * DAY)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer_key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


def pem_of(key: PrivateKey, password: str | None = None) -> bytes:
    encryption = NoEncryption() if password is None else BestAvailableEncryption(password.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


# Handshakes


@dataclass
class Meeting:
    """What came of a handshake and a message each way."""

    version: str | None = None
    cipher: str | None = None
    compression: str | None = None
    resumed: bool | None = None
    station: PeerCertificate | None = None
    central_system: PeerCertificate | None = None
    session: ssl.SSLSession | None = None
    server_error: OSError | None = None
    client_error: OSError | None = None

    @property
    def accepted(self) -> bool:
        return self.server_error is None and self.client_error is None

    def refused_because(self, reason: str) -> bool:
        """Tell whether the server has ended the handshake for this reason."""
        return self.server_error is not None and self.client_error is not None and reason in str(self.server_error)


def meet(
    server: ssl.SSLContext,
    client: ssl.SSLContext,
    *,
    host: str = "localhost",
    session: ssl.SSLSession | None = None,
) -> Meeting:
    """Connect a client to a server, and exchange one message each way."""
    meeting = Meeting()
    server_end, client_end = socket.socketpair()

    def serve() -> None:
        try:
            with server.wrap_socket(server_end, server_side=True) as connection:
                meeting.version = connection.version()
                meeting.cipher = (connection.cipher() or ("",))[0]
                meeting.compression = connection.compression()
                meeting.station = peer_certificate(connection)
                assert connection.recv(5) in {b"hello", b""}
                connection.sendall(b"hello")
        except OSError as error:
            meeting.server_error = error

    with server_end, client_end, ThreadPoolExecutor(1) as executor:
        server_end.settimeout(DEADLINE_S)
        client_end.settimeout(DEADLINE_S)
        served = executor.submit(serve)
        try:
            with client.wrap_socket(client_end, server_hostname=host, session=session) as connection:
                connection.sendall(b"hello")
                # With TLS 1.3, a client learns only now whether its certificate was refused.
                if connection.recv(5) != b"hello":
                    raise ConnectionResetError
                meeting.resumed = connection.session_reused
                meeting.session = connection.session
                meeting.central_system = peer_certificate(connection)
        except OSError as error:
            meeting.client_error = error
        served.result(DEADLINE_S)
    return meeting


def limited_client(files: Files, ciphers: str, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2) -> ssl.SSLContext:
    """Return a context of a client that offers one version of TLS and some suites of it only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(files.ca)
    context.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of old versions of TLS
        context.minimum_version = context.maximum_version = version
    return context


# The central system's side: certificate of the server


@pytest.mark.parametrize("suite", FORWARD_SECRECY + RSA_KEY_EXCHANGE)
def test_TC_A_04_CSMS_a_station_may_offer_one_suite_of_the_specification_only(files: Files, suite: str) -> None:
    meeting = meet(server_context(files.server_ec, files.server_rsa), limited_client(files, suite))
    assert meeting.accepted
    assert (meeting.version, meeting.cipher) == ("TLSv1.2", suite)
    assert meeting.compression is None


def test_TC_A_04_CSMS_tls_1_3(files: Files) -> None:
    meeting = meet(server_context(files.server_ec), client_context(files.ca))
    assert meeting.accepted
    assert meeting.version == "TLSv1.3"


def test_TC_A_04_CSMS_there_are_no_other_suites(files: Files) -> None:
    context = server_context(files.server_ec, files.server_rsa)
    suites = [cipher["name"] for cipher in context.get_ciphers() if cipher["protocol"] != "TLSv1.3"]
    assert suites == FORWARD_SECRECY + RSA_KEY_EXCHANGE
    others = "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-GCM-SHA256:AES128-SHA256:AES128-SHA"
    assert meet(context, limited_client(files, others)).refused_because("NO_SHARED_CIPHER")


def test_TC_A_04_CSMS_the_server_prefers_forward_secrecy(files: Files) -> None:
    client = limited_client(files, ":".join(reversed(FORWARD_SECRECY + RSA_KEY_EXCHANGE)))
    meeting = meet(server_context(files.server_rsa, files.server_ec), client)
    assert meeting.cipher == FORWARD_SECRECY[0]


@pytest.mark.parametrize("suite", RSA_KEY_EXCHANGE)
def test_rsa_key_exchange_can_be_left_out(files: Files, suite: str) -> None:
    context = server_context(files.server_ec, files.server_rsa, rsa_key_exchange=False)
    assert meet(context, limited_client(files, suite)).refused_because("NO_SHARED_CIPHER")
    assert meet(context, limited_client(files, f"{suite}:{FORWARD_SECRECY[3]}")).cipher == FORWARD_SECRECY[3]


def test_TC_A_04_CSMS_there_is_neither_compression_nor_renegotiation(files: Files) -> None:
    options = server_context(files.server_ec).options
    assert options & ssl.OP_NO_COMPRESSION
    assert options & ssl.OP_NO_RENEGOTIATION


OLD_VERSIONS = [
    pytest.param(version, marks=pytest.mark.skipif(not exists, reason=f"this OpenSSL has no {version.name}"))
    for version, exists in ((ssl.TLSVersion.TLSv1, ssl.HAS_TLSv1), (ssl.TLSVersion.TLSv1_1, ssl.HAS_TLSv1_1))
]


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_TC_A_06_CSMS_a_version_below_1_2_is_refused(files: Files, version: ssl.TLSVersion) -> None:
    context = server_context(files.server_ec, files.server_rsa)
    assert meet(context, limited_client(files, "ALL:@SECLEVEL=0", version)).refused_because("UNSUPPORTED_PROTOCOL")
    second = meet(context, limited_client(files, "ALL:@SECLEVEL=0"))
    assert (second.accepted, second.version) == (True, "TLSv1.2")


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_legacy_accepts_old_versions_with_one_suite(files: Files, version: ssl.TLSVersion) -> None:
    context = server_context(files.server_rsa, legacy=True)
    old = meet(context, limited_client(files, "AES128-SHA:@SECLEVEL=0", version))
    assert old.accepted
    assert old.cipher == "AES128-SHA"
    other = meet(context, limited_client(files, "ECDHE-RSA-AES128-SHA:AES256-SHA:@SECLEVEL=0", version))
    assert other.refused_because("NO_SHARED_CIPHER")
    assert meet(context, client_context(files.ca)).version == "TLSv1.3"


def test_legacy_accepts_no_weaker_certificate_of_the_server(files: Files) -> None:
    small = files.write("small.pem", SIGNED_WITH_SHA_1)
    with pytest.raises(CertificateFileError):
        server_context(small, legacy=True)


# The central system's side: certificates of charge points


@pytest.mark.parametrize("key_type", trustme.KeyType)
@pytest.mark.parametrize("client_certificate", ["required", "optional"])
def test_TC_A_07_CSMS_a_station_with_a_valid_certificate(
    files: Files, key_type: trustme.KeyType, client_certificate: Any
) -> None:
    station = files.issue("by_kind", common_name="CP 1", organization_name="Operator", key_type=key_type)
    context = server_context(files.server_ec, client_ca=files.ca, client_certificate=client_certificate)
    meeting = meet(context, client_context(files.ca, station))
    assert meeting.accepted
    assert meeting.station is not None
    assert (meeting.station.common_name, meeting.station.organization) == ("CP 1", "Operator")


@pytest.mark.parametrize("suite", FORWARD_SECRECY + RSA_KEY_EXCHANGE)
def test_TC_A_07_CSMS_with_each_suite(files: Files, suite: str) -> None:
    client = limited_client(files, suite)
    client.load_cert_chain(files.station)
    meeting = meet(server_context(files.server_ec, files.server_rsa, client_ca=files.ca), client)
    assert (meeting.accepted, meeting.cipher) == (True, suite)
    assert meeting.station is not None


@pytest.mark.parametrize("client_certificate", ["required", "optional"])
@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
@pytest.mark.parametrize("wrong", ["of an unknown authority", "expired", "revoked", "not yet valid"])
def test_TC_A_08_CSMS_a_station_with_an_invalid_certificate_is_refused(
    files: Files, wrong: str, version: str, client_certificate: Any
) -> None:
    name = wrong.replace(" ", "_")
    station, reason = {
        "of an unknown authority": lambda: (files.issue(name, authority=trustme.CA()), "unable to get local issuer"),
        "expired": lambda: (files.issue(name, not_before=NOW - 2 * DAY, not_after=NOW - DAY), "has expired"),
        "revoked": lambda: (files.issue(name), "certificate revoked"),
        "not yet valid": lambda: (files.issue(name, not_before=NOW + DAY), "not yet valid"),
    }[wrong]()
    context = server_context(
        files.server_ec,
        client_ca=files.ca,
        client_certificate=client_certificate,
        revocation_list=files.revocation_list(station if wrong == "revoked" else files.server_ec),
    )
    bad = client_context(files.ca, station)
    good = client_context(files.ca, files.station)
    bad.maximum_version = good.maximum_version = ssl.TLSVersion[version.replace(".", "_")]
    meeting = meet(context, bad)
    assert meeting.refused_because(reason)
    second = meet(context, good)
    assert (second.accepted, second.version) == (True, version)


@pytest.mark.parametrize("maximum_version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_TC_A_08_CSMS_a_station_without_a_certificate_is_refused(files: Files, maximum_version: ssl.TLSVersion) -> None:
    client = client_context(files.ca)
    client.maximum_version = maximum_version
    context = server_context(files.server_ec, client_ca=files.ca)
    assert meet(context, client).refused_because("PEER_DID_NOT_RETURN_A_CERTIFICATE")


def test_TC_A_08_CSMS_the_name_in_the_certificate_is_seen(files: Files) -> None:
    other = files.issue("other", common_name="CP 2", organization_name="Operator")
    meeting = meet(server_context(files.server_ec, client_ca=files.ca), client_context(files.ca, other))
    assert meeting.station is not None
    assert meeting.station.common_name == "CP 2"


def test_a_certificate_can_be_optional(files: Files) -> None:
    context = server_context(files.server_ec, client_ca=files.ca, client_certificate="optional")
    meeting = meet(context, client_context(files.ca))
    assert meeting.accepted
    assert meeting.station is None


def test_no_certificate_is_asked_for_without_an_authority(files: Files) -> None:
    meeting = meet(server_context(files.server_ec), client_context(files.ca, files.station))
    assert meeting.accepted
    assert meeting.station is None


def test_an_expired_revocation_list_accepts_no_certificate(files: Files) -> None:
    expired = files.revocation_list(files.server_ec, next_update=NOW - DAY)
    context = server_context(files.server_ec, client_ca=files.ca, revocation_list=expired)
    assert meet(context, client_context(files.ca, files.station)).refused_because("CRL has expired")


def test_an_authority_need_not_be_a_root(files: Files) -> None:
    root = trustme.CA()
    stations, others = root.create_child_ca(), root.create_child_ca()
    only_stations = files.write("stations_ca.pem", stations.cert_pem.bytes())
    context = server_context(files.server_ec, client_ca=only_stations)
    ours = files.issue("under_stations", authority=stations)
    theirs = files.issue("under_others", authority=others)
    assert meet(context, client_context(files.ca, ours)).accepted
    assert not meet(context, client_context(files.ca, theirs)).accepted


def test_a_resumed_session_still_shows_the_certificate_until_the_context_is_replaced(files: Files) -> None:
    context = server_context(files.server_ec, client_ca=files.ca)
    client = client_context(files.ca, files.station)
    first = meet(context, client)
    second = meet(context, client, session=first.session)
    assert (first.resumed, second.resumed) == (False, True)
    assert second.station == first.station is not None
    third = meet(server_context(files.server_ec, client_ca=files.ca), client, session=second.session)
    assert (third.accepted, third.resumed) == (True, False)


# The charge point's side


def test_a_client_verifies_the_authority_and_the_host_name(files: Files) -> None:
    context = server_context(files.server_ec)
    meeting = meet(context, client_context(files.ca))
    assert meeting.central_system is not None
    assert "unable to get local issuer" in str(meet(context, client_context(files.other_ca)).client_error)
    assert "unable to get local issuer" in str(meet(context, client_context()).client_error)
    assert "Hostname mismatch" in str(meet(context, client_context(files.ca), host="example.com").client_error)


def test_a_client_accepts_the_host_name_as_common_name(files: Files) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificate_of(key, "csms.example.com")
    server = files.write("common_name.pem", certificate + pem_of(key))
    client = client_context(files.write("common_name_ca.pem", certificate))
    assert meet(server_context(server), client, host="csms.example.com").accepted
    assert not meet(server_context(server), client, host="other.example.com").accepted


def test_a_client_speaks_the_suites_of_the_specification_and_tls_1_2(files: Files) -> None:
    context = client_context(files.ca)
    suites = [cipher["name"] for cipher in context.get_ciphers() if cipher["protocol"] != "TLSv1.3"]
    assert suites == FORWARD_SECRECY + RSA_KEY_EXCHANGE
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    server = server_context(files.server_rsa)
    server.maximum_version = ssl.TLSVersion.TLSv1_2
    assert meet(server, context).cipher == "ECDHE-RSA-AES128-GCM-SHA256"


# Files that cannot be used


def test_keys_in_files_of_their_own_with_and_without_password(files: Files) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    chain = files.write("chain.pem", certificate_of(key, "localhost"))
    plain = files.write("plain.key", pem_of(key))
    encrypted = files.write("encrypted.key", pem_of(key, "secret"))
    for certificate in (
        Certificate(chain, plain),
        Certificate(str(chain), encrypted, "secret"),
        Certificate(chain, encrypted, b"secret"),
    ):
        assert meet(server_context(certificate), client_context(chain)).accepted
        assert "secret" not in repr(certificate)
    ours = client_context(files.ca, chain, encrypted, "secret")
    assert meet(server_context(files.server_ec, client_ca=chain), ours).accepted


def assert_refused(certificate: Certificate, *words: str) -> None:
    with pytest.raises(CertificateFileError) as refusal:
        server_context(certificate)
    assert str(certificate.chain) in str(refusal.value) or str(certificate.key) in str(refusal.value)
    for word in words:
        assert word in str(refusal.value)


def test_files_that_are_missing_or_not_pem(files: Files) -> None:
    der = files.write("server.der", ssl.PEM_cert_to_DER_cert(files.ca.read_text()))
    assert_refused(Certificate(files.folder / "missing.pem"), "missing.pem", "No such file")
    assert_refused(Certificate(files.server_ec, files.folder / "missing.key"), "missing.key", "private key")
    assert_refused(Certificate(files.ca), "there is no block `-----BEGIN PRIVATE KEY-----`")
    assert_refused(Certificate(der), f"openssl x509 -inform DER -in {der}")
    assert_refused(Certificate(files.server_ec, der), f"openssl pkey -inform DER -in {der}")
    damaged = files.write("damaged.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    assert_refused(Certificate(damaged, files.server_ec), "damaged")


def test_a_key_of_another_certificate(files: Files) -> None:
    for key in (files.server_rsa, files.station):
        assert_refused(Certificate(files.server_ec, key), f"the key {key} does not belong to it")
    mixed = Certificate(files.server_rsa, files.server_ec)
    with pytest.raises(CertificateFileError, match="does not belong to it"):
        server_context(files.server_ec, mixed)


def test_an_encrypted_key_with_no_or_another_password(files: Files) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    both = files.write("both.pem", certificate_of(key, "localhost") + pem_of(key, "secret"))
    assert_refused(Certificate(both), "is encrypted: give its password")
    assert_refused(Certificate(both, password="wrong"), "its password is another one")


@pytest.mark.parametrize("make_key", [lambda: rsa.generate_private_key(65537, 1024), lambda: ec_key(ec.SECP192R1())])
def test_a_key_that_is_too_small(files: Files, make_key: Callable[[], PrivateKey]) -> None:
    small, good = make_key(), ec.generate_private_key(ec.SECP256R1())
    certificate = files.write("too_small.pem", certificate_of(small, "localhost") + pem_of(small))
    assert_refused(Certificate(certificate), "its key is too small", "2048 bits (RSA)", "224 bits (EC)")
    chain = certificate_of(good, "localhost", issuer=("Small", small)) + certificate_of(small, "Small")
    certificate = files.write("small_issuer.pem", chain + pem_of(good))
    assert_refused(Certificate(certificate), "the key of one of its issuers is too small")


def ec_key(curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve)


def test_keys_that_are_just_large_enough(files: Files) -> None:
    for key in (rsa.generate_private_key(65537, 2048), ec_key(ec.SECP224R1())):
        server_context(files.write("large_enough.pem", certificate_of(key, "localhost") + pem_of(key)))


def test_a_certificate_that_is_signed_with_sha_1(files: Files) -> None:
    assert_refused(Certificate(files.write("sha_1.pem", SIGNED_WITH_SHA_1)), "too weak", "SHA-256")


def test_files_of_authorities_and_revocation_lists(files: Files) -> None:
    with pytest.raises(CertificateFileError, match=r"no_ca\.pem, which should hold a certificate, cannot be read"):
        client_context(files.folder / "no_ca.pem")
    with pytest.raises(CertificateFileError, match="there is no block `-----BEGIN X509 CRL-----`"):
        server_context(files.server_ec, client_ca=files.ca, revocation_list=files.ca)
    damaged = files.write("damaged_ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    with pytest.raises(CertificateFileError, match="damaged"):
        server_context(files.server_ec, client_ca=damaged)


def test_arguments_that_exclude_each_other(files: Files) -> None:
    with pytest.raises(ValueError, match="legacy needs rsa_key_exchange"):
        server_context(files.server_rsa, legacy=True, rsa_key_exchange=False)
    with pytest.raises(ValueError, match="revocation_list needs client_ca"):
        server_context(files.server_rsa, revocation_list=files.ca)
    with pytest.raises(ValueError, match="key needs certificate"):
        client_context(key=files.station)


# The certificate of the peer


def test_what_is_in_the_certificate_of_a_peer(files: Files) -> None:
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    not_after = datetime(2099, 12, 31, 23, 59, 58, tzinfo=UTC)
    certificate = certificate_of(
        key, "CP ä/1", issuer=("Stations", authority), serial_number=0x0ABC, not_after=not_after
    )
    station = files.write("named.pem", certificate + pem_of(key))
    ca = files.write("named_ca.pem", certificate_of(authority, "Stations"))
    seen = meet(server_context(files.server_ec, client_ca=ca), client_context(files.ca, station)).station
    expected = x509.load_pem_x509_certificate(certificate)
    assert seen == PeerCertificate(
        common_name="CP ä/1",
        organization=None,
        issuer_common_name="Stations",
        serial_number=0x0ABC,
        not_after=not_after,
        sha256=expected.fingerprint(SHA256()).hex(),
        der=expected.public_bytes(Encoding.DER),
    )


def test_two_common_names_are_none(files: Files) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificate_of(key, "CP 1", "CP 2")
    station = files.write("two_names.pem", certificate + pem_of(key))
    ca = files.write("two_names_ca.pem", certificate)
    seen = meet(server_context(files.server_ec, client_ca=ca), client_context(files.ca, station)).station
    assert seen is not None
    assert seen.common_name is None


def test_there_is_no_certificate_without_tls_or_without_verification(files: Files) -> None:
    assert peer_certificate(None) is None
    trusting = client_context(files.ca)
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    meeting = meet(server_context(files.server_ec), trusting)
    assert meeting.accepted
    assert meeting.central_system is None


# The buffers of asyncio

MESSAGE = bytes(range(256)) * 4096
"""One mebibyte."""


class Side(asyncio.Protocol):
    """One side of a connection, which shrinks its buffers and collects what it receives."""

    def __init__(self, *, echoes: bool) -> None:
        loop = asyncio.get_running_loop()
        self.echoes = echoes
        self.received = bytearray()
        self.transport: asyncio.Transport | None = None
        self.complete: asyncio.Future[bytes] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # that of uvloop is none by its class
        shrink_buffers(transport)

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.received += data
        if len(self.received) >= len(MESSAGE):
            self.complete.set_result(bytes(self.received))
            if self.echoes:
                self.transport.write(self.received)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set_result(None)


def buffer_of(side: Side) -> int | None:
    protocol: Any = getattr(side.transport, "_ssl_protocol", None)
    return None if protocol is None else len(protocol._ssl_buffer)


async def exchange_a_mebibyte(server: ssl.SSLContext | None, client: ssl.SSLContext | None) -> list[int | None]:
    """Send a mebibyte there and back; return the sizes of the buffers after that."""
    loop = asyncio.get_running_loop()
    ours, theirs = Side(echoes=True), Side(echoes=False)
    listener = await loop.create_server(lambda: ours, "127.0.0.1", 0, ssl=server)
    async with listener:
        port = listener.sockets[0].getsockname()[1]
        host = "localhost" if client is not None else None
        await loop.create_connection(lambda: theirs, "127.0.0.1", port, ssl=client, server_hostname=host)
        assert theirs.transport is not None
        theirs.transport.write(MESSAGE)
        assert await asyncio.wait_for(theirs.complete, DEADLINE_S) == MESSAGE
        assert ours.complete.result() == MESSAGE
        sizes = [buffer_of(ours), buffer_of(theirs)]
        theirs.transport.close()
        await asyncio.wait_for(asyncio.gather(ours.closed, theirs.closed), DEADLINE_S)
    return sizes


def run_on(loop_factory: Callable[[], asyncio.AbstractEventLoop], main: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(main)


@pytest.mark.parametrize("maximum_version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_buffers_of_asyncio_are_shrunk_and_long_messages_pass(files: Files, maximum_version: ssl.TLSVersion) -> None:
    server, client = server_context(files.server_ec), client_context(files.ca)
    client.maximum_version = maximum_version
    sizes = run_on(asyncio.SelectorEventLoop, exchange_a_mebibyte(server, client))
    assert sizes == [16 * 1024, 16 * 1024]


def test_transports_without_tls_are_left_alone() -> None:
    assert run_on(asyncio.SelectorEventLoop, exchange_a_mebibyte(None, None)) == [None, None]


def test_transports_of_uvloop_are_left_alone(files: Files) -> None:
    uvloop = pytest.importorskip("uvloop")
    main = exchange_a_mebibyte(server_context(files.server_ec), client_context(files.ca))
    assert run_on(uvloop.new_event_loop, main) == [None, None]


def test_what_is_not_a_transport_of_asyncio_is_left_alone() -> None:
    buffer = bytearray(1024 * 1024)
    without_the_other_attributes = SimpleNamespace(_ssl_protocol=SimpleNamespace(_ssl_buffer=buffer))
    for transport in (None, object(), without_the_other_attributes):
        shrink_buffers(transport)
    assert without_the_other_attributes == SimpleNamespace(_ssl_protocol=SimpleNamespace(_ssl_buffer=buffer))
    assert len(buffer) == 1024 * 1024
