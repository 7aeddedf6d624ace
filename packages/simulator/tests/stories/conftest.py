"""Every story is told on a network in memory, on a clock that jumps: hours are over at once."""

from collections.abc import Mapping

import pytest

from packages.ocpp.tests.client.virtual_network import VirtualNetworkLoop
from packages.ocpp.tests.event_loops import LoopFactory


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    return {"virtual": VirtualNetworkLoop}
