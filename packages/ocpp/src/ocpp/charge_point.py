"""A charge point as its peer sees it: the asyncio shell that joins connection, session, handlers and typed messages.

The same class serves both sides of a connection: on a central system it stands for a connected charge point, on a
charge point for the central system. Use the subclass of your version: `from ocpp.v16 import ChargePoint`.
"""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import ModuleType
from typing import Any, Literal, Protocol, TypeVar, cast, overload

from msgspec import Raw

from ocpp import catalogue, codec, faults, rpc
from ocpp.calls import CallLock, Calls, Pending, Response
from ocpp.casing import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.catalogue import MessageType as ActionType
from ocpp.exceptions import InternalError, LinkClosedError, NotImplementedError, NotSupportedError, OCPPError
from ocpp.handling import Route, check_returned, find_route, invoke, name_of, run
from ocpp.hooks import Hooks
from ocpp.inbox import Inbox
from ocpp.lenient import Repairs, read_frame, read_payload
from ocpp.masking import loggable
from ocpp.messages import (
    Call,
    CallError,
    CallResult,
    MessageType,
    answer_message,
    unpack,
    validate_payload,
    with_message,
)
from ocpp.model import Model, Request, Result, Send
from ocpp.routing import HandlerPlan, create_route_map, plan_of
from ocpp.session import CallDone, CallReceived, CallRepeated, Ignored, ResultRefused, SendReceived
from ocpp.tolerance import Tolerance
from ocpp.wire import to_wire

LOGGER = logging.getLogger("ocpp")

ResultT = TypeVar("ResultT", bound=Result)
MessageT = TypeVar("MessageT", bound=Model)

INBOX_LIMIT = 256
"""How many requests of the other side may wait to be handled; more are refused with a GenericError."""

EARLY_RESPONSES = 16
"""How many answers are kept that nobody waits for yet."""

STRICT_MEMORY = 32
"""How many answers a strict charge point keeps for repeated requests."""

LOGGED_CHARACTERS = 500
"""How much of an unreadable message a log line shows."""

_ANSWER = re.compile(r"\s*\[\s*[345]\s*,")
_ANSWER_BYTES = re.compile(rb"\s*\[\s*[345]\s*,")


class Connection(Protocol):
    """What a charge point needs of a connection; every WebSocket library has it or is adapted in a few lines.

    `recv` returns the next message and raises when the connection has ended; `send` sends one text message.
    """

    def recv(self) -> Awaitable[str | bytes]:
        """Return the next message."""
        ...

    def send(self, message: str, /) -> Awaitable[object]:
        """Send a text message."""
        ...


class ChargePoint:
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

    _call: ModuleType
    _call_result: ModuleType
    _ocpp_version: str

    # Defaults for subclasses that do not call `super().__init__`; subclasses may also override them.
    id: str
    _connection: Connection
    _response_timeout: float = 30
    logger: logging.Logger | logging.LoggerAdapter[Any] = LOGGER
    strict: bool = False
    tolerances: frozenset[Tolerance] = frozenset()
    hooks: Hooks | None = None
    concurrency: int = 1

    def __init__(
        self,
        id: str,
        connection: Connection,
        response_timeout: float = 30,
        logger: "logging.Logger | logging.LoggerAdapter[Any]" = LOGGER,
        *,
        strict: bool | None = None,
        tolerances: Collection[Tolerance] | None = None,
        hooks: Hooks | None = None,
        concurrency: int | None = None,
    ) -> None:
        self.id = id
        self._connection = connection
        self._response_timeout = response_timeout
        self.logger = logger
        if strict is not None:
            self.strict = strict
        if tolerances is not None:
            self.tolerances = frozenset(tolerances)
        if hooks is not None:
            self.hooks = hooks
        if concurrency is not None:
            self.concurrency = concurrency
        self.route_map = create_route_map(self)
        self._unique_id_generator: Callable[[], object] = uuid.uuid4

    # State that is made when it is first used, also in subclasses that do not call `super().__init__`.

    @cached_property
    def _calls(self) -> Calls:
        return Calls(memory=STRICT_MEMORY if self.strict else 0)

    @cached_property
    def _call_lock(self) -> asyncio.Lock:
        return CallLock(self._calls, self._response_timeout)

    @cached_property
    def _response_queue(self) -> "asyncio.Queue[Response]":
        return asyncio.Queue()

    @cached_property
    def _tasks(self) -> set[asyncio.Future[Any]]:
        return set()

    # Receiving

    async def start(self) -> None:
        """Serve the connection until it ends; the exception of `connection.recv()` comes out.

        Answers reach those who wait for them at once, whatever a handler is doing. When the connection has ended,
        pending calls fail with LinkClosedError, handlers get up to the response timeout to finish, and `start` may be
        called again with another connection. Cancelling it cancels the handlers.
        """
        calls = self._calls
        calls.session.reopen()
        reader = asyncio.current_task()
        inbox = Inbox(self._route_in_order, reader, concurrency=self.concurrency, limit=INBOX_LIMIT)
        try:
            await self._read(inbox)
        except asyncio.CancelledError as cancelled:
            calls.close(cancelled)
            await inbox.cancel()
            if inbox.failure is None or (reader is not None and reader.uncancel() > 0):
                raise
            raise inbox.failure from None
        except Exception as error:
            calls.close(error)
            if not await inbox.drain(self._response_timeout):
                self.logger.error("%s: a handler was cancelled, it ran on after the connection had ended", self.id)
            raise

    async def _read(self, inbox: Inbox) -> None:
        while True:
            message = await self._connection.recv()
            if self.logger.isEnabledFor(logging.INFO):
                self.logger.info("%s: receive message %s", self.id, loggable(message))
            if self.hooks is not None:
                self._tell(self.hooks.frame_received, message)
            if _is_answer(message):
                await self.route_message(message)
            elif not inbox.put(message):
                await self._refuse(message)

    async def _route_in_order(self, message: str | bytes) -> None:
        await self.route_message(message)

    async def _refuse(self, raw_msg: str | bytes) -> None:
        """Answer a request that comes while too many wait."""
        frame = rpc.decode(raw_msg)
        if isinstance(frame, rpc.CallFrame):
            error = faults.too_many_requests(INBOX_LIMIT)
            self.logger.error("%s: refused %s: %s", self.id, frame.action, error.description)
            await self._send(Call.from_frame(frame).create_call_error(error).to_json())

    async def route_message(self, raw_msg: str | bytes) -> None:
        """Take one message. For a request this returns when its handler has run and the answer was sent.

        Nothing that is received makes it raise; only a connection that cannot send does.
        """
        id_length = rpc.STRICT_ID_LENGTH if self.strict else rpc.TOLERANT_ID_LENGTH
        frame, repairs = read_frame(raw_msg, id_length, self.tolerances)
        self._report(getattr(frame, "action", ""), repairs)
        if frame is None:
            return
        if isinstance(frame, rpc.SendFrame | rpc.CallResultErrorFrame) and self._ocpp_version in ("1.6", "2.0.1"):
            frame = rpc.Malformed(rpc.Fault.unknown_type, rpc.kind_of(frame), frame.id)
        if isinstance(frame, rpc.Malformed):
            await self._handle_malformed(raw_msg, frame)
            return
        match self._calls.receive(frame):
            case CallReceived(call):
                await self._route_call(Call.from_frame(call))
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
            if msg.answered:  # then it is the connection that failed
                raise
            await self._answer_error(msg, error)
        if self.hooks is not None:
            self._tell(self.hooks.request_handled, msg.action, time.perf_counter() - begin, msg.failure)

    async def _handle_call(self, msg: Call) -> CallResult | None:
        """Run the handlers of a request and send the answer; return it, or None if it was an error.

        Raises: OCPPError for requests that no handler gets to see.
        """
        message_type = catalogue.find(self._ocpp_version, msg.action)
        route = find_route(self.route_map, msg.action, message_type)
        if route is None:
            raise faults.unserved_action(msg.action, message_type is not None, self._ocpp_version, self.strict)
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
        if route.skip_validation:
            payload: Any = msg.payload or {}
            if plan.message_class is not None:
                return codec.build_unchecked(plan.message_class, payload)
            return camel_to_snake_case(payload)
        request_class = route.request_class(plan)
        if request_class is None:
            raise NotImplementedError(details={"cause": f"Failed to validate action: {msg.action}"})
        message = self._decode(request_class, msg, msg.action)
        return message if plan.message_class is not None else codec.to_keywords(message, verbatim=self.strict)

    def _write_result(self, msg: Call, route: Route, response: object) -> CallResult:
        """Return the answer that a handler's result makes. Raises: InternalError if it makes none."""
        check_returned(response, route.handler)
        result_class = route.result_class
        try:
            if route.skip_validation or result_class is None:
                payload = codec.encode_unchecked(response, result_class)
            else:
                payload = codec.encode(
                    response, result_class, verbatim=self.strict or route.plan.message_class is not None
                )
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
        route = find_route(self.route_map, frame.action, catalogue.find(self._ocpp_version, frame.action))
        if route is None:
            self.logger.warning("%s: no handler for the unconfirmed message %s", self.id, frame.action)
            return
        try:
            await run(route.handler, route.plan, self._read_request(msg, route, route.plan), frame.id)
        except Exception:
            self.logger.exception("Error while handling the unconfirmed message '%s'", loggable(msg))

    def _decode(self, message_class: type[MessageT], msg: Call | CallResult, action: str) -> MessageT:
        """Return the typed message in a payload, mended if need be. Raises: OCPPError."""
        errors = faults.error_of_keyword(self._ocpp_version, self.strict)
        try:
            if not self.tolerances:
                return codec.decode(message_class, msg.raw_payload(), errors)
            message, repairs = read_payload(message_class, msg.raw_payload(), errors, self.tolerances, _now)
        except OCPPError as error:
            raise with_message(error, msg) from None
        self._report(action, repairs)
        return message

    def _report(self, action: str, repairs: Repairs) -> None:
        if not repairs:
            return
        self.logger.info("%s: tolerated in %s: %s", self.id, action or "a message", ", ".join(map(str, repairs)))
        if self.hooks is not None:
            self._tell(self.hooks.tolerated, action, repairs)

    async def _handle_malformed(self, raw_msg: object, malformed: rpc.Malformed) -> None:
        """Answer a message that is no frame, if it can be; else log that it was dropped."""
        version = self._ocpp_version
        text = loggable(raw_msg)[:LOGGED_CHARACTERS]
        self.logger.error("%s: unable to read message %s: %s", self.id, text, malformed.fault.value)
        error = faults.malformed_frame(malformed.fault, version, self.strict)
        message_id = malformed.id
        if (
            error is None
            or malformed.kind in (rpc.CALL_ERROR, rpc.CALL_RESULT_ERROR, rpc.SEND)
            and (malformed.fault is not rpc.Fault.unknown_type)
        ):
            if error is not None and message_id is not None:
                self._calls.fail(message_id, error)
            return
        if malformed.kind == rpc.CALL_RESULT:
            if message_id is not None and self._calls.fail(message_id, error) and self.strict and version == "2.1":
                await self._refuse_result(message_id, error)
            return
        if message_id is None and self.strict and version != "1.6":
            message_id = rpc.UNREADABLE_ID
        if message_id is not None:
            await self._send(CallError(message_id, error.code, error.description, error.details).to_json())

    # Sending

    async def _answer_error(self, msg: Call, error: Exception) -> None:
        if isinstance(error, OCPPError) and error.__cause__ is None:
            reason, trace = f"{error.code}: {error.details.get('cause', error.description)}", None
        else:
            reason, trace = str(error), error
        self.logger.error("Error while handling request '%s': %s", loggable(msg), reason, exc_info=trace)
        msg.failure = error
        await self._answer(msg, msg.create_call_error(error).to_json())

    async def _answer(self, msg: Call, text: str) -> None:
        msg.answered = True
        self._calls.session.answered(msg.unique_id, text)
        await self._send(text)

    async def _refuse_result(self, message_id: rpc.MessageId, error: OCPPError) -> None:
        """Tell the other side that its answer could not be read (OCPP 2.1 Part 4, 4.2.3)."""
        refusal = CallError(message_id, error.code, error.description, error.details)
        refusal.message_type_id = rpc.CALL_RESULT_ERROR
        await self._send(refusal.to_json())

    async def _send(self, message: str) -> None:
        if self.logger.isEnabledFor(logging.INFO):
            self.logger.info("%s: send %s", self.id, loggable(message))
        if self.hooks is not None:
            self._tell(self.hooks.frame_sent, message)
        await self._connection.send(message)

    @overload
    async def call(
        self,
        payload: Request[ResultT],
        suppress: Literal[True] = True,
        unique_id: str | None = None,
        skip_schema_validation: bool = False,
    ) -> ResultT | None: ...
    @overload
    async def call(
        self,
        payload: Request[ResultT],
        suppress: Literal[False],
        unique_id: str | None = None,
        skip_schema_validation: bool = False,
    ) -> ResultT: ...
    @overload
    async def call(
        self,
        payload: Request[ResultT],
        suppress: bool,
        unique_id: str | None = None,
        skip_schema_validation: bool = False,
    ) -> ResultT | None: ...
    @overload
    async def call(
        self,
        payload: object,
        suppress: bool = True,
        unique_id: str | None = None,
        skip_schema_validation: bool = False,
    ) -> object: ...
    async def call(
        self,
        payload: object,
        suppress: bool = True,
        unique_id: str | None = None,
        skip_schema_validation: bool = False,
    ) -> object:
        """Send a request and return its answer: an object of `call_result` whose nested values are plain dicts.

        `payload` is a dataclass whose class is named as the action. With `suppress` a CALLERROR is logged and None
        returned, without it the error is raised. `request()` is the typed way to do the same.

        Raises: OCPPError if request or answer are not valid, before anything is sent in the first case; TimeoutError
        when no answer came in time; LinkClosedError when the connection ended; CallQueueFullError.
        """
        action = type(payload).__name__
        message_type = catalogue.find(self._ocpp_version, action)
        message_id = unique_id if unique_id is not None else str(self._unique_id_generator())
        if skip_schema_validation:
            data = codec.encode_unchecked(payload, None if message_type is None else message_type.request)
        else:
            data = self._encode_request(payload, message_id, action, message_type, verbatim=self.strict)
        response = await self._exchange(message_id, action, data, self._response_timeout)
        if isinstance(response, CallError):
            self.logger.warning("Received a CALLError: %s'", response)
            if suppress:
                return None
            raise response.to_exception()
        result_class: type[Any] = getattr(self._call_result, action)
        if skip_schema_validation or message_type is None or message_type.result is None:
            return codec.build_unchecked(result_class, response.payload)
        result = await self._read_result(message_type.result, response)
        codec.loosen(result, verbatim=self.strict)
        return result if type(result) is result_class else codec.adapt(result, result_class)

    async def request(self, payload: Request[ResultT], *, timeout_s: float | None = None) -> ResultT:
        """Send a request and return its typed answer.

        `timeout_s`: seconds until it fails, waiting for its turn included; by default the response timeout.

        Raises: OCPPError if the request or the answer are not valid, or for what the other side answered with a
        CALLERROR; TimeoutError; LinkClosedError; CallQueueFullError.
        """
        action = type(payload).__name__
        message_type = catalogue.find(self._ocpp_version, action)
        message_id = str(self._unique_id_generator())
        data = self._encode_request(payload, message_id, action, message_type, verbatim=True)
        timeout_s = self._response_timeout if timeout_s is None else timeout_s
        response = await self._exchange(message_id, action, data, timeout_s)
        if isinstance(response, CallError):
            raise response.to_exception()
        assert message_type is not None and message_type.result is not None
        return cast(ResultT, await self._read_result(message_type.result, response))

    async def send(self, payload: Send) -> None:
        """Send an unconfirmed message, at any time (OCPP 2.1 Part 4, 4.2.4). Raises: OCPPError if it is not valid."""
        action = type(payload).__name__
        message_id = str(self._unique_id_generator())
        message_type = catalogue.find(self._ocpp_version, action)
        data = self._encode_request(payload, message_id, action, message_type, verbatim=True)
        await self._send(rpc.encode_send(message_id, action, data))

    def _encode_request(
        self,
        payload: object,
        message_id: rpc.MessageId,
        action: str,
        message_type: ActionType | None,
        *,
        verbatim: bool,
    ) -> bytes:
        if message_type is None:
            raise NotImplementedError(details={"cause": f"Failed to validate action: {action}"})
        try:
            return codec.encode(payload, message_type.request, verbatim=verbatim)
        except OCPPError as error:
            raise with_message(error, Call(message_id, action, to_wire(payload))) from None

    async def _read_result(self, result_class: type[MessageT], response: CallResult) -> MessageT:
        try:
            return self._decode(result_class, response, response.action or "")
        except OCPPError as error:
            if self.strict and self._ocpp_version == "2.1":
                await self._refuse_result(response.unique_id, error)
            raise

    async def _exchange(self, message_id: rpc.MessageId, action: str, data: bytes, timeout_s: float) -> Response:
        """Send a request when its turn has come and return the response."""
        text = rpc.encode_call(message_id, action, data)
        begin = time.perf_counter()
        failure: Exception | None = None
        pending: Pending | None = None
        try:
            pending = self._calls.submit(message_id, timeout_s)
            await self._calls.turn(pending)
            await self._send(text)
            response = await self._get_specific_response(message_id, timeout_s)
            if isinstance(response, CallResult):
                response.action = action
            return response
        except LinkClosedError as error:
            failure = error
            raise
        except TimeoutError as error:
            failure = error
            raise TimeoutError(f"Waited {timeout_s}s for response on {text}.") from None
        except Exception as error:
            failure = error
            raise
        finally:
            if pending is not None:
                self._calls.withdraw(pending)
            if self.hooks is not None:
                self._tell(self.hooks.call_ended, action, time.perf_counter() - begin, failure)

    async def _get_specific_response(self, unique_id: rpc.MessageId, timeout: float) -> Response:
        """Return the response with this id. Raises: TimeoutError, LinkClosedError."""
        early = self._response_queue
        while not early.empty():
            response = early.get_nowait()
            if response.unique_id == unique_id:
                return response
            self.logger.error("Ignoring response with unknown unique id: %s", response)
        pending = self._calls.claim(unique_id, timeout)
        try:
            return await self._calls.response(pending)
        finally:
            self._calls.withdraw(pending)

    def _keep_early(self, answer: rpc.Answer, late: bool) -> None:
        """Keep an answer that came before somebody waits for it; drop one that comes too late."""
        if late:
            self.logger.warning("%s: dropped the answer to call %s, it came too late", self.id, answer.id)
            return
        self.logger.warning("%s: nobody waits for the answer with id %s", self.id, answer.id)
        if self._response_queue.qsize() >= EARLY_RESPONSES:
            self._response_queue.get_nowait()
        self._response_queue.put_nowait(answer_message(answer))

    def _tell(self, hook: Callable[..., None], *arguments: object) -> None:
        try:
            hook(self.id, *arguments)
        except Exception:
            self.logger.exception("Error in hook %s", hook)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_answer(message: object) -> bool:
    if isinstance(message, str):
        return _ANSWER.match(message) is not None
    return isinstance(message, bytes) and _ANSWER_BYTES.match(message) is not None


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
