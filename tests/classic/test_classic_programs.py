"""Programs that were written for earlier releases of the package `ocpp` run letter for letter."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tools.environments import ROOT, python_with

HERE = Path(__file__).parent
DEADLINE_S = 60

OLD_RELEASES = ("10.4", "11.0.3", "12.0", "13.1")
BOOT = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}


@contextmanager
def running(python: Path, program: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Run a program; give it and the first line that it has printed."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "packages" / "ocpp" / "src"), "PYTHONWARNINGS": "default"}
    process = subprocess.Popen(
        [python, HERE / program, "0"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    watchdog = threading.Timer(DEADLINE_S, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def boot_twice(port: str) -> list[Any]:
    """Be a charge point: boot two times, and answer what is asked in between; return the answers."""
    answers: list[Any] = []
    with connect(f"ws://127.0.0.1:{port}/test_charge_point", subprotocols=[Subprotocol("ocpp1.6")]) as websocket:
        assert websocket.subprotocol == "ocpp1.6"
        for message_id in ("first", "second"):
            websocket.send(json.dumps([2, message_id, "BootNotification", BOOT]))
            answers.append(json.loads(websocket.recv(timeout=DEADLINE_S)))
            kind, question_id, action, payload = json.loads(websocket.recv(timeout=DEADLINE_S))
            assert (kind, action, payload) == (2, "GetConfiguration", {"key": ["HeartbeatInterval"]})
            key = {"key": "HeartbeatInterval", "readonly": False, "value": "10"}
            websocket.send(json.dumps([3, question_id, {"configurationKey": [key]}]))
    return answers


@pytest.mark.parametrize("release", [*OLD_RELEASES, "current"])
def test_the_classic_central_system_runs(release: str) -> None:
    if release == "current":
        python, program = Path(sys.executable), "with_one_argument.py"
    else:
        python, program = python_with(f"websockets=={release}", "msgspec"), "with_path.py"
    with running(python, program) as (process, line):
        if not line:
            pytest.fail(process.communicate()[1])
        _, version, *_, port = line.split()
        assert release in ("current", version)
        answers = boot_twice(port)
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(3)]
        process.terminate()
        warnings = process.communicate()[1]

    for (kind, message_id, payload), expected_id in zip(answers, ("first", "second"), strict=True):
        assert (kind, message_id) == (3, expected_id)
        assert payload == {"currentTime": payload["currentTime"], "interval": 10, "status": "Accepted"}
        assert datetime.fromisoformat(payload["currentTime"]).tzinfo is None  # as utcnow() gives it
    configuration = [{"key": "HeartbeatInterval", "readonly": False, "value": "10"}]
    assert printed == [f"test_charge_point {configuration}\n"] * 2 + ["test_charge_point has left\n"]

    assert "Traceback" not in warnings
    for old_name in ("Action.BootNotification", "BootNotificationPayload", "GetConfigurationPayload"):
        assert warnings.count(f"{old_name} is an old name") == 1, warnings
