"""Messages that are dealt with in the call that hands them over: no task, no queue, no waiting.

This is how a charge point takes what a `PushConnection` brings. A request whose handler is an async function is read
there, too; the handler itself runs in a task.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cache, cached_property
from types import MethodType
from typing import Any, cast

from msgspec import Raw, Struct
from msgspec.structs import replace

from ocpp import catalogue, codec, rpc
from ocpp.answerer import Answerer
from ocpp.connection import PushConnection
from ocpp.exceptions import InternalError
from ocpp.handling import CANCELLED, Route, invoke, is_ending, route_for
from ocpp.masking import loggable
from ocpp.messages import Call
from ocpp.model import Model
from ocpp.routing import Handlers, unmarked
from ocpp.session import Ignored
from ocpp.views import view_of


class DirectRoute(Struct):
    """A route that can be taken at once, with what is looked up only once for it."""

    route: Route
    is_shared: bool
    """Whether it is that of all charge points of a class: then its functions are yet to be bound to one."""
    function: Callable[..., Any]
    """The handler, without the detour over its mark."""
    read: Callable[[Raw], Any]
    """Returns what the handler gets. Raises ValueError for what needs the long way."""
    write: Callable[[object], bytes]
    """Returns the payload of the answer. Raises ValueError or TypeError for what needs the long way."""
    result_class: type[Model] | None

    def function_of(self, charge_point: "DirectAnswerer") -> Callable[..., Any]:
        """Return what to call for a request to a charge point."""
        return MethodType(self.function, charge_point) if self.is_shared else self.function

    def route_of(self, charge_point: "DirectAnswerer") -> Route:
        """Return the route of a charge point."""
        if not self.is_shared:
            return self.route
        after = self.route.after
        return replace(
            self.route,
            handler=MethodType(self.route.handler, charge_point),
            after=None if after is None else MethodType(after, charge_point),
        )


class Started(Struct):
    """A request that was read, and whose handler is still at work or, if it is an async function, has yet to begin."""

    connection: PushConnection
    frame: rpc.CallFrame
    direct: DirectRoute
    request: Any
    response: Awaitable[Any] | None = None
    """What a handler that is no async function has returned, to be waited for."""


class DirectAnswerer(Answerer):
    """Answers at once what can be answered at once."""

    @cached_property
    def _direct_routes(self) -> dict[str, DirectRoute]:
        return {}

    def _take_now(self, connection: PushConnection, message: bytes, *, is_free: bool) -> Started | bool:
        """Deal with a message; return whether it is done. `is_free`: whether a request may be handled now."""
        frame = rpc.decode(message, rpc.STRICT_ID_LENGTH if self.strict else rpc.TOLERANT_ID_LENGTH)
        if type(frame) is rpc.CallFrame:
            if not is_free or self.strict:  # which has a memory of answers to look into
                return False
            direct = self._direct_route(frame.action)
            return direct is not None and self._handle_now(connection, frame, direct)
        if isinstance(frame, rpc.CallResultFrame | rpc.CallErrorFrame):
            event = self._calls.receive(frame)
            if isinstance(event, Ignored):
                self._keep_early(event.answer, event.late)
            return True
        return False

    def _direct_route(self, action: str) -> DirectRoute | None:
        """Return the route of an action if it can be taken at once."""
        shared = self._shared_routes
        if shared is not None:
            key = action, self._ocpp_version, self.strict
            known = cast("DirectRoute | None", shared.kept.get(key))
            if known is None and (route := self._short_route(shared.of(self, action), action)) is not None:
                known = shared.kept[key] = self._shorten(_unbound(route), is_shared=True)
            return known
        handlers = self.route_map.get(action)
        if handlers is None:
            return None
        direct = self._direct_routes.get(action)
        if direct is None or not _is_route_of(handlers, direct.route):  # programs may change the map at any time
            route = self._short_route(handlers, action)
            if route is None:
                return None
            direct = self._direct_routes[action] = self._shorten(route, is_shared=False)
        return direct

    def _short_route(self, handlers: Handlers | None, action: str) -> Route | None:
        """Return the route that handlers make, None if there is none or what comes on it is never answered."""
        message_type = catalogue.find(self._ocpp_version, action)
        route = route_for(handlers, message_type)
        return None if message_type is not None and message_type.result is None else route

    def _shorten(self, route: Route, *, is_shared: bool) -> DirectRoute:
        plan, request_class, result_class = route.plan, route.request_class(route.plan), route.result_class
        read: Callable[[Raw], Any] = _needs_the_long_way
        write: Callable[[object], bytes] = _needs_the_long_way
        if not route.skip_validation and request_class is not None and result_class is not None:
            read = _reader_of(request_class, is_typed=plan.message_class is not None, verbatim=self.strict)
            write = codec.writer_of(result_class, verbatim=self.strict or plan.message_class is not None)
        return DirectRoute(route, is_shared, unmarked(route.handler), read, write, result_class)

    def _handle_now(self, connection: PushConnection, frame: rpc.CallFrame, direct: DirectRoute) -> Started | bool:
        begin = 0.0 if self.hooks is None else time.perf_counter()
        failure: Exception | None = None
        request: Any = None
        response: Any = None
        answer = b""
        try:
            try:
                request = direct.read(frame.payload)
            except (ValueError, RecursionError):  # the long way finds a repair, or the right error
                request = self._read_request(Call.from_frame(frame), direct.route, direct.route.plan)
            if direct.route.plan.is_async:
                return Started(connection, frame, direct, request)
            outcome = invoke(direct.function_of(self), direct.route.plan, request, frame.id)
            if type(outcome) is not direct.result_class and isinstance(outcome, Awaitable):
                return Started(connection, frame, direct, request, cast(Awaitable[Any], outcome))
            response = outcome
            answer = self._answer_of(frame, direct, response)
        except asyncio.CancelledError:
            failure = InternalError(CANCELLED)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is answered and logged
            failure = error
        self._answer_now(connection, frame, direct, request, response, answer, failure, begin)
        return True

    async def _finish(self, started: Started) -> None:
        """Wait for the handler of a request, then answer."""
        begin = 0.0 if self.hooks is None else time.perf_counter()
        frame, direct, request = started.frame, started.direct, started.request
        failure: Exception | None = None
        response: Any = None
        answer = b""
        try:
            handling = started.response
            if handling is None:
                handling = invoke(direct.function_of(self), direct.route.plan, request, frame.id)
            response = await handling
            answer = self._answer_of(frame, direct, response)
        except asyncio.CancelledError:
            if is_ending():
                raise
            failure = InternalError(CANCELLED)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is answered and logged
            failure = error
        self._answer_now(started.connection, frame, direct, request, response, answer, failure, begin)

    def _answer_of(self, frame: rpc.CallFrame, direct: DirectRoute, response: object) -> bytes:
        """Return the answer that a handler's result makes. Raises: InternalError if it makes none."""
        if type(response) is direct.result_class:
            try:
                return rpc.call_result(frame.id, direct.write(response))
            except (ValueError, TypeError, RecursionError):  # the long way says what is wrong
                pass
        result = self._write_result(Call.from_frame(frame), direct.route, response)
        return rpc.call_result(frame.id, bytes(result.raw_payload()))

    def _answer_now(
        self,
        connection: PushConnection,
        frame: rpc.CallFrame,
        direct: DirectRoute,
        request: object,
        response: object,
        answer: bytes,
        failure: Exception | None,
        begin: float,
    ) -> None:
        if failure is not None:
            msg = Call.from_frame(frame)
            self._log_failure(msg, failure)
            answer = msg.create_call_error(failure).to_json().encode()
        self._send_now(connection, answer)
        if direct.route.after is not None and failure is None:
            self._run_after(Call.from_frame(frame), direct.route_of(self), request, response)
        if self.hooks is not None:
            self._tell("request_handled", frame.action, time.perf_counter() - begin, failure)

    def _send_now(self, connection: PushConnection, answer: bytes) -> None:
        if self._logs_frames():
            self.logger.info("%s: send %s", self.id, loggable(answer))
        try:
            connection.write(answer)
        except Exception as error:  # noqa: BLE001 - which one it is, the connection knows; `listen` raises it too
            self.logger.info("%s: the answer could not be sent: %s", self.id, error)
            return
        if self.hooks is not None:
            self._tell("frame_sent", answer.decode())


def _unbound(route: Route) -> Route:
    """Return a route for all charge points of a class."""
    after = cast("MethodType | None", route.after)
    return replace(
        route,
        handler=cast(MethodType, route.handler).__func__,
        after=None if after is None else after.__func__,
    )


def _is_route_of(handlers: Handlers, route: Route) -> bool:
    return (
        handlers.get("_on_action") is route.handler
        and handlers.get("_after_action") is route.after
        and handlers.get("_skip_schema_validation", False) is route.skip_validation
    )


def _needs_the_long_way(_: object) -> Any:
    raise ValueError


@cache  # shared by all charge points, and so in the processor's cache when one of them is served
def _reader_of(request_class: type[Model], *, is_typed: bool, verbatim: bool) -> Callable[[Raw], Any]:
    decode = codec.decoder_of(request_class).decode
    if is_typed:
        return decode
    view = view_of(request_class, verbatim)

    def read(payload: Raw) -> Any:
        return view(decode(payload))

    return read
