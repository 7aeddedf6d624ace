"""Renewed certificates are used without a restart; broken ones are told, and those before stay in use."""

import asyncio
import os
import shutil
import signal
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trustme

from csms import app as app_module
from csms.app import App
from csms.console.serving import at_renewal_signal
from packages.csms.tests.conformance.certificates import Certificates
from packages.csms.tests.running import running


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates(tmp_path)


@asynccontextmanager
async def secured(certificates: Certificates, folder: Path) -> AsyncGenerator[App]:
    """Run a server that speaks TLS with the files `chain.pem` and `key.pem`."""
    renew(certificates, folder, "first")
    files = {"tls_cert": folder / "chain.pem", "tls_key": folder / "key.pem", "client_ca": certificates.ca_file}
    async with running(folder / "data", **files) as app:
        yield app


def renew(
    certificates: Certificates, folder: Path, name: str, key_type: trustme.KeyType = trustme.KeyType.ECDSA
) -> None:
    """Put another certificate in the place of the one before."""
    for issued, name_there in zip(certificates.issue(name, key_type), ("chain.pem", "key.pem"), strict=True):
        shutil.move(issued, folder / name_there)


async def shown(app: App, tls: ssl.SSLContext) -> str:
    """Return the common name of the certificate that the server shows."""
    reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port, ssl=tls, server_hostname="localhost")
    del reader
    subject = dict(part[0] for part in writer.get_extra_info("peercert")["subject"])
    writer.transport.abort()
    return subject["commonName"]


async def health(app: App) -> list[dict[str, str]]:
    key = (app.settings.data_dir / "api-token").read_text().strip()
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as client:
        answer = await client.get(f"http://127.0.0.1:{app.http_port}/api/v1/health")
    return [finding for finding in answer.json()["findings"] if finding["code"] == "certificate_unusable"]


@pytest.mark.parametrize("key_type", trustme.KeyType)
async def test_a_renewed_certificate_is_shown_to_whoever_comes_then(
    certificates: Certificates, tmp_path: Path, key_type: trustme.KeyType
) -> None:
    async with secured(certificates, tmp_path) as app:
        tls = certificates.of_station()
        assert await shown(app, tls) == "first"
        await app.certificates.renew()
        assert await shown(app, tls) == "first"
        renew(certificates, tmp_path, "second", key_type)
        await app.certificates.renew()
        assert await shown(app, tls) == "second"
        assert await health(app) == []


async def test_the_files_are_looked_at_again_and_again(
    certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "CERTIFICATES_PAUSE_S", 0.01)
    async with secured(certificates, tmp_path) as app, asyncio.timeout(60):
        renew(certificates, tmp_path, "second")
        while await shown(app, certificates.of_station()) != "second":
            pass


async def test_a_link_goes_on_with_the_certificate_that_it_has_begun_with(
    certificates: Certificates, tmp_path: Path
) -> None:
    async with secured(certificates, tmp_path) as app:
        tls = certificates.of_station()
        reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port, ssl=tls, server_hostname="localhost")
        renew(certificates, tmp_path, "second")
        await app.certificates.renew()
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 4")
        writer.transport.abort()


@pytest.mark.parametrize("broken", ["chain.pem", "key.pem"])
async def test_a_broken_file_leaves_the_one_before_in_use_and_is_told(
    certificates: Certificates, tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    async with secured(certificates, tmp_path) as app:
        tls = certificates.of_station()
        renew(certificates, tmp_path, "second")
        whole = (tmp_path / broken).read_bytes()
        (tmp_path / broken).write_text("half of it")
        for _ in range(2):
            await app.certificates.renew()
            assert await shown(app, tls) == "first"
        (line,) = [record for record in caplog.records if record.name == "csms.gateway"]
        assert line.levelname == "ERROR"
        assert "the certificates before stay in use" in line.message
        assert str(tmp_path / broken) in line.message
        (finding,) = await health(app)
        assert finding["severity"] == "error"
        assert str(tmp_path / broken) in finding["text"]
        (tmp_path / broken).write_bytes(whole)
        await app.certificates.renew()
        assert await shown(app, tls) == "second"
        assert await health(app) == []


async def test_a_file_that_is_gone_is_told(certificates: Certificates, tmp_path: Path) -> None:
    async with secured(certificates, tmp_path) as app:
        (tmp_path / "key.pem").unlink()
        await app.certificates.renew()
        assert await shown(app, certificates.of_station()) == "first"
        assert len(await health(app)) == 1


async def test_another_authority_of_the_stations_is_believed(certificates: Certificates, tmp_path: Path) -> None:
    async with secured(certificates, tmp_path) as app:
        (tmp_path / "other").mkdir()
        other = Certificates(tmp_path / "other")
        stranger = certificates.of_station()
        stranger.load_cert_chain(*other.issue("CS-1"))
        with pytest.raises((OSError, ConnectionError, asyncio.IncompleteReadError)):
            await said(app, stranger)
        certificates.ca_file.write_bytes(certificates.ca_file.read_bytes() + other.ca_file.read_bytes())
        await app.certificates.renew()
        assert (await said(app, stranger)).startswith(b"HTTP/1.1 4")


async def said(app: App, tls: ssl.SSLContext) -> bytes:
    """Return what the server says to a request: in TLS 1.3 only then it is known whether it takes a certificate."""
    reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port, ssl=tls, server_hostname="localhost")
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return await reader.readuntil(b"\r\n")
    finally:
        writer.transport.abort()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="This system has no SIGHUP")
async def test_the_files_are_read_at_a_signal_though_nothing_seems_changed(
    certificates: Certificates, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "csms.gateway")
    async with secured(certificates, tmp_path) as app, asyncio.timeout(60):
        with at_renewal_signal(app):
            os.kill(os.getpid(), signal.SIGHUP)
            while not [record for record in caplog.records if "were read" in record.message]:
                assert await shown(app, certificates.of_station()) == "first"
