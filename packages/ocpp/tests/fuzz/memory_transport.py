"""A transport in memory that behaves as those of asyncio and uvloop do, and is strict about how it is used."""

import asyncio
import logging
from collections import deque
from types import TracebackType
from typing import Any, Self

END = b""
"""What arrives when the other side sends no more."""


class MemoryTransport(asyncio.Transport):
    """Hands over what the test lets arrive, keeps what is sent, and notes every use that a real loop does not allow."""

    def __init__(self, protocol: asyncio.Protocol, *, is_tls: bool = False) -> None:
        super().__init__({"peername": ("192.0.2.1", 50000)})
        self._loop = asyncio.get_running_loop()
        self._protocol = protocol
        self._is_tls = is_tls
        self._arrived: deque[bytes] = deque()
        self._buffer = bytearray()
        self._high = 65536
        self._is_paused = False
        self._is_handing_over = False
        self._has_paused_protocol = False
        self._has_eof = False
        self._is_closing = False
        self._losses = 0
        self.sent = bytearray()
        """What has reached the other side."""
        self.other_side_reads = True
        self.is_lost = False
        """Whether the protocol was told that the connection is lost."""
        self.left_unread = False
        """Whether something had arrived that nobody read before the connection was lost."""
        self.received = 0
        """How many bytes were handed over."""
        self.misuse: list[str] = []

    # The test's hand on it

    def arrive(self, *pieces: bytes) -> None:
        """Let bytes arrive, each piece in a read of its own; `END` ends what the other side sends."""
        self._arrived.extend(pieces)
        self.pump()

    def pump(self) -> None:
        """Hand over what has arrived, as far as the protocol wants to read."""
        while self._arrived and self.is_reading() and not self._is_handing_over:
            data = self._arrived.popleft()
            self._is_handing_over = True
            try:
                if data:
                    self.received += len(data)
                    self._protocol.data_received(data)
                elif not self._protocol.eof_received():
                    self.close()
            finally:
                self._is_handing_over = False

    def stall(self) -> None:
        """Let the other side read no more."""
        self.other_side_reads = False

    def drain(self) -> None:
        """Let the other side read again."""
        self.other_side_reads = True
        self._write_out()
        if self._has_paused_protocol and not self._losses:
            self._has_paused_protocol = False
            self._protocol.resume_writing()
            self.pump()

    def lose(self, error: Exception | None) -> None:
        """Break the connection."""
        if self._losses:
            return
        self._is_closing = True
        self._buffer.clear()
        self._lose_soon(error)

    @property
    def unread(self) -> int:
        """How many pieces wait because the protocol does not want to read."""
        return len(self._arrived)

    # What protocols use

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return super().get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        assert isinstance(protocol, asyncio.Protocol)
        self._protocol = protocol

    def get_protocol(self) -> asyncio.Protocol:
        return self._protocol

    def is_closing(self) -> bool:
        return self._is_closing

    def is_reading(self) -> bool:
        return not self._is_closing and not self._is_paused

    def pause_reading(self) -> None:
        self._is_paused = True

    def resume_reading(self) -> None:
        # The loops allow it at any time; they go on reading in a later turn.
        self._is_paused = False
        self._loop.call_soon(self.pump)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._high = 65536 if high is None else high

    def get_write_buffer_size(self) -> int:
        return len(self._buffer)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._has_eof:
            self._misused("write after write_eof")
        if self.is_lost:
            self._misused("write after connection_lost")  # uvloop
        if not data:
            self._misused("nothing to write")
        if self._losses:
            self._losses += 1
            if self._losses > 5:
                self._misused("write again and again to what is lost")  # asyncio logs a warning each time
            return
        self._buffer += data
        if self.other_side_reads:
            self._write_out()
        if len(self._buffer) > self._high and not self._has_paused_protocol:
            self._has_paused_protocol = True
            self._protocol.pause_writing()

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def can_write_eof(self) -> bool:
        return not self._is_tls

    def write_eof(self) -> None:
        if self._is_tls:
            self._misused("write_eof on TLS")
        if self.is_lost:
            self._misused("write_eof after connection_lost")  # uvloop
        self._has_eof = True

    def close(self) -> None:
        if self._is_closing:
            return
        if self._is_tls:
            self.pump()  # TLS reads what there is before it says good-bye
        self._is_closing = True
        if not self._buffer:
            self._lose_soon(None)

    def abort(self) -> None:
        self.lose(None)

    # Inside

    def _write_out(self) -> None:
        self.sent += self._buffer
        self._buffer.clear()
        if self._is_closing and not self._losses:
            self._lose_soon(None)

    def _lose_soon(self, error: Exception | None) -> None:
        self._losses += 1
        self._loop.call_soon(self._tell_lost, error)

    def _tell_lost(self, error: Exception | None) -> None:
        self.is_lost = True
        self.left_unread = bool(self._arrived)
        self._arrived.clear()
        self._protocol.connection_lost(error)

    def _misused(self, what: str) -> None:
        self.misuse.append(what)  # whoever calls may swallow the exception
        raise RuntimeError(what)


class Watch(logging.Handler):
    """Keeps what bytes may never cause: errors in the log, the event loop's complaints among them."""

    def __init__(self, *expected: str) -> None:
        super().__init__(logging.ERROR)
        self._expected = expected
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if not any(each in text for each in self._expected):
            self.complaints.append(text)

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self)
        if exc is None:
            assert not self.complaints, "\n".join(self.complaints)
