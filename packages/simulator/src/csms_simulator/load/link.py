"""One WebSocket of one station: whole text messages out of bytes, and nothing that costs memory while it is quiet."""

import asyncio
from typing import Protocol, cast

from csms_simulator.load.knock import Knock, Refused, fields_of, with_body
from ocpp.tls import shrink_buffers
from ocpp.websocket.frames import masked_frame, read_unmasked

MAX_MESSAGE = 1 << 20
_MAX_HEAD = 16_384
_MAX_BODY = 4096

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10
_FINAL, _RESERVED, _OPCODE, _MASKED = 0x80, 0x70, 0x0F, 0x80

_WRONG_ORDER = "fragments of messages came in a wrong order"

NORMAL, GOING_AWAY, PROTOCOL_ERROR, UNSUPPORTED_DATA, TOO_BIG = 1000, 1001, 1002, 1003, 1009


class Listener(Protocol):
    """Who is told what happens on a link."""

    def link_begun(self, link: "Link") -> None:
        """There is a connection, and the handshake begins."""
        ...

    def link_opened(self, link: "Link") -> None:
        """The handshake is done."""
        ...

    def link_refused(self, refused: Refused) -> None:
        """The handshake has failed; nothing more comes from this link."""
        ...

    def message_received(self, payload: bytes) -> None:
        """A text message has come."""
        ...

    def link_lost(self, cause: str | None) -> None:
        """An open link has ended; the cause is None if we closed it. Nothing more comes from it."""
        ...


class _ProtocolViolationError(Exception):
    """The central system sent what no WebSocket server may send."""

    def __init__(self, cause: str, code: int = PROTOCOL_ERROR) -> None:
        super().__init__(cause)
        self.code = code


class Link(asyncio.Protocol):
    """A WebSocket, from the request to be let in until the end. It has no task and no timer.

    Args:
        listener: who is told.
        knock: the request.
    """

    __slots__ = (
        "_cause",
        "_fragments",
        "_is_closing",
        "_is_open",
        "_knock",
        "_listener",
        "_refused",
        "_rest",
        "_transport",
    )

    def __init__(self, listener: Listener, knock: Knock) -> None:
        self._listener = listener
        self._knock: Knock | None = knock
        self._transport: asyncio.Transport
        self._rest = b""
        self._fragments: bytearray | None = None
        self._is_open = False
        self._is_closing = False
        self._refused: Refused | None = None
        self._cause: str | None = "the connection ended"

    # To the central system

    def send(self, message: bytes) -> None:
        """Send a text message; once the link is about to end, it goes nowhere."""
        if not self._is_closing:
            self._transport.write(masked_frame(message))

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        """Begin the closing handshake; `link_lost` follows when the central system has answered, or `abort`."""
        if self._is_open and not self._is_closing:
            self._cause = None
            self._send_close(code, reason)

    def abort(self, cause: str | None = None) -> None:
        """End the connection at once, for this cause; None if it is no failure."""
        self._cause = cause
        self._transport.abort()

    def _send_close(self, code: int, reason: str) -> None:
        self._send_control(_CLOSE, code.to_bytes(2, "big") + reason.encode()[:123])
        self._is_closing = True

    def _send_control(self, opcode: int, payload: bytes) -> None:
        frame = masked_frame(
            payload
        )  # a control frame differs by its first byte only: it is short and never fragmented
        self._transport.write(bytes((_FINAL | opcode,)) + frame[1:])

    # asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask to be let in."""
        self._transport = cast(asyncio.Transport, transport)
        shrink_buffers(self._transport)
        self._listener.link_begun(self)
        if self._knock is not None:
            self._transport.write(self._knock.request)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived."""
        if self._rest:
            data = self._rest + data
            self._rest = b""
        if not self._is_open:
            self._read_answer(data)
            return
        payloads, position = read_unmasked(data, MAX_MESSAGE)
        for payload in payloads:
            if self._is_closing or self._fragments is not None:
                self._deliver(payload)
            else:
                self._listener.message_received(payload)
        if position < len(data):
            self._read_the_rest(data[position:])

    def eof_received(self) -> bool:
        """Let the transport close; `connection_lost` says the rest."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Say how it ended."""
        if self._is_open:
            self._is_open, self._is_closing = False, True
            if exc is not None and self._cause is not None:
                self._cause = f"the connection was lost: {in_words(exc)}"
            self._listener.link_lost(self._cause)
        elif self._refused is not None:
            self._listener.link_refused(with_body(self._refused, self._rest))
        elif exc is not None:
            self._listener.link_refused(Refused(f"no answer to the handshake: {in_words(exc)}"))
        else:
            self._listener.link_refused(Refused(f"no answer to the handshake: {self._cause}"))
        self._fragments = None

    # The handshake

    def _read_answer(self, data: bytes) -> None:
        if self._refused is not None:
            if not self._is_closing:
                self._rest = data
                if len(data) >= _MAX_BODY:
                    self._transport.close()
            return
        end = data.find(b"\r\n\r\n") + 4
        if end < 4:
            if len(data) > _MAX_HEAD or not data.startswith(b"HTTP/"[: len(data)]):
                self._refuse(Refused("what answers is no HTTP server"))
            else:
                self._rest = data
            return
        head, rest = data[: end - 2], data[end:]
        if self._knock is None:
            return
        refused = self._knock.judge(head)
        if refused is not None:
            self._rest = rest
            length = fields_of(head).get(b"content-length", b"")
            has_more = refused.cause[:3] != "101" and not (length.isdigit() and len(rest) >= int(length))
            self._refuse(refused, has_more=has_more)
            return
        self._knock = None
        self._is_open = True
        self._cause = "the link ended without a Close frame"
        self._listener.link_opened(self)
        if rest:
            self.data_received(rest)

    def _refuse(self, refused: Refused, *, has_more: bool = False) -> None:
        self._refused = refused
        if not has_more:  # else the body, which says why, is still to come
            self._is_closing = True
            self._transport.close()

    # Frames

    def _deliver(self, payload: bytes) -> None:
        if self._fragments is not None:
            self._violate(_ProtocolViolationError(_WRONG_ORDER))
        elif not self._is_closing:
            self._listener.message_received(payload)

    def _read_the_rest(self, data: bytes) -> None:
        """Take frames that `read_unmasked` leaves: control frames, fragments, long ones, incomplete ones."""
        try:
            while True:
                frame = _frame_at_begin(data)
                if frame is None:
                    self._rest = data
                    return
                opcode, is_final, payload, end = frame
                data = data[end:]
                self._take(opcode, payload, is_final=is_final)
        except _ProtocolViolationError as violation:
            self._violate(violation)

    def _take(self, opcode: int, payload: bytes, *, is_final: bool) -> None:
        if opcode == _PING:
            if not self._is_closing:
                self._send_control(_PONG, payload)
        elif opcode in (_TEXT, _CONTINUATION):
            self._take_text(payload, is_final=is_final, is_first=opcode == _TEXT)
        elif opcode == _CLOSE:
            self._closed_by_central_system(payload)
        elif opcode == _BINARY:
            raise _ProtocolViolationError("a binary message came", UNSUPPORTED_DATA)
        elif opcode != _PONG:
            raise _ProtocolViolationError(f"a frame came with the unknown opcode {opcode}")

    def _take_text(self, payload: bytes, *, is_final: bool, is_first: bool) -> None:
        if is_first == (self._fragments is not None):
            raise _ProtocolViolationError(_WRONG_ORDER)
        if is_first and is_final:
            self._deliver(payload)
            return
        if self._fragments is None:
            self._fragments = bytearray()
        self._fragments += payload
        if len(self._fragments) > MAX_MESSAGE:
            raise _ProtocolViolationError("a message came that is longer than 1 MiB", TOO_BIG)
        if is_final:
            message, self._fragments = bytes(self._fragments), None
            self._deliver(message)

    def _closed_by_central_system(self, payload: bytes) -> None:
        if len(payload) == 1:
            raise _ProtocolViolationError("a Close frame came that is cut off")
        if not self._is_closing:
            code = int.from_bytes(payload[:2], "big") if payload else None
            reason = payload[2:].decode(errors="replace")
            words = "without a code" if code is None else f"with {code} {reason}".strip()
            self._cause = f"the central system closed the link {words}"
            self._send_control(_CLOSE, payload[:2])
            self._is_closing = True
        self._transport.close()

    def _violate(self, violation: _ProtocolViolationError) -> None:
        if not self._is_closing:
            self._cause = f"the central system broke the WebSocket protocol: {violation}"
            self._send_close(violation.code, "")
        self._transport.close()


def _frame_at_begin(data: bytes) -> tuple[int, bool, bytes, int] | None:
    """Return opcode, whether it is final, payload and end of the frame at the begin of `data`; None if it is cut off.

    Raises: _ProtocolViolationError.
    """
    if len(data) < 2:
        return None
    first, second = data[0], data[1]
    opcode, is_final, length = first & _OPCODE, bool(first & _FINAL), second
    if first & _RESERVED:
        raise _ProtocolViolationError("a frame came with reserved bits")
    if second & _MASKED:
        raise _ProtocolViolationError("a masked frame came")
    if opcode >= _CLOSE and (length > 125 or not is_final):
        raise _ProtocolViolationError("a control frame came that is long or fragmented")
    start = 2
    if length >= 126:
        start = 4 if length == 126 else 10
        if len(data) < start:
            return None
        length = int.from_bytes(data[2:start], "big")
    if length > MAX_MESSAGE:
        raise _ProtocolViolationError("a message came that is longer than 1 MiB", TOO_BIG)
    end = start + length
    return (opcode, is_final, data[start:end], end) if len(data) >= end else None


def in_words(error: BaseException) -> str:
    """Return what an error of the system says, without what differs from link to link."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower() if error.strerror[1:2].islower() else error.strerror
    return str(error) or type(error).__name__
