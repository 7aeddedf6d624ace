"""Marking handlers with `@on` and `@after`, and finding them again on an object.

The marks are attributes of the functions, so they survive other decorators, inheritance and mix-ins. A route map is a
plain dict that a charge point reads at every message: it may be changed or replaced at any time. Charge points that
have left it alone share the handlers of their class.
"""

import inspect
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial, wraps
from types import FunctionType, MethodType
from typing import Any, TypedDict, TypeVar, cast
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from ocpp.model import Request, Send

LOGGER = logging.getLogger("ocpp")

F = TypeVar("F", bound=Callable[..., Any])


class Handlers(TypedDict, total=False):
    """The handlers of one action."""

    _on_action: Callable[..., Any]
    _after_action: Callable[..., Any]
    _skip_schema_validation: bool


routables: list[str] = []
"""Names of all functions that were ever marked; kept for programs that look at it, not used here."""


def on(action: str, *, skip_schema_validation: bool = False) -> Callable[[F], F]:
    """Mark a method as the handler of an action: it gets the request and returns the answer.

    A handler is a plain or an async function. With keyword parameters it gets the fields of the request in snake_case,
    nested ones as dicts, and `call_unique_id` if its signature names that. With one parameter annotated with a message
    class (`request: call.Heartbeat`) it gets the typed message. It returns an object of the same name from
    `call_result`. Several `@on` on one function serve several actions.

    `skip_schema_validation` turns the checks of request and answer off for this route.
    """
    return partial(_mark, {"_on_action": action, "_skip_schema_validation": skip_schema_validation})


def after(action: str, inject_response: bool = False) -> Callable[[F], F]:
    """Mark a method as the hook that runs after the answer to an action was sent.

    It gets what the handler got; with `inject_response` also the handler's answer, as the keyword `response`. Async
    hooks run as tasks of the charge point, which logs their errors; they may outlive its connection. Hooks may use
    `call()`.
    """
    return partial(_mark, {"_after_action": action, "_inject_response": inject_response})


def _mark(marks: dict[str, Any], function: F) -> F:
    """Return a wrapper of `function` that carries the marks: one function may be wrapped for several actions."""
    if isinstance(function, staticmethod | classmethod):
        method = cast(Any, function)
        return cast(F, type(method)(_mark(marks, method.__func__)))

    @wraps(function)
    def handler(*arguments: Any, **fields: Any) -> Any:
        return function(*arguments, **fields)

    vars(handler)["_wraps"] = (handler, function)
    for mark in ("_on_action", "_after_action"):
        if mark in marks:
            earlier: tuple[str, ...] = getattr(function, f"{mark}s", ())
            marks[f"{mark}s"] = (*earlier, marks[mark])
    vars(handler).update(marks)
    if handler.__name__ not in routables:
        routables.append(handler.__name__)
    return cast(F, handler)


def unmarked(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return what a handler that was marked by `@on` calls, so that it can be called without the detour."""
    function: Any = getattr(handler, "__func__", handler)
    # Other decorators copy attributes: only a wrapper of ours names itself.
    wrapper, wrapped = getattr(function, "_wraps", (None, None))
    if wrapper is not function or not callable(wrapped):
        return handler
    inner = unmarked(wrapped)
    return inner if function is handler else MethodType(inner, cast(MethodType, handler).__self__)


def create_route_map(obj: object) -> dict[str, Handlers]:
    """Return the handlers of an object: action -> `_on_action`, `_after_action`, `_skip_schema_validation`.

    Methods of all base classes and functions set on the object itself are found; a method that overrides a marked one
    is a handler without being marked again. Properties are never run. Where two methods of one class handle the same
    action the later one wins, and a warning says so.
    """
    return _routes(_marked_attributes(obj), lambda name: getattr(obj, name))


class ClassRoutes(Struct, frozen=True, eq=False):
    """The handlers of a class, which are yet to be bound to an object."""

    handlers: dict[str, Handlers]
    """Functions whose first parameter is the object."""
    kept: dict[object, object]
    """What else is alike for all objects: for whoever routes messages."""

    def of(self, obj: object, action: str) -> Handlers | None:
        """Return the handlers of an action for an object."""
        handlers = self.handlers.get(action)
        return None if handlers is None else _bound(handlers, obj)

    def route_map(self, obj: object) -> dict[str, Handlers]:
        """Return what `create_route_map` returned for an object when these were its handlers."""
        return {action: _bound(handlers, obj) for action, handlers in self.handlers.items()}


def class_routes(obj: object) -> ClassRoutes | None:
    """Return the handlers that an object shares with all of its class; None if it has some of its own."""
    kind = type(obj)
    known = _known_of_class(kind)
    own: dict[str, Any] = getattr(obj, "__dict__", {})
    if known.routes is None or kind.__getattribute__ is not object.__getattribute__ or _has_own(own, known.handlers):
        return None
    _warn_of_doubles(known.handlers.values())
    return known.routes


def _routes(found: "Iterable[_Marked]", handler_of: Callable[[str], Callable[..., Any]]) -> dict[str, Handlers]:
    routes: dict[str, Handlers] = {}
    for marked in found:
        handler = handler_of(marked.name)
        for action in marked.on_actions:
            route = routes.setdefault(action, {})
            route["_skip_schema_validation"] = marked.skips_validation
            route["_on_action"] = handler
        for action in marked.after_actions:
            routes.setdefault(action, {})["_after_action"] = handler
    return routes


def _bound(handlers: Handlers, obj: object) -> Handlers:
    bound = handlers.copy()
    if "_on_action" in bound:
        bound["_on_action"] = MethodType(bound["_on_action"], obj)
    if "_after_action" in bound:
        bound["_after_action"] = MethodType(bound["_after_action"], obj)
    return bound


class _Marked(Struct, frozen=True):
    """An attribute that is a handler: who defines it, and what the function says that carries the marks for it."""

    name: str
    owner: type | None
    on_actions: tuple[str, ...]
    after_actions: tuple[str, ...]
    skips_validation: bool


def _read_marks(name: str, owner: type | None, function: object) -> _Marked | None:
    """Return what the marks of an attribute say, None if it has none."""
    on_actions, after_actions = _actions(function, "_on_action"), _actions(function, "_after_action")
    if not (on_actions or after_actions):
        return None
    return _Marked(name, owner, on_actions, after_actions, getattr(function, "_skip_schema_validation", False))


def _actions(function: object, mark: str) -> tuple[str, ...]:
    """Return the actions a function is marked for: several by `@on` itself, one by a mark that was set by hand."""
    action = getattr(function, mark, None)
    if not isinstance(action, str):
        return ()
    actions: object = getattr(function, f"{mark}s", ())
    if isinstance(actions, tuple) and action in actions:
        return cast(tuple[str, ...], actions)
    return (action,)


class _ClassMarks(Struct, frozen=True):
    """The handlers of a class, and all that it and its bases had when they were looked for."""

    attributes: list[object]
    handlers: dict[str, _Marked]
    routes: ClassRoutes | None
    """None if not all of them are plain functions."""


_KEPT = "_handlers_of_class"
"""The attribute under which a class keeps them: a table of ours would keep the class alive."""


def _marked_attributes(obj: object) -> Iterable[_Marked]:
    """Return the handlers of an object, those of base classes first; nothing is evaluated."""
    found = _known_of_class(type(obj)).handlers
    own: dict[str, Any] = getattr(obj, "__dict__", {})
    if _has_own(own, found):
        found = dict(found)
        _look_into(found, None, own)
    _warn_of_doubles(found.values())
    return found.values()


def _has_own(attributes: Mapping[str, Any], of_class: Mapping[str, _Marked]) -> bool:
    """Tell whether an object has handlers besides those of its class."""
    return any(
        name in of_class or hasattr(value, "_on_action") or hasattr(value, "_after_action")
        for name, value in attributes.items()
    )


def _known_of_class(kind: type) -> _ClassMarks:
    """Return the handlers of a class: looked for again only if an attribute was changed, for stations come and go."""
    # The classes of this library, which have none, are passed over.
    owners = [owner for owner in reversed(kind.__mro__) if not _is_ours(owner)]
    attributes: list[object] = []
    for owner in owners:
        attributes += vars(owner)  # with what is kept here: the second time it is found to be new, and never again
        attributes += [value for value in vars(owner).values() if type(value) is not _ClassMarks]
    known = vars(kind).get(_KEPT)
    if not isinstance(known, _ClassMarks) or known.attributes != attributes:
        found: dict[str, _Marked] = {}
        for owner in owners:
            _look_into(found, owner, vars(owner))
        known = _ClassMarks(attributes, found, _shared_routes(found))
        with suppress(AttributeError, TypeError):  # a class may refuse it
            setattr(kind, _KEPT, known)
    return known


def _shared_routes(found: Mapping[str, _Marked]) -> ClassRoutes | None:
    functions: dict[str, Callable[..., Any]] = {
        marked.name: function
        for marked in found.values()
        if marked.owner is not None and isinstance(function := vars(marked.owner)[marked.name], FunctionType)
    }
    return ClassRoutes(_routes(found.values(), functions.__getitem__), {}) if len(functions) == len(found) else None


def _look_into(found: dict[str, _Marked], owner: type | None, namespace: Mapping[str, Any]) -> None:
    """Add the handlers of a class, or of an object itself, to those of its bases."""
    for name, attribute in namespace.items():
        # Static and class methods carry the marks on the function that they wrap.
        function: object = getattr(attribute, "__func__", attribute)
        overridden = found.pop(name, None)
        marked = _read_marks(name, owner, function)
        if marked is None and overridden is not None and callable(function):
            marked = replace(overridden, owner=owner)
        if marked is not None:
            found[name] = marked


def _is_ours(owner: type) -> bool:
    return owner is object or owner.__module__.startswith("ocpp.")


def _warn_of_doubles(handlers: Iterable[_Marked]) -> None:
    """Say that of two handlers for one action in one class only the later is used."""
    first: dict[tuple[type | None, bool, str], str] = {}
    for handler in handlers:
        for is_after, actions in enumerate((handler.on_actions, handler.after_actions)):
            for action in actions:
                earlier = first.setdefault((handler.owner, bool(is_after), action), handler.name)
                if earlier != handler.name:
                    LOGGER.warning(
                        "Both %s and %s are marked for %s; %s is used", earlier, handler.name, action, handler.name
                    )


class HandlerPlan(Struct, frozen=True):
    """How to call a handler, read from its signature."""

    message_class: type[Request[Any] | Send] | None
    """The message class that its first parameter is annotated with; None for keyword handlers."""
    wants_unique_id: bool
    """Whether it names the parameter `call_unique_id`."""
    inject_response: bool
    """Whether an `@after` hook asked for the answer."""
    is_async: bool = False
    """Whether it is an async function; another one may still return something to wait for."""


def plan_of(handler: Callable[..., Any]) -> HandlerPlan:
    """Return how to call a handler; signatures are read once per function."""
    function = getattr(handler, "__func__", handler)
    bound = function is not handler
    plans = _plans_of_bound if bound else _plans
    try:
        plan = plans.get(function)
        if plan is None:
            plan = plans[function] = _read_plan(function, bound)
    except TypeError:  # it cannot be hashed or weakly referenced
        return _read_plan(function, bound)
    return plan


# Weak, because handlers may be closures and partials of charge points that come and go.
_plans: WeakKeyDictionary[Callable[..., Any], HandlerPlan] = WeakKeyDictionary()
_plans_of_bound: WeakKeyDictionary[Callable[..., Any], HandlerPlan] = WeakKeyDictionary()


def _read_plan(function: Callable[..., Any], bound: bool) -> HandlerPlan:
    try:
        parameters = list(inspect.signature(function).parameters.values())[bound:]
    except (ValueError, TypeError):  # functions in C have no signature
        parameters = []
    return HandlerPlan(
        message_class=_message_class(function, parameters),
        wants_unique_id=any(parameter.name == "call_unique_id" for parameter in parameters),
        inject_response=bool(getattr(function, "_inject_response", False)),
        is_async=inspect.iscoroutinefunction(inspect.unwrap(function)),
    )


def _message_class(
    function: Callable[..., Any], parameters: list[inspect.Parameter]
) -> type[Request[Any] | Send] | None:
    """Return the message class that annotates the first parameter, which may be written as a string."""
    if not parameters or parameters[0].kind not in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        return None
    annotation: Any = parameters[0].annotation
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, _globals_of(function))  # noqa: S307 - the handler's author wrote it
        except (NameError, AttributeError, SyntaxError, TypeError):
            if len(parameters) == 1:
                # It was meant to be typed: the message class must be importable where the handler is defined.
                LOGGER.warning("Cannot resolve the annotation %s of %r; it gets keywords", annotation, function)
            return None
    if isinstance(annotation, type) and issubclass(annotation, Request | Send):
        return cast("type[Request[Any] | Send]", annotation)
    return None


def _globals_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the names that a function sees, below partials and decorators; for other callables, its class's."""
    innermost: Any = inspect.unwrap(cast("partial[Any]", function).func if isinstance(function, partial) else function)
    found: dict[str, Any] | None = getattr(innermost, "__globals__", None)
    return found or vars(sys.modules[type(innermost).__module__])
