"""The event loops that tests of server and client run on."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

LoopFactory = Callable[[], asyncio.AbstractEventLoop]

FACTORIES: dict[str, LoopFactory] = {"asyncio": asyncio.SelectorEventLoop}
try:
    import uvloop
except ImportError:  # where it does not exist
    pass
else:
    FACTORIES["uvloop"] = uvloop.new_event_loop


def factories_for(item: pytest.Item, virtual: LoopFactory) -> Mapping[str, LoopFactory]:
    """Return asyncio's loop and uvloop, and the virtual one for a test that asks for one by name."""
    marker = item.get_closest_marker("asyncio")
    asks = marker is not None and "loop_factories" in marker.kwargs
    return FACTORIES | {"virtual": virtual} if asks else FACTORIES
