"""Charge points of the library on the server: the same programs as on websockets, and faster by the callback door."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, cast

import pytest
import websockets
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

from ocpp.exceptions import LinkClosedError
from ocpp.routing import after, on
from ocpp.server import Link, run, serve
from ocpp.v16 import ChargePoint, call, call_result, datatypes
from packages.ocpp.tests.stations import HEARTBEAT, HEARTBEAT_ANSWER, station

from .handlers import Arrivals
from .memory_transport import memory_link
from .raw_client import CONT, PING, PONG, TEXT, RawClient, close_frame, frame, opened, request, text, until

BOOT = [2, "boot", "BootNotification", {"chargePointVendor": "vendor", "chargePointModel": "model"}]
BOOT_ANSWER = [3, "boot", {"currentTime": "2030-01-01T00:00:00Z", "interval": 300, "status": "Accepted"}]


class CentralSystem(ChargePoint):
    """As such programs are written."""

    @on("BootNotification")
    def on_boot_notification(self, charge_point_vendor: str, charge_point_model: str, **_kwargs: Any) -> Any:
        return call_result.BootNotification(current_time="2030-01-01T00:00:00Z", interval=300, status="Accepted")

    @on("Heartbeat")
    async def on_heartbeat(self) -> Any:
        await asyncio.sleep(0)
        return call_result.Heartbeat(current_time="now")


async def on_connect(websocket: Any) -> None:
    """Serve a charge point: the words of programs for websockets and for the package ocpp of PyPI."""
    try:
        requested = websocket.request.headers["Sec-WebSocket-Protocol"]
    except KeyError:
        await websocket.close()
        return
    if not websocket.subprotocol:
        await websocket.close(1002, f"none of {requested}")
        return
    charge_point_id = websocket.request.path.strip("/")
    charge_point = CentralSystem(charge_point_id, websocket)
    try:
        await charge_point.start()
    except websockets.exceptions.ConnectionClosedOK:
        ends.append(charge_point_id)


ends: list[str] = []


@pytest.mark.parametrize("library", [websockets.serve, serve], ids=["websockets", "ours"])
async def test_a_program_for_websockets_runs_unchanged(library: Callable[..., Any]) -> None:
    ends.clear()
    server = await library(on_connect, "127.0.0.1", 0, subprotocols=["ocpp1.6"])
    async with await opened(server, "/CP-1") as client:
        assert json.loads(await client.ask(BOOT)) == BOOT_ANSWER
        assert json.loads(await client.ask(HEARTBEAT)) == HEARTBEAT_ANSWER
        assert json.loads(await client.ask([2, "1", "Reset", {"type": "Soft"}]))[:3] == [4, "1", "NotImplemented"]
        await client.send(close_frame())
        assert await client.closing() == (1000, "")
    server.close()
    await server.wait_closed()
    assert ends == ["CP-1"]


@pytest.mark.parametrize("library", [websockets.serve, serve], ids=["websockets", "ours"])
async def test_the_attributes_that_programs_use_are_those_of_websockets(library: Callable[..., Any]) -> None:
    seen: asyncio.Queue[list[Any]] = asyncio.Queue()

    async def handler(connection: Any) -> None:
        facts = [
            connection.request.path,
            connection.request.headers.get("X-Vendor"),
            connection.subprotocol,
            connection.remote_address[0],
            connection.close_code,
            connection.close_reason,
            await connection.recv(),
        ]
        await connection.send("answer")
        pong = await connection.ping()
        await pong
        facts.append(connection.latency >= 0)
        await connection.close(code=1001, reason="bye")
        facts += [connection.close_code, connection.close_reason]
        try:
            await connection.send("x")
        except ConnectionClosedOK as error:
            facts += [error.rcvd, error.sent, error.rcvd_then_sent]
        seen.put_nowait(facts)

    async with library(handler, "127.0.0.1", 0, subprotocols=["ocpp1.6"], ping_interval=None) as server:
        async with await opened(server, "/a/CP-1", headers={"X-Vendor": "Vendor"}) as client:
            assert await client.ask("question") == "answer"
            ping = await client.frame()
            assert ping is not None
            await client.send(frame(PONG, ping.payload))
            assert await client.closing() == (1001, "bye")
            await client.send(close_frame(1001, "bye"))
            assert await client.ended() == b""
        facts = await seen.get()
    close = websockets.frames.Close(1001, "bye")
    assert facts == [
        *("/a/CP-1", "Vendor", "ocpp1.6", "127.0.0.1", None, None, "question", True),
        *(1001, "bye", close, close, False),
    ]


# The callback door


def listening(charge_point: Any) -> asyncio.Task[None]:
    return asyncio.ensure_future(charge_point.start())


async def stopped(task: asyncio.Task[None], transport: Any) -> None:
    transport.abort()
    with pytest.raises(ConnectionClosed):
        await task


def messages_in(data: bytes) -> list[Any]:
    """Return the messages in frames of a server, which must be short."""
    found: list[Any] = []
    while data:
        assert data[0] == 0x80 | TEXT
        start, length = (2, data[1]) if data[1] < 126 else (4, int.from_bytes(data[2:4], "big"))
        found.append(json.loads(data[start : start + length]))
        data = data[start + length :]
    return found


async def test_all_that_comes_in_one_read_is_answered_in_one_write_without_a_task() -> None:
    link, transport = memory_link()
    charge_point = station("1.6", link)
    task = listening(charge_point)
    await asyncio.sleep(0)
    made: list[object] = []
    loop = asyncio.get_running_loop()

    def count(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        made.append(coroutine)
        return asyncio.Task(coroutine, loop=loop, **options)

    loop.set_task_factory(count)
    requests: list[list[Any]] = [[2, str(number), "Heartbeat", {}] for number in range(100)]
    link.data_received(b"".join(text(json.dumps(each)) for each in requests))
    assert len(transport.writes) == 1, "answered before `data_received` returned"
    assert messages_in(transport.taken()) == [[3, str(number), {"currentTime": "now"}] for number in range(100)]
    link.data_received(text(json.dumps(HEARTBEAT)))
    assert [messages_in(each) for each in transport.writes] == [[HEARTBEAT_ANSWER]]
    assert not made
    assert (link.messages_received, link.messages_sent) == (101, 101)
    loop.set_task_factory(None)
    await stopped(task, transport)


async def test_fragments_and_pings_are_answered_in_one_write_too() -> None:
    link, transport = memory_link()
    task = listening(station("1.6", link))
    await asyncio.sleep(0)
    heartbeat = json.dumps(HEARTBEAT).encode()
    link.data_received(
        text(heartbeat)
        + frame(PING, b"p")
        + frame(TEXT, heartbeat[:5], fin=False)
        + frame(CONT, heartbeat[5:])
        + text(heartbeat)
    )
    data = b"".join(transport.writes)
    assert len(transport.writes) == 1
    pong = bytes([0x80 | PONG, 1]) + b"p"
    assert pong in data
    assert messages_in(data.replace(pong, b"")) == [HEARTBEAT_ANSWER] * 3
    await stopped(task, transport)


async def test_errors_are_answered_at_once_and_in_order() -> None:
    def broken(**_payload: Any) -> Any:
        raise LookupError("broken")

    link, transport = memory_link()
    task = listening(station("1.6", link, {"Authorize": broken}))
    await asyncio.sleep(0)
    frames = [HEARTBEAT, [2, "1", "Authorize", {"idTag": "x"}], [2, "2", "Heartbeat", {"x": 1}], HEARTBEAT]
    link.data_received(b"".join(text(json.dumps(each)) for each in frames))
    answers = messages_in(transport.taken())
    assert [each[:2] for each in answers] == [[3, "heartbeat"], [4, "1"], [4, "2"], [3, "heartbeat"]]
    await stopped(task, transport)


async def test_an_async_handler_keeps_the_order_and_what_follows_waits_for_it() -> None:
    release: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def slow(**_payload: Any) -> Any:
        await release
        return call_result.Authorize(id_tag_info=datatypes.IdTagInfo(status="Accepted"))

    link, transport = memory_link()
    task = listening(station("1.6", link, {"Authorize": slow}))
    await asyncio.sleep(0)
    frames = [HEARTBEAT, [2, "1", "Authorize", {"idTag": "x"}], HEARTBEAT]
    link.data_received(b"".join(text(json.dumps(each)) for each in frames))
    for _ in range(10):
        await asyncio.sleep(0)
    assert messages_in(transport.taken()) == [HEARTBEAT_ANSWER]
    link.data_received(text(json.dumps(HEARTBEAT)))
    assert not transport.writes
    release.set_result(None)
    await until(lambda: len(transport.writes) == 3)
    answers = messages_in(transport.taken())
    assert [each[1] for each in answers] == ["1", "heartbeat", "heartbeat"]
    link.data_received(text(json.dumps(HEARTBEAT)))
    assert messages_in(transport.taken()) == [HEARTBEAT_ANSWER]
    await stopped(task, transport)


async def test_answers_reach_a_call_while_a_handler_waits() -> None:
    release: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def slow(**_payload: Any) -> Any:
        await release
        return call_result.Authorize(id_tag_info=datatypes.IdTagInfo(status="Accepted"))

    link, transport = memory_link()
    charge_point = station("1.6", link, {"Authorize": slow})
    task = listening(charge_point)
    await asyncio.sleep(0)
    link.data_received(text(json.dumps([2, "1", "Authorize", {"idTag": "x"}])))
    calling = asyncio.ensure_future(charge_point.call(call.ClearCache()))
    await until(lambda: transport.writes)
    ((_, message_id, action, _),) = messages_in(transport.taken())
    assert action == "ClearCache"
    link.data_received(text(json.dumps([3, message_id, {"status": "Accepted"}])))
    assert (await calling).status == "Accepted"
    release.set_result(None)
    await until(lambda: transport.writes)
    await stopped(task, transport)


async def test_an_after_hook_runs_after_the_answer() -> None:
    order: list[str] = []

    class WithHook(CentralSystem):
        @after("BootNotification")
        def after_boot(self, **_payload: Any) -> None:
            order.append(f"hook after {len(transport.writes)} writes")

    link, transport = memory_link()
    task = listening(WithHook("CP-1", link))
    await asyncio.sleep(0)
    link.data_received(text(json.dumps(BOOT)))
    assert order
    assert messages_in(transport.taken()) == [BOOT_ANSWER]
    await stopped(task, transport)


class Named(ChargePoint):
    """Says who has answered, at once and later, and notes what comes after."""

    @on("Heartbeat")
    def on_heartbeat(self) -> Any:
        return call_result.Heartbeat(self.id)

    @on("DataTransfer")
    async def on_data_transfer(self, **_fields: Any) -> Any:
        await asyncio.sleep(0)
        return call_result.DataTransfer(status="Accepted", data=self.id)

    @on("Authorize")
    def on_authorize(self, **_fields: Any) -> Any:
        return call_result.Authorize(cast(Any, {"status": self.id}))

    @after("Heartbeat")
    def after_heartbeat(self) -> None:
        self.heard: list[str] = [*getattr(self, "heard", []), self.id]


DATA_TRANSFER = [2, "2", "DataTransfer", {"vendorId": "vendor"}]
AUTHORIZE = [2, "3", "Authorize", {"idTag": "TAG"}]


async def test_what_charge_points_of_a_class_share_is_not_seen() -> None:
    """Each answers for itself: at once and later, in hooks and errors, before a route is changed and after."""
    links = [memory_link() for _ in range(3)]
    names = ["Accepted", "Blocked", "no such status"]
    stations = [Named(name, link) for name, (link, _) in zip(names, links, strict=True)]
    tasks = [listening(each) for each in stations]
    await asyncio.sleep(0)

    def ask(*requests: list[Any]) -> None:
        for link, _ in links:
            for each in requests:
                link.data_received(text(json.dumps(each)))

    def taken() -> list[list[Any]]:
        return [messages_in(transport.taken()) for _, transport in links]

    ask(HEARTBEAT, AUTHORIZE)
    for name, (heartbeat, authorize) in zip(names, taken(), strict=True):
        assert heartbeat[2] == {"currentTime": name}
        assert authorize[2] == ("InternalError" if name == names[2] else {"idTagInfo": {"status": name}})
    ask(DATA_TRANSFER)
    await until(lambda: all(transport.writes for _, transport in links))
    assert [answer[2]["data"] for [answer] in taken()] == names

    stations[1].route_map["Heartbeat"]["_on_action"] = lambda: call_result.Heartbeat("changed")
    ask(HEARTBEAT)
    assert [answer[2]["currentTime"] for [answer] in taken()] == [names[0], "changed", names[2]]
    del stations[1].route_map
    stations[2].route_map = {}
    ask(HEARTBEAT)
    await until(lambda: all(transport.writes for _, transport in links))  # what is not served is told a little later
    assert [answer[2] for [answer] in taken()] == [
        {"currentTime": names[0]},
        {"currentTime": names[1]},
        "NotImplemented",
    ]
    assert [each.heard for each in stations] == [[names[0]] * 3, [names[1]] * 3, [names[2]] * 2]
    for task, (_, transport) in zip(tasks, links, strict=True):
        await stopped(task, transport)


async def test_a_subclass_that_routes_itself_sees_every_message() -> None:
    seen: list[object] = []

    class Curious(CentralSystem):
        async def route_message(self, raw_msg: Any) -> None:
            seen.append(raw_msg)
            await super().route_message(raw_msg)

    async def handler(link: Link) -> None:
        await Curious("CP-1", link).start()

    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        assert json.loads(await client.ask(BOOT)) == BOOT_ANSWER
        assert len(seen) == 1


async def test_a_call_of_ours_fails_when_the_link_ends() -> None:
    calls: asyncio.Queue[asyncio.Future[Any]] = asyncio.Queue()

    async def handler(link: Link) -> None:
        charge_point = CentralSystem("CP-1", link)
        starting = asyncio.ensure_future(charge_point.start())
        calls.put_nowait(asyncio.ensure_future(charge_point.call(call.ClearCache())))
        with pytest.raises(ConnectionClosed):
            await starting

    async with serve(handler, "127.0.0.1", 0) as server:
        async with await opened(server) as client:
            pending = await calls.get()
            assert json.loads(await client.message())[2] == "ClearCache"
        with pytest.raises(LinkClosedError):
            await pending


@pytest.mark.parametrize("messages", [1, 5])
async def test_messages_that_come_with_the_request_are_answered(messages: int) -> None:
    async with serve(on_connect, "127.0.0.1", 0) as server, await RawClient.connect(server) as client:
        await client.send(request() + text(json.dumps(BOOT)) * messages)
        assert (await client.response()).status == 101
        for _ in range(messages):
            assert json.loads(await client.message()) == BOOT_ANSWER


async def test_a_link_may_be_read_first_and_given_to_a_charge_point_then() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server, await opened(server) as client:
        link = await arrivals.next()
        await client.send(text(json.dumps(HEARTBEAT)) * 3)
        assert json.loads(await link.recv()) == HEARTBEAT
        task = listening(CentralSystem("CP-1", link))
        assert json.loads(await client.message()) == HEARTBEAT_ANSWER
        assert json.loads(await client.message()) == HEARTBEAT_ANSWER
        await client.send(close_frame())
        await client.closing()
        client.close()
        with pytest.raises(ConnectionClosedOK):
            await task


async def test_noise_and_broken_frames_do_not_end_a_link(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    async with serve(on_connect, "127.0.0.1", 0) as server, await opened(server) as client:
        for noise in ("", "AT+CGMI", "[", "{}", "[2]", "[3,null,{}]", "\x00", '[2,"1","Heartbeat"', "9" * 5000):
            await client.send(text(noise))
        await client.send(text(json.dumps(BOOT)))
        while json.loads(answer := await client.message())[0] == 4:
            pass
        assert json.loads(answer) == BOOT_ANSWER


def test_run_uses_uvloop_where_it_exists() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def main() -> type:
        return type(asyncio.get_running_loop())

    assert run(main()) is uvloop.Loop

    async def broken() -> None:
        raise LookupError("out")

    with pytest.raises(LookupError, match="out"):
        run(broken())


@pytest.mark.parametrize("mark", [on, after])
async def test_a_plain_function_that_raises_cancelled_error_harms_its_own_request_only(
    mark: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def cancelled(self: Any) -> Any:
        raise asyncio.CancelledError

    class Central(ChargePoint):
        @on("Heartbeat")
        def on_heartbeat(self) -> Any:
            return call_result.Heartbeat(current_time="2030-01-01T00:00:00Z")

        on_clear_cache = mark("ClearCache")(cancelled)

        if mark is after:

            @on("ClearCache")
            def answer_clear_cache(self) -> Any:
                return call_result.ClearCache(status="Accepted")

    link, transport = memory_link()
    serving = asyncio.ensure_future(Central("CP-1", link).start())
    await asyncio.sleep(0)
    link.data_received(text(json.dumps([2, "1", "ClearCache", {}])))
    link.data_received(text(json.dumps(HEARTBEAT)))
    first, second = (json.loads(each[2:]) for each in transport.writes)
    expected: list[Any] = [4, "1", "InternalError", "The handler was cancelled", {}]
    assert first == (expected if mark is on else [3, "1", {"status": "Accepted"}])
    assert second[0] == 3
    assert ("The handler was cancelled" if mark is on else "Error in the @after hook of ClearCache") in caplog.text
    serving.cancel()
