"""@on, @after and create_route_map: routes are found by the attributes that the decorators set on functions."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# pyright: reportTypedDictNotRequiredAccess=false

import asyncio
import functools
import types
from collections.abc import Callable
from typing import Any

import pytest

from ocpp.routing import after, create_route_map, on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.enums import Action

from .connection import MemoryConnection


def loud(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator as users write them: it knows nothing of routes."""

    @functools.wraps(handler)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return handler(*args, **kwargs)

    return wrapper


class Station:
    @on(Action.heartbeat)
    def on_heartbeat(self, **kwargs: Any) -> str:
        return "heartbeat"

    @after(Action.heartbeat)
    def after_heartbeat(self, **kwargs: Any) -> str:
        return "after"

    @on("VendorAction", skip_schema_validation=True)
    async def on_vendor_action(self) -> None: ...

    @loud
    @on(Action.authorize)
    def on_wrapped(self, **kwargs: Any) -> str:
        return "wrapped"

    def not_a_handler(self) -> None: ...


class Mixin:
    @on(Action.meter_values)
    def on_meter_values(self, **kwargs: Any) -> None: ...


class Derived(Mixin, Station):
    @on(Action.heartbeat)
    def on_heartbeat(self, **kwargs: Any) -> str:
        return "derived"


def test_shape_of_the_route_map() -> None:
    station = Station()
    assert create_route_map(station) == {
        Action.heartbeat: {
            "_on_action": station.on_heartbeat,
            "_after_action": station.after_heartbeat,
            "_skip_schema_validation": False,
        },
        "VendorAction": {"_on_action": station.on_vendor_action, "_skip_schema_validation": True},
        Action.authorize: {"_on_action": station.on_wrapped, "_skip_schema_validation": False},
    }


def test_actions_are_found_by_plain_string_and_by_enum() -> None:
    routes = create_route_map(Station())
    assert routes["Heartbeat"] is routes[Action.heartbeat]
    assert routes["Authorize"]["_on_action"]() == "wrapped"


def test_decorators_set_attributes_on_the_function() -> None:
    handler: Any = Station.on_heartbeat
    assert handler._on_action == "Heartbeat"
    assert handler._skip_schema_validation is False
    assert not hasattr(handler, "_after_action")
    vendor: Any = Station.on_vendor_action
    assert (vendor._on_action, vendor._skip_schema_validation) == ("VendorAction", True)
    later: Any = Station.after_heartbeat
    assert later._after_action == "Heartbeat"
    assert not hasattr(later, "_on_action")


def test_decorated_function_can_be_called_and_keeps_its_name() -> None:
    assert Station().on_heartbeat(a=1) == "heartbeat"
    assert Station().after_heartbeat() == "after"
    assert Station.on_heartbeat.__name__ == "on_heartbeat"
    assert asyncio.run(Station().on_vendor_action()) is None


def test_skip_schema_validation_is_for_keywords_only() -> None:
    decorate: Any = on
    with pytest.raises(TypeError):
        decorate(Action.heartbeat, True)


def test_after_alone_makes_a_route() -> None:
    class Listener:
        @after(Action.heartbeat)
        def later(self) -> None: ...

    listener = Listener()
    assert create_route_map(listener) == {"Heartbeat": {"_after_action": listener.later}}


def test_one_function_for_on_and_after() -> None:
    class Both:
        @after(Action.heartbeat)
        @on(Action.heartbeat)
        def handle(self) -> None: ...

    routes = create_route_map(Both())["Heartbeat"]
    assert set(routes) == {"_on_action", "_after_action", "_skip_schema_validation"}


def test_inherited_and_mixed_in_handlers() -> None:
    derived = Derived()
    routes = create_route_map(derived)
    assert set(routes) == {"Heartbeat", "VendorAction", "Authorize", "MeterValues"}
    assert routes["Heartbeat"]["_on_action"]() == "derived"
    assert routes["Heartbeat"]["_after_action"] == derived.after_heartbeat
    assert routes["MeterValues"]["_on_action"] == derived.on_meter_values


def test_static_and_class_methods() -> None:
    class Odd:
        @staticmethod
        @on(Action.heartbeat)
        def static_handler() -> str:
            return "static"

        @classmethod
        @on(Action.reset)
        def class_handler(cls) -> str:
            return cls.__name__

    routes = create_route_map(Odd())
    assert routes["Heartbeat"]["_on_action"]() == "static"
    assert routes["Reset"]["_on_action"]() == "Odd"


def test_function_set_on_the_instance_before_the_map_is_made() -> None:
    class Plain: ...

    @on(Action.heartbeat)
    def on_instance_heartbeat() -> str:
        return "instance"

    plain: Any = Plain()
    plain.on_instance_heartbeat = on_instance_heartbeat
    assert create_route_map(plain)["Heartbeat"]["_on_action"] is on_instance_heartbeat


def test_modules_and_other_objects_have_routes_too() -> None:
    @on(Action.reset)
    def on_module_reset() -> None: ...

    namespace = types.SimpleNamespace(on_module_reset=on_module_reset)
    assert create_route_map(namespace) == {
        "Reset": {"_on_action": on_module_reset, "_skip_schema_validation": False},
    }


def test_hand_made_attributes_count_as_well() -> None:
    class HandMade:
        @on(Action.heartbeat)
        def on_hand_made(self) -> None: ...

    def replacement() -> None: ...

    replacement._on_action = Action.clear_cache
    hand_made: Any = HandMade()
    hand_made.on_hand_made = replacement
    assert create_route_map(hand_made) == {
        "ClearCache": {"_on_action": replacement, "_skip_schema_validation": False},
    }


def test_properties_of_the_class_are_not_run() -> None:
    class Careful:
        @property
        def never_to_be_read(self) -> Any:
            raise AssertionError("the getter has run")

        @on(Action.heartbeat)
        def on_careful_heartbeat(self) -> None: ...

    assert list(create_route_map(Careful())) == ["Heartbeat"]


def answering_station(connection: MemoryConnection) -> Any:
    class Answering(ChargePoint):
        @on(Action.heartbeat)
        def on_heartbeat(self) -> call_result.Heartbeat:
            return call_result.Heartbeat("handler")

        @on(Action.authorize)
        def on_authorize(self, id_tag: str) -> Any:
            return call_result.Authorize({"status": "Accepted"})

    return Answering("CP-1", connection)


HEARTBEAT = '[2,"1","Heartbeat",{}]'


def test_flag_of_a_route_is_read_at_each_message(run: Callable[..., Any], connection: MemoryConnection) -> None:
    station = answering_station(connection)
    bad = '[2,"1","Authorize",{"idTag":"' + 30 * "x" + '"}]'

    async def scenario() -> None:
        await station.route_message(bad)
        for action in station.route_map:
            station.route_map[action]["_skip_schema_validation"] = True
        await station.route_message(bad)
        station.route_map["Authorize"]["_skip_schema_validation"] = False
        await station.route_message(bad)

    run(scenario())
    assert [frame[0] for frame in connection.frames] == [4, 3, 4]
    assert connection.frames[0][2] == connection.frames[2][2] == "TypeConstraintViolation"


def test_handler_of_a_route_is_read_at_each_message(run: Callable[..., Any], connection: MemoryConnection) -> None:
    station = answering_station(connection)

    async def scenario() -> None:
        await station.route_message(HEARTBEAT)
        station.route_map["Heartbeat"]["_on_action"] = lambda: call_result.Heartbeat("lambda")
        await station.route_message(HEARTBEAT)
        del station.route_map["Heartbeat"]
        await station.route_message(HEARTBEAT)
        station.route_map["Heartbeat"] = {"_on_action": lambda: call_result.Heartbeat("new")}
        await station.route_message(HEARTBEAT)

    run(scenario())
    times = [frame[2]["currentTime"] if frame[0] == 3 else frame[2] for frame in connection.frames]
    assert times == ["handler", "lambda", "NotImplemented", "new"]


def test_route_map_may_be_replaced_by_a_plain_dict(run: Callable[..., Any], connection: MemoryConnection) -> None:
    station = answering_station(connection)
    seen: list[Any] = []

    def handle(action: str, **payload: Any) -> Any:
        seen.append((action, payload))
        return call_result.Heartbeat(current_time=action)

    async def scenario() -> None:
        station.route_map = {"Heartbeat": {"_on_action": functools.partial(handle, "Heartbeat")}}
        await station.route_message(HEARTBEAT)
        await station.route_message('[2,"2","Authorize",{"idTag":"x"}]')

    run(scenario())
    assert seen == [("Heartbeat", {})]
    assert connection.frames[0] == [3, "1", {"currentTime": "Heartbeat"}]
    assert connection.frames[1][:3] == [4, "2", "NotImplemented"]


def test_handler_with_call_unique_id_may_be_a_partial(run: Callable[..., Any], connection: MemoryConnection) -> None:
    station = answering_station(connection)

    async def handle(prefix: str, call_unique_id: str) -> Any:
        return call_result.Heartbeat(prefix + call_unique_id)

    async def scenario() -> None:
        station.route_map = {"Heartbeat": {"_on_action": functools.partial(handle, "id ")}}
        await station.route_message(HEARTBEAT)

    run(scenario())
    assert connection.sent == ['[3,"1",{"currentTime":"id 1"}]']


# What charge points of a class share must not be seen from outside.


class Answering(ChargePoint):
    """Says who has answered, and notes what comes after."""

    @on(Action.heartbeat)
    def on_heartbeat(self) -> Any:
        return call_result.Heartbeat(self.id)

    @after(Action.heartbeat)
    def after_heartbeat(self) -> None:
        self.heard = self.id


def times(connection: MemoryConnection) -> list[str]:
    return [frame[2]["currentTime"] if frame[0] == 3 else frame[2] for frame in connection.frames]


def test_each_of_a_class_answers_for_itself(run: Callable[..., Any], connection: MemoryConnection) -> None:
    stations = [Answering(identity, connection) for identity in ("CP-1", "CP-2")]

    async def scenario() -> None:
        for station in (*stations, *stations):
            await station.route_message(HEARTBEAT)

    run(scenario())
    assert times(connection) == ["CP-1", "CP-2", "CP-1", "CP-2"]
    assert [station.heard for station in stations] == ["CP-1", "CP-2"]


def test_a_changed_route_is_that_of_one_charge_point(run: Callable[..., Any], connection: MemoryConnection) -> None:
    changed, other = Answering("CP-1", connection), Answering("CP-2", connection)

    async def scenario() -> None:
        await changed.route_message(HEARTBEAT)
        changed.route_map["Heartbeat"]["_on_action"] = lambda: call_result.Heartbeat("changed")
        for station in (changed, other):
            await station.route_message(HEARTBEAT)

    run(scenario())
    assert times(connection) == ["CP-1", "changed", "CP-2"]


def test_the_route_map_is_that_of_the_time_when_the_charge_point_was_made(
    run: Callable[..., Any], connection: MemoryConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a map that is made at once: what is set on the object or its class later is no handler."""
    station = Answering("CP-1", connection)
    station.on_heartbeat = station.on_late = on(Action.heartbeat)(lambda: call_result.Heartbeat("late"))
    monkeypatch.setattr(Answering, "on_heartbeat", on(Action.heartbeat)(lambda _: call_result.Heartbeat("patched")))

    async def scenario() -> None:
        await station.route_message(HEARTBEAT)
        assert list(station.route_map) == ["Heartbeat"]
        await station.route_message(HEARTBEAT)
        await Answering("CP-2", connection).route_message(HEARTBEAT)

    run(scenario())
    assert times(connection) == ["CP-1", "CP-1", "patched"]


def test_a_charge_point_with_a_handler_of_its_own(run: Callable[..., Any], connection: MemoryConnection) -> None:
    class Own(Answering):
        def __init__(self, *arguments: Any) -> None:
            self.on_heartbeat = on(Action.heartbeat)(lambda: call_result.Heartbeat("own"))
            super().__init__(*arguments)

    run(Own("CP-1", connection).route_message(HEARTBEAT))
    assert times(connection) == ["own"]


@pytest.mark.parametrize("kind", [staticmethod, classmethod])
def test_a_handler_that_is_no_plain_function(
    run: Callable[..., Any], connection: MemoryConnection, kind: Callable[..., Any]
) -> None:
    class Odd(ChargePoint):
        on_heartbeat = kind(on(Action.heartbeat)(lambda *_: call_result.Heartbeat("odd")))

    run(Odd("CP-1", connection).route_message(HEARTBEAT))
    assert times(connection) == ["odd"]
