"""A charge point as its peer sees it: the asyncio shell that joins connection, session, handlers and typed messages.

The same class serves both sides of a connection: on a central system it stands for a connected charge point, on a
charge point for the central system. Use the subclass of your version: `from ocpp.v16 import ChargePoint`.
"""

import asyncio
import itertools
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, is_dataclass
from functools import cached_property
from typing import Any, cast

from msgspec import Raw

from ocpp import catalogue, codec, faults, rpc
from ocpp.caller import Caller
from ocpp.casing import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.endpoint import LOGGER, Connection
from ocpp.exceptions import (
    FormatViolationError,
    InternalError,
    NotImplementedError,
    NotSupportedError,
    OCPPError,
    ProtocolError,
)
from ocpp.handling import Route, check_returned, find_route, invoke, name_of, run
from ocpp.inbox import Inbox
from ocpp.masking import loggable
from ocpp.messages import (
    Call,
    CallError,
    CallResult,
    MessageType,
    unpack,
    validate_payload,
)
from ocpp.routing import HandlerPlan, create_route_map, plan_of
from ocpp.session import CallDone, CallReceived, CallRepeated, Ignored, ResultRefused, SendReceived

INBOX_LIMIT = 256
"""How many requests of the other side may wait to be handled; more are refused with a GenericError."""

LOGGED_CHARACTERS = 500
"""How much of a message a log line about an error shows."""

_ANSWER = re.compile(r"\s*\[\s*[345]\s*,")
_ANSWER_BYTES = re.compile(rb"\s*\[\s*[345]\s*,")


class ChargePoint(Caller):
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

    @cached_property
    def _tasks(self) -> set[asyncio.Future[Any]]:
        return set()

    async def start(self) -> None:
        """Serve the connection until it ends; the exception of `connection.recv()` comes out.

        Answers reach those who wait for them at once, whatever a handler is doing. When the connection has ended,
        pending calls fail with LinkClosedError, handlers get up to the response timeout to finish, and `start` may be
        called again with another connection. Cancelling it cancels the handlers.
        """
        connection, calls = self._connection, self._calls
        calls.session.reopen()
        reader = asyncio.current_task()
        inbox = Inbox(self._route_in_order, self._interrupted, reader, concurrency=self.concurrency, limit=INBOX_LIMIT)
        try:
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

    async def _read(self, inbox: Inbox) -> None:
        for count in itertools.count(1):
            message = await self._connection.recv()
            if count % INBOX_LIMIT == 0:
                # A connection that has much to give does not make `recv` wait; others must get their turn.
                await asyncio.sleep(0)
            if self.logger.isEnabledFor(logging.INFO):
                self.logger.info("%s: receive message %s", self.id, loggable(message))
            if self.hooks is not None:
                self._tell("frame_received", message)
            if _is_answer(message):
                await self.route_message(message)
            elif not inbox.put(message):
                await asyncio.sleep(0)  # so that handlers that do not wait can catch up
                if not inbox.put(message):
                    await self._refuse(message)

    async def _route_in_order(self, message: str | bytes) -> None:
        await self.route_message(message)

    async def _interrupted(self, raw_msg: str | bytes) -> None:
        """Answer a request whose handler cancelled its own task."""
        frame = rpc.decode(raw_msg)
        self.logger.error("%s: the handler of %s was cancelled", self.id, loggable(raw_msg)[:LOGGED_CHARACTERS])
        if isinstance(frame, rpc.CallFrame):
            error = InternalError("The handler was cancelled")
            await self._send(Call.from_frame(frame).create_call_error(error).to_json())

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

    async def _route_call(self, msg: Call) -> None:
        begin = time.perf_counter()
        try:
            await self._handle_call(msg)
        except Exception as error:
            if msg.send_failed:
                raise
            if msg.answered:  # by a method that a subclass overrides, and which failed afterwards
                self._log_failure(msg, error)
            else:
                await self._answer_error(msg, error)
        if self.hooks is not None:
            self._tell("request_handled", msg.action, time.perf_counter() - begin, msg.failure)

    async def _handle_call(self, msg: Call) -> CallResult | None:
        """Run the handlers of a request and send the answer; return it, or None if it was an error.

        Raises: OCPPError for requests that no handler gets to see.
        """
        message_type = catalogue.find(self._ocpp_version, msg.action)
        route = find_route(self.route_map, msg.action, message_type)
        if route is None:
            raise faults.unserved_action(msg.action, message_type is not None, self._ocpp_version, self.strict)
        if message_type is not None and message_type.result is None:
            raise ProtocolError(details={"cause": f"{msg.action} is an unconfirmed message, to be sent as SEND"})
        request = self._read_request(msg, route, route.plan)
        try:
            response = await run(route.handler, route.plan, request, msg.unique_id)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is answered and logged
            await self._answer_error(msg, error)
            return None
        result = self._write_result(msg, route, response)
        await self._answer(msg, rpc.encode_call_result(msg.unique_id, bytes(result.raw_payload())))
        if route.after is not None:
            self._run_after(msg, route, request, response)
        return result

    def _read_request(self, msg: Call, route: Route, plan: HandlerPlan) -> Any:
        """Return what a handler with this plan gets: its typed message, or keyword arguments. Raises: OCPPError."""
        try:
            return self._read_unchecked(msg, plan) if route.skip_validation else self._read_checked(msg, route, plan)
        except RecursionError:
            raise FormatViolationError(details={"cause": rpc.Fault.too_deep.value}) from None

    def _read_unchecked(self, msg: Call, plan: HandlerPlan) -> Any:
        verbatim = self.strict or plan.message_class is not None
        return codec.build_unchecked(plan.message_class, msg.payload, verbatim=verbatim)

    def _read_checked(self, msg: Call, route: Route, plan: HandlerPlan) -> Any:
        request_class = route.request_class(plan)
        if request_class is None:
            raise NotImplementedError(details={"cause": f"Failed to validate action: {msg.action}"})
        message = self._decode(request_class, msg, msg.action)
        return message if plan.message_class is not None else codec.to_keywords(message, verbatim=self.strict)

    def _write_result(self, msg: Call, route: Route, response: object) -> CallResult:
        """Return the answer that a handler's result makes. Raises: InternalError if it makes none."""
        check_returned(response, route.handler)
        result_class = route.result_class
        verbatim = self.strict or route.plan.message_class is not None
        try:
            if route.skip_validation or result_class is None:
                payload = codec.encode_unchecked(response, result_class, verbatim=verbatim)
            else:
                payload = codec.encode(response, result_class, verbatim=verbatim)
        except OCPPError as error:
            raise InternalError(
                f"Handler {name_of(route.handler)} returned an invalid answer", error.details
            ) from error
        return CallResult.from_raw(msg.unique_id, Raw(payload), msg.action)

    def _run_after(self, msg: Call, route: Route, request: Any, response: object) -> None:
        """Run the `@after` hook of a route; an async one as a task of ours. Its errors are logged."""
        hook = cast(Callable[..., Any], route.after)
        plan = plan_of(hook)
        try:
            if plan.message_class is not route.plan.message_class:
                request = self._read_request(msg, route, plan)
            outcome = invoke(hook, plan, request, msg.unique_id, response)
        except Exception:
            self.logger.exception("Error in the @after hook of %s", msg.action)
            return
        if isinstance(outcome, Awaitable):
            task = asyncio.ensure_future(cast(Awaitable[Any], outcome))
            self._tasks.add(task)
            task.add_done_callback(self._after_ended)

    def _after_ended(self, task: asyncio.Future[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.logger.error("Error in an @after hook", exc_info=error)

    async def _handle_send(self, frame: rpc.SendFrame) -> None:
        """Run the handler of an unconfirmed message; it is never answered (OCPP 2.1 Part 4, 4.2.4)."""
        msg = Call.from_frame(frame)
        message_type = catalogue.find(self._ocpp_version, frame.action)
        if message_type is not None and message_type.result is not None:
            self.logger.warning("%s: %s came as an unconfirmed message, but it has an answer", self.id, frame.action)
            return
        route = find_route(self.route_map, frame.action, message_type)
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

    async def _answer_error(self, msg: Call, error: Exception) -> None:
        self._log_failure(msg, error)
        msg.failure = error
        self._calls.session.failed(msg.key)
        await self._answer(msg, msg.create_call_error(error).to_json())

    def _log_failure(self, msg: Call, error: Exception) -> None:
        """Log why a request was not handled: an error of the protocol in one line, any other with its trace."""
        trace: Exception | None = None if isinstance(error, OCPPError) and error.__cause__ is None else error
        request, reason = loggable(msg)[:LOGGED_CHARACTERS], _reason(error)[:LOGGED_CHARACTERS]
        self.logger.error("Error while handling request '%s': %s", request, reason, exc_info=trace)

    async def _answer(self, msg: Call, text: str) -> None:
        msg.answered = True
        self._calls.session.answered(msg.key, text)
        try:
            await self._send(text)
        except BaseException:
            msg.send_failed = True
            raise


def _reason(error: Exception) -> str:
    """Return why something failed, in words; also for exceptions that cannot say it."""
    try:
        if isinstance(error, OCPPError):
            return f"{error.code}: {dict(error.details).get('cause', error.description)}"
        return f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 - it may be anything that a handler raised
        return type(error).__name__


def _is_answer(message: object) -> bool:
    if isinstance(message, str):
        return _ANSWER.match(message) is not None
    return isinstance(message, bytes | bytearray) and _ANSWER_BYTES.match(message) is not None


def _raise_key_error(action: str, version: str) -> None:  # pyright: ignore[reportUnusedFunction]
    """Raise the error for an action without a handler, as `_handle_call` does."""
    raise faults.unserved_action(action, catalogue.find(version, action) is not None, version, strict=False)


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
