"""Finding the handlers of an object, and how they want to be called."""
# pyright: basic

import functools
import gc
import weakref
from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest

from ocpp.routing import HandlerPlan, after, create_route_map, on, plan_of

from .sample_messages import Sample


class Base:
    """Handlers of a base class."""

    @on("A")
    def handle_a(self) -> str:
        return "base"

    @on("B", skip_schema_validation=True)
    def handle_b(self) -> str:
        return "base"

    @after("A")
    def after_a(self) -> str:
        return "after"

    @property
    def trap(self) -> str:
        raise AssertionError("a property was run")


def routes_of(handlers: object) -> dict[str, Any]:
    return dict(create_route_map(handlers))


def names(routes: dict[str, Any]) -> dict[str, set[str]]:
    return {action: set(handlers) for action, handlers in routes.items()}


def test_handlers_are_found_by_action() -> None:
    routes = routes_of(Base())
    assert names(routes) == {
        "A": {"_on_action", "_skip_schema_validation", "_after_action"},
        "B": {"_on_action", "_skip_schema_validation"},
    }
    assert [routes[action]["_skip_schema_validation"] for action in "AB"] == [False, True]
    assert routes["A"]["_after_action"]() == "after"


def test_an_override_needs_no_mark_and_may_have_another() -> None:
    class Unmarked(Base):
        def handle_a(self) -> str:
            return "unmarked"

    class Marked(Base):
        @on("C")
        def handle_a(self) -> str:
            return "marked"

    assert routes_of(Unmarked())["A"]["_on_action"]() == "unmarked"
    assert routes_of(Marked())["C"]["_on_action"]() == "marked"


def test_an_override_that_is_no_function_removes_the_handler() -> None:
    class Without(Base):
        handle_b: Any = None

    assert "B" not in routes_of(Without()) or "_on_action" in routes_of(Without())["B"]


def test_functions_of_the_instance_win() -> None:
    base: Any = Base()
    base.own = on("A")(lambda: "own")
    assert routes_of(base)["A"]["_on_action"]() == "own"


def test_one_function_may_serve_several_actions() -> None:
    class Several:
        @on("A")
        @on("B")
        @after("C")
        @after("D")
        def handle(self) -> None: ...

    assert names(routes_of(Several())) == {
        "A": {"_on_action", "_skip_schema_validation"},
        "B": {"_on_action", "_skip_schema_validation"},
        "C": {"_after_action"},
        "D": {"_after_action"},
    }


def test_two_handlers_of_one_action_are_warned_of(caplog: Any) -> None:
    class Two:
        @on("A")
        def first(self) -> str:
            return "first"

        @on("A")
        def second(self) -> str:
            return "second"

    assert routes_of(Two())["A"]["_on_action"]() == "second"
    assert "first" in caplog.text
    assert "second" in caplog.text


def test_a_class_that_is_changed_later_is_read_again() -> None:
    class Changed(Base):
        pass

    for _ in range(3):
        assert names(routes_of(Changed())) == {
            "A": {"_on_action", "_after_action", "_skip_schema_validation"},
            "B": ANY,
        }
    Changed.handle_c = on("C")(lambda _: "new")  # pyright: ignore[reportAttributeAccessIssue]
    assert "C" in routes_of(Changed())
    Changed.handle_c = on("D")(lambda _: "other")  # pyright: ignore[reportAttributeAccessIssue]
    assert routes_of(Changed()).keys() == {"A", "B", "D"}
    del Changed.handle_c  # pyright: ignore[reportAttributeAccessIssue]
    assert routes_of(Changed()).keys() == {"A", "B"}


def test_a_base_that_is_changed_later_is_read_again() -> None:
    class First(Base):
        pass

    class Second(First):
        pass

    for _ in range(3):
        assert routes_of(Second()).keys() == routes_of(First()).keys() == {"A", "B"}
    First.handle_c = on("C")(lambda _: "new")  # pyright: ignore[reportAttributeAccessIssue]
    assert "C" in routes_of(Second())


def test_a_class_is_forgotten_with_its_last_use() -> None:
    class Passing(Base):
        pass

    routes_of(Passing())
    passing = weakref.ref(Passing)
    del Passing
    gc.collect()
    assert passing() is None


def test_a_route_map_of_what_has_no_dict() -> None:
    assert routes_of(object()) == {}


def test_other_decorators_keep_the_mark() -> None:
    def traced(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return ("traced", function(*args, **kwargs))

        return wrapper

    class Traced:
        @traced
        @on("A")
        def handle(self, request: Sample) -> str:
            return "a"

    handler = routes_of(Traced())["A"]["_on_action"]
    assert handler(None) == ("traced", "a")
    assert plan_of(handler).message_class is Sample


KEYWORDS = HandlerPlan(None, wants_unique_id=False, inject_response=False)
TYPED = HandlerPlan(Sample, wants_unique_id=False, inject_response=False)


class Planned:
    """Handlers of every signature."""

    def keywords(self, text: str, **more: Any) -> None: ...
    def with_id(self, call_unique_id: str, **more: Any) -> None: ...
    def typed(self, request: Sample) -> None: ...
    def typed_as_text(self, request: "Sample") -> None: ...
    def typed_with_id(self, request: Sample, call_unique_id: str) -> None: ...
    def text_that_means_nothing(self, request: "Nonsense") -> None: ...  # noqa: F821  # pyright: ignore[reportUndefinedVariable]
    def keyword_only(self, *, request: Sample) -> None: ...
    def nothing(self) -> None: ...


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("keywords", KEYWORDS),
        ("with_id", HandlerPlan(None, wants_unique_id=True, inject_response=False)),
        ("typed", TYPED),
        ("typed_as_text", TYPED),
        ("typed_with_id", HandlerPlan(Sample, wants_unique_id=True, inject_response=False)),
        ("text_that_means_nothing", KEYWORDS),
        ("keyword_only", KEYWORDS),
        ("nothing", KEYWORDS),
    ],
)
def test_plans(name: str, plan: HandlerPlan) -> None:
    assert plan_of(getattr(Planned(), name)) == plan


def test_plans_of_what_is_no_method() -> None:
    def typed(request: Sample) -> None: ...

    class Unhashable:
        __hash__: Any = None

        def __call__(self, request: Sample) -> None: ...

    assert plan_of(typed) == TYPED
    assert plan_of(functools.partial(typed)) == TYPED
    assert plan_of(Unhashable()) == TYPED
    assert plan_of(print) == KEYWORDS
    assert plan_of(after("A", inject_response=True)(lambda: None)).inject_response
