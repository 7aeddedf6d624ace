"""Requests of the other side: running their handlers and sending the answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any, cast

from msgspec import Raw

from ocpp import catalogue, codec, faults, rpc
from ocpp.caller import Caller
from ocpp.exceptions import FormatViolationError, InternalError, NotImplementedError, OCPPError, ProtocolError
from ocpp.handling import Route, check_returned, invoke, name_of, route_for, run
from ocpp.masking import loggable
from ocpp.messages import Call, CallResult
from ocpp.routing import HandlerPlan, plan_of

LOGGED_CHARACTERS = 500
"""How much of a message a log line about an error shows."""


class Answerer(Caller):
    """The answering half of a charge point."""

    @cached_property
    def _tasks(self) -> set[asyncio.Future[Any]]:
        return set()

    async def _route_call(self, msg: Call) -> None:
        """Have a request handled."""
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
        route = self._find_route(msg.action, message_type)
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

    def _find_route(self, action: str, message_type: catalogue.ActionType | None) -> Route | None:
        """Return the route of an action, read afresh: the map may have changed. None without a handler."""
        shared = self._shared_routes
        handlers = self.route_map.get(action) if shared is None else shared.of(self, action)
        return route_for(handlers, message_type)

    def _read_request(self, msg: Call, route: Route, plan: HandlerPlan, *, reports: bool = True) -> Any:
        """Return what a handler with this plan gets: its typed message, or keyword arguments. Raises: OCPPError."""
        try:
            if route.skip_validation:
                return self._read_unchecked(msg, plan)
            return self._read_checked(msg, route, plan, reports=reports)
        except RecursionError:
            raise FormatViolationError(details={"cause": rpc.Fault.too_deep.value}) from None

    def _read_unchecked(self, msg: Call, plan: HandlerPlan) -> Any:
        verbatim = self.strict or plan.message_class is not None
        return codec.build_unchecked(plan.message_class, msg.payload, verbatim=verbatim)

    def _read_checked(self, msg: Call, route: Route, plan: HandlerPlan, *, reports: bool) -> Any:
        request_class = route.request_class(plan)
        if request_class is None:
            raise NotImplementedError(details={"cause": f"Failed to validate action: {msg.action}"})
        message = self._decode(request_class, msg, msg.action, reports=reports)
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
                request = self._read_request(msg, route, plan, reports=False)
            outcome = invoke(hook, plan, request, msg.unique_id, response)
        except (Exception, asyncio.CancelledError):
            self.logger.exception("Error in the @after hook of %s", msg.action)
            return
        if isinstance(outcome, Awaitable):
            task = asyncio.ensure_future(cast(Awaitable[Any], outcome))
            self._keep(task, f"Error in the @after hook of {msg.action}")

    def _keep(self, task: asyncio.Future[Any], complaint: str) -> None:
        """Keep a task until it ends, and log its error."""

        def end(task: asyncio.Future[Any]) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                self.logger.error(complaint, exc_info=error)

        self._tasks.add(task)
        task.add_done_callback(end)

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
