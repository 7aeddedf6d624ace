"""Charge points on npm's `ocpp-rpc` at the central system `csms`; they judge what it says by the schemas (strict)."""

import os
from pathlib import Path

import pytest

from tests.foreign.agent import agent
from tests.foreign.visits import ANSWERS, IDENTITY, charge, visited
from tools.node import node, node_modules_with

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def environ() -> dict[str, str]:
    return os.environ | {"NODE_PATH": str(node_modules_with("ocpp-rpc@2.2.1", "ws@8.18.3"))}


@pytest.mark.parametrize("version", ANSWERS)
async def test_it_charges_and_is_stopped(environ: dict[str, str], tmp_path: Path, version: str) -> None:
    async with (
        visited(tmp_path) as visit,
        agent(
            [node().program, HERE / "ocpp_rpc_client.cjs"],
            environ,
            versions=[version],
            url=visit.url,
            identity=IDENTITY,
            password=visit.password,
            answers=ANSWERS[version],
            strict=True,
        ) as station,
    ):
        assert await station.do("connect") == f"ocpp{version}"
        assert (await station.see("connected"))["subprotocol"] == f"ocpp{version}"
        await charge(station, visit, version)
        assert await station.do("close", code=1000, reason="bye") == {"code": 1000, "reason": "bye"}
        assert await station.see("closed") == {"code": 1000, "reason": "bye"}
