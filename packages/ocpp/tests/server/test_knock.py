"""Identity, credentials and passwords out of a request, whatever stands in it."""

import base64
import binascii
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp.websocket.handshake import (
    Accept,
    HandshakeRequest,
    Refusal,
    credentials_of,
    password_matches,
    password_readings,
)
from ocpp.websocket.knock import MAX_IDENTITY_LENGTH, choose_subprotocol, identity_of
from ocpp.websocket.request import RequestHead

from .raw_client import basic, request

printable = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


# Identity


@given(printable, st.sampled_from(["", "/ocpp", "/steve/websocket/CentralSystemService", "//a//b"]), st.integers(0, 3))
def test_quirk_3_any_identity_comes_out_behind_any_prefix(identity: str, prefix: str, slashes: int) -> None:
    path = f"{prefix}/{quote(identity, safe='')}{'/' * slashes}"
    assert identity_of(path) == identity
    assert identity_of(f"{path}?station=/other&x=1") == identity


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_quirk_3_percent_encoding_is_decoded_once(identity: str) -> None:
    once = quote(identity, safe="")
    assert identity_of("/" + quote(once, safe="")) == once


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/CP-1", "CP-1"),
        ("/CP-1/", "CP-1"),
        ("//CP-1//", "CP-1"),
        ("/CP-1/CP-1", "CP-1"),
        ("/ocpp//CP-1", "CP-1"),
        ("/OCPP16/de/CP%201", "CP 1"),
        ("/a%2Fb", "a/b"),
        ("/a%252Fb", "a%2Fb"),
        ("/a+b", "a+b"),
        ("/cp-1", "cp-1"),
        ("/100%", "100%"),
        ("/CP-1?x=/y/", "CP-1"),
        ("/CP-1/?x", "CP-1"),
        ("ws://host:80/ocpp/CP-1", "CP-1"),
        ("http://host/CP-1?x", "CP-1"),
        ("/%F0%9F%94%8C", "🔌"),
        ("/" + "x" * MAX_IDENTITY_LENGTH, "x" * MAX_IDENTITY_LENGTH),
    ],
)
def test_quirk_3_paths(path: str, identity: str) -> None:
    assert identity_of(path) == identity


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("", "must end in the identity"),
        ("/", "must end in the identity"),
        ("//", "must end in the identity"),
        ("/?x=/CP-1", "must end in the identity"),
        ("http://host", "must end in the identity"),
        ("/%FF", "not UTF-8"),
        ("/a%00b", "control characters"),
        ("/a%0D%0Ab", "control characters"),
        ("/%C2%85", "control characters"),
        ("/" + "x" * (MAX_IDENTITY_LENGTH + 1), "longer than 255"),
        ("http://[", "URL"),
    ],
)
def test_paths_without_an_identity(path: str, cause: str) -> None:
    with pytest.raises(ValueError, match=cause):
        identity_of(path)


@given(st.text(st.characters(codec="ascii"), max_size=80))
def test_any_path_has_an_identity_or_a_cause(path: str) -> None:
    try:
        identity = identity_of(path)
    except ValueError as error:
        cause = str(error)
        assert cause
    else:
        assert 0 < len(identity) <= MAX_IDENTITY_LENGTH
        assert not any(ord(character) < 32 or 0x7F <= ord(character) <= 0x9F for character in identity)


# Credentials


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters=":"), max_size=40), st.binary(max_size=64))
def test_quirk_5_a_password_is_any_bytes(username: str, password: bytes) -> None:
    assert credentials_of(basic(username, password), "CP-1") == (username, password)


@given(printable, st.binary(max_size=64))
def test_an_identity_as_user_name_may_hold_colons(identity: str, password: bytes) -> None:
    assert credentials_of(basic(identity, password), identity) == (identity, password)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC", "Basic  "])
@pytest.mark.parametrize("password", [b"", b"p", b"pa", b"pas", b":", b"\xff\xfe"])
def test_quirk_5_spelling_and_padding_do_not_matter(scheme: str, password: bytes) -> None:
    encoded = base64.b64encode(b"CP-1:" + password).decode()
    for value in (encoded, encoded.rstrip("=")):
        assert credentials_of(f"{scheme} {value}", "CP-1") == ("CP-1", password)


@pytest.mark.parametrize("value", ["", "Basic", "Bearer abc", "Basic é", "Basic " + base64.b64encode(b"none").decode()])
def test_what_is_no_basic_authentication_is_none(value: str) -> None:
    assert credentials_of(value, "CP-1") == (None, None)


def test_two_authorization_headers_are_none() -> None:
    headers = [("Authorization", basic("CP-1", "a")), ("Authorization", basic("CP-1", "b"))]
    handshake = HandshakeRequest(RequestHead(request(headers=headers)), "CP-1")
    assert (handshake.username, handshake.password) == (None, None)


@given(st.text(max_size=60))
def test_no_authorization_header_makes_it_raise(value: str) -> None:
    username, password = credentials_of(value, "CP-1")
    assert (username is None) == (password is None)


def test_a_user_name_that_is_not_utf_8_is_shown_as_well_as_it_can_be() -> None:
    assert credentials_of(basic(b"\xff1", b"x"), "CP-1") == ("\ufffd1", b"x")


# Passwords


@given(st.binary(min_size=1, max_size=40))
def test_quirk_5_a_password_matches_as_bytes_and_as_hexadecimal_digits(key: bytes) -> None:
    digits = binascii.hexlify(key)
    for given_password in (key, digits, digits.upper()):
        assert key in password_readings(given_password)
        assert password_matches(given_password, key)
    for expected in (key, digits, digits.upper(), digits.decode(), digits.decode().upper()):
        assert password_matches(key, expected)
        assert password_matches(digits, expected)
        assert password_matches(digits.upper(), expected)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_another_password_does_not_match(given_password: bytes, expected: bytes) -> None:
    assert password_matches(given_password, expected) == (expected in password_readings(given_password))
    if given_password.lower() != expected.lower() and password_matches(given_password, expected):
        assert given_password.hex().encode() == expected.lower() or expected.hex().encode() == given_password.lower()


def test_no_password_matches_nothing() -> None:
    assert not password_matches(None, "")
    assert not password_matches(None, b"")
    assert not password_matches(b"", "secret")
    assert not password_matches(b"secret", "")
    assert password_matches(b"secret", "secret")
    assert not password_matches(b"Secret", "secret")
    assert not password_matches(b"\xe9", "é")
    assert password_matches("é".encode(), "é")


@pytest.mark.parametrize("blank", [b" ", b"\t", b" \n"])
def test_blanks_are_not_a_reading_of_nothing(blank: bytes) -> None:
    assert not password_matches(blank, "")


# Subprotocols


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.sets(st.sampled_from("abcd")))
def test_quirk_2_the_first_offered_one_that_is_supported(offered: list[str], supported: set[str]) -> None:
    chosen = choose_subprotocol(offered, supported)
    if chosen is None:
        assert not supported & set(offered)
    else:
        assert chosen in supported
        assert not supported & set(offered[: offered.index(chosen)])


def test_offered_subprotocols_keep_their_order_over_several_headers() -> None:
    raw = request(subprotocols="ocpp2.0.1 , ocpp1.6", headers={"sec-websocket-protocol": "x,,"})
    assert HandshakeRequest(RequestHead(raw), "CP-1").subprotocols == ("ocpp2.0.1", "ocpp1.6", "x")


# Answers


@pytest.mark.parametrize("status", [100, 101, 200, 302, 402, 500, 999])
def test_a_refusal_has_one_of_the_statuses_that_charge_points_know(status: int) -> None:
    with pytest.raises(ValueError, match=str(status)):
        Refusal(status)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_retry_after_goes_with_429_and_503(status: int) -> None:
    assert Refusal(status).reason == ""
    with pytest.raises(ValueError, match="Retry-After"):
        Refusal(status, "", 1)
    assert Accept().subprotocol is None
