"""Messages that are dealt with in the call that hands them over: no task, no queue, no waiting.

This is how a charge point takes what a `PushConnection` brings, as long as handlers are plain functions.
"""

import time
from collections.abc import Awaitable
from functools import cached_property
from typing import Any, cast

from msgspec import Struct

from ocpp import catalogue, rpc
from ocpp.answerer import Answerer
from ocpp.connection import PushConnection
from ocpp.handling import Route, find_route, invoke
from ocpp.masking import loggable
from ocpp.messages import Call
from ocpp.session import Ignored


class Started(Struct):
    """A request whose handler has returned something to wait for, although it is no async function."""

    msg: Call
    route: Route
    request: Any
    response: Awaitable[Any]


class DirectAnswerer(Answerer):
    """Answers at once what can be answered at once."""

    @cached_property
    def _routes(self) -> dict[str, Route]:
        return {}

    def _take_now(self, connection: PushConnection, message: bytes, *, is_free: bool) -> Started | bool:
        """Deal with a message; return whether it is done. `is_free`: whether a request may be handled now."""
        frame = rpc.decode(message, rpc.STRICT_ID_LENGTH if self.strict else rpc.TOLERANT_ID_LENGTH)
        if isinstance(frame, rpc.CallFrame):
            if not is_free or self._calls.session.memory:
                return False
            route = self._direct_route(frame.action)
            return route is not None and self._handle_now(connection, Call.from_frame(frame), route)
        if isinstance(frame, rpc.CallResultFrame | rpc.CallErrorFrame):
            event = self._calls.receive(frame)
            if isinstance(event, Ignored):
                self._keep_early(event.answer, event.late)
            return True
        return False

    def _direct_route(self, action: str) -> Route | None:
        """Return the route of an action if its handler is a plain function."""
        route = self._routes.get(action)
        handlers = self.route_map.get(action)
        if handlers is None:
            return None
        if route is None or not route.is_of(handlers):  # programs may change the map at any time
            message_type = catalogue.find(self._ocpp_version, action)
            route = find_route(self.route_map, action, message_type)
            if route is None or (message_type is not None and message_type.result is None):
                return None
            self._routes[action] = route
        return None if route.plan.is_async else route

    def _handle_now(self, connection: PushConnection, msg: Call, route: Route) -> Started | bool:
        hooks = self.hooks
        begin = 0.0 if hooks is None else time.perf_counter()
        request: Any = None
        response: Any = None
        try:
            request = self._read_request(msg, route, route.plan)
            outcome = invoke(route.handler, route.plan, request, msg.unique_id)
            if isinstance(outcome, Awaitable):
                return Started(msg, route, request, cast(Awaitable[Any], outcome))
            response = outcome
            result = self._write_result(msg, route, response)
            text = rpc.encode_call_result(msg.unique_id, bytes(result.raw_payload()))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is answered and logged
            self._log_failure(msg, error)
            msg.failure = error
            text = msg.create_call_error(error).to_json()
        self._write(connection, text)
        if route.after is not None and msg.failure is None:
            self._run_after(msg, route, request, response)
        if hooks is not None:
            self._tell("request_handled", msg.action, time.perf_counter() - begin, msg.failure)
        return True

    def _write(self, connection: PushConnection, text: str) -> None:
        if self._logs_frames():
            self.logger.info("%s: send %s", self.id, loggable(text))
        try:
            connection.write(text)
        except Exception as error:  # noqa: BLE001 - which one it is, the connection knows; `listen` raises it too
            self.logger.info("%s: the answer could not be sent: %s", self.id, error)
            return
        if self.hooks is not None:
            self._tell("frame_sent", text)
