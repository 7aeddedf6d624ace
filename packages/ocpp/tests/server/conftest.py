"""Every test of the server runs on asyncio and on uvloop; one that asks for it, on a clock that jumps."""

from collections.abc import Mapping

import pytest

from packages.ocpp.tests.event_loops import LoopFactory, factories_for
from packages.ocpp.tests.memory_link import VirtualClockLoop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    return factories_for(item, VirtualClockLoop)
