"""The server passes each story that comes with the simulator: the mandatory cases of the certification tests."""

from collections.abc import Generator
from pathlib import Path

import pytest

from csms_simulator.stories import find, shipped
from packages.csms.tests.conformance.stage import Stage
from packages.csms.tests.console.served import served

CASES = [pytest.param(name, id=f"{version}-{name}") for version in ("1.6", "2.0.1") for name in shipped(version)]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage]:
    folder: Path = tmp_path_factory.mktemp("central-system")
    with served(folder, unknown_stations="reject", unknown_tokens="reject", boot_wait_s=1) as server:
        yield Stage(server)


@pytest.mark.parametrize("case", CASES)
async def test_the_story_is_passed(stage: Stage, case: str) -> None:
    result = await stage.tell(find(case))
    assert result.has_passed, result.problem
