"""Check the wheels in a folder: nothing is missing in them, and they work in an environment that holds nothing else."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.environments import ROOT, uv

PACKAGES = {
    "csms": ROOT / "packages" / "csms" / "src",
    "csms_ocpp": ROOT / "packages" / "ocpp" / "src",
    "csms_simulator": ROOT / "packages" / "simulator" / "src",
}
"""Where the sources of each distribution are."""

_PROTOCOL_PROGRAM = """
import importlib, importlib.metadata, ocpp, ocpp.v16, ocpp.v201, ocpp.v21
assert "site-packages" in ocpp.__file__, ocpp.__file__
assert ocpp.__version__ == importlib.metadata.version("csms-ocpp"), ocpp.__version__
others = sorted(one.name for one in importlib.metadata.distributions() if one.name not in {"csms-ocpp", "msgspec"})
assert not others, others
import ocpp.adapters, ocpp.backoff, ocpp.offline, ocpp.tls
for name in ("ocpp.server", "ocpp.client"):
    try:
        importlib.import_module(name)
    except ImportError as error:
        assert str(error).startswith(name) and 'pip install "csms-ocpp[server]"' in str(error), error
    else:
        raise AssertionError(name + " was imported without websockets")
for version in (ocpp.v16, ocpp.v201, ocpp.v21):
    version.call.Heartbeat(), version.enums.Action.heartbeat
    version.ChargePoint("station", connection=None)
print("ocpp", ocpp.__version__, "works with msgspec", importlib.metadata.version("msgspec"), "alone")
"""
_SERVER_PROGRAM = """
import asyncio, importlib.metadata, importlib.util
from ocpp.client import connect
from ocpp.routing import on
from ocpp.server import run, serve
from ocpp.v201 import ChargePoint, call, call_result

NOW = "2026-01-31T12:00:00Z"

class Station(ChargePoint):
    @on("Heartbeat")
    def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        return call_result.Heartbeat(current_time=NOW)

async def on_connect(link):
    await Station(link.identity, link).start()

async def main():
    async with asyncio.timeout(60), serve(on_connect, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        async with connect(f"ws://{host}:{port}", "CS 1") as link:
            station = ChargePoint(link.identity, link)
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(station.start())
                assert (await station.request(call.Heartbeat())).current_time == NOW
                reading.cancel()
        assert server.statistics.opened == 1, server.statistics
        return type(asyncio.get_running_loop()).__module__

loop = run(main())
names = ["msgspec", "websockets"]
if importlib.util.find_spec("uvloop"):
    names.append("uvloop")
    assert loop.startswith("uvloop"), loop
versions = (name + " " + importlib.metadata.version(name) for name in names)
print("the extra server serves and connects with", ", ".join(versions))
"""


_SIMULATOR_PROGRAM = """
import importlib.metadata, pathlib, subprocess, sys
command = pathlib.Path(sys.executable).with_name("csms-simulator")
shown = subprocess.run([command, "--help"], capture_output=True, text=True, check=True).stdout
assert all(word in shown for word in ("run", "station", "load", "story")), shown
stories = subprocess.run([command, "story", "list"], capture_output=True, text=True, check=True).stdout
assert "TC_003_CSMS" in stories, stories
print("csms-simulator", importlib.metadata.version("csms-simulator"), "starts and has its stories")
"""

_CENTRAL_SYSTEM_PROGRAM = """
import asyncio, importlib.metadata, pathlib, re, signal, subprocess, sys, urllib.request
from ocpp.client import connect
from ocpp.v16 import ChargePoint, call

def show_dashboard(url):
    request = urllib.request.Request(url, headers={"Accept": "text/html"})
    page = urllib.request.urlopen(request, timeout=60).read().decode()
    assert '<div id="root">' in page, page
    for name in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page):
        assert urllib.request.urlopen(url + name, timeout=60).read(), name

command = pathlib.Path(sys.executable).with_name("csms")
flags = ["--ocpp-host", "127.0.0.1", "--ocpp-port", "0", "--http-port", "0", "--unknown-stations", "accept"]
server = subprocess.Popen([command, "serve", *flags], stderr=subprocess.PIPE, text=True)
said = ""
while "Data" not in said:
    line = server.stderr.readline()
    assert line, said
    said += line

async def main():
    async with asyncio.timeout(60), connect(re.search(r"ws://[^/]+", said)[0], "CP 1", ["1.6"]) as link:
        station = ChargePoint(link.identity, link)
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(station.start())
            boot = await station.request(call.BootNotification(charge_point_vendor="V", charge_point_model="M"))
            assert boot.status == "Accepted", boot
            reading.cancel()

try:
    asyncio.run(main())
    show_dashboard(re.search(r"http://[\\w.:]+", said)[0])
    server.send_signal(signal.SIGTERM)
    code = server.wait(60)
    assert code == 0, (code, server.stderr.read())
finally:
    server.kill()
    server.stderr.close()
without = subprocess.run([command, "demo"], capture_output=True, text=True)
assert (without.returncode, 'pip install "csms[demo]"' in without.stderr) == (1, True), without
print("csms", importlib.metadata.version("csms"), "serves stations and the dashboard, and stops when it is told to")
"""

_DEMO_PROGRAM = """
import pathlib, signal, subprocess, sys

command = pathlib.Path(sys.executable).with_name("csms")
demo = subprocess.Popen([command, "demo", "--http-port", "0", "--ocpp-port", "0"], stdout=subprocess.PIPE, text=True)
try:
    said = demo.stdout.readline()
    assert said.startswith("The demo is ready"), said
    demo.send_signal(signal.SIGINT)
    assert demo.wait(60) == 0, demo.returncode
finally:
    demo.kill()
    demo.stdout.close()
print("csms demo starts and ends")
"""


def main(folder: Path) -> int:
    """Check the wheels in the folder; return 0, or 1 after having said what is wrong."""
    wheels = {name: next(folder.glob(f"{name}-*.whl")) for name in PACKAGES}
    for name, wheel in wheels.items():
        missing = missing_files(wheel, PACKAGES[name])
        if missing:
            print(f"{wheel.name} lacks, or has another text of:", *missing, sep="\n  ")
            return 1
    wheel = wheels["csms_ocpp"]
    server = f"csms-ocpp[server] @ {wheel.resolve().as_uri()}"
    # What is tried is the wheel, so it runs where the sources cannot be found.
    with tempfile.TemporaryDirectory() as scratch:
        python = empty_environment(Path(scratch, "newest"))
        run(uv(), "pip", "install", "--quiet", "--python", python, str(wheel.resolve()), folder=scratch)
        run(python, "-I", "-W", "error", "-c", _PROTOCOL_PROGRAM, folder=scratch)
        run(uv(), "pip", "install", "--quiet", "--python", python, server, folder=scratch)
        run(python, "-I", "-W", "error", "-c", _SERVER_PROGRAM, folder=scratch)
        # And with the oldest releases that the metadata admits, which no other check installs.
        python = empty_environment(Path(scratch, "oldest"))
        oldest = ("--resolution", "lowest", server)
        run(uv(), "pip", "install", "--quiet", "--python", python, *oldest, folder=scratch)
        run(python, "-I", "-W", "error", "-c", _SERVER_PROGRAM, folder=scratch)
        python = empty_environment(Path(scratch, "simulator"))
        simulator = str(wheels["csms_simulator"].resolve())
        run(uv(), "pip", "install", "--quiet", "--python", python, server, simulator, folder=scratch)
        run(python, "-I", "-W", "error", "-c", _SIMULATOR_PROGRAM, folder=scratch)
        python = empty_environment(Path(scratch, "central_system"))
        central_system = str(wheels["csms"].resolve())
        run(uv(), "pip", "install", "--quiet", "--python", python, server, central_system, folder=scratch)
        run(python, "-I", "-W", "error", "-c", _CENTRAL_SYSTEM_PROGRAM, folder=scratch)
        with_demo = f"csms[demo] @ {wheels['csms'].resolve().as_uri()}"
        run(uv(), "pip", "install", "--quiet", "--python", python, server, simulator, with_demo, folder=scratch)
        run(python, "-I", "-W", "error", "-c", _DEMO_PROGRAM, folder=scratch)
    return 0


def empty_environment(folder: Path) -> str:
    """Make an environment without packages; return the path of its interpreter."""
    run(uv(), "venv", "--quiet", "--no-project", "--python", sys.executable, str(folder), folder=folder.parent)
    return str(folder / "bin" / "python")


def missing_files(wheel: Path, sources: Path) -> list[str]:
    """Return the source files, and the licence, that the wheel does not hold as they are here."""
    expected = {
        path.relative_to(sources).as_posix(): path
        for path in sources.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name: hashlib.sha256(archive.read(name)).digest() for name in archive.namelist()}
    missing = [
        name for name, path in sorted(expected.items()) if held.get(name) != hashlib.sha256(path.read_bytes()).digest()
    ]
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in held):
        missing.append("LICENSE")
    if not any(name.endswith("/py.typed") for name in held):
        missing.append("py.typed")
    return missing


def run(*command: str, folder: str | Path) -> None:
    """Run a command in a folder; let its output be seen.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1])))
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed with {error.returncode}: {error.cmd[0]} {error.cmd[1]}")
