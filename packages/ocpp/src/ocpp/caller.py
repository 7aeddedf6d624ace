"""Our calls: sending requests and waiting for what comes back."""

import asyncio
import time
from functools import cached_property
from typing import Any, Literal, TypeVar, cast, overload

from msgspec import Raw

from ocpp import catalogue, codec, faults, rpc
from ocpp.calls import CallLock, EarlyAnswers, Pending, Response
from ocpp.catalogue import ActionType
from ocpp.endpoint import Endpoint, MessageT
from ocpp.exceptions import LinkClosedError, NotImplementedError, OCPPError
from ocpp.masking import loggable
from ocpp.messages import Call, CallError, CallResult, answer_message, with_message
from ocpp.model import Request, Result, Send
from ocpp.wire import to_wire

ResultT = TypeVar("ResultT", bound=Result)

EARLY_RESPONSES = 16
"""How many answers are kept that nobody waits for yet."""


class Caller(Endpoint):
    """The calling half of a charge point."""

    @cached_property
    def _call_lock(self) -> asyncio.Lock:
        return CallLock(self._calls, self._response_timeout)

    @cached_property
    def _response_queue(self) -> "asyncio.Queue[Response]":
        return EarlyAnswers(self._calls, EARLY_RESPONSES)

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
            data = codec.encode_unchecked(
                payload, None if message_type is None else message_type.request, verbatim=self.strict
            )
        else:
            data = self._encode_request(payload, message_id, action, message_type, verbatim=self.strict)
        response = await self._exchange(message_id, action, data, self._response_timeout)
        if isinstance(response, CallError):
            self.logger.warning("Received a CALLError: %s'", loggable(response))
            if suppress:
                return None
            raise response.to_exception()
        registered = None if message_type is None else message_type.result
        result_class: Any = getattr(self._call_result, action, None) or registered
        if skip_schema_validation or registered is None:
            return codec.build_unchecked(result_class, response.payload, verbatim=self.strict)
        result = await self._read_result(registered, response)
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
        result_class = cast(ActionType, message_type).result
        return cast(ResultT, await self._read_result(cast(type[Result], result_class), response))

    async def request_raw(self, action: str, payload: bytes | str | Raw, *, timeout_s: float | None = None) -> Raw:
        """Send a request whose payload is JSON already, and return the payload of the answer as it came.

        The payload is checked as that of `request` is, but sent as it stands: the order of its fields, how numbers are
        written, and what is absent. The answer is not checked.

        `timeout_s`: seconds until it fails, waiting for its turn included; by default the response timeout.

        Raises: OCPPError if the version does not have the action or the payload is not valid, before anything is sent;
        else as `request`.
        """
        message_type = catalogue.find(self._ocpp_version, action)
        data = payload.encode() if isinstance(payload, str) else bytes(payload)
        if message_type is None or message_type.result is None:
            raise NotImplementedError(details={"cause": f"Failed to validate action: {action}"})
        violation = codec.find_violation(message_type.request, data)
        if violation is not None:
            error = faults.error_of_keyword(self._ocpp_version, self.strict)(violation.keyword)
            raise error(details={"cause": str(violation)})
        timeout_s = self._response_timeout if timeout_s is None else timeout_s
        response = await self._exchange(str(self._unique_id_generator()), action, data, timeout_s)
        if isinstance(response, CallError):
            raise response.to_exception()
        return response.raw_payload()

    async def send(self, payload: Send) -> None:
        """Send an unconfirmed message, at any time (OCPP 2.1 Part 4, 4.2.4).

        Raises: OCPPError if it is not valid or the version does not have it; TypeError if it is a request.
        """
        action = type(payload).__name__
        message_id = str(self._unique_id_generator())
        message_type = catalogue.find(self._ocpp_version, action)
        if message_type is not None and message_type.result is not None:
            raise TypeError(f"{action} is a request, which is answered: use request() or call()")
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
        sent = False
        try:
            self._reopen_if_swapped()
            pending = self._calls.submit(message_id, timeout_s)
            if pending is not self._calls.session.outstanding:
                await self._calls.turn(pending)
            await self._calls.sent(pending, self._send(text))
            sent = True
            response = await self._get_specific_response(message_id, timeout_s)
            if isinstance(response, CallResult):
                response.action = action
            return response
        except LinkClosedError as error:
            failure = error
            raise
        except TimeoutError as error:
            failure = error
            if pending is not None and not sent and error is not pending.waiter.outcome:
                raise  # the connection's own
            raise TimeoutError(f"Waited {timeout_s}s for response on {loggable(text)}.") from None
        except Exception as error:
            failure = error
            raise
        finally:
            if pending is not None:
                self._calls.withdraw(pending)
            if self.hooks is not None:
                self._tell("call_ended", action, time.perf_counter() - begin, failure)

    async def _get_specific_response(self, unique_id: rpc.MessageId, timeout: float) -> Response:  # noqa: ASYNC109
        """Return the response with this id. Raises: TimeoutError, LinkClosedError."""
        # It is not made only to find it empty: a queue is large.
        early = self._response_queue if "_response_queue" in vars(self) else None
        while early is not None and not early.empty():
            response = early.get_nowait()
            if response.unique_id == unique_id:
                return response
            self.logger.debug("%s: passed over the answer with id %s", self.id, response.unique_id)
        pending = self._calls.claim(unique_id, timeout)
        try:
            return await self._calls.response(pending)
        finally:
            self._calls.withdraw(pending)

    def _reopen_if_swapped(self) -> None:
        """Take the session up again where a program gave us another connection and has not called `start` yet."""
        session = self._calls.session
        if session.closed and self._connection is not self._ended_connection:
            session.reopen()

    def _keep_early(self, answer: rpc.Answer, late: bool) -> None:
        """Keep an answer that came before somebody waits for it; drop one that comes too late."""
        if any(call.id == answer.id for call in self._calls.session.pending()):
            self.logger.warning("%s: dropped the answer to call %s, it was not sent yet", self.id, answer.id)
            return
        if late:
            self.logger.warning("%s: dropped the answer to call %s, it came too late", self.id, answer.id)
            return
        self.logger.warning("%s: ignoring the answer with id %s, no call has it", self.id, answer.id)
        self._response_queue.put_nowait(answer_message(answer))
