"""`start()`, connections that end or are swapped, and objects whose constructor was not called."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from ocpp import v16
from ocpp.charge_point import ChargePoint
from ocpp.messages import CallResult
from ocpp.routing import create_route_map, on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action

from .connection import LoggedOutError, MemoryConnection, running, stopped

Run = Callable[..., Any]


class Station(v16.ChargePoint):
    @on(Action.heartbeat)
    def on_heartbeat(self) -> Any:
        return call_result.Heartbeat("now")


def test_exception_of_the_connection_leaves_start(run: Run, connection: MemoryConnection) -> None:
    error = LoggedOutError("closed")
    connection.feed([2, "1", "Heartbeat", {}])
    connection.break_with(error)
    with pytest.raises(LoggedOutError) as caught:
        run(Station("CP-1", connection).start())
    assert caught.value is error
    assert connection.frames == [[3, "1", {"currentTime": "now"}]]


def test_exception_of_send_leaves_start(run: Run) -> None:
    class Mute(MemoryConnection):
        async def send(self, message: str) -> None:
            raise LoggedOutError("no more")

    connection = Mute()
    connection.feed([2, "1", "Heartbeat", {}])
    with pytest.raises(LoggedOutError):
        run(Station("CP-1", connection).start())


def test_start_can_be_cancelled(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> None:
        task = await running(Station("CP-1", connection))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(scenario())


def test_start_can_be_cancelled_while_a_handler_runs(run: Run, connection: MemoryConnection) -> None:
    entered = asyncio.Event()

    class Slow(v16.ChargePoint):
        @on(Action.heartbeat)
        async def on_heartbeat(self) -> Any:
            entered.set()
            await asyncio.Event().wait()

    async def scenario() -> None:
        task = await running(Slow("CP-1", connection))
        connection.feed([2, "1", "Heartbeat", {}])
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(scenario())


def test_start_goes_on_after_bad_messages(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> None:
        task = await running(Station("CP-1", connection))
        for raw in ("", "{", "[]", "null", '[3,"unknown",{}]', '[4,"unknown","x","y",{}]', '[2,"0","Nonsense",{}]'):
            connection.feed(raw)
        connection.feed([2, "last", "Heartbeat", {}])
        while (await connection.next_sent())[1] != "last":
            pass
        await stopped(task)

    run(scenario())
    assert connection.frames[-1] == [3, "last", {"currentTime": "now"}]


def test_call_while_start_runs(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> Any:
        station = Station("CP-1", connection)
        task = await running(station)
        request = asyncio.ensure_future(station.call(call.ClearCache()))
        frame = await connection.next_sent()
        connection.feed([2, "between", "Heartbeat", {}])
        assert await connection.next_sent() == [3, "between", {"currentTime": "now"}]
        connection.feed([3, frame[1], {"status": "Accepted"}])
        result = await request
        await stopped(task)
        return result

    assert run(scenario()).status == "Accepted"


def test_connection_is_swapped_and_start_called_again(run: Run, connection: MemoryConnection) -> None:
    second = MemoryConnection()

    async def scenario() -> Any:
        station = Station("CP-1", connection)
        connection.feed([2, "1", "Heartbeat", {}])
        connection.break_with(LoggedOutError())
        with pytest.raises(LoggedOutError):
            await station.start()
        station._connection = second
        task = await running(station)
        second.feed([2, "2", "Heartbeat", {}])
        assert await second.next_sent() == [3, "2", {"currentTime": "now"}]
        request = asyncio.ensure_future(station.call(call.ClearCache()))
        second.feed([3, (await second.next_sent())[1], {"status": "Accepted"}])
        result = await request
        await stopped(task)
        return result

    assert run(scenario()).status == "Accepted"
    assert [frame[1] for frame in connection.frames] == ["1"]


def test_own_start_with_own_way_of_receiving(run: Run) -> None:
    class WebFrameworkConnection:
        """Has `receive_text` and `send_text` instead of `recv` and `send`."""

        def __init__(self) -> None:
            self.incoming = ['[2,"1","Heartbeat",{}]', '[2,"2","Heartbeat",{}]']
            self.sent: list[str] = []

        async def receive_text(self) -> str:
            if not self.incoming:
                raise LoggedOutError
            return self.incoming.pop(0)

        async def send_text(self, text: str) -> None:
            self.sent.append(text)

    class WebStation(Station):
        async def start(self) -> None:
            while True:
                await self.route_message(await self._connection.receive_text())

        async def _send(self, message: str) -> None:
            await self._connection.send_text(message)

    connection = WebFrameworkConnection()
    with pytest.raises(LoggedOutError):
        run(WebStation("CP-1", connection).start())
    assert connection.sent == ['[3,"1",{"currentTime":"now"}]', '[3,"2",{"currentTime":"now"}]']


class Uninitialised(v16.ChargePoint):
    """Does not call `super().__init__()` and sets only what it thinks is needed."""

    def __init__(self) -> None:
        self.id = "CP-1"
        self._unique_id_generator = uuid.uuid4
        self._response_queue = asyncio.Queue()
        self._response_timeout = 5
        self.route_map = create_route_map(self)
        self.published: asyncio.Queue[str] = asyncio.Queue()

    async def _send(self, message: str) -> None:
        self.published.put_nowait(message)

    @on(Action.heartbeat)
    def on_heartbeat(self) -> Any:
        return call_result.Heartbeat("now")


def test_missing_constructor_handles_calls(run: Run) -> None:
    async def scenario() -> str:
        station = Uninitialised()
        await station.route_message('[2,"1","Heartbeat",{}]')
        return station.published.get_nowait()

    assert run(scenario()) == '[3,"1",{"currentTime":"now"}]'


def test_missing_constructor_gets_responses_from_its_queue(run: Run) -> None:
    async def scenario() -> Any:
        station = Uninitialised()
        station._response_queue.put_nowait(CallResult("1", {"a": 1}))
        first = await station._get_specific_response("1", 1)
        await station.route_message('[3,"2",{"b":2}]')
        second = await station._get_specific_response("2", 1)
        return first.payload, second.payload

    assert run(scenario()) == ({"a": 1}, {"b": 2})


def test_missing_constructor_routes_answers_into_its_queue(run: Run) -> None:
    async def scenario() -> Any:
        station = Uninitialised()
        await station.route_message('[3,"2",{"b":2}]')
        return station._response_queue.get_nowait().payload

    assert run(scenario()) == {"b": 2}


@pytest.mark.ours
def test_missing_constructor_can_call(run: Run) -> None:
    async def scenario() -> Any:
        station = Uninitialised()
        request = asyncio.ensure_future(station.call(call.ClearCache(), unique_id="x"))
        assert await station.published.get() == '[2,"x","ClearCache",{}]'
        await station.route_message('[3,"x",{"status":"Accepted"}]')
        return await request

    assert run(scenario()).status == "Accepted"


def test_base_class_takes_its_version_from_the_instance(run: Run, connection: MemoryConnection) -> None:
    async def scenario() -> Any:
        station: Any = ChargePoint("CP-1", connection)
        station._call, station._call_result, station._ocpp_version = v16.call, v16.call_result, "1.6"
        task = await running(station)
        request = asyncio.ensure_future(station.call(call.ClearCache()))
        connection.feed([3, (await connection.next_sent())[1], {"status": "Accepted"}])
        result = await request
        connection.feed([2, "1", "Heartbeat", {}])
        answer = await connection.next_sent()
        await stopped(task)
        return result, answer[4]

    result, details = run(scenario())
    assert result == call_result.ClearCache("Accepted")
    assert details == {"cause": "No handler for Heartbeat registered."}
