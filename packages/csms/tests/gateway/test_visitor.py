from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.gateway.visitor import Visitor, host_of, names_in, visitor_of
from ocpp.server import HandshakeRequest
from ocpp.websocket.request import RequestHead

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


def request(headers: str = "", host: str = "10.0.0.1") -> HandshakeRequest:
    lines = [line.strip() for line in headers.strip().splitlines()]
    raw = "\r\n".join(["GET /CP1 HTTP/1.1", "Host: x", *lines, "", ""]).encode("latin-1")
    return HandshakeRequest(RequestHead(raw), "CP1", (host, 40000))


def visitor(headers: str = "", host: str = "10.0.0.1", *, is_tls: bool = False) -> Visitor:
    return visitor_of(request(headers, host), is_tls=is_tls, proxies=PROXIES, do_proxies_verify=True)


@pytest.mark.parametrize(
    ("headers", "host"),
    [
        ("X-Forwarded-For: 192.0.2.7", "192.0.2.7"),
        ("X-Forwarded-For: 198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.1.1.1", "192.0.2.7"),
        ("X-Forwarded-For: 198.51.100.1\nX-Forwarded-For: 192.0.2.7", "192.0.2.7"),
        ("X-Forwarded-For: 192.0.2.7:51234", "192.0.2.7"),
        ("X-Forwarded-For: [2001:db9::7]:51234", "2001:db9::7"),
        ("X-Forwarded-For: 2001:db9::7", "2001:db9::7"),
        ("X-Forwarded-For: somebody", "10.0.0.1"),
        ("X-Forwarded-For: 192.0.2.7, unknown", "10.0.0.1"),
        ("X-Forwarded-For: 10.2.2.2", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_address_of_the_station_is_the_last_that_is_no_proxy(headers: str, host: str):
    assert visitor(headers).host == host


def test_a_station_that_comes_directly_says_nothing_about_itself_by_headers():
    headers = "X-Forwarded-For: 192.0.2.7\nX-Forwarded-Proto: https\nX-Client-Subject: CN=CP1"

    assert visitor(headers, "203.0.113.1") == Visitor("203.0.113.1", is_encrypted=False)
    assert visitor(headers, "203.0.113.1", is_tls=True) == Visitor("203.0.113.1", is_encrypted=True)


def test_a_proxy_is_known_on_a_socket_for_both_kinds_of_addresses():
    assert visitor("X-Forwarded-For: 192.0.2.7", "::ffff:10.0.0.1").host == "192.0.2.7"


def test_tls_between_the_proxy_and_us_is_not_that_of_the_station():
    assert not visitor(is_tls=True).is_encrypted
    assert not visitor("X-Forwarded-Proto: http", is_tls=True).is_encrypted
    assert visitor("X-Forwarded-Proto: wss").is_encrypted


def test_only_what_the_proxy_has_added_last_says_whether_there_was_tls():
    assert not visitor("X-Forwarded-Proto: https, http").is_encrypted
    assert not visitor("X-Forwarded-Proto: https\nX-Forwarded-Proto: http").is_encrypted


def test_a_certificate_that_the_proxy_has_verified_came_by_tls():
    seen = visitor("X-Client-Subject: CN=CP1,O=Example Charging\nX-Client-Issuer: O=Example,CN=CA 1")

    assert seen.is_encrypted
    assert seen.certificate is not None
    certificate = seen.certificate
    assert (certificate.common_name, certificate.organization, certificate.issuer) == (
        "CP1",
        "Example Charging",
        "CA 1",
    )


@pytest.mark.parametrize("verified", ["SUCCESS", "0"])
def test_words_of_proxies_for_a_good_certificate(verified: str):
    assert visitor(f"X-Client-Subject: CN=CP1\nX-Client-Verify: {verified}").certificate is not None


@pytest.mark.parametrize(
    "headers",
    [
        "X-Client-Subject: CN=CP1\nX-Client-Subject: CN=CP2",
        "X-Client-Subject:",
        "X-Client-Subject: CN=CP1\nX-Client-Verify: FAILED:expired",
        "X-Client-Subject: CN=CP1\nX-Client-Verify: NONE",
        "X-Client-Subject: CN=CP1\nX-Client-Verify: SUCCESS\nX-Client-Verify: SUCCESS",
        "X-Client-Subject: /O=Example/CN=CP1",
    ],
)
def test_what_is_in_doubt_is_no_certificate(headers: str):
    assert visitor(headers).certificate is None


def test_two_common_names_are_none():
    certificate = visitor("X-Client-Subject: CN=CP1,CN=CP2").certificate
    assert certificate is not None
    assert certificate.common_name is None


def test_without_leave_no_certificate_is_believed():
    seen = visitor_of(request("X-Client-Subject: CN=CP1"), is_tls=False, proxies=PROXIES)
    assert seen == Visitor("10.0.0.1", is_encrypted=False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CN=CP1", [("CN", "CP1")]),
        ("cn = CP 1 , O=Example", [("CN", "CP 1"), ("O", "Example")]),
        ("2.5.4.3=CP1,2.5.4.10=Example", [("CN", "CP1"), ("O", "Example")]),
        ("OU=a+CN=CP1", [("OU", "a"), ("CN", "CP1")]),
        (r"CN=CP\,1\+2\\\"", [("CN", 'CP,1+2\\"')]),
        (r"O=S\C3\A4ule,CN=\ CP1\ ", [("O", "S\u00e4ule"), ("CN", " CP1 ")]),
        ("O=S\u00c3\u00a4ule", [("O", "S\u00e4ule")]),
        ("CN=", [("CN", "")]),
        ('CN="CP1"', None),
        ("CN=#0403414243", None),
        ("CN=a;CN=b", None),
        ("CN=CP1,", None),
        ("CP1", None),
        ("", None),
        (r"CN=CP1\\,O=x\\", [("CN", "CP1\\"), ("O", "x\\")]),
        (r"CN=CP1\FF", None),
        ("CN=a=b", None),
    ],
)
def test_names_of_certificates_are_read_for_certain_or_not_at_all(text: str, names: list[tuple[str, str]] | None):
    assert names_in(text) == names


@given(st.lists(st.tuples(st.sampled_from(["CN", "O", "OU"]), st.text(st.characters(codec="utf-8"))), min_size=1))
def test_what_was_escaped_as_the_standard_says_is_read_as_it_was(names: list[tuple[str, str]]):
    def escaped(value: str) -> str:
        return "".join(f"\\{byte:02X}" for byte in value.encode())

    assert names_in(",".join(f"{kind}={escaped(value)}" for kind, value in names)) == names


@given(st.text(st.characters(max_codepoint=255)))
def test_reading_names_never_fails(text: str):
    names_in(text)


def test_an_address_may_be_missing():
    assert host_of(None) == ""
    assert host_of(("192.0.2.1", 1)) == "192.0.2.1"
    assert host_of("/run/socket") == ""
