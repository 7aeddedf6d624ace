"""A fleet of the simulator against a central system of the package `ocpp` of PyPI."""

import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.environments import python_with

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def python() -> Path:
    return python_with("ocpp==2.1.0", f"websockets=={importlib.metadata.version('websockets')}")


@contextmanager
def central_system(python: Path, counts: dict[str, int]) -> Generator[int]:
    """Run it; at the end, say how often each action came."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(
        [python, HERE / "pypi_central_system_of_a_fleet.py"],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as system:
        assert system.stdout
        try:
            yield int(system.stdout.readline())
            counts |= json.loads(system.communicate(timeout=60)[0])
        finally:
            system.kill()


def test_a_mixed_fleet_charges_at_it(python: Path) -> None:
    counts: dict[str, int] = {}
    with central_system(python, counts) as port:
        fleet = subprocess.run(
            [
                *(sys.executable, "-m", "csms_simulator", "run", "--url", f"ws://127.0.0.1:{port}/ocpp"),
                *("--stations", "24", "--version", "mixed", "--speed", "1000", "--seed", "1"),
                *("--duration", "6h", "--json", "-"),
            ],
            capture_output=True,
            text=True,
            timeout=250,
            check=False,
        )
    assert fleet.returncode == 0, fleet.stderr
    assert counts["links"] == 24
    for version in ("1.6", "2.0.1", "2.1"):
        assert counts[f"{version} BootNotification"] == 8
        assert counts[f"{version} StatusNotification"] >= 8
        assert counts[f"{version} Heartbeat"] > 8
    assert counts["1.6 StartTransaction"] >= counts["1.6 StopTransaction"] > 0
    assert counts["1.6 MeterValues"] > 0
    for version in ("2.0.1", "2.1"):
        started, ended = (counts[f"{version} TransactionEvent {kind}"] for kind in ("Started", "Ended"))
        assert started >= ended > 0
        assert counts[f"{version} TransactionEvent Updated"] > 0
    report = json.loads(fleet.stdout)
    assert len(report["stations"]) == 24
    assert report["problems"] == {}
    assert report["energy_wh"] > 10_000
