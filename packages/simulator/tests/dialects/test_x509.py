"""Certificates, compared with what a library of cryptography says of them."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.dialects.x509 import read_certificate

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALGORITHMS = {
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}
KEYS = {
    "elliptic": ec.generate_private_key(ec.SECP256R1()),
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
}


def root(kind: str, begin: datetime = NOW, end: datetime = NOW + timedelta(days=365)) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root")])
    key = KEYS[kind]
    builder = x509.CertificateBuilder(name, name, key.public_key(), 0xABCDEF0123456789, begin, end)
    return builder.sign(key, hashes.SHA256())


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


ROOT = root("rsa").public_bytes(serialization.Encoding.DER)


def first_bytes_of_a_root(count: int) -> bytes:
    return ROOT[:count]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("kind", KEYS)
def test_hashes_are_those_of_ocsp(kind: str, algorithm: str) -> None:
    certificate = root(kind)
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, certificate, ALGORITHMS[algorithm]).build()
    named = read_certificate(pem(certificate)).hashes(algorithm)
    assert named.issuer_name == request.issuer_name_hash.hex()
    assert named.issuer_key == request.issuer_key_hash.hex()
    assert int(named.serial_number, 16) == request.serial_number


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (NOW, datetime(2049, 12, 31, tzinfo=UTC)),
        (datetime(1950, 5, 6, 7, 8, 9, tzinfo=UTC), datetime(2055, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_time_of_validity_is_read(begin: datetime, end: datetime) -> None:
    certificate = read_certificate(pem(root("elliptic", begin, end)))
    assert (certificate.valid_from, certificate.valid_to) == (begin.timestamp(), end.timestamp())
    assert certificate.is_valid_at(begin.timestamp())
    assert certificate.is_valid_at(end.timestamp())
    assert not certificate.is_valid_at(begin.timestamp() - 1)
    assert not certificate.is_valid_at(end.timestamp() + 1)


def test_a_root_is_its_own_issuer() -> None:
    authority = trustme.CA()
    assert read_certificate(authority.cert_pem.bytes().decode()).is_root
    leaf = authority.issue_cert("example.org").cert_chain_pems[0]
    assert not read_certificate(leaf.bytes().decode()).is_root


@pytest.mark.parametrize("text", ["", "no PEM", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----"])
def test_text_that_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no certificate"):
        read_certificate(text)


@given(st.binary(max_size=60) | st.integers(0, 400).map(first_bytes_of_a_root))
def test_other_bytes_are_refused(data: bytes) -> None:
    body = base64.encodebytes(data).decode()
    with pytest.raises(ValueError, match="no certificate"):
        read_certificate(f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
