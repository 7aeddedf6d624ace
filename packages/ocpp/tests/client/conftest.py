"""Every test of the client runs on asyncio and on uvloop; one that asks for it, on a network and a clock in memory."""

from collections.abc import Mapping

import pytest

from packages.ocpp.tests.client.virtual_network import VirtualNetworkLoop
from packages.ocpp.tests.event_loops import LoopFactory, factories_for


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    return factories_for(item, VirtualNetworkLoop)
