"""The way in which the Home Assistant integration uses the library: base class, modules set late, four overrides."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from types import ModuleType
from typing import Any

import pytest

import ocpp.messages
import ocpp.v16.call
import ocpp.v16.call_result
import ocpp.v201.call
import ocpp.v201.call_result
from ocpp.charge_point import ChargePoint as LibraryChargePoint
from ocpp.exceptions import NotImplementedError, NotSupportedError
from ocpp.messages import CallError
from ocpp.routing import on
from ocpp.v16.enums import Action, AuthorizationStatus, ConfigurationStatus, RegistrationStatus

from .connection import LoggedOutError, MemoryConnection, stopped

Run = Callable[..., Any]


class IntegrationChargePoint(LibraryChargePoint):
    def __init__(self, connection: Any, version: str, call: ModuleType, call_result: ModuleType) -> None:
        super().__init__("station", connection, 10)
        self._call: Any = call
        self._call_result: Any = call_result
        self._ocpp_version = version
        self.seen: list[Any] = []
        for action in self.route_map:
            self.route_map[action]["_skip_schema_validation"] = True

    async def _get_specific_response(self, unique_id: Any, timeout: Any) -> Any:  # noqa: ASYNC109
        response = await super()._get_specific_response(unique_id, timeout)
        if isinstance(response, CallError):
            raise response.to_exception()
        return response

    async def _handle_call(self, msg: Any) -> Any:
        try:
            return await super()._handle_call(msg)
        except NotImplementedError as error:
            await self._send(msg.create_call_error(error).to_json())

    async def monitor_connection(self) -> None:
        await asyncio.Event().wait()

    async def start(self) -> None:
        await self.run_all([super().start(), self.monitor_connection()])

    async def run_all(self, coroutines: list[Any]) -> None:
        tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        except TimeoutError:
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def reconnect(self, connection: Any) -> None:
        self._connection = connection
        await super().start()

    @on(Action.boot_notification)
    def on_boot_notification(self, **kwargs: Any) -> Any:
        self.seen.append(kwargs)
        return ocpp.v16.call_result.BootNotification(
            current_time="2024-01-01T00:00:00Z", interval=3600, status=RegistrationStatus.accepted.value
        )

    @on(Action.meter_values)
    def on_meter_values(self, connector_id: int, meter_value: list[dict[str, Any]], **kwargs: Any) -> Any:
        for bucket in meter_value:
            for sampled_value in bucket["sampled_value"]:
                self.seen.append((sampled_value.get("measurand"), float(sampled_value["value"])))
        return ocpp.v16.call_result.MeterValues()

    @on(Action.authorize)
    async def on_authorize(self, id_tag: str, **kwargs: Any) -> Any:
        return ocpp.v16.call_result.Authorize(id_tag_info={"status": AuthorizationStatus.accepted.value})

    @on("TransactionEvent")
    def on_transaction_event(
        self, event_type: str, timestamp: str, transaction_info: dict[str, Any], **kwargs: Any
    ) -> Any:
        when = timestamp.replace("Z", "+00:00")
        id_token = kwargs.get("id_token") or {}
        evse = kwargs.get("evse") or {}
        self.seen.append(
            (
                event_type,
                when,
                transaction_info["transaction_id"],
                transaction_info.get("charging_state"),
                id_token.get("id_token"),
                evse.get("connector_id", 1),
            )
        )
        return ocpp.v201.call_result.TransactionEvent(id_token_info={"status": "Accepted"})


def integration_16(connection: Any) -> Any:
    return IntegrationChargePoint(connection, "1.6", ocpp.v16.call, ocpp.v16.call_result)


@contextlib.asynccontextmanager
async def started(station: Any) -> AsyncIterator[Any]:
    task = asyncio.ensure_future(station.start())
    try:
        yield task
    finally:
        await stopped(task)


def test_skipped_validation_takes_what_stations_send(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> list[Any]:
        station = integration_16(connection)
        async with started(station):
            payload = {"chargePointVendor": "V" * 60, "chargePointModel": "M", "vendorExtra": {"someKey": 1}}
            connection.feed([2, "1", "BootNotification", payload])
            assert (await connection.next_sent())[2]["status"] == "Accepted"
            sampled = [{"measurand": "Frequency", "value": "50.0", "unit": "Hz"}, {"value": 7}]
            connection.feed([2, "2", "MeterValues", {"connectorId": 1, "meterValue": [{"sampledValue": sampled}]}])
            assert await connection.next_sent() == [3, "2", {}]
            connection.feed([2, "3", "Authorize", {"idTag": "x"}])
            assert await connection.next_sent() == [3, "3", {"idTagInfo": {"status": "Accepted"}}]
        return station.seen

    assert run(scenario()) == [
        {"charge_point_vendor": "V" * 60, "charge_point_model": "M", "vendor_extra": {"some_key": 1}},
        ("Frequency", 50.0),
        (None, 7.0),
    ]


def test_action_without_handler_is_answered_by_the_integration(run: Run, connection: MemoryConnection) -> None:
    station = integration_16(connection)

    async def scenario() -> None:
        await station.route_message('[2,"1","Heartbeat",{}]')
        await station.route_message('[2,"2","Nonsense",{}]')

    run(scenario())
    assert [(frame[0], frame[1], frame[2]) for frame in connection.frames] == [
        (4, "1", "NotImplemented"),
        (4, "2", "NotSupported"),
    ]


def test_requests_and_results(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> None:
        station = integration_16(connection)
        async with started(station):
            request = asyncio.ensure_future(station.call(ocpp.v16.call.GetConfiguration(key=["A"])))
            frame = await connection.next_sent()
            assert frame[2:] == ["GetConfiguration", {"key": ["A"]}]
            connection.feed([3, frame[1], {"configurationKey": [{"key": "A", "readonly": False, "value": "1"}]}])
            result = await request
            assert result.configuration_key[0]["value"] == "1"
            assert result.configuration_key[0].get("readonly") is False
            assert result.unknown_key is None

            request = asyncio.ensure_future(station.call(ocpp.v16.call.ChangeConfiguration("A", "2")))
            connection.feed([3, (await connection.next_sent())[1], {"status": "RebootRequired"}])
            result = await request
            assert result.status == ConfigurationStatus.reboot_required
            assert result.status == ConfigurationStatus.reboot_required.value

    run(scenario())


def test_call_error_raises_because_the_override_says_so(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> None:
        station = integration_16(connection)
        async with started(station):
            request = asyncio.ensure_future(station.call(ocpp.v16.call.ClearCache()))
            connection.feed([4, (await connection.next_sent())[1], "NotSupported", "words", {}])
            with pytest.raises(NotSupportedError):
                await request

    run(scenario())


def test_timeout_is_the_builtin_one(run: Run, connection: MemoryConnection) -> None:
    station = integration_16(connection)
    station._response_timeout = 0.01
    with pytest.raises(TimeoutError):
        run(station.call(ocpp.v16.call.ClearCache()))


def test_version_2_1_is_set_with_modules_of_2_0_1(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> Any:
        station: Any = IntegrationChargePoint(connection, "2.1", ocpp.v201.call, ocpp.v201.call_result)
        async with started(station):
            payload = {
                "eventType": "Updated",
                "timestamp": "2024-01-01T00:00:00Z",
                "triggerReason": "MeterValuePeriodic",
                "seqNo": 1,
                "transactionInfo": {"transactionId": "t-1", "chargingState": "Charging"},
                "idToken": {"idToken": "abc", "type": "ISO14443"},
                "evse": {"id": 1},
            }
            connection.feed([2, "1", "TransactionEvent", payload])
            assert await connection.next_sent() == [3, "1", {"idTokenInfo": {"status": "Accepted"}}]
            data = [{"component": {"name": "C"}, "variable": {"name": "V"}}]
            request = asyncio.ensure_future(station.call(ocpp.v201.call.GetVariables(data)))
            frame = await connection.next_sent()
            assert frame[2:] == ["GetVariables", {"getVariableData": data}]
            answer = [{"attributeStatus": "Accepted", "attributeValue": "9", **data[0]}]
            connection.feed([3, frame[1], {"getVariableResult": answer}])
            result = await request
            assert type(result) is ocpp.v201.call_result.GetVariables
            assert result.get_variable_result[0]["attribute_status"] == "Accepted"
        return station.seen

    assert run(scenario()) == [("Updated", "2024-01-01T00:00:00+00:00", "t-1", "Charging", "abc", 1)]


def test_keys_that_are_camel_case_already(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> None:
        station: Any = IntegrationChargePoint(connection, "2.0.1", ocpp.v201.call, ocpp.v201.call_result)
        async with started(station):
            firmware = {"location": "https://example/\u00e4", "retrieveDateTime": "2024-01-01T00:00:00Z"}
            request = asyncio.ensure_future(station.call(ocpp.v201.call.UpdateFirmware(1, firmware)))
            frame = await connection.next_sent()
            assert frame[3] == {"requestId": 1, "firmware": firmware}
            connection.feed([3, frame[1], {"status": "Accepted", "statusInfo": {"reasonCode": "NoError"}}])
            result = await request
            assert result.status_info == {"reason_code": "NoError"}

    run(scenario())


def test_connection_error_escapes_start(run: Run, connection: MemoryConnection) -> None:
    connection.break_with(LoggedOutError())
    with pytest.raises(LoggedOutError):
        run(integration_16(connection).start())


def test_reconnect_swaps_the_connection_and_starts_again(run: Run, connection: MemoryConnection) -> None:
    second = MemoryConnection()

    async def scenario() -> None:
        station = integration_16(connection)
        connection.break_with(LoggedOutError())
        with contextlib.suppress(LoggedOutError):
            await station.start()
        task = asyncio.ensure_future(station.reconnect(second))
        second.feed([2, "2", "Authorize", {"idTag": "x"}])
        assert (await second.next_sent())[:2] == [3, "2"]
        request = asyncio.ensure_future(station.call(ocpp.v16.call.ClearCache()))
        second.feed([3, (await second.next_sent())[1], {"status": "Accepted"}])
        assert (await request).status == "Accepted"
        await stopped(task)

    run(scenario())


def test_methods_of_the_library_class_are_patched(
    run: Run, connection: MemoryConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def canned(self: Any, unique_id: Any, timeout: Any) -> Any:  # noqa: ASYNC109
        return ocpp.messages.CallResult(unique_id, {"status": "Accepted"})

    async def failing(self: Any, msg: Any) -> Any:
        raise NotImplementedError(details={"cause": "patched"})

    monkeypatch.setattr(ocpp.messages, "ASYNC_VALIDATION", False)
    monkeypatch.setattr(LibraryChargePoint, "_get_specific_response", canned)
    monkeypatch.setattr(LibraryChargePoint, "_handle_call", failing)
    station = integration_16(connection)
    assert run(station.call(ocpp.v16.call.ClearCache())).status == "Accepted"
    run(station.route_message('[2,"1","Heartbeat",{}]'))
    assert connection.frames[-1][4] == {"cause": "patched"}
