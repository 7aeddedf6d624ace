"""What a charge point sends to connect: address, identity, password, certificate."""

import asyncio
import base64
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme
from websockets.exceptions import ConnectionClosedError, InvalidMessage, InvalidURI

from ocpp import tls
from ocpp.client import connect
from ocpp.server import HandshakeRequest, serve
from ocpp.websocket.joining import authorization, uri_of
from ocpp.websocket.link import Link

from .central_systems import DEADLINE_S, CentralSystem, Visit, frame, speaking

SPEAKING_16 = speaking("ocpp1.6")


async def visit_of(identity: str = "CP-1", *, path: str = "", **options: Any) -> Visit:
    """Connect to a central system and leave; return what it has seen."""
    system = CentralSystem(SPEAKING_16)
    async with system.listening():
        link = await connect(system.url + path, identity, **options)
        link.fail(1000)
    [visit] = system.visits
    return visit


# The address


@pytest.mark.parametrize(
    ("identity", "segment"),
    [
        ("CP-1.a_b~c", "CP-1.a_b~c"),
        ("RDAM 123", "RDAM%20123"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        ("ä|:@", "%C3%A4%7C%3A%40"),
        ("充電", "%E5%85%85%E9%9B%BB"),
        ("+", "%2B"),
    ],
)
async def test_the_identity_is_the_last_segment_encoded_once(identity: str, segment: str) -> None:
    assert (await visit_of(identity)).line == f"GET /ocpp/{segment} HTTP/1.1"

    seen: list[str] = []

    async def serve_link(link: Link) -> None:
        seen.append(link.identity)

    async with serve(serve_link, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", identity) as link:
            assert link.identity == identity
    assert seen == [identity]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("ws://host", "/CP-1"),
        ("ws://host/", "/CP-1"),
        ("ws://host:8080/a/b", "/a/b/CP-1"),
        ("ws://host/a/b//", "/a/b/CP-1"),
        ("ws://host/a%20b", "/a%20b/CP-1"),
        ("ws://host/ocpp?tenant=7&x=%2F", "/ocpp/CP-1?tenant=7&x=%2F"),
        ("WSS://host/ocpp", "/ocpp/CP-1"),
    ],
)
def test_the_path_goes_before_the_identity_and_the_query_behind(url: str, path: str) -> None:
    assert uri_of(url, "CP-1").resource_name == path


def test_host_and_port() -> None:
    assert (uri_of("wss://csms.example/", "1").host, uri_of("wss://csms.example/", "1").port) == ("csms.example", 443)
    assert uri_of("ws://csms.example/", "1").port == 80
    assert uri_of("ws://[::1]:9000/", "1").host == "::1"


@pytest.mark.parametrize("url", ["http://host/", "host/ocpp", "", "ws:///ocpp", "ws://host/ocpp#part"])
def test_what_is_no_address_is_said_at_once(url: str) -> None:
    with pytest.raises(InvalidURI):
        connect(url, "CP-1")


def test_no_identity_and_an_impossible_port_are_said_at_once() -> None:
    with pytest.raises(ValueError, match="has an identity"):
        connect("ws://host", "")
    with pytest.raises(ValueError, match="Port"):
        connect("ws://host:99999", "CP-1")


async def test_no_such_host() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - every system has words of its own
        await connect("ws://host.invalid", "CP-1")


# The request


async def test_the_request_is_that_of_a_websocket() -> None:
    visit = await visit_of(versions=("2.1", "1.6"))
    port = visit.transport.get_extra_info("sockname")[1]
    assert len(base64.b64decode(visit.headers["Sec-WebSocket-Key"])) == 16
    del visit.headers["Sec-WebSocket-Key"]
    assert dict(visit.headers) == {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "ocpp2.1, ocpp1.6",
    }


async def test_more_headers() -> None:
    visit = await visit_of(headers={"User-Agent": "Model/1.2", "host": "another.example"})
    assert visit.headers["User-Agent"] == "Model/1.2"
    assert visit.headers.get_all("Host") == ["another.example"]


# The password


@pytest.mark.parametrize(
    ("password", "sent"),
    [
        ("secret", b"secret"),
        ("", b""),
        ("größer:ü", "größer:ü".encode()),
        (b"\x00\xff:\n", b"\x00\xff:\n"),
        (bytes.fromhex("0123456789abcdef"), b"\x01\x23\x45\x67\x89\xab\xcd\xef"),
    ],
)
async def test_the_password_is_text_or_bytes(password: str | bytes, sent: bytes) -> None:
    visit = await visit_of("RDAM|123 ä", password=password)
    scheme, _, encoded = visit.headers["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(encoded)) == ("Basic", "RDAM|123 ä:".encode() + sent)


async def test_no_password_no_header() -> None:
    assert "Authorization" not in (await visit_of()).headers


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
async def test_there_is_one_password_only(name: str) -> None:
    visit = await visit_of(password="secret", headers={name: "Bearer token"})
    assert visit.headers.get_all("Authorization") == [authorization("CP-1", "secret")]


async def test_a_password_in_the_url_gives_way() -> None:
    system = CentralSystem(SPEAKING_16)
    async with system.listening():
        url = system.url.replace("ws://", "ws://user:word@")
        for password in (None, "secret"):
            (await connect(url, "CP-1", password=password)).fail(1000)
    in_url, own = (visit.headers.get_all("Authorization") for visit in system.visits)
    assert in_url == [authorization("user", "word")]
    assert own == [authorization("CP-1", "secret")]


async def test_our_server_reads_what_our_client_sends() -> None:
    seen: list[HandshakeRequest] = []

    async def authenticate(request: HandshakeRequest) -> None:
        seen.append(request)

    async with serve(lambda link: link.wait_closed(), "127.0.0.1", 0, authenticate=authenticate) as server:
        port = server.sockets[0].getsockname()[1]
        for identity, password in (("a:b", b":\xff"), ("ä/ä", b""), ("CP", b"x" * 40)):
            async with connect(f"ws://127.0.0.1:{port}/x", identity, password=password):
                assert (seen[-1].identity, seen[-1].username, seen[-1].password) == (identity, identity, password)


# Certificates


class Certificates:
    """Of a central system and of a charge point, as files."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        self.server = folder / "server.pem"
        authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(self.server))
        self.station = folder / "station.pem"
        leaf = authority.issue_cert("station.example", common_name="CP-1")
        leaf.private_key_and_cert_chain_pem.write_to_path(str(self.station))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


async def test_a_certificate_of_the_charge_point(files: Certificates) -> None:
    names: list[str | None] = []

    async def authenticate(request: HandshakeRequest) -> None:
        names.append(None if request.peer_certificate is None else request.peer_certificate.common_name)

    context = tls.server_context(files.server, client_ca=files.ca)
    async with serve(lambda link: link.wait_closed(), "127.0.0.1", 0, ssl=context, authenticate=authenticate) as server:
        url = f"wss://localhost:{server.sockets[0].getsockname()[1]}"
        with_certificate = tls.client_context(files.ca, files.station)
        async with connect(url, "CP-1", ssl=with_certificate) as link, asyncio.timeout(DEADLINE_S):
            assert link.get_extra_info("ssl_object").version() == "TLSv1.3"
            await (await link.ping())
        assert names == ["CP-1"]
        # In TLS 1.3 the refusal comes after the client's handshake: the connection ends while it waits.
        with pytest.raises((OSError, InvalidMessage)):
            await connect(url, "CP-1", ssl=tls.client_context(files.ca))
        assert names == ["CP-1"]


async def test_a_central_system_that_nobody_vouches_for(files: Certificates) -> None:
    async with serve(lambda link: link.wait_closed(), "127.0.0.1", 0, ssl=tls.server_context(files.server)) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ssl.SSLCertVerificationError):  # the machine does not know the authority
            await connect(f"wss://localhost:{port}", "CP-1")
        with pytest.raises(ssl.SSLCertVerificationError, match=r"[Hh]ostname|IP address"):
            await connect(f"wss://127.0.0.2:{port}", "CP-1", ssl=tls.client_context(files.ca), host="127.0.0.1")


# What connects


async def test_as_a_context_manager_it_closes() -> None:
    codes: list[int | None] = []

    async def serve_link(link: Link) -> None:
        await link.wait_closed()
        codes.append(link.close_code)

    async with serve(serve_link, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connect(url, "CP-1") as link:
            assert link.is_open
        assert link.close_code == 1000
        with pytest.raises(ZeroDivisionError):
            async with connect(url, "CP-1") as link:
                raise ZeroDivisionError
        assert not link.is_open
    assert codes == [1000, 1000]


async def test_what_comes_with_the_answer_is_not_lost() -> None:
    system = CentralSystem(speaking("ocpp1.6", then=frame(1, b"first") + frame(1, b"sec")[:4]))
    async with system.listening():
        link = await connect(system.url, "CP-1")
        assert await link.recv() == "first"
        system.visits[0].transport.write(b"c" + frame(8, b"\x03\xe8"))
        assert await link.recv() == "sec"
        await link.wait_closed()
        assert link.close_code == 1000


async def test_an_answer_that_comes_byte_by_byte() -> None:
    def byte_by_byte(visit: Visit) -> None:
        loop = asyncio.get_running_loop()
        rest = list(visit.accepted("ocpp1.6") + frame(1, b"message"))

        def write() -> None:
            visit.transport.write(bytes([rest.pop(0)]))
            if rest:
                loop.call_soon(write)

        write()

    system = CentralSystem(byte_by_byte)
    async with system.listening():
        link = await connect(system.url, "CP-1")
        assert await link.recv() == "message"
        link.fail(1000)


async def test_a_message_may_have_max_size_bytes() -> None:
    message = b"x" * 100
    system = CentralSystem(speaking("ocpp1.6", then=frame(1, message) + frame(1, message + b"x")))
    async with system.listening():
        link = await connect(system.url, "CP-1", max_size=100)
        assert await link.recv() == message.decode()
        with pytest.raises(ConnectionClosedError) as end:
            await link.recv()
        assert end.value.sent is not None
        assert end.value.sent.code == 1009
        link.fail(1009)


async def test_compression_is_asked_for_on_request() -> None:
    async def echo(link: Link) -> None:
        async for message in link:
            await link.send(message)

    message = "x" * 10_000
    async with serve(echo, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connect(url, "CP-1", compression="deflate") as link:
            await link.send(message)
            assert await link.recv() == message
            assert link.bytes_received < 100
            assert "permessage-deflate" in link.request.headers["Sec-WebSocket-Extensions"]
        async with connect(url, "CP-1") as link:
            assert "Sec-WebSocket-Extensions" not in link.request.headers
    async with serve(echo, "127.0.0.1", 0, compression=None) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connect(url, "CP-1", compression="deflate") as link:  # which is not granted
            await link.send(message)
            assert await link.recv() == message
            assert link.bytes_received > len(message)


async def test_a_socket_of_ones_own() -> None:
    system = CentralSystem(SPEAKING_16)
    async with system.listening():
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(asyncio.Protocol, "127.0.0.1", int(system.url[15:].split("/")[0]))
        sock = transport.get_extra_info("socket").dup()
        transport.abort()
        link = await connect("ws://nowhere.invalid/ocpp", "CP-1", sock=sock)
        assert system.visits[-1].headers["Host"] == "nowhere.invalid"
        link.fail(1000)
