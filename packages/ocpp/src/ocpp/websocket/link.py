"""An open WebSocket between a charge point and a central system, seen from either side."""

import asyncio
import logging
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Never, cast

from websockets.exceptions import ConnectionClosed, ConnectionClosedError, ConnectionClosedOK
from websockets.frames import OK_CLOSE_CODES, CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import CLIENT, OPEN
from websockets.protocol import Protocol as Core

from ocpp.connection import PushConnection
from ocpp.websocket.core import is_between_frames
from ocpp.websocket.frames import FrameReader, FrameWriter, masked_frame, read_masked, read_unmasked, unmasked_frame
from ocpp.websocket.keepalive import Health, Watched
from ocpp.websocket.request import request_in
from ocpp.websocket.turn import Turn

LOGGER = logging.getLogger("ocpp.websocket")

_NO_LIMIT = 2**63
_COMPRESSED_STEP = 1024


class Link(PushConnection, Watched, asyncio.Protocol):
    """A WebSocket connection; made by `ocpp.server.serve` and `ocpp.client.connect`.

    It has the face of a connection of websockets, with its exceptions: `ConnectionClosedOK` when both sides closed
    with 1000 or 1001, else `ConnectionClosedError`. Frames that are complete, plain text are read and written here;
    all others go through websockets' sans-I/O core.
    """

    __slots__ = (
        "_assembled",
        "_assembled_opcode",
        "_batch",
        "_close_timeout_s",
        "_close_timer",
        "_core",
        "_ended",
        "_has_lost",
        "_is_between_messages",
        "_is_plain",
        "_is_reading",
        "_is_writable",
        "_make_frame",
        "_max_queue",
        "_max_size",
        "_messages",
        "_on_lost",
        "_on_message",
        "_pinged_at",
        "_pings",
        "_raw_request",
        "_read_frames",
        "_received",
        "_transport",
        "_turn",
        "_waiters",
        "bytes_received",
        "bytes_sent",
        "health",
        "identity",
        "latency",
        "messages_received",
        "messages_sent",
        "remote_address",
        "repairs",
        "subprotocol",
        "username",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        core: Core,
        *,
        identity: str,
        raw_request: bytes,
        subprotocol: str | None,
        max_queue: int = 16,
        close_timeout_s: float | None = 10,
        on_lost: Callable[["Link"], None] | None = None,
        turn: Turn | None = None,
    ) -> None:
        self._transport = transport
        self._core = core
        self.identity: str = identity
        """The identity of the charge point."""
        self._raw_request = raw_request
        self.subprotocol: str | None = subprotocol
        """What was agreed on, as `ocpp1.6`."""
        self.remote_address: Any = transport.get_extra_info("peername")
        """The address of the other side, maybe a proxy's: `(host, port, …)`."""
        self.username: str | None = None
        """The user name of basic authentication, on the server's side."""
        self.repairs: tuple[str, ...] = ()
        """What the server tolerated in the request, in words."""
        self.latency: float = 0
        """Seconds that the last ping took to be answered; 0 before there was one."""
        self.messages_received: int = 0
        self.messages_sent: int = 0
        self.bytes_received: int = 0
        self.bytes_sent: int = 0
        self.health: Health = Health()

        is_client = core.side is CLIENT
        self._read_frames: FrameReader = read_unmasked if is_client else read_masked
        self._make_frame: FrameWriter = masked_frame if is_client else unmasked_frame
        self._max_size = _NO_LIMIT if core.max_message_size is None else core.max_message_size
        self._max_queue = max_queue
        self._close_timeout_s = close_timeout_s
        self._close_timer: asyncio.TimerHandle | None = None
        self._on_lost = on_lost
        self._turn = Turn() if turn is None else turn
        self._on_message: Callable[[bytes], None] | None = None
        self._messages: deque[str | bytes] | None = None
        self._received: asyncio.Future[None] | None = None
        self._waiters: list[asyncio.Future[None]] = []
        self._has_lost = False
        self._ended = False
        self._is_reading = True
        self._is_writable = True
        self._is_plain = not core.extensions  # and open
        self._batch: list[bytes] | None = None
        self._is_between_messages = True
        self._assembled: bytearray | None = None
        self._assembled_opcode = Opcode.TEXT
        self._pings: dict[bytes, tuple[asyncio.Future[float], float]] | None = None
        self._pinged_at = 0.0

    # What users call

    @property
    def request(self) -> Request:
        """The request that opened the link: `path`, `headers`. It is read anew each time: thousands of links wait."""
        return request_in(self._raw_request)

    @property
    def version(self) -> str | None:
        """The OCPP version that was agreed on, as `1.6`; None without a subprotocol."""
        return None if self.subprotocol is None else self.subprotocol.removeprefix("ocpp")

    @property
    def path(self) -> str:
        """The path of the request that opened the link, with its query."""
        return self.request.path

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent."""
        return not self._ended and self._core.state is OPEN

    @property
    def close_code(self) -> int | None:
        """The code that the other side closed with, 1006 if it did not close; None while the link is open."""
        if not self._ended:
            return None
        received = self._core.close_rcvd
        return int(CloseCode.ABNORMAL_CLOSURE if received is None else received.code)

    @property
    def close_reason(self) -> str | None:
        """The reason that the other side gave; None while the link is open."""
        if not self._ended:
            return None
        received = self._core.close_rcvd
        return "" if received is None else received.reason

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what asyncio knows of the transport: `ssl_object`, `sockname` and so on."""
        return self._transport.get_extra_info(name, default)

    async def recv(self) -> str | bytes:
        """Return the next message: text, or bytes for a binary one. Cancelling it loses none.

        Raises: ConnectionClosed; RuntimeError if somebody else is waiting.
        """
        messages = self._inbox()
        while not messages:
            if self._ended:
                raise self.closed_error()
            if self._received is not None:
                raise RuntimeError("Another task is waiting for the next message of this link")
            self._received = asyncio.get_running_loop().create_future()
            try:
                await self._received
            finally:
                self._received = None
        message = messages.popleft()
        if not self._is_reading:
            self._balance()
        return message

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        """Yield the messages until the link is closed normally. Raises: ConnectionClosedError."""
        try:
            while True:
                yield await self.recv()
        except ConnectionClosedOK:
            return

    async def send(self, message: str | bytes) -> None:
        """Send text, or bytes as a binary message; waits while the other side is slow to take what was sent.

        Raises: ConnectionClosed.
        """
        if isinstance(message, str):
            self.write(message)
        else:
            self._require_open()
            self.messages_sent += 1
            self._core.send_binary(message)
            self._flush()
        while not self._is_writable:
            await self._change()
            if self._ended:
                raise self.closed_error()

    def write(self, message: str | bytes) -> None:
        """Send a text message, given as text or as its UTF-8, without waiting. Raises: ConnectionClosed.

        What is written while a message is handed over by `listen` goes out in one piece with the rest.
        """
        payload = message.encode() if isinstance(message, str) else message
        if self._is_plain:
            frame = self._make_frame(payload)
            self.messages_sent += 1
            if self._batch is not None:
                self._batch.append(frame)
            else:
                self.bytes_sent += len(frame)
                self._transport.write(frame)
        else:
            self._require_open()
            self.messages_sent += 1
            self._core.send_text(payload)
            if self._batch is None:
                self._flush()

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        """Call `on_message` with each text message, as UTF-8, at the moment it arrives, until the link ends.

        Nothing may wait in `on_message`; if it raises, the link is closed with 1011. A binary message closes it with
        1003. `recv` must not be used at the same time.

        Raises: ConnectionClosed, when the link has ended.
        """
        self._on_message = on_message
        try:
            self._deliver_waiting()
            self._balance()
            while not self._ended:
                await self._change()
            raise self.closed_error()
        finally:
            self._on_message = None

    def _deliver_waiting(self) -> None:
        """Deliver what has come before somebody listened."""
        waiting, self._messages = self._messages, None
        self.messages_received -= len(waiting or ())  # they are counted again
        for message in waiting or ():
            is_text = isinstance(message, str)
            if not self._deliver(message.encode() if is_text else message, is_text=is_text):
                break

    async def ping(self, data: str | bytes | None = None) -> Awaitable[float]:
        """Send a ping; return an awaitable of the seconds that its answer takes. Raises: ConnectionClosed."""
        self._require_open()
        loop = asyncio.get_running_loop()
        if self._pings is None:
            self._pings = {}
        key = os.urandom(4) if data is None else data.encode() if isinstance(data, str) else data
        if key in self._pings:
            raise RuntimeError("A ping with the same data waits for its answer")
        waiter: asyncio.Future[float] = loop.create_future()
        self._core.send_ping(key)
        self._pings[key] = waiter, loop.time()
        self._flush()
        return waiter

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close the link and wait until it is, no longer than the close timeout. Does nothing when it is closed."""
        self.start_close(code, reason)
        await self.wait_closed()

    def start_close(self, code: int = 1000, reason: str = "") -> None:
        """Begin to close the link, without waiting for the other side."""
        if self._core.state is OPEN and not self._has_lost:
            self._core.send_close(code, reason)
            self._is_plain = False
            self._flush()
            self._expect_end()

    async def wait_closed(self) -> None:
        """Wait until the link is closed."""
        while not self._has_lost:
            await self._change()

    def closed_error(self) -> ConnectionClosed:
        """Return the exception that tells how the link has ended."""
        core = self._core
        received, sent = core.close_rcvd, core.close_sent
        is_normal = all(close is not None and close.code in OK_CLOSE_CODES for close in (received, sent))
        error_class = ConnectionClosedOK if is_normal else ConnectionClosedError
        error = error_class(received, sent, core.close_rcvd_then_sent)
        error.__cause__ = core.parser_exc
        return error

    def fail(self, code: int, reason: str = "") -> None:
        """End the link at once because something is wrong: the other side is told, not waited for."""
        if self._has_lost:
            return
        if self._core.state is OPEN:
            self._core.fail(code, reason)
        self._is_plain = False
        self._flush()
        self._end()
        self._expect_end()

    # Keepalive

    def ping_now(self) -> None:
        """Send a ping, if the other side takes what is sent."""
        if not self._is_reading:
            self.health.heard = self.health.heard or self._is_writable  # it is we who do not listen
        if self.is_open and self._is_writable:
            self._pinged_at = asyncio.get_running_loop().time()
            self._core.send_ping(b"")
            self._flush()

    def give_up(self, reason: str) -> None:
        """End a link whose other side is gone: nothing that is sent would arrive."""
        LOGGER.info("%s: %s", self.identity, reason)
        if self._core.state is OPEN:
            self._core.fail(CloseCode.INTERNAL_ERROR, reason)
            self._flush()
        self._end()
        self._transport.abort()

    # What asyncio calls

    def data_received(self, data: bytes) -> None:
        """Have what has arrived handled in this turn of the event loop."""
        self.health.heard = True
        self._turn.add(self, data)

    def take(self, data: bytes) -> None:
        """Handle what has arrived; all that is written meanwhile goes out in one piece, with `send_written`."""
        self.bytes_received += len(data)
        batch = self._batch
        if batch is None:
            batch = self._batch = []
        if self._is_plain and self._is_between_messages:
            payloads, position = self._read_frames(data, self._max_size)
            for payload in payloads:
                if not self._ended:  # `on_message` may have had an error
                    self._deliver(payload, is_text=True)
            if position == len(data):
                data = b""
            elif position:
                data = data[position:]
        if data:
            # What is compressed may grow a thousandfold: it is taken a little at a time.
            step = _COMPRESSED_STEP if self._core.extensions else len(data)
            for start in range(0, len(data), step):
                self._feed(data[start : start + step], batch)
            self._is_between_messages = self._assembled is None and is_between_frames(self._core)
            self.send_written()
            self._flush()
            if self._core.state is not OPEN:
                self._after_frames()
        if self._messages is not None and len(self._messages) > self._max_queue:
            self._balance()

    def send_written(self) -> None:
        """Send what was written while data was handled."""
        batch, self._batch = self._batch, None
        if batch and not self._has_lost:
            self._send(batch)

    def break_off(self, error: BaseException) -> None:
        """End the link after an error that nobody has foreseen."""
        LOGGER.error("%s: error while data was handled", self.identity, exc_info=error)
        self._transport.abort()

    def eof_received(self) -> bool:
        """Take the end of what the other side sends; asyncio closes the transport."""
        self._turn.run()
        if not self._core.reader.eof:
            self._core.receive_eof()
            self._flush()
        self._end()
        self._expect_end()  # what is still to be sent may never be taken
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell all who wait that the link has ended."""
        self._turn.run()
        if not self._core.reader.eof:
            self._core.receive_eof()
        if exc is not None and self._core.parser_exc is None:
            self._core.parser_exc = exc
        self._has_lost = True
        self._is_writable = True
        if self._close_timer is not None:
            self._close_timer.cancel()
            self._close_timer = None
        self._end()
        self._wake_waiters()
        if self._on_lost is not None:
            self._on_lost(self)

    def pause_writing(self) -> None:
        """Stop reading while the other side does not take what is sent: answers must not pile up."""
        self._is_writable = False
        self._balance()

    def resume_writing(self) -> None:
        """Go on."""
        self._is_writable = True
        self._wake_waiters()
        self._balance()

    # Frames of the core

    def _feed(self, data: bytes, batch: list[bytes]) -> None:
        """Give data to the core, and take what it finds."""
        self._core.receive_data(data)
        if self._core.state is OPEN:  # its pongs come before the answers to what follows; its close frame does not
            batch += self._core.data_to_send()
        for event in self._core.events_received():
            self._take_frame(cast(Frame, event))

    def _take_frame(self, frame: Frame) -> None:
        if self._ended:  # by an earlier frame of the same read
            return
        opcode = frame.opcode
        if opcode is Opcode.TEXT or opcode is Opcode.BINARY:
            if frame.fin:
                self._deliver(bytes(frame.data), is_text=opcode is Opcode.TEXT)
            else:
                self._assembled, self._assembled_opcode = bytearray(frame.data), opcode
        elif opcode is Opcode.CONT:
            assembled = bytearray() if self._assembled is None else self._assembled
            assembled += frame.data
            if frame.fin:
                self._assembled = None
                self._deliver(bytes(assembled), is_text=self._assembled_opcode is Opcode.TEXT)
        elif opcode is Opcode.PONG:
            self._pong(bytes(frame.data))

    def _deliver(self, payload: bytes, is_text: bool) -> bool:
        """Hand one message over; return whether more may follow. Text is checked to be UTF-8 (RFC 6455, 8.1)."""
        on_message = self._on_message
        self.messages_received += 1
        if on_message is None:
            self._enqueue(payload, is_text)
            return True
        if not is_text:
            self.fail(CloseCode.UNSUPPORTED_DATA, "OCPP is text")
            return False
        if not payload.isascii() and not _is_utf8(payload):
            self.fail(CloseCode.INVALID_DATA, "not UTF-8")
            return False
        try:
            on_message(payload)
        except ConnectionClosed:
            return True  # it answered a message that came just before the end
        except Exception:
            LOGGER.exception("%s: error while a message was taken", self.identity)
            self.fail(CloseCode.INTERNAL_ERROR)
            return False
        return True

    def _enqueue(self, payload: bytes, is_text: bool) -> None:
        message: str | bytes = payload
        if is_text:
            try:
                message = payload.decode()
            except UnicodeDecodeError:
                self.fail(CloseCode.INVALID_DATA, "not UTF-8")
                return
        messages = self._inbox()
        if len(messages) > self._max_queue and self._is_waiting_for_close():
            self._end()  # such a link is read to its end, whatever comes; nobody has to keep it
            return
        messages.append(message)
        _wake(self._received)

    def _inbox(self) -> deque[str | bytes]:
        if self._messages is None:
            self._messages = deque()
        return self._messages

    def _pong(self, data: bytes) -> None:
        self.health.answers_pings = True
        now = asyncio.get_running_loop().time()
        if self._pings is not None and data in self._pings:
            waiter, sent_at = self._pings.pop(data)
            self.latency = now - sent_at
            if not waiter.done():
                waiter.set_result(self.latency)
        elif not data:
            self.latency = now - self._pinged_at

    # Ends

    def _require_open(self) -> None:
        if self._ended or self._core.state is not OPEN:
            raise self.closed_error()

    def _send(self, frames: list[bytes]) -> None:
        data = frames[0] if len(frames) == 1 else b"".join(frames)
        self.bytes_sent += len(data)
        self._transport.write(data)

    def _flush(self) -> None:
        """Send what the core has to send, after what was written before."""
        if self._batch:
            self._send(self._batch)
            self._batch.clear()
        for data in self._core.data_to_send():
            if self._has_lost:
                return
            if data:
                self.bytes_sent += len(data)
                self._transport.write(data)
            elif self._transport.can_write_eof():
                self._transport.write_eof()
            else:  # TLS knows no half-closed connections
                self._transport.close()

    def _after_frames(self) -> None:
        """See to the end of a link on which a close frame, or something wrong, has arrived."""
        self._is_plain = False
        if self._core.close_rcvd is not None or self._core.parser_exc is not None:
            self._end()
        self._expect_end()

    def _is_waiting_for_close(self) -> bool:
        """Whether we have closed the link, in order, and the other side has not."""
        core = self._core
        return core.state is not OPEN and core.close_rcvd is None and core.parser_exc is None

    def _expect_end(self) -> None:
        """Give the other side its time to close the connection."""
        if self._close_timer is None and not self._has_lost:
            if self._close_timeout_s is not None:
                loop = asyncio.get_running_loop()
                self._close_timer = loop.call_later(self._close_timeout_s, self._transport.abort)
            self._balance()

    def _end(self) -> None:
        """No message comes any more: wake those who wait for one."""
        if not self._ended:
            self._ended = True
            self._is_plain = False
            _wake(self._received)
            self._wake_waiters()
            for waiter, _ in (self._pings or {}).values():
                if not waiter.done():
                    waiter.set_exception(self.closed_error())
                    waiter.exception()  # nobody has to ask for it

    def _change(self) -> "asyncio.Future[None]":
        """Return what is done when the link ends, is lost, or takes more to send; each who waits has its own."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters = [each for each in self._waiters if not each.done()]  # those who wait no more
        self._waiters.append(waiter)
        return waiter

    def _wake_waiters(self) -> None:
        for waiter in self._waiters:
            _wake(waiter)

    def _balance(self) -> None:
        """Read from the socket if there is room for it, and not otherwise."""
        waiting = 0 if self._messages is None else len(self._messages)
        limit = self._max_queue if self._is_reading else self._max_queue // 4
        # A link that is being closed is read to its end, or the other side's close frame would not be seen.
        # Until that comes its pings are answered, so it must take the answers.
        wanted = self._ended or (self._is_writable and (self._core.state is not OPEN or waiting <= limit))
        if wanted == self._is_reading or self._has_lost:
            return
        self._is_reading = wanted
        if wanted:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()


def _wake(waiter: "asyncio.Future[None] | None") -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def _is_utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
