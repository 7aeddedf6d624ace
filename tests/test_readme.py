"""The README's first section: its commands are run as they stand, and within two minutes energy is on record."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.console_pages import free_port
from tools.environments import ROOT

LIMIT_S = 120
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("## A charging station in two minutes\n")[2]
COMMANDS = re.findall(r"^\$ (.*)$", SECTION.partition("\n## ")[0], re.MULTILINE)


def environment(folder: Path, ocpp_port: int, http_port: int) -> dict[str, str]:
    """Return an environment in which the server has ports and a folder of its own."""
    outer = {"UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "VIRTUAL_ENV"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in outer and not name.startswith(("MAKE", "MFLAGS", "CSMS_"))
    }
    return kept | {
        "CSMS_DATA_DIR": str(folder / "csms-data"),
        "CSMS_OCPP_HOST": "127.0.0.1",
        "CSMS_OCPP_PORT": str(ocpp_port),
        "CSMS_HTTP_PORT": str(http_port),
    }


def test_a_transaction_with_energy_is_on_record_within_two_minutes(tmp_path: Path) -> None:
    for program in ("make", "curl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    run, simulate, show, ask = COMMANDS
    assert (run, show) == ("make run", 'make csms ARGS="transaction list"')
    assert simulate.startswith('make simulate ARGS="')
    ocpp_port, http_port = free_port(), free_port()
    environ = environment(tmp_path, ocpp_port, http_port)
    simulate = simulate.replace('ARGS="', f'ARGS="--url ws://127.0.0.1:{ocpp_port} ')
    ask = ask.replace("8080", str(http_port)).replace("csms-data", str(tmp_path / "csms-data"))

    def start(command: str, output: Path) -> "subprocess.Popen[bytes]":
        with output.open("wb") as file:
            return subprocess.Popen(
                ["bash", "-c", command], cwd=ROOT, env=environ, stdout=file, stderr=file, start_new_session=True
            )

    def done(command: str) -> str:
        return subprocess.run(
            ["bash", "-c", command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=LIMIT_S
        ).stdout

    began = time.monotonic()
    programs = [start(run, tmp_path / "server")]
    try:
        wait_for(lambda: "ready" in (tmp_path / "server").read_text(), began, tmp_path)
        programs.append(start(simulate, tmp_path / "fleet"))
        wait_for(lambda: any((each["energy_wh"] or 0) > 0 for each in items_of(done(ask))), began, tmp_path)
        assert re.search(r"SIM-\d.*kWh", done(show))
    finally:
        for program in reversed(programs):
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(60)
    assert "Traceback" not in (tmp_path / "server").read_text()


def items_of(answer: str) -> list[dict[str, Any]]:
    """Return the transactions of an answer; none if the server is not there yet."""
    return json.loads(answer)["items"] if answer.startswith("{") else []


def wait_for(condition: Any, began: float, folder: Path) -> None:
    """Wait until something holds."""
    while not condition():
        printed = "".join(path.read_text() for path in (folder / "server", folder / "fleet") if path.exists())
        assert time.monotonic() - began < LIMIT_S, printed
        time.sleep(0.5)
