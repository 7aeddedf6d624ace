"""A transport that keeps each write apart, so that tests can count them."""

import asyncio
from typing import Any

from ocpp.websocket.core import ServerCore
from ocpp.websocket.link import Link

from .raw_client import request


class MemoryTransport(asyncio.Transport):
    """Takes what is written; the other side is the test."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.is_reading_now = True
        self.is_gone = False
        self.has_ended = False
        self.protocol: asyncio.Protocol

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.has_ended, "something was written after the end"
        assert not self.is_gone, "something was written to a connection that is gone"
        self.writes.append(bytes(data))

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.has_ended = True

    def pause_reading(self) -> None:
        self.is_reading_now = False

    def resume_reading(self) -> None:
        self.is_reading_now = True

    def is_closing(self) -> bool:
        return self.is_gone

    def abort(self) -> None:
        if not self.is_gone:
            self.is_gone = True
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    close = abort

    def taken(self) -> bytes:
        """Return all that was written since the last time."""
        data = b"".join(self.writes)
        self.writes.clear()
        return data


def memory_link(**options: Any) -> tuple[Link, MemoryTransport]:
    """Return the server's side of a link that is open, and its transport."""
    transport = MemoryTransport()
    core = ServerCore(options.pop("max_size", 2**20))
    link = Link(transport, core, identity="CP-1", raw_request=request(), subprotocol="ocpp1.6", **options)
    transport.protocol = link
    return link, transport
