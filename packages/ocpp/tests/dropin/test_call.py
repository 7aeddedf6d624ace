"""`call()`: what is sent, what comes back, and every way in which it can fail."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import asyncio
import dataclasses
import itertools
import json
import logging
import types
from collections.abc import Callable
from typing import Any

import pytest

from ocpp import exceptions, v16, v21, v201
from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.messages import Call, CallError, CallResult, validate_payload
from ocpp.v16 import call, call_result
from ocpp.v16.enums import ResetType

from .connection import MemoryConnection

Run = Callable[..., Any]


class Caller(v16.ChargePoint):
    """A charge point whose connection answers each request as `answer` says."""

    def __init__(self, connection: MemoryConnection, answer: Any = None, timeout: float = 5) -> None:
        super().__init__("CP-1", connection, timeout)
        self._unique_id_generator = lambda: "id"
        self.memory = connection
        self.answer = answer

    async def _send(self, message: str) -> None:
        await super()._send(message)
        frame = json.loads(message)
        if self.answer is not None:
            answer = self.answer(frame) if callable(self.answer) else self.answer
            await self.route_message(json.dumps(answer))


def test_request_is_compact_text(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, [3, "id", {"status": "Accepted"}])
    result = run(caller.call(call.ChangeAvailability(connector_id=1, type="Operative")))
    assert connection.sent == ['[2,"id","ChangeAvailability",{"connectorId":1,"type":"Operative"}]']
    assert type(result) is call_result.ChangeAvailability
    assert result.status == "Accepted"
    assert type(result.status) is str


def test_nones_are_dropped_and_keys_are_camel_case(run: Run, connection: MemoryConnection) -> None:
    period: Any = v16.datatypes.ChargingSchedulePeriod(start_period=0, limit=21.4)
    schedule: Any = {"charging_rate_unit": "A", "chargingSchedulePeriod": [period, None], "duration": None}
    profile: Any = v16.datatypes.ChargingProfile(1, 0, "TxProfile", "Relative", schedule)
    caller = Caller(connection, [3, "id", {"status": "Accepted"}])
    run(caller.call(call.RemoteStartTransaction(id_tag="tag", charging_profile=None)))
    schedule["chargingSchedulePeriod"] = [{"startPeriod": 0, "limit": 21.4, "number_phases": None}, None]
    run(caller.call(call.SetChargingProfile(connector_id=1, cs_charging_profiles=profile)))
    assert connection.frames == [
        [2, "id", "RemoteStartTransaction", {"idTag": "tag"}],
        [
            *(2, "id", "SetChargingProfile"),
            {
                "connectorId": 1,
                "csChargingProfiles": {
                    "chargingProfileId": 1,
                    "stackLevel": 0,
                    "chargingProfilePurpose": "TxProfile",
                    "chargingProfileKind": "Relative",
                    "chargingSchedule": {
                        "chargingRateUnit": "A",
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 21.4}],
                    },
                },
            },
        ],
    ]


def test_nested_results_are_plain_snake_case_dicts(run: Run, connection: MemoryConnection) -> None:
    keys = [{"key": "A", "readonly": True, "value": "1"}, {"key": "B", "readonly": False}]
    caller = Caller(connection, [3, "id", {"configurationKey": keys, "unknownKey": ["C"]}])
    result = run(caller.call(call.GetConfiguration(["A", "B", "C"])))
    assert result.configuration_key == keys
    assert type(result.configuration_key[1]) is dict
    assert result.configuration_key[1].get("value") is None
    assert result.unknown_key == ["C"]


def test_nested_results_of_2_0_1(run: Run, connection: MemoryConnection) -> None:
    class Caller201(v201.ChargePoint):
        async def _send(self, message: str) -> None:
            component, variable = {"name": "C"}, {"name": "V"}
            item = {"attributeStatus": "Accepted", "attributeValue": "1", "component": component, "variable": variable}
            await self.route_message(json.dumps([3, json.loads(message)[1], {"getVariableResult": [item]}]))

    data = [{"component": {"name": "C"}, "variable": {"name": "V"}}]
    result = run(Caller201("CP-1", connection).call(v201.call.GetVariables(data)))
    assert type(result) is v201.call_result.GetVariables
    assert result.get_variable_result[0]["attribute_status"] == "Accepted"
    assert result.get_variable_result[0]["component"] == {"name": "C"}


def test_result_of_2_1(run: Run, connection: MemoryConnection) -> None:
    class Caller21(v21.ChargePoint):
        async def _send(self, message: str) -> None:
            frame = json.loads(message)
            assert frame[2:] == ["Reset", {"type": "OnIdle"}]
            await self.route_message(json.dumps([3, frame[1], {"status": "Scheduled"}]))

    result = run(Caller21("CP-1", connection).call(v21.call.Reset("OnIdle")))
    assert result == v21.call_result.Reset("Scheduled")


def test_absent_fields_of_the_result_are_none(run: Run, connection: MemoryConnection) -> None:
    result = run(Caller(connection, [3, "id", {}]).call(call.GetConfiguration()))
    assert (result.configuration_key, result.unknown_key) == (None, None)


def test_enum_of_another_version_and_other_languages(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, [3, "id", {"status": "Accepted"}])
    run(caller.call(call.Reset(v201.enums.MessageFormatEnumType.utf8), skip_schema_validation=True))
    run(caller.call(call.DataTransfer("v", data="\u00e4\u4e16")))
    assert connection.frames[0][3] == {"type": "UTF8"}
    assert connection.frames[1][3] == {"vendorId": "v", "data": "\u00e4\u4e16"}


def test_class_name_is_the_action(run: Run, connection: MemoryConnection) -> None:
    @dataclasses.dataclass
    class Reset:
        type: Any
        unused: Any = None

    caller = Caller(connection, [3, "id", {"status": "Rejected"}])
    result = run(caller.call(Reset(ResetType.hard)))
    assert connection.frames == [[2, "id", "Reset", {"type": "Hard"}]]
    assert result == call_result.Reset("Rejected")


def test_result_class_of_the_same_action_may_be_sent(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, [3, "id", {"status": "Rejected"}])
    result = run(caller.call(call_result.CertificateSigned("Accepted"), skip_schema_validation=True))
    assert connection.frames == [[2, "id", "CertificateSigned", {"status": "Accepted"}]]
    assert type(result) is call_result.CertificateSigned


def test_result_class_is_read_from_the_instance(run: Run, connection: MemoryConnection) -> None:
    @dataclasses.dataclass
    class Reset:
        status: str

    caller: Any = Caller(connection, [3, "id", {"status": "Accepted"}])
    caller._call_result = types.SimpleNamespace(Reset=Reset)
    assert run(caller.call(call.Reset(ResetType.soft))) == Reset("Accepted")


def test_unique_id_is_generated_at_each_call(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, lambda frame: [3, frame[1], {}])
    caller._unique_id_generator = itertools.count(7).__next__
    run(caller.call(call.GetConfiguration()))
    run(caller.call(call.GetConfiguration()))
    assert [frame[1] for frame in connection.frames] == ["7", "8"]


def test_unique_ids_differ_by_default(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, lambda frame: [3, frame[1], {}])
    caller._unique_id_generator = v16.ChargePoint("CP-2", connection)._unique_id_generator
    for _ in range(20):
        run(caller.call(call.GetConfiguration()))
    ids = [frame[1] for frame in connection.frames]
    assert len(set(ids)) == 20
    assert all(type(unique_id) is str and 0 < len(unique_id) <= 36 for unique_id in ids)


def test_unique_id_may_be_given(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, lambda frame: [3, frame[1], {}])
    run(caller.call(call.GetConfiguration(), unique_id="mine"))
    run(caller.call(call.GetConfiguration(), True, "mine too", False))
    assert [frame[1] for frame in connection.frames] == ["mine", "mine too"]


def test_call_error_is_none_by_default(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    caller = Caller(connection, [4, "id", "NotSupported", "words", {}])
    with caplog.at_level(logging.WARNING, "ocpp"):
        assert run(caller.call(call.ClearCache())) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "NotSupported" in caplog.text
    assert not caller._call_lock.locked()


@pytest.mark.parametrize(
    ("code", "cls"),
    [
        ("NotSupported", exceptions.NotSupportedError),
        ("InternalError", exceptions.InternalError),
        ("FormationViolation", exceptions.FormationViolationError),
        ("OccurenceConstraintViolation", exceptions.OccurenceConstraintViolationError),
        ("OccurrenceConstraintViolation", exceptions.OccurrenceConstraintViolationError),
    ],
)
def test_call_error_raises_when_not_suppressed(run: Run, connection: MemoryConnection, code: str, cls: Any) -> None:
    caller = Caller(connection, [4, "id", code, "words", {"a": 1}])
    with pytest.raises(cls) as caught:
        run(caller.call(call.ClearCache(), suppress=False))
    assert caught.value == cls("words", {"a": 1})
    assert not caller._call_lock.locked()


def test_unknown_code_raises_when_not_suppressed(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, [4, "id", "VendorCode", "words", {}])
    with pytest.raises(exceptions.UnknownCallErrorCodeError, match="VendorCode"):
        run(caller.call(call.ClearCache(), suppress=False))


def test_timeout(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, timeout=0.02)
    with pytest.raises(asyncio.TimeoutError) as caught:
        run(caller.call(call.Reset(ResetType.soft)))
    assert isinstance(caught.value, TimeoutError)
    assert str(caught.value) == 'Waited 0.02s for response on [2,"id","Reset",{"type":"Soft"}].'
    assert not caller._call_lock.locked()


def test_timeout_is_read_at_each_call(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, timeout=3600)
    caller._response_timeout = 0.01
    with pytest.raises(TimeoutError, match=r"Waited 0\.01s for response on "):
        run(caller.call(call.ClearCache()))


def test_after_a_timeout_the_next_call_works(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, timeout=0.01)

    async def scenario() -> Any:
        with pytest.raises(TimeoutError):
            await caller.call(call.ClearCache(), unique_id="first")
        caller._response_timeout = 5
        await caller.route_message('[3,"first",{"status":"Rejected"}]')
        caller.answer = [3, "second", {"status": "Accepted"}]
        return await caller.call(call.ClearCache(), unique_id="second")

    assert run(scenario()).status == "Accepted"


def test_answers_to_other_calls_are_passed_over(run: Run, connection: MemoryConnection) -> None:
    class Noisy(Caller):
        async def _send(self, message: str) -> None:
            await self.route_message('[3,"other",{"status":"Rejected"}]')
            await self.route_message('[4,"another","GenericError","",{}]')
            await super()._send(message)

    result = run(Noisy(connection, [3, "id", {"status": "Accepted"}]).call(call.ClearCache()))
    assert result.status == "Accepted"


@pytest.mark.parametrize(
    ("payload", "cls"),
    [
        (call.Reset("Warm"), exceptions.FormatViolationError),
        (call.Reset(None), exceptions.ProtocolError),
        (call.RemoteStartTransaction(21 * "x"), exceptions.TypeConstraintViolationError),
        (call.ChangeAvailability("1", "Operative"), exceptions.TypeConstraintViolationError),
    ],
)
def test_invalid_request_raises_before_anything_is_sent(
    run: Run, connection: MemoryConnection, payload: Any, cls: Any
) -> None:
    caller = Caller(connection, timeout=0.01)
    with pytest.raises(cls):
        run(caller.call(payload))
    assert connection.sent == []
    assert not caller._call_lock.locked()


def test_unknown_action_raises_before_anything_is_sent(run: Run, connection: MemoryConnection) -> None:
    @dataclasses.dataclass
    class Levitate: ...

    with pytest.raises(exceptions.NotImplementedError):
        run(Caller(connection, timeout=0.01).call(Levitate()))
    assert connection.sent == []


def test_invalid_answer_raises(run: Run, connection: MemoryConnection) -> None:
    for answer, cls in (
        ({"status": "Perhaps"}, exceptions.FormatViolationError),
        ({"status": 1}, exceptions.TypeConstraintViolationError),
        ({}, exceptions.ProtocolError),
        ({"status": "Accepted", "more": 1}, exceptions.FormatViolationError),
    ):
        caller = Caller(connection, [3, "id", answer])
        with pytest.raises(cls):
            run(caller.call(call.ClearCache()))
        assert not caller._call_lock.locked()


def test_skip_schema_validation_covers_request_and_answer(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection, [3, "id", {"status": {"veryOdd": 1}}])
    result = run(caller.call(call.Reset("Warm"), skip_schema_validation=True))
    assert connection.frames == [[2, "id", "Reset", {"type": "Warm"}]]
    assert result.status == {"very_odd": 1}


def test_error_of_the_connection_comes_out_and_frees_the_lock(run: Run, connection: MemoryConnection) -> None:
    class Broken(MemoryConnection):
        async def send(self, message: str) -> None:
            raise BrokenPipeError("gone")

    caller = Caller(Broken())

    async def scenario() -> Any:
        with pytest.raises(BrokenPipeError):
            await caller.call(call.ClearCache())
        assert not caller._call_lock.locked()
        caller._connection = connection
        caller.answer = [3, "id", {"status": "Accepted"}]
        return await caller.call(call.ClearCache())

    assert run(scenario()).status == "Accepted"


def test_cancelled_call_frees_the_lock(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> Any:
        task = asyncio.ensure_future(caller.call(call.ClearCache(), unique_id="cancelled"))
        await connection.next_sent()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not caller._call_lock.locked()
        caller.answer = [3, "id", {"status": "Accepted"}]
        return await caller.call(call.ClearCache())

    assert run(scenario()).status == "Accepted"


def test_one_call_is_outstanding_at_a_time(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> list[Any]:
        tasks = [asyncio.ensure_future(caller.call(call.ClearCache(), unique_id=str(n))) for n in range(3)]
        for number in range(3):
            # Which of them is next is not part of the contract: the peer validates in threads, one may overtake.
            unique_id = (await connection.next_sent())[1]
            for _ in range(5):
                await asyncio.sleep(0)
            assert len(connection.sent) == number + 1
            assert caller._call_lock.locked()
            status = "Rejected" if unique_id == "0" else "Accepted"
            await caller.route_message(json.dumps([3, unique_id, {"status": status}]))
        return [result.status for result in await asyncio.gather(*tasks)]

    assert run(scenario()) == ["Rejected", "Accepted", "Accepted"]
    assert not caller._call_lock.locked()


def test_answer_that_arrives_before_the_call_is_used(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> Any:
        await caller.route_message('[3,"id",{"status":"Accepted"}]')
        return await caller.call(call.ClearCache())

    assert run(scenario()).status == "Accepted"
    assert len(connection.sent) == 1


def test_answer_put_into_the_queue_by_hand_is_used(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> Any:
        caller._response_queue.put_nowait(CallResult("id", {"status": "Accepted"}))
        return await caller.call(call.ClearCache())

    assert run(scenario()).status == "Accepted"


def test_get_specific_response_looks_into_the_queue(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> None:
        wanted, other = CallResult("wanted", {}), CallError("other", "GenericError", "", {})
        caller._response_queue.put_nowait(other)
        caller._response_queue.put_nowait(wanted)
        assert await caller._get_specific_response("wanted", 1) is wanted
        with pytest.raises(asyncio.TimeoutError):
            await caller._get_specific_response("wanted", 0.01)

    run(scenario())


def test_get_specific_response_gets_what_arrives_later(run: Run, connection: MemoryConnection) -> None:
    caller = Caller(connection)

    async def scenario() -> Any:
        waiter = asyncio.ensure_future(caller._get_specific_response("later", 5))
        await asyncio.sleep(0)
        await caller.route_message('[3,"later",{"status":"Accepted"}]')
        return await waiter

    response = run(scenario())
    assert type(response) is CallResult
    assert (response.unique_id, response.payload) == ("later", {"status": "Accepted"})


def test_get_specific_response_may_be_overridden(run: Run, connection: MemoryConnection) -> None:
    seen: list[Any] = []

    class Raising(Caller):
        async def _get_specific_response(self, unique_id: Any, timeout: Any) -> Any:  # noqa: ASYNC109
            response = await super()._get_specific_response(unique_id, timeout)
            seen.append((unique_id, timeout, type(response)))
            if isinstance(response, CallError):
                raise response.to_exception()
            return response

    caller = Raising(connection, [4, "id", "SecurityError", "words", {}], timeout=7)
    with pytest.raises(exceptions.SecurityError):
        run(caller.call(call.ClearCache()))
    assert seen == [("id", 7, CallError)]
    assert not caller._call_lock.locked()


def test_get_specific_response_may_be_replaced(run: Run, connection: MemoryConnection) -> None:
    class Canned(Caller):
        async def _get_specific_response(self, unique_id: Any, timeout: Any) -> Any:  # noqa: ASYNC109
            return CallResult(unique_id, {"status": "Accepted"})

    assert run(Canned(connection).call(call.ClearCache())).status == "Accepted"


def test_timeout_of_an_overridden_get_specific_response(run: Run, connection: MemoryConnection) -> None:
    class Impatient(Caller):
        async def _get_specific_response(self, unique_id: Any, timeout: Any) -> Any:  # noqa: ASYNC109
            raise TimeoutError

    with pytest.raises(TimeoutError, match="Waited 5s for response on "):
        run(Impatient(connection).call(call.ClearCache()))


def test_copied_body_of_call_works(run: Run, connection: MemoryConnection) -> None:
    """Programs copy the body of `call()`; what it is made of is there."""

    class Copied(Caller):
        async def call(self, payload: Any, *args: Any, **kwargs: Any) -> Any:
            message = Call(
                unique_id=str(self._unique_id_generator()),
                action=type(payload).__name__,
                payload=remove_nones(snake_to_camel_case(serialize_as_dict(payload))),
            )
            await validate_payload(message, self._ocpp_version)
            async with self._call_lock:
                await self._send(message.to_json())
                response = await self._get_specific_response(message.unique_id, self._response_timeout)
            response.action = message.action
            await validate_payload(response, self._ocpp_version)
            result = camel_to_snake_case(response.payload)
            return getattr(self._call_result, type(payload).__name__)(**result)

    caller = Copied(connection, [3, "id", {"status": "Accepted"}])
    assert run(caller.call(call.Reset(ResetType.soft))) == call_result.Reset("Accepted")
