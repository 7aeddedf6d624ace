"""The server with TLS, by real handshakes, and what an operator is told when one fails."""

import asyncio
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from ocpp.server import HandshakeRequest, RefusedConnection, serve
from ocpp.tls import client_context, server_context

from .handlers import echo
from .raw_client import RawClient, close_frame, request, text, until


class Files:
    def __init__(self, folder: Path) -> None:
        authority, other = trustme.CA(), trustme.CA()
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(authority.cert_pem.bytes())
        self.other_ca = folder / "other.pem"
        self.other_ca.write_bytes(other.cert_pem.bytes())
        self.server = self._write(folder / "server.pem", authority.issue_cert("localhost"))
        self.other_server = self._write(folder / "other-server.pem", other.issue_cert("localhost"))
        self.station = self._write(folder / "station.pem", authority.issue_cert("x.example", common_name="CP-1"))

    @staticmethod
    def _write(path: Path, leaf: trustme.LeafCert) -> Path:
        path.write_bytes(leaf.private_key_and_cert_chain_pem.bytes())
        return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("certificates"))


class Told:
    def __init__(self) -> None:
        self.queue: asyncio.Queue[RefusedConnection] = asyncio.Queue()

    def __call__(self, refused: RefusedConnection) -> None:
        self.queue.put_nowait(refused)


class TlsClient(RawClient):
    """A charge point that speaks bytes through TLS; the handshake is done by a thread, as a foreign client does it."""

    def __init__(self, sock: socket.socket, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(sock)
        self.reader, self.writer = reader, writer

    @classmethod
    async def reach(cls, server: Any, context: ssl.SSLContext) -> "TlsClient":
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address, ssl=context, server_hostname="localhost")
        return cls(writer.get_extra_info("socket"), reader, writer)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def read(self) -> bytes:
        try:
            return await self.reader.read(1 << 20)
        except OSError:
            return b""

    def close(self) -> None:
        self.writer.transport.abort()

    def reset(self) -> None:
        self.close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_messages_go_through_tls(files: Files, version: ssl.TLSVersion) -> None:
    context = client_context(files.ca)
    context.minimum_version = context.maximum_version = version
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server)) as server:
        async with await TlsClient.reach(server, context) as client:
            assert (await client.open()).status == 101
            for message in ("x", "y" * 100_000):
                assert await client.ask(message) == message
            link = server.link("CP-1")
            assert link is not None
            assert link.get_extra_info("ssl_object").version() == version.name.replace("_", ".")
            await client.send(close_frame())
            assert await client.closing() == (1000, "")
            assert await client.ended() == b""
        await until(lambda: not server.connections)
        assert server.statistics.closed == {1000: 1}


async def test_renewed_certificates_are_for_whoever_comes_then(files: Files) -> None:
    async with (
        serve(echo, "127.0.0.1", 0, ssl=server_context(files.server)) as server,
        await TlsClient.reach(server, client_context(files.ca)) as before,
    ):
        assert (await before.open()).status == 101
        server.use_tls(server_context(files.other_server))
        async with await TlsClient.reach(server, client_context(files.other_ca)) as after:
            assert (await after.open("/CP-2")).status == 101
        with pytest.raises(ssl.SSLCertVerificationError):
            await TlsClient.reach(server, client_context(files.ca))
        assert await before.ask("x") == "x"


async def test_a_server_without_tls_takes_no_certificates(files: Files) -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        with pytest.raises(ValueError, match="speaks no TLS"):
            server.use_tls(server_context(files.server))


async def test_the_certificate_of_a_charge_point_is_seen(files: Files) -> None:
    seen: list[Any] = []

    async def authenticate(request: HandshakeRequest) -> None:
        seen.append(request.peer_certificate)

    context = server_context(files.server, client_ca=files.ca)
    async with (
        serve(echo, "127.0.0.1", 0, ssl=context, authenticate=authenticate) as server,
        await TlsClient.reach(server, client_context(files.ca, certificate=files.station)) as client,
    ):
        assert (await client.open()).status == 101
    assert [each.common_name for each in seen] == ["CP-1"]


async def test_a_refusal_reaches_a_tls_client(files: Files) -> None:
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server)) as server:
        async with await TlsClient.reach(server, client_context(files.ca)) as client:
            response = await client.open("/")
            assert response.status == 404
            assert "identity" in response.body
            assert await client.ended() == b""
        assert server.statistics.refused == {404: 1}


async def test_plain_websocket_on_a_tls_port_is_named(files: Files) -> None:
    told = Told()
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server), on_refused=told) as server:
        async with await RawClient.connect(server) as client:
            await client.send(request())
            refused = await told.queue.get()
            assert refused.status == 0
            assert "plain WebSocket where TLS is spoken" in refused.reason
            assert "wss://" in refused.reason
            assert refused.remote_address == client.sock.getsockname()
        assert server.statistics.refused == {0: 1}


@pytest.mark.parametrize(
    "data", [b"\x00" * 100, b"AT+CGMI\r\n" * 10, b"\x80\x2e\x01\x03\x01" + bytes(43)], ids=["zeros", "modem", "SSL 2"]
)
async def test_garbage_on_a_tls_port_is_told(files: Files, data: bytes) -> None:
    told = Told()
    async with (
        serve(echo, "127.0.0.1", 0, ssl=server_context(files.server), on_refused=told) as server,
        await RawClient.connect(server) as client,
    ):
        await client.send(data)
        refused = await told.queue.get()
        assert refused.status == 0
        assert refused.reason.startswith("TLS failed: ")
        assert len(refused.reason) > len("TLS failed: ")


async def test_a_client_that_does_not_trust_the_server_is_told(files: Files) -> None:
    told = Told()
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server), on_refused=told) as server:
        with pytest.raises(ssl.SSLError):
            await TlsClient.reach(server, client_context(files.other_ca))
        refused = await told.queue.get()
        assert "issuer" in refused.reason or "certificate" in refused.reason


async def test_a_client_without_a_certificate_is_told(files: Files) -> None:
    told = Told()
    context = server_context(files.server, client_ca=files.ca)
    async with serve(echo, "127.0.0.1", 0, ssl=context, on_refused=told) as server:
        try:
            client = await TlsClient.reach(server, client_context(files.ca))
        except OSError:
            pass
        else:
            await client.ended()
            client.close()
        refused = await told.queue.get()
        assert "no client certificate" in refused.reason
        assert server.statistics.refused == {0: 1}


async def test_a_handshake_that_is_too_slow_is_ended(files: Files) -> None:
    told = Told()
    async with serve(
        echo, "127.0.0.1", 0, ssl=server_context(files.server), on_refused=told, open_timeout=0.1
    ) as server:
        async with await RawClient.connect(server) as client:
            await client.send(b"\x16\x03\x01")
            assert await client.ended() == b""
            refused = await told.queue.get()
            assert refused.status == 0
            assert "in time" in refused.reason
        async with await TlsClient.reach(server, client_context(files.ca)) as client:
            assert await client.ended() == b""
            assert (await told.queue.get()).reason == "sent no complete request in time"


@pytest.mark.parametrize("part", [0, 3, 200])
async def test_a_client_that_goes_away_in_the_handshake_is_counted_once(files: Files, part: int) -> None:
    told = Told()
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server), on_refused=told) as server:
        client = await RawClient.connect(server)
        await client.send((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(600))[:part])
        client.close()
        assert (await told.queue.get()).status == 0
        async with await TlsClient.reach(server, client_context(files.ca)) as other:
            assert (await other.open()).status == 101
        assert server.statistics.refused == {0: 1}


async def test_a_slow_handshake_does_not_delay_others(files: Files) -> None:
    async with serve(echo, "127.0.0.1", 0, ssl=server_context(files.server)) as server:
        slow = [await RawClient.connect(server) for _ in range(20)]
        async with await TlsClient.reach(server, client_context(files.ca)) as client:
            assert (await client.open()).status == 101
            assert await client.ask("x") == "x"
        for each in slow:
            each.close()


async def test_shutdown_ends_links_and_handshakes(files: Files) -> None:
    server = await serve(echo, "127.0.0.1", 0, ssl=server_context(files.server), close_timeout=1)
    client = await TlsClient.reach(server, client_context(files.ca))
    assert (await client.open()).status == 101
    half = await RawClient.connect(server)
    await half.send(b"\x16\x03\x01")
    for _ in range(10):
        await asyncio.sleep(0)
    server.close(1012)
    assert await client.closing() == (1012, "")
    await client.send(close_frame(1012))
    assert await client.ended() == b""
    client.close()
    assert await half.ended() == b""
    half.close()
    await server.wait_closed()
    assert server.statistics.closed == {1012: 1}


async def test_both_frames_of_a_read_through_tls_are_answered(files: Files) -> None:
    async with (
        serve(echo, "127.0.0.1", 0, ssl=server_context(files.server)) as server,
        await TlsClient.reach(server, client_context(files.ca)) as client,
    ):
        await client.send(request() + text("1") + text("2"))
        assert (await client.response()).status == 101
        assert [await client.message(), await client.message()] == ["1", "2"]
