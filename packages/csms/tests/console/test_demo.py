"""`csms demo`, as who tries it out sees it."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from csms.cli import app
from packages.csms.tests.console.served import TERMINAL

ON_THE_SCREEN_S = 10
"""So soon after the start there are transactions, and energy rises. What the program has computed counts, and not what
it has waited for a processor, which others on this machine take."""
PATIENCE_S = 120

WELCOME = re.compile(
    r"^The demo is ready: 24 simulated stations, 30 times as fast as real ones\n"
    r"  Open +(?P<url>http://127\.0\.0\.1:\d+)\n"
    r"  Log in as +admin, with the password (?P<password>\S+)\n"
    r" +It is for this demo only: .*\n"
    r"  More chargers +can connect to ws://127\.0\.0\.1:\d+/<id>\n"
    r"  Data +are in a temporary folder, .*\n"
)


@asynccontextmanager
async def started(folder: Path, *arguments: str) -> AsyncGenerator[Process]:
    """Start `csms demo` as a program, whose temporary files are in a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CSMS_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "csms", "demo", *arguments),
        stdout=PIPE,
        stderr=PIPE,
        env=environment | {"TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def computed_s(pid: int) -> float:
    """Return for how many seconds a program has had a processor (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def welcome_of(process: Process) -> "re.Match[str]":
    """Return what it says when it is ready."""
    assert process.stdout
    said = ""
    while not (found := WELCOME.match(said)):
        line = await process.stdout.readline()
        assert line, said
        said += line.decode()
    return found


async def updates(client: httpx.AsyncClient) -> AsyncIterator[dict[str, Any]]:
    """Yield what is told of transactions that go on."""
    async with client.stream("GET", "/events", params={"name": "transaction.updated"}) as feed:
        assert feed.status_code == 200
        async for line in feed.aiter_lines():
            if line.startswith("data: ") and (data := json.loads(line.removeprefix("data: "))):
                yield data  # what is empty is of the stream itself


async def test_energy_rises_ten_seconds_after_the_start_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    async with started(tmp_path, "--http-port", "0", "--ocpp-port", "0") as process:
        async with asyncio.timeout(PATIENCE_S):
            way_in = await welcome_of(process)
            async with httpx.AsyncClient(base_url=f"{way_in['url']}/api/v1", timeout=None) as client:
                credentials = {"name": "admin", "password": way_in["password"]}
                (await client.post("/login", json=credentials)).raise_for_status()
                update = await anext(update async for update in updates(client) if update["energy_wh"])
                assert computed_s(process.pid) < ON_THE_SCREEN_S
                shown = (await client.get("/transactions", params={"limit": 200})).raise_for_status().json()["items"]
        rising = next(item for item in shown if item["id"] == update["transaction"])
        assert (rising["is_open"], rising["energy_wh"] >= update["energy_wh"] > 0) == (True, True)
        assert [name.partition("-demo-")[0] for name in names_in(tmp_path)] == ["csms"]
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE_S):
            _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (
        0,
        "Stopping: the stations are switched off, the data are deleted\n",
    )
    assert not names_in(tmp_path)


async def test_a_port_that_is_taken_is_told_with_the_option_that_helps(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with started(tmp_path, "--http-port", str(port), "--ocpp-port", "0") as process:
            async with asyncio.timeout(PATIENCE_S):
                said, errors = await process.communicate()
    assert (process.returncode, said) == (1, b"")
    assert f"127.0.0.1:{port} cannot be listened on" in errors.decode()
    assert "--http-port" in errors.decode()
    assert not names_in(tmp_path)


def test_without_the_simulator_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("csms.demo", "csms.console.showing"))]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "csms_simulator"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "csms_simulator", None)
    result = CliRunner().invoke(app, ["demo"], env=TERMINAL)
    assert result.exit_code == 1
    assert result.stderr == (
        'Error: The demo needs simulated stations, which are not installed: pip install "csms[demo]"\n'
    )
