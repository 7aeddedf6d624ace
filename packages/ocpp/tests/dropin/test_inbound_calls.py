"""CALLs from the other side: what handlers get, what they may return, and what goes back."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import asyncio
import dataclasses
import functools
import json
from collections.abc import Callable
from typing import Any

import pytest

from ocpp import v16, v21, v201
from ocpp.charge_point import ChargePoint
from ocpp.exceptions import InternalError, NotImplementedError, NotSupportedError, OCPPError, SecurityError
from ocpp.messages import Call, CallResult, unpack
from ocpp.routing import after, on
from ocpp.v16 import call_result
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus

from .connection import MemoryConnection, running, stopped

Run = Callable[..., Any]

BOOT = [2, "1", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}]
HEARTBEAT = [2, "1", "Heartbeat", {}]


def station_with(action: Any, handler: Any, connection: Any, base: Any = v16.ChargePoint) -> Any:
    """Make a charge point with one route; `handler` gets no self."""
    station = base("CP-1", connection)
    station.route_map = {action: {"_on_action": handler, "_skip_schema_validation": False}}
    return station


def exchange(run: Run, station: Any, frame: Any) -> list[Any]:
    run(station.route_message(json.dumps(frame)))
    return station._connection.frames


def test_handler_gets_snake_case_keywords_and_the_answer_is_exact_text(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    class Station(v16.ChargePoint):
        @on(Action.boot_notification)
        def on_boot(self, charge_point_vendor: str, charge_point_model: str, **rest: Any) -> Any:
            seen.append((charge_point_vendor, charge_point_model, rest))
            return call_result.BootNotification(current_time="foo", interval=10, status=RegistrationStatus.accepted)

    run(Station("CP-1", connection).route_message(json.dumps(BOOT)))
    assert seen == [("V", "M", {})]
    assert connection.sent == ['[3,"1",{"currentTime":"foo","interval":10,"status":"Accepted"}]']


def test_raw_message_may_be_bytes(run: Run, connection: MemoryConnection) -> None:
    station = station_with("Heartbeat", lambda: call_result.Heartbeat("now"), connection)
    run(station.route_message(json.dumps(HEARTBEAT).encode()))
    assert connection.sent == ['[3,"1",{"currentTime":"now"}]']


def test_nested_values_are_plain_snake_case_json(run: Run, connection: MemoryConnection) -> None:
    seen: dict[str, Any] = {}
    station = station_with("MeterValues", lambda **kw: seen.update(kw) or call_result.MeterValues(), connection)
    sampled = [{"value": "1.5", "unit": "Hertz", "measurand": "Frequency"}, {"value": "2"}]
    payload = {"connectorId": 1, "meterValue": [{"timestamp": "2024-01-01T00:00:00Z", "sampledValue": sampled}]}
    assert exchange(run, station, [2, "1", "MeterValues", payload]) == [[3, "1", {}]]
    assert seen == {
        "connector_id": 1,
        "meter_value": [{"timestamp": "2024-01-01T00:00:00Z", "sampled_value": sampled}],
    }
    value = seen["meter_value"][0]["sampled_value"][0]["measurand"]
    assert (type(seen["meter_value"]), type(seen["meter_value"][0]), type(value)) == (list, dict, str)
    assert type(seen["meter_value"][0]["timestamp"]) is str


def test_transaction_event_of_2_0_1(run: Run, connection: MemoryConnection) -> None:
    seen: dict[str, Any] = {}

    async def handle(event_type: str, transaction_info: Any, **kwargs: Any) -> Any:
        seen.update(kwargs, event_type=event_type, transaction_info=transaction_info)
        return v201.call_result.TransactionEvent(
            id_token_info=v201.datatypes.IdTokenInfoType(
                status="Accepted",
                group_id_token=v201.datatypes.IdTokenType("g", "Central"),
            )
        )

    payload = {
        "eventType": "Started",
        "timestamp": "2024-01-01T00:00:00Z",
        "triggerReason": "Authorized",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "t", "chargingState": "Charging"},
        "evse": {"id": 1},
        "idToken": {"idToken": "abc", "type": "ISO14443"},
    }
    station = station_with("TransactionEvent", handle, connection, v201.ChargePoint)
    frames = exchange(run, station, [2, "1", "TransactionEvent", payload])
    assert frames == [
        [3, "1", {"idTokenInfo": {"status": "Accepted", "groupIdToken": {"idToken": "g", "type": "Central"}}}]
    ]
    assert seen == {
        "event_type": "Started",
        "timestamp": "2024-01-01T00:00:00Z",
        "trigger_reason": "Authorized",
        "seq_no": 0,
        "transaction_info": {"transaction_id": "t", "charging_state": "Charging"},
        "evse": {"id": 1},
        "id_token": {"id_token": "abc", "type": "ISO14443"},
    }
    assert type(seen["event_type"]) is str


def test_version_2_1(run: Run, connection: MemoryConnection) -> None:
    class Station(v21.ChargePoint):
        @on(v21.enums.Action.boot_notification)
        async def on_boot(self, charging_station: Any, reason: str) -> Any:
            assert charging_station == {"model": "M", "vendor_name": "V"}
            return v21.call_result.BootNotification("now", 5, "Accepted")

    frame = [2, "1", "BootNotification", {"reason": "PowerUp", "chargingStation": {"model": "M", "vendorName": "V"}}]
    run(Station("CP-1", connection).route_message(json.dumps(frame)))
    assert connection.sent == ['[3,"1",{"currentTime":"now","interval":5,"status":"Accepted"}]']


def test_absent_optional_fields_are_no_keywords(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    def handle(connector_id: int, id_tag: str, meter_start: int, timestamp: str, **rest: Any) -> Any:
        seen.append(rest)
        return call_result.StartTransaction(7, {"status": "Accepted"})

    station = station_with("StartTransaction", handle, connection)
    payload = {"connectorId": 1, "idTag": "a", "meterStart": 0, "timestamp": "x"}
    exchange(run, station, [2, "1", "StartTransaction", payload])
    exchange(run, station, [2, "2", "StartTransaction", {**payload, "reservationId": 4}])
    assert seen == [{}, {"reservation_id": 4}]


def test_call_unique_id_is_given_to_those_who_name_it(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    class Station(v16.ChargePoint):
        @on(Action.heartbeat)
        def on_heartbeat(self, call_unique_id: Any, **kwargs: Any) -> Any:
            seen.append(("on", call_unique_id, kwargs))
            return call_result.Heartbeat("now")

        @after(Action.heartbeat)
        def after_heartbeat(self, call_unique_id: Any) -> None:
            seen.append(("after", call_unique_id))

        @on(Action.authorize)
        def on_authorize(self, **kwargs: Any) -> Any:
            seen.append(kwargs)
            return call_result.Authorize({"status": "Invalid"})

    station = Station("CP-1", connection)
    exchange(run, station, HEARTBEAT)
    exchange(run, station, [2, 5, "Heartbeat", {}])
    exchange(run, station, [2, "3", "Authorize", {"idTag": "a"}])
    assert seen == [("on", "1", {}), ("after", "1"), ("on", 5, {}), ("after", 5), {"id_tag": "a"}]


def test_call_unique_id_is_seen_through_other_decorators(run: Run, connection: MemoryConnection) -> None:
    def timed(handler: Any) -> Any:
        @functools.wraps(handler)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            return await handler(*args, **kwargs)

        return wrapper

    class Station(v16.ChargePoint):
        @timed
        @on(Action.heartbeat)
        async def on_heartbeat(self, call_unique_id: str) -> Any:
            return call_result.Heartbeat(call_unique_id)

        @on(Action.authorize)
        @timed
        async def on_authorize(self, id_tag: str, call_unique_id: str) -> Any:
            return call_result.Authorize({"status": "Accepted", "parentIdTag": call_unique_id})

    station = Station("CP-1", connection)
    exchange(run, station, [2, "abc", "Heartbeat", {}])
    exchange(run, station, [2, "def", "Authorize", {"idTag": "a"}])
    assert connection.frames == [
        [3, "abc", {"currentTime": "abc"}],
        [3, "def", {"idTagInfo": {"status": "Accepted", "parentIdTag": "def"}}],
    ]


def test_inherited_mixed_in_and_instance_handlers_answer(run: Run, connection: MemoryConnection) -> None:
    class Mixin:
        @on(Action.heartbeat)
        def on_heartbeat(self) -> Any:
            return call_result.Heartbeat("mixin")

    class Base(v16.ChargePoint):
        @on(Action.authorize)
        def on_authorize(self, id_tag: str) -> Any:
            return call_result.Authorize({"status": "Accepted"})

    @on(Action.data_transfer)
    def on_data(**kwargs: Any) -> Any:
        return call_result.DataTransfer("UnknownVendorId")

    class Station(Mixin, Base):
        def __init__(self, *args: Any) -> None:
            self.on_data = on_data
            super().__init__(*args)

    station = Station("CP-1", connection)
    exchange(run, station, HEARTBEAT)
    exchange(run, station, [2, "2", "Authorize", {"idTag": "a"}])
    exchange(run, station, [2, "3", "DataTransfer", {"vendorId": "v"}])
    assert connection.frames == [
        [3, "1", {"currentTime": "mixin"}],
        [3, "2", {"idTagInfo": {"status": "Accepted"}}],
        [3, "3", {"status": "UnknownVendorId"}],
    ]


@pytest.mark.parametrize(
    "info",
    [
        {"status": "Accepted", "parent_id_tag": "p"},
        {"status": "Accepted", "parentIdTag": "p"},
        {"status": AuthorizationStatus.accepted, "parent_id_tag": "p", "expiry_date": None},
        v16.datatypes.IdTagInfo("Accepted", "p"),
        v16.datatypes.IdTagInfo(v201.enums.AuthorizationStatusEnumType.accepted, "p"),
    ],
)
def test_returned_values_may_be_classes_dicts_and_enums(run: Run, connection: MemoryConnection, info: Any) -> None:
    station = station_with("Authorize", lambda **_: call_result.Authorize(info), connection)
    frames = exchange(run, station, [2, "1", "Authorize", {"idTag": "a"}])
    assert frames == [[3, "1", {"idTagInfo": {"status": "Accepted", "parentIdTag": "p"}}]]


def test_nones_are_dropped_at_every_depth(run: Run, connection: MemoryConnection) -> None:
    keys: Any = [v16.datatypes.KeyValue("k", True), {"key": "l", "readonly": False, "value": None}, None]
    answer = call_result.GetConfiguration(configuration_key=keys, unknown_key=None)
    station = station_with("GetConfiguration", lambda: answer, connection)
    frames = exchange(run, station, [2, "1", "GetConfiguration", {}])
    assert frames == [[3, "1", {"configurationKey": [{"key": "k", "readonly": True}, {"key": "l", "readonly": False}]}]]


def test_any_dataclass_will_do_as_an_answer(run: Run, connection: MemoryConnection) -> None:
    @dataclasses.dataclass
    class Own:
        current_time: str
        nothing: Any = None

    for answer in (Own("own"), v201.call_result.Heartbeat("v201")):
        station = station_with("Heartbeat", lambda answer=answer: answer, connection)
        exchange(run, station, HEARTBEAT)
    assert connection.frames == [[3, "1", {"currentTime": "own"}], [3, "1", {"currentTime": "v201"}]]


def test_keys_of_the_answer_follow_the_fields(run: Run, connection: MemoryConnection) -> None:
    answer = call_result.BootNotification(status=RegistrationStatus.pending, interval=0, current_time="t")
    station = station_with("BootNotification", lambda **_: answer, connection)
    exchange(run, station, BOOT)
    assert connection.sent == ['[3,"1",{"currentTime":"t","interval":0,"status":"Pending"}]']


@pytest.mark.parametrize("unique_id", ["a", "\u00e4", 255 * "x", 1, 0, -3])
def test_ids_are_echoed_with_their_type(run: Run, connection: MemoryConnection, unique_id: Any) -> None:
    station = station_with("Heartbeat", lambda: call_result.Heartbeat("now"), connection)
    frames = exchange(run, station, [2, unique_id, "Heartbeat", {}])
    assert frames == [[3, unique_id, {"currentTime": "now"}]]
    assert type(frames[0][1]) is type(unique_id)


def test_unknown_action(run: Run, connection: MemoryConnection) -> None:
    station = v16.ChargePoint("CP-1", connection)
    assert exchange(run, station, [2, "1", "InvalidAction", {}]) == [
        [
            *(4, "1", "NotSupported", NotSupportedError.default_description),
            {"cause": "InvalidAction not supported by OCPP1.6."},
        ]
    ]


def test_known_action_without_handler(run: Run, connection: MemoryConnection) -> None:
    station = v16.ChargePoint("CP-1", connection)
    assert exchange(run, station, HEARTBEAT) == [
        [
            *(4, "1", "NotImplemented", NotImplementedError.default_description),
            {"cause": "No handler for Heartbeat registered."},
        ]
    ]


def test_the_same_in_2_0_1(run: Run, connection: MemoryConnection) -> None:
    station = v201.ChargePoint("CP-1", connection)
    frames = exchange(run, station, [2, "1", "StartTransaction", {}])
    frames = exchange(run, station, [2, "2", "Get15118EVCertificate", {}])
    assert [(frame[2], frame[4]) for frame in frames] == [
        ("NotSupported", {"cause": "StartTransaction not supported by OCPP2.0.1."}),
        ("NotImplemented", {"cause": "No handler for Get15118EVCertificate registered."}),
    ]


def test_action_with_only_an_after_hook(run: Run, connection: MemoryConnection) -> None:
    class Station(v16.ChargePoint):
        @after(Action.heartbeat)
        def after_heartbeat(self) -> None:
            raise AssertionError("the hook has run without an answer")

    frames = exchange(run, Station("CP-1", connection), HEARTBEAT)
    assert frames[0][2] == "NotImplemented"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"idTag": 30 * "x"}, "TypeConstraintViolation"),
        ({"idTag": 5}, "TypeConstraintViolation"),
        ({"idTag": None}, "TypeConstraintViolation"),
        ({}, "ProtocolError"),
        ({"idTag": "x", "more": 1}, "FormatViolation"),
    ],
)
def test_invalid_payload_is_answered_by_an_error(
    run: Run, connection: MemoryConnection, payload: Any, code: str
) -> None:
    def handle(**kwargs: Any) -> Any:
        raise AssertionError("the handler has run")

    frames = exchange(run, station_with("Authorize", handle, connection), [2, "1", "Authorize", payload])
    assert [(frame[0], frame[1], frame[2]) for frame in frames] == [(4, "1", code)]
    assert type(frames[0][3]) is str
    assert frames[0][4]["cause"]


def test_ocpp_error_of_a_handler(run: Run, connection: MemoryConnection) -> None:
    def handle() -> Any:
        raise SecurityError("words", {"why": "key"})

    frames = exchange(run, station_with("Heartbeat", handle, connection), HEARTBEAT)
    assert frames == [[4, "1", "SecurityError", "words", {"why": "key"}]]


@pytest.mark.parametrize("error", [ValueError("secret"), KeyError("k"), TypeError("t"), RuntimeError()])
def test_other_exception_of_a_handler(run: Run, connection: MemoryConnection, error: Exception) -> None:
    async def handle() -> Any:
        raise error

    frames = exchange(run, station_with("Heartbeat", handle, connection), HEARTBEAT)
    assert frames == [[4, "1", "InternalError", "An unexpected error occurred.", {}]]


def test_handler_that_does_not_take_the_keywords(run: Run, connection: MemoryConnection) -> None:
    frames = exchange(run, station_with("Authorize", lambda: None, connection), [2, "1", "Authorize", {"idTag": "x"}])
    assert frames == [[4, "1", "InternalError", "An unexpected error occurred.", {}]]


def test_skip_schema_validation_lets_everything_through(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    class Station(v16.ChargePoint):
        @on(Action.authorize, skip_schema_validation=True)
        def on_authorize(self, **kwargs: Any) -> Any:
            seen.append(kwargs)
            return call_result.Authorize({"status": "Perhaps", "vendorWord": 1})

        @on("VendorAction", skip_schema_validation=True)
        def on_vendor_action(self, **kwargs: Any) -> Any:
            seen.append(kwargs)
            return call_result.Heartbeat("now")

    station = Station("CP-1", connection)
    exchange(run, station, [2, "1", "Authorize", {"idTag": 5, "moreThings": [{"innerKey": 1}]}])
    exchange(run, station, [2, "2", "VendorAction", {"otherKey": None}])
    assert seen == [{"id_tag": 5, "more_things": [{"inner_key": 1}]}, {"other_key": None}]
    assert connection.frames == [
        [3, "1", {"idTagInfo": {"status": "Perhaps", "vendorWord": 1}}],
        [3, "2", {"currentTime": "now"}],
    ]


def test_awaited_means_handled_and_answered(run: Run, connection: MemoryConnection) -> None:
    steps: list[str] = []

    class Station(v16.ChargePoint):
        @on(Action.heartbeat)
        async def on_heartbeat(self) -> Any:
            steps.append("on starts")
            for _ in range(5):
                await asyncio.sleep(0)
            steps.append("on ends")
            return call_result.Heartbeat("now")

        @after(Action.heartbeat)
        def after_heartbeat(self) -> None:
            steps.append("after")

        async def _send(self, message: str) -> None:
            await super()._send(message)
            steps.append("sent")

    async def scenario() -> None:
        await Station("CP-1", connection).route_message(json.dumps(HEARTBEAT))
        steps.append("awaited")

    run(scenario())
    assert steps == ["on starts", "on ends", "sent", "after", "awaited"]


def test_after_hook_gets_the_keywords_of_the_request(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []
    done = asyncio.Event()

    class Station(v16.ChargePoint):
        @on(Action.boot_notification)
        def on_boot(self, **kwargs: Any) -> Any:
            return call_result.BootNotification("now", 1, RegistrationStatus.accepted)

        @after(Action.boot_notification)
        async def after_boot(self, charge_point_vendor: str, **kwargs: Any) -> None:
            await asyncio.sleep(0)
            seen.append((charge_point_vendor, kwargs))
            done.set()

    async def scenario() -> None:
        await Station("CP-1", connection).route_message(json.dumps(BOOT))
        await done.wait()

    run(scenario())
    assert seen == [("V", {"charge_point_model": "M"})]


def test_after_hook_does_not_run_when_the_handler_failed(run: Run, connection: MemoryConnection) -> None:
    class Station(v16.ChargePoint):
        @on(Action.heartbeat)
        def on_heartbeat(self) -> Any:
            raise SecurityError

        @after(Action.heartbeat)
        def after_heartbeat(self) -> None:
            raise AssertionError("the hook has run")

    frames = exchange(run, Station("CP-1", connection), HEARTBEAT)
    assert [frame[2] for frame in frames] == ["SecurityError"]


def test_call_in_an_after_hook(run: Run, connection: MemoryConnection) -> None:
    results: asyncio.Queue[Any] = asyncio.Queue()

    class Station(v16.ChargePoint):
        @on(Action.heartbeat)
        def on_heartbeat(self) -> Any:
            return call_result.Heartbeat("now")

        @after(Action.heartbeat)
        async def after_heartbeat(self) -> None:
            results.put_nowait(await self.call(v16.call.ClearCache()))

    async def scenario() -> Any:
        task = await running(Station("CP-1", connection))
        connection.feed(HEARTBEAT)
        assert await connection.next_sent() == [3, "1", {"currentTime": "now"}]
        request = await connection.next_sent()
        connection.feed([3, request[1], {"status": "Accepted"}])
        result = await results.get()
        await stopped(task)
        return result

    assert run(scenario()) == call_result.ClearCache("Accepted")


def test_calls_of_one_connection_are_answered_in_order(run: Run, connection: MemoryConnection) -> None:
    async def handle(id_tag: str) -> Any:
        for _ in range(10 - int(id_tag)):
            await asyncio.sleep(0)
        return call_result.Authorize({"status": "Accepted", "parent_id_tag": id_tag})

    async def scenario() -> list[Any]:
        task = await running(station_with("Authorize", handle, connection))
        for number in range(10):
            connection.feed([2, f"id-{number}", "Authorize", {"idTag": str(number)}])
        frames = [await connection.next_sent() for _ in range(10)]
        await stopped(task)
        return frames

    assert [frame[1] for frame in run(scenario())] == [f"id-{number}" for number in range(10)]


def test_handle_call_returns_the_call_result(run: Run, connection: MemoryConnection) -> None:
    station = station_with("Heartbeat", lambda: call_result.Heartbeat("now"), connection)
    response = run(station._handle_call(Call("9", "Heartbeat", {})))
    assert type(response) is CallResult
    assert (response.unique_id, response.action, response.payload) == ("9", "Heartbeat", {"currentTime": "now"})
    assert connection.sent == [response.to_json()]


def test_handle_call_lets_ocpp_errors_out(run: Run, connection: MemoryConnection) -> None:
    station = station_with("Authorize", lambda **_: None, connection)
    for message, code in (
        (Call("1", "Heartbeat", {}), "NotImplemented"),
        (Call("1", "Nonsense", {}), "NotSupported"),
        (Call("1", "Authorize", {}), "ProtocolError"),
    ):
        with pytest.raises(OCPPError) as caught:
            run(station._handle_call(message))
        assert caught.value.code == code
    assert connection.sent == []


def test_handle_call_answers_for_a_failed_handler_itself(run: Run, connection: MemoryConnection) -> None:
    def handle() -> Any:
        raise InternalError("words")

    response = run(station_with("Heartbeat", handle, connection)._handle_call(Call("1", "Heartbeat", {})))
    assert response is None
    assert connection.frames == [[4, "1", "InternalError", "words", {}]]


def test_route_message_goes_through_handle_call_and_send(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []
    handled = asyncio.Event()

    class Station(v16.ChargePoint):
        @on(Action.heartbeat)
        def on_heartbeat(self) -> Any:
            return call_result.Heartbeat("now")

        async def route_message(self, raw_msg: Any) -> None:
            seen.append(("route", raw_msg))
            await super().route_message(raw_msg)

        async def _handle_call(self, msg: Any) -> Any:
            response = await super()._handle_call(msg)
            seen.append(("handled", msg.action, response.payload["currentTime"]))
            handled.set()
            return response

        async def _send(self, message: str) -> None:
            seen.append(("send", message))

    async def scenario() -> None:
        task = await running(Station("CP-1", connection))
        connection.feed('[2,"1","Heartbeat",{}]')
        await handled.wait()
        await stopped(task)

    run(scenario())
    assert seen == [
        ("route", '[2,"1","Heartbeat",{}]'),
        ("send", '[3,"1",{"currentTime":"now"}]'),
        ("handled", "Heartbeat", "now"),
    ]


def test_methods_can_be_patched_on_class_and_instance(
    run: Run, connection: MemoryConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    original = ChargePoint._handle_call

    async def patched(self: Any, msg: Any) -> Any:
        calls.append("handle")
        return await original(self, msg)

    async def send(message: str) -> None:
        calls.append(f"send {unpack(message).unique_id}")

    monkeypatch.setattr(ChargePoint, "_handle_call", patched)
    station = station_with("Heartbeat", lambda: call_result.Heartbeat("now"), connection)
    station._send = send
    run(station.route_message(json.dumps(HEARTBEAT)))
    assert calls == ["handle", "send 1"]


@pytest.mark.parametrize("raw", ["{", "[]", '["x"]', "null", b"\xff", '[9,"1","Heartbeat",{}]'])
def test_a_message_that_cannot_be_read_does_not_raise(run: Run, connection: MemoryConnection, raw: Any) -> None:
    run(station_with("Heartbeat", lambda: None, connection).route_message(raw))
