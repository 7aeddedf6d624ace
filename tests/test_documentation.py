"""README and documentation: what they show works, and they leave nothing out."""

import importlib
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
import websockets

import csms_simulator
import ocpp
from ocpp.charge_point import ChargePoint
from ocpp.server import Handler, serve
from tools.environments import ROOT

READMES = (ROOT / "README.md", ROOT / "packages" / "ocpp" / "README.md")
SOURCES = Path(ocpp.__file__).parent

# Rooms that may change without a note in the changelog.
INTERNAL = {
    "ocpp.answerer",
    "ocpp.broken_json",
    "ocpp.caller",
    "ocpp.calls",
    "ocpp.deprecation",
    "ocpp.direct",
    "ocpp.endpoint",
    "ocpp.enum_words",
    "ocpp.faults",
    "ocpp.handling",
    "ocpp.inbox",
    "ocpp.json_types",
    "ocpp.lenient",
    "ocpp.noise",
    "ocpp.shapes",
    "ocpp.timestamps",
    "ocpp.views",
    "ocpp.v16.old_names",
    "ocpp.v16.variants",
    "ocpp.v201.old_names",
    "ocpp.v21.old_names",
    "ocpp.violations",
    "ocpp.websocket",
    "ocpp.websocket.core",
    "ocpp.websocket.frames",
    "ocpp.websocket.joining",
    "ocpp.websocket.keepalive",
    "ocpp.websocket.knock",
    "ocpp.websocket.opening",
    "ocpp.websocket.request",
    "ocpp.websocket.tls_failures",
    "ocpp.websocket.tls_listener",
    "ocpp.websocket.turn",
    "ocpp.wire",
}


def python_block(readme: Path) -> str:
    (block,) = re.findall(r"^```python\n(.*?)^```$", readme.read_text(), re.MULTILINE | re.DOTALL)
    return block


def module_names() -> set[str]:
    """The modules of the library by name, without those that begin with an underscore."""
    paths = (path.relative_to(SOURCES.parent).with_suffix("") for path in SOURCES.rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    return {name for name in names if "._" not in name}


@pytest.mark.parametrize("library", ["ocpp.server", "websockets"])
async def test_the_central_system_of_the_readme_works(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, start, rest = python_block(READMES[0]).partition("\nrun(main())\n")
    assert (start, rest) == ("\nrun(main())\n", "")
    names: dict[str, Any] = {"__name__": "readme"}
    exec(compile(program, "the program in README.md", "exec"), names)
    station_class = cast("type[ChargePoint]", names["Station"])
    meter_value = {"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{"value": "17"}]}

    async def start_on_any_websocket(websocket: websockets.ServerConnection) -> None:
        with suppress(websockets.ConnectionClosed):
            await station_class("cellar", websocket).start()

    if library == "ocpp.server":
        serving = serve(cast("Handler", names["on_connect"]), "127.0.0.1", 0, subprotocols=["ocpp1.6"])
    else:
        ocpp16 = websockets.Subprotocol("ocpp1.6")
        serving = websockets.serve(start_on_any_websocket, "127.0.0.1", 0, subprotocols=[ocpp16])
    async with serving as server:
        (_, port) = next(iter(server.sockets)).getsockname()
        async with websockets.connect(
            f"ws://127.0.0.1:{port}/cellar", subprotocols=[websockets.Subprotocol("ocpp1.6")]
        ) as station:
            boot = {"chargePointVendor": "Volta", "chargePointModel": "Pile"}
            await station.send(json.dumps([2, "1", "BootNotification", boot]))
            answer = json.loads(await station.recv())
            await station.send(json.dumps([2, "2", "MeterValues", {"connectorId": 1, "meterValue": [meter_value]}]))
            assert json.loads(await station.recv()) == [3, "2", {}]

    assert answer[:2] == [3, "1"]
    assert answer[2]["status"] == "Accepted"
    assert answer[2]["interval"] == 300
    assert capsys.readouterr().out == "cellar is a Pile by Volta\n2026-01-01T00:00:00Z ['17']\n"


def test_both_readmes_show_the_same_program() -> None:
    assert python_block(READMES[0]) == python_block(READMES[1])


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for page in pages for name in re.findall(r"`make ([a-z-]+)", page.read_text())}
    assert named <= targets


def test_the_reference_describes_every_public_module_once() -> None:
    pages = "\n".join(page.read_text() for page in sorted((ROOT / "docs" / "reference").glob("*.md")))
    described = re.findall(r"^\.\. automodule:: (ocpp\S*)$", pages, re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) - module_names() == set()
    undecided = module_names() - set(described) - INTERNAL
    assert {name for name in undecided if not is_package_of_old_names(name)} == set()
    assert INTERNAL - module_names() == set()


def test_the_reference_describes_what_the_simulator_gives_to_programs() -> None:
    page = (ROOT / "docs" / "reference" / "simulator.md").read_text()
    described = set(re.findall(r"^\.\. automodule:: (\S+)$", page, re.MULTILINE))
    given = {getattr(csms_simulator, name).__module__ for name in csms_simulator.__all__ if name != "CATALOGUE"}
    assert given <= described
    for name in described:
        importlib.import_module(name)


def is_package_of_old_names(name: str) -> bool:
    """`ocpp` has its version and nothing else, `ocpp.v20` says that it was replaced."""
    return name in {"ocpp", "ocpp.v20"}
