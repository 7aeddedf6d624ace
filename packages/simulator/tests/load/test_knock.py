import base64
import hashlib
import re

import pytest

from csms_simulator.load.knock import CentralSystem, Knock, NoAddressError, Refused, with_body

KEY = re.compile(rb"Sec-WebSocket-Key: (\S+)\r\n")


def accept_of(request: bytes) -> str:
    found = KEY.search(request)
    assert found is not None
    digest = hashlib.sha1(found[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    return base64.b64encode(digest).decode()


def answer(knock: Knock, **fields: str | None) -> bytes:
    present = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Accept": accept_of(knock.request),
        "Sec-WebSocket-Protocol": "ocpp1.6",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in present.items() if value is not None]
    return "\r\n".join(["HTTP/1.1 101 Switching Protocols", *lines, ""]).encode()


@pytest.fixture
def knock() -> Knock:
    return Knock(CentralSystem.of("ws://127.0.0.1:9000/ocpp"), "CP 1/\u00e4", "ocpp1.6", "s\u00e9cret")


def test_the_request(knock: Knock) -> None:
    head, *lines = knock.request.decode().split("\r\n")
    assert head == "GET /ocpp/CP%201%2F%C3%A4 HTTP/1.1"
    credentials = base64.b64encode("CP 1/\u00e4:s\u00e9cret".encode()).decode()
    assert f"Authorization: Basic {credentials}" in lines
    assert "Host: 127.0.0.1:9000" in lines
    assert "Sec-WebSocket-Version: 13" in lines
    assert "Sec-WebSocket-Protocol: ocpp1.6" in lines
    assert lines[-2:] == ["", ""]


def test_without_a_password_there_are_no_credentials() -> None:
    knock = Knock(CentralSystem.of("wss://csms.example/a?b=c"), "CP1", "ocpp2.0.1", None)
    assert b"Authorization" not in knock.request
    assert knock.request.startswith(b"GET /a/CP1?b=c HTTP/1.1\r\nHost: csms.example\r\n")


def test_the_right_answer_lets_in(knock: Knock) -> None:
    assert knock.judge(answer(knock)) is None
    assert knock.judge(answer(knock, Upgrade="WebSocket", Connection="keep-alive, upgrade")) is None


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"Sec_WebSocket_Accept": "AAAA"}, "101 with a wrong Sec-WebSocket-Accept"),
        ({"Sec_WebSocket_Accept": None}, "101 with a wrong Sec-WebSocket-Accept"),
        ({"Sec_WebSocket_Protocol": "ocpp2.0.1"}, "101 with another subprotocol than ocpp1.6: ocpp2.0.1"),
        ({"Sec_WebSocket_Protocol": None}, "101 with another subprotocol than ocpp1.6: none"),
        ({"Upgrade": None}, "101 without the fields Upgrade and Connection of a WebSocket"),
        ({"Connection": "close"}, "101 without the fields Upgrade and Connection of a WebSocket"),
        ({"Sec_WebSocket_Extensions": "permessage-deflate"}, "101 with an extension that nobody asked for"),
    ],
)
def test_wrong_answers_do_not(knock: Knock, fields: dict[str, str | None], cause: str) -> None:
    assert knock.judge(answer(knock, **fields)) == Refused(cause)


@pytest.mark.parametrize(
    ("head", "refused"),
    [
        (b"HTTP/1.1 401 Unauthorized\r\n", Refused("401 Unauthorized")),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 30\r\n", Refused("503 Busy", 30.0)),
        (b"HTTP/1.1 429\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", Refused("429")),
        (b"HTTP/1.1 301 Moved\r\nLocation: https://a/\r\n", Refused("301 Moved, to https://a/")),
        (b"SSH-2.0-OpenSSH\r\n", Refused("what answers is no HTTP server")),
    ],
)
def test_refusals_in_words(knock: Knock, head: bytes, refused: Refused) -> None:
    assert knock.judge(head) == refused


def test_a_body_of_one_line_says_more() -> None:
    assert with_body(Refused("404 Not Found", 1.0), b"no such station\n") == Refused(
        "404 Not Found: no such station", 1.0
    )
    assert with_body(Refused("404 Not Found"), b"<html>...") == Refused("404 Not Found")
    assert with_body(Refused("404 Not Found"), b"Not Found") == Refused("404 Not Found")


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:9000", "http://a/", "ws://", "ws://a:b/", "ws://user@a/", "ws://a/#b", "ws://a:99999/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(NoAddressError):
        CentralSystem.of(url)


def test_addresses() -> None:
    assert CentralSystem.of("ws://[::1]/").authority == "[::1]"
    assert CentralSystem.of("wss://a/").port == 443
    assert CentralSystem.of("ws://a:8080/x/").path == "/x"
