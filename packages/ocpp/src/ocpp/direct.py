"""Messages that are dealt with in the call that hands them over: no task, no queue, no waiting.

This is how a charge point takes what a `PushConnection` brings. A request whose handler is an async function is read
there, too; the handler itself runs in a task.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cache, cached_property
from typing import Any, cast

from msgspec import Raw, Struct

from ocpp import catalogue, codec, rpc
from ocpp.answerer import Answerer
from ocpp.connection import PushConnection
from ocpp.exceptions import InternalError
from ocpp.handling import Route, find_route, invoke
from ocpp.masking import loggable
from ocpp.messages import Call
from ocpp.model import Model
from ocpp.routing import Handlers, unmarked
from ocpp.session import Ignored
from ocpp.views import view_of


class Started(Struct):
    """A request that was read, and whose handler is still at work or, if it is an async function, has yet to begin."""

    msg: Call
    route: Route
    request: Any
    response: Awaitable[Any] | None
    """What a handler that is no async function has returned, to be waited for."""


class DirectRoute(Struct):
    """A route that can be taken at once, with what is looked up only once for it."""

    route: Route
    function: Callable[..., Any]
    """The handler, without the detour over its mark."""
    read: Callable[[Raw], Any]
    """Returns what the handler gets. Raises ValueError for what needs the long way."""
    write: Callable[[object], bytes]
    """Returns the payload of the answer. Raises ValueError or TypeError for what needs the long way."""
    result_class: type[Model] | None


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
        handlers = self.route_map.get(action)
        if handlers is None:
            return None
        direct = self._direct_routes.get(action)
        if direct is None or not _is_route_of(handlers, direct.route):  # programs may change the map at any time
            message_type = catalogue.find(self._ocpp_version, action)
            route = find_route(self.route_map, action, message_type)
            if route is None or (message_type is not None and message_type.result is None):
                return None
            direct = self._direct_routes[action] = self._shorten(route)
        return direct

    def _shorten(self, route: Route) -> DirectRoute:
        plan, request_class, result_class = route.plan, route.request_class(route.plan), route.result_class
        read: Callable[[Raw], Any] = _needs_the_long_way
        write: Callable[[object], bytes] = _needs_the_long_way
        if not route.skip_validation and request_class is not None and result_class is not None:
            read = _reader_of(request_class, is_typed=plan.message_class is not None, verbatim=self.strict)
            write = codec.writer_of(result_class, verbatim=self.strict or plan.message_class is not None)
        return DirectRoute(route, unmarked(route.handler), read, write, result_class)

    def _handle_now(self, connection: PushConnection, frame: rpc.CallFrame, direct: DirectRoute) -> Started | bool:
        hooks = self.hooks
        begin = 0.0 if hooks is None else time.perf_counter()
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
                return Started(Call.from_frame(frame), direct.route, request, None)
            outcome = invoke(direct.function, direct.route.plan, request, frame.id)
            if type(outcome) is direct.result_class:
                try:
                    payload = direct.write(outcome)
                except (ValueError, TypeError, RecursionError):
                    payload = self._payload_of(frame, direct.route, outcome)
            elif isinstance(outcome, Awaitable):
                return Started(Call.from_frame(frame), direct.route, request, cast(Awaitable[Any], outcome))
            else:
                payload = self._payload_of(frame, direct.route, outcome)
            response = outcome
            answer = rpc.call_result(frame.id, payload)
        except asyncio.CancelledError:
            failure = InternalError("The handler was cancelled")
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is answered and logged
            failure = error
        if failure is not None:
            msg = Call.from_frame(frame)
            self._log_failure(msg, failure)
            answer = msg.create_call_error(failure).to_json().encode()
        self._send_now(connection, answer)
        if direct.route.after is not None and failure is None:
            self._run_after(Call.from_frame(frame), direct.route, request, response)
        if hooks is not None:
            self._tell("request_handled", frame.action, time.perf_counter() - begin, failure)
        return True

    def _payload_of(self, frame: rpc.CallFrame, route: Route, response: object) -> bytes:
        return bytes(self._write_result(Call.from_frame(frame), route, response).raw_payload())

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
