"""Defects of the peer, by their numbers in the list that the contract keeps, and that this library has none of them.

Where the peer's behaviour stays the default for drop-in's sake (b14, b19, b34, NotSupported and NotImplemented), the
test shows the default and what `strict=True` makes of it. There is no b32.
"""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# pyright: reportTypedDictNotRequiredAccess=false

import asyncio
import copy
import dataclasses
import gc
import itertools
import json
import logging
import math
import pickle
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ocpp import exceptions, v16, v21, v201
from ocpp.messages import Call, CallError, CallResult, _DecimalEncoder, _validate_payload, get_validator
from ocpp.routing import after, create_route_map, on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action

from .connection import LoggedOutError, MemoryConnection, running, stopped

pytestmark = pytest.mark.ours

Run = Callable[..., Any]

HEARTBEAT = [2, "last", "Heartbeat", {}]
NOW = [3, "last", {"currentTime": "now"}]


class Station(v16.ChargePoint):
    @on(Action.heartbeat)
    def on_heartbeat(self, **kwargs: Any) -> Any:
        return call_result.Heartbeat("now")


class Station201(v201.ChargePoint):
    @on("Heartbeat")
    def on_heartbeat(self, **kwargs: Any) -> Any:
        return v201.call_result.Heartbeat("now")


class Station21(v21.ChargePoint):
    @on("Heartbeat")
    def on_heartbeat(self, **kwargs: Any) -> Any:
        return v21.call_result.Heartbeat("now")


STRICT: Any = {"strict": True}
LAX: Any = {}

STATIONS: dict[str, Any] = {"1.6": Station, "2.0.1": Station201, "2.1": Station21}


def served(run: Run, station: Any, connection: MemoryConnection, *frames: Any) -> list[Any]:
    """Feed frames and a last Heartbeat to `start()`; return what was sent before the answer to the Heartbeat."""
    connection.renew()

    async def scenario() -> list[Any]:
        task = await running(station)
        for frame in frames:
            connection.feed(frame)
        connection.feed(HEARTBEAT)
        sent: list[Any] = []
        while True:
            frame = await connection.next_sent()
            if frame == NOW:
                await stopped(task)
                return sent
            sent.append(frame)

    return run(scenario())


def test_b01_call_in_a_handler_gets_its_answer(run: Run, connection: MemoryConnection) -> None:
    class Asking(v16.ChargePoint):
        @on(Action.boot_notification)
        async def on_boot(self, **kwargs: Any) -> Any:
            configuration: Any = await self.call(call.GetConfiguration(["Interval"]))
            interval = int(configuration.configuration_key[0]["value"])
            return call_result.BootNotification("now", interval, "Accepted")

    async def scenario() -> Any:
        task = await running(Asking("CP-1", connection, 1))
        connection.feed([2, "boot", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}])
        question = await connection.next_sent()
        assert question[2] == "GetConfiguration"
        keys = [{"key": "Interval", "readonly": True, "value": "7"}]
        connection.feed([3, question[1], {"configurationKey": keys}])
        answer = await connection.next_sent()
        await stopped(task)
        return answer

    assert run(scenario()) == [3, "boot", {"currentTime": "now", "interval": 7, "status": "Accepted"}]


def test_b02_slow_handler_does_not_hold_answers_up(run: Run, connection: MemoryConnection) -> None:
    release = asyncio.Event()

    class Slow(v16.ChargePoint):
        @on(Action.heartbeat)
        async def on_heartbeat(self) -> Any:
            await release.wait()
            return call_result.Heartbeat("now")

    async def scenario() -> Any:
        station = Slow("CP-1", connection, 1)
        task = await running(station)
        connection.feed(HEARTBEAT)
        request = asyncio.ensure_future(station.call(call.ClearCache(), unique_id="x"))
        assert (await connection.next_sent())[1] == "x"
        connection.feed([3, "x", {"status": "Accepted"}])
        result: Any = await request
        release.set()
        assert await connection.next_sent() == NOW
        await stopped(task)
        return result.status

    assert run(scenario()) == "Accepted"


@pytest.mark.parametrize("version", STATIONS)
@pytest.mark.parametrize(
    "raw",
    ['[2,"77"]', '[2,"77","Heartbeat"]', '[2,"77","Heartbeat",{},1]', '[2,"77",5,{}]', '[2,"77","Heartbeat",[]]'],
)
def test_b03_bad_call_with_a_readable_id_is_answered(
    run: Run, connection: MemoryConnection, version: str, raw: str
) -> None:
    (answer,) = served(run, STATIONS[version]("CP-1", connection), connection, raw)
    assert answer[:2] == [4, "77"]
    assert [type(element) for element in answer[2:]] == [str, str, dict]
    assert answer[2]


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
def test_b03_unknown_message_type_is_answered_in_2_x(run: Run, connection: MemoryConnection, version: str) -> None:
    station = STATIONS[version]("CP-1", connection)
    (answer,) = served(run, station, connection, '[9,"77","Heartbeat",{}]')
    assert answer[:3] == [4, "77", "MessageTypeNotSupported"]


UNREADABLE = ["", "{", "null", "{}", "[]", "[2]", "[2,{}]", '[2,null,"Heartbeat",{}]', b"\xff\xfe"]


@pytest.mark.parametrize("version", STATIONS)
@pytest.mark.parametrize("raw", UNREADABLE)
def test_b03_unreadable_message_is_dropped_with_a_log_line(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture, version: str, raw: Any
) -> None:
    with caplog.at_level(logging.WARNING, "ocpp"):
        assert served(run, STATIONS[version]("CP-1", connection), connection, raw) == []
    assert len(caplog.records) == 1


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
@pytest.mark.parametrize("raw", UNREADABLE)
def test_b03_unreadable_message_is_answered_when_strict(
    run: Run, connection: MemoryConnection, version: str, raw: Any
) -> None:
    station = STATIONS[version]("CP-1", connection, **STRICT)
    (answer,) = served(run, station, connection, raw)
    assert answer[:3] == [4, "-1", "RpcFrameworkError"]


@pytest.mark.parametrize("raw", ['[3,"77"]', '[4,"77"]', '[3,"77",5]', '[3,"77",{},{},{}]'])
def test_b03_bad_answers_are_never_answered(run: Run, connection: MemoryConnection, raw: str) -> None:
    assert served(run, Station("CP-1", connection), connection, raw) == []


@pytest.mark.parametrize("action", ['["Heartbeat"]', "{}", "null", "7", "true"])
def test_b04_action_of_another_type_does_not_end_the_connection(
    run: Run, connection: MemoryConnection, action: str
) -> None:
    (answer,) = served(run, Station("CP-1", connection), connection, f'[2,"1",{action},{{}}]')
    assert answer[:2] == [4, "1"]


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_b05_deep_nesting_does_not_end_the_connection(run: Run, connection: MemoryConnection, depth: int) -> None:
    nested = "[" * depth + "]" * depth
    objects = '{"a":' * depth + "1" + "}" * depth
    frames = [nested, f'[2,"5","Heartbeat",{nested}]', f'[2,"6","Heartbeat",{objects}]', "[" * depth]
    answers = served(run, Station("CP-1", connection), connection, *frames)
    assert all(answer[0] == 4 for answer in answers)


@pytest.mark.parametrize("value", [None, "text", {"currentTime": "now"}, call_result.Heartbeat, 5])
def test_b06_handler_that_returns_no_payload_is_answered_for(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture, value: Any
) -> None:
    class Wrong(Station):
        @on(Action.clear_cache)
        def on_clear_cache(self) -> Any:
            return value

    with caplog.at_level(logging.ERROR, "ocpp"):
        (answer,) = served(run, Wrong("CP-1", connection), connection, [2, "1", "ClearCache", {}])
    assert answer[:3] == [4, "1", "InternalError"]
    assert "on_clear_cache" in caplog.text


@pytest.mark.parametrize("error", [ValueError("why"), TypeError("why"), exceptions.SecurityError("why")])
def test_b07_failing_after_hook_does_not_end_the_connection(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    class Failing(Station):
        @on(Action.clear_cache)
        def on_clear_cache(self) -> Any:
            return call_result.ClearCache("Accepted")

        @after(Action.clear_cache)
        def after_clear_cache(self) -> None:
            raise error

    with caplog.at_level(logging.ERROR, "ocpp"):
        answers = served(run, Failing("CP-1", connection), connection, [2, "1", "ClearCache", {}])
    assert answers == [[3, "1", {"status": "Accepted"}]]
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error]


def test_b08_key_error_in_an_after_hook_is_logged(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(Station):
        @after(Action.heartbeat)
        def after_heartbeat(self) -> None:
            raise KeyError("missing")

    with caplog.at_level(logging.ERROR, "ocpp"):
        assert served(run, Failing("CP-1", connection), connection) == []
    assert "KeyError: 'missing'" in caplog.text


def test_b09_all_actions_of_2_1_are_known(run: Run, connection: MemoryConnection) -> None:
    station = v21.ChargePoint("CP-1", connection)
    actions = [action for action in v21.enums.Action if action != "NotifyPeriodicEventStream"]
    assert len(actions) >= 90

    async def scenario() -> None:
        for action in actions:
            await station.route_message(json.dumps([2, action, action, {}]))
        await station.route_message('[2,"nonsense","Nonsense",{}]')

    run(scenario())
    *known, unknown = connection.frames
    assert [(frame[1], frame[2]) for frame in known] == [(action, "NotImplemented") for action in actions]
    assert unknown[2] == "NotSupported"
    assert unknown[4] == {"cause": "Nonsense not supported by OCPP2.1."}


def test_b10_unsolicited_answers_do_not_pile_up(run: Run, connection: MemoryConnection) -> None:
    station = Station("CP-1", connection)

    async def scenario() -> None:
        for number in range(5_000):
            await station.route_message(f'[3,"unknown-{number}",{{}}]')

    run(scenario())
    assert station._response_queue.qsize() <= 1_000


@pytest.mark.parametrize(
    ("code", "name"),
    [("RpcFrameworkError", "RpcFrameworkError"), ("MessageTypeNotSupported", "MessageTypeNotSupportedError")],
)
def test_b11_all_codes_of_the_specification_are_known(code: str, name: str) -> None:
    error = CallError("1", code, "words", {"a": 1}).to_exception()
    assert type(error) is getattr(exceptions, name)
    assert (error.code, error.description, error.details) == (code, "words", {"a": 1})


def test_b11_vendor_code_keeps_what_was_said(run: Run, connection: MemoryConnection) -> None:
    with pytest.raises(exceptions.UnknownCallErrorCodeError) as caught:
        CallError("1", "VendorCode", "words", {"a": 1}).to_exception()
    error: Any = caught.value
    assert isinstance(error, exceptions.OCPPError)
    assert (error.code, error.details) == ("VendorCode", {"a": 1})
    assert "words" in str(error)


@pytest.mark.parametrize(
    "answer",
    [{"status": "Perhaps"}, {"status": 1}, {}, {"status": "Accepted", "parent_id_tag": 21 * "x"}, {"status": None}],
)
def test_b12_own_bad_answer_is_an_internal_error(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    class Wrong(Station):
        @on(Action.authorize)
        def on_authorize(self, id_tag: str) -> Any:
            return call_result.Authorize(answer)

    with caplog.at_level(logging.ERROR, "ocpp"):
        (frame,) = served(run, Wrong("CP-1", connection), connection, [2, "1", "Authorize", {"idTag": "x"}])
    assert frame[:3] == [4, "1", "InternalError"]
    assert "on_authorize" in caplog.text


def test_b13_details_of_an_error_are_short(run: Run, connection: MemoryConnection) -> None:
    class Metering(Station):
        @on(Action.meter_values)
        def on_meter_values(self, **kwargs: Any) -> Any:
            return call_result.MeterValues()

    values = [{"value": "1", "unit": "Parsec"}] * 500
    payload = {"connectorId": 1, "meterValue": [{"timestamp": "x", "sampledValue": values}]}
    (answer,) = served(run, Metering("CP-1", connection), connection, [2, "1", "MeterValues", payload])
    assert answer[:3] == [4, "1", "FormatViolation"]
    text = json.dumps(answer[4], separators=(",", ":"))
    assert len(text.encode()) <= 512
    for word in ("$schema", "additionalProperties", '"enum"', "Failed validating"):
        assert word not in text


def test_b13_details_of_an_error_are_short_in_any_language(run: Run, connection: MemoryConnection) -> None:
    class Authorizing(Station):
        @on(Action.authorize)
        def on_authorize(self, **kwargs: Any) -> Any:
            return call_result.Authorize({"status": "Accepted"})

    for tag in (5_000 * "\u4e16", 5_000 * '"', 5_000 * "\\", 5_000 * "\U0001f50c"):
        frame = [2, "1", "Authorize", {"idTag": tag}]
        (answer,) = served(run, Authorizing("CP-1", connection), connection, frame)
        assert answer[:3] == [4, "1", "TypeConstraintViolation"]
        # The text as it went over the wire, whatever it escapes.
        wire = next(text for text in reversed(connection.sent) if text.startswith("[4,"))
        assert len(wire.encode()) <= 512 + 256


def test_b13_exception_keeps_the_call() -> None:
    message = Call("1", "Authorize", {"idTag": 5})
    with pytest.raises(exceptions.TypeConstraintViolationError) as caught:
        _validate_payload(message, "1.6")
    assert caught.value.details["ocpp_message"] is message


@pytest.mark.parametrize(
    ("strict", "codes"),
    [
        (False, ["FormatViolation", "FormatViolation", "ProtocolError", "TypeConstraintViolation"]),
        (True, ["FormationViolation", "OccurenceConstraintViolation"]),
    ],
)
def test_b14_spelling_of_1_6_when_strict(
    run: Run, connection: MemoryConnection, strict: bool, codes: list[str]
) -> None:
    class Resetting(Station):
        @on(Action.reset)
        def on_reset(self, **kwargs: Any) -> Any:
            return call_result.Reset("Accepted")

    station = Resetting("CP-1", connection, **(STRICT if strict else LAX))
    payloads: list[Any] = [{"type": "Soft", "more": 1}, {"type": "Warm"}, {}, {"type": 1}]
    answers = served(run, station, connection, *[[2, str(n), "Reset", p] for n, p in enumerate(payloads)])
    found = [answer[2] for answer in answers]
    if not strict:
        assert found == codes
    else:
        assert found[0] == "FormationViolation"
        assert found[2] in ("OccurenceConstraintViolation", "ProtocolError")
        assert {"FormatViolation", "OccurrenceConstraintViolation"}.isdisjoint(found)


PROFILE: dict[str, Any] = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 21.4}, {"startPeriod": 9, "limit": 0.1}],
    },
}


def test_b15_validation_leaves_numbers_as_they_are(run: Run, connection: MemoryConnection) -> None:
    limits: list[Any] = []

    class Charging(Station):
        @on(Action.set_charging_profile)
        def on_set_charging_profile(self, cs_charging_profiles: Any, **kwargs: Any) -> Any:
            periods = cs_charging_profiles["charging_schedule"]["charging_schedule_period"]
            limits.extend(period["limit"] for period in periods)
            return call_result.SetChargingProfile("Accepted")

    payload = {"connectorId": 1, "csChargingProfiles": PROFILE}
    served(run, Charging("CP-1", connection), connection, [2, "1", "SetChargingProfile", payload])
    assert limits == [21.4, 0.1]
    assert {type(limit) for limit in limits} == {float}
    message = Call("1", "SetChargingProfile", payload)
    _validate_payload(message, "1.6")
    assert message.payload is payload


def test_b15_small_decimals_are_not_rounded() -> None:
    assert json.loads(json.dumps({"a": Decimal("0.049")}, cls=_DecimalEncoder)) == {"a": 0.049}
    assert json.loads(Call("1", "X", {"a": Decimal("21.45")}).to_json())[3] == {"a": 21.45}


def test_b16_looking_at_a_validator_does_not_break_validation() -> None:
    get_validator(2, "RemoteStartTransaction", "1.6")
    _validate_payload(Call("1", "RemoteStartTransaction", {"idTag": "x", "chargingProfile": PROFILE}), "1.6")


@pytest.mark.parametrize(
    "unique_id",
    [None, True, False, 1.5, [], ["a"], {}, {"a": 1}, 256 * "x", 100_000 * "x"],
    ids=lambda unique_id: repr(unique_id)[:12],
)
def test_b17_odd_ids_are_not_echoed(run: Run, connection: MemoryConnection, unique_id: Any) -> None:
    station = Station("CP-1", connection)
    assert served(run, station, connection, [2, unique_id, "Heartbeat", {}], [2, unique_id, "Nonsense", {}]) == []


def test_b17_limit_of_an_id(run: Run, connection: MemoryConnection) -> None:
    longest, longest_strict = 255 * "x", 36 * "x"
    (answer,) = served(run, Station("CP-1", connection), connection, [2, longest, "Heartbeat", {}])
    assert answer[:2] == [3, longest]
    strict = Station201("CP-1", connection, **STRICT)
    answers = served(run, strict, connection, [2, longest_strict, "Heartbeat", {}], [2, 37 * "x", "Heartbeat", {}])
    assert [answer[:2] for answer in answers] == [[3, longest_strict], [4, "-1"]]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_b18_numbers_that_json_does_not_have_are_refused(run: Run, connection: MemoryConnection, number: str) -> None:
    class Metering(Station201):
        @on("MeterValues")
        def on_meter_values(self, **kwargs: Any) -> Any:
            raise AssertionError("the handler has run")

    values = '{"timestamp":"2024-01-01T00:00:00Z","sampledValue":[{"value":' + number + "}]}"
    raw = '[2,"1","MeterValues",{"evseId":1,"meterValue":[' + values + "]}]"
    answers = served(run, Metering("CP-1", connection), connection, raw)
    assert all(answer[0] == 4 and answer[2] != "InternalError" for answer in answers)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_b18_such_numbers_are_not_sent(run: Run, connection: MemoryConnection, number: float) -> None:
    value: Any = {"timestamp": "2024-01-01T00:00:00Z", "sampled_value": [{"value": number}]}
    station = Station201("CP-1", connection, 0.05)
    with pytest.raises((exceptions.OCPPError, ValueError)):
        run(station.call(v201.call.MeterValues(1, [value])))
    assert connection.sent == []


VENDOR_DATA: dict[str, Any] = {"MeterID_X": 1, "soc_x": [{"aB_c": None}]}


@pytest.mark.parametrize("strict", [False, True])
def test_b19_vendor_data_is_verbatim_when_strict(run: Run, connection: MemoryConnection, strict: bool) -> None:
    seen: dict[str, Any] = {}

    class Vendor(Station201):
        @on("DataTransfer")
        def on_data_transfer(self, **kwargs: Any) -> Any:
            seen.update(kwargs)
            custom: Any = {"vendor_id" if not strict else "vendorId": "v", "my_key": 1}
            return v201.call_result.DataTransfer("Accepted", data={"my_key": 2}, custom_data=custom)

    payload = {"vendorId": "v", "data": VENDOR_DATA, "customData": {"vendorId": "c", "MeterID_X": 1}}
    station = Vendor("CP-1", connection, **(STRICT if strict else LAX))
    (answer,) = served(run, station, connection, [2, "1", "DataTransfer", payload])
    assert answer[0] == 3
    if strict:
        assert seen["data"] == VENDOR_DATA
        assert seen["custom_data"] == {"vendorId": "c", "MeterID_X": 1}
        assert answer[2]["data"] == {"my_key": 2}
        assert answer[2]["customData"] == {"vendorId": "v", "my_key": 1}
    else:
        assert seen["data"]["meter_id_x"] == 1
        assert seen["custom_data"] == {"vendor_id": "c", "meter_id_x": 1}
        assert answer[2]["data"] == {"myKey": 2}
        assert answer[2]["customData"] == {"vendorId": "v", "myKey": 1}


def test_b20_dataclass_in_a_dict_in_a_list_is_serialised(run: Run, connection: MemoryConnection) -> None:
    value: Any = {"timestamp": "x", "sampled_value": [v16.datatypes.SampledValue("1")]}
    payload = call.MeterValues(connector_id=1, meter_value=[value])
    station = Station("CP-1", connection, 0.01)
    with pytest.raises(TimeoutError):
        run(station.call(payload))
    assert connection.frames[0][3] == {
        "connectorId": 1,
        "meterValue": [{"timestamp": "x", "sampledValue": [{"value": "1"}]}],
    }


def test_b21_property_with_the_name_of_anothers_handler_is_not_run() -> None:
    class WithHandler:
        @on(Action.heartbeat)
        def b21_status(self) -> None: ...

    class WithProperty(Station):
        @property
        def b21_status(self) -> Any:
            raise AssertionError("the getter has run")

    assert list(create_route_map(WithHandler())) == ["Heartbeat"]
    assert list(WithProperty("CP-1", None).route_map) == ["Heartbeat"]


def test_b22_two_marks_make_two_routes() -> None:
    class Two:
        @on(Action.heartbeat)
        @on(Action.clear_cache)
        def on_either(self) -> None: ...

    two = Two()
    routes = create_route_map(two)
    assert set(routes) == {"Heartbeat", "ClearCache"}
    assert all(route["_on_action"] == two.on_either for route in routes.values())


def test_b22_overriding_method_needs_no_mark_of_its_own(run: Run, connection: MemoryConnection) -> None:
    class Overriding(Station):
        def on_heartbeat(self, **kwargs: Any) -> Any:
            return call_result.Heartbeat("overridden")

    run(Overriding("CP-1", connection).route_message('[2,"1","Heartbeat",{}]'))
    assert connection.frames == [[3, "1", {"currentTime": "overridden"}]]


def test_b22_two_handlers_for_one_action_are_not_silent(caplog: pytest.LogCaptureFixture) -> None:
    class Torn:
        @on(Action.heartbeat)
        def first_handler(self) -> None: ...

        @on(Action.heartbeat)
        def second_handler(self) -> None: ...

    torn = Torn()
    with caplog.at_level(logging.WARNING, "ocpp"):
        assert create_route_map(torn)["Heartbeat"]["_on_action"] == torn.second_handler
    assert "first_handler" in caplog.text
    assert "second_handler" in caplog.text


def test_b23_pending_call_fails_when_the_connection_ends(run: Run, connection: MemoryConnection) -> None:
    link_closed_error: Any = exceptions.LinkClosedError
    assert issubclass(link_closed_error, ConnectionError)
    assert issubclass(link_closed_error, TimeoutError)

    async def scenario() -> None:
        station = Station("CP-1", connection, 3600)
        task = await running(station)
        requests = [asyncio.ensure_future(station.call(call.ClearCache())) for _ in range(3)]
        await connection.next_sent()
        connection.break_with(LoggedOutError("gone"))
        with pytest.raises(LoggedOutError):
            await task
        results: list[Any] = await asyncio.gather(*requests, return_exceptions=True)
        assert [type(result) for result in results] == [link_closed_error] * 3
        assert not station._call_lock.locked()

    run(scenario())
    assert len(connection.sent) == 1


def test_b24_waiting_for_the_turn_is_part_of_the_timeout(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> float:
        station = Station("CP-1", connection, 0.3)
        begin = asyncio.get_running_loop().time()
        requests = [asyncio.ensure_future(station.call(call.ClearCache())) for _ in range(5)]
        results: list[Any] = await asyncio.gather(*requests, return_exceptions=True)
        assert all(isinstance(result, TimeoutError) for result in results)
        return asyncio.get_running_loop().time() - begin

    assert run(scenario()) < 1.0


def test_b24_clock_step_does_not_matter(
    run: Run, connection: MemoryConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = itertools.count(0, 10_000_000)
    station = Station("CP-1", connection, 5)

    async def scenario() -> Any:
        monkeypatch.setattr(time, "time", lambda: float(next(jumps)))
        task = await running(station)
        request = asyncio.ensure_future(station.call(call.ClearCache(), unique_id="x"))
        await connection.next_sent()
        connection.feed([3, "other", {}])
        connection.feed([3, "x", {"status": "Accepted"}])
        try:
            return await request
        finally:
            monkeypatch.undo()
            await stopped(task)

    assert run(scenario()).status == "Accepted"


def test_b25_extra_field_in_an_unchecked_answer_is_no_type_error(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> Any:
        station = Station("CP-1", connection)
        task = await running(station)
        request = asyncio.ensure_future(station.call(call.ClearCache(), skip_schema_validation=True))
        connection.feed([3, (await connection.next_sent())[1], {"status": "Accepted", "vendorField": 1}])
        try:
            return await request
        finally:
            await stopped(task)

    result = run(scenario())
    assert type(result) is call_result.ClearCache
    assert result.status == "Accepted"


def test_b26_exceptions_can_be_hashed_and_have_arguments() -> None:
    errors = [
        exceptions.ProtocolError("words", {"a": [1]}),
        exceptions.ProtocolError(description="words", details={"a": [1]}),
    ]
    assert len(set(errors)) == 1
    assert hash(errors[0]) == hash(errors[1])
    assert errors[1].args
    assert copy.copy(errors[1]) == errors[0]
    assert pickle.loads(pickle.dumps(errors[1])) == errors[0]


def sent_by_call(run: Run, payload: Any, connection: MemoryConnection) -> Any:
    """Return what `call()` puts on the wire for a payload of 2.1."""
    with pytest.raises(TimeoutError):
        run(v21.ChargePoint("CP-1", connection, 0.01).call(payload))
    return connection.frames[-1][3]


def test_b27_names_of_2_1_that_no_rule_converts_are_sent_right(run: Run, connection: MemoryConnection) -> None:
    settlement: Any = v21.call.NotifySettlement("p", 1.25, "x", "Settled", receipt_id="r", receipt_url="u")
    assert sent_by_call(run, settlement, connection) == {
        "pspRef": "p",
        "settlementAmount": 1.25,
        "settlementTime": "x",
        "status": "Settled",
        "receiptId": "r",
        "receiptUrl": "u",
    }
    battery: Any = v21.datatypes.BatteryDataType(1, "s", 50.0, 99.5)
    token: Any = v21.datatypes.IdTokenType("t", "Central")
    swap: Any = v21.call.BatterySwap([battery], "BatteryIn", token, 1)
    assert sent_by_call(run, swap, connection)["batteryData"] == [
        {"evseId": 1, "serialNumber": "s", "soC": 50.0, "soH": 99.5}
    ]
    period: Any = v21.datatypes.ChargingSchedulePeriodType(0, limit=16.0, limit_l2=8.0, limit_l3=4.0, setpoint_l2=1.0)
    schedule: Any = v21.datatypes.ChargingScheduleType("A", [period], 1)
    profile: Any = {
        "id": 1,
        "stack_level": 0,
        "charging_profile_purpose": "TxProfile",
        "charging_profile_kind": "Relative",
        "charging_schedule": [schedule],
        "transaction_id": "t",
    }
    wire = sent_by_call(run, v21.call.SetChargingProfile(profile, 1), connection)
    assert wire["chargingProfile"]["chargingSchedule"][0]["chargingSchedulePeriod"] == [
        {"startPeriod": 0, "limit": 16.0, "limit_L2": 8.0, "limit_L3": 4.0, "setpoint_L2": 1.0}
    ]


def test_b27_nested_dicts_find_their_wire_names_too(run: Run, connection: MemoryConnection) -> None:
    battery = {"evse_id": 1, "serial_number": "s", "soc": 50.0, "soh": 99.5}
    token = {"id_token": "t", "type": "Central"}
    swap: Any = v21.call.BatterySwap([battery], "BatteryIn", token, 1)
    assert sent_by_call(run, swap, connection)["batteryData"] == [
        {"evseId": 1, "serialNumber": "s", "soC": 50.0, "soH": 99.5}
    ]


def test_b28_keywords_of_a_handler_fit_the_class(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    class Contract(Station21):
        @on("Get15118EVCertificate")
        def on_get_certificate(self, **kwargs: Any) -> Any:
            seen.append(v21.call.Get15118EVCertificate(**kwargs))
            return v21.call_result.Get15118EVCertificate("exi", "Accepted")

    payload = {
        "action": "Install",
        "exiRequest": "exi",
        "iso15118SchemaVersion": "urn:iso",
        "prioritizedEMAIDs": ["a"],
    }
    station = Contract("CP-1", connection)
    (answer,) = served(run, station, connection, [2, "1", "Get15118EVCertificate", payload])
    assert answer[0] == 3
    assert sent_by_call(run, seen[0], MemoryConnection()) == payload


def test_b29_late_answers_do_not_pile_up(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    station = Station("CP-1", connection, 0.001)

    async def scenario() -> None:
        for number in range(20):
            with pytest.raises(TimeoutError):
                await station.call(call.ClearCache(), unique_id=str(number))
        with caplog.at_level(logging.INFO, "ocpp"):
            for number in range(20):
                await station.route_message(json.dumps([3, str(number), {"status": "Accepted"}]))

    run(scenario())
    assert station._response_queue.empty()
    assert len(caplog.records) == 20


def test_b30_error_of_an_async_after_hook_is_logged(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    entered, release = asyncio.Event(), asyncio.Event()

    class Failing(Station):
        @after(Action.heartbeat)
        async def after_heartbeat(self) -> None:
            entered.set()
            await release.wait()
            raise ValueError("the reason")

    async def scenario() -> None:
        await Failing("CP-1", connection).route_message(json.dumps(HEARTBEAT))
        await entered.wait()
        gc.collect()
        release.set()
        for _ in range(10):
            await asyncio.sleep(0)

    with caplog.at_level(logging.ERROR, "ocpp"):
        run(scenario())
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["the reason"]
    assert {record.name for record in caplog.records} == {"ocpp"}


@pytest.mark.parametrize("version", STATIONS)
def test_b31_one_point_zero_is_no_integer_and_true_is_no_number(version: str) -> None:
    """Kept as the peer has it; any text is a timestamp, too."""
    action, field = ("UnlockConnector", "connectorId") if version == "1.6" else ("SetMonitoringLevel", "severity")
    for value in (1.0, True, "1"):
        with pytest.raises(exceptions.TypeConstraintViolationError):
            _validate_payload(Call("1", action, {field: value}), version)
    _validate_payload(Call("1", action, {field: 1}), version)
    _validate_payload(CallResult("1", {"currentTime": "no time"}, "Heartbeat"), version)


@pytest.mark.parametrize("is_async", [False, True])
def test_b33_handle_call_returns_the_result_also_with_an_after_hook(
    run: Run, connection: MemoryConnection, is_async: bool
) -> None:
    class Hooked(Station):
        @after(Action.heartbeat)
        def after_heartbeat(self) -> str:
            return "of the hook"

    class AsyncHooked(Station):
        @after(Action.heartbeat)
        async def after_heartbeat(self) -> str:
            return "of the hook"

    async def scenario() -> Any:
        station = AsyncHooked("CP-1", connection) if is_async else Hooked("CP-1", connection)
        response = await station._handle_call(Call("1", "Heartbeat", {}))
        await asyncio.sleep(0)
        return response

    response = run(scenario())
    assert type(response) is CallResult
    assert response.payload == {"currentTime": "now"}


@pytest.mark.parametrize(("strict", "runs"), [(False, 2), (True, 1)])
def test_b34_repeated_call_is_answered_from_memory_when_strict(
    run: Run, connection: MemoryConnection, strict: bool, runs: int
) -> None:
    count = 0

    class Counting(Station):
        @on(Action.start_transaction)
        def on_start_transaction(self, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            return call_result.StartTransaction(count, {"status": "Accepted"})

    payload = {"connectorId": 1, "idTag": "x", "meterStart": 0, "timestamp": "2024-01-01T00:00:00Z"}
    frame = [2, "again", "StartTransaction", payload]
    answers = served(run, Counting("CP-1", connection, **(STRICT if strict else LAX)), connection, frame, frame)
    assert count == runs
    assert [answer[2]["transactionId"] for answer in answers] == [1, runs]


def test_b35_answers_of_cancelled_calls_do_not_pile_up(run: Run, connection: MemoryConnection) -> None:
    station = Station("CP-1", connection)

    async def scenario() -> None:
        for number in range(20):
            request = asyncio.ensure_future(station.call(call.ClearCache(), unique_id=str(number)))
            await connection.next_sent()
            request.cancel()
            await asyncio.gather(request, return_exceptions=True)
            await station.route_message(json.dumps([3, str(number), {"status": "Accepted"}]))

    run(scenario())
    assert station._response_queue.empty()


def test_b36_bad_result_gets_a_callresulterror_in_2_1_when_strict(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> Any:
        station = Station21("CP-1", connection, **STRICT)
        task = await running(station)
        request = asyncio.ensure_future(station.call(v21.call.ClearCache(), unique_id="x"))
        await connection.next_sent()
        connection.feed([3, "x", {"status": "Perhaps"}])
        refusal = await connection.next_sent()
        with pytest.raises(exceptions.OCPPError):
            await request
        connection.feed([5, "x", "GenericError", "", {}])
        connection.feed(HEARTBEAT)
        assert await connection.next_sent() == NOW
        await stopped(task)
        return refusal

    refusal = run(scenario())
    assert refusal[:2] == [5, "x"]
    assert [type(element) for element in refusal[2:]] == [str, str, dict]


@pytest.mark.parametrize("version", STATIONS)
@pytest.mark.parametrize(
    ("strict", "codes"),
    [(False, ["NotImplemented", "NotSupported"]), (True, ["NotSupported", "NotImplemented"])],
)
def test_not_supported_and_not_implemented_are_put_right_when_strict(
    run: Run, connection: MemoryConnection, version: str, strict: bool, codes: list[str]
) -> None:
    station = STATIONS[version]("CP-1", connection, **(STRICT if strict else LAX))
    answers = served(run, station, connection, [2, "1", "ClearCache", {}], [2, "2", "Nonsense", {}])
    assert [answer[2] for answer in answers] == codes


@pytest.mark.parametrize(
    ("name", "keywords", "payload"),
    [
        ("LogStatusNotification", {"status": "Idle"}, {"status": "Idle"}),
        ("SignedFirmwareStatusNotification", {"status": "Idle"}, {"status": "Idle"}),
        ("SecurityEventNotification", {"type": "t", "timestamp": "x"}, {"type": "t", "timestamp": "x"}),
    ],
)
def test_fields_that_the_schema_has_optional_may_be_left_out(
    run: Run, connection: MemoryConnection, name: str, keywords: dict[str, Any], payload: dict[str, Any]
) -> None:
    message = getattr(call, name)(**keywords)
    with pytest.raises(TimeoutError):
        run(v16.ChargePoint("CP-1", connection, 0.01).call(message))
    assert connection.frames[0][3] == payload


def test_version_2_1_has_the_unconfirmed_message(run: Run, connection: MemoryConnection) -> None:
    assert dataclasses.is_dataclass(v21.call.NotifyPeriodicEventStream)
    assert v21.enums.Action("NotifyPeriodicEventStream")
    seen: list[Any] = []

    class Streaming(Station21):
        @on("NotifyPeriodicEventStream")
        def on_stream(self, **kwargs: Any) -> None:
            seen.append(kwargs)

    payload = {"id": 1, "pending": 0, "basetime": "2024-01-01T00:00:00Z", "data": [{"t": 0.5, "v": "1"}]}
    good, bad = [6, "1", "NotifyPeriodicEventStream", payload], [6, "2", "NotifyPeriodicEventStream", {}]
    assert served(run, Streaming("CP-1", connection), connection, good, bad, [6, "3", "Nonsense", {}]) == []
    assert seen == [payload]


@pytest.mark.parametrize("keyword", ["iso_15118_certificate_hash_data", "iso15118_certificate_hash_data"])
def test_both_spellings_of_iso_15118_fields(run: Run, connection: MemoryConnection, keyword: str) -> None:
    hash_data = [
        {
            "hash_algorithm": "SHA256",
            "issuer_name_hash": "n",
            "issuer_key_hash": "k",
            "serial_number": "s",
            "responder_url": "u",
        }
    ]
    message = v21.call.Authorize(id_token={"id_token": "x", "type": "Central"}, **{keyword: hash_data})
    wire = sent_by_call(run, message, connection)
    assert wire["iso15118CertificateHashData"][0]["responderURL"] == "u"
    assert getattr(message, keyword) == hash_data
