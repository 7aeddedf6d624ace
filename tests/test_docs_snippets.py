"""Every snippet of the tutorial, the how-to guides and the README runs, over real sockets.

The Python blocks of a page are files: a block whose first line is a comment such as `# station.py` begins a file, or
goes on with it if the page has it already; a block without goes on with the file before. In console blocks,
`python try_it.py '<message>'` is run, and what comes back is compared with what the page shows.
"""

import asyncio
import importlib
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from ocpp import v16, v201
from ocpp.catalogue import PACKAGES, messages
from ocpp.charge_point import ChargePoint
from ocpp.routing import on

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "packages" / "ocpp" / "README.md",
        *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
        *sorted((ROOT / "docs" / "howto").glob("*.md")),
    )
}
DEADLINE_S = 60

TUTORIAL_CENTRAL_SYSTEM = "docs/tutorial/central-system.md"
TUTORIAL_CHARGE_POINT = "docs/tutorial/charge-point.md"
TYPED_HANDLERS = "docs/tutorial/typed-handlers.md"
COMING = "docs/tutorial/coming-from-pypi-ocpp.md"
STRICT_MODE = "docs/howto/strict-mode.md"
HOOKS = "docs/howto/hooks-and-logging.md"
CONCURRENCY = "docs/howto/concurrency-and-timeouts.md"
TLS = "docs/howto/tls-and-client-certificates.md"
FASTAPI = "docs/howto/with-fastapi.md"
REVERSE_PROXY = "docs/howto/behind-a-reverse-proxy.md"  # tested in test_behind_a_reverse_proxy.py
RECONNECTS = "docs/howto/a-station-that-reconnects.md"  # tested in test_a_station_that_reconnects.py
WHO_MAY_CONNECT = "docs/howto/who-may-connect.md"  # tested in test_who_may_connect.py
SIMULATE = "docs/howto/simulate.md"  # tested in test_simulate.py
READMES = ("README.md", "packages/ocpp/README.md")
TESTED = {
    TUTORIAL_CENTRAL_SYSTEM,
    TUTORIAL_CHARGE_POINT,
    TYPED_HANDLERS,
    COMING,
    STRICT_MODE,
    HOOKS,
    CONCURRENCY,
    FASTAPI,
    TLS,
    REVERSE_PROXY,
    RECONNECTS,
    WHO_MAY_CONNECT,
    SIMULATE,
}


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGES[page], re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    """Return the Python files of a page by name."""
    files: dict[str, str] = {}
    name = "program.py"
    for block in blocks(page, "python"):
        if head := re.match(r" *# (\w+\.py)\b", block):
            name = head[1]
        files[name] = f"{files[name]}\n{block}" if name in files else block
    return files


def trials_of(page: str) -> list[tuple[str, list[str]]]:
    """Return the messages that the page says to send, each with what it says will be printed."""
    trials: list[tuple[str, list[str]]] = []
    for line in "".join(blocks(page, "console")).splitlines():
        if command := re.fullmatch(r"\$ python try_it\.py '(.*)'", line):
            trials.append((command[1], []))
        elif line.startswith("["):
            trials[-1][1].append(line)
    return trials


def assert_prints(printed: str, expected: str) -> None:
    """Compare a message with one on a page, where times and ids are examples and an ellipsis stands for anything."""
    variable = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|[0-9a-f]{8}-[0-9a-f-]{27}"
    pattern = ".*".join(map(re.escape, re.sub(variable, "<variable>", expected).split("…")))
    assert re.fullmatch(pattern, re.sub(variable, "<variable>", printed)), f"{printed} is not {expected}"


def test_every_page_with_python_is_tested() -> None:
    assert {page for page in PAGES if blocks(page, "python")} == {*TESTED, *READMES}


# Pages whose programs are run as the reader runs them


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *command: str) -> Generator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "packages" / "ocpp" / "src")},
    )
    watchdog = threading.Timer(DEADLINE_S, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.wait(DEADLINE_S)
        if process.stdout is not None:
            process.stdout.close()


def read_line(process: subprocess.Popen[str], beginning: str = "") -> str:
    """Return the next line that begins like this."""
    assert process.stdout is not None
    return next((line.rstrip("\n") for line in process.stdout if line.startswith(beginning)), "")


def wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def write_programs(folder: Path, *pages: str) -> int:
    """Write the files of pages, with a port that is free instead of 9000; return the port."""
    port = free_port()
    for page in pages:
        for name, text in files_of(page).items():
            (folder / name).write_text(text.replace("9000", str(port)), encoding="utf-8")
    return port


def test_the_central_system_of_the_tutorial(tmp_path: Path) -> None:
    port = write_programs(tmp_path, TUTORIAL_CENTRAL_SYSTEM)
    with running(tmp_path, "central_system.py") as central_system:
        wait_until_listening(port)
        trials = trials_of(TUTORIAL_CENTRAL_SYSTEM)
        assert len(trials) == 6
        for message, answers in trials:
            with running(tmp_path, "try_it.py", message) as trial:
                for answer in answers:
                    assert_prints(read_line(trial), answer)
        central_system.terminate()
        output = central_system.communicate()[0]
    assert "CP_1 is a Optimus by Example" in output
    assert "Ada has charged 7400 Wh" in output
    assert "CP_1 does not answer, or its connection has ended" in output
    assert "CP_1 has left" in output


def test_the_charge_point_of_the_tutorial(tmp_path: Path) -> None:
    port = write_programs(tmp_path, TUTORIAL_CENTRAL_SYSTEM, TUTORIAL_CHARGE_POINT)
    command, *expected = blocks(TUTORIAL_CHARGE_POINT, "console")[-1].splitlines()
    with running(tmp_path, "central_system.py") as central_system:
        wait_until_listening(port)
        assert command == "$ python charge_point.py"
        with running(tmp_path, "charge_point.py") as charge_point:
            output = charge_point.communicate()[0].splitlines()
            assert charge_point.returncode == 0
        central_system.terminate()
        printed = central_system.communicate()[0]
    for line, expected_line in zip(sorted(output), sorted(expected), strict=True):
        assert_prints(line, expected_line)
    for line in blocks(TUTORIAL_CHARGE_POINT, "text")[-1].splitlines():
        assert line in printed
    assert "Traceback" not in printed


def run_command(command: str, folder: Path) -> str:
    """Run a command of a page; return what it prints on both outputs."""
    return subprocess.run(
        command, shell=True, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=DEADLINE_S,
    ).stdout  # fmt: skip


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_tls_and_client_certificates(tmp_path: Path) -> None:
    port = write_programs(tmp_path, TLS)
    commands = [line[2:] for line in "".join(blocks(TLS, "console")).splitlines() if line.startswith("$ openssl ")]
    for command in commands:
        if "s_client" not in command:
            run_command(command, tmp_path)
    looks = [command.replace("9000", str(port)) for command in commands if "s_client" in command]
    profiles = (("central_system.py", "station.py"), ("profile_3.py", "station_3.py"))
    for (central_system, station), look in zip(profiles, looks, strict=True):
        with running(tmp_path, central_system) as central:
            wait_until_listening(port)
            with running(tmp_path, station) as charge_point:
                assert charge_point.communicate()[0].splitlines() == ["Accepted"]
                assert charge_point.returncode == 0
            shown = run_command(look, tmp_path)
            assert "Verification: OK" in shown
            central.terminate()
            assert "CP_1 has booted" in central.communicate()[0]


@pytest.mark.parametrize("page", READMES)
def test_the_central_system_of_the_readme(page: str, tmp_path: Path) -> None:
    port = write_programs(tmp_path, page)
    with running(tmp_path, "program.py") as program:
        wait_until_listening(port)
        output = asyncio.run(_boot_and_measure(port))
        assert [kind for kind, *_ in output] == [3, 3]
        assert read_line(program, "CP_1 ") == "CP_1 is a Optimus by The Mobility House"
        assert read_line(program) == "2026-01-31T12:00:00Z ['7.4']"


async def _boot_and_measure(port: int) -> list[Any]:
    boot = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}
    value = {"timestamp": "2026-01-31T12:00:00Z", "sampledValue": [{"value": "7.4"}]}
    async with connected(port, "ocpp1.6") as websocket:
        return [
            await exchange(websocket, [2, "1", "BootNotification", boot]),
            await exchange(websocket, [2, "2", "MeterValues", {"connectorId": 1, "meterValue": [value]}]),
        ]


def test_the_central_system_in_fastapi(tmp_path: Path) -> None:
    port = write_programs(tmp_path, FASTAPI)
    with running(tmp_path, "-m", "uvicorn", "central_system:app", "--port", str(port)) as central_system:
        wait_until_listening(port)
        asyncio.run(_start_remotely(port))
        central_system.terminate()
        output = central_system.communicate()[0]
    assert "CP_1 has left: 1000" in output
    assert "Traceback" not in output


async def _start_remotely(port: int) -> None:
    command = r"^\$ curl -X POST '(.*)'\n(.*)$"
    (url, without), (same_url, started) = re.findall(command, "".join(blocks(FASTAPI, "console")), re.MULTILINE)
    assert url == same_url
    url = url.replace("9000", str(port))
    assert await asyncio.to_thread(_post, url) == (404, without)
    async with connected(port, "ocpp2.0.1", "/ocpp/CP_1") as websocket:
        await websocket.wait_closed()
        assert websocket.close_code == 1002
    async with connected(port, "ocpp1.6", "/ocpp/CP_1") as websocket:
        boot = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}
        assert (await exchange(websocket, [2, "1", "BootNotification", boot]))[2]["status"] == "Accepted"
        outcomes: list[tuple[list[Any], tuple[int, str]]] = [
            ([3, {"status": "Accepted"}], (200, started)),
            ([4, "SecurityError", "no", {}], (502, '{"detail":"CP_1 answered SecurityError: no"}')),
        ]
        for answer, expected in outcomes:
            posting = asyncio.ensure_future(asyncio.to_thread(_post, url))
            _, message_id, action, payload = json.loads(await receive(websocket))
            assert (action, payload) == ("RemoteStartTransaction", {"idTag": "CARD-1"})
            await websocket.send(json.dumps([answer[0], message_id, *answer[1:]]))
            assert await posting == expected
        posting = asyncio.ensure_future(asyncio.to_thread(_post, url))
        await receive(websocket)
    assert await posting == (504, '{"detail":"CP_1 has not answered"}')


def _post(url: str) -> tuple[int, str]:
    """Return the status and the body of the answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=DEADLINE_S) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_passwords_in_fastapi(tmp_path: Path) -> None:
    port = write_programs(tmp_path, FASTAPI)
    with running(tmp_path, "-m", "uvicorn", "guarded:app", "--port", str(port)) as central_system:
        wait_until_listening(port)
        asyncio.run(_knock(port))
        central_system.terminate()
        assert "Traceback" not in central_system.communicate()[0]


async def _knock(port: int) -> None:
    logins = ("", "CP_1:@", "CP_1:wrong@", "CP_2:hardly-a-secret-1@", ":hardly-a-secret-1@")
    for login in logins:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://{login}127.0.0.1:{port}/ocpp/CP_1", proxy=None)
        assert refused.value.response.status_code == 401
    for header in ("Basic", "Basic \u00e4", "Basic Q", "Bearer Q1BfMQ=="):
        with pytest.raises(InvalidStatus):
            await connect(f"ws://127.0.0.1:{port}/ocpp/CP_1", proxy=None, additional_headers={"Authorization": header})
    for password in ("hardly-a-secret-1", b"hardly-a-secret-1".hex()):
        async with connect(
            f"ws://CP_1:{password}@127.0.0.1:{port}/ocpp/CP_1", proxy=None, subprotocols=[Subprotocol("ocpp1.6")]
        ) as websocket:
            await websocket.wait_closed()
            assert websocket.close_code == 1000


def test_a_central_system_on_aiohttp(tmp_path: Path) -> None:
    port = write_programs(tmp_path, FASTAPI)
    with running(tmp_path, "on_aiohttp.py") as central_system:
        wait_until_listening(port)
        asyncio.run(_beat(port))
        central_system.send_signal(signal.SIGINT)
        assert "CP_1 has left: 3000 enough" in central_system.communicate()[0]


async def _beat(port: int) -> None:
    async with connected(port, "ocpp2.0.1", "/ocpp/CP_1") as websocket:
        await websocket.wait_closed()
        assert websocket.close_code == 1002
    async with connected(port, "ocpp1.6", "/ocpp/CP_1") as websocket:
        answer = await exchange(websocket, [2, "1", "Heartbeat", {}])
        assert answer == [3, "1", {"currentTime": "2026-01-31T12:00:00Z"}]
        await websocket.close(3000, "enough")


# Pages whose classes are served here


@asynccontextmanager
async def connected(port: int, subprotocol: str, path: str = "/CP_1") -> AsyncGenerator[ClientConnection]:
    async with connect(f"ws://127.0.0.1:{port}{path}", subprotocols=[Subprotocol(subprotocol)]) as websocket:
        yield websocket


async def receive(websocket: ClientConnection) -> str:
    message = await asyncio.wait_for(websocket.recv(), DEADLINE_S)
    assert isinstance(message, str)
    return message


async def exchange(websocket: ClientConnection, message: list[Any]) -> Any:
    await websocket.send(json.dumps(message))
    return json.loads(await receive(websocket))


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[[str, str], ModuleType]]:
    """Import a file of a page, which may import the others."""
    loaded: set[str] = set()

    def import_file(page: str, name: str) -> ModuleType:
        for file, text in files_of(page).items():
            (tmp_path / file).write_text(text, encoding="utf-8")
            loaded.add(file.removesuffix(".py"))
        monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType]
        return importlib.import_module(name)

    yield import_file
    for name in loaded:
        sys.modules.pop(name, None)


@asynccontextmanager
async def serving(
    make_station: Callable[[str, ServerConnection], ChargePoint], subprotocol: str = "ocpp1.6"
) -> AsyncGenerator[tuple[ChargePoint, ClientConnection]]:
    """Serve a station; give it and a connection to it."""
    station: asyncio.Future[ChargePoint] = asyncio.get_running_loop().create_future()

    async def on_connect(websocket: ServerConnection) -> None:
        served = make_station("CP_1", websocket)
        station.set_result(served)
        with pytest.raises(ConnectionClosed):
            await served.start()

    async with serve(on_connect, "127.0.0.1", 0, subprotocols=[Subprotocol(subprotocol)]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with connected(port, subprotocol) as websocket:
            yield await station, websocket


async def try_all(websocket: ClientConnection, trials: list[tuple[str, list[str]]]) -> None:
    assert trials
    for message, answers in trials:
        await websocket.send(message)
        for answer in answers:
            assert_prints(await receive(websocket), answer)


Load = Callable[[str, str], Any]


async def test_typed_handlers(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    station_class = load(TYPED_HANDLERS, "station").Station
    async with serving(station_class, "ocpp2.0.1") as (station, websocket):
        await try_all(websocket, trials_of(TYPED_HANDLERS))
        status = {
            "timestamp": "2026-01-31T12:00:00Z", "connectorStatus": "Occupied", "evseId": 1, "connectorId": 2
        }  # fmt: skip
        assert await exchange(websocket, [2, "3", "StatusNotification", status]) == [3, "3", {}]
        restarted = await answer_call(station, "restart", websocket, "Reset", [3, {"status": "Accepted"}])
        assert restarted is True
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "com.example sends {'Serial_No': 7, 'bootCount': 3}",
        "2: CARD-1 is Accepted",
        "CP_1 1.2 is Occupied",
    ]


async def answer_call(
    station: object, method: str, websocket: ClientConnection, action: str, answer: list[Any], *arguments: Any
) -> Any:
    """Return what a method returns that sends a call which is answered like this: type, and what follows the id."""
    task = asyncio.ensure_future(getattr(station, method)(*arguments))
    kind, message_id, sent_action, _ = json.loads(await receive(websocket))
    assert (kind, sent_action) == (2, action)
    await websocket.send(json.dumps([answer[0], message_id, *answer[1:]]))
    return await asyncio.wait_for(task, DEADLINE_S)


async def test_an_action_of_your_own(load: Load) -> None:
    own_action = load(TYPED_HANDLERS, "own_action")
    try:

        class Station(v201.ChargePoint):
            @on("Blink")
            def blink(self, seconds: int, led_colour: str) -> object:
                return own_action.BlinkResult(status=f"{led_colour} for {seconds} s")

            async def blink_back(self) -> str:
                return (await self.request(own_action.Blink(seconds=1))).status

        async with serving(Station, "ocpp2.0.1") as (station, websocket):
            answer = await exchange(websocket, [2, "1", "Blink", {"seconds": 5, "ledColour": "red"}])
            assert answer == [3, "1", {"status": "red for 5 s"}]
            assert await answer_call(station, "blink_back", websocket, "Blink", [3, {"status": "done"}]) == "done"
    finally:
        cast(dict[str, Any], messages("2.0.1")).pop("Blink")


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
async def test_coming_from_the_package_ocpp(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    station_class = load(COMING, "station").ChargePoint
    errors = load(COMING, "errors")
    async with serving(station_class) as (station, websocket):
        boot = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}
        assert (await exchange(websocket, [2, "1", "BootNotification", boot]))[2]["status"] == "Accepted"
        _, message_id, action, _ = json.loads(await receive(websocket))
        assert action == "GetConfiguration"
        key = {"key": "HeartbeatInterval", "readonly": False, "value": "10"}
        await websocket.send(json.dumps([3, message_id, {"configurationKey": [key]}]))

        class Attempt:
            def __init__(self, station: object) -> None:
                self.station = station

            def __call__(self) -> Awaitable[str]:
                return errors.try_to_restart(self.station)

        attempt = Attempt(station)
        assert await answer_call(attempt, "__call__", websocket, "Reset", [3, {"status": "Accepted"}]) == "Accepted"
        refusal = [4, "InternalError", "Not now"]
        assert await answer_call(attempt, "__call__", websocket, "Reset", refusal) == "InternalError: Not now"
        assert capsys.readouterr().out == f"[{key}]\n"
        last = asyncio.ensure_future(attempt())
        await receive(websocket)
        await websocket.close()
        assert await last == "gone"


@pytest.mark.parametrize("is_changed", [False, True])
def test_the_server_of_who_comes_from_the_package_ocpp(is_changed: bool, tmp_path: Path) -> None:
    port = write_programs(tmp_path, COMING)
    if is_changed:
        program = tmp_path / "central_system.py"
        removed, added = (line[1:] for line in blocks(COMING, "diff")[0].splitlines())
        text = program.read_text()
        assert text.count(f"{removed}\n") == 1
        program.write_text(text.replace(removed, added))
    with running(tmp_path, "central_system.py") as central_system:
        wait_until_listening(port)
        boot = asyncio.run(_boot_and_be_asked(port))
        assert boot["status"] == "Accepted"
        assert read_line(central_system, "[") == "[{'key': 'HeartbeatInterval', 'readonly': False, 'value': '10'}]"


async def _boot_and_be_asked(port: int) -> Any:
    boot = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}
    async with connected(port, "ocpp1.6") as websocket:
        answer = await exchange(websocket, [2, "1", "BootNotification", boot])
        _, message_id, action, _ = json.loads(await receive(websocket))
        assert action == "GetConfiguration"
        key = {"key": "HeartbeatInterval", "readonly": False, "value": "10"}
        await websocket.send(json.dumps([3, message_id, {"configurationKey": [key]}]))
        assert (await exchange(websocket, [2, "2", "Heartbeat", {}]))[:2] == [4, "2"]
    return answer[2]


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
@pytest.mark.parametrize("strict", [False, True])
async def test_the_codes_in_the_table_of_the_strict_mode(version: str, strict: bool) -> None:
    head, _, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGES[STRICT_MODE].splitlines()
        if line.startswith("|")
    )
    column = head.index(("strict, 1.6" if version == "1.6" else "strict, 2.x") if strict else "by default")
    codes = {row[0]: row[column] for row in rows}
    requests: dict[str, tuple[str, dict[str, Any]]] = {
        "an action that the version does not have": ("Nonsense", {}),
        "an action without a handler": ("Heartbeat", {}),
        "an unknown field": ("DataTransfer", {"vendorId": "Vendor", "unknown": 1}),
        "a missing field": ("DataTransfer", {}),
        "a field of the wrong type": ("DataTransfer", {"vendorId": 1}),
        "a text that is too long": ("DataTransfer", {"vendorId": "x" * 256}),
        "a word that the enum does not have": ("FirmwareStatusNotification", {"status": "Odd"}),
    }
    assert codes.keys() == requests.keys()
    base: type[ChargePoint] = importlib.import_module(PACKAGES[version]).ChargePoint

    class Station(base):
        @on("DataTransfer")
        @on("FirmwareStatusNotification")
        def handle(self, **fields: Any) -> None:
            raise AssertionError(f"A request that is not valid was handled: {fields}")

    def make_station(identity: str, connection: ServerConnection) -> ChargePoint:
        return Station(identity, connection, strict=strict)

    async with serving(make_station, f"ocpp{version}") as (_, websocket):
        for message_id, (request, (action, payload)) in enumerate(requests.items()):
            answer = await exchange(websocket, [2, str(message_id), action, payload])
            assert answer[:3] == [4, str(message_id), codes[request]]


async def test_strict_mode(load: Load) -> None:
    station_class = load(STRICT_MODE, "station").Station
    *strict, lenient = trials_of(STRICT_MODE)
    async with serving(station_class) as (_, websocket):
        await try_all(websocket, strict)
    lenient_module = load(STRICT_MODE, "lenient")

    def make_old(_: str, connection: ServerConnection) -> ChargePoint:
        return lenient_module.station_for("OLD-1", connection)

    for make_station in (lenient_module.OldStation, make_old):
        async with serving(make_station) as (_, websocket):
            await try_all(websocket, [lenient])
    async with serving(lenient_module.station_for) as (_, websocket):
        answer = await exchange(websocket, [2, "5", "Heartbeat", {"connectorId": 1}])
        assert answer[:3] == [4, "5", "FormationViolation"]


async def test_hooks_and_logging(load: Load, caplog: pytest.LogCaptureFixture) -> None:
    watching = load(HOOKS, "watching")
    load(HOOKS, "masked")
    with caplog.at_level(logging.INFO, "ocpp"):
        async with serving(watching.station_for) as (station, websocket):
            await try_all(websocket, [('[2,"1","Heartbeat",{}]', ['[3,"1",{"currentTime":"2026-01-31T12:00:00Z"}]'])])
            await exchange(websocket, [2, "2", "Authorize", {"idTag": "CARD-1"}])

            class Call:
                async def send(self) -> object:
                    return await station.request(v16.call.ClearCache())

            await answer_call(Call(), "send", websocket, "ClearCache", [3, {"status": "Accepted"}])
    lines = [f"{record.levelname} {record.getMessage()}" for record in caplog.records if record.name == "ocpp"]
    assert lines[:2] == blocks(HOOKS, "text")[0].splitlines()
    frames: list[str] = watching.watch.frames
    assert frames[0] == 'CP_1 > [2,"1","Heartbeat",{}]'
    assert frames[2] == 'CP_1 > [2,"2","Authorize",{"idTag":"***"}]'
    assert watching.watch.counts == {"Heartbeat ok": 1, "Authorize NotImplementedError": 1, "our ClearCache ok": 1}


async def test_concurrency_and_timeouts(load: Load) -> None:
    station_class = load(CONCURRENCY, "station").Station
    async with serving(station_class) as (station, websocket):
        for message_id in ("first", "second"):
            payload = {"vendorId": "Vendor", "messageId": message_id}
            await websocket.send(json.dumps([2, message_id, "DataTransfer", payload]))
        answered = {json.loads(await receive(websocket))[1] for _ in range(2)}
        assert answered == {"first", "second"}

        await websocket.send(json.dumps([2, "3", "Heartbeat", {}]))
        _, message_id, action, _ = json.loads(await receive(websocket))
        assert action == "TriggerMessage"
        await websocket.send(json.dumps([3, message_id, {"status": "Accepted"}]))
        assert json.loads(await receive(websocket))[:2] == [3, "3"]

        unlocked = [3, {"status": "Unlocked"}]
        assert await answer_call(station, "unlock", websocket, "UnlockConnector", unlocked, 1) == "Unlocked"
        refused = [4, "SecurityError", ""]
        unlock = await answer_call(station, "unlock", websocket, "UnlockConnector", refused, 1)
        assert unlock == "refused with SecurityError"
        assert await station_class.unlock(station, 1) == "no answer in time"
        await receive(websocket)
        last = asyncio.ensure_future(station_class.unlock(station, 1))
        await receive(websocket)
        await websocket.close()
        assert await last == "the connection ended"
