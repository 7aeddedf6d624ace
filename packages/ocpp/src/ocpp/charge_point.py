"""A charge point as its peer sees it: the asyncio shell that joins connection, session, handlers and typed messages.

The same class serves both sides of a connection: on a central system it stands for a connected charge point, on a
charge point for the central system. Use the subclass of your version: `from ocpp.v16 import ChargePoint`.
"""

import asyncio
import itertools
import re
from collections.abc import Callable, Coroutine
from dataclasses import asdict, is_dataclass
from typing import Any, cast

from ocpp import catalogue, faults, rpc
from ocpp.answerer import LOGGED_CHARACTERS
from ocpp.casing import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.connection import Connection, PushConnection
from ocpp.direct import DirectAnswerer, Started
from ocpp.endpoint import LOGGER
from ocpp.exceptions import (
    InternalError,
    NotImplementedError,
    NotSupportedError,
    OCPPError,
)
from ocpp.handling import CANCELLED, run
from ocpp.inbox import Inbox, start_task
from ocpp.masking import loggable
from ocpp.messages import (
    Call,
    CallError,
    CallResult,
    MessageType,
    unpack,
    validate_payload,
)
from ocpp.routing import create_route_map
from ocpp.session import CallDone, CallReceived, CallRepeated, Ignored, ResultRefused, SendReceived

INBOX_LIMIT = 256
"""How many requests of the other side may wait to be handled; more are refused with a GenericError."""

_ANSWER = re.compile(r"\s*\[\s*[345]\s*,")
_ANSWER_BYTES = re.compile(rb"\s*\[\s*[345]\s*,")


class ChargePoint(DirectAnswerer):
    """One end of an OCPP connection: runs the handlers marked with `@on` and `@after`, and sends calls.

    Args:
        id: identity of the charge point, used in logs.
        connection: anything with `recv()` and `send(text)`.
        response_timeout: seconds until a call without an answer fails, waiting for its turn included.
        logger: gets one INFO line per frame, secrets masked.
        strict: answer with the specification's error codes and spelling instead of the customary ones, answer
            unreadable frames, accept only ids of 1 to 36 characters, remember answers for repeated requests.
        tolerances: repairs that may be tried on messages that are not valid (`ocpp.tolerance`).
        hooks: an object that is told of frames, requests and calls.
        concurrency: how many requests may be handled at the same time; with 1 they are handled in order.
    """

    async def start(self, connection: Connection | None = None) -> None:
        """Serve the connection until it ends; the exception of `connection.recv()` comes out.

        `connection`: another one that takes the place of the last, as when a charge point connects again.

        Answers reach those who wait for them at once, whatever a handler is doing. When the connection has ended,
        pending calls fail with LinkClosedError, handlers get up to the response timeout to finish, and `start` may be
        called again with another connection. Cancelling it cancels the handlers.
        """
        if connection is not None:
            self._connection = connection
        connection, calls = self._connection, self._calls
        calls.session.reopen()
        reader = asyncio.current_task()
        inbox = Inbox(self._route_in_order, self._interrupted, reader, concurrency=self.concurrency, limit=INBOX_LIMIT)
        try:
            if isinstance(connection, PushConnection) and self._is_as_made():
                await connection.listen(self._taker(connection, inbox))
            else:
                await self._read(inbox)
        except asyncio.CancelledError as cancelled:
            self._end_calls(connection, cancelled)
            await inbox.cancel()
            failure = inbox.failure if inbox.has_cancelled_reader else None
            if failure is None or (reader is not None and reader.uncancel() > 0):
                raise
            raise failure from None
        except Exception as error:
            self._end_calls(connection, error)
            if not await inbox.drain(self._response_timeout):
                self.logger.error("%s: a handler was cancelled, it ran on after the connection had ended", self.id)
            raise

    def _end_calls(self, connection: Connection, cause: BaseException) -> None:
        """Fail the calls of a connection that has ended, unless another one has taken its place."""
        if self._connection is connection:
            self._ended_connection = connection
            self._calls.close(cause)

    async def _read(self, inbox: Inbox[str | bytes | Started]) -> None:
        for count in itertools.count(1):
            message = await self._connection.recv()
            if count % INBOX_LIMIT == 0:
                # A connection that has much to give does not make `recv` wait; others must get their turn.
                await asyncio.sleep(0)
            self._note_received(message)
            if _is_answer(message):
                await self.route_message(message)
            elif not inbox.put(message):
                await asyncio.sleep(0)  # so that handlers that do not wait can catch up
                if not inbox.put(message):
                    await self._refuse(message)

    def _taker(self, connection: PushConnection, inbox: Inbox[str | bytes | Started]) -> Callable[[bytes], None]:
        """Return what takes messages that are handed over as they arrive."""

        def take(message: bytes) -> None:
            self._note_received(message)
            done = self._take_now(connection, message, is_free=inbox.is_free)
            if done is True:
                return
            if done is False and _is_answer(message):
                self._keep(start_task(self.route_message(message)), "Error while an answer was read")
            elif not inbox.put(message if done is False else done):
                self._keep(start_task(self._refuse(message)), "A request could not be refused")

        return take

    def _is_as_made(self) -> bool:
        """Whether no subclass replaces a method that `_take_now` goes without."""
        own, attributes = type(self), vars(self)
        return all(getattr(own, name) is method and name not in attributes for name, method in _ROUTING.items())

    def _note_received(self, message: str | bytes) -> None:
        if self._logs_frames():
            self.logger.info("%s: receive message %s", self.id, loggable(message))
        if self.hooks is not None:
            self._tell("frame_received", message)

    def _route_in_order(self, message: str | bytes | Started) -> Coroutine[Any, Any, None]:
        return self._finish(message) if isinstance(message, Started) else self.route_message(message)

    async def _interrupted(self, message: str | bytes | Started) -> None:
        """Answer a request whose handler cancelled its own task."""
        if isinstance(message, Started):
            msg = Call.from_frame(message.frame)
        else:
            frame = rpc.decode(message)
            msg = Call.from_frame(frame) if isinstance(frame, rpc.CallFrame) else None
        shown = loggable(message if msg is None else msg)[:LOGGED_CHARACTERS]
        self.logger.error("%s: the handler of %s was cancelled", self.id, shown)
        if msg is not None:
            await self._send(msg.create_call_error(InternalError(CANCELLED)).to_json())

    async def _refuse(self, raw_msg: str | bytes) -> None:
        """Answer a request that comes while too many wait."""
        frame = rpc.decode(raw_msg)
        error = faults.too_many_requests(INBOX_LIMIT)
        self.logger.error("%s: refused %s: %s", self.id, loggable(raw_msg)[:LOGGED_CHARACTERS], error.description)
        if isinstance(frame, rpc.CallFrame):
            await self._send(Call.from_frame(frame).create_call_error(error).to_json())

    async def route_message(self, raw_msg: str | bytes) -> None:
        """Take one message. For a request this returns when its handler has run and the answer was sent.

        Nothing that is received makes it raise; only a connection that cannot send does.
        """
        frame = self._read_frame(raw_msg)
        if frame is None:
            return
        if isinstance(frame, rpc.SendFrame | rpc.CallResultErrorFrame) and self._ocpp_version != "2.1":
            frame = rpc.Malformed(rpc.Fault.unknown_type, rpc.kind_of(frame), frame.id)
        if isinstance(frame, rpc.Malformed):
            await self._handle_malformed(raw_msg, frame)
            return
        match self._calls.receive(frame):
            case CallReceived(call, key):
                await self._route_call(Call.from_frame(call, key))
            case CallDone():
                pass
            case Ignored(answer, late):
                self._keep_early(answer, late)
            case SendReceived(message):
                await self._handle_send(message)
            case CallRepeated(call, text):
                self.logger.warning("%s: request %s was repeated", self.id, call.id)
                if text is not None:  # else it is being handled and will be answered
                    await self._send(text)
            case ResultRefused(refusal):
                self.logger.error("%s: our answer %s was refused: %s", self.id, refusal.id, refusal.code)

    async def _handle_send(self, frame: rpc.SendFrame) -> None:
        """Run the handler of an unconfirmed message; it is never answered (OCPP 2.1 Part 4, 4.2.4)."""
        msg = Call.from_frame(frame)
        message_type = catalogue.find(self._ocpp_version, frame.action)
        if message_type is not None and message_type.result is not None:
            self.logger.warning("%s: %s came as an unconfirmed message, but it has an answer", self.id, frame.action)
            return
        route = self._find_route(frame.action, message_type)
        if route is None:
            self.logger.warning("%s: no handler for the unconfirmed message %s", self.id, frame.action)
            return
        try:
            await run(route.handler, route.plan, self._read_request(msg, route, route.plan), frame.id)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is logged
            self._log_failure(msg, error)

    async def _handle_malformed(self, raw_msg: object, malformed: rpc.Malformed) -> None:
        """Answer a message that is no frame, if it can be; else log that it was dropped."""
        version = self._ocpp_version
        fault = malformed.fault
        if malformed.kind in (rpc.CALL_RESULT_ERROR, rpc.SEND) and version != "2.1":
            fault = rpc.Fault.unknown_type
        text = loggable(raw_msg)[:LOGGED_CHARACTERS]
        self.logger.error("%s: unable to read message %s: %s", self.id, text, fault.value)
        error = faults.malformed_frame(fault, version, self.strict)
        message_id = malformed.id
        if error is None:
            return
        if malformed.is_answer:
            failed = message_id is not None and self._calls.fail(message_id, error)
            if failed and malformed.kind == rpc.CALL_RESULT and self.strict and version == "2.1":
                await self._refuse_result(cast(rpc.MessageId, message_id), error)
            return
        if malformed.kind in (rpc.CALL_RESULT_ERROR, rpc.SEND) and version == "2.1":
            return  # neither is ever answered
        if message_id is None and self.strict and version != "1.6":
            message_id = rpc.UNREADABLE_ID
        if message_id is not None:
            await self._send(CallError(message_id, error.code, error.description, error.details).to_json())


def _is_answer(message: object) -> bool:
    if isinstance(message, str):
        return _ANSWER.match(message) is not None
    return isinstance(message, bytes | bytearray) and _ANSWER_BYTES.match(message) is not None


def _raise_key_error(action: str, version: str) -> None:  # pyright: ignore[reportUnusedFunction]
    """Raise the error for an action without a handler, as `_handle_call` does."""
    raise faults.unserved_action(action, catalogue.find(version, action) is not None, version, strict=False)


_ROUTING = {
    name: getattr(ChargePoint, name)
    for name in (
        "_answer",
        "_answer_error",
        "_handle_call",
        "_read_frame",
        "_route_call",
        "_send",
        "route_message",
    )
}
"""Methods that `_take_now` goes without: a program that overrides one of them wants it to be called."""

# Names that programs import from here.
__all__ = [
    "LOGGER",
    "Call",
    "CallError",
    "CallResult",
    "ChargePoint",
    "Connection",
    "MessageType",
    "NotImplementedError",
    "NotSupportedError",
    "OCPPError",
    "asdict",
    "camel_to_snake_case",
    "create_route_map",
    "is_dataclass",
    "remove_nones",
    "serialize_as_dict",
    "snake_to_camel_case",
    "unpack",
    "validate_payload",
]
