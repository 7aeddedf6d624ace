"""Every test of the server runs on asyncio and on uvloop; one that asks for it, on a clock that jumps."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from packages.ocpp.tests.memory_link import VirtualClockLoop

LoopFactory = Callable[[], asyncio.AbstractEventLoop]

FACTORIES: dict[str, LoopFactory] = {"asyncio": asyncio.SelectorEventLoop}
try:
    import uvloop
except ImportError:  # where it does not exist
    pass
else:
    FACTORIES["uvloop"] = uvloop.new_event_loop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    marker = item.get_closest_marker("asyncio")
    asks = marker is not None and "loop_factories" in marker.kwargs
    return FACTORIES | {"virtual": VirtualClockLoop} if asks else FACTORIES
