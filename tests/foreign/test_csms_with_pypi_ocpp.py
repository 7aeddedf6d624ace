"""Charge points on the package `ocpp` of PyPI at the central system `csms`."""

import importlib.metadata
import os
from pathlib import Path

import pytest

from tests.foreign.agent import agent
from tests.foreign.visits import ANSWERS, IDENTITY, charge, visited
from tools.environments import python_with

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def python() -> Path:
    return python_with("ocpp==2.1.0", f"websockets=={importlib.metadata.version('websockets')}")


@pytest.mark.parametrize("version", ANSWERS)
async def test_it_charges_and_is_stopped(python: Path, tmp_path: Path, version: str) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    async with (
        visited(tmp_path) as visit,
        agent(
            [python, HERE / "pypi_charge_point.py"],
            environ,
            version=version,
            url=visit.url,
            identity=IDENTITY,
            password=visit.password,
            answers=ANSWERS[version],
        ) as station,
    ):
        assert await station.do("connect") == f"ocpp{version}"
        await charge(station, visit, version)
        await station.do("close", code=1000, reason="bye")
        assert await station.see("closed") == {"code": 1000, "reason": "bye"}
