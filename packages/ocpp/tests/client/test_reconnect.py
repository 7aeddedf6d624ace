"""How a charge point keeps connecting: the waits of the specification, and the same ChargePoint on the next link."""

import asyncio
import itertools
import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

from ocpp import v16
from ocpp.backoff import Backoff
from ocpp.client import connect
from ocpp.exceptions import LinkClosedError
from ocpp.routing import after, on
from ocpp.server import serve
from ocpp.websocket.link import Link

from .central_systems import DEADLINE_S, URL, Answer, CentralSystem, Visit, answer, speaking
from .virtual_network import network, on_a_virtual_network

STEADY = Backoff(wait_minimum_s=5, random_range_s=0, repeat_times=3)
TIME = "2026-01-31T12:00:00Z"
AT_ONCE = Backoff(wait_minimum_s=0, random_range_s=0.01, repeat_times=0)
SPEAKING = speaking("ocpp1.6")
BUSY = answer("503 Service Unavailable")


def waits() -> list[float]:
    """Return the seconds between the attempts."""
    return [later - earlier for earlier, later in itertools.pairwise(network().attempts)]


async def connect_until(done: Callable[[], bool], backoff: Backoff | None = STEADY) -> None:
    """Keep connecting, leave each link at once, and stop at the first link after `done`."""
    async for link in connect(URL, "CP-1", ("1.6",), backoff=backoff):
        await link.close()
        if done():
            return


# The waits


@on_a_virtual_network
async def test_the_waits_are_those_of_the_specification() -> None:
    random.seed(7)
    system = CentralSystem(*[BUSY] * 9, SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: True, None)
    expected = Backoff().waits(random.Random(7).random)
    assert waits() == pytest.approx(list(itertools.islice(expected, 9)))
    for wait_s, minimum_s in zip(waits(), [5, 10, 20, 40, 80, 160, 160, 160, 160], strict=True):
        assert minimum_s <= wait_s <= minimum_s + 10


@on_a_virtual_network
async def test_each_refusal_is_an_attempt() -> None:
    system = CentralSystem(*[BUSY] * 5, SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: True)
    assert waits() == pytest.approx([5, 10, 20, 40, 40])


@on_a_virtual_network
async def test_a_success_begins_the_waits_anew() -> None:
    system = CentralSystem(BUSY, BUSY, SPEAKING, BUSY, SPEAKING, SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: len(system.visits) == 6)
    # After a link was lost the first wait comes, too: all the others have lost theirs as well.
    assert waits() == pytest.approx([5, 10, 5, 10, 5])


@on_a_virtual_network
async def test_an_attempt_without_an_answer_counts_after_its_time() -> None:
    system = CentralSystem(b"", b"", SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: True)
    assert waits() == pytest.approx([15, 20])


# Retry-After


@on_a_virtual_network
@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ("", 5),
        ("Retry-After: 100\r\n", 100),
        ("retry-after: 6\r\n", 6),
        ("Retry-After: 4\r\n", 5),
        ("Retry-After: 0\r\n", 5),
        ("Retry-After: 99999\r\n", 99999),
        ("Retry-After: 100000\r\n", 5),
        ("Retry-After: -7\r\n", 5),
        ("Retry-After: 1e3\r\n", 5),
        ("Retry-After: soon\r\n", 5),
        ("Retry-After: \r\n", 5),
        ("Retry-After: 50\r\nRetry-After: 70\r\n", 70),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_the_central_system_may_ask_for_a_longer_wait(status: str, headers: str, wait_s: float) -> None:
    system = CentralSystem(answer(status, headers), SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: True)
    assert waits() == pytest.approx([wait_s])


@on_a_virtual_network
async def test_a_longer_wait_does_not_change_the_others() -> None:
    system = CentralSystem(BUSY, answer("503 Busy", "Retry-After: 60\r\n"), BUSY, SPEAKING)
    async with system.listening(9000):
        await connect_until(lambda: True)
    assert waits() == pytest.approx([5, 60, 20])


# What ends it


@pytest.mark.parametrize("kind", ["refused", "waiting", "connected"])
@on_a_virtual_network
async def test_it_can_be_cancelled(kind: str) -> None:
    given: dict[str, Answer] = {"refused": b"", "waiting": BUSY, "connected": SPEAKING}
    system = CentralSystem(given[kind])
    before = asyncio.all_tasks()

    async def stay() -> None:
        async for link in connect(URL, "CP-1", ("1.6",)):
            with pytest.raises(ConnectionClosed):
                await link.recv()

    async with system.listening(9000):
        task = asyncio.ensure_future(stay())
        await asyncio.sleep(1)
        assert len(system.visits) == 1
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
    assert not network().transports
    assert asyncio.all_tasks() == before


async def test_leaving_the_loop_closes_the_link() -> None:
    gone: asyncio.Event = asyncio.Event()
    codes: list[int | None] = []

    async def serve_link(link: Link) -> None:
        await link.wait_closed()
        codes.append(link.close_code)
        if len(codes) == 2:
            gone.set()

    async with serve(serve_link, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async for _ in connect(url, "CP-1"):
            break
        with suppress(ZeroDivisionError):
            async for _ in connect(url, "CP-2"):
                raise ZeroDivisionError
        async with asyncio.timeout(DEADLINE_S):
            await gone.wait()
    assert codes == [1000, 1000]


# The next link


class Station(v16.ChargePoint):
    def __init__(self, link: Link) -> None:
        super().__init__(link.identity, link)
        self.resets: list[str] = []

    @on("Reset")
    def reset(self, request: v16.call.Reset) -> v16.call_result.Reset:
        self.resets.append(request.type)
        return v16.call_result.Reset(status="Accepted")


class ConnectedStation(v16.ChargePoint):
    """As the central system sees it."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.identity, link)
        self.answered: asyncio.Event = asyncio.Event()

    @after("Heartbeat")
    def heartbeat_was_answered(self, request: v16.call.Heartbeat) -> None:
        self.answered.set()

    @on("Heartbeat")
    def heartbeat(self, request: v16.call.Heartbeat) -> v16.call_result.Heartbeat:
        return v16.call_result.Heartbeat(current_time=TIME)


async def test_the_same_charge_point_goes_on_with_the_next_link() -> None:
    ended_by: list[ConnectionClosed] = []
    stations: set[Station] = set()

    async def serve_link(link: Link) -> None:
        connected = ConnectedStation(link)
        serving = asyncio.ensure_future(connected.start())
        await connected.answered.wait()
        assert (await connected.request(v16.call.Reset(type="Soft"))).status == "Accepted"
        await link.close(1012, "restart")
        with pytest.raises(ConnectionClosed):
            await serving

    station: Station | None = None
    async with serve(serve_link, "127.0.0.1", 0) as server, asyncio.timeout(DEADLINE_S):
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async for link in connect(url, "CP-1", ("1.6",), backoff=AT_ONCE):
            station = station or Station(link)
            stations.add(station)
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(ending_of(station, link))
                calling = tasks.create_task(station.request(v16.call.Heartbeat()))
            assert calling.result().current_time == TIME
            ended_by.append(serving.result())
            with pytest.raises(LinkClosedError):
                await station.request(v16.call.Heartbeat())
            if len(ended_by) == 3:
                break
    assert station is not None
    assert station.resets == ["Soft"] * 3
    assert len(stations) == 1
    assert [end.rcvd and end.rcvd.reason for end in ended_by] == ["restart"] * 3


async def test_a_call_that_waits_when_the_link_is_lost_fails() -> None:
    def losing_it(visit: Visit) -> bytes:
        visit.on_frame = lambda _opcode, _payload: visit.transport.abort()
        return visit.accepted("ocpp1.6")

    system = CentralSystem(losing_it, SPEAKING)
    async with system.listening():
        links = 0
        async for link in connect(system.url, "CP-1", ("1.6",), backoff=AT_ONCE):
            station = Station(link)
            links += 1
            if links == 2:
                link.fail(1000)
                break
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(ending_of(station, link))
                with pytest.raises(LinkClosedError):
                    await station.request(v16.call.Heartbeat())
            assert not isinstance(serving.result(), ConnectionClosedOK)
    assert links == 2


async def ending_of(station: Station, link: Link) -> ConnectionClosed:
    """Serve a link; return how it has ended."""
    with pytest.raises(ConnectionClosed) as end:
        await station.start(link)
    return end.value
