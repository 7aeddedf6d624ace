"""The configurations of the page on reverse proxies, each with the program of that page behind it.

A proxy is needed only to test it: where it is not installed, its tests are skipped.
"""

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from tests.test_docs_snippets import (
    DEADLINE_S,
    PAGES,
    REVERSE_PROXY,
    free_port,
    running,
    wait_until_listening,
    write_programs,
)

COMMANDS = {
    "nginx": ("nginx", "-p", ".", "-e", "error.log", "-c", "nginx.conf"),
    "haproxy": ("haproxy", "-db", "-f", "haproxy.cfg"),
    "caddy": ("caddy", "run", "--config", "Caddyfile"),
}
FILES = {"nginx": "ocpp.conf", "haproxy": "haproxy.cfg", "caddy": "Caddyfile"}

NGINX = """
    daemon off;
    master_process off;
    pid nginx.pid;
    events {}
    http {
        access_log off;
        client_body_temp_path temp;
        proxy_temp_path temp;
        fastcgi_temp_path temp;
        uwsgi_temp_path temp;
        scgi_temp_path temp;
        include ocpp.conf;
    }
"""
CADDY = "{\n admin off\n auto_https disable_redirects\n}\n"
ORGANIZATION = "Example Charging"


def issue(folder: Path, name: str, common_name: str, *arguments: str) -> None:
    """Make a certificate and its key; without more arguments, one that signs itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/O={ORGANIZATION}/CN={common_name}", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )  # fmt: skip
    (folder / f"{name}-and-key.pem").write_text(
        (folder / f"{name}.pem").read_text("ascii") + (folder / f"{name}.key").read_text("ascii"), encoding="ascii"
    )


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with certificates of the server, of charge points, and of their authority."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")
    issue(folder, "charge-points-ca", "Root")
    by_authority = ("-CA", "charge-points-ca.pem", "-CAkey", "charge-points-ca.key")
    issue(folder, "server", "localhost", "-addext", "subjectAltName=DNS:localhost")
    issue(folder, "CP_1", "CP_1", *by_authority)
    issue(folder, "CP 1", "CP %20\\/1", *by_authority)
    issue(folder, "stranger", "CP_1")
    return folder


@contextmanager
def running_behind(proxy: str, certificates: Path, folder: Path) -> Generator[tuple[int, list[subprocess.Popen[str]]]]:
    """Run two processes of the page's program with a proxy before them; give its port and the two."""
    if shutil.which(COMMANDS[proxy][0]) is None:
        pytest.skip(f"{proxy} is not installed")
    first_port = write_programs(folder, REVERSE_PROXY)
    ports = {"9000": first_port, "9001": free_port(), "443": free_port()}
    configuration = configuration_of(proxy)
    for number, port in ports.items():
        configuration = re.sub(rf"\b{number}\b", str(port), configuration)
    configuration = configuration.replace("/etc/ocpp", str(certificates))
    configuration = configuration.replace("ocpp.example.com {", f"localhost:{ports['443']} {{")
    (folder / FILES[proxy]).write_text((CADDY if proxy == "caddy" else "") + configuration, encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX, encoding="utf-8")
    with (
        running(folder, "central_system.py", str(ports["9000"])) as one,
        running(folder, "central_system.py", str(ports["9001"])) as two,
        subprocess.Popen(
            COMMANDS[proxy],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        ) as process,
    ):
        try:
            for port in ports.values():
                assert process.poll() is None, "The proxy does not start"
                wait_until_listening(port)
            yield ports["443"], [one, two]
        finally:
            process.send_signal(signal.SIGTERM)
            print(process.communicate(timeout=DEADLINE_S)[0])


def configuration_of(proxy: str) -> str:
    (configuration,) = re.findall(
        rf"^```\w+\n(# /etc/\S*/{FILES[proxy]}\n.*?)^```$", PAGES[REVERSE_PROXY], re.MULTILINE | re.DOTALL
    )
    return configuration


@asynccontextmanager
async def connected(
    port: int, certificates: Path, certificate: str | None, path: str = "/ocpp/CP_1", **headers: str
) -> AsyncGenerator[ClientConnection]:
    context = ssl.create_default_context(cafile=certificates / "server.pem")
    if certificate is not None:
        context.load_cert_chain(certificates / f"{certificate}-and-key.pem")
    async with connect(
        f"wss://localhost:{port}{path}",
        ssl=context,
        proxy=None,
        subprotocols=[Subprotocol("ocpp1.6")],
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
        open_timeout=DEADLINE_S,
    ) as websocket:
        yield websocket


async def beat(websocket: ClientConnection) -> str:
    await websocket.send(json.dumps([2, "1", "Heartbeat", {}]))
    answer = await websocket.recv()
    assert json.loads(answer) == [3, "1", {"currentTime": "2026-01-31T12:00:00Z"}]
    return str(answer)


@pytest.mark.parametrize("proxy", COMMANDS)
async def test_charge_points_come_through_the_proxy(proxy: str, certificates: Path, tmp_path: Path) -> None:
    spoofed = {"X_Forwarded_For": "192.0.2.1", "X_Client_Subject": f"CN=CP_2,O={ORGANIZATION}"}
    with running_behind(proxy, certificates, tmp_path) as (port, processes):
        async with connected(port, certificates, "CP_1", **spoofed) as first:
            assert first.subprotocol == "ocpp1.6"
            await beat(first)
            # The same process takes it again, and sees that the first is not needed any more.
            async with connected(port, certificates, "CP_1") as second:
                await first.wait_closed()
                assert (first.close_code, first.close_reason) == (1008, "replaced by a newer connection")
                await beat(second)
        async with connected(port, certificates, "CP 1", "/any/prefix/CP%20%2520%2F1/") as third:
            await beat(third)

        with pytest.raises(InvalidStatus) as refused:
            async with connected(port, certificates, "CP_1", "/ocpp/CP_2", **spoofed):
                pass
        assert refused.value.response.status_code == 403
        for certificate in (None, "stranger"):
            with pytest.raises((WebSocketException, OSError)):
                async with connected(port, certificates, certificate):
                    pass

        printed: list[str] = []
        for process in processes:
            process.terminate()
            printed += process.communicate(timeout=DEADLINE_S)[0].splitlines()
        lines = [line for line in printed if "connects from" in line]
        assert sorted(lines) == sorted(
            ["CP_1 connects from 127.0.0.1", "CP_1 connects from 127.0.0.1", "CP %20/1 connects from 127.0.0.1"]
        )


async def test_the_program_takes_connections_from_the_proxy_alone(tmp_path: Path) -> None:
    port = write_programs(tmp_path, REVERSE_PROXY)
    headers = {"X-Client-Subject": f"CN=CP_1,O={ORGANIZATION}", "X-Forwarded-For": "192.0.2.1"}
    subprotocols = [Subprotocol("ocpp1.6")]
    with running(tmp_path, "central_system.py", str(port)) as program:
        wait_until_listening(port)
        url = f"ws://127.0.0.1:{port}/CP_1"
        async with connect(url, proxy=None, subprotocols=subprotocols, additional_headers=headers) as websocket:
            await beat(websocket)
        with pytest.raises(InvalidStatus):
            await connect(url, proxy=None, subprotocols=subprotocols)
        program.terminate()
        assert "CP_1 connects from 192.0.2.1" in program.communicate(timeout=DEADLINE_S)[0].splitlines()

    path = tmp_path / "central_system.py"
    path.write_text(path.read_text("utf-8").replace('{"127.0.0.1", "::1"}', '{"192.0.2.1"}'), encoding="utf-8")
    with running(tmp_path, "central_system.py", str(port)):
        wait_until_listening(port)
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, proxy=None, subprotocols=subprotocols, additional_headers=headers)
        assert refused.value.response.status_code == 403
