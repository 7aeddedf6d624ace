"""Running handlers: how they are called, what they may return, what becomes of their failures."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import is_dataclass
from typing import Any, cast

from msgspec import Struct

from ocpp.catalogue import ActionType
from ocpp.exceptions import InternalError
from ocpp.model import Model
from ocpp.routing import HandlerPlan, Handlers, plan_of
from ocpp.rpc import MessageId

CANCELLED = "The handler was cancelled"
"""Why a request is answered with an InternalError whose handler was cancelled, and not its link."""


class Route(Struct):
    """What serves the requests of one action on one charge point."""

    handler: Callable[..., Any]
    plan: HandlerPlan
    after: Callable[..., Any] | None
    skip_validation: bool
    message_type: ActionType | None
    """None for an action that the version does not have."""

    def request_class(self, plan: HandlerPlan) -> type[Model] | None:
        """Return the class that a request is decoded into for a handler with this plan."""
        if plan.message_class is not None:
            return plan.message_class
        return None if self.message_type is None else self.message_type.request

    @property
    def result_class(self) -> type[Model] | None:
        """The class that the answer is checked against."""
        return None if self.message_type is None else self.message_type.result


def route_for(handlers: Handlers | None, message_type: ActionType | None) -> Route | None:
    """Return the route that the handlers of an action make; None without one that answers."""
    if handlers is None or "_on_action" not in handlers:
        return None
    return Route(
        handler=handlers["_on_action"],
        plan=plan_of(handlers["_on_action"]),
        after=handlers.get("_after_action"),
        skip_validation=handlers.get("_skip_schema_validation", False),
        message_type=message_type,
    )


def invoke(
    handler: Callable[..., Any], plan: HandlerPlan, request: Any, unique_id: MessageId, response: object = None
) -> Any:
    """Call a handler with its typed message or its keyword arguments; return what it returns, unawaited."""
    if not (plan.wants_unique_id or plan.inject_response):
        return handler(request) if plan.message_class else handler(**request)
    extra: dict[str, Any] = {"call_unique_id": unique_id} if plan.wants_unique_id else {}
    if plan.inject_response:
        extra["response"] = response
    return handler(request, **extra) if plan.message_class else handler(**request, **extra)


async def run(handler: Callable[..., Any], plan: HandlerPlan, request: Any, unique_id: MessageId) -> Any:
    """Return what a handler returns, awaited. Raises: what it raises; InternalError if it was cancelled by itself."""
    try:
        response = invoke(handler, plan, request, unique_id)
        if isinstance(response, Awaitable):
            response = await cast(Awaitable[Any], response)
        return response
    except asyncio.CancelledError:
        if is_ending():
            raise
        raise InternalError(CANCELLED) from None


def is_ending() -> bool:
    """Tell whether the running task is to end: else it is the handler that was cancelled by itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def check_returned(response: object, handler: Callable[..., Any]) -> None:
    """Raise InternalError if a handler returned something else than an object of `call_result`."""
    if not is_dataclass(response) or isinstance(response, type):
        kind = "None" if response is None else f"an object of type {type(response).__name__}"
        raise InternalError(f"Handler {name_of(handler)} returned {kind} instead of an object of call_result")


def name_of(handler: Callable[..., Any]) -> str:
    """Return the name of a handler for people."""
    return getattr(handler, "__qualname__", repr(handler))
